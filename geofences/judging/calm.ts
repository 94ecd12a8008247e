/**
 * The numbers by which it is seen that nothing comes of a fix. After a fix has been judged by everything, settle-down.ts
 * works out how far, how long and at what speeds that stays so; a fix within those bounds then costs a dozen comparisons
 * and is judged by nothing. That is nearly every AIS fix: the fleet lies in port, fishes, or is on its way. The outcome is
 * the same with and without it, which test/geofences/calm.test.ts holds.
 */
import type { Fix } from '../fix.ts';
import { type Activity, isSlowLeg, LEG_MS, LONGEST_LEG_MS, legKn, STILL_KN } from './activity.ts';
import { ESTABLISHED } from './belief.ts';
import type { JudgedState } from './state.ts';

/** No vessel gets farther between two fixes: somewhat less than what belief.ts takes for possible, in steps along both axes. */
const REACH_NM = 0.5;
const REACH_KN = 45;
/** So near to the fix before it any fix is believed, see allowanceM of belief.ts. */
const NEAR_NM = 6.2;
/** A degree of latitude at the poles, where it is longest. */
export const DEGREE_NM = 60.3;

/** Numbers of a vessel's calm, one after the other, at these places: what every fix asks for comes first. */
export const CALM_NUMBERS = 32;
const NEWEST = 0;
/** LEG_UNTIL or WINDOW_UNTIL, whichever is sooner. */
const UNTIL = 1;
/** The engine's clock up to which no silence is due. */
const CLOCK_UNTIL = 2;
const LON = 3;
const LAT = 4;
const HALF = 5;
const ABOVE_KN = 6;
const BELOW_KN = 7;
/** Flags of the fixes, and SORT_* on top. */
const SORT = 8;
const LAST_LON = 9;
const LAST_LAT = 10;
/** Fixes for which there is room, where the next one goes, and for how many there was room when they were last counted. */
const ROOM = 11;
const ROW = 12;
const COUNTED_ROOM = 13;
/** Fix times up to which all that is not about the activity stays as it is, and nothing in the window grows too old. */
const FIRM_UNTIL = 14;
const WINDOW_UNTIL = 15;
/** The leg that the activity is in: up to when it lasts, what it is like, where it began. */
const LEG_UNTIL = 16;
const LEG_SORT = 17;
const LEG_TIME = 18;
const LEG_LON = 19;
const LEG_LAT = 20;
const LEG_KN = 21;
/** Between which speeds the vessel fishes. */
const SLOWEST_KN = 22;
const FASTEST_KN = 23;
/** Legs that have ended since fixes were last counted, and the row of the fix with which the last of them did. */
const LEGS = 24;
const LEG_ROW = 25;
/** Fix time from which on the bounds hold, and when the leg began that the activity was in then; NaN: it was in none. */
const SETTLED_AT = 26;
const SETTLED_LEG = 27;

const SORT_HAS_HEADING = 1 << 16;
const SORT_MOVES = 1 << 17;

/** Sorts of legs after which, when one more of the sort ends, nothing differs but where the next one began. */
const LegSort = { other: 0, fishing: 1, stopped: 2, underWay: 3 } as const;

/** Numbers of a whole fleet side by side, so that a fix meets few lines of memory. */
export class CalmFleet {
  numbers = new Float64Array(0);
  private used = 0;
  private readonly free: number[] = [];

  /** @returns where the vessel's numbers begin */
  take(): number {
    const left = this.free.pop();
    if (left !== undefined) return left;
    if (this.used === this.numbers.length) {
      const larger = new Float64Array(Math.max(CALM_NUMBERS * LEAST_VESSELS, 2 * this.used));
      larger.set(this.numbers);
      this.numbers = larger;
    }
    const at = this.used;
    this.used += CALM_NUMBERS;
    disturb(this.numbers, at);
    return at;
  }

  /**
   * HOT. Reads what `isPassing` will ask of the vessels with these handles.
   * @param rows gets the row that each of them would fill next
   * @returns something made of it all
   */
  read(handles: ArrayLike<number>, from: number, end: number, rows: Int32Array): number {
    const { numbers } = this;
    let sum = 0;
    for (let i = from; i < end; i++) {
      const at = handles[i]! * CALM_NUMBERS;
      sum += numbers[at + NEWEST]! + numbers[at + LEG_UNTIL]!;
      rows[i - from] = numbers[at + ROW]!;
    }
    return sum;
  }

  giveBack(at: number): void {
    disturb(this.numbers, at);
    this.numbers[at + COUNTED_ROOM] = this.numbers[at + ROOM]!;
    this.free.push(at);
  }
}

const LEAST_VESSELS = 16;

/** From now on every fix is judged by everything. */
export function disturb(calm: Float64Array, at: number): void {
  calm[at + UNTIL] = Number.NEGATIVE_INFINITY;
  calm[at + FIRM_UNTIL] = Number.NEGATIVE_INFINITY;
}

