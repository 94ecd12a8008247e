/** Reasons to doubt a fix that follow from it alone (geofences/fix.ts). */
import { FixFlag } from '../../geofences/fix.ts';

const DOUBTS = ['timeEstimated', 'future', 'jump', 'swapped', 'placeAssumed', 'overspeed'] as const;
type Doubt = (typeof DOUBTS)[number];

/** All of their FixFlags. */
const DOUBTFUL = DOUBTS.reduce((sum, doubt) => sum | FixFlag[doubt], 0);

/** A long-range report (AIS type 27) has no field for its second: that it was timed by its receiver is no fault of it. */
const TIMED_BY_RECEIVER = FixFlag.coarse | FixFlag.timeEstimated;

/** HOT. @param flags FixFlags of a fix */
export function isDoubted(flags: number): boolean {
  return (faultsIn(flags) & DOUBTFUL) !== 0;
}

export function doubtsOf(flags: number): Doubt[] {
  const faults = faultsIn(flags);
  return DOUBTS.filter((doubt) => (faults & FixFlag[doubt]) !== 0);
}

function faultsIn(flags: number): number {
  return (flags & TIMED_BY_RECEIVER) === TIMED_BY_RECEIVER ? flags & ~FixFlag.timeEstimated : flags;
}
