/** Distance from a point to the edge of a zone, on the WGS84 ellipsoid. */
import { geodesic, METRES_PER_NM, metresPerDegreeLat, metresPerDegreeLon } from './ellipsoid.ts';
import { type Part, stripOf } from './shape.ts';

export interface Nearest {
  distanceNm: number;
  /** The nearest point of the edge. */
  lon: number;
  lat: number;
  /** For lines: on which side of its direction the point lies; undefined off the line's two ends, where there is no side. */
  side?: 'left' | 'right';
}

/** Coarse distances may err by the change of the longitude scale along the way: below 1 % up to 60 nm in 0–30° N. */
const COARSE_MARGIN = 1.01;

/** Nearest point of the parts' edges; error < 10 m within 60 nm. `undefined` when there is no edge at all. */
export function nearestOf(parts: Part[], lon: number, lat: number): Nearest | undefined {
  const coarse = coarseDistances(parts, lon, lat);
  let best: Nearest | undefined;
  let sides: { end: boolean; turn: number } | undefined;
  for (const { part, edge, distance } of coarse.edges) {
    if (distance > coarse.best * COARSE_MARGIN + 1) continue;
    const { x, y, t } = refine(part, edge, lon, lat);
    const distanceNm = geodesic(lon, lat, x, y).distanceM / METRES_PER_NM;
    if (best && distanceNm >= best.distanceNm) continue;
    best = { distanceNm, lon: x, lat: y };
    sides = part.closed ? undefined : lineSide(part, edge, t, lon, lat);
  }
  if (best && sides && !sides.end) best.side = sides.turn >= 0 ? 'left' : 'right';
  return best;
}

function coarseDistances(parts: Part[], lon: number, lat: number) {
  const kx = metresPerDegreeLon(lat);
  const ky = metresPerDegreeLat(lat);
  let best = Number.POSITIVE_INFINITY;
  const edges: { part: Part; edge: number; distance: number }[] = [];
  for (const part of parts) {
    for (let edge = 0; edge < part.ax.length; edge++) {
      const distance = edgeDistance(part, edge, lon, lat, kx, ky);
      if (distance > best * COARSE_MARGIN + 1) continue;
      if (distance < best) best = distance;
      edges.push({ part, edge, distance });
    }
  }
  return { best, edges };
}

/** Metres from the point to an edge in a plane with the given scales (metres a degree). */
function edgeDistance(part: Part, edge: number, lon: number, lat: number, kx: number, ky: number): number {
  const x0 = (part.ax[edge]! - lon) * kx;
  const y0 = (part.ay[edge]! - lat) * ky;
  const dx = (part.bx[edge]! - part.ax[edge]!) * kx;
  const dy = (part.by[edge]! - part.ay[edge]!) * ky;
  let t = -(x0 * dx + y0 * dy) / (dx * dx + dy * dy);
  t = t < 0 ? 0 : Math.min(t, 1);
  const x = x0 + t * dx;
  const y = y0 + t * dy;
  return Math.sqrt(x * x + y * y);
}

/** Nearest point on one edge, with the longitude scale of the latitude halfway to it. */
function refine(part: Part, edge: number, lon: number, lat: number): { x: number; y: number; t: number } {
  const [x0, y0] = [part.ax[edge]!, part.ay[edge]!];
  const [ex, ey] = [part.bx[edge]! - x0, part.by[edge]! - y0];
  let t = 0;
  let towards = lat;
  for (let round = 0; round < 3; round++) {
    const kx = metresPerDegreeLon((lat + towards) / 2);
    const ky = metresPerDegreeLat((lat + towards) / 2);
    t = ((lon - x0) * ex * kx * kx + (lat - y0) * ey * ky * ky) / (ex * ex * kx * kx + ey * ey * ky * ky);
    t = t < 0 ? 0 : Math.min(t, 1);
    towards = y0 + t * ey;
  }
  return { x: x0 + t * ex, y: y0 + t * ey, t };
}

/** At a bend both edges meet in the vertex; the sign of the edge turned less away decides, which is the usual one. */
function lineSide(part: Part, edge: number, t: number, lon: number, lat: number): { end: boolean; turn: number } {
  const end = (edge === 0 && t === 0) || (edge === part.ax.length - 1 && t === 1);
  const turn = turnAt(part, edge, lon, lat);
  if (end || (t > 0 && t < 1)) return { end, turn };
  const other = t === 0 ? edge - 1 : edge + 1;
  const bend =
    t === 0
      ? turnAt(part, other, part.bx[edge]!, part.by[edge]!)
      : turnAt(part, edge, part.bx[other]!, part.by[other]!);
  // Nearest to a vertex means being on the outer side of the bend: right of a left turn, left of a right turn.
  return { end, turn: -bend };
}

