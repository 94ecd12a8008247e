/**
 * The engine: fixes in, occurrences out. Pure: the clock is passed in, storage is asked for through the caller.
 *
 * For every vessel it folds the rules over the fixes in fix order (judging/fold.ts), keeps a window of recent fixes to
 * run again when a late one comes (judging/timeline.ts), and says the difference between what it said and what holds.
 * So the final set of occurrences, ids included, is a function of the set of fixes, not of their arrival.
 */
import type { Engine, EngineOptions, EngineStats, StoredMemory } from './engine-contract.ts';
import type { Fix, VesselProfile } from './fix.ts';
import { FleetStage } from './fleet/fleet-stage.ts';
import { PROVIDER_PREFIX } from './fleet/provider-watch.ts';
import { CatchingUp } from './judging/catching-up.ts';
import { Deadlines } from './judging/deadlines.ts';
import { changedIds, difference, inOrder, isSameOpen, joined, same, sameOpen, together } from './judging/difference.ts';
import { compareFixes } from './judging/fix-order.ts';
import { HeldFix } from './judging/held-fix.ts';
import { silencesAt } from './judging/listening.ts';
import { type Because, beginOn, type Drops, dropFrom, excuseFrom } from './judging/renewal.ts';
import { handleOf, type Revived, Roster } from './judging/roster.ts';
import { Rulebook } from './judging/rulebook.ts';
import { headOf, packVessel } from './judging/saved-vessel.ts';
import { Sieve } from './judging/sieve.ts';
import { Silences } from './judging/silences.ts';
import { openOf, type Window } from './judging/timeline.ts';
import { assignDuties, type Watched } from './judging/watched.ts';
import type { Occurrence, OccurrenceChange, Rule, VesselEngineState, Zone } from './types.ts';

export type { Engine, EngineOptions, EngineStats, EngineWindow, StoredMemory } from './engine-contract.ts';

const DEFAULT_WINDOW_HOURS = 48;
const DEFAULT_WINDOW_FIXES = 512;

export function createEngine(options: EngineOptions): Engine {
  return new OneEngine(options);
}

class OneEngine implements Engine {
  readonly stats: EngineStats = { vessels: 0, fixes: 0, duplicates: 0, late: 0, tooLate: 0 };
  private book: Rulebook;
  private readonly window: Window;
  private readonly roster = new Roster({
    book: () => this.book,
    excuses: (...gap) => this.fleet.excuses(...gap),
    woken: (...woken) => this.bringUp(...woken),
  });
  /** The clock when the last vessel fell asleep. */
  private asleepSince = Number.NEGATIVE_INFINITY;
  /** What has come of it that some were woken. */
  private ofWaking: OccurrenceChange[] = [];
  private readonly deadlines = new Deadlines();
  private readonly catchingUp = new CatchingUp();
  private readonly fleet: FleetStage;
  private readonly sieve: Sieve;
  private readonly silences = new Silences(this.deadlines, this.catchingUp, (...of) => this.fleet.nextLapse(...of));
  private now = Number.NEGATIVE_INFINITY;
  readonly toLookBack: Engine['toLookBack'] = (most) => this.fleet.toLookBack(most);
  readonly lookBack: Engine['lookBack'] = (...shown) => this.fleet.lookBack(...shown);

  constructor(options: EngineOptions) {
    this.book = new Rulebook(options.zones, options.rules);
    this.fleet = new FleetStage(options.outages, options.looksBack);
    this.fleet.configure(options.rules, this.book);
    this.sieve = new Sieve(this.roster, this.fleet, this.stats, (...of) => this.acceptOne(...of));
    this.window = {
      hours: options.windowHours ?? DEFAULT_WINDOW_HOURS,
      maxFixes: options.maxWindowFixes ?? DEFAULT_WINDOW_FIXES,
    };
  }

  setVessel(profile: VesselProfile): OccurrenceChange[] {
    this.fleet.setVessel(profile);
    if (same(this.roster.profileOf(profile.id), profile)) return [];
    const vessel = this.roster.get(profile.id);
    if (!vessel) {
      this.add(profile);
      return [];
    }
    const before = vessel.duties.ids;
    vessel.profile = profile;
    assignDuties(vessel);
    const after = vessel.duties.ids;
    const drops = (rule: string, zone: string) => !after.has(rule) || !this.book.concerns(vessel, rule, zone);
    const changes = this.drop(vessel, drops, 'vessel-changed');
    changes.push(...excuseFrom(vessel));
    const gained = new Set([...after].filter((rule) => !before.has(rule)));
    if (gained.size > 0) changes.push(...beginOn(vessel, gained, NO_IDS));
    changes.push(...this.silences.settle(vessel, 'vessel-changed', this.now));
    return changes.sort(inOrder);
  }

