/** A stretch of a vessel's track between two checkpoints. */
import type { Fix } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import { afterAlikeLegs } from './activity.ts';
import { carryOn, isOnClearWay, movesOn } from './calm/carry-on.ts';
import { CalmFleet, count, fixesSinceLeg, makeRoom, uncounted, uncountedLegs } from './calm/numbers.ts';
import { isAlikeBesideLeg, isPassing, isWithin, mayGoOn, pass, passOver } from './calm/passing.ts';
import { settleDown } from './calm/settle-down.ts';
import { FixList, type FixStore } from './fix-list.ts';
import { compareFixes, isSameFix } from './fix-order.ts';
import { fold } from './fold.ts';
import { type JudgedState, type Subject, stateTime } from './state.ts';

/** Fixes between two checkpoints. Small enough that a late fix is cheap, large enough that checkpoints weigh little (own choice). */
const SEGMENT_FIXES = 128;
/** Those that were judged by everything when they came: they are what is dear to run again. */
const DEAR_FIXES = 4;
/** Of fixes that come out of storage nobody knows how dear they are. */
const STORED_FIXES = 32;

export class Segment {
  /** State before its first fix, and the time of its newest one. */
  startTime = 0;
  private before!: JudgedState;
  /** Occurrences that ended with a fix of this segment; replaced, never changed. */
  closed: readonly Occurrence[] = NO_OCCURRENCES;
  /** Fixes that were judged by everything when they came. */
  judged = 0;
  private readonly packed: FixList;
  /** The fixes while late ones are put among them. */
  private loose: Fix[] | undefined;

  constructor(store: FixStore, start: JudgedState, fixes?: Fix[]) {
    this.start = start;
    this.packed = new FixList(store);
    this.loose = fixes;
  }

  get start(): JudgedState {
    return this.before;
  }

  set start(state: JudgedState) {
    this.before = state;
    this.startTime = stateTime(state);
  }

  /** Whether a fix that is newer than all others should begin another one. */
  get isFull(): boolean {
    return this.length >= SEGMENT_FIXES || this.judged >= DEAR_FIXES;
  }

  get length(): number {
    return this.loose ? this.loose.length : this.packed.length;
  }

  at(index: number): Fix {
    return this.loose ? this.loose[index]! : this.packed.at(index);
  }

  /** The same in an object that the next call may overwrite. */
  peek(index: number): Fix {
    return this.loose ? this.loose[index]! : this.packed.peek(index);
  }

  timeAt(index: number): number {
    return this.loose ? this.loose[index]!.fixTime : this.packed.timeAt(index);
  }

  /** HOT. A fix that is newer than all others. */
  push(fix: Fix): void {
    if (this.loose) this.loose.push(fix);
    else this.packed.push(fix);
  }

  insert(fix: Fix): 'inserted' | 'replaced' | 'duplicate' {
    const known = this.copyOf(fix);
    if (known < 0) {
      this.insertAt(this.placeFor(fix), fix);
      return 'inserted';
    }
    // Of two copies the one that comes first in the order of fixes stays.
    if (compareFixes(this.at(known), fix) <= 0) return 'duplicate';
    const fixes = this.loosened();
    fixes.splice(known, 1, fix);
    fixes.sort(compareFixes);
    return 'replaced';
  }

  insertAt(place: number, fix: Fix): void {
    if (this.loose) this.loose.splice(place, 0, fix);
    else this.packed.insert(place, fix);
  }

