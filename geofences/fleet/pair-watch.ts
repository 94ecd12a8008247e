/**
 * One rule on all pairs of vessels. Where a vessel was at a slot is held against those around it; being together slot
 * after slot makes runs, and runs that are long and slow enough occurrences. All of it follows from the fixes within the
 * window, whatever order they came in; what late ones change is raised, changed or retracted.
 */
import type { VesselProfile } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import { difference } from '../judging/difference.ts';
import type { ReadyRule } from '../rules/kind.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { type Anchor, asOpen, type Judge, judgeRuns } from './judged-runs.ts';
import type { PairKindOfRule, PairLimits } from './pair-kind.ts';
import { Presence } from './presence.ts';
import { type Sample, SLOT_MS, type SlotFixes, type SlotRange } from './slot-fixes.ts';
import { type Meeting, meetingOf } from './together.ts';
import { Way } from './way.ts';

/** A vessel as the rules on several see it. */
export interface FleetVessel {
  profile: VesselProfile;
  /** All, and those of its VMS unit: as far as a rule looks at them. */
  fixes: SlotFixes;
  ofDevice: SlotFixes;
  /** Slots before this one are forgotten. */
  prunedTo: number;
}

/** An anchor with another vessel. Saved with both: either may be the one that is heard of again. */
export interface SavedAnchor extends Anchor {
  other: string;
}

interface Pair {
  a: string;
  b: string;
  meetings: Map<number, Meeting>;
  said: readonly Occurrence[];
  anchor?: Anchor;
}

export class PairWatch {
  readonly ready: ReadyRule;
  readonly limits: PairLimits;
  readonly judge: Judge;
  readonly isInPort: (lon: number, lat: number) => boolean;
  private readonly kind: PairKindOfRule;
  private readonly presence: Presence;
  private readonly pairs = new Map<string, Pair>();
  /** Those of whom something is remembered together with each. */
  private readonly partners = new Map<string, Set<string>>();
  private readonly vesselOf: (id: string) => FleetVessel | undefined;
  /** The way of the vessel that was updated last. */
  private readonly way = new Way();

  constructor(
    ready: ReadyRule,
    kind: PairKindOfRule,
    vesselOf: (id: string) => FleetVessel | undefined,
    isInPort: (lon: number, lat: number) => boolean,
  ) {
    this.ready = ready;
    this.kind = kind;
    this.limits = kind.limits(ready.params);
    this.judge = { kind, ready, joinSlots: this.limits.joinSlots };
    this.presence = new Presence(this.limits.withinNm);
    this.vesselOf = vesselOf;
    this.isInPort = isInPort;
  }

  get mostGapMs(): number {
    return this.limits.mostGapHours * 3_600_000;
  }

  /** What is said of a slot follows from no more slots on either side of it. */
  get reachSlots(): number {
    const { mostGapHours, minutes, joinSlots } = this.limits;
    return Math.ceil(((mostGapHours * 60 + minutes) * 60_000) / SLOT_MS) + joinSlots + 1;
  }

  /** Whether it goes by what VMS units say alone. */
  get byDevice(): boolean {
    return this.kind.byDevice === true;
  }

  isAbout(profile: VesselProfile): boolean {
    return this.kind.isAbout(profile, this.ready.params);
  }

  concerns(one: VesselProfile, other: VesselProfile): boolean {
    return this.kind.concerns(one, other, this.ready.params);
  }

  fixesOf(vessel: FleetVessel): SlotFixes {
    return this.byDevice ? vessel.ofDevice : vessel.fixes;
  }

  /** The vessel's samples in a range of slots may have changed. @returns what that changes of what was said */
  update(id: string, range: SlotRange): OccurrenceChange[] {
    const vessel = this.vesselOf(id);
    if (!vessel) return NO_CHANGES;
    this.fixesOf(vessel).read(this.way, range, this.mostGapMs);
    this.way.leaveOut(this.isInPort);
    // The newest slot decides whether those that it was with are still together.
    const others = new Set(this.partners.get(id));
    this.presence.meet(id, this.way, others);
    others.delete(id);
    const changes: OccurrenceChange[] = [];
    for (const other of others) {
      this.meet(id, vessel, other);
      for (const change of this.settle(keyOf(id, other))) changes.push(change);
    }
    return changes;
  }

  /** Forgets slots before `slot` of one vessel. */
  prune(id: string, slot: number): void {
    this.presence.prune(id, slot);
    for (const other of [...(this.partners.get(id) ?? [])]) {
      const pair = this.pairs.get(keyOf(id, other))!;
      // Ascending: the beginning of a run is forgotten first. Late fixes have filled in slots out of order.
      const old = [...pair.meetings.keys()].filter((at) => at < slot).sort((one, another) => one - another);
      for (const at of old) this.forget(pair, at);
    }
  }

  /** Forgets a vessel altogether: what was said of it stands. */
  drop(id: string): void {
    this.presence.prune(id, Number.POSITIVE_INFINITY);
    for (const other of [...(this.partners.get(id) ?? [])]) this.part(this.pairs.get(keyOf(id, other))!);
  }

  /** Everything that holds and is open, for a rule that is no more. */
  openOf(): Occurrence[] {
    return [...this.pairs.values()].flatMap(({ said }) => said.filter(({ state }) => state === 'raised'));
  }

  /** What must be remembered of runs that began before the window; the rest follows from the fixes. */
  anchorsOf(id: string): SavedAnchor[] {
    const anchors: SavedAnchor[] = [];
    for (const other of this.partners.get(id) ?? []) {
      const anchor = this.pairs.get(keyOf(id, other))?.anchor;
      if (anchor) anchors.push({ other, ...anchor });
    }
    return anchors;
  }