  handleOf(vesselId: string): number {
    return handleOf(this.vesselOf(vesselId));
  }

  accept(vesselId: string, fixes: readonly Fix[]): OccurrenceChange[] {
    const vessel = this.vesselOf(vesselId);
    if (fixes.length === 1) return this.andOfWaking(this.acceptOne(vessel, new HeldFix().show(fixes[0]!)));
    const ordered = fixes.map((fix): Fix => new HeldFix().show(fix)).sort(compareFixes);
    const changes = this.judge(vessel, ordered);
    this.hear(vessel, ordered);
    return this.andOfWaking(together(changes, this.fleet.accept(vesselId, fixes)));
  }

  acceptMany(handles: ArrayLike<number>, fixes: readonly Fix[]): OccurrenceChange[] {
    return this.sieve.take(handles, fixes, this.now);
  }

  private acceptOne(vessel: Watched, fix: Fix): OccurrenceChange[] {
    const { timeline } = vessel;
    const isQuiet =
      this.roster.memory.passes(timeline.calmAt, fix, this.now) ||
      (timeline.makesWay(fix, vessel, this.window, this.now) &&
        this.roster.memory.passes(timeline.calmAt, fix, this.now)) ||
      timeline.carriesOn(fix, vessel, this.window, this.now);
    const isQuietlyLate = !isQuiet && timeline.takesLate(fix, this.window);
    if (isQuietlyLate) this.stats.late++;
    if (isQuiet || isQuietlyLate) {
      this.stats.fixes++;
      return this.fleet.hears(fix.source) ? this.fleet.accept(vessel.id, [fix]) : NO_CHANGES;
    }
    const fixes = [fix];
    const changes = this.judge(vessel, fixes);
    this.hear(vessel, fixes);
    return together(changes, this.fleet.accept(vessel.id, fixes));
  }

  private hear({ profile, timeline }: Watched, fixes: readonly Fix[]): void {
    if (profile.provider === undefined) return;
    const atSea = timeline.head.activity.kind !== 'in-port';
    this.fleet.hear(profile, fixes, atSea);
  }

  /** @param fixes in their order */
  private judge(vessel: Watched, fixes: readonly Fix[]): OccurrenceChange[] {
    const { timeline } = vessel;
    this.stats.fixes += fixes.length;
    this.catchingUp.hear(vessel.id, fixes, this.now);
    if (vessel.duties.ids.size === 0) {
      for (const fix of fixes) timeline.follow(fix);
      return NO_CHANGES;
    }
    const pairsBefore = timeline.head.pairs;
    let said: Occurrence[] | undefined;
    let holds: Occurrence[] | undefined;
    for (const fix of fixes) {
      // Sorted by time, late fixes come first: they are judged together before the first newer one.
      if (timeline.isDirty && timeline.isNewer(fix)) ({ said, holds } = joined(said, holds, timeline.rerun(vessel)));
      const arrival = timeline.accept(fix, vessel);
      if (arrival === 'appended') {
        if (timeline.justClosed.length > 0) holds = [...(holds ?? []), ...timeline.justClosed];
      } else this.count(arrival);
    }
    if (timeline.isDirty) ({ said, holds } = joined(said, holds, timeline.rerun(vessel)));
    timeline.prune(this.window);
    const silent = silencesAt(vessel, timeline.head, this.now);
    const quiet = isSameOpen(pairsBefore, timeline.head.pairs) && !holds && !said && sameOpen(silent, vessel.silent);
    const changes = quiet
      ? NO_CHANGES
      : difference(
          [...openOf(pairsBefore), ...vessel.silent, ...(said ?? [])],
          [...openOf(timeline.head.pairs), ...silent, ...(holds ?? [])],
          'late-data',
        );
    vessel.silent = silent;
    this.silences.schedule(vessel, this.now);
    timeline.settleDown(vessel, this.window, this.now);
    return this.catchingUp.pass(vessel.id, changes);
  }

  private count(arrival: 'inserted' | 'duplicate' | 'too-late'): void {
    if (arrival === 'duplicate') this.stats.duplicates++;
    else this.stats.late++;
    if (arrival === 'too-late') this.stats.tooLate++;
  }

