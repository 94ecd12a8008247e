/** A stretch of a vessel's track between two checkpoints. */
import type { Fix } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import { CalmFleet, isAlikeBesideLeg, isPassing, makeRoom, pass, passOver } from './calm.ts';
import { carryOn } from './carry-on.ts';
import { BLOCK_FIXES, FixList, type FixStore } from './fix-list.ts';
import { compareFixes, isSameFix, placeOf } from './fix-order.ts';
import { fold } from './fold.ts';
import { settleDown } from './settle-down.ts';
import { type JudgedState, type Subject, stateTime } from './state.ts';

/** Fixes between two checkpoints. Small enough that a late fix is cheap, large enough that checkpoints weigh little. */
export const SEGMENT_FIXES = BLOCK_FIXES;
/** One that so many fixes were judged in by everything is dear to run again: where AIS goes on after them, it gets its own. */
const DEAR_FIXES = 16;

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
  isFullFor(fix: Fix): boolean {
    return this.length >= SEGMENT_FIXES || (this.judged >= DEAR_FIXES && fix.source === 'ais');
  }

  get length(): number {
    return this.loose ? this.loose.length : this.packed.length;
  }

  at(index: number): Fix {
    return this.loose ? this.loose[index]! : this.packed.at(index);
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
      if (this.loose) this.loose.splice(placeOf(this.loose, fix), 0, fix);
      else this.packed.insert(this.placeAmongPacked(fix), fix);
      return 'inserted';
    }
    // Of two copies the one that comes first in the order of fixes stays.
    if (compareFixes(this.at(known), fix) <= 0) return 'duplicate';
    const fixes = this.loosened();
    fixes.splice(known, 1, fix);
    fixes.sort(compareFixes);
    return 'replaced';
  }

  /** After its equals. */
  private placeAmongPacked(fix: Fix): number {
    const { packed } = this;
    let [low, high] = [0, packed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareFixes(packed.peek(middle), fix) <= 0) low = middle + 1;
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
    let quiet = 0;
    const calm = alone.numbers;
    settle(subject, state);
    for (let i = 0; i < packed.length; i++) {
      const passing = packed.peek(i);
      if (isPassing(calm, AT, passing, CLOCKLESS)) {
        pass(calm, AT, passing);
        quiet++;
        continue;
      }
      if (quiet > 0) this.passOver(state, i, quiet);
      quiet = 0;
      const fix = packed.at(i);
      if (isAlikeBesideLeg(calm, AT, fix, CLOCKLESS) && carryOn(calm, AT, subject, state, fix, CLOCKLESS)) {
        makeRoom(calm, AT, ENDLESS);
        continue;
      }
      fold(subject, state, fix, closed);
      if (i + 1 < packed.length) settle(subject, state);
    }
    if (quiet > 0) this.passOver(state, packed.length, quiet);
    this.closed = closed.length > 0 ? closed : NO_OCCURRENCES;
  }

  /** What the last `count` fixes before `end`, of which nothing comes, make of the state. */
  passOver(state: JudgedState, end: number, count: number): void {
    const before = count > 1 ? this.timeAt(end - 2) : state.last!.fixTime;
    passOver(state, this.at(end - 1), before, count);
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
const ENDLESS = { fixes: Number.POSITIVE_INFINITY, row: 0, until: Number.POSITIVE_INFINITY };
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
    const full = i - from >= SEGMENT_FIXES;
    if (i < fixes.length && !(full && fixes[i]!.fixTime > fixes[i - 1]!.fixTime)) continue;
    pieces.push(fixes.slice(from, i));
    from = i;
  }
  return pieces;
}
