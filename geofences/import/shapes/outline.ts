/** Mending outlines: rings closed, doubled vertices and spikes taken out. What is taken out is told by its index. */
import { lonDifference, metresPerDegreeLat, metresPerDegreeLon } from '../../geometry/ellipsoid.ts';
import { closedRing, openRing, type Position, samePosition } from '../draft.ts';

/** Vertices nearer than this are one: 0.1 m. Degrees. */
const SAME_DEG = 1e-6;
/** An outline that turns back on itself by less than this is a slip of the hand: at 10 nm it encloses 0.17 nm. Degrees. */
const SPIKE_DEG = 1;

export interface Mended {
  positions: Position[];
  /** Indices, in what was given, of the vertices that are gone. */
  removed: number[];
}

/** A ring closed and without vertices that follow each other in one place; lines too, which stay open. */
export function withoutDuplicates(positions: Position[], isRing: boolean): Mended {
  const kept: Position[] = [];
  const removed: number[] = [];
  positions.forEach((position, index) => {
    const before = kept[kept.length - 1];
    // The last position of a closed ring repeats the first one: that is no doubled vertex.
    const isClosing = isRing && index === positions.length - 1 && kept.length > 1 && samePosition(position, kept[0]!);
    if (before && isNear(before, position)) {
      if (isClosing) kept[kept.length - 1] = position;
      removed.push(index);
    } else kept.push(position);
  });
  return { positions: kept, removed };
}

function isNear(a: Position, b: Position): boolean {
  return Math.abs(lonDifference(a[0], b[0])) < SAME_DEG && Math.abs(a[1] - b[1]) < SAME_DEG;
}

/**
 * A closed ring without its spikes. A ring that is nothing but spikes becomes a ring of fewer than three vertices.
 * What is left hangs on which spike goes first, so the walk begins at the south-westernmost vertex and goes round the
 * same way wherever the ring was begun and whichever way it is turned.
 */
export function withoutSpikes(ring: Position[]): Mended {
  const open = openRing(ring);
  let left = open.length;
  const { first, step } = walkRound(open);
  const before = Int32Array.from(open, (_, i) => (i + left - step) % left);
  const after = Int32Array.from(open, (_, i) => (i + left + step) % left);
  const removed: number[] = [];
  let at = first;
  for (let good = 0; left >= 3 && good < left; ) {
    const [from, to] = [before[at]!, after[at]!];
    if (!isSpike(open[from]!, open[at]!, open[to]!)) {
      at = to;
      good++;
      continue;
    }
    removed.push(at);
    left--;
    after[from] = to;
    before[to] = from;
    // A spike taken out may lay bare another at the vertex before it.
    at = from;
    good = Math.max(0, good - 1);
  }
  const gone = new Set(removed);
  const kept = open.filter((_, index) => !gone.has(index));
  return { positions: left >= 3 ? closedRing(kept) : kept, removed: removed.sort((a, b) => a - b) };
}

/** The least vertex by longitude, then latitude, and the way on which its lesser neighbour comes first. */
function walkRound(open: readonly Position[]): { first: number; step: 1 | -1 } {
  const { length } = open;
  const neighbours = (i: number): [Position, Position] => {
    const [back, on] = [open[(i + length - 1) % length]!, open[(i + 1) % length]!];
    return byPlace(back, on) < 0 ? [back, on] : [on, back];
  };
  let first = 0;
  for (let i = 1; i < length; i++) {
    const order = byPlace(open[i]!, open[first]!);
    if (order < 0 || (order === 0 && byPlace(neighbours(i)[0], neighbours(first)[0]) < 0)) first = i;
  }
  const isForward = length === 0 || samePosition(neighbours(first)[0], open[(first + 1) % length]!);
  return { first, step: isForward ? 1 : -1 };
}

function byPlace(a: Position, b: Position): number {
  return a[0] - b[0] || a[1] - b[1];
}

function isSpike(before: Position, tip: Position, after: Position): boolean {
  const kx = metresPerDegreeLon(tip[1]);
  const ky = metresPerDegreeLat(tip[1]);
  const [ax, ay] = [lonDifference(tip[0], before[0]) * kx, (before[1] - tip[1]) * ky];
  const [bx, by] = [lonDifference(tip[0], after[0]) * kx, (after[1] - tip[1]) * ky];
  if (samePosition(before, tip) || samePosition(after, tip)) return true;
  const angle = Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by);
  return angle < (SPIKE_DEG * Math.PI) / 180;
}

/** Different places among the vertices, counted up to three. */
export function distinctPlaces(positions: readonly Position[]): number {
  const seen: Position[] = [];
  for (const position of positions) {
    if (!seen.some((one) => isNear(one, position))) seen.push(position);
    if (seen.length === 3) break;
  }
  return seen.length;
}
