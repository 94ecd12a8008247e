/** The order of a vessel's fixes, and when two of them are one, and which of the two stays. */
import { type Fix, FixFlag } from '../fix.ts';

/**
 * Same position at the same time from the same kind of source: sent twice. A call for help is never the repetition of a
 * report without one, though both come from one reading of the device.
 */
export function isSameFix(a: Fix, b: Fix): boolean {
  if (a.fixTime !== b.fixTime || a.lon !== b.lon || a.lat !== b.lat || a.source !== b.source) return false;
  return ((a.flags ^ b.flags) & FixFlag.distress) === 0;
}

/** What two copies of one fix may differ in. */
export type CopyContent = Pick<Fix, 'speedKn' | 'courseDeg' | 'headingDeg' | 'accuracyM' | 'flags'>;

/** Flags that are reasons to doubt a fix. */
const DOUBTS =
  FixFlag.timeEstimated |
  FixFlag.future |
  FixFlag.jump |
  FixFlag.coarse |
  FixFlag.swapped |
  FixFlag.placeAssumed |
  FixFlag.overspeed;
/** Worse than any accuracy that is known, metres. */
const UNKNOWN_ACCURACY_M = 1e9;

/**
 * Total order of fixes that does not depend on arrival. Of two copies of one fix the better comes first (`compareCopies`); when
 * they reached us decides only between those that say the very same, which one judges alike.
 */
export function compareFixes(a: Fix, b: Fix): number {
  if (a.fixTime !== b.fixTime) return a.fixTime - b.fixTime;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.lon !== b.lon) return a.lon - b.lon;
  if (a.lat !== b.lat) return a.lat - b.lat;
  const help = (a.flags & FixFlag.distress) - (b.flags & FixFlag.distress);
  return help || compareCopies(a, b) || a.receivedAt - b.receivedAt;
}

/** The one with fewer doubts first, then the one that says more, then the more accurate one, then by value: by content alone. */
export function compareCopies(a: CopyContent, b: CopyContent): number {
  return (
    bitsOf(a.flags & DOUBTS) - bitsOf(b.flags & DOUBTS) ||
    missingOf(a) - missingOf(b) ||
    (a.accuracyM ?? UNKNOWN_ACCURACY_M) - (b.accuracyM ?? UNKNOWN_ACCURACY_M) ||
    (a.speedKn ?? -1) - (b.speedKn ?? -1) ||
    (a.courseDeg ?? -1) - (b.courseDeg ?? -1) ||
    (a.headingDeg ?? -1) - (b.headingDeg ?? -1) ||
    a.flags - b.flags
  );
}

function bitsOf(flags: number): number {
  let bits = 0;
  for (let left = flags; left !== 0; left &= left - 1) bits++;
  return bits;
}

function missingOf({ speedKn, courseDeg, headingDeg }: CopyContent): number {
  return (speedKn === undefined ? 1 : 0) + (courseDeg === undefined ? 1 : 0) + (headingDeg === undefined ? 1 : 0);
}
