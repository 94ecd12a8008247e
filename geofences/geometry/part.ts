/**
 * One polygon with its holes, or one line, of a zone: vertices in typed arrays, edges cut into horizontal strips so that
 * a point or a way meets only the edges at its own latitude. Edges are straight in lon/lat; outline.ts makes them so.
 */
import { orientation } from './orientation.ts';

export type Position = [number, number];

/** Half as many strips as edges: a strip holds a handful of edges, and an edge lies in a few of them. */
const STRIPS_PER_EDGE = 0.5;
/** Bounds what edges from far south to far north take: an edge lies in every strip that it passes. */
const MAX_STRIPS = 2048;

export interface Part {
  /** Index of the zone in its locator. */
  zone: number;
  /** False for a directed line, which contains nothing. */
  closed: boolean;
  west: number;
  south: number;
  east: number;
  north: number;
  /** Vertices, ring after ring; a ring ends with its first vertex. Longitudes run on beyond ±180, without a jump. */
  x: Float64Array;
  y: Float64Array;
  /** First vertices of the edges, each of which runs to the next vertex. */
  edges: Int32Array;
  /** Edges of strip `i`, by their first vertex, are items[start[i]] … items[start[i + 1] - 1]. */
  start: Int32Array;
  items: Int32Array;
  strips: number;
  /** Strips per degree of latitude. */
  perDegree: number;
}

/** One shape for all parts, wherever they come from: where a point is looked up they are read by it. */
export function partOf(from: Part): Part {
  const { zone, closed, west, south, east, north, x, y, edges, start, items, strips, perDegree } = from;
  return { zone, closed, west, south, east, north, x, y, edges, start, items, strips, perDegree };
}

/** Makes rings (closed, longitudes unwrapped) or one line ready. */
export function preparePart(rings: readonly Position[][], zone: number, closed: boolean): Part {
  const x: number[] = [];
  const y: number[] = [];
  const edges: number[] = [];
  for (const ring of rings) {
    const first = x.length;
    for (const [lon, lat] of ring) {
      const last = x.length - 1;
      if (last >= first && x[last] === lon && y[last] === lat) continue;
      if (last >= first) edges.push(last);
      x.push(lon);
      y.push(lat);
    }
  }
  const part = partOf({
    zone,
    closed,
    ...boxOf(x, y),
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    edges: Int32Array.from(edges),
    start: new Int32Array(0),
    items: new Int32Array(0),
    strips: 1,
    perDegree: 0,
  });
  cutIntoStrips(part);
  return part;
}

function boxOf(x: readonly number[], y: readonly number[]): Pick<Part, 'west' | 'south' | 'east' | 'north'> {
  const least = (values: readonly number[]) => values.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
  const most = (values: readonly number[]) => values.reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
  return { west: least(x), south: least(y), east: most(x), north: most(y) };
}

function cutIntoStrips(part: Part): void {
  const height = part.north - part.south;
  part.strips = height > 0 ? Math.min(MAX_STRIPS, Math.max(1, Math.floor(part.edges.length * STRIPS_PER_EDGE))) : 1;
  part.perDegree = height > 0 ? part.strips / height : 0;
  const start = new Int32Array(part.strips + 1);
  eachStrip(part, (strip) => {
    start[strip + 1]! += 1;
  });
  for (let i = 0; i < part.strips; i++) start[i + 1]! += start[i]!;
  const items = new Int32Array(start[part.strips]!);
  const next = start.slice();
  eachStrip(part, (strip, edge) => {
    items[next[strip]!++] = edge;
  });
  part.start = start;
  part.items = items;
}

function eachStrip(part: Part, visit: (strip: number, edge: number) => void): void {
  const { y } = part;
  for (const edge of part.edges) {
    const from = stripOf(part, Math.min(y[edge]!, y[edge + 1]!));
    const to = stripOf(part, Math.max(y[edge]!, y[edge + 1]!));
    for (let strip = from; strip <= to; strip++) visit(strip, edge);
  }
}

/** Strip of a latitude, clamped to the part. */
export function stripOf(part: Part, y: number): number {
  const strip = Math.floor((y - part.south) * part.perDegree);
  return strip < 0 ? 0 : strip >= part.strips ? part.strips - 1 : strip;
}

/**
 * The part and, where it reaches the antimeridian or beyond, the same a turn further, so that one of them is wherever a
 * longitude of −180..180 may be.
 */
export function withinTurn(part: Part): Part[] {
  const parts = [part];
  for (const by of [-360, 360]) {
    if (part.east + by >= -180 && part.west + by <= 180) {
      parts.push(partOf({ ...part, west: part.west + by, east: part.east + by, x: part.x.map((lon) => lon + by) }));
    }
  }
  return parts;
}

/** Even-odd rule over all rings, exact; a point on an edge, of a hole too, is in. `lon` in the part's own frame. */
export function partContains(part: Part, lon: number, lat: number): boolean {
  if (!part.closed || !(lon >= part.west && lon <= part.east && lat >= part.south && lat <= part.north)) return false;
  const { x, y, items, start } = part;
  const strip = stripOf(part, lat);
  let inside = false;
  for (let i = start[strip]!, end = start[strip + 1]!; i < end; i++) {
    const edge = items[i]!;
    const y0 = y[edge]!;
    const y1 = y[edge + 1]!;
    if ((lat < y0 && lat < y1) || (lat > y0 && lat > y1)) continue;
    const x0 = x[edge]!;
    const x1 = x[edge + 1]!;
    const turn = orientation(x0, y0, x1, y1, lon, lat);
    if (turn === 0 && (lon >= x0 || lon >= x1) && (lon <= x0 || lon <= x1)) return true;
    if (y0 > lat !== y1 > lat && turn > 0 === y1 > y0) inside = !inside;
  }
  return inside;
}

/** The same wherever the antimeridian lies: longitude may be a turn off the part's frame. */
export function partContainsTurned(part: Part, lon: number, lat: number): boolean {
  if (partContains(part, lon, lat)) return true;
  if (part.east - 360 >= lon && partContains(part, lon + 360, lat)) return true;
  return part.west + 360 <= lon && partContains(part, lon - 360, lat);
}
