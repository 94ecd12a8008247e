/** A late fix of which nothing comes: it goes to its place among fixes that passed, and nothing is judged again. */
import type { Fix } from '../../fix.ts';
import { LEG_MS } from '../activity.ts';
import type { Segment } from '../segment.ts';
import { legStart, settledAt, settledLeg } from './bounds.ts';
import { isNextTo } from './passing.ts';

/** So many fixes of its segment have to follow, so that the state after the segment, its pace included, stays as it is. */
const LEAST_AFTER = 2;

/**
 * HOT. Whether nothing would have come of a fix that is within the bounds and later than they are, had it come in time: the
 * fixes on both sides passed, and no leg of the activity would have ended with it.
 * @param place before which fix of the segment it belongs
 */
export function passesLate(calm: Float64Array, at: number, segment: Segment, place: number, fix: Fix): boolean {
  const settled = settledAt(calm, at);
  if (place === 0 || place + LEAST_AFTER > segment.length || segment.timeAt(place - 1) < settled) return false;
  const before = segment.peek(place - 1);
  if (!isNextTo(calm, at, fix, before.lon, before.lat, fix.fixTime - before.fixTime)) return false;
  const after = segment.peek(place);
  if (!isNextTo(calm, at, fix, after.lon, after.lat, after.fixTime - fix.fixTime)) return false;
  const isSettledBefore = segment.startTime >= settled;
  const leg = isSettledBefore ? legStart(segment.start.activity) : settledLeg(calm, at);
  return isWithinLeg(segment, place, isSettledBefore ? segment.startTime : settled, leg, fix.fixTime);
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
