/**
 * The second stage: rules that look at several vessels. It sees every fix that the first stage sees and gives the same
 * promise: what holds in the end depends on the fixes, not on the order in which they came.
 */
import { type Fix, NOT_ITS_OWN_PLACE, type VesselProfile } from '../fix.ts';
import { difference, same } from '../judging/difference.ts';
import type { Rulebook } from '../judging/rulebook.ts';
import { readyRule } from '../rules/index.ts';
import type { Occurrence, OccurrenceChange, Rule, VesselEngineState } from '../types.ts';
import { type LookBack, LookBacks, type LookedBack, type ShownTracks } from './look-backs.ts';
import { type FleetVessel, PairWatch, type SavedAnchor } from './pair-watch.ts';
import { providerOutage } from './provider-outage.ts';
import { ProviderWatch } from './provider-watch.ts';
import { SLOT_MS, SlotFixes, type SlotRange } from './slot-fixes.ts';

/** Late fixes up to this age are judged without asking for stored tracks. */
const WINDOW_SLOTS = (48 * 3_600_000) / SLOT_MS;
/** Slots that pile up before old ones are cleared away. */
const PRUNE_EVERY_SLOTS = 6;

type Ports = Pick<Rulebook, 'locator' | 'isPort' | 'isNearPort'>;

export class FleetStage {
  private readonly vessels = new Map<string, FleetVessel>();
  private readonly profiles = new Map<string, VesselProfile>();
  private watches: PairWatch[] = [];
  /** The same, by what they hear. */
  private hearing: Hearing[] = [];
  /** What is said of the oldest slot of the window follows from some before it. */
  private windowSlots = WINDOW_SLOTS;
  private hearsAll = false;
  private providers: ProviderWatch | undefined;
  private outages: readonly Occurrence[] = [];
  private readonly knownOutages: readonly Occurrence[];
  private readonly lookBacks: LookBacks | undefined;
  /** The furthest that any vessel's slots are forgotten, and the clock's slot. */
  private prunedTo = Number.NEGATIVE_INFINITY;
  private clockSlot = Number.NEGATIVE_INFINITY;

  /**
   * @param knownOutages outages of providers that are known already, as they were said; they are not said anew
   * @param looksBack somebody answers what `toLookBack` asks; without that, fixes from before the window change nothing
   */
  constructor(knownOutages: readonly Occurrence[] = [], looksBack = false) {
    this.knownOutages = knownOutages;
    if (!looksBack) return;
    const take = (id: string, vessel: FleetVessel, fixes: readonly Fix[]): OccurrenceChange[] =>
      fixes.flatMap((fix) => this.take(id, vessel, fix));
    this.lookBacks = new LookBacks((id) => this.vessels.get(id), this.profiles, take);
  }

  /** What it remembers of its vessels' ways, ms. */
  get windowMs(): number {
    return this.watches.length === 0 ? 0 : this.windowSlots * SLOT_MS;
  }

  /** Rules and zones, all anew. What is open by them now is raised, what was and is no more retracted. */
  configure(rules: readonly Rule[], ports: Ports): OccurrenceChange[] {
    const before = this.watches.flatMap((watch) => watch.openOf());
    this.watches = rules.flatMap((rule) => {
      const ready = readyRule(rule);
      const { kind } = ready;
      if (kind.watches !== 'vessels') return [];
      const isInPort = portTest(ports, kind.limits(ready.params).portNm);
      return [new PairWatch(ready, kind, (id) => this.vessels.get(id), isInPort)];
    });
    this.windowSlots = WINDOW_SLOTS + Math.max(0, ...this.watches.map(({ reachSlots }) => reachSlots));
    this.hearing = [false, true].map((byDevice) => hearingOf(this.watches, byDevice)).filter(isHeard);
    this.hearsAll = this.watches.some(({ byDevice }) => !byDevice);
    for (const [id, vessel] of this.vessels) this.replay(id, vessel);
    this.watchProviders(rules);
    return difference(
      before,
      this.watches.flatMap((watch) => watch.openOf()),
      'rule-changed',
    );
  }

  private watchProviders(rules: readonly Rule[]): void {
    const rule = rules.find(({ kind }) => kind === providerOutage.kind);
    if (!rule) this.providers = undefined;
    else if (!same(rule, this.providers?.ready.rule))
      this.providers = new ProviderWatch(readyRule(rule), this.knownOutages);
    this.outages = this.providers?.occurrences() ?? [];
  }

  /** What arrived from a vessel, for the watch on its provider. @param atSea by all that is known of her, by whatever source */
  hear(profile: VesselProfile, fixes: readonly Fix[], atSea: boolean): void {
    if (!this.providers) return;
    for (const fix of fixes) if (fix.source === 'vms') this.providers.hear(profile, fix, atSea);
    this.providers.isAtSea(profile.id, atSea);
  }

