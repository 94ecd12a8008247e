/** What the meetings of two vessels amount to by one rule. Pure: the watch and whoever looks back judge by the same lines. */
import type { ReadyRule } from '../rules/kind.ts';
import type { Occurrence } from '../types.ts';
import type { PairKindOfRule } from './pair-kind.ts';
import { SLOT_MS } from './slot-fixes.ts';
import { type End, type Meeting, type Run, runsOf } from './together.ts';

/** The occurrence of a run whose beginning is forgotten, and the last of that run which is. */
export interface Anchor {
  at: End;
  open: Occurrence;
}

export interface JudgedRun {
  run: Run;
  /** Undefined: they were near, and it amounts to nothing. */
  occurrence?: Occurrence;
}

export interface Judge {
  kind: PairKindOfRule;
  ready: ReadyRule;
  joinSlots: number;
}

/**
 * @param vessels by id, the smaller first
 * @param upTo slot up to which both are known: a run that ends well before it is over
 * @param anchor comes before all meetings
 */
export function judgeRuns(
  { kind, ready, joinSlots }: Judge,
  vessels: { a: string; b: string },
  meetings: Iterable<Meeting>,
  upTo: number,
  anchor?: Anchor,
): JudgedRun[] {
  const runs = runsOf(meetings, joinSlots);
  const goesOn = anchor !== undefined && runs[0] !== undefined && runs[0].first.slot - anchor.at.slot <= joinSlots;
  if (anchor && !goesOn) runs.unshift({ first: anchor.at, last: anchor.at, meetings: [] });
  return runs.map((run, index) => {
    const open = anchor && index === 0 ? anchor.open : kind.opens(run, vessels, ready);
    const isOver = run.last.slot + joinSlots < upTo;
    return { run, occurrence: open && isOver ? ended(open, run) : open };
  });
}

/** Of the whole run only its length is told: the beginning of a long one may be forgotten by now. */
function ended(open: Occurrence, { last: { slot, lon, lat } }: Run): Occurrence {
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

/** As it stood before it ended: its evidence is the stretch that it came of. */
export function asOpen(occurrence: Occurrence): Occurrence {
  if (occurrence.state === 'raised') return occurrence;
  const { clearedAt, clearedLon, clearedLat, ...rest } = occurrence;
  const [first, last] = occurrence.evidence as [number, number];
  const details = { ...occurrence.details, minutes: (last - first) / 60_000 };
  return { ...rest, state: 'raised', evidence: [first, last], details };
}
