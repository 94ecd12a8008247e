/** One VMS unit on two vessels: when a vessel was reported by a unit that is another one's. */
import type { BorrowedDevice } from '../../geofences/fix.ts';
import type { Vessel } from '../models/vessel.ts';

/** Own choice: six duties of two hours. What is farther apart is another time. */
const SAME_TIME_MS = 12 * 3_600_000;
/** Kept of one vessel: the newest. */
const MOST_TIMES = 16;

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
