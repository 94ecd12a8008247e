/** The fix with which a leg of a vessel's activity ends, where nothing else comes of it. */
import type { Fix } from '../fix.ts';
import { nextActivity } from './activity.ts';
import { moveTo, passOver } from './calm.ts';
import { settleDown } from './settle-down.ts';
import type { JudgedState, Subject } from './state.ts';

/**
 * HOT. Takes a fix that is alike beside its leg (calm.ts) into the state; `now` is the engine's clock. What the next fixes
 * may be like is worked out anew when a leg ended.
 * @returns false when it has to be judged by everything; the state is as it was then
 */
export function carryOn(
  calm: Float64Array,
  at: number,
  subject: Subject,
  state: JudgedState,
  fix: Fix,
  now: number,
): boolean {
  const { activity, newest, last, paceMs, count, heard, elsewhere } = state;
  const next = nextActivity(activity, fix, activity.kind === 'in-port', subject.profile);
  if (next.kind !== activity.kind) return false;
  passOver(state, fix, newest!.fixTime, 1);
  if (next === activity) {
    moveTo(calm, at, fix);
    return true;
  }
  state.activity = next;
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