/** Whether some fixes need not be judged: nothing has disturbed what was worked out. */
export function isSettled(calm: Float64Array, at: number): boolean {
  return calm[at + FIRM_UNTIL]! > Number.NEGATIVE_INFINITY;
}

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
  return isWithin(calm, at, fix, now) && isNextTo(calm, at, fix, calm[at + LAST_LON]!, calm[at + LAST_LAT]!, elapsed);
}

/** Whether only the place, the speed or what it says of itself keeps a fix from being alike: what holds may be worked out anew there. */
export function mayGoOn(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const { fixTime, lon, lat } = fix;
  if (fix.source !== 'ais' || !(fixTime <= calm[at + FIRM_UNTIL]! && now <= calm[at + CLOCK_UNTIL]!)) return false;
  const [lastLon, lastLat] = [calm[at + LAST_LON]!, calm[at + LAST_LAT]!];
  if ((Math.abs(lon - lastLon) + Math.abs(lat - lastLat)) * DEGREE_NM > NEAR_NM) return false;
  return isNextTo(calm, at, fix, lastLon, lastLat, fixTime - calm[at + NEWEST]!);
}

/** Whether the fix is within the bounds, its time apart. */
export function isWithin(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const { lon, lat, speedKn } = fix;
  if (!(now <= calm[at + CLOCK_UNTIL]!)) return false;
  const half = calm[at + HALF]!;
  if (!(Math.abs(lon - calm[at + LON]!) < half && Math.abs(lat - calm[at + LAT]!) < half)) return false;
  if (speedKn === undefined || !(speedKn > calm[at + ABOVE_KN]! && speedKn < calm[at + BELOW_KN]!)) return false;
  const sort = calm[at + SORT]!;
  if ((sort & 0xffff) !== fix.flags || fix.source !== 'ais') return false;
  return (fix.headingDeg !== undefined) === ((sort & SORT_HAS_HEADING) !== 0);
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
  if (calm[at + SORT]! & SORT_MOVES && way === 0) return false;
  return way * DEGREE_NM <= REACH_NM + (elapsedMs / 3_600_000) * REACH_KN;
}

/** Fix time from which on the bounds hold, and when the leg began that the activity was in then; NaN: it was in none. */
export function settledAt(calm: Float64Array, at: number): number {
  return calm[at + SETTLED_AT]!;
}

export function settledLeg(calm: Float64Array, at: number): number {
  return calm[at + SETTLED_LEG]!;
}

/** Whether with the fix a leg of the activity ends that was like the ones before, well within the bounds. */
function endsLegAlike(calm: Float64Array, at: number, fix: Fix): boolean {
  const sort = calm[at + LEG_SORT]!;
  const elapsed = fix.fixTime - calm[at + LEG_TIME]!;
  if (sort === LegSort.other || elapsed > LONGEST_LEG_MS || !isAmidst(calm, at, fix, LEG_MS)) return false;
  const speedKn = legKn(elapsed, calm[at + LEG_LON]!, calm[at + LEG_LAT]!, fix.lon, fix.lat);
  const [fromKn, toKn] = [calm[at + LEG_KN]!, fix.speedKn!];
  const [slowest, fastest] = [calm[at + SLOWEST_KN]!, calm[at + FASTEST_KN]!];
  const isSlow = isSlowLeg(speedKn, flagsOf(calm, at), fromKn, toKn, slowest, fastest);
  return sort === (isSlow ? LegSort.fishing : speedKn < STILL_KN ? LegSort.stopped : LegSort.underWay);
}

