/** The order of a vessel's fixes, and when two of them are one. */
import { type Fix, FixFlag } from '../fix.ts';

/**
 * Same position at the same time from the same kind of source: sent twice. A call for help is never the repetition of a
 * report without one, though both come from one reading of the device.
 */
export function isSameFix(a: Fix, b: Fix): boolean {
  if (a.fixTime !== b.fixTime || a.lon !== b.lon || a.lat !== b.lat || a.source !== b.source) return false;
  return ((a.flags ^ b.flags) & FixFlag.distress) === 0;
}

/** Total order that does not depend on arrival; of two copies of a fix, the one that reached us first comes first. */
export function compareFixes(a: Fix, b: Fix): number {
  if (a.fixTime !== b.fixTime) return a.fixTime - b.fixTime;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.lon !== b.lon) return a.lon - b.lon;
  if (a.lat !== b.lat) return a.lat - b.lat;
  const help = (a.flags & FixFlag.distress) - (b.flags & FixFlag.distress);
  if (help !== 0) return help;
  if (a.receivedAt !== b.receivedAt) return a.receivedAt - b.receivedAt;
  return (
    (a.speedKn ?? -1) - (b.speedKn ?? -1) ||
    (a.courseDeg ?? -1) - (b.courseDeg ?? -1) ||
    (a.headingDeg ?? -1) - (b.headingDeg ?? -1) ||
    (a.accuracyM ?? -1) - (b.accuracyM ?? -1) ||
    a.flags - b.flags
  );
}