  setClock(now: number): void {
    this.clockSlot = Math.floor(now / SLOT_MS);
  }

  /** The clock, epoch ms of receipt. `providers` are those whose boats' silence must be looked at again. */
  tick(now: number): { changes: OccurrenceChange[]; providers: ReadonlySet<string> } {
    this.setClock(now);
    if (!this.providers) return NOTHING;
    const providers = this.providers.tick(now);
    if (providers.size === 0 && !this.providers.hasNews) return NOTHING;
    const holds = this.providers.occurrences();
    const changes = difference(this.outages, holds, 'late-data').filter(({ change }) => change !== 'retracted');
    this.outages = holds;
    return { changes, providers };
  }

  /** True when a vessel's silence over this time is its provider's doing. */
  excuses(profile: VesselProfile, since: number, until: number): boolean {
    return this.providers?.excuses(profile, since, until) ?? false;
  }

  /** When, not before `now`, a vessel's silence stops being its provider's doing by itself; undefined: it doesn't. */
  nextLapse(profile: VesselProfile, now: number): number | undefined {
    return this.providers?.nextLapse(profile, now);
  }

  /** HOT. Whether a rule may look at what this source says. */
  hears(source: Fix['source']): boolean {
    return this.hearsAll || (source === 'vms' && this.watches.length > 0);
  }

  isAbout(profile: VesselProfile): boolean {
    return this.watches.some((watch) => watch.isAbout(profile));
  }

  isAboutVessel(id: string): boolean {
    const profile = this.profiles.get(id);
    return profile !== undefined && this.isAbout(profile);
  }

  setVessel(profile: VesselProfile): void {
    this.profiles.set(profile.id, profile);
    const vessel = this.vessels.get(profile.id);
    if (vessel) vessel.profile = profile;
  }

  accept(id: string, fixes: readonly Fix[]): OccurrenceChange[] {
    if (!fixes.some(({ source }) => this.hears(source))) return NO_CHANGES;
    const vessel = this.vesselOf(id);
    let changes: OccurrenceChange[] | undefined;
    for (const fix of fixes) {
      if (!this.sees(fix)) continue;
      if (this.lookBacks && this.isBehind(vessel, fix)) {
        this.lookBacks.add(id, vessel, fix);
        continue;
      }
      this.lookBacks?.hear(id, fix);
      for (const change of this.take(id, vessel, fix)) {
        if (changes) changes.push(change);
        else changes = [change];
      }
    }
    this.prune(id, vessel);
    return changes ?? NO_CHANGES;
  }

  /** The vessel is no more; what was said of it stands. */
  forget(id: string): void {
    for (const watch of this.watches) watch.drop(id);
    this.lookBacks?.forget(id);
    this.providers?.forget(id);
    this.vessels.delete(id);
    this.profiles.delete(id);
  }

  /** Late fixes beside which others were, who have been forgotten since: at most `most` vessels, always in the same order. */
  toLookBack(most: number): LookBack[] {
    return this.lookBacks?.asked(this.watches, most) ?? [];
  }

  lookBack(asked: LookBack, shown: ShownTracks): LookedBack {
    return this.lookBacks?.look(this.watches, asked, shown) ?? { changes: NO_CHANGES };
  }

  /** What others did at the time of this fix, or she herself, is no more known here. */
  private isBehind({ prunedTo }: FleetVessel, { fixTime }: Fix): boolean {
    // Whoever is ahead of the clock makes nobody else late.
    const others = Math.min(this.prunedTo, this.clockSlot - this.windowSlots + 1);
    const forgotten = Math.max(prunedTo, others);
    return forgotten > Math.floor(fixTime / SLOT_MS) - (this.windowSlots - WINDOW_SLOTS);
  }

  /** Stored fixes of the last `windowMs`, after a restart: taken in without a word, since all was said before. */
  restore(id: string, fixes: readonly Fix[]): void {
    const vessel = this.vesselOf(id);
    for (const fix of fixes) if (this.sees(fix)) this.take(id, vessel, fix);
    this.prune(id, vessel);
  }

  private sees({ flags, source }: Fix): boolean {
    return (flags & NOT_ITS_OWN_PLACE) === 0 && this.hears(source);
  }

  /** The part of a vessel's memory that does not follow from its stored fixes. */
  save(id: string): VesselEngineState | undefined {
    const anchors = this.watches.flatMap((watch) =>
      watch.anchorsOf(id).map((anchor) => ({ rule: watch.ready.rule.id, ...anchor })),
    );
    const heard = this.providers?.save(id);
    const behind = this.lookBacks?.save(id);
    return anchors.length > 0 || heard || behind ? { anchors, heard, behind } : undefined;
  }

