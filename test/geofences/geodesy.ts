/** The earth by others' means: GeographicLib's geodesics, and edges as they truly run, to hold ours against. */
import fc from 'fast-check';
import geographiclib from 'geographiclib-geodesic';
import type { EdgeKind } from '../../geofences/types.ts';
import { evenly, type Position } from './shapes.ts';

const wgs84 = geographiclib.Geodesic.WGS84;

const EDGE_KINDS: readonly EdgeKind[] = ['straight', 'geodesic', 'rhumb'];

/** Metres of the geodesic. */
export function metresBetween([lonA, latA]: Position, [lonB, latB]: Position): number {
  return wgs84.Inverse(latA, lonA, latB, lonB).s12!;
}

/** Degrees from north, at the first point. */
export function azimuthBetween([lonA, latA]: Position, [lonB, latB]: Position): number {
  return wgs84.Inverse(latA, lonA, latB, lonB).azi1!;
}

/** The end of the geodesic that sets out at an azimuth (degrees). */
export function pointAt([lon, lat]: Position, azimuthDeg: number, metres: number): Position {
  const end = wgs84.Direct(lat, lon, azimuthDeg, metres);
  return [end.lon2!, end.lat2!];
}

/** A point of the true edge, 0 at a, 1 at b. */
type Curve = (t: number) => Position;

export function trueEdge(kind: EdgeKind, a: Position, b: Position): Curve {
  const straight: Curve = (t) => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
  if (kind === 'straight') return straight;
  if (kind === 'geodesic') {
    const line = wgs84.InverseLine(a[1], a[0], b[1], b[0]);
    return (t) => {
      const at = line.Position(line.s13 * t);
      return [at.lon2!, at.lat2!];
    };
  }
  const [from, to] = [mercatorNorth(a[1]), mercatorNorth(b[1])];
  if (Math.abs(to - from) < 1e-9) return straight;
  return (t) => {
    const lat = a[1] + (b[1] - a[1]) * t;
    return [a[0] + ((b[0] - a[0]) * (mercatorNorth(lat) - from)) / (to - from), lat];
  };
}

/** Northing of the ellipsoidal Mercator projection, in earth radii (J. P. Snyder, Map Projections, 1987, 7-7). */
function mercatorNorth(lat: number): number {
  const e = Math.sqrt((2 - 1 / 298.257223563) / 298.257223563);
  const phi = (lat * Math.PI) / 180;
  const s = e * Math.sin(phi);
  return Math.log(Math.tan(Math.PI / 4 + phi / 2) * ((1 - s) / (1 + s)) ** (e / 2));
}

const SAMPLES = 64;

/** The least distance in metres from a point to a curve, and where: by samples, then by the golden section. */
export function nearestOnCurve(curve: Curve, point: Position): { metres: number; t: number } {
  const away = (t: number) => metresBetween(point, curve(t));
  let best = 0;
  for (let i = 1; i <= SAMPLES; i++) if (away(i / SAMPLES) < away(best / SAMPLES)) best = i;
  let low = Math.max(0, (best - 1) / SAMPLES);
  let high = Math.min(1, (best + 1) / SAMPLES);
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let round = 0; round < 60; round++) {
    const [x, y] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (away(x) < away(y)) high = y;
    else low = x;
  }
  const t = (low + high) / 2;
  return { metres: away(t), t };
}

/** Azimuth (degrees) of a curve at one of its points. */
export function courseOf(curve: Curve, t: number): number {
  const step = 1e-4;
  const [from, to] = [Math.max(0, t - step), Math.min(1, t + step)];
  return azimuthBetween(curve(from), curve(to));
}

/** Where the promise of 10 m holds: 0–30° N, round Vietnam. */
export const place: fc.Arbitrary<Position> = fc.tuple(evenly(98, 122), evenly(0.1, 29.9));

/** Two places a treaty line's longest segments apart, 20 to 600 km. */
export const longEdge: fc.Arbitrary<[Position, Position]> = fc
  .tuple(fc.tuple(evenly(104, 116), evenly(6, 24)), evenly(0, 360), evenly(20_000, 600_000))
  .map(([a, azimuth, metres]): [Position, Position] => [a, pointAt(a, azimuth, metres)]);

export const share = evenly(0.02, 0.98);
export const angle = evenly(0, 360);
export const kindOfEdge = fc.constantFrom(...EDGE_KINDS);
