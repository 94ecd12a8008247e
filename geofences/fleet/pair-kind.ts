/** What a rule kind that watches two vessels together is made of. One file a kind beside this one. */
import type { VesselProfile } from '../fix.ts';
import type { KindWords, ReadyRule } from '../rules/kind.ts';
import { named, occurrenceId } from '../rules/occurrences.ts';
import type { Params } from '../rules/params.ts';
import type { Occurrence } from '../types.ts';
import { SLOT_MS } from './slot-fixes.ts';
import { type Meeting, median, type Run } from './together.ts';

export interface PairLimits {
  /** Near each other. */
  withinNm: number;
  /** A vessel's place is known between two fixes no farther apart than this. */
  mostGapHours: number;
  /** Meetings no farther apart than this are of one run. */
  joinSlots: number;
  /** Time together that it takes. */
  minutes: number;
  /** Nearer to a port they are not looked at; 0: in one. */
  portNm: number;
}

/** A kind that watches pairs of vessels, slot by slot. */
export interface PairKindOfRule extends KindWords {
  watches: 'vessels';
  /** It goes by what VMS units say alone: where the device is, whatever the boat's AIS says. */
  byDevice?: true;
  limits(params: Params): PairLimits;
  /** May this vessel be one of a pair that is judged? */
  isAbout(one: VesselProfile, params: Params): boolean;
  /** Is this pair judged at all? */
  concerns(one: VesselProfile, other: VesselProfile, params: Params): boolean;
  /** The occurrence that a run comes to, a function of the first stretch of it that shows it; undefined: none. */
  opens(run: Run, vessels: { a: string; b: string }, ready: ReadyRule): Occurrence | undefined;
}

/**
 * The first stretch of the run that lasts `minutes`, no longer than that takes, and that `holds`; undefined when there is
 * none. What they did together before counts for nothing: whoever trawls side by side for a day meets when both stop.
 */
export function beginning(
  { meetings }: Run,
  minutes: number,
  holds: (meetings: readonly Meeting[]) => boolean,
): readonly Meeting[] | undefined {
  const slots = (minutes * 60_000) / SLOT_MS;
  let first = 0;
  for (let last = 0; last < meetings.length; last++) {
    const latest = meetings[last]!.slot - slots;
    while (first < last && meetings[first + 1]!.slot <= latest) first++;
    if (meetings[first]!.slot > latest) continue;
    const part = meetings.slice(first, last + 1);
    if (holds(part)) return part;
  }
  return undefined;
}

function runDetails(meetings: readonly Meeting[]): Record<string, number> {
  const first = meetings[0]!;
  const last = meetings[meetings.length - 1]!;
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return {
    minutes: ((last.slot - first.slot) * SLOT_MS) / 60_000,
    apartNm: rounded(median(meetings.map(({ distanceNm }) => distanceNm))),
    speedKn: rounded(median(meetings.map(({ fastKn }) => fastKn))),
  };
}

/** An occurrence of two vessels, raised when `part` had shown it. The first of them by id is its `vesselId`. */
export function openedTogether(
  ready: ReadyRule,
  { a, b }: { a: string; b: string },
  part: readonly Meeting[],
): Occurrence {
  const first = part[0]!;
  const last = part[part.length - 1]!;
  return {
    id: occurrenceId(ready.rule.id, ready.version, ready.kind.kind, a, b, first.slot),
    ...named(ready),
    vesselId: a,
    otherVesselIds: [b],
    state: 'raised',
    raisedAt: last.slot * SLOT_MS,
    lon: last.lon,
    lat: last.lat,
    evidence: [first.slot * SLOT_MS, last.slot * SLOT_MS],
    details: runDetails(part),
  };
}
