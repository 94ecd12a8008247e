/** One VMS unit on two vessels: when a vessel was reported by a unit that is another one's. */
import type { BorrowedDevice } from '../../geofences/fix.ts';
import type { Vessel } from '../models/vessel.ts';

/** Own choice: six duties of two hours. What is farther apart is another time. */
const SAME_TIME_MS = 12 * 3_600_000;
/** Kept of one vessel: the newest. */
const MOST_TIMES = 16;
/** Own choice: an id under which more boats than these report at one time is no unit's but a gateway's, and accuses nobody. */
const MOST_BORROWERS = 3;

/** Who was reported by whose unit. */
export class Borrowers {
  /** Id of the unit's owner → those reported by it, with the last time. */
  readonly #byOwner = new Map<string, Map<string, number>>();

  keep({ id, borrowed }: Vessel): void {
    for (const { vessel: owner, until } of borrowed ?? []) {
      const known = this.#byOwner.get(owner) ?? new Map<string, number>();
      this.#byOwner.set(owner, known.set(id, Math.max(until, known.get(id) ?? until)));
    }
  }

  /** Whether so many others are reported by the unit at that time that one more says nothing of her. */
  areMany(owner: string, id: string, fixTime: number): boolean {
    const known = this.#byOwner.get(owner);
    if (!known || known.size < MOST_BORROWERS || known.has(id)) return false;
    const lately = [...known.values()].filter((until) => Math.abs(until - fixTime) <= SAME_TIME_MS);
    return lately.length >= MOST_BORROWERS;
  }
}

/**
 * The vessel with one more position by the unit of another: the same times whatever order they are told in.
 * @param fixTime epoch ms
 */
export function withBorrowed(vessel: Vessel, owner: string, fixTime: number): Vessel {
  const known = vessel.borrowed ?? [];
  if (known.some((one) => one.vessel === owner && one.from <= fixTime && fixTime <= one.until)) return vessel;
  const times = [...known, { vessel: owner, from: fixTime, until: fixTime }];
  return { ...vessel, borrowed: joined(times).slice(-MOST_TIMES) };
}

function joined(times: readonly BorrowedDevice[]): BorrowedDevice[] {
  const ordered = times.toSorted((a, b) => a.from - b.from || (a.vessel < b.vessel ? -1 : 1));
  const found: BorrowedDevice[] = [];
  for (const time of ordered) {
    const at = found.findLastIndex(({ vessel, until }) => vessel === time.vessel && time.from - until <= SAME_TIME_MS);
    if (at < 0) found.push(time);
    else found[at] = { ...found[at]!, until: time.until };
  }
  return found;
}
