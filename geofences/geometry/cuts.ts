/** Where a straight piece of a way meets a part's edges. */
import { orientation } from './orientation.ts';
import { type Part, stripOf } from './part.ts';

/** One cut with a directed line. `toLeft`: the way goes from its right to its left. */
export interface Cut {
  fraction: number;
  toLeft: boolean;
}

/**
 * Adds the cuts of the piece A→B with a line. Ends are half-open (a point on an edge counts as left of it), so that going
 * through a vertex is one cut, and stopping on the line and turning back is none.
 */
export function lineCuts(part: Part, lonA: number, latA: number, lonB: number, latB: number, out: Cut[]): void {
  const { x, y } = part;
  eachEdgeNear(part, lonA, latA, lonB, latB, (edge) => {
    const [x0, y0, x1, y1] = [x[edge]!, y[edge]!, x[edge + 1]!, y[edge + 1]!];
    const sideA = orientation(x0, y0, x1, y1, lonA, latA);
    const sideB = orientation(x0, y0, x1, y1, lonB, latB);
    if (sideA >= 0 === sideB >= 0) return;
    const side0 = orientation(lonA, latA, lonB, latB, x0, y0);
    const side1 = orientation(lonA, latA, lonB, latB, x1, y1);
    if (side0 >= 0 === side1 >= 0) return;
    out.push({ fraction: sideA / (sideA - sideB), toLeft: sideB >= 0 });
  });
}

/** Adds the fractions at which the piece A→B meets an edge, touching it or running along it included. */
export function meetings(part: Part, lonA: number, latA: number, lonB: number, latB: number, out: number[]): void {
  const { x, y } = part;
  eachEdgeNear(part, lonA, latA, lonB, latB, (edge) => {
    const [x0, y0, x1, y1] = [x[edge]!, y[edge]!, x[edge + 1]!, y[edge + 1]!];
    const sideA = orientation(x0, y0, x1, y1, lonA, latA);
    const sideB = orientation(x0, y0, x1, y1, lonB, latB);
    if ((sideA > 0 && sideB > 0) || (sideA < 0 && sideB < 0)) return;
    const side0 = orientation(lonA, latA, lonB, latB, x0, y0);
    const side1 = orientation(lonA, latA, lonB, latB, x1, y1);
    if ((side0 > 0 && side1 > 0) || (side0 < 0 && side1 < 0)) return;
    if (sideA !== sideB) {
      out.push(sideA / (sideA - sideB));
      return;
    }
    for (const fraction of [shareOf(lonA, latA, lonB, latB, x0, y0), shareOf(lonA, latA, lonB, latB, x1, y1)]) {
      if (fraction >= 0 && fraction <= 1) out.push(fraction);
    }
  });
}

/** How far along A→B a point of the same line is. */
function shareOf(lonA: number, latA: number, lonB: number, latB: number, lon: number, lat: number): number {
  const [dx, dy] = [lonB - lonA, latB - latA];
  return Math.abs(dx) > Math.abs(dy) ? (lon - lonA) / dx : (lat - latA) / dy;
}

/** Calls `visit` once for every edge whose box touches that of A→B. */
function eachEdgeNear(
  part: Part,
  lonA: number,
  latA: number,
  lonB: number,
  latB: number,
  visit: (edge: number) => void,
): void {
  const south = Math.min(latA, latB);
  const north = Math.max(latA, latB);
  const west = Math.min(lonA, lonB);
  const east = Math.max(lonA, lonB);
  if (!(north >= part.south && south <= part.north && east >= part.west && west <= part.east)) return;
  const { x, y, items, start } = part;
  const first = stripOf(part, south);
  const last = stripOf(part, north);
  for (let strip = first; strip <= last; strip++) {
    for (let i = start[strip]!, end = start[strip + 1]!; i < end; i++) {
      const edge = items[i]!;
      const low = Math.min(y[edge]!, y[edge + 1]!);
      // An edge lies in several strips; it is met in the first one that the way touches.
      if (Math.max(first, stripOf(part, low)) !== strip) continue;
      if (low > north || (y[edge]! < south && y[edge + 1]! < south)) continue;
      if ((x[edge]! < west && x[edge + 1]! < west) || (x[edge]! > east && x[edge + 1]! > east)) continue;
      visit(edge);
    }
  }
}