  /** Before which of its fixes another one belongs: after its equals. */
  placeFor(fix: Fix): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareFixes(this.peek(middle), fix) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of the same fix; −1: it is not here. */
  copyOf(fix: Fix): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) < fix.fixTime) low = middle + 1;
      else high = middle;
    }
    for (; low < this.length && this.timeAt(low) === fix.fixTime; low++) if (isSameFix(this.at(low), fix)) return low;
    return -1;
  }

  /** Rows for further fixes, and the first of them. */
  get room(): number {
    return this.loose ? 0 : this.packed.room;
  }

  get nextRow(): number {
    return this.packed.nextRow;
  }

  /** Whether late fixes have made it so long that it should be cut. */
  get isOverlong(): boolean {
    return this.length > 2 * SEGMENT_FIXES;
  }

  /** Rows for further fixes of which nothing comes, when so many wait to be counted; undefined: it has enough of them. */
  roomAfter(waiting: number): { fixes: number; row: number } | undefined {
    return this.loose || this.length + waiting >= SEGMENT_FIXES ? undefined : this.packed.roomAfter(waiting);
  }

  /** So many fixes have been written to the next rows. */
  grow(count: number): void {
    this.packed.grow(count);
  }

  /** One that late fixes have made too long, as several; it is of no use afterwards. */
  pieces(store: FixStore): Segment[] {
    const pieces = piecesOf(this.loosened()).map((fixes) => new Segment(store, this.start, fixes));
    pieces[0]!.closed = this.closed;
    this.release();
    return pieces;
  }

  /** Runs the fold over its fixes; `state` is the one after them then. */
  run(subject: Subject, state: JudgedState): void {
    this.pack();
    const { packed } = this;
    const closed: Occurrence[] = [];
    const calm = alone.numbers;
    settle(subject, state);
    for (let i = 0; i < packed.length; i++) {
      const passing = packed.peek(i);
      if (
        isPassing(calm, AT, passing, CLOCKLESS) ||
        (!isWithin(calm, AT, passing) &&
          movesOn(calm, AT, subject, passing, CLOCKLESS) &&
          isPassing(calm, AT, passing, CLOCKLESS))
      ) {
        pass(calm, AT, passing);
        continue;
      }
      this.passOver(calm, AT, state, i);
      const fix = packed.at(i);
      const isAlike = isAlikeBesideLeg(calm, AT, fix, CLOCKLESS);
      const mayBe = isAlike || (mayGoOn(calm, AT, fix, CLOCKLESS) && isOnClearWay(subject, state, fix));
      if (mayBe && carryOn(calm, AT, subject, state, fix, CLOCKLESS, isAlike)) {
        makeRoom(calm, AT, ENDLESS);
        continue;
      }
      fold(subject, state, fix, closed);
      if (i + 1 < packed.length) settle(subject, state);
    }
    this.passOver(calm, AT, state, packed.length);
    this.closed = closed.length > 0 ? closed : NO_OCCURRENCES;
  }

  /** What the fixes that have passed and were not counted yet, the last ones before `end`, make of the state. */
  passOver(calm: Float64Array, at: number, state: JudgedState, end: number): void {
    const passed = uncounted(calm, at);
    if (passed === 0) return;
    const before = passed > 1 ? this.timeAt(end - 2) : state.last!.fixTime;
    passOver(state, this.at(end - 1), before, passed);
    const legs = uncountedLegs(calm, at);
    if (legs > 0) {
      state.activity = afterAlikeLegs(state.activity, this.at(end - 1 - fixesSinceLeg(calm, at)), legs);
    }
    count(calm, at);
  }

  /** Lets go of its memory. */
  release(): void {
    this.packed.clear();
    this.loose = undefined;
  }

  private loosened(): Fix[] {
    if (!this.loose) {
      this.loose = this.packed.toArray();
      this.packed.clear();
    }
    return this.loose;
  }

  private pack(): void {
    if (!this.loose) return;
    for (const fix of this.loose) this.packed.push(fix);
    this.loose = undefined;
  }
}

const NO_OCCURRENCES: readonly Occurrence[] = [];
const ENDLESS = { fixes: Number.MAX_SAFE_INTEGER, row: 0, until: Number.POSITIVE_INFINITY };
/** Reused by every run. */
const alone = new CalmFleet();
const AT = alone.take();
/** What was, was at no time of the clock. */
const CLOCKLESS = Number.NEGATIVE_INFINITY;

function settle(subject: Subject, state: JudgedState): void {
  if (settleDown(alone.numbers, AT, subject, state, CLOCKLESS)) makeRoom(alone.numbers, AT, ENDLESS);
}

/** Fixes in pieces of a segment's size; fixes of one time stay together, since a checkpoint stands between times. */
export function piecesOf(fixes: Fix[]): Fix[][] {
  const pieces: Fix[][] = [];
  let from = 0;
  for (let i = 1; i <= fixes.length; i++) {
    const full = i - from >= STORED_FIXES;
    if (i < fixes.length && !(full && fixes[i]!.fixTime > fixes[i - 1]!.fixTime)) continue;
    pieces.push(fixes.slice(from, i));
    from = i;
  }
  return pieces;
}
