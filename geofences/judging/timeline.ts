/**
 * One vessel's recent fixes with checkpoints between them. A late fix goes to its place and the fold runs again from
 * the checkpoint before it, until a later checkpoint comes out as it was: so its cost is bounded by the window, and
 * mostly by a few dozen fixes.
 */
import type { Fix } from '../fix.ts';
import type { Pair } from '../rules/kind.ts';
import type { Occurrence } from '../types.ts';
import { boundsAt, disturb } from './calm/bounds.ts';
import { carryOn, isOnClearWay, movesOn } from './calm/carry-on.ts';
import type { FleetMemory } from './calm/fleet-memory.ts';
import { passesLate } from './calm/late-fix.ts';
import {
  addRoom,
  forgetPast,
  isOutOfRoom,
  isSettled,
  makeRoom,
  newestTime,
  uncounted,
  unsettle,
} from './calm/numbers.ts';
import { isAlikeBesideLeg, isWithin, mayGoOn } from './calm/passing.ts';
import { settleDown } from './calm/settle-down.ts';
import { compareFixes, isSameFix } from './fix-order.ts';
import { fold } from './fold.ts';
import { Landmarks } from './landmarks.ts';
import { piecesOf, Segment } from './segment.ts';
import { HeldState, type JudgedState, type Subject, sameState, stateTime } from './state.ts';

export interface Window {
  hours: number;
  maxFixes: number;
}

/** Ended occurrences of the stretch that was run again: as it was, and as it is now. */
export interface Rerun {
  said: Occurrence[];
  holds: Occurrence[];
}

export type Arrival = 'appended' | 'inserted' | 'duplicate' | 'too-late';

export class Timeline {
  /** Where its numbers stand among those of the fleet. */
  readonly calmAt: number;
  private readonly memory: FleetMemory;
  /** What the newest appended fix closed. */
  justClosed: readonly Occurrence[] = NOTHING_CLOSED;
  private segments: Segment[];
  private landmarks: Landmarks;
  private fixCount = 0;
  /** State after all fixes but those that have passed since, of which nothing has come. */
  private state: JudgedState;
  /** Range of segments that a late fix has touched and that wait for `rerun`. */
  private dirtyFrom = Number.POSITIVE_INFINITY;
  private dirtyTo = -1;

  constructor(memory: FleetMemory, head: JudgedState = new HeldState(), landmarks: readonly JudgedState[] = NO_STATES) {
    this.memory = memory;
    this.calmAt = memory.calm.take();
    this.state = head;
    this.landmarks = new Landmarks(landmarks);
    this.segments = [new Segment(memory.store, new HeldState(head))];
  }

  /** State after all fixes. */
  get head(): JudgedState {
    const passed = uncounted(this.memory.calm.numbers, this.calmAt);
    if (passed > 0) this.catchUp(passed);
    return this.state;
  }

  set head(state: JudgedState) {
    this.state = state;
    unsettle(this.memory.calm.numbers, this.calmAt);
    forgetPast(this.memory.calm.numbers, this.calmAt);
  }

  /** HOT. Reads the first of what judging a fix asks for, see sieve.ts; returns something made of it. */
  readState(): number {
    return this.state.count + this.segments.length;
  }

  /** HOT. … what the first refers to. */
  readParts(): number {
    const { newest, activity, pairs } = this.state;
    return (newest ? newest.flags : 0) + activity.slowLegs + pairs.length + this.newestSegment.judged;
  }

  /** HOT. … and what that refers to. */
  readPairs(): number {
    const { pairs, newest } = this.state;
    let sum = newest ? newest.lon : 0;
    for (let i = 0; i < pairs.length; i++) sum += pairs[i]!.side;
    return sum;
  }

  private get newestSegment(): Segment {
    return this.segments[this.segments.length - 1]!;
  }

  private catchUp(passed: number): void {
    const segment = this.newestSegment;
    segment.grow(passed);
    this.fixCount += passed;
    segment.passOver(this.memory.calm.numbers, this.calmAt, this.state, segment.length);
  }

