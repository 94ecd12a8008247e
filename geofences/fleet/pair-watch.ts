/**
 * One rule on all pairs of vessels. Where a vessel was at a slot is held against those around it; being together slot
 * after slot makes runs, and runs that are long and slow enough occurrences. All of it follows from the fixes within the
 * window, whatever order they came in; what late ones change is raised, changed or retracted.
 */
import type { VesselProfile } from '../fix.ts';
import { difference, same } from '../judging/difference.ts';
import type { ReadyRule } from '../rules/kind.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { Neighbours } from './neighbours.ts';
import type { PairKindOfRule, PairLimits } from './pair-kind.ts';
import { type Sample, SLOT_MS, type SlotFixes, type SlotRange } from './slot-fixes.ts';
import { type Meeting, type Run, runsOf } from './together.ts';

/** A vessel as the rules on several see it. */
export interface FleetVessel {
  profile: VesselProfile;
  /** All, and those of its VMS unit: as far as a rule looks at them. */
  fixes: SlotFixes;
  ofDevice: SlotFixes;
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
  /** The occurrence of a run that began before the window, and the last slot of that run which was forgotten. */
  anchor?: { slot: number; open: Occurrence };
}

export class PairWatch {
  readonly ready: ReadyRule;
  private readonly kind: PairKindOfRule;
  private readonly limits: PairLimits;
  private readonly neighbours: Neighbours;
  private readonly places = new Map<string, Map<number, Place>>();
  private readonly pairs = new Map<string, Pair>();
  private readonly vesselOf: (id: string) => FleetVessel | undefined;
  private readonly isInPort: (lon: number, lat: number) => boolean;

  constructor(
    ready: ReadyRule,
    kind: PairKindOfRule,
    vesselOf: (id: string) => FleetVessel | undefined,
    isInPort: (lon: number, lat: number) => boolean,
  ) {
    this.ready = ready;
    this.kind = kind;
    this.limits = kind.limits(ready.params);
    this.neighbours = new Neighbours(this.limits.withinNm);
    this.vesselOf = vesselOf;
    this.isInPort = isInPort;
  }

  get mostGapMs(): number {
    return this.limits.mostGapHours * 3_600_000;
  }

  /** Whether it goes by what VMS units say alone. */
  get byDevice(): boolean {
    return this.kind.byDevice === true;
  }

  isAbout(profile: VesselProfile): boolean {
    return this.kind.isAbout(profile, this.ready.params);
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

  /** Everything that holds and is open, for a rule or vessel that is no more. */
  openOf(id?: string): Occurrence[] {
    const open: Occurrence[] = [];
    for (const { a, b, said } of this.pairs.values()) {
      if (id === undefined || a === id || b === id) open.push(...said.filter(({ state }) => state === 'raised'));
    }
    return open;
  }

  /** What must be remembered of runs that began before the window; the rest follows from the fixes. */
  anchorsOf(id: string): { other: string; slot: number; open: Occurrence }[] {
    const anchors: { other: string; slot: number; open: Occurrence }[] = [];
    for (const { a, b, anchor } of this.pairs.values()) if (a === id && anchor) anchors.push({ other: b, ...anchor });
    return anchors;
  }

  restoreAnchor(id: string, { other, slot, open }: { other: string; slot: number; open: Occurrence }): void {
    this.pairOf(keyOf(id, other)).anchor = { slot, open };
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
    const holds = this.occurrencesOf(pair);
    const changes = difference(pair.said, holds, 'late-data');
    pair.said = holds;
    if (pair.meetings.size === 0 && holds.length === 0 && !pair.anchor) this.pairs.delete(key);
    return changes;
  }

  private occurrencesOf(pair: Pair): Occurrence[] {
    const { joinSlots } = this.limits;
    const upTo = Math.min(this.newestOf(pair.a), this.newestOf(pair.b));
    const found: Occurrence[] = [];
    const runs = runsOf(pair.meetings.values(), joinSlots);
    runs.forEach((run, index) => {
      const isAnchored = index === 0 && pair.anchor !== undefined && run.first.slot - pair.anchor.slot <= joinSlots;
      const open = isAnchored ? pair.anchor!.open : this.kind.opens(run, pair, this.ready);
      if (!open) return;
      found.push(run.last.slot + joinSlots < upTo ? ended(open, run) : open);
    });
    return found;
  }

  /** A slot leaves the window. The run that it belonged to keeps its beginning. */
  private forget(key: string, slot: number): void {
    const pair = this.pairs.get(key);
    if (!pair?.meetings.delete(slot)) return;
    const { joinSlots } = this.limits;
    const goesOn = pair.anchor !== undefined && slot - pair.anchor.slot <= joinSlots;
    const open = goesOn ? pair.anchor!.open : pair.said.find((one) => isDuring(one, slot));
    pair.anchor = open ? { slot, open: asOpen(open) } : undefined;
    const first = Math.min(...pair.meetings.keys());
    if (first - slot > joinSlots) {
      // It was the run's last slot: what was said of it stands, and is no more ours.
      pair.said = pair.said.filter((one) => one.id !== pair.anchor?.open.id);
      pair.anchor = undefined;
    }
    if (pair.meetings.size === 0 && pair.said.length === 0) this.pairs.delete(key);
  }

  private newestOf(id: string): number {
    const vessel = this.vesselOf(id);
    return (vessel && this.fixesOf(vessel).newest) ?? Number.NEGATIVE_INFINITY;
  }

  private partnersOf(id: string): string[] {
    const partners = new Set<string>();
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
const SEPARATOR = '\u0000';

function keyOf(one: string, other: string): string {
  return one < other ? one + SEPARATOR + other : other + SEPARATOR + one;
}

function meetingOf(slot: number, one: Sample, other: Sample, distanceNm: number): Meeting {
  const speeds = [one.speedKn ?? 0, other.speedKn ?? 0];
  return {
    slot,
    lon: (one.lon + other.lon) / 2,
    lat: (one.lat + other.lat) / 2,
    distanceNm,
    slowKn: Math.min(...speeds),
    fastKn: Math.max(...speeds),
  };
}

/** Of the whole run only its length is told: the beginning of a long one may be forgotten by now. */
function ended(open: Occurrence, run: Run): Occurrence {
  const { slot, lon, lat } = run.last;
  const minutes = (slot * SLOT_MS - open.evidence[0]!) / 60_000;
  return {
    ...open,
    state: 'cleared',
    clearedAt: (slot + 1) * SLOT_MS,
    clearedLon: lon,
    clearedLat: lat,
    evidence: [...open.evidence, slot * SLOT_MS],
    details: { ...open.details, minutes },
  };
}

function asOpen(occurrence: Occurrence): Occurrence {
  const { clearedAt, clearedLon, clearedLat, ...rest } = occurrence;
  return { ...rest, state: 'raised' };
}

/** Whether the slot is of the run that the occurrence began with; its first evidence is where that run began. */
function isDuring({ evidence, clearedAt }: Occurrence, slot: number): boolean {
  const time = slot * SLOT_MS;
  return evidence[0]! <= time && (clearedAt === undefined || clearedAt > time);
}
