/** The numbers by which it is seen that nothing comes of a fix, and their bookkeeping. */

/** Numbers of a vessel's calm, one after the other, at these places: what every fix asks for comes first. */
export const CALM_NUMBERS = 72;
export const NEWEST = 0;
/** LEG_UNTIL or WINDOW_UNTIL, whichever is sooner. */
export const UNTIL = 1;
/** The engine's clock up to which no silence is due. */
export const CLOCK_UNTIL = 2;
export const LON = 3;
export const LAT = 4;
export const HALF = 5;
export const ABOVE_KN = 6;
export const BELOW_KN = 7;
/** Flags of the fixes, and SORT_* on top. */
export const SORT = 8;
export const LAST_LON = 9;
export const LAST_LAT = 10;
/** Fixes for which there is room, where the next one goes, and for how many there was room when they were last counted. */
export const ROOM = 11;
export const ROW = 12;
export const COUNTED_ROOM = 13;
/** Fix times up to which all that is not about the activity stays as it is, and nothing in the window grows too old. */
export const FIRM_UNTIL = 14;
export const WINDOW_UNTIL = 15;
/** The leg that the activity is in: up to when it lasts, what it is like, where it began. */
export const LEG_UNTIL = 16;
export const LEG_SORT = 17;
export const LEG_TIME = 18;
export const LEG_LON = 19;
export const LEG_LAT = 20;
export const LEG_KN = 21;
/** Between which speeds the vessel fishes. */
export const SLOWEST_KN = 22;
export const FASTEST_KN = 23;
/** Legs that have ended since fixes were last counted, and how many had passed then with the fix that ended the last of them. */
export const LEGS = 24;
export const LEG_PASSED = 25;
/** Fix time from which on the bounds hold, and when the leg began that the activity was in then; NaN: it was in none. */
export const SETTLED_AT = 26;
export const SETTLED_LEG = 27;
/** Wherever in this square no edge is met the same holds; where it lies, half its side, and how far inland it ends, km. */
export const AROUND_LON = 28;
export const AROUND_LAT = 29;
export const AROUND_HALF = 30;
export const AROUND_INLAND_KM = 31;
/** Bounds of before, newest first: each of them LON to SORT as above, SETTLED_AT, SETTLED_LEG, and the last fix time in them. */
export const PAST = 32;
export const PAST_NUMBERS = 9;
export const PAST_COUNT = 4;

export const SORT_HAS_HEADING = 1 << 16;
export const SORT_MOVES = 1 << 17;
/** Something odd was heard beside the track. */
export const SORT_BESIDE = 1 << 18;

/** Sorts of legs after which, when one more of the sort ends, nothing differs but where the next one began. */
export const LegSort = { other: 0, fishing: 1, stopped: 2, underWay: 3 } as const;

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
    unsettle(this.numbers, at);
    forgetPast(this.numbers, at);
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
    unsettle(this.numbers, at);
    forgetPast(this.numbers, at);
    this.numbers[at + COUNTED_ROOM] = this.numbers[at + ROOM]!;
    this.free.push(at);
  }
}

const LEAST_VESSELS = 16;

/** From now on every fix is judged by everything. */
export function unsettle(calm: Float64Array, at: number): void {
  calm[at + UNTIL] = Number.NEGATIVE_INFINITY;
  calm[at + FIRM_UNTIL] = Number.NEGATIVE_INFINITY;
}

/** What was worked out for fixes up to the newest one says nothing any more, as some of that time were judged again. */
export function forgetPast(calm: Float64Array, at: number): void {
  calm[at + SETTLED_AT] = calm[at + NEWEST]!;
  calm[at + SETTLED_LEG] = calm[at + LEG_UNTIL]! < Number.POSITIVE_INFINITY ? calm[at + LEG_TIME]! : Number.NaN;
  calm.fill(Number.NEGATIVE_INFINITY, at + PAST, at + PAST + PAST_COUNT * PAST_NUMBERS);
}

/** Whether some fixes need not be judged: nothing has disturbed what was worked out. */
export function isSettled(calm: Float64Array, at: number): boolean {
  return calm[at + FIRM_UNTIL]! > Number.NEGATIVE_INFINITY;
}

export function flagsOf(calm: Float64Array, at: number): number {
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
  return uncounted(calm, at) - calm[at + LEG_PASSED]!;
}

/** Whether fixes that would pass do not for want of rows only. */
export function isOutOfRoom(calm: Float64Array, at: number): boolean {
  return calm[at + ROOM] === 0;
}

/** Rows for so many more fixes; those that have passed still wait to be counted. */
export function addRoom(calm: Float64Array, at: number, { fixes, row, until }: Room): void {
  calm[at + ROOM] = calm[at + ROOM]! + fixes;
  calm[at + COUNTED_ROOM] = calm[at + COUNTED_ROOM]! + fixes;
  calm[at + ROW] = row;
  calm[at + WINDOW_UNTIL] = until;
  calm[at + UNTIL] = Math.min(calm[at + LEG_UNTIL]!, calm[at + FIRM_UNTIL]!, until);
}

/** Fix time of the newest fix, where some need not be judged. */
export function newestTime(calm: Float64Array, at: number): number {
  return calm[at + NEWEST]!;
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