  /** Works out of what kind of fixes nothing will come, once all has been judged; `now` is the engine's clock. */
  settleDown(subject: Subject, window: Window, now: number): void {
    const { numbers } = this.memory.calm;
    const { head } = this;
    if (isSettled(numbers, this.calmAt) || settleDown(numbers, this.calmAt, subject, head, now)) this.makeRoom(window);
  }

  /**
   * Takes a fix of which nothing comes but that a leg of its activity ends with it, or a segment; false: it has to be
   * judged by everything.
   */
  carriesOn(fix: Fix, subject: Subject, window: Window, now: number): boolean {
    const { numbers } = this.memory.calm;
    const isWithin = isAlikeBesideLeg(numbers, this.calmAt, fix, now);
    if (!isWithin && !mayGoOn(numbers, this.calmAt, fix, now)) return false;
    const { head } = this;
    if (!isWithin && !isOnClearWay(subject, head, fix)) return false;
    this.startSegmentWhenFull();
    if (!carryOn(numbers, this.calmAt, subject, head, fix, now, isWithin)) return false;
    this.newestSegment.push(fix);
    this.fixCount++;
    this.prune(window);
    this.makeRoom(window);
    return true;
  }

  /** Takes a late fix of which nothing comes; false: it has to be judged in its place. */
  takesLate(fix: Fix, window: Window): boolean {
    const { numbers } = this.memory.calm;
    const held = boundsAt(numbers, this.calmAt, fix.fixTime);
    if (!held || !isWithin(numbers, held.at, fix)) return false;
    const { head } = this;
    if (fix.fixTime >= head.newest!.fixTime || fix.fixTime <= this.windowStart) return false;
    const segment = this.segments[this.segmentOf(fix.fixTime)]!;
    const place = segment.placeFor(fix);
    const isNextToNewest = segment === this.newestSegment && place === segment.length - 1 && head.last === head.newest;
    if (segment.isOverlong || !passesLate(numbers, held, segment, place, fix, isNextToNewest)) return false;
    if (isNextToNewest) head.paceMs = head.newest!.fixTime - fix.fixTime;
    segment.insertAt(place, fix);
    this.fixCount++;
    this.prune(window);
    this.makeRoom(window);
    return true;
  }

  private makeRoom(window: Window): void {
    const segment = this.newestSegment;
    makeRoom(this.memory.calm.numbers, this.calmAt, {
      fixes: Math.max(0, Math.min(segment.room, window.maxFixes - this.fixCount)),
      row: segment.nextRow,
      until: this.nothingTooOldUntil(window),
    });
  }

  private nothingTooOldUntil(window: Window): number {
    const second = this.segments[1];
    return second ? second.startTime + window.hours * 3_600_000 : Number.POSITIVE_INFINITY;
  }

  /** Whether a fix that does not pass as it is may, after this: where only rows were wanting, or it left the bounds over no edge. */
  makesWay(fix: Fix, subject: Subject, window: Window, now: number): boolean {
    const { numbers } = this.memory.calm;
    if (!isSettled(numbers, this.calmAt)) return false;
    if (isOutOfRoom(numbers, this.calmAt) && !this.lengthens(window)) return false;
    return isWithin(numbers, this.calmAt, fix) || movesOn(numbers, this.calmAt, subject, fix, now);
  }

  private lengthens(window: Window): boolean {
    const { numbers } = this.memory.calm;
    const waiting = uncounted(numbers, this.calmAt);
    this.letGo(window, newestTime(numbers, this.calmAt), waiting + 1);
    const left = window.maxFixes - this.fixCount - waiting;
    const room = left > 0 ? this.newestSegment.roomAfter(waiting) : undefined;
    if (!room) return false;
    const fixes = Math.min(room.fixes, left);
    addRoom(numbers, this.calmAt, { fixes, row: room.row, until: this.nothingTooOldUntil(window) });
    return true;
  }

