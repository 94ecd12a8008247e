/** The fix with which a leg of a vessel's activity ends, where nothing else comes of it. */
import type { Fix } from '../../fix.ts';
import { type Activity, nextActivity } from '../activity.ts';
import type { JudgedState, Subject } from '../state.ts';
import { beginLeg, keepAround } from './bounds.ts';
import { AROUND_HALF, AROUND_INLAND_KM, AROUND_LAT, AROUND_LON, LAST_LAT, LAST_LON } from './numbers.ts';
import { isAlikeFartherOn, moveTo, passOver } from './passing.ts';
import { clearDeg, settleDown } from './settle-down.ts';

/**
 * HOT. Takes a fix that is alike beside its leg (calm.ts) into the state; `now` is the engine's clock. What the next fixes
 * may be like is worked out anew when a leg ended that says something new, or brought it near to the bounds.
 * @param isWithin the fix is within the bounds; of one that may go on beyond them, it has to hold what is worked out there
 * @returns false when it has to be judged by everything; the state is as it was then
 */
export function carryOn(
  calm: Float64Array,
  at: number,
  subject: Subject,
  state: JudgedState,
  fix: Fix,
  now: number,
  isWithin: boolean,
): boolean {
  const { activity, newest, last, paceMs, count, heard, elsewhere } = state;
  const next = nextActivity(activity, fix, activity.kind === 'in-port', subject.profile);
  if (next.kind !== activity.kind) return false;
  passOver(state, fix, newest!.fixTime, 1);
  if (isWithin && next === activity) {
    moveTo(calm, at, fix);
    return true;
  }
  state.activity = next;
  if (isWithin && isAllTheSame(activity, next)) {
    beginLeg(calm, at, fix, next);
    return true;
  }
  if (settleDown(calm, at, subject, state, now)) return true;
  state.activity = activity;
  state.newest = newest;
  state.last = last;
  state.paceMs = paceMs;
  state.count = count;
  state.heard = heard;
  state.elsewhere = elsewhere;
  return false;
}

/** Only where the leg began, and how many slow ones there were, differs: no rule that rests asks for that (`Rest.activity`). */
function isAllTheSame(before: Activity, next: Activity): boolean {
  return (
    next.since === before.since &&
    next.slowSince === before.slowSince &&
    next.leftPort === before.leftPort &&
    next.slowLegs > 0 === before.slowLegs > 0
  );
}

/**
 * HOT. Moves the bounds on to a fix that has left them over no edge, where nothing else differs; `now` is the engine's clock.
 * The fix itself is still to be taken.
 */
export function movesOn(calm: Float64Array, at: number, { book }: Subject, fix: Fix, now: number): boolean {
  if (!isAlikeFartherOn(calm, at, fix, now)) return false;
  const { lon, lat } = fix;
  if (book.locator.cross(calm[at + LAST_LON]!, calm[at + LAST_LAT]!, lon, lat).length > 0) return false;
  const aside = Math.max(Math.abs(lon - calm[at + AROUND_LON]!), Math.abs(lat - calm[at + AROUND_LAT]!));
  const half = clearDeg(book, fix, calm[at + AROUND_HALF]! - aside, calm[at + AROUND_INLAND_KM]!);
  if (half <= 0) return false;
  keepAround(calm, at, fix, half);
  return true;
}

/** Whether a fix that may go on beyond the bounds is in the same zones as the one before, and over no edge. */
export function isOnClearWay({ book }: Subject, { last, aside }: JudgedState, { lon, lat }: Fix): boolean {
  return !aside && book.locator.cross(last!.lon, last!.lat, lon, lat).length === 0;
}
