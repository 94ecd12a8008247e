/** One ring in the plane of longitude and latitude, where edges are straight. Rings may be given closed or open. */
import type { Position } from '../draft.ts';

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export function boxOf(positions: Iterable<Position>): Box {
  const box = {
    west: Number.POSITIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
  };
  for (const [x, y] of positions) {
    if (x < box.west) box.west = x;
    if (x > box.east) box.east = x;
    if (y < box.south) box.south = y;
    if (y > box.north) box.north = y;
  }
  return box;
}

/** Square degrees, positive when counter-clockwise. Taken from the first vertex, so that far-off zones lose no digits. */
export function signedArea(ring: readonly Position[]): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[i + 1 === ring.length ? 0 : i + 1]!;
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return twice / 2;
}

/** x, y, x, y …: for a ring that many points are held against. */
export function flatRing(ring: readonly Position[]): Float64Array {
  const flat = new Float64Array(ring.length * 2);
  ring.forEach(([x, y], i) => {
    flat[i * 2] = x;
    flat[i * 2 + 1] = y;
  });
  return flat;
}

/** Even-odd. A point on the edge may count either way. */
export function flatRingContains(flat: Float64Array, x: number, y: number): boolean {
  let inside = false;
  let bx = flat[flat.length - 2]!;
  let by = flat[flat.length - 1]!;
  for (let i = 0; i < flat.length; i += 2) {
    const ax = flat[i]!;
    const ay = flat[i + 1]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    bx = ax;
    by = ay;
  }
  return inside;
}

/**
 * A point well inside, by even-odd: in the middle of the widest stretch of a parallel that runs through no vertex.
 * Undefined for a ring without height or width.
 */
export function interiorPoint(ring: readonly Position[]): Position | undefined {
  const levels = [...new Set(ring.map(([, y]) => y))].sort((a, b) => a - b);
  let y: number | undefined;
  let widest = 0;
  for (let i = 1; i < levels.length; i++) {
    const gap = levels[i]! - levels[i - 1]!;
    if (gap <= widest) continue;
    widest = gap;
    y = levels[i - 1]! + gap / 2;
  }
  return y === undefined ? undefined : middleOfWidest(ring, y);
}

function middleOfWidest(ring: readonly Position[], y: number): Position | undefined {
  const cuts: number[] = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y) cuts.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
  }
  cuts.sort((a, b) => a - b);
  let best: Position | undefined;
  let widest = 0;
  for (let i = 1; i < cuts.length; i += 2) {
    const width = cuts[i]! - cuts[i - 1]!;
    if (width <= widest) continue;
    widest = width;
    best = [cuts[i - 1]! + width / 2, y];
  }
  return best;
}