  restoreMemory(id: string, state: VesselEngineState): void {
    const profile = this.profiles.get(id);
    if (state.heard && profile && this.providers) {
      this.providers.restore(profile, state.heard);
      this.outages = this.providers.occurrences();
    }
    if (state.behind) this.lookBacks?.restore(id, state.behind);
    for (const { rule, slot, ...anchor } of state.anchors as SavedWithRule[]) {
      const at = anchor.at ?? { slot, lon: anchor.open.lon, lat: anchor.open.lat };
      this.watches.find((watch) => watch.ready.rule.id === rule)?.restoreAnchor(id, { ...anchor, at });
    }
  }

  /** Providers whose outages have changed since this was last asked. */
  takeUnsavedProviders(): string[] {
    const unsaved = [...(this.providers?.unsaved ?? [])];
    this.providers?.unsaved.clear();
    return unsaved;
  }

  saveProvider(provider: string): VesselEngineState | undefined {
    return this.providers && { ...this.providers.saveOutages(provider) };
  }

  restoreProvider(state: VesselEngineState): void {
    this.providers?.restoreOutages(state);
    this.outages = this.providers?.occurrences() ?? [];
  }

  private take(id: string, vessel: FleetVessel, fix: Fix): OccurrenceChange[] {
    const changes: OccurrenceChange[] = [];
    for (const { byDevice, watches, mostGapMs } of this.hearing) {
      if (byDevice && fix.source !== 'vms') continue;
      const fixes = byDevice ? vessel.ofDevice : vessel.fixes;
      // The last one before the window is where the way into it begins; what lies before that says nothing.
      const { oldest } = fixes;
      const isLed = oldest !== undefined && oldest <= vessel.prunedTo;
      if (isLed && Math.floor(fix.fixTime / SLOT_MS) < oldest) continue;
      const range = fixes.add(fix, mostGapMs);
      if (range) for (const watch of watches) changes.push(...watch.update(id, within(vessel, range)));
    }
    return changes;
  }

  private prune(id: string, vessel: FleetVessel): void {
    const { fixes, ofDevice } = vessel;
    const newest = Math.max(fixes.newest ?? Number.NEGATIVE_INFINITY, ofDevice.newest ?? Number.NEGATIVE_INFINITY);
    const oldest = newest - this.windowSlots;
    if (oldest < vessel.prunedTo + PRUNE_EVERY_SLOTS) return;
    vessel.prunedTo = oldest;
    this.prunedTo = Math.max(this.prunedTo, oldest);
    for (const watch of this.watches) watch.prune(id, vessel.prunedTo);
    fixes.prune(vessel.prunedTo);
    ofDevice.prune(vessel.prunedTo);
  }

  private replay(id: string, vessel: FleetVessel): void {
    for (const watch of this.watches) {
      const { oldest, newest } = watch.fixesOf(vessel);
      if (oldest !== undefined && newest !== undefined) watch.update(id, within(vessel, { from: oldest, to: newest }));
    }
  }

  private vesselOf(id: string): FleetVessel {
    let vessel = this.vessels.get(id);
    if (!vessel) {
      const profile = this.profiles.get(id) ?? { id, kind: 'unknown' };
      vessel = { profile, fixes: new SlotFixes(), ofDevice: new SlotFixes(), prunedTo: Number.NEGATIVE_INFINITY };
      this.vessels.set(id, vessel);
    }
    return vessel;
  }
}

/** Watches that go by the same fixes. */
interface Hearing {
  byDevice: boolean;
  watches: PairWatch[];
  mostGapMs: number;
}

function hearingOf(all: readonly PairWatch[], byDevice: boolean): Hearing {
  const watches = all.filter((watch) => watch.byDevice === byDevice);
  return { byDevice, watches, mostGapMs: Math.max(...watches.map((watch) => watch.mostGapMs)) };
}

function isHeard({ watches }: Hearing): boolean {
  return watches.length > 0;
}

interface SavedWithRule extends SavedAnchor {
  rule: string;
  /** Before places were kept with it. */
  slot: number;
}

function within({ prunedTo }: FleetVessel, { from, to }: SlotRange): SlotRange {
  return { from: Math.max(from, prunedTo), to };
}

const NO_CHANGES: OccurrenceChange[] = [];
const NOTHING = { changes: NO_CHANGES, providers: new Set<string>() };

/** @param nearNm nearer to a port than this counts as in it */
function portTest(ports: Ports, nearNm: number): (lon: number, lat: number) => boolean {
  if (nearNm > 0) return (lon, lat) => ports.isNearPort(lon, lat, nearNm);
  const { locator, isPort } = ports;
  const inside: number[] = [];
  return (lon, lat) => {
    for (const index of locator.locate(lon, lat, inside)) if (isPort[index]) return true;
    return false;
  };
}
