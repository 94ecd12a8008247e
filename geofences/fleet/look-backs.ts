/**
 * Fixes that came so late that the others' ways beside them are forgotten. Stored tracks are asked for and judged twice, without
 * the late fixes and with them; what the two differ by is said, and what goes on into the window is handed to the watch. So the
 * final set is the same as if the fixes had come in time.
 */
import { type Fix, NOT_ITS_OWN_PLACE, type VesselProfile } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import { difference, inOrder } from '../judging/difference.ts';
import { compareFixes, isSameFix } from '../judging/fix-order.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { type Anchor, asOpen, type JudgedRun, judgeRuns } from './judged-runs.ts';
import type { FleetVessel, PairWatch } from './pair-watch.ts';
import { type Sample, SLOT_MS, SlotFixes, type SlotRange } from './slot-fixes.ts';
import { type Meeting, meetingOf } from './together.ts';

/** A vessel's late fixes that wait; beyond that they are told as if they had been known. Two a slot for a month. */
const MAX_BEHIND = 10_000;
/** A run of meetings is not followed further than that before and after the late fixes. */
const FURTHEST_SLOTS = (32 * 86_400_000) / SLOT_MS;
/** What is looked at grows by no less than that on the side where a run goes on. */
const STEP_SLOTS = 86_400_000 / SLOT_MS;

/** What has to be shown so that a vessel's late fixes can be judged beside those who were near. */
export interface LookBack {
  vesselId: string;
  /** Epoch ms, both included: the stored tracks of her and of the others. */
  from: number;
  to: number;
  /** Others count whose way came so near to hers at about the same time. */
  withinNm: number;
  /** Nobody knows where a vessel was between two fixes that are farther apart, ms. */
  mostGapMs: number;
}

export interface ShownTracks {
  /** Hers, the late fixes among them. */
  own: readonly Fix[];
  others: ReadonlyMap<string, readonly Fix[]>;
}

/** What has come of it, or what has to be shown beyond that. */
export type LookedBack = { changes: OccurrenceChange[] } | { more: LookBack };

type Take = (id: string, vessel: FleetVessel, fixes: readonly Fix[]) => OccurrenceChange[];

interface Behind {
  fixes: Fix[];
  /** Fix times of the oldest and the newest of them: a port that hands in weeks is asked about with every tick. */
  from: number;
  to: number;
  /** Slot of her newest fix before they came: of all, and of her VMS unit's. */
  newest: number;
  newestOfDevice: number;
}

/** How far the tracks have to be shown beyond the slots that the late fixes touch. */
interface Reach {
  before: number;
  after: number;
}

export class LookBacks {
  private readonly behind = new Map<string, Behind>();
  private readonly reaches = new Map<string, Reach>();
  private readonly vesselOf: (id: string) => FleetVessel | undefined;
  private readonly profiles: ReadonlyMap<string, VesselProfile>;
  private readonly take: Take;

  /** @param take gives late fixes to the watches, once they are judged */
  constructor(
    vesselOf: (id: string) => FleetVessel | undefined,
    profiles: ReadonlyMap<string, VesselProfile>,
    take: Take,
  ) {
    this.vesselOf = vesselOf;
    this.profiles = profiles;
    this.take = take;
  }

  /** A fix that is not late: up to it, what was said of the vessel is known without those that wait. */
  hear(id: string, { fixTime, source }: Fix): void {
    const behind = this.behind.get(id);
    if (!behind) return;
    const slot = Math.floor(fixTime / SLOT_MS);
    behind.newest = Math.max(behind.newest, slot);
    if (source === 'vms') behind.newestOfDevice = Math.max(behind.newestOfDevice, slot);
  }

  /** @param vessel as it was before the fix */
  add(id: string, { fixes, ofDevice }: FleetVessel, fix: Fix): void {
    const behind = this.behind.get(id) ?? {
      fixes: [],
      from: fix.fixTime,
      to: fix.fixTime,
      newest: fixes.newest ?? Number.NEGATIVE_INFINITY,
      newestOfDevice: ofDevice.newest ?? Number.NEGATIVE_INFINITY,
    };
    this.behind.set(id, behind);
    if (behind.fixes.length >= MAX_BEHIND) return;
    behind.fixes.push(fix);
    behind.from = Math.min(behind.from, fix.fixTime);
    behind.to = Math.max(behind.to, fix.fixTime);
  }

  forget(id: string): void {
    this.behind.delete(id);
    this.reaches.delete(id);
  }