function turnAt(part: Part, edge: number, lon: number, lat: number): number {
  const [x0, y0] = [part.ax[edge]!, part.ay[edge]!];
  return (part.bx[edge]! - x0) * (lat - y0) - (part.by[edge]! - y0) * (lon - x0);
}

/** Beyond this the raster says no more than “beyond”: no rule asks for greater distances. */
const BOUND_MAX_NM = 60;
/** The coarse distance errs by less than this share within BOUND_MAX_NM up to 65° of latitude. */
const BOUND_SHARE = 0.9;
/** Half a diagonal of a cell, in cells; a degree of latitude is at most 60.3 nm (at the poles). */
const HALF_DIAGONAL_NM = 0.7072 * 60.3;

/**
 * Lower bound of the distance to a zone's edge by a lazy raster: far from the edge, which is nearly always, no edge is
 * looked at.
 */
export class DistanceBound {
  private readonly parts: Part[];
  private readonly cellDeg: number;
  private readonly west: number;
  private readonly south: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly bounds: Float32Array;

  constructor(parts: Part[]) {
    this.parts = parts;
    // 60 nm a degree of latitude; a degree of longitude is at most that, at 60° half of it, hence the factor 2.
    const margin = (BOUND_MAX_NM / 60) * 2;
    this.west = Math.min(...parts.map((part) => part.west)) - margin;
    this.south = Math.min(...parts.map((part) => part.south)) - margin;
    const width = Math.max(...parts.map((part) => part.east)) + margin - this.west;
    const height = Math.max(...parts.map((part) => part.north)) + margin - this.south;
    this.cellDeg = Math.max(width, height) / 256;
    this.columns = Math.ceil(width / this.cellDeg);
    this.rows = Math.ceil(height / this.cellDeg);
    this.bounds = new Float32Array(this.columns * this.rows).fill(Number.NaN);
  }

  /** Nautical miles that the edge is away at least, at most 60 of them; `Infinity` beyond the raster. */
  atLeastNm(lon: number, lat: number): number {
    const column = Math.floor((lon - this.west) / this.cellDeg);
    const row = Math.floor((lat - this.south) / this.cellDeg);
    if (!(column >= 0 && column < this.columns && row >= 0 && row < this.rows)) return Number.POSITIVE_INFINITY;
    const cell = row * this.columns + column;
    const known = this.bounds[cell]!;
    if (!Number.isNaN(known)) return known;
    const x = this.west + (column + 0.5) * this.cellDeg;
    const y = this.south + (row + 0.5) * this.cellDeg;
    const coarseNm = coarseDistanceM(this.parts, x, y) / METRES_PER_NM;
    const bound = Math.min(BOUND_MAX_NM, Math.max(0, coarseNm * BOUND_SHARE - this.cellDeg * HALF_DIAGONAL_NM));
    this.bounds[cell] = bound;
    return bound;
  }
}

/** Metres to the nearest edge by the scale of the point's own latitude; parts whose box lies farther than the best are not looked at. */
export function coarseDistanceM(parts: readonly Part[], lon: number, lat: number): number {
  const kx = metresPerDegreeLon(lat);
  const ky = metresPerDegreeLat(lat);
  let best = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const x = Math.max(part.west - lon, 0, lon - part.east) * kx;
    const y = Math.max(part.south - lat, 0, lat - part.north) * ky;
    if (x * x + y * y >= best * best) continue;
    for (let edge = 0; edge < part.ax.length; edge++) best = Math.min(best, edgeDistance(part, edge, lon, lat, kx, ky));
  }
  return best;
}

/** Whether an edge of the part lies within so many metres; looks only at the edges of the latitudes in question. */
export function isEdgeWithin(part: Part, lon: number, lat: number, withinM: number): boolean {
  const kx = metresPerDegreeLon(lat);
  const ky = metresPerDegreeLat(lat);
  const from = stripOf(part, lat - withinM / ky);
  const to = stripOf(part, lat + withinM / ky);
  for (let i = part.start[from]!, end = part.start[to + 1]!; i < end; i++) {
    if (edgeDistance(part, part.items[i]!, lon, lat, kx, ky) <= withinM) return true;
  }
  return false;
}