  restoreAnchor(id: string, { other, at, open }: SavedAnchor): void {
    const pair = this.pairOf(keyOf(id, other));
    pair.anchor = { at, open };
    pair.said = [open];
  }

  /** What was said of two vessels and is remembered. */
  saidOf(one: string, other: string): readonly Occurrence[] {
    return this.pairs.get(keyOf(one, other))?.said ?? NOTHING;
  }

  /** It was looked further back: this holds of two vessels, as far as it is to be remembered. */
  adopt(one: string, other: string, said: readonly Occurrence[], anchor: Anchor | undefined): void {
    const pair = this.pairOf(keyOf(one, other));
    pair.said = said;
    pair.anchor = anchor;
    this.release(pair);
  }

  /** At which slots of the way that was read the two met, as it is now. */
  private meet(id: string, { profile }: FleetVessel, otherId: string): void {
    const key = keyOf(id, otherId);
    let pair = this.pairs.get(key);
    const other = this.vesselOf(otherId);
    const isJudged = other !== undefined && this.concerns(profile, other.profile);
    for (let slot = this.way.from; slot <= this.way.to; slot++) {
      const here = isJudged ? this.way.at(slot) : undefined;
      const meeting = here && this.meetingAt(slot, here, other!);
      if (!meeting) {
        pair?.meetings.delete(slot);
        continue;
      }
      pair ??= this.pairOf(key);
      pair.meetings.set(slot, meeting);
    }
  }

  private meetingAt(slot: number, here: Sample, other: FleetVessel): Meeting | undefined {
    // What the other has forgotten is no more compared, though the last fix of it is kept.
    if (slot < other.prunedTo) return undefined;
    const there = this.fixesOf(other).at(slot, this.mostGapMs);
    // A degree of latitude is never less than 59.7 nm.
    if (!there || Math.abs(here.lat - there.lat) * 59 > this.limits.withinNm) return undefined;
    const distanceNm = quickDistanceM(here.lon, here.lat, there.lon, there.lat) / 1852;
    if (distanceNm > this.limits.withinNm || this.isInPort(there.lon, there.lat)) return undefined;
    return meetingOf(slot, here, there, distanceNm);
  }

  private settle(key: string): OccurrenceChange[] {
    const pair = this.pairs.get(key);
    if (!pair) return NO_CHANGES;
    const upTo = Math.min(this.newestOf(pair.a), this.newestOf(pair.b));
    const judged = judgeRuns(this.judge, pair, pair.meetings.values(), upTo, pair.anchor);
    const holds = judged.flatMap(({ occurrence }) => occurrence ?? []);
    const changes = difference(pair.said, holds, 'late-data');
    pair.said = holds;
    this.release(pair);
    return changes;
  }

  /** A slot leaves the window. What was said of its run is remembered until the run is over. */
  private forget(pair: Pair, slot: number): void {
    const { lon, lat } = pair.meetings.get(slot)!;
    pair.meetings.delete(slot);
    const goesOn = pair.anchor !== undefined && slot - pair.anchor.at.slot <= this.limits.joinSlots;
    const open = goesOn ? pair.anchor!.open : pair.said.find((one) => isDuring(one, slot));
    pair.anchor = open && { at: { slot, lon, lat }, open: asOpen(open) };
    this.release(pair);
  }

  /** Whatever is over and forgotten stands as it was said, and is no more ours. */
  private release(pair: Pair): void {
    const { anchor } = pair;
    if (anchor) {
      const next = Math.min(...pair.meetings.keys());
      const said = pair.said.find(({ id }) => id === anchor.open.id);
      if (next - anchor.at.slot > this.limits.joinSlots && said?.state !== 'raised') {
        pair.said = pair.said.filter((one) => one !== said);
        pair.anchor = undefined;
      }
    }
    if (pair.meetings.size === 0 && pair.said.length === 0 && !pair.anchor) this.part(pair);
  }

  private newestOf(id: string): number {
    const vessel = this.vesselOf(id);
    return (vessel && this.fixesOf(vessel).newest) ?? Number.NEGATIVE_INFINITY;
  }

  private pairOf(key: string): Pair {
    const known = this.pairs.get(key);
    if (known) return known;
    const [a, b] = key.split(SEPARATOR) as [string, string];
    const pair: Pair = { a, b, meetings: new Map(), said: [] };
    this.pairs.set(key, pair);
    for (const [id, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const others = this.partners.get(id);
      if (others) others.add(other);
      else this.partners.set(id, new Set([other]));
    }
    return pair;
  }

  private part({ a, b }: Pair): void {
    this.pairs.delete(keyOf(a, b));
    for (const [id, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const others = this.partners.get(id);
      if (others?.delete(other) && others.size === 0) this.partners.delete(id);
    }
  }
}

const NO_CHANGES: OccurrenceChange[] = [];
const NOTHING: readonly Occurrence[] = [];
const SEPARATOR = '\u0000';

function keyOf(one: string, other: string): string {
  return one < other ? one + SEPARATOR + other : other + SEPARATOR + one;
}

/** Whether the slot is of the run that the occurrence began with; its first evidence is where that run began. */
function isDuring({ evidence, clearedAt }: Occurrence, slot: number): boolean {
  const time = slot * SLOT_MS;
  return evidence[0]! <= time && (clearedAt === undefined || clearedAt > time);
}