  private startSegmentWhenFull(): void {
    if (!this.newestSegment.isFull) return;
    this.segments.push(new Segment(this.memory.store, new HeldState(this.head)));
  }

  /** Only fixes later than this can be judged without history. */
  get windowStart(): number {
    return this.segments[0]!.startTime;
  }

  /** States to keep over a restart: the landmarks and the window's own beginning. */
  get savedLandmarks(): JudgedState[] {
    return [...this.landmarks.states, this.segments[0]!.start];
  }

  /** Puts a fix to its place. `appended` ones are judged at once, into `closed`; `inserted` ones wait for `rerun`. */
  accept(fix: Fix, subject: Subject): Arrival {
    if (this.isNewer(fix)) {
      this.append(fix, subject);
      return 'appended';
    }
    const index = this.placeOf(fix);
    if (index === undefined) return 'too-late';
    if (index < 0) return 'duplicate';
    const outcome = this.segments[index]!.insert(fix);
    if (outcome === 'duplicate') return 'duplicate';
    if (outcome === 'inserted') this.fixCount++;
    this.touch(index);
    return 'inserted';
  }

  /**
   * Segment that a fix belongs to; −1: it is the newest one again and no better, which live feeds send all the time, so it never
   * asks for history.
   */
  private placeOf(fix: Fix): number | undefined {
    const newest = this.head.newest!;
    if (isSameFix(newest, fix)) {
      if (this.newestSegment.copyOf(fix) >= 0) return this.segments.length - 1;
      if (compareFixes(newest, fix) <= 0) return -1;
    }
    return fix.fixTime <= this.windowStart ? undefined : this.segmentOf(fix.fixTime);
  }

  private append(fix: Fix, subject: Subject): void {
    const { head } = this;
    disturb(this.memory.calm.numbers, this.calmAt);
    this.startSegmentWhenFull();
    const segment = this.newestSegment;
    segment.push(fix);
    segment.judged++;
    this.fixCount++;
    closing.length = 0;
    fold(subject, head, fix, closing);
    this.justClosed = closing.length > 0 ? closing.splice(0) : NOTHING_CLOSED;
    if (this.justClosed.length > 0) segment.closed = [...segment.closed, ...this.justClosed];
  }

  /** Lets go of its memory; it is of no use afterwards. */
  release(): void {
    for (const segment of this.segments) segment.release();
    this.memory.calm.giveBack(this.calmAt);
  }

  /** For a vessel that nothing judges: its newest fix is remembered, no window is kept. */
  follow(fix: Fix): void {
    const { newest } = this.head;
    if (newest && newest.fixTime >= fix.fixTime) return;
    const hasVms = this.head.hasVms || fix.source === 'vms';
    const heard = hasVms && fix.source === 'ais' ? this.head.heard : fix;
    this.head = HeldState.with(this.head, { newest: fix, last: fix, heard, hasVms });
    for (const segment of this.segments) segment.release();
    this.segments = [new Segment(this.memory.store, new HeldState(this.head))];
    this.landmarks = new Landmarks(NO_STATES);
    this.fixCount = 0;
  }

  isNewer(fix: Fix): boolean {
    return !this.head.newest || fix.fixTime > this.head.newest.fixTime;
  }

  private touch(index: number): void {
    this.dirtyFrom = Math.min(this.dirtyFrom, index);
    this.dirtyTo = Math.max(this.dirtyTo, index);
  }

  get isDirty(): boolean {
    return this.dirtyTo >= 0;
  }

  /** Runs the fold again from the first touched segment until it meets its old self. */
  rerun(subject: Subject): Rerun {
    forgetPast(this.memory.calm.numbers, this.calmAt);
    const from = this.dirtyFrom;
    const to = this.dirtyTo + this.splitLong(from, this.dirtyTo);
    this.dirtyFrom = Number.POSITIVE_INFINITY;
    this.dirtyTo = -1;
    const result: Rerun = { said: [], holds: [] };
    const state = new HeldState(this.segments[from]!.start);
    for (let i = from; i < this.segments.length; i++) {
      const segment = this.segments[i]!;
      if (i > to && sameState(state, segment.start)) return result;
      if (i > from) segment.start = new HeldState(state);
      result.said.push(...segment.closed);
      segment.run(subject, state);
      result.holds.push(...segment.closed);
    }
    this.head = state;
    return result;
  }

