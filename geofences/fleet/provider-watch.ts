/**
 * Which providers have stopped delivering, and whose silence they excuse. By time of receipt, which the journal keeps: that nothing
 * came is itself the fact that is judged, and fixes that come afterwards do not undo it. So an outage is a function of what was
 * received between each two looks at the clock, in whatever order that is told or stored, and of when the clock was looked at.
 */
import type { Fix, VesselProfile } from '../fix.ts';
import type { ReadyRule } from '../rules/kind.ts';
import { named, occurrenceId } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import { type Heard, ProviderBoats } from './provider-boats.ts';

/** Past outages that still excuse silences, in late data and in a dry run over 90 days. */
const KEPT_OUTAGES = 500;
const WORTH_TELLING = 1.5;

interface Outage {
  provider: string;
  /** Epoch ms of the last message before it, of the one that shows it, and of its end. */
  since: number;
  raisedAt: number;
  until?: number;
  affected: string[];
  /** Those of them that are told of: news only when they have become half as many again, and in the end. */
  told: string[];
  lon: number;
  lat: number;
}

export class ProviderWatch {
  readonly ready: ReadyRule;
  private readonly providers = new Map<string, ProviderBoats>();
  private readonly providerOf = new Map<string, string>();
  private outages: Outage[] = [];
  /** Providers of which an outage came to be known otherwise than by the clock. */
  private readonly learnt = new Set<string>();
  /** Providers whose outages have to be saved anew. */
  readonly unsaved = new Set<string>();
  /** What is told of an outage has changed with the last tick. */
  hasNews = false;

  /** @param known outages that are known already, as occurrences of this kind; those that were retracted are none */
  constructor(ready: ReadyRule, known: readonly Occurrence[] = []) {
    this.ready = ready;
    this.outages = known.flatMap(outageOf).slice(-KEPT_OUTAGES);
  }

  hear(profile: VesselProfile, fix: Fix, atSea: boolean): void {
    if (profile.provider === undefined || profile.reportingIntervalMin === undefined) return;
    let boats = this.providers.get(profile.provider);
    if (!boats) {
      boats = new ProviderBoats();
      this.providers.set(profile.provider, boats);
    }
    // Who has gone over to another provider is not missed by the one before.
    if (this.providerOf.get(profile.id) !== profile.provider) this.forget(profile.id);
    this.providerOf.set(profile.id, profile.provider);
    boats.hear({ profile, receivedAt: fix.receivedAt, last: fix, atSea, graceMs: this.graceMs(profile) });
  }

  /** Where all that is known of a vessel shows her by now. */
  isAtSea(vesselId: string, atSea: boolean): void {
    const provider = this.providerOf.get(vesselId);
    if (provider !== undefined) this.providers.get(provider)!.isAtSea(vesselId, atSea);
  }

  /** The vessel is no more, or no more of the provider that it was heard by. */
  forget(vesselId: string): void {
    const provider = this.providerOf.get(vesselId);
    if (provider === undefined) return;
    this.providers.get(provider)?.forget(vesselId);
    this.providerOf.delete(vesselId);
  }

  /** @returns providers of which an outage has begun or ended */
  tick(now: number): ReadonlySet<string> {
    let changed: Set<string> | undefined;
    this.hasNews = false;
    for (const [provider, boats] of this.providers) {
      const hasMoved = boats.settle(now);
      const open = this.outages.find((outage) => outage.provider === provider && outage.until === undefined);
      const hasChanged = open ? hasMoved && this.end(open, boats, now) : this.begin(provider, boats, now);
      if (hasChanged) this.unsaved.add(provider);
      if (!hasChanged && !this.learnt.has(provider)) continue;
      changed ??= new Set();
      changed.add(provider);
    }
    this.learnt.clear();
    return changed ?? NO_PROVIDERS;
  }

  /** When, not before `now`, the vessel's silence is excused no more by an outage that is over; undefined: nothing runs out. */
  nextLapse(profile: VesselProfile, now: number): number | undefined {
    let next: number | undefined;
    for (const { provider, until } of this.outages) {
      if (until === undefined || provider !== profile.provider) continue;
      const lapse = until + this.graceMs(profile);
      if (lapse >= now && (next === undefined || lapse < next)) next = lapse;
    }
    return next;
  }

  /** True when a silence from `since` to `until` (epoch ms) is the provider's doing. */
  excuses(profile: VesselProfile, since: number, until: number): boolean {
    const graceMs = this.graceMs(profile);
    return this.outages.some(
      (outage) =>
        outage.provider === profile.provider &&
        since >= outage.since - graceMs &&
        // What was stored on board meanwhile and comes in piece by piece makes new gaps within the same outage.
        (outage.until === undefined || (since <= outage.until && until <= outage.until + graceMs)),
    );
  }

  /** Outages as occurrences: open ones, and those that have ended. */
  occurrences(): Occurrence[] {
    return this.outages.map((outage) => this.occurrenceOf(outage));
  }

