/**
 * The numbers by which it is seen that nothing comes of a fix. After a fix has been judged by everything, settle-down.ts
 * works out how far, how long and at what speeds that stays so; a fix within those bounds then costs a dozen comparisons
 * and is judged by nothing. That is nearly every AIS fix: the fleet lies in port, fishes, or is on its way. The outcome is
 * the same with and without it, which test/geofences/calm.test.ts holds.
 */
import type { Fix } from '../../fix.ts';
import { isSlowLeg, LEG_MS, LONGEST_LEG_MS, legKn, STILL_KN } from '../activity.ts';
import { ESTABLISHED } from '../belief.ts';
import type { JudgedState } from '../state.ts';
import {
  ABOVE_KN,
  AROUND_HALF,
  AROUND_LAT,
  AROUND_LON,
  BELOW_KN,
  CLOCK_UNTIL,
  FASTEST_KN,
  FIRM_UNTIL,
  flagsOf,
  HALF,
  LAST_LAT,
  LAST_LON,
  LAT,
  LEG_KN,
  LEG_LAT,
  LEG_LON,
  LEG_PASSED,
  LEG_SORT,
  LEG_TIME,
  LEG_UNTIL,
  LEGS,
  LegSort,
  LON,
  NEWEST,
  ROOM,
  ROW,
  SLOWEST_KN,
  SORT,
  SORT_BESIDE,
  SORT_HAS_HEADING,
  SORT_MOVES,
  UNTIL,
  uncounted,
  WINDOW_UNTIL,
} from './numbers.ts';

/** No vessel gets farther between two fixes: somewhat less than what belief.ts takes for possible, in steps along both axes. */
const REACH_NM = 0.5;
const REACH_KN = 45;
/** So near to the fix before it, or to where that one foretells it, any fix is believed: `allowanceM` of belief.ts. */
export const NEAR_NM = 6.2;
/** With something odd aside it goes by the latter, which at 20 kn is 3.3 nm away after so long: with so far a way, within NEAR_NM. */
const MOST_MS_BESIDE = 10 * 60_000;
const MOST_NM_BESIDE = 2.8;
/** A degree of latitude at the poles, where it is longest. */
export const DEGREE_NM = 60.3;

/** HOT. Whether nothing comes of the fix but that a leg of a vessel's activity ends as the one before, and there is room for it. */
export function isPassing(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  if (!(calm[at + ROOM]! > 0 && isAlike(calm, at, fix, now))) return false;
  const { fixTime } = fix;
  if (fixTime <= calm[at + UNTIL]!) return true;
  return fixTime <= calm[at + FIRM_UNTIL]! && fixTime <= calm[at + WINDOW_UNTIL]! && endsLegAlike(calm, at, fix);
}

/** Whether nothing would come of the fix if the activity stayed the same one. */
export function isAlikeBesideLeg(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  return fix.fixTime <= calm[at + FIRM_UNTIL]! && isAlike(calm, at, fix, now);
}

function isAlike(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const elapsed = fix.fixTime - calm[at + NEWEST]!;
  return (
    now <= calm[at + CLOCK_UNTIL]! &&
    isWithin(calm, at, fix) &&
    isNextTo(calm, at, fix, calm[at + LAST_LON]!, calm[at + LAST_LAT]!, elapsed)
  );
}

/** Whether only the place, the speed or what it says of itself keeps a fix from being alike: what holds may be worked out anew there. */
export function mayGoOn(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const { fixTime } = fix;
  if (fix.source !== 'ais' || !(fixTime <= calm[at + FIRM_UNTIL]! && now <= calm[at + CLOCK_UNTIL]!)) return false;
  return isNextTo(calm, at, fix, calm[at + LAST_LON]!, calm[at + LAST_LAT]!, fixTime - calm[at + NEWEST]!);
}

/** Whether a fix would be alike but for its place, which lies in the greater square in which the same holds where no edge is met. */
export function isAlikeFartherOn(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const half = calm[at + AROUND_HALF]!;
  return (
    fix.fixTime <= calm[at + FIRM_UNTIL]! &&
    now <= calm[at + CLOCK_UNTIL]! &&
    Math.abs(fix.lon - calm[at + AROUND_LON]!) < half &&
    Math.abs(fix.lat - calm[at + AROUND_LAT]!) < half &&
    isOfSort(calm, at, fix) &&
    isNextTo(calm, at, fix, calm[at + LAST_LON]!, calm[at + LAST_LAT]!, fix.fixTime - calm[at + NEWEST]!)
  );
}