  /** Segments that late fixes have made too long are cut; returns how many were added. */
  private splitLong(from: number, to: number): number {
    let added = 0;
    for (let i = to; i >= from; i--) {
      if (!this.segments[i]!.isOverlong) continue;
      const pieces = this.segments[i]!.pieces(this.memory.store);
      this.segments.splice(i, 1, ...pieces);
      added += pieces.length - 1;
    }
    return added;
  }

  private segmentOf(time: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.segments[middle]!.startTime < time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Lets go of what is older than the window. */
  prune(window: Window): void {
    this.letGo(window, stateTime(this.head), 0);
  }

  /** @param coming fixes for which there has to be room in the window */
  private letGo(window: Window, now: number, coming: number): void {
    const horizon = now - window.hours * 3_600_000;
    while (this.segments.length > 1) {
      const first = this.segments[0]!;
      const old = this.segments[1]!.startTime < horizon;
      if (!old && this.fixCount + coming <= window.maxFixes) return;
      this.fixCount -= first.length;
      this.landmarks.remember(first.start, now);
      first.release();
      this.segments.shift();
    }
  }

  /** The newest known state before `time`; the empty one when there is none. */
  landmarkBefore(time: number): JudgedState {
    return this.landmarks.before(time);
  }

  /**
   * Puts stored fixes in front of the window, from `landmark` on. What they say was said when they came; only if they
   * lead to another state than the window began with is the window re-run.
   */
  extendBack(landmark: JudgedState, stored: readonly Fix[], subject: Subject): Rerun | undefined {
    const from = stateTime(landmark);
    const base = this.segments[0]!.start;
    const until = stateTime(base);
    const fixes = stored.filter((fix) => fix.fixTime > from && fix.fixTime <= until).sort(compareFixes);
    const distinct = fixes.filter((fix, i) => i === 0 || !isSameFix(fixes[i - 1]!, fix));
    const state = new HeldState(landmark);
    const earlier: Segment[] = [];
    for (const piece of piecesOf(distinct)) {
      const segment = new Segment(this.memory.store, new HeldState(state), piece);
      segment.run(subject, state);
      earlier.push(segment);
      this.fixCount += piece.length;
    }
    // Even without fixes the window now reaches back to the landmark.
    if (earlier.length === 0) earlier.push(new Segment(this.memory.store, new HeldState(state)));
    this.segments.unshift(...earlier);
    this.landmarks = new Landmarks(this.landmarks.states.filter((known) => stateTime(known) <= from));
    if (sameState(state, base)) return undefined;
    this.dirtyFrom = earlier.length;
    this.dirtyTo = this.segments.length - 1;
    this.segments[earlier.length]!.start = state;
    return this.rerun(subject);
  }

  /** Changes every state and every closed list in place: for rules and zones that are no more. */
  rewrite(change: (state: JudgedState) => JudgedState, keeps: (occurrence: Occurrence) => boolean): void {
    this.head = change(this.head);
    this.landmarks = new Landmarks(this.landmarks.states.map(change));
    for (const segment of this.segments) {
      segment.start = change(segment.start);
      if (!segment.closed.every(keeps)) segment.closed = segment.closed.filter(keeps);
    }
  }
}

const NO_STATES: readonly JudgedState[] = [];
const NOTHING_CLOSED: readonly Occurrence[] = [];
/** Reused: what it has is taken out right away. */
const closing: Occurrence[] = [];

/** Open occurrences that stand in the pairs. */
export function openOf(pairs: readonly Pair[]): Occurrence[] {
  const open: Occurrence[] = [];
  for (const pair of pairs) if (pair.open) open.push(pair.open);
  return open;
}
