/** Memory that the timelines of a fleet share, so that most fixes meet little of it. */
import type { Fix } from '../../fix.ts';
import { FixStore } from '../fix-list.ts';
import { CalmFleet, rowFor } from './numbers.ts';
import { isPassing, pass } from './passing.ts';

/** Some dozens of reads keep the memory busy, and what they bring fits the caches. */
export const APPROACHED_FIXES = 64;

export class FleetMemory {
  readonly calm = new CalmFleet();
  readonly store = new FixStore();

  /** Made of all that was read ahead of time, so that no compiler leaves the reading out. */
  readAhead = 0;
  private readonly rows = new Int32Array(APPROACHED_FIXES);

  /**
   * HOT. Reads what `passes` will ask of at most APPROACHED_FIXES vessels, so that their lines of memory come in side by side
   * and not one after the other: a large fleet does not fit the caches.
   */
  approach(handles: ArrayLike<number>, from: number, end: number): void {
    this.readAhead = this.calm.read(handles, from, end, this.rows) + this.store.read(this.rows, end - from);
  }

  /** HOT. Takes a fix of which nothing comes, of the vessel whose numbers stand there; false: it has to be judged. */
  passes(at: number, fix: Fix, now: number): boolean {
    const { numbers } = this.calm;
    if (!isPassing(numbers, at, fix, now) || !this.store.write(rowFor(numbers, at), fix)) return false;
    pass(numbers, at, fix);
    return true;
  }
}
