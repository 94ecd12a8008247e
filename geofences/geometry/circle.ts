/** The circle round a place, on the ellipsoid: an outline given by a distance. */
import { geodesicPoint, METRES_PER_NM } from './ellipsoid.ts';
import type { Position } from './part.ts';
import { EDGE_TOLERANCE_M } from './tolerance.ts';

const MIN_CORNERS = 32;

/** Closed ring `radiusNm` round a place, anticlockwise; the chords lie half inside and half outside the true circle. */
export function circleRing([lon, lat]: Position, radiusNm: number): Position[] {
  const ring = arc(lon, lat, radiusNm * METRES_PER_NM, 0, -2 * Math.PI);
  ring[ring.length - 1] = ring[0]!;
  return ring;
}

/** Points at `radiusM` from one azimuth to another, both included, so many that chord and circle differ by 2 m at most. */
export function arc(lon: number, lat: number, radiusM: number, from: number, to: number): Position[] {
  const angle = Math.acos(1 - Math.min(1, EDGE_TOLERANCE_M / (radiusM || 1)));
  const steps = Math.ceil(Math.max(MIN_CORNERS, Math.PI / angle) * (Math.abs(to - from) / (2 * Math.PI))) || 1;
  const points: Position[] = [];
  for (let i = 0; i <= steps; i++) {
    const sagittaM = radiusM * (1 - Math.cos((to - from) / steps / 2));
    // The two ends stand at the exact distance: a corridor's straight sides begin there.
    const out = i === 0 || i === steps ? 0 : sagittaM / 2;
    points.push(geodesicPoint(lon, lat, from + ((to - from) * i) / steps, radiusM + out));
  }
  return points;
}
