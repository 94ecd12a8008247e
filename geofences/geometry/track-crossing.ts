/**
 * Where the way between two fixes cuts a zone's edges. The way is taken as straight in lon/lat: between fixes it is
 * short, and what the vessel really did there nobody knows; the crossing's interval (before, after) says so.
 */
import { type Part, stripOf } from './shape.ts';

/** One cut. `toLeft`: the track goes from the right to the left of the edge's direction. */
export interface Cut {
  fraction: number;
  toLeft: boolean;
}

/**
 * Adds the cuts of the way A→B with the part's edges. Ends are half-open (a point on an edge counts as left of it), so
 * that going through a vertex is one cut and turning back on the line is none.
 */
export function cutsOf(part: Part, lonA: number, latA: number, lonB: number, latB: number, out: Cut[]): void {
  const south = Math.min(latA, latB);
  const north = Math.max(latA, latB);
  const west = Math.min(lonA, lonB);
  const east = Math.max(lonA, lonB);
  if (north < part.south || south > part.north || east < part.west || west > part.east) return;
  const { ax, ay, bx, by, items, start } = part;
  const first = stripOf(part, south);
  const last = stripOf(part, north);
  for (let strip = first; strip <= last; strip++) {
    for (let i = start[strip]!, end = start[strip + 1]!; i < end; i++) {
      const edge = items[i]!;
      const [x0, y0, x1, y1] = [ax[edge]!, ay[edge]!, bx[edge]!, by[edge]!];
      // An edge lies in several strips; it is met in the first one that the way touches.
      if (Math.max(first, stripOf(part, Math.min(y0, y1))) !== strip) continue;
      if ((x0 < west && x1 < west) || (x0 > east && x1 > east)) continue;
      const sideA = (x1 - x0) * (latA - y0) - (y1 - y0) * (lonA - x0);
      const sideB = (x1 - x0) * (latB - y0) - (y1 - y0) * (lonB - x0);
      if (sideA >= 0 === sideB >= 0) continue;
      const side0 = (lonB - lonA) * (y0 - latA) - (latB - latA) * (x0 - lonA);
      const side1 = (lonB - lonA) * (y1 - latA) - (latB - latA) * (x1 - lonA);
      if (side0 >= 0 === side1 >= 0) continue;
      out.push({ fraction: sideA / (sideA - sideB), toLeft: sideB >= 0 });
    }
  }
}