  tick(now: number): OccurrenceChange[] {
    if (!(now > this.now)) return NO_CHANGES;
    this.now = now;
    const fleet = this.fleet.tick(now);
    let changes: OccurrenceChange[] | undefined = fleet.changes.length > 0 ? fleet.changes : undefined;
    if (fleet.providers.size > 0) changes = [...(changes ?? []), ...this.settleProviders(fleet.providers)];
    for (let id = this.deadlines.due(now); id !== undefined; id = this.deadlines.due(now)) {
      const vessel = this.roster.get(id);
      if (!vessel) continue;
      const said = this.silences.settle(vessel, 'late-data', this.now);
      if (said.length > 0) changes = [...(changes ?? []), ...said];
    }
    return this.andOfWaking(changes ? changes.sort(inOrder) : NO_CHANGES);
  }

  /** A provider's outage has begun or is over: the silence of its boats is judged anew. */
  private settleProviders(providers: ReadonlySet<string>): OccurrenceChange[] {
    return this.roster
      .ofProviders(providers)
      .flatMap((vessel) => this.silences.settle(vessel, 'provider-outage', this.now));
  }

  setZones(zones: readonly Zone[]): OccurrenceChange[] {
    const vessels = this.roster.all();
    const changed = changedIds(this.book.zones, zones);
    this.book = new Rulebook(zones, this.book.rules);
    const existing = new Set(zones.filter((zone) => changed.has(zone.id)).map((zone) => zone.id));
    const changes = this.renew(vessels, (_, zone) => changed.has(zone), NO_IDS, existing, 'zone-changed');
    return [...changes, ...this.fleet.configure(this.book.rules, this.book)].sort(inOrder);
  }

  setRules(rules: readonly Rule[]): OccurrenceChange[] {
    const vessels = this.roster.all();
    const changed = changedIds(this.book.rules, rules);
    this.book = new Rulebook(this.book.zones, rules, this.book);
    const existing = new Set(rules.filter((rule) => changed.has(rule.id)).map((rule) => rule.id));
    const changes = this.renew(vessels, (rule) => changed.has(rule), existing, NO_IDS, 'rule-changed');
    return [...changes, ...this.fleet.configure(rules, this.book)].sort(inOrder);
  }

  /** Every vessel forgets what is no more, and what is new judges it from its newest fix on. */
  private renew(
    vessels: Iterable<Watched>,
    drops: Drops,
    rules: ReadonlySet<string>,
    zones: ReadonlySet<string>,
    because: Because,
  ): OccurrenceChange[] {
    const changes: OccurrenceChange[] = [];
    for (const vessel of vessels) {
      vessel.book = this.book;
      assignDuties(vessel);
      changes.push(...this.drop(vessel, drops, because));
      changes.push(...beginOn(vessel, rules, zones));
      changes.push(...this.silences.settle(vessel, because, this.now));
    }
    return changes.sort(inOrder);
  }

  private drop(vessel: Watched, drops: Drops, because: Because): OccurrenceChange[] {
    return this.catchingUp.pass(vessel.id, dropFrom(vessel, drops, because));
  }

  zonesAt(lon: number, lat: number): Zone[] {
    return this.book.locator.locate(lon, lat, []).map((index) => this.book.locator.zones[index]!);
  }

  missingHistory(vesselId: string, fixTime: number): number | undefined {
    const vessel = this.roster.get(vesselId);
    if (!vessel || vessel.duties.ids.size === 0) return undefined;
    if (fixTime > vessel.timeline.windowStart) return undefined;
    vessel.asked = vessel.timeline.landmarkBefore(fixTime);
    return vessel.asked.newest ? vessel.asked.newest.fixTime + 1 : 0;
  }

  supplyHistory(vesselId: string, fixes: readonly Fix[]): OccurrenceChange[] {
    const vessel = this.roster.get(vesselId);
    if (!vessel?.asked) return NO_CHANGES;
    const pairsBefore = vessel.timeline.head.pairs;
    const rerun = vessel.timeline.extendBack(vessel.asked, fixes, vessel);
    vessel.asked = undefined;
    if (!rerun) return NO_CHANGES;
    const silent = silencesAt(vessel, vessel.timeline.head, this.now);
    const changes = difference(
      [...openOf(pairsBefore), ...vessel.silent, ...rerun.said],
      [...openOf(vessel.timeline.head.pairs), ...silent, ...rerun.holds],
      'late-data',
    );
    vessel.silent = silent;
    this.silences.schedule(vessel, this.now);
    return this.catchingUp.pass(vesselId, changes);
  }

