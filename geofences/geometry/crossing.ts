/** What a way does with one zone: enters, leaves, clips or passes it, and where. */
import { type Cut, lineCuts, meetings } from './cuts.ts';
import { type Part, partContainsTurned } from './part.ts';
import { pointOn, type Way } from './way.ts';

/** A change of side at a fraction of the way. */
export interface Change {
  fraction: number;
  lon: number;
  lat: number;
  /** Of an area: true when it comes in. Of a line: true when the way comes out on its left. */
  into: boolean;
}

/** Two meetings nearer than this are one: a vertex that two edges share. A tenth of a millimetre of 100 km. */
const SAME_FRACTION = 1e-9;

const NONE: readonly Change[] = [];

export function isIn(parts: readonly Part[], lon: number, lat: number): boolean {
  for (const part of parts) if (partContainsTurned(part, lon, lat)) return true;
  return false;
}

/**
 * Every coming in and going out of an area along the way, in order. Whether the way is in is asked between any two
 * meetings with edges, so that parts may touch and lie over one another: only the outside of all of them counts.
 */
export function areaChanges(parts: readonly Part[], way: Way): readonly Change[] {
  const fractions = meetingsOf(parts, way);
  if (fractions.length === 0) return NONE;
  const changes: Change[] = [];
  const last = way.lons.length - 1;
  let inside = isIn(parts, way.lons[0]!, way.lats[0]!);
  const turn = (now: boolean, fraction: number) => {
    if (now !== inside) changes.push({ fraction, ...pointOn(way, fraction), into: now });
    inside = now;
  };
  for (let i = 0; i <= fractions.length; i++) {
    const from = fractions[i - 1] ?? 0;
    const to = fractions[i] ?? 1;
    if (to - from <= SAME_FRACTION) continue;
    const middle = pointOn(way, (from + to) / 2);
    turn(isIn(parts, middle.lon, middle.lat), from);
  }
  turn(isIn(parts, way.lons[last]!, way.lats[last]!), 1);
  return changes;
}

function meetingsOf(parts: readonly Part[], way: Way): number[] {
  const found: number[] = [];
  eachPiece(parts, way, (part, turned, piece, pieces) => {
    const before = found.length;
    const { lons, lats } = way;
    meetings(part, lons[piece]! + turned, lats[piece]!, lons[piece + 1]! + turned, lats[piece + 1]!, found);
    for (let i = before; i < found.length; i++) found[i] = (piece + found[i]!) / pieces;
  });
  return found.length > 1 ? found.sort(ascending) : found;
}

/** Every cut of a directed line along the way, in order. */
export function lineChanges(parts: readonly Part[], way: Way): Change[] {
  const cuts: Cut[] = [];
  eachPiece(parts, way, (part, turned, piece, pieces) => {
    const before = cuts.length;
    const { lons, lats } = way;
    lineCuts(part, lons[piece]! + turned, lats[piece]!, lons[piece + 1]! + turned, lats[piece + 1]!, cuts);
    for (let i = before; i < cuts.length; i++) cuts[i]!.fraction = (piece + cuts[i]!.fraction) / pieces;
  });
  return cuts
    .sort((a, b) => a.fraction - b.fraction)
    .map(({ fraction, toLeft }) => ({ fraction, ...pointOn(way, fraction), into: toLeft }));
}

/** Pieces of the way, in the part's own longitudes, that come near a part. */
function eachPiece(
  parts: readonly Part[],
  way: Way,
  visit: (part: Part, turned: number, piece: number, pieces: number) => void,
): void {
  const pieces = way.lons.length - 1;
  for (const part of parts) {
    for (let piece = 0; piece < pieces; piece++) {
      const [south, north] = ordered(way.lats[piece]!, way.lats[piece + 1]!);
      if (north < part.south || south > part.north) continue;
      const [west, east] = ordered(way.lons[piece]!, way.lons[piece + 1]!);
      for (let turned = -360; turned <= 360; turned += 360) {
        if (east + turned >= part.west && west + turned <= part.east) visit(part, turned, piece, pieces);
      }
    }
  }
}

const ordered = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);

function ascending(a: number, b: number): number {
  return a - b;
}