  save(id: string): object | undefined {
    const behind = this.behind.get(id);
    return behind && { fixes: behind.fixes, newest: behind.newest, newestOfDevice: behind.newestOfDevice };
  }

  restore(id: string, state: object): void {
    const { fixes, newest, newestOfDevice } = state as Behind;
    // JSON knows no infinity.
    const number = (slot: number | null): number => slot ?? Number.NEGATIVE_INFINITY;
    const times = fixes.map(({ fixTime }) => fixTime);
    const span = { from: Math.min(...times), to: Math.max(...times) };
    this.behind.set(id, {
      ...{ fixes: [...fixes], ...span },
      ...{ newest: number(newest), newestOfDevice: number(newestOfDevice) },
    });
  }

  asked(watches: readonly PairWatch[], most: number): LookBack[] {
    if (this.behind.size === 0) return NOTHING_ASKED;
    return [...this.behind]
      .sort(([a, one], [b, other]) => one.from - other.from || (a < b ? -1 : 1))
      .slice(0, most)
      .map(([id]) => this.asking(watches, id));
  }

  look(watches: readonly PairWatch[], asked: LookBack, shown: ShownTracks): LookedBack {
    const { vesselId } = asked;
    const behind = this.behind.get(vesselId);
    const vessel = this.vesselOf(vesselId);
    if (!behind || !vessel) return { changes: [] };
    const reach = this.reachOf(vesselId, watches);
    const found: Found[] = [];
    const longer = { before: false, after: false };
    for (const watch of watches) {
      if (!watch.isAbout(vessel.profile)) continue;
      const scene = new Scene(watch, { asked, vessel, behind, own: shown.own });
      for (const [other, fixes] of shown.others) {
        const profile = this.profiles.get(other);
        if (!profile || !watch.concerns(vessel.profile, profile)) continue;
        const judged = scene.beside(other, this.vesselOf(other), this.judgedOf(other, fixes, watch), longer);
        if (judged) found.push(judged);
      }
    }
    if ((longer.before && reach.before < FURTHEST_SLOTS) || (longer.after && reach.after < FURTHEST_SLOTS)) {
      const grown = (slots: number): number => Math.min(FURTHEST_SLOTS, 2 * Math.max(slots, STEP_SLOTS));
      this.reaches.set(vesselId, {
        before: longer.before ? grown(reach.before) : reach.before,
        after: longer.after ? grown(reach.after) : reach.after,
      });
      return { more: this.asking(watches, vesselId) };
    }
    this.forget(vesselId);
    // What the watches make of it by what they still know counts, unless what they have forgotten reaches into it.
    const isAdopted = ({ occurrence }: OccurrenceChange): boolean =>
      found.some(
        ({ watch, other, live }) => live && watch.ready.rule.id === occurrence.ruleId && isOf(occurrence, other),
      );
    const changes = this.take(vesselId, vessel, behind.fixes).filter((change) => !isAdopted(change));
    for (const { watch, other, changes: shown, live } of found) {
      if (live) watch.adopt(vesselId, other, live.said, live.anchor);
      changes.push(...shown);
    }
    return { changes: changes.sort(inOrder) };
  }

  /** Another's fixes without those of hers that have yet to be judged themselves. */
  private judgedOf(id: string, fixes: readonly Fix[], watch: PairWatch): Judged {
    const behind = this.behind.get(id);
    const vessel = this.vesselOf(id);
    const newest = (vessel && watch.fixesOf(vessel).newest) ?? Number.NEGATIVE_INFINITY;
    if (!behind) return { fixes, newest };
    return { fixes: without(fixes, behind), newest: newestBefore(behind, watch) };
  }

  private reachOf(id: string, watches: readonly PairWatch[]): Reach {
    const least = Math.max(0, ...watches.map(({ reachSlots }) => reachSlots));
    return this.reaches.get(id) ?? { before: least, after: least };
  }

  private asking(watches: readonly PairWatch[], vesselId: string): LookBack {
    const { from, to } = this.behind.get(vesselId)!;
    const { before, after } = this.reachOf(vesselId, watches);
    const mostGapMs = Math.max(0, ...watches.map((watch) => watch.mostGapMs));
    return {
      vesselId,
      from: from - before * SLOT_MS - 2 * mostGapMs,
      to: to + after * SLOT_MS + 2 * mostGapMs,
      withinNm: Math.max(0, ...watches.map(({ limits }) => limits.withinNm)),
      mostGapMs,
    };
  }
}

/** Fixes that are judged, and the slot of the newest of them that is known of. */
interface Judged {
  fixes: readonly Fix[];
  newest: number;
}