/** Whether the fix is within the bounds, its time apart. */
export function isWithin(calm: Float64Array, at: number, fix: Fix): boolean {
  const half = calm[at + HALF]!;
  if (!(Math.abs(fix.lon - calm[at + LON]!) < half && Math.abs(fix.lat - calm[at + LAT]!) < half)) return false;
  return isOfSort(calm, at, fix);
}

/** Whether its speed, its source and what it says of itself are within the bounds. */
function isOfSort(calm: Float64Array, at: number, { speedKn, source, flags, headingDeg }: Fix): boolean {
  if (speedKn === undefined || !(speedKn > calm[at + ABOVE_KN]! && speedKn < calm[at + BELOW_KN]!)) return false;
  const sort = calm[at + SORT]!;
  if ((sort & 0xffff) !== flags || source !== 'ais') return false;
  return (headingDeg !== undefined) === ((sort & SORT_HAS_HEADING) !== 0);
}

/** Whether the vessel may have got from one place to the other in so many ms, and has moved where it has to. */
export function isNextTo(
  calm: Float64Array,
  at: number,
  { lon, lat }: Fix,
  otherLon: number,
  otherLat: number,
  elapsedMs: number,
): boolean {
  if (!(elapsedMs > 0)) return false;
  const way = Math.abs(lon - otherLon) + Math.abs(lat - otherLat);
  const sort = calm[at + SORT]!;
  if (sort & SORT_MOVES && way === 0) return false;
  const wayNm = way * DEGREE_NM;
  if (sort & SORT_BESIDE && (elapsedMs > MOST_MS_BESIDE || wayNm > MOST_NM_BESIDE)) return false;
  return wayNm <= NEAR_NM && wayNm <= REACH_NM + (elapsedMs / 3_600_000) * REACH_KN;
}

/** Whether with the fix a leg of the activity ends that was like the ones before, well within the bounds. */
function endsLegAlike(calm: Float64Array, at: number, fix: Fix): boolean {
  const sort = calm[at + LEG_SORT]!;
  const elapsed = fix.fixTime - calm[at + LEG_TIME]!;
  if (sort === LegSort.other || elapsed > LONGEST_LEG_MS) return false;
  const speedKn = legKn(elapsed, calm[at + LEG_LON]!, calm[at + LEG_LAT]!, fix.lon, fix.lat);
  const [fromKn, toKn] = [calm[at + LEG_KN]!, fix.speedKn!];
  const [slowest, fastest] = [calm[at + SLOWEST_KN]!, calm[at + FASTEST_KN]!];
  const isSlow = isSlowLeg(speedKn, flagsOf(calm, at), fromKn, toKn, slowest, fastest);
  return sort === (isSlow ? LegSort.fishing : speedKn < STILL_KN ? LegSort.stopped : LegSort.underWay);
}

/** HOT. A fix that passes is the newest one now, in the row that was for it. */
export function pass(calm: Float64Array, at: number, fix: Fix): void {
  moveTo(calm, at, fix);
  calm[at + ROOM] = calm[at + ROOM]! - 1;
  calm[at + ROW] = calm[at + ROW]! + 1;
  if (fix.fixTime <= calm[at + LEG_UNTIL]!) return;
  calm[at + LEG_TIME] = fix.fixTime;
  calm[at + LEG_LON] = fix.lon;
  calm[at + LEG_LAT] = fix.lat;
  calm[at + LEG_KN] = fix.speedKn!;
  calm[at + LEG_PASSED] = uncounted(calm, at);
  calm[at + LEGS] = calm[at + LEGS]! + 1;
  calm[at + LEG_UNTIL] = fix.fixTime + LEG_MS - 1;
  calm[at + UNTIL] = Math.min(calm[at + LEG_UNTIL]!, calm[at + FIRM_UNTIL]!, calm[at + WINDOW_UNTIL]!);
}

/** A fix of which nothing comes is the newest one now. */
export function moveTo(calm: Float64Array, at: number, fix: Fix): void {
  calm[at + NEWEST] = fix.fixTime;
  calm[at + LAST_LON] = fix.lon;
  calm[at + LAST_LAT] = fix.lat;
}

/**
 * What fixes of which nothing comes make of the state: `last` is the newest of them.
 * @param before fix time of the one before it
 */
export function passOver(state: JudgedState, last: Fix, before: number, count: number): void {
  state.newest = last;
  state.last = last;
  state.paceMs = last.fixTime - before;
  state.count = Math.min(ESTABLISHED, state.count + count);
  if (state.hasVms) state.elsewhere = last;
  else state.heard = last;
}