/** HOT. A fix that passes is the newest one now, in the row that was for it. */
export function pass(calm: Float64Array, at: number, fix: Fix): void {
  moveTo(calm, at, fix);
  const row = calm[at + ROW]!;
  calm[at + ROOM] = calm[at + ROOM]! - 1;
  calm[at + ROW] = row + 1;
  if (fix.fixTime <= calm[at + LEG_UNTIL]!) return;
  calm[at + LEG_TIME] = fix.fixTime;
  calm[at + LEG_LON] = fix.lon;
  calm[at + LEG_LAT] = fix.lat;
  calm[at + LEG_KN] = fix.speedKn!;
  calm[at + LEG_ROW] = row;
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

/** Whether bounds reach so far beyond the fix, half their width and `ms`, that they need not be worked out anew. */
export function isAmidst(calm: Float64Array, at: number, fix: Fix, ms: number): boolean {
  const most = calm[at + HALF]! / 2;
  if (!(Math.abs(fix.lon - calm[at + LON]!) < most && Math.abs(fix.lat - calm[at + LAT]!) < most)) return false;
  return fix.fixTime + ms <= calm[at + FIRM_UNTIL]!;
}

/** A fix with which nothing but a leg of the activity ends is the newest one now. */
export function beginLeg(calm: Float64Array, at: number, fix: Fix, next: Activity): void {
  moveTo(calm, at, fix);
  noteLeg(calm, at, next);
}

/** What has to be known of the leg that an activity is in. */
function noteLeg(calm: Float64Array, at: number, { kind, from, slowLegs }: Activity): void {
  calm[at + LEG_SORT] = LegSort.other;
  if (kind === 'in-port') calm[at + LEG_UNTIL] = Number.POSITIVE_INFINITY;
  else if (!from) calm[at + LEG_UNTIL] = Number.NEGATIVE_INFINITY;
  else {
    calm[at + LEG_UNTIL] = from.fixTime + LEG_MS - 1;
    calm[at + LEG_TIME] = from.fixTime;
    calm[at + LEG_LON] = from.lon;
    calm[at + LEG_LAT] = from.lat;
    calm[at + LEG_KN] = from.speedKn ?? Number.NaN;
    if (from.flags !== flagsOf(calm, at)) return;
    if (kind === 'fishing') calm[at + LEG_SORT] = LegSort.fishing;
    else if (slowLegs === 0 && kind === 'stopped') calm[at + LEG_SORT] = LegSort.stopped;
    else if (slowLegs === 0 && kind === 'under-way') calm[at + LEG_SORT] = LegSort.underWay;
  }
}

/** Fix time at which the leg began that an activity is in; NaN: it is in none. */
export function legStart({ kind, from }: Activity): number {
  return kind === 'in-port' || !from ? Number.NaN : from.fixTime;
}

function flagsOf(calm: Float64Array, at: number): number {
  return calm[at + SORT]! & 0xffff;
}

/** Row of the store in which a fix that passes is kept. */
export function rowFor(calm: Float64Array, at: number): number {
  return calm[at + ROW]!;
}

/** Fixes that have passed and were not counted yet. */
export function uncounted(calm: Float64Array, at: number): number {
  return calm[at + COUNTED_ROOM]! - calm[at + ROOM]!;
}

export function count(calm: Float64Array, at: number): void {
  calm[at + COUNTED_ROOM] = calm[at + ROOM]!;
  calm[at + LEGS] = 0;
}

/** Legs that have ended with such fixes. */
export function uncountedLegs(calm: Float64Array, at: number): number {
  return calm[at + LEGS]!;
}

/** How many fixes before the newest one is the one with which the last leg ended. */
export function fixesSinceLeg(calm: Float64Array, at: number): number {
  return calm[at + ROW]! - 1 - calm[at + LEG_ROW]!;
}

/** What the window has to say to it: room for so many fixes from a row on, and until when nothing in it grows too old. */
export interface Room {
  fixes: number;
  row: number;
  until: number;
}

export function makeRoom(calm: Float64Array, at: number, { fixes, row, until }: Room): void {
  calm[at + ROOM] = calm[at + COUNTED_ROOM] = fixes;
  calm[at + ROW] = row;
  calm[at + LEGS] = 0;
  calm[at + WINDOW_UNTIL] = until;
  calm[at + UNTIL] = Math.min(calm[at + LEG_UNTIL]!, calm[at + FIRM_UNTIL]!, until);
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

/** How far, how long and at what speeds nothing comes of fixes like `fix`, see settle-down.ts. */
export interface Bounds {
  fix: Fix;
  /** Fix times, the activity apart, and the engine's clock. */
  firmUntil: number;
  clockUntil: number;
  activity: Activity;
  /** Between which it fishes, knots. */
  fishingKn: readonly [number, number];
  /** Half the side of a square around the fix, degrees. */
  half: number;
  aboveKn: number;
  belowKn: number;
  moves: boolean;
}

/** Nothing passes before there is room. */
export function keepWithin(calm: Float64Array, at: number, bounds: Bounds): void {
  const { fix } = bounds;
  moveTo(calm, at, fix);
  calm[at + FIRM_UNTIL] = bounds.firmUntil;
  calm[at + CLOCK_UNTIL] = bounds.clockUntil;
  calm[at + LON] = fix.lon;
  calm[at + LAT] = fix.lat;
  calm[at + HALF] = bounds.half;
  calm[at + ABOVE_KN] = bounds.aboveKn;
  calm[at + BELOW_KN] = bounds.belowKn;
  calm[at + SORT] = fix.flags + (fix.headingDeg === undefined ? 0 : SORT_HAS_HEADING) + (bounds.moves ? SORT_MOVES : 0);
  [calm[at + SLOWEST_KN], calm[at + FASTEST_KN]] = bounds.fishingKn;
  noteLeg(calm, at, bounds.activity);
  calm[at + SETTLED_AT] = fix.fixTime;
  calm[at + SETTLED_LEG] = legStart(bounds.activity);
}
