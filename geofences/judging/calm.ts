/**
 * The numbers by which it is seen that nothing comes of a fix. After a fix has been judged by everything, settle-down.ts
 * works out how far, how long and at what speeds that stays so; a fix within those bounds then costs a dozen comparisons
 * and is judged by nothing. That is nearly every AIS fix: the fleet lies in port, fishes, or is on its way. The outcome is
 * the same with and without it, which test/geofences/calm.test.ts holds.
 */
import type { Fix } from '../fix.ts';
import { ESTABLISHED } from './belief.ts';
import type { JudgedState } from './state.ts';

/** No vessel gets farther between two fixes: somewhat less than what belief.ts takes for possible, in steps along both axes. */
const REACH_NM = 0.5;
const REACH_KN = 45;
/** A degree of latitude at the poles, where it is longest. */
export const DEGREE_NM = 60.3;

/** Numbers of a vessel's calm, one after the other, at these places. */
export const CALM_NUMBERS = 16;
const NEWEST = 0;
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
/** UNTIL whatever room there is, and whatever leg the activity is in, too. */
const LEG_UNTIL = 14;
const FIRM_UNTIL = 15;

const SORT_HAS_HEADING = 1 << 16;
const SORT_MOVES = 1 << 17;

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

/** HOT. Whether nothing comes of the fix, and there is room for it. */
export function isPassing(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  return fix.fixTime <= calm[at + UNTIL]! && calm[at + ROOM]! > 0 && isAlike(calm, at, fix, now);
}

/** Whether nothing would come of the fix if the activity stayed the same one. */
export function isAlikeBesideLeg(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  return fix.fixTime <= calm[at + FIRM_UNTIL]! && isAlike(calm, at, fix, now);
}

function isAlike(calm: Float64Array, at: number, fix: Fix, now: number): boolean {
  const { fixTime, lon, lat, speedKn } = fix;
  if (!(fixTime > calm[at + NEWEST]! && now <= calm[at + CLOCK_UNTIL]!)) return false;
  const half = calm[at + HALF]!;
  if (!(Math.abs(lon - calm[at + LON]!) < half && Math.abs(lat - calm[at + LAT]!) < half)) return false;
  if (speedKn === undefined || !(speedKn > calm[at + ABOVE_KN]! && speedKn < calm[at + BELOW_KN]!)) return false;
  const sort = calm[at + SORT]!;
  if ((sort & 0xffff) !== fix.flags || fix.source !== 'ais') return false;
  if ((fix.headingDeg !== undefined) !== ((sort & SORT_HAS_HEADING) !== 0)) return false;
  const way = Math.abs(lon - calm[at + LAST_LON]!) + Math.abs(lat - calm[at + LAST_LAT]!);
  if (sort & SORT_MOVES && way === 0) return false;
  return way * DEGREE_NM <= REACH_NM + ((fixTime - calm[at + NEWEST]!) / 3_600_000) * REACH_KN;
}

/** HOT. A fix that passes is the newest one now, in the row that was for it. */
export function pass(calm: Float64Array, at: number, fix: Fix): void {
  moveTo(calm, at, fix);
  calm[at + ROOM] = calm[at + ROOM]! - 1;
  calm[at + ROW] = calm[at + ROW]! + 1;
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

/** A fix with which nothing but a leg of the activity ends is the newest one now; the next leg ends after `until`. */
export function beginLeg(calm: Float64Array, at: number, fix: Fix, until: number): void {
  moveTo(calm, at, fix);
  calm[at + LEG_UNTIL] = Math.min(calm[at + FIRM_UNTIL]!, until);
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
  calm[at + UNTIL] = Math.min(calm[at + LEG_UNTIL]!, until);
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
  /** Fix times, the activity apart and with it, and the engine's clock. */
  firmUntil: number;
  legUntil: number;
  clockUntil: number;
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
  calm[at + LEG_UNTIL] = bounds.legUntil;
  calm[at + CLOCK_UNTIL] = bounds.clockUntil;
  calm[at + LON] = fix.lon;
  calm[at + LAT] = fix.lat;
  calm[at + HALF] = bounds.half;
  calm[at + ABOVE_KN] = bounds.aboveKn;
  calm[at + BELOW_KN] = bounds.belowKn;
  calm[at + SORT] = fix.flags + (fix.headingDeg === undefined ? 0 : SORT_HAS_HEADING) + (bounds.moves ? SORT_MOVES : 0);
}