const NOTHING_ASKED: LookBack[] = [];

/** What a rule says of two vessels, now that the late fixes are there. */
interface Found {
  watch: PairWatch;
  other: string;
  changes: OccurrenceChange[];
  /** What the watch is to remember of it, and the beginning that it can't see; absent: what it remembers is not concerned. */
  live?: { said: readonly Occurrence[]; anchor: Anchor | undefined };
}

/** A vessel with late fixes, and her whole track about them. */
interface Late {
  asked: LookBack;
  vessel: FleetVessel;
  behind: Behind;
  own: readonly Fix[];
}

/** One rule, one vessel with late fixes: beside all others, without them and with them. */
class Scene {
  /** Slots that the late fixes may change what is said of, and those that are looked at. */
  private readonly touched: SlotRange;
  private readonly seen: SlotRange;
  private readonly before: ReadonlyMap<number, Sample>;
  private readonly after: ReadonlyMap<number, Sample>;
  private readonly newestBefore: number;
  private readonly newestAfter: number;
  private readonly watch: PairWatch;
  private readonly id: string;
  private readonly vessel: FleetVessel;

  constructor(watch: PairWatch, { asked, vessel, behind, own }: Late) {
    this.watch = watch;
    this.id = asked.vesselId;
    this.vessel = vessel;
    const gap = Math.ceil(watch.mostGapMs / SLOT_MS) + watch.limits.joinSlots;
    const [first, last] = [Math.floor(behind.from / SLOT_MS), Math.floor(behind.to / SLOT_MS)];
    this.touched = { from: first - gap, to: last + 1 + gap };
    // Where she was at a slot is told by fixes on either side of it.
    const { from, to, mostGapMs } = asked;
    this.seen = { from: Math.ceil((from + mostGapMs) / SLOT_MS), to: Math.floor((to - mostGapMs) / SLOT_MS) };
    const known = this.slotsOf(without(own, behind));
    this.before = this.samplesOf(known);
    this.after = this.samplesOf(this.slotsOf([...own, ...behind.fixes]));
    this.newestBefore = Math.max(newestBefore(behind, watch), known.newest ?? Number.NEGATIVE_INFINITY);
    const newestLate = this.slotsOf(behind.fixes).newest ?? Number.NEGATIVE_INFINITY;
    this.newestAfter = Math.max(newestLate, watch.fixesOf(vessel).newest ?? Number.NEGATIVE_INFINITY);
  }

  /** @returns undefined: the watch has forgotten nothing that it takes */
  beside(
    other: string,
    known: FleetVessel | undefined,
    judged: Judged,
    longer: { before: boolean; after: boolean },
  ): Found | undefined {
    const { watch, id } = this;
    /** Of slots before this one the watch has forgotten what these two did. */
    const edge = Math.max(this.vessel.prunedTo, known?.prunedTo ?? Number.POSITIVE_INFINITY);
    if (edge <= this.touched.from - this.openingSlots) return undefined;
    const slots = this.slotsOf(judged.fixes);
    const newest = Math.max(judged.newest, slots.newest ?? Number.NEGATIVE_INFINITY);
    const pair = id < other ? { a: id, b: other } : { a: other, b: id };
    const there = this.samplesOf(slots);
    const runsWith = (samples: ReadonlyMap<number, Sample>, upTo: number): JudgedRun[] =>
      judgeRuns(watch.judge, pair, this.meetings(samples, there), Math.min(newest, upTo));
    const before = runsWith(this.before, this.newestBefore);
    const after = runsWith(this.after, this.newestAfter);
    const isLive = (one: JudgedRun): boolean => one.run.last.slot >= edge || one.occurrence?.state === 'raised';
    const meetsLive = [...before, ...after].some((one) => this.isTouched(one) && isLive(one));
    const chosen = (one: JudgedRun): boolean => this.isTouched(one) || (meetsLive && isLive(one));
    this.extend([...before, ...after].filter(chosen), meetsLive, Math.min(newest, this.newestAfter), longer);
    const said = new Map<string, Occurrence>();
    for (const one of before) if (one.occurrence && chosen(one)) said.set(one.occurrence.id, one.occurrence);
    const saidLive = watch.saidOf(id, other);
    if (meetsLive) {
      for (const one of before) if (one.occurrence && isLive(one)) said.delete(one.occurrence.id);
      for (const occurrence of saidLive) if (this.isSeen(occurrence, longer)) said.set(occurrence.id, occurrence);
    }
    const holding = after.filter(chosen).flatMap(({ occurrence }) => occurrence ?? []);
    const changes = difference([...said.values()], holding, 'late-data');
    if (!meetsLive) return { watch, other, changes };
    const live = after.filter(isLive);
    const stands = live.flatMap(({ occurrence }) => occurrence ?? []);
    return { watch, other, changes, live: { said: stands, anchor: anchorOf(live[0], edge) } };
  }