  get fleetWindowMs(): number {
    return this.fleet.windowMs;
  }

  isCompared(vesselId: string): boolean {
    return this.fleet.isAboutVessel(vesselId);
  }

  comparesBy(source: Fix['source']): boolean {
    return this.fleet.hears(source);
  }

  restoreTrack(vesselId: string, fixes: readonly Fix[]): void {
    this.fleet.restore(vesselId, fixes);
  }

  forgetVessel(vesselId: string): void {
    this.roster.forget(vesselId);
    this.deadlines.forget(vesselId);
    this.fleet.forget(vesselId);
    this.catchingUp.forget(vesselId);
    this.stats.vessels = this.roster.size;
  }

  unsaved(): string[] {
    return this.fleet.takeUnsavedProviders().map((provider) => `${PROVIDER_PREFIX}${provider}`);
  }

  saveVessel(vesselId: string): VesselEngineState | undefined {
    if (vesselId.startsWith(PROVIDER_PREFIX)) return this.fleet.saveProvider(vesselId.slice(PROVIDER_PREFIX.length));
    const vessel = this.roster.get(vesselId);
    if (!vessel) return undefined;
    const { timeline, profile, silent, cuts } = vessel;
    return packVessel({
      profile,
      head: timeline.head,
      landmarks: timeline.savedLandmarks,
      silent,
      cuts,
      fleet: this.fleet.save(vesselId),
      backlog: this.catchingUp.save(vesselId),
      now: this.now,
      quietUntil: this.silences.quietUntil(vessel, this.now),
    });
  }

  restoreVessel(vesselId: string, state: VesselEngineState): void {
    if (vesselId.startsWith(PROVIDER_PREFIX)) {
      this.fleet.restoreProvider(state);
      return;
    }
    const revived = this.roster.revive(vesselId, state);
    const { fleet, now } = revived.saved;
    if (fleet) this.fleet.restoreMemory(vesselId, fleet);
    this.advance(now);
    this.takeUp(revived);
  }

  letSleep(profile: VesselProfile, memory: StoredMemory): boolean {
    const head = headOf(memory.head);
    // What rules on several vessels know of her is the fleet's, and does not sleep; those that go by every fix look at all.
    if (!head || this.fleet.hears('ais')) return false;
    this.fleet.setVessel(profile);
    if (head.fleet) this.fleet.restoreMemory(profile.id, head.fleet);
    this.roster.letSleep(profile, memory);
    this.stats.vessels = this.roster.size;
    this.advance(head.now);
    this.asleepSince = this.now;
    this.deadlines.set(profile.id, head.quietUntil);
    return true;
  }

  /** What is restored knows how late it was. */
  private advance(now: number): void {
    if (!(now > this.now)) return;
    this.now = now;
    this.fleet.setClock(now);
  }

  isAsleep(vesselId: string): boolean {
    return this.roster.isAsleep(vesselId);
  }

  /** A vessel that slept learns what has come since, as it would have before she fell asleep: nothing falls due in between. */
  private bringUp(revived: Revived, since: readonly Fix[]): void {
    const { now } = this;
    this.now = Math.min(now, this.asleepSince);
    this.takeUp(revived);
    for (const fix of since) this.ofWaking.push(...this.acceptOne(revived.vessel, new HeldFix().show(fix)));
    this.now = now;
  }

  private takeUp({ vessel, saved }: Revived): void {
    if (saved.backlog) this.catchingUp.restore(vessel.id, saved.backlog);
    this.stats.vessels = this.roster.size;
    this.silences.schedule(vessel, this.now);
  }

  private andOfWaking(changes: OccurrenceChange[]): OccurrenceChange[] {
    if (this.ofWaking.length === 0) return changes;
    return [...this.ofWaking.splice(0), ...changes].sort(inOrder);
  }

  private vesselOf(id: string): Watched {
    return this.roster.get(id) ?? this.add({ id, kind: 'unknown' });
  }

  private add(profile: VesselProfile): Watched {
    const vessel = this.roster.add(profile);
    this.stats.vessels = this.roster.size;
    return vessel;
  }
}

const NO_CHANGES: OccurrenceChange[] = [];
const NO_IDS: ReadonlySet<string> = new Set();
