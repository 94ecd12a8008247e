/** Outlines of what is given by a distance: the circle round a point and the corridor along a line, on the ellipsoid. */
import type { EdgeKind } from '../types.ts';
import { densify, EDGE_TOLERANCE_M } from './edges.ts';
import { geodesicPoint, METRES_PER_NM, metresPerDegreeLat, metresPerDegreeLon, quickDistanceM } from './ellipsoid.ts';
import type { Position } from './part.ts';

const MIN_CORNERS = 32;
/** A side's distance to the line is exact where it is set off; within so many metres in between it strays by less than 1 m. */
const SIDE_STEP_M = 8_000;
/** Bounds what a line of very many vertices takes. Finer ones are thinned, by at most the tolerance where that is enough. */
const MAX_SEGMENTS = 4_000;

/** Closed ring `radiusNm` round a place, anticlockwise; the chords lie half inside and half outside the true circle. */
export function circleRing([lon, lat]: Position, radiusNm: number): Position[] {
  const ring = arc(lon, lat, radiusNm * METRES_PER_NM, 0, -2 * Math.PI);
  ring[ring.length - 1] = ring[0]!;
  return ring;
}

/**
 * The places within `halfWidthNm` of a line (longitudes unwrapped): one ring a segment, set off to both sides at right
 * angles and closed by half circles round its ends. The corridor is their union; its two ends are round.
 */
export function corridorRings(line: readonly Position[], kind: EdgeKind, halfWidthNm: number): Position[][] {
  const halfWidthM = halfWidthNm * METRES_PER_NM;
  const vertices = thinned(line);
  if (vertices.length === 1) return [circleRing(vertices[0]!, halfWidthNm)];
  const rings: Position[][] = [];
  for (let i = 1; i < vertices.length; i++) {
    rings.push(capsule(stepped(densify([vertices[i - 1]!, vertices[i]!], kind)), halfWidthM));
  }
  return rings;
}

function capsule(axis: readonly Position[], halfWidthM: number): Position[] {
  const right: Position[] = [];
  const left: Position[] = [];
  const last = axis.length - 1;
  axis.forEach(([lon, lat], i) => {
    const azimuth = azimuthAt(axis, i);
    if (i > 0 && i < last) {
      right.push(geodesicPoint(lon, lat, azimuth + Math.PI / 2, halfWidthM));
      left.push(geodesicPoint(lon, lat, azimuth - Math.PI / 2, halfWidthM));
    }
  });
  const start = azimuthAt(axis, 0);
  const end = azimuthAt(axis, last);
  const ring = [
    ...arc(...axis[last]!, halfWidthM, end + Math.PI / 2, end - Math.PI / 2),
    ...left.reverse(),
    ...arc(...axis[0]!, halfWidthM, start - Math.PI / 2, start - 1.5 * Math.PI),
    ...right,
  ];
  ring.push(ring[0]!);
  return ring;
}

/** Points at `radiusM` from one azimuth to another, both included, so many that chord and circle differ by 2 m at most. */
function arc(lon: number, lat: number, radiusM: number, from: number, to: number): Position[] {
  const angle = Math.acos(1 - Math.min(1, EDGE_TOLERANCE_M / (radiusM || 1)));
  const steps = Math.ceil(Math.max(MIN_CORNERS, Math.PI / angle) * (Math.abs(to - from) / (2 * Math.PI)));
  const points: Position[] = [];
  for (let i = 0; i <= steps; i++) {
    const sagittaM = radiusM * (1 - Math.cos((to - from) / steps / 2));
    // The two ends stand at the exact distance: a corridor's straight sides begin there.
    const out = i === 0 || i === steps ? 0 : sagittaM / 2;
    points.push(geodesicPoint(lon, lat, from + ((to - from) * i) / steps, radiusM + out));
  }
  return points;
}

/** Direction of the axis at one of its points, radians: halfway between those of the two pieces that meet there. */
function azimuthAt(axis: readonly Position[], i: number): number {
  const [lon, lat] = axis[i]!;
  const before = axis[i - 1] ?? axis[i]!;
  const after = axis[i + 1] ?? axis[i]!;
  const kx = metresPerDegreeLon(lat);
  const ky = metresPerDegreeLat(lat);
  const unit = (from: Position, to: Position): [number, number] => {
    const [dx, dy] = [(to[0] - from[0]) * kx, (to[1] - from[1]) * ky];
    const length = Math.hypot(dx, dy) || 1;
    return [dx / length, dy / length];
  };
  const u = unit(before, [lon, lat]);
  const v = unit([lon, lat], after);
  return Math.atan2(u[0] + v[0], u[1] + v[1]);
}

/** Long pieces cut into steps, since a line at a fixed distance from one straight in lon/lat is not straight itself. */
function stepped(line: readonly Position[]): Position[] {
  const out = line.slice(0, 1);
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const metres = Math.hypot(
      (b[0] - a[0]) * metresPerDegreeLon((a[1] + b[1]) / 2),
      (b[1] - a[1]) * metresPerDegreeLat(a[1]),
    );
    const steps = Math.ceil(metres / SIDE_STEP_M) || 1;
    for (let k = 1; k < steps; k++) out.push([a[0] + ((b[0] - a[0]) * k) / steps, a[1] + ((b[1] - a[1]) * k) / steps]);
    out.push(b);
  }
  return out;
}

/** The line without repeated positions, and with every vertex left out that is within so many metres of the one before as it takes. */
function thinned(line: readonly Position[]): Position[] {
  for (let toleranceM = 0; ; toleranceM = toleranceM * 2 || EDGE_TOLERANCE_M) {
    const kept: Position[] = [];
    for (const position of line) {
      const last = kept[kept.length - 1];
      if (!last || quickDistanceM(...last, ...position) > toleranceM) kept.push(position);
    }
    if (kept.length <= MAX_SEGMENTS + 1) return kept;
  }
}
