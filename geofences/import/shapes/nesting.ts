/** Which ring lies in which: rings → polygons with holes, whatever way round they are drawn. */
import Flatbush from 'flatbush';
import type { Position } from '../draft.ts';
import { continuous } from './drawn.ts';
import { boxOf, flatRing, flatRingContains, interiorPoint } from './ring.ts';

/** Vertices looked at: about a second. Ten thousand islands before a coast of 38,000 vertices need two thirds of it. */
const MAX_WORK = 500_000_000;
/** Pairs of rings within rings, which only thousands of rings within one another have. */
const MAX_FOUND = 1_000_000;

/**
 * For every ring, the rings that contain it. Rings are taken not to cross; of two equal ones the earlier contains the later.
 * @param sizeOf a ring inside another is smaller by this; by default its box, which serves rings that cross themselves too
 * @returns undefined when the rings are nested too deep to be sorted out
 */
export function containersOf(
  rings: readonly Position[][],
  sizeOf: (ring: readonly Position[]) => number = extent,
): number[][] | undefined {
  const containers: number[][] = rings.map(() => []);
  if (rings.length < 2) return containers;
  const index = new Flatbush(rings.length);
  for (const ring of rings) {
    const { west, south, east, north } = ring.length > 0 ? boxOf(ring) : NOWHERE;
    index.add(west, south, east, north);
  }
  index.finish();
  const sizes = rings.map((ring) => sizeOf(ring));
  const flat = rings.map(flatRing);
  let work = 0;
  let found = 0;
  for (const [i, ring] of rings.entries()) {
    const point = interiorPoint(ring);
    if (!point) continue;
    const isLarger = (j: number): boolean => sizes[j]! > sizes[i]! || (sizes[j] === sizes[i] && j < i);
    for (const j of index.search(point[0], point[1], point[0], point[1], isLarger)) {
      work += rings[j]!.length;
      if (!flatRingContains(flat[j]!, point[0], point[1])) continue;
      containers[i]!.push(j);
      found++;
    }
    if (work > MAX_WORK || found > MAX_FOUND) return undefined;
  }
  return containers;
}

const NOWHERE = { west: 1e9, south: 1e9, east: 1e9, north: 1e9 };

function extent(ring: readonly Position[]): number {
  if (ring.length === 0) return 0;
  const { west, south, east, north } = boxOf(ring);
  return (east - west) * (north - south);
}

/**
 * Outer rings in their order, each with the holes that lie directly in it. Islands in holes are polygons of their own.
 * Rings nested too deep are left side by side.
 */
export function polygonsOfRings(rings: readonly Position[][]): Position[][][] {
  const reference = rings[0]?.[0]?.[0];
  const containers = containersOf(rings.map((ring) => continuous(ring, reference)));
  if (!containers) return rings.map((ring) => [ring]);
  const polygons = new Map<number, Position[][]>();
  rings.forEach((ring, i) => {
    if (containers[i]!.length % 2 === 0) polygons.set(i, [ring]);
  });
  rings.forEach((ring, i) => {
    if (containers[i]!.length % 2 === 0) return;
    const depth = containers[i]!.length - 1;
    const parent = containers[i]!.find((j) => containers[j]!.length === depth);
    const polygon = parent === undefined ? undefined : polygons.get(parent);
    if (polygon) polygon.push(ring);
    else polygons.set(i, [ring]);
  });
  return [...polygons.values()];
}
