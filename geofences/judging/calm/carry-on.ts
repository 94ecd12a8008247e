/** The fix with which a leg of a vessel's activity ends, where nothing else comes of it. */
import type { Fix } from '../../fix.ts';
import { type Activity, LEG_MS, nextActivity } from '../activity.ts';
import type { JudgedState, Subject } from '../state.ts';
import { beginLeg } from './bounds.ts';
import { isAmidst, moveTo, passOver } from './passing.ts';
import { settleDown } from './settle-down.ts';

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
  if (isWithin && isAllTheSame(activity, next) && isAmidst(calm, at, fix, LEG_MS)) {
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

/** Whether a fix that may go on beyond the bounds is in the same zones as the one before, and over no edge. */
export function isOnClearWay({ book }: Subject, { last, aside }: JudgedState, { lon, lat }: Fix): boolean {
  return !aside && book.locator.cross(last!.lon, last!.lat, lon, lat).length === 0;
}
