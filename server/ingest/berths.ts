/** What is at hand of each vessel's positions: her newest one, those seen lately, and those on their way to the store. */
import type { Fix } from '../../geofences/fix.ts';
import { lastObservations, type TailPiece } from '../store/tracks/tail.ts';
import { NewestPlaces } from './newest-places.ts';
import { RecentFixes } from './recent-fixes.ts';

export interface Berth {
  readonly id: string;
  /** Of the journal record at hand: the engine gets them together. */
  arrived: readonly Fix[];
  /** Judged, and waiting for the next commit. */
  waiting: readonly Fix[];
  /** Of what has arrived, something may be older than what the engine remembers. */
  isLate: boolean;
  /** Her newest fix is newer than with the last commit. */
  hasMoved: boolean;
  /** Among those seen lately, and among the newest fixes. */
  readonly place: number;
  /** The engine's, once it was asked for. */
  handle?: number;
}

const NONE: readonly Fix[] = [];

export class Berths {
  readonly #byId = new Map<string, Berth>();
  readonly #recent = new RecentFixes();
  readonly #newest = new NewestPlaces();
  /** Those with something in `arrived`. */
  #arrivals: Berth[] = [];
  /** Those with something in `waiting`, or that have moved. */
  #waiting: Berth[] = [];
  #waitingFixes = 0;

  /** HOT. Made when she is new. */
  of(vesselId: string): Berth {
    let berth = this.#byId.get(vesselId);
    if (!berth) {
      berth = {
        id: vesselId,
        arrived: NONE,
        waiting: NONE,
        isLate: false,
        hasMoved: false,
        place: this.#byId.size,
        handle: undefined,
      };
      this.#byId.set(vesselId, berth);
    }
    return berth;
  }

  get(vesselId: string): Berth | undefined {
    return this.#byId.get(vesselId);
  }

  /** Her newest fix that says where she was herself. */
  latestOf({ place }: Berth): Fix | undefined {
    return this.#newest.at(place);
  }

  /** HOT. Its time; minus infinity before the first. */
  latestTime({ place }: Berth): number {
    return this.#newest.timeAt(place);
  }

  /** HOT. @param fix on the grid (store/tracks/grid.ts) */
  keepLatest({ place }: Berth, fix: Fix): void {
    this.#newest.put(place, fix);
  }

  /** @returns true when this very observation was seen just before */
  seen(berth: Berth, fix: Fix): boolean {
    return this.#recent.seen(berth.place, fix);
  }

  /** As `seen`, for what an earlier run has left: only the newest of it can be met again. */
  sawBefore(berth: Berth, pieces: readonly TailPiece[]): void {
    for (const one of lastObservations(pieces, RecentFixes.DEPTH)) this.#recent.seenOnGrid(berth.place, one);
  }

  arrive(berth: Berth, fix: Fix): void {
    if (berth.arrived.length > 0) (berth.arrived as Fix[]).push(fix);
    else {
      berth.arrived = [fix];
      this.#arrivals.push(berth);
    }
  }

  /** Those whose fixes have arrived since the last call; to be judged, and then given to `wait`. */
  takeArrivals(): readonly Berth[] {
    const arrivals = this.#arrivals;
    if (arrivals.length > 0) this.#arrivals = [];
    return arrivals;
  }

  /** What has arrived of her is judged. */
  wait(berth: Berth): void {
    const { arrived, waiting } = berth;
    this.#waitingFixes += arrived.length;
    berth.arrived = NONE;
    berth.isLate = false;
    if (waiting.length === 0) {
      berth.waiting = arrived;
      this.#waiting.push(berth);
    } else for (const fix of arrived) (waiting as Fix[]).push(fix);
  }

  /** Those that wait for the next commit. */
  get waiting(): readonly Berth[] {
    return this.#waiting;
  }

  /** Those that have moved since the last commit, and where they are now. */
  moved(): [vesselId: string, fix: Fix][] {
    return this.#waiting.filter(({ hasMoved }) => hasMoved).map((berth) => [berth.id, this.latestOf(berth)!]);
  }

  get waitingFixes(): number {
    return this.#waitingFixes;
  }

  /** All that waited is stored. */
  stored(): void {
    for (const berth of this.#waiting) {
      berth.waiting = NONE;
      berth.hasMoved = false;
    }
    this.#waiting = [];
    this.#waitingFixes = 0;
  }
}
