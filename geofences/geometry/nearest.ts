/** Distance from a point to the outline of a zone, on the WGS84 ellipsoid. */
import { type EdgeIndex, indexEdges } from './edge-index.ts';
import { eastNorthM, geodesic, METRES_PER_NM, metresPerDegreeLat, metresPerDegreeLon, normalLon } from './ellipsoid.ts';
import { orientation } from './orientation.ts';
import type { Part } from './part.ts';

export interface Nearest {
  distanceNm: number;
  /** The nearest point of the outline. */
  lon: number;
  lat: number;
  /** Of a line: on which side of its direction the point lies; undefined off the line's two ends, where there is no side. */
  side?: 'left' | 'right';
  /** Of an area: whether the point is in it. */
  inside?: boolean;
}

const indexes = new WeakMap<readonly Part[], EdgeIndex>();

/** The parts' index, made when it is first asked for and kept with the parts. */
export function edgeIndexOf(parts: readonly Part[]): EdgeIndex {
  let index = indexes.get(parts);
  if (!index) {
    index = indexEdges(parts);
    indexes.set(parts, index);
  }
  return index;
}

/** Nearest point of the parts' outline; the distance is that of the geodesic to it. `undefined` when there is no edge at all. */
export function nearestOf(parts: readonly Part[], lon: number, lat: number): Nearest | undefined {
  const index = edgeIndexOf(parts);
  let best: Foot | undefined;
  let bestM = Number.POSITIVE_INFINITY;
  for (const piece of index.candidates(lon, lat)) {
    const foot = footOn(index, piece, lon, lat);
    if (best && foot.lon === best.lon && foot.lat === best.lat) continue;
    const metres = geodesic(lon, lat, foot.lon, foot.lat).distanceM;
    if (metres >= bestM) continue;
    best = foot;
    bestM = metres;
  }
  if (!best) return undefined;
  const nearest: Nearest = { distanceNm: bestM / METRES_PER_NM, lon: normalLon(best.lon), lat: best.lat };
  if (!parts[0]!.closed) {
    const side = sideOfLine(index, best, bestM, lon, lat);
    if (side !== undefined) nearest.side = side >= 0 ? 'left' : 'right';
  }
  return nearest;
}

interface Foot {
  piece: number;
  /** 0 at the piece's first vertex, 1 at its second. */
  t: number;
  lon: number;
  lat: number;
}

/** Steps towards where the way to the point stands at a right angle: each leaves a thousandth of the last one's error. */
const STEPS = 3;

function footOn(index: EdgeIndex, piece: number, lon: number, lat: number): Foot {
  const v = index.from[piece]!;
  const [x0, y0] = [index.lons[v]!, index.lats[v]!];
  const [dx, dy] = [index.lons[v + 1]! - x0, index.lats[v + 1]! - y0];
  let t = 0.5;
  for (let step = 0; step < STEPS; step++) {
    const y = y0 + t * dy;
    const [east, north] = eastNorthM(x0 + t * dx, y, lon, lat);
    const [ex, ey] = [dx * metresPerDegreeLon(y), dy * metresPerDegreeLat(y)];
    t = Math.max(0, Math.min(1, t + (east * ex + north * ey) / (ex * ex + ey * ey)));
  }
  if (t === 0) return { piece, t, lon: x0, lat: y0 };
  if (t === 1) return { piece, t, lon: index.lons[v + 1]!, lat: index.lats[v + 1]! };
  return { piece, t, lon: x0 + t * dx, lat: y0 + t * dy };
}

/** Nearer than this the side is told by the exact sign: the earth's axes carry a place to a few nanometres. */
const CLOSE_M = 1;

/**
 * Positive left of the line, negative right of it, undefined off its ends. At a bend the direction is halfway between
 * those of the two pieces, to which every point that is nearest to the bend lies on the same side as to the line.
 */
function sideOfLine(index: EdgeIndex, foot: Foot, distanceM: number, lon: number, lat: number): number | undefined {
  const v = index.from[foot.piece]!;
  if (foot.t > 0 && foot.t < 1) {
    if (distanceM < CLOSE_M) {
      const turned = lon + Math.round((foot.lon - lon) / 360) * 360;
      return orientation(index.lons[v]!, index.lats[v]!, index.lons[v + 1]!, index.lats[v + 1]!, turned, lat);
    }
    return leftOf(directionOf(index, v), foot, lon, lat);
  }
  const before = foot.t === 0 ? previousPiece(index, foot.piece) : foot.piece;
  const after = foot.t === 0 ? foot.piece : nextPiece(index, foot.piece);
  if (before === undefined || after === undefined) return undefined;
  const u = directionOf(index, index.from[before]!);
  const w = directionOf(index, index.from[after]!);
  return leftOf([u[0] + w[0], u[1] + w[1]], foot, lon, lat);
}

function leftOf([east, north]: [number, number], foot: Foot, lon: number, lat: number): number {
  const [toEast, toNorth] = eastNorthM(foot.lon, foot.lat, lon, lat);
  return east * toNorth - north * toEast;
}

/** Unit vector east and north along the piece that begins in a vertex. */
function directionOf(index: EdgeIndex, v: number): [number, number] {
  const middle = (index.lats[v]! + index.lats[v + 1]!) / 2;
  const east = (index.lons[v + 1]! - index.lons[v]!) * metresPerDegreeLon(middle);
  const north = (index.lats[v + 1]! - index.lats[v]!) * metresPerDegreeLat(middle);
  const length = Math.sqrt(east * east + north * north);
  return [east / length, north / length];
}

/** The piece that ends where this one begins: the one before, or the last of a line that comes back to its beginning. */
function previousPiece({ from, lons, lats }: EdgeIndex, piece: number): number | undefined {
  if (from[piece - 1] === from[piece]! - 1) return piece - 1;
  let last = piece;
  while (from[last + 1] === from[last]! + 1) last++;
  return isSamePlace(lons, lats, from[last]! + 1, from[piece]!) ? last : undefined;
}

function nextPiece({ from, lons, lats }: EdgeIndex, piece: number): number | undefined {
  if (from[piece + 1] === from[piece]! + 1) return piece + 1;
  let first = piece;
  while (from[first - 1] === from[first]! - 1) first--;
  return isSamePlace(lons, lats, from[piece]! + 1, from[first]!) ? first : undefined;
}

function isSamePlace(lons: Float64Array, lats: Float64Array, a: number, b: number): boolean {
  return lats[a] === lats[b] && (lons[a]! - lons[b]!) % 360 === 0;
}
