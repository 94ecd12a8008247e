/** A late fix of which nothing comes: it goes to its place among fixes that passed, and nothing is judged again. */
import type { Fix } from '../../fix.ts';
import { LEG_MS } from '../activity.ts';
import type { Segment } from '../segment.ts';
import { type HeldBounds, legStart } from './bounds.ts';
import { isNextTo } from './passing.ts';

/**
 * So many fixes of its segment have to follow that passed within the same bounds, so that the state after them, its pace
 * included, is as it was. Before the newest fix of all one is enough: the pace is the caller's to mend.
 */
const LEAST_AFTER = 2;

/**
 * HOT. Whether nothing would have come of a fix that is within the bounds of its time, had it come in time: the fixes on both
 * sides passed, and no leg of the activity would have ended with it.
 * @param place before which fix of the segment it belongs
 * @param isNextToNewest that one is the newest of all
 */
export function passesLate(
  calm: Float64Array,
  held: HeldBounds,
  segment: Segment,
  place: number,
  fix: Fix,
  isNextToNewest: boolean,
): boolean {
  const last = place + (isNextToNewest ? 1 : LEAST_AFTER) - 1;
  if (place === 0 || last >= segment.length || segment.timeAt(place - 1) < held.since) return false;
  if (segment.timeAt(last) > held.until) return false;
  const before = segment.peek(place - 1);
  if (!isNextTo(calm, held.at, fix, before.lon, before.lat, fix.fixTime - before.fixTime)) return false;
  const after = segment.peek(place);
  if (!isNextTo(calm, held.at, fix, after.lon, after.lat, after.fixTime - fix.fixTime)) return false;
  const isSettledBefore = segment.startTime >= held.since;
  const leg = isSettledBefore ? legStart(segment.start.activity) : held.leg;
  return isWithinLeg(segment, place, isSettledBefore ? segment.startTime : held.since, leg, fix.fixTime);
}

/** Legs follow one another: one ends with the first fix that is LEG_MS after the one with which it began. */
function isWithinLeg(segment: Segment, place: number, since: number, firstLeg: number, time: number): boolean {
  if (Number.isNaN(firstLeg)) return true;
  let leg = firstLeg;
  for (let i = 0; i < place; i++) {
    const fixTime = segment.timeAt(i);
    if (fixTime > since && fixTime - leg >= LEG_MS) leg = fixTime;
  }
  return time - leg < LEG_MS;
}
