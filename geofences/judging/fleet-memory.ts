/** Memory that the timelines of a fleet share, so that most fixes meet little of it. */
import type { Fix } from '../fix.ts';
import { CalmFleet, isPassing, pass, rowFor } from './calm.ts';
import { FixStore } from './fix-list.ts';

export class FleetMemory {
  readonly calm = new CalmFleet();
  readonly store = new FixStore();

  /** HOT. Takes a fix of which nothing comes, of the vessel whose numbers stand there; false: it has to be judged. */
  passes(at: number, fix: Fix, now: number): boolean {
    const { numbers } = this.calm;
    if (!isPassing(numbers, at, fix, now) || !this.store.write(rowFor(numbers, at), fix)) return false;
    pass(numbers, at, fix);
    return true;
  }
}