  save(vesselId: string): object | undefined {
    for (const boats of this.providers.values()) {
      const heard = boats.get(vesselId);
      if (heard) return { receivedAt: heard.receivedAt, last: heard.last, atSea: heard.atSea };
    }
    return undefined;
  }

  restore(profile: VesselProfile, state: object): void {
    const { receivedAt, last, atSea, outages = [] } = state as Omit<Heard, 'profile'> & { outages?: Outage[] };
    this.hear(profile, { ...last, receivedAt }, atSea);
    // As they were saved with every vessel before they were saved once.
    for (const outage of outages) this.learn(outage);
  }

  /** What goes on at a provider, and that is not known by what was said of it: all whom an outage has silenced. */
  saveOutages(provider: string): object {
    return { open: this.outages.filter((outage) => outage.provider === provider && outage.until === undefined) };
  }

  restoreOutages(state: object): void {
    for (const outage of (state as { open: Outage[] }).open) this.learn(outage);
  }

  private learn(outage: Outage): void {
    const { provider, raisedAt } = outage;
    const known = this.outages.findIndex((one) => one.provider === provider && one.raisedAt === raisedAt);
    const learnt = { ...outage, told: outage.told ?? outage.affected };
    if (known < 0) this.outages.push(learnt);
    else if (this.outages[known]!.until === undefined) this.outages[known] = learnt;
    else return;
    this.learnt.add(provider);
  }

  private begin(provider: string, boats: ProviderBoats, now: number): boolean {
    const { vessels: least, percent } = this.ready.params;
    if (boats.overdue < Number(least) || boats.overdue * 100 < boats.active * Number(percent)) return false;
    const overdue = boats.overdueBoats();
    const last = overdue.reduce((newest, heard) => (isLater(heard, newest) ? heard : newest));
    const affected = overdue.map(({ profile }) => profile.id).sort();
    this.outages.push({
      provider,
      since: last.receivedAt,
      raisedAt: now,
      affected,
      told: affected,
      lon: last.last.lon,
      lat: last.last.lat,
    });
    if (this.outages.length > KEPT_OUTAGES) this.outages = this.outages.slice(-KEPT_OUTAGES);
    return true;
  }

  /**
   * Over when most of those that it silenced have been heard again. Boats fall overdue one after the other: whoever does
   * while it lasts is silenced by it as well, or there would be a second incident for the rest.
   */
  private end(outage: Outage, boats: ProviderBoats, now: number): boolean {
    const affected = new Set(outage.affected);
    for (const { profile } of boats.overdueBoats()) affected.add(profile.id);
    if (affected.size > outage.affected.length) {
      outage.affected = [...affected].sort();
      this.unsaved.add(outage.provider);
    }
    if (outage.affected.length >= outage.told.length * WORTH_TELLING) this.tell(outage);
    const back = outage.affected.filter((id) => {
      const heard = boats.get(id);
      return heard !== undefined && heard.receivedAt > outage.since && now - heard.receivedAt <= heard.graceMs;
    }).length;
    if (back * 2 <= outage.affected.length) return false;
    outage.until = now;
    this.tell(outage);
    return true;
  }

  private tell(outage: Outage): void {
    outage.told = outage.affected;
    this.hasNews = true;
  }

  private graceMs(profile: VesselProfile): number {
    return ((profile.reportingIntervalMin ?? 0) + Number(this.ready.params.graceMin)) * 60_000;
  }

  private occurrenceOf({ provider, since, raisedAt, until, told, lon, lat }: Outage): Occurrence {
    const occurrence: Occurrence = {
      id: occurrenceId(this.ready.rule.id, this.ready.version, 'provider-outage', provider, since),
      ...named(this.ready),
      vesselId: `${PROVIDER_PREFIX}${provider}`,
      otherVesselIds: told,
      state: until === undefined ? 'raised' : 'cleared',
      raisedAt,
      lon,
      lat,
      evidence: [since, raisedAt],
      details: { provider, vessels: told.length, since },
    };
    if (until === undefined) return occurrence;
    return { ...occurrence, clearedAt: until, clearedLon: lon, clearedLat: lat, evidence: [since, raisedAt, until] };
  }
}

/** Boats heard at one time go by their ids: where an outage is shown must not depend on who was first heard at all. */
function isLater(a: Heard, b: Heard): boolean {
  return a.receivedAt > b.receivedAt || (a.receivedAt === b.receivedAt && a.profile.id < b.profile.id);
}

const NO_PROVIDERS: ReadonlySet<string> = new Set();

function outageOf({ state, details, raisedAt, clearedAt, otherVesselIds, lon, lat }: Occurrence): Outage[] {
  const { provider, since } = details ?? {};
  if (state === 'retracted' || typeof provider !== 'string' || typeof since !== 'number') return [];
  const affected = otherVesselIds ?? [];
  return [
    {
      provider,
      since,
      raisedAt,
      ...(clearedAt === undefined ? {} : { until: clearedAt }),
      affected,
      told: affected,
      lon,
      lat,
    },
  ];
}

/** An outage is about a provider; what stands before its name cannot be a vessel's id. */
export const PROVIDER_PREFIX = 'provider:';
