/** The corridor along a line, on the ellipsoid. */
import type { EdgeKind } from '../types.ts';
import { arc, circleRing } from './circle.ts';
import { densify } from './edges.ts';
import { geodesicPoint, METRES_PER_NM, metresPerDegreeLat, metresPerDegreeLon, quickDistanceM } from './ellipsoid.ts';
import type { Position } from './part.ts';
import { EDGE_TOLERANCE_M } from './tolerance.ts';

/** A side's distance to the line is exact where it is set off; within so many metres in between it strays by less than 1 m. */
const SIDE_STEP_M = 8_000;
/** Bounds what a line that goes round the earth more than ten times takes: its steps are longer. */
const MAX_STEPS = 65_536;
/** Bounds what a line of very many vertices takes. Finer ones are thinned, by at most the tolerance where that is enough. */
const MAX_SEGMENTS = 4_000;

/**
 * The places within `halfWidthNm` of a line (longitudes unwrapped), as the union of a ring a segment: set off to both
 * sides at right angles, with the wedge on the outer side of the bend where the next one begins. What is nearest to a
 * bend lies in such a wedge, and what is nearest to one of the line's two ends in the half circle there.
 */
export function corridorRings(line: readonly Position[], kind: EdgeKind, halfWidthNm: number): Position[][] {
  const halfWidthM = halfWidthNm * METRES_PER_NM;
  const vertices = thinned(line);
  if (vertices.length === 1) return [circleRing(vertices[0]!, halfWidthNm)];
  const axes: Position[][] = [];
  const stepM = Math.max(SIDE_STEP_M, lengthM(vertices) / MAX_STEPS);
  for (let i = 1; i < vertices.length; i++) axes.push(stepped(densify([vertices[i - 1]!, vertices[i]!], kind), stepM));
  return axes.map((axis, i) => [
    ...along(axis, halfWidthM),
    ...(i + 1 < axes.length ? bend(axis, axes[i + 1]!, halfWidthM) : halfCircle(axis, halfWidthM)),
    ...along(reversed(axis), halfWidthM),
    ...(i > 0 ? [] : halfCircle(reversed(axis), halfWidthM)),
    sideOf(axis, 0, halfWidthM),
  ]);
}

const QUARTER = Math.PI / 2;

const reversed = (axis: readonly Position[]): Position[] => [...axis].reverse();

/** The right side of an axis. */
function along(axis: readonly Position[], halfWidthM: number): Position[] {
  return axis.map((_, i) => sideOf(axis, i, halfWidthM));
}

/** The place right of one of the axis' points. */
function sideOf(axis: readonly Position[], i: number, halfWidthM: number): Position {
  return geodesicPoint(...axis[i]!, azimuthAt(axis, i) + QUARTER, halfWidthM);
}

/** From right to left round the end of an axis, without the two. */
function halfCircle(axis: readonly Position[], halfWidthM: number): Position[] {
  const last = axis.length - 1;
  const azimuth = azimuthAt(axis, last);
  return arc(...axis[last]!, halfWidthM, azimuth + QUARTER, azimuth - QUARTER).slice(1, -1);
}

/** The wedge at the end of an axis, out to the corner where the side of the next one begins: between the two there is no gap. */
function bend(axis: readonly Position[], next: readonly Position[], halfWidthM: number): Position[] {
  const end = axis[axis.length - 1]!;
  const from = azimuthAt(axis, axis.length - 1);
  const turn = Math.atan2(Math.sin(azimuthAt(next, 0) - from), Math.cos(azimuthAt(next, 0) - from));
  const side = turn < 0 ? QUARTER : -QUARTER;
  const between = arc(...end, halfWidthM, from + side, from + turn + side).slice(1, -1);
  const corner = turn < 0 ? sideOf(next, 0, halfWidthM) : sideOf(reversed(next), next.length - 1, halfWidthM);
  return turn < 0 ? [...between, corner, end] : [end, corner, ...between.reverse()];
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
function stepped(line: readonly Position[], stepM: number): Position[] {
  const out = line.slice(0, 1);
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const steps = Math.ceil(quickDistanceM(...a, ...b) / stepM) || 1;
    for (let k = 1; k < steps; k++) out.push([a[0] + ((b[0] - a[0]) * k) / steps, a[1] + ((b[1] - a[1]) * k) / steps]);
    out.push(b);
  }
  return out;
}

function lengthM(line: readonly Position[]): number {
  return line.reduce((sum, position, i) => sum + (i > 0 ? quickDistanceM(...line[i - 1]!, ...position) : 0), 0);
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
