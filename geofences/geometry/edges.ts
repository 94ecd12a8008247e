/** Edges as they really run, broken into pieces that are straight in lon/lat to within two metres. */
import type { EdgeKind } from '../types.ts';
import { geodesicMidpoint, quickDistanceM, rhumbMidpoint } from './ellipsoid.ts';
import type { Position } from './part.ts';
import { EDGE_TOLERANCE_M } from './tolerance.ts';

/** Bounds the work on an edge half round the world: 65,536 pieces. */
const MAX_HALVINGS = 16;
const EARTH_RADIUS_M = 6_378_137;
const RAD = Math.PI / 180;

/** The line with its edges broken up. Longitudes have to be unwrapped. */
export function densify(line: readonly Position[], kind: EdgeKind): Position[] {
  if (kind === 'straight') return [...line];
  const out = line.slice(0, 1);
  for (let i = 1; i < line.length; i++) halve(line[i - 1]!, line[i]!, kind, out, 0);
  return out;
}

function halve(a: Position, b: Position, kind: EdgeKind, out: Position[], depth: number): void {
  if (depth >= MAX_HALVINGS || bendBoundM(...a, ...b) <= EDGE_TOLERANCE_M) {
    out.push(b);
    return;
  }
  const middle = kind === 'geodesic' ? geodesicMidpoint(...a, ...b) : rhumbMidpoint(...a, ...b);
  // Not asked of a whole edge: one whose middle happens to lie on the chord (across the equator) may bend elsewhere.
  if (depth > 0 && quickDistanceM(...middle, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2) <= EDGE_TOLERANCE_M) {
    out.push(b);
    return;
  }
  halve(a, middle, kind, out, depth + 1);
  halve(middle, b, kind, out, depth + 1);
}

/**
 * Metres by which a geodesic or rhumb line departs at most from the straight one in lon/lat, halfway along included: the
 * second-order term of both on the sphere, R/8 · Δλ · (Δλ + 2 Δφ) · sin φ. Good up to a few degrees.
 */
export function bendBoundM(lonA: number, latA: number, lonB: number, latB: number): number {
  const across = Math.abs(lonB - lonA) * RAD;
  const along = Math.abs(latB - latA) * RAD;
  const slope = Math.sin(Math.max(Math.abs(latA), Math.abs(latB)) * RAD);
  return (EARTH_RADIUS_M / 8) * across * (across + 2 * along) * slope;
}

/** Longitudes made continuous from vertex to vertex (RFC 7946 leaves a jump of 360° at the antimeridian). */
export function unwrap(line: readonly Position[], reference = line[0]?.[0] ?? 0): Position[] {
  let previous = reference;
  return line.map(([lon, lat]) => {
    let x = lon;
    while (x - previous > 180) x -= 360;
    while (x - previous < -180) x += 360;
    previous = x;
    return [x, lat];
  });
}

/** The ring ending with its first position. */
export function closeRing(ring: readonly Position[]): Position[] {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : [...ring];
}