  /** Whether together for long enough is told by so many slots before. */
  private get openingSlots(): number {
    return (this.watch.limits.minutes * 60_000) / SLOT_MS;
  }

  private isTouched({ run }: JudgedRun): boolean {
    return run.last.slot >= this.touched.from && run.first.slot <= this.touched.to;
  }

  /** What is remembered of a beginning that nobody has shown yet has to be seen too; beyond the furthest it stands as it was said. */
  private isSeen({ evidence }: Occurrence, longer: { before: boolean }): boolean {
    const isSeen = evidence[0]! / SLOT_MS > this.seen.from;
    if (!isSeen) longer.before = true;
    return isSeen;
  }

  /** Runs that go on beyond what is seen have to be seen to their ends, and what is live to this day. */
  private extend(
    runs: readonly JudgedRun[],
    meetsLive: boolean,
    newest: number,
    longer: { before: boolean; after: boolean },
  ): void {
    const { joinSlots } = this.watch.limits;
    for (const { run } of runs) {
      if (run.first.slot - joinSlots <= this.seen.from) longer.before = true;
      if (run.last.slot + joinSlots >= this.seen.to && this.seen.to < newest) longer.after = true;
    }
    if (meetsLive && this.seen.to < newest) longer.after = true;
  }

  private meetings(own: ReadonlyMap<number, Sample>, others: ReadonlyMap<number, Sample>): Meeting[] {
    const { withinNm } = this.watch.limits;
    const meetings: Meeting[] = [];
    for (const [slot, here] of own) {
      const there = others.get(slot);
      if (!there) continue;
      const distanceNm = quickDistanceM(here.lon, here.lat, there.lon, there.lat) / 1852;
      if (distanceNm <= withinNm) meetings.push(meetingOf(slot, here, there, distanceNm));
    }
    return meetings;
  }

  private slotsOf(fixes: readonly Fix[]): SlotFixes {
    const { byDevice, mostGapMs } = this.watch;
    const slots = new SlotFixes();
    for (const fix of fixes) {
      if (fix.flags & NOT_ITS_OWN_PLACE || (byDevice && fix.source !== 'vms')) continue;
      slots.add(fix, mostGapMs);
    }
    return slots;
  }

  private samplesOf(slots: SlotFixes): ReadonlyMap<number, Sample> {
    const samples = new Map<number, Sample>();
    const from = Math.max(this.seen.from, slots.oldest ?? Number.POSITIVE_INFINITY);
    const to = Math.min(this.seen.to, (slots.newest ?? Number.NEGATIVE_INFINITY) + 1);
    for (let slot = from; slot <= to; slot++) {
      const sample = slots.at(slot, this.watch.mostGapMs);
      if (sample && !this.watch.isInPort(sample.lon, sample.lat)) samples.set(slot, sample);
    }
    return samples;
  }
}

/** The beginning that the watch can't see of the first run that it can. What came about later it judges itself. */
function anchorOf(judged: JudgedRun | undefined, edge: number): Anchor | undefined {
  if (!judged?.occurrence || judged.occurrence.evidence[0]! / SLOT_MS >= edge) return undefined;
  const last = judged.run.meetings.findLast(({ slot }) => slot < edge);
  if (!last) return undefined;
  const { slot, lon, lat } = last;
  return { at: { slot, lon, lat }, open: asOpen(judged.occurrence) };
}

function isOf({ vesselId, otherVesselIds }: Occurrence, id: string): boolean {
  return vesselId === id || otherVesselIds?.includes(id) === true;
}

function newestBefore({ newest, newestOfDevice }: Behind, watch: PairWatch): number {
  return watch.byDevice ? newestOfDevice : newest;
}

function without(fixes: readonly Fix[], behind: Behind): Fix[] {
  const late = [...behind.fixes].sort(compareFixes);
  return fixes.filter((fix) => !holds(late, fix));
}

/** @param fixes in their order */
function holds(fixes: readonly Fix[], fix: Fix): boolean {
  let low = 0;
  let high = fixes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fixes[middle]!.fixTime < fix.fixTime) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < fixes.length && fixes[i]!.fixTime === fix.fixTime; i++)
    if (isSameFix(fixes[i]!, fix)) return true;
  return false;
}
