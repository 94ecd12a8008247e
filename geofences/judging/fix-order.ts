/** The order of a vessel's fixes, and when two of them are one. */
import type { Fix } from '../fix.ts';

/** Same position at the same time from the same kind of source: sent twice. */
export function isSameFix(a: Fix, b: Fix): boolean {
  return a.fixTime === b.fixTime && a.lon === b.lon && a.lat === b.lat && a.source === b.source;
}

/** Total order that does not depend on arrival; of two copies of a fix, the one that reached us first comes first. */
export function compareFixes(a: Fix, b: Fix): number {
  if (a.fixTime !== b.fixTime) return a.fixTime - b.fixTime;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.lon !== b.lon) return a.lon - b.lon;
  if (a.lat !== b.lat) return a.lat - b.lat;
  if (a.receivedAt !== b.receivedAt) return a.receivedAt - b.receivedAt;
  const speed = (a.speedKn ?? -1) - (b.speedKn ?? -1);
  return speed !== 0 ? speed : (a.courseDeg ?? -1) - (b.courseDeg ?? -1);
}

/** Where a fix belongs among sorted ones: after its equals. */
export function placeOf(fixes: readonly Fix[], fix: Fix): number {
  let low = 0;
  let high = fixes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareFixes(fixes[middle]!, fix) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
