/**
 * A zone made ready once: edges in typed arrays, cut into horizontal strips so that a point or a track meets only the
 * edges at its own latitude. Edges are straight in lon/lat; geodesic and rhumb edges and circles are densified first.
 */
import type { EdgeKind, Zone } from '../types.ts';
import { geodesicMidpoint, geodesicPoint, METRES_PER_NM, quickDistanceM, rhumbMidpoint } from './ellipsoid.ts';

/** A densified edge departs from the true one by at most this much (the promise is 10 m). */
const DENSIFY_TOLERANCE_M = 2;
/** Halving 100 times would mean an edge shorter than an atom: the bound is only against a loop without end. */
const MAX_HALVINGS = 16;

type Position = [number, number];

/** One polygon with its holes, or one line, of a zone. */
export interface Part {
  /** Index of the zone in its locator. */
  zone: number;
  /** False for a directed line, which contains nothing. */
  closed: boolean;
  west: number;
  south: number;
  east: number;
  north: number;
  ax: Float64Array;
  ay: Float64Array;
  bx: Float64Array;
  by: Float64Array;
  /** Edges of strip `i` are items[start[i]] … items[start[i + 1] - 1]. */
  start: Int32Array;
  items: Int32Array;
  strips: number;
  /** Strips per degree of latitude. */
  perDegree: number;
}

/** Parts of a zone, longitudes unwrapped: a zone across the antimeridian reaches beyond ±180. */
export function prepareZone(zone: Zone, index: number): Part[] {
  const kind = zone.properties.edges ?? 'straight';
  const geometry = zone.geometry;
  if (geometry.type === 'Point') return [preparePart([circle(zone)], index, true)];
  if (geometry.type === 'LineString') return [preparePart([densify(unwrap(geometry.coordinates), kind)], index, false)];
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => {
    const reference = rings[0]?.[0]?.[0] ?? 0;
    return preparePart(
      rings.map((ring) => densify(unwrap(close(ring), reference), kind)),
      index,
      true,
    );
  });
}

function close(ring: Position[]): Position[] {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}

/** Longitudes made continuous from vertex to vertex (RFC 7946 leaves a jump of 360° at the antimeridian). */
function unwrap(line: Position[], reference = line[0]?.[0] ?? 0): Position[] {
  let previous = reference;
  return line.map(([lon, lat]) => {
    let x = lon;
    while (x - previous > 180) x -= 360;
    while (x - previous < -180) x += 360;
    previous = x;
    return [x, lat];
  });
}

/** Circle of `radiusNm` on the ellipsoid, with so many corners that each chord stays within the tolerance. */
function circle(zone: Zone): Position[] {
  const [lon, lat] = zone.geometry.coordinates as Position;
  const radiusM = (zone.properties.radiusNm ?? 0) * METRES_PER_NM;
  const corners = Math.max(32, Math.ceil(Math.PI / Math.acos(1 - Math.min(1, DENSIFY_TOLERANCE_M / (radiusM || 1)))));
  const ring: Position[] = [];
  for (let i = 0; i < corners; i++) ring.push(geodesicPoint(lon, lat, (2 * Math.PI * i) / corners, radiusM));
  ring.push(ring[0]!);
  return ring;
}

function densify(line: Position[], kind: EdgeKind): Position[] {
  if (kind === 'straight') return line;
  const out: Position[] = line.slice(0, 1);
  for (let i = 1; i < line.length; i++) halve(line[i - 1]!, line[i]!, kind, out, 0);
  return out;
}

function halve(a: Position, b: Position, kind: EdgeKind, out: Position[], depth: number): void {
  const middle = kind === 'geodesic' ? geodesicMidpoint(...a, ...b) : rhumbMidpoint(...a, ...b);
  const off = quickDistanceM(...middle, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
  // The first halving is always made: an edge whose middle happens to lie on the chord (across the equator) may bend elsewhere.
  if (depth > 0 && (off <= DENSIFY_TOLERANCE_M || depth >= MAX_HALVINGS)) {
    out.push(b);
    return;
  }
  halve(a, middle, kind, out, depth + 1);
  halve(middle, b, kind, out, depth + 1);
}

function preparePart(rings: Position[][], zone: number, closed: boolean): Part {
  const edges: [Position, Position][] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      if (a[0] !== b[0] || a[1] !== b[1]) edges.push([a, b]);
    }
  }
  const part: Part = {
    zone,
    closed,
    west: Number.POSITIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
    ax: Float64Array.from(edges, (e) => e[0][0]),
    ay: Float64Array.from(edges, (e) => e[0][1]),
    bx: Float64Array.from(edges, (e) => e[1][0]),
    by: Float64Array.from(edges, (e) => e[1][1]),
    start: new Int32Array(0),
    items: new Int32Array(0),
    strips: 1,
    perDegree: 0,
  };
  for (const [[x, y]] of edges) widen(part, x, y);
  for (const [, [x, y]] of edges) widen(part, x, y);
  cutIntoStrips(part);
  return part;
}

function widen(part: Part, x: number, y: number): void {
  if (x < part.west) part.west = x;
  if (x > part.east) part.east = x;
  if (y < part.south) part.south = y;
  if (y > part.north) part.north = y;
}

/** Twice as many strips as edges keeps a strip at a handful of edges; 2,048 bounds the memory of a huge zone. */
function cutIntoStrips(part: Part): void {
  const count = part.ax.length;
  const height = part.north - part.south;
  part.strips = height > 0 ? Math.min(2048, Math.max(1, count * 2)) : 1;
  part.perDegree = height > 0 ? part.strips / height : 0;
  const sizes = new Int32Array(part.strips + 1);
  eachStrip(part, (strip) => {
    sizes[strip + 1]! += 1;
  });
  for (let i = 0; i < part.strips; i++) sizes[i + 1]! += sizes[i]!;
  part.start = sizes;
  part.items = new Int32Array(sizes[part.strips]!);
  const next = sizes.slice();
  eachStrip(part, (strip, edge) => {
    part.items[next[strip]!++] = edge;
  });
}

function eachStrip(part: Part, visit: (strip: number, edge: number) => void): void {
  for (let edge = 0; edge < part.ax.length; edge++) {
    const from = stripOf(part, Math.min(part.ay[edge]!, part.by[edge]!));
    const to = stripOf(part, Math.max(part.ay[edge]!, part.by[edge]!));
    for (let strip = from; strip <= to; strip++) visit(strip, edge);
  }
}

/** Strip of a latitude, clamped to the part. */
export function stripOf(part: Part, y: number): number {
  const strip = Math.floor((y - part.south) * part.perDegree);
  return strip < 0 ? 0 : strip >= part.strips ? part.strips - 1 : strip;
}

/** Even-odd rule over all rings; a point exactly on an edge, of a hole too, is in. */
export function partContains(part: Part, x: number, y: number): boolean {
  if (!part.closed || x < part.west || x > part.east || y < part.south || y > part.north) return false;
  const { ax, ay, bx, by, items, start } = part;
  const strip = stripOf(part, y);
  let inside = false;
  for (let i = start[strip]!, end = start[strip + 1]!; i < end; i++) {
    const edge = items[i]!;
    const y0 = ay[edge]!;
    const y1 = by[edge]!;
    if (y < y0 && y < y1) continue;
    if (y > y0 && y > y1) continue;
    const x0 = ax[edge]!;
    const x1 = bx[edge]!;
    const turn = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    if (turn === 0 && (x >= x0 || x >= x1) && (x <= x0 || x <= x1)) return true;
    if (y0 > y !== y1 > y && turn > 0 === y1 > y0) inside = !inside;
  }
  return inside;
}
