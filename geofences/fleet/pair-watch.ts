/**
 * One rule on all pairs of vessels. Where a vessel was at a slot is held against those around it; being together slot
 * after slot makes runs, and runs that are long and slow enough occurrences. All of it follows from the fixes within the
 * window, whatever order they came in; what late ones change is raised, changed or retracted.
 */
import type { VesselProfile } from '../fix.ts';
import { difference, same } from '../judging/difference.ts';
import type { ReadyRule } from '../rules/kind.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { type Anchor, asOpen, type Judge, judgeRuns } from './judged-runs.ts';
import { Neighbours } from './neighbours.ts';
import type { PairKindOfRule, PairLimits } from './pair-kind.ts';
import { type Sample, SLOT_MS, type SlotFixes, type SlotRange } from './slot-fixes.ts';
import { type Meeting, meetingOf } from './together.ts';

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

interface Place {
  sample: Sample;
  /** Those it was near. */
  partners: string[];
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
  private readonly neighbours: Neighbours;
  private readonly places = new Map<string, Map<number, Place>>();
  private readonly pairs = new Map<string, Pair>();
  /** Whom each has an anchor with. */
  private readonly anchored = new Map<string, Set<string>>();
  private readonly vesselOf: (id: string) => FleetVessel | undefined;

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
    this.neighbours = new Neighbours(this.limits.withinNm);
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
    const changed = new Set<string>();
    for (let slot = range.from; slot <= range.to; slot++) this.move(id, vessel, slot, changed);
    // The newest slot decides whether those that it was with are still together.
    for (const partner of this.partnersOf(id)) changed.add(keyOf(id, partner));
    const changes: OccurrenceChange[] = [];
    for (const key of changed) changes.push(...this.settle(key));
    return changes;
  }

  /** Forgets slots before `slot` of one vessel. */
  prune(id: string, slot: number): void {
    const places = this.places.get(id);
    if (!places) return;
    // Ascending: the beginning of a run is forgotten first. Late fixes have filled in slots out of order.
    const old = [...places.keys()].filter((at) => at < slot).sort((one, other) => one - other);
    for (const at of old) {
      const { sample, partners } = places.get(at)!;
      this.neighbours.take(id, at, sample);
      places.delete(at);
      for (const partner of partners) this.forget(keyOf(id, partner), at);
    }
  }

  /** Forgets a vessel altogether: what was said of it stands. */
  drop(id: string): void {
    this.prune(id, Number.POSITIVE_INFINITY);
    this.places.delete(id);
    for (const other of [...(this.anchored.get(id) ?? [])]) {
      const pair = this.pairOf(keyOf(id, other));
      this.anchorAt(pair, undefined);
      this.pairs.delete(keyOf(id, other));
    }
  }

  /** Everything that holds and is open, for a rule that is no more. */
  openOf(): Occurrence[] {
    return [...this.pairs.values()].flatMap(({ said }) => said.filter(({ state }) => state === 'raised'));
  }

  /** What must be remembered of runs that began before the window; the rest follows from the fixes. */
  anchorsOf(id: string): SavedAnchor[] {
    const anchors: SavedAnchor[] = [];
    for (const other of this.anchored.get(id) ?? []) {
      const anchor = this.pairs.get(keyOf(id, other))?.anchor;
      if (anchor) anchors.push({ other, ...anchor });
    }
    return anchors;
  }

  restoreAnchor(id: string, { other, at, open }: SavedAnchor): void {
    const pair = this.pairOf(keyOf(id, other));
    this.anchorAt(pair, { at, open });
    pair.said = [open];
  }

  /** What was said of two vessels and is remembered. */
  saidOf(one: string, other: string): readonly Occurrence[] {
    return this.pairs.get(keyOf(one, other))?.said ?? NOTHING;
  }

  anchorOf(one: string, other: string): Anchor | undefined {
    return this.pairs.get(keyOf(one, other))?.anchor;
  }

  /** It was looked further back: this holds of two vessels, as far as it is to be remembered. */
  adopt(one: string, other: string, said: readonly Occurrence[], anchor: Anchor | undefined): void {
    const pair = this.pairOf(keyOf(one, other));
    pair.said = said;
    this.anchorAt(pair, anchor);
    this.release(pair);
  }

  private move(id: string, vessel: FleetVessel, slot: number, changed: Set<string>): void {
    const places = this.placesOf(id);
    const before = places.get(slot);
    const found = this.fixesOf(vessel).at(slot, this.mostGapMs);
    const sample = found && !this.isInPort(found.lon, found.lat) ? found : undefined;
    if (before && sample && same(before.sample, sample)) return;
    if (before) {
      this.neighbours.take(id, slot, before.sample);
      places.delete(slot);
      for (const partner of before.partners) this.part(id, partner, slot, changed);
    }
    if (!sample) return;
    const place: Place = { sample, partners: [] };
    for (const { vessel: other, distanceNm, sample: there } of this.neighbours.around(id, slot, sample)) {
      if (!this.kind.concerns(vessel.profile, this.vesselOf(other)!.profile, this.ready.params)) continue;
      place.partners.push(other);
      this.places.get(other)?.get(slot)?.partners.push(id);
      const key = keyOf(id, other);
      this.pairOf(key).meetings.set(slot, meetingOf(slot, sample, there, distanceNm));
      changed.add(key);
    }
    this.neighbours.put(id, slot, sample);
    places.set(slot, place);
  }

  private part(id: string, partner: string, slot: number, changed: Set<string>): void {
    const there = this.places.get(partner)?.get(slot);
    if (there) there.partners = there.partners.filter((other) => other !== id);
    const key = keyOf(id, partner);
    this.pairs.get(key)?.meetings.delete(slot);
    changed.add(key);
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
  private forget(key: string, slot: number): void {
    const pair = this.pairs.get(key);
    const meeting = pair?.meetings.get(slot);
    if (!pair || !meeting) return;
    pair.meetings.delete(slot);
    const goesOn = pair.anchor !== undefined && slot - pair.anchor.at.slot <= this.limits.joinSlots;
    const open = goesOn ? pair.anchor!.open : pair.said.find((one) => isDuring(one, slot));
    const { lon, lat } = meeting;
    this.anchorAt(pair, open && { at: { slot, lon, lat }, open: asOpen(open) });
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
        this.anchorAt(pair, undefined);
      }
    }
    if (pair.meetings.size === 0 && pair.said.length === 0 && !pair.anchor) this.pairs.delete(keyOf(pair.a, pair.b));
  }

  private anchorAt(pair: Pair, anchor: Anchor | undefined): void {
    if ((anchor === undefined) !== (pair.anchor === undefined)) {
      for (const [id, other] of [
        [pair.a, pair.b],
        [pair.b, pair.a],
      ] as const) {
        const others = this.anchored.get(id) ?? new Set();
        if (anchor) this.anchored.set(id, others.add(other));
        else if (others.delete(other) && others.size === 0) this.anchored.delete(id);
      }
    }
    pair.anchor = anchor;
  }

  private newestOf(id: string): number {
    const vessel = this.vesselOf(id);
    return (vessel && this.fixesOf(vessel).newest) ?? Number.NEGATIVE_INFINITY;
  }

  private partnersOf(id: string): string[] {
    const partners = new Set(this.anchored.get(id));
    for (const place of this.places.get(id)?.values() ?? [])
      for (const partner of place.partners) partners.add(partner);
    return [...partners];
  }

  private placesOf(id: string): Map<number, Place> {
    const known = this.places.get(id);
    if (known) return known;
    const places = new Map<number, Place>();
    this.places.set(id, places);
    return places;
  }

  private pairOf(key: string): Pair {
    const known = this.pairs.get(key);
    if (known) return known;
    const [a, b] = key.split(SEPARATOR) as [string, string];
    const pair: Pair = { a, b, meetings: new Map(), said: [] };
    this.pairs.set(key, pair);
    return pair;
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
