/** Reasons to doubt a fix that follow from it alone (geofences/fix.ts). */
import { FixFlag } from '../../geofences/fix.ts';

const DOUBTS = ['timeEstimated', 'future', 'jump', 'swapped', 'placeAssumed', 'overspeed'] as const;
type Doubt = (typeof DOUBTS)[number];

/** All of their FixFlags. */
export const DOUBTFUL = DOUBTS.reduce((sum, doubt) => sum | FixFlag[doubt], 0);

export function doubtsOf(flags: number): Doubt[] {
  return DOUBTS.filter((doubt) => (flags & FixFlag[doubt]) !== 0);
}
