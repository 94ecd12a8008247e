/** A stretch of a vessel's track between two checkpoints. */
import type { Fix } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import { CalmFleet, disturb, passes, passOver, settleDown } from './calm.ts';
import { FixList, type FixStore } from './fix-list.ts';
import { compareFixes, isSameFix, placeOf } from './fix-order.ts';
import { fold } from './fold.ts';
import type { JudgedState, Subject } from './state.ts';

/** Fixes between two checkpoints. Small enough that a late fix is cheap, large enough that checkpoints weigh little. */
export const SEGMENT_FIXES = 32;

export class Segment {
  /** State before its first fix. */
  start: JudgedState;
  /** Occurrences that ended with a fix of this segment; replaced, never changed. */
  closed: readonly Occurrence[] = NO_OCCURRENCES;
  private readonly packed: FixList;
  /** The fixes while late ones are put among them. */
  private loose: Fix[] | undefined;

  constructor(store: FixStore, start: JudgedState, fixes?: Fix[]) {
    this.start = start;
    this.packed = new FixList(store);
    this.loose = fixes;
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
    const fixes = this.loosened();
    const at = placeOf(fixes, fix);
    for (let i = at - 1; i >= 0 && fixes[i]!.fixTime === fix.fixTime; i--) {
      if (isSameFix(fixes[i]!, fix)) return 'duplicate';
    }
    for (let i = at; i < fixes.length && fixes[i]!.fixTime === fix.fixTime; i++) {
      if (!isSameFix(fixes[i]!, fix)) continue;
      fixes.splice(i, 1, fix);
      return 'replaced';
    }
    fixes.splice(at, 0, fix);
    return 'inserted';
  }

  /** A copy of a fix that is here; the one that comes first in the order of fixes stays. @returns whether that is the copy */
  replaceWhenEarlier(fix: Fix): boolean {
    let at = this.length - 1;
    while (at >= 0 && this.timeAt(at) === fix.fixTime && !isSameFix(this.at(at), fix)) at--;
    if (at < 0 || this.timeAt(at) !== fix.fixTime || compareFixes(this.at(at), fix) <= 0) return false;
    const fixes = this.loosened();
    fixes.splice(at, 1, fix);
    fixes.sort(compareFixes);
    return true;
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
    disturb(calm);
    for (let i = 0; i < packed.length; i++) {
      if (passes(calm, packed.peek(i), Number.NEGATIVE_INFINITY)) {
        quiet++;
        continue;
      }
      if (quiet > 0) this.passOver(state, i, quiet);
      quiet = 0;
      fold(subject, state, packed.at(i), closed);
      settleDown(calm, subject, state, ENDLESS, Number.NEGATIVE_INFINITY);
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
const ENDLESS = { fixes: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
/** Reused by every run. */
const calm = new CalmFleet().take();

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
