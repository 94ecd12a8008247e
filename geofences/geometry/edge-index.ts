/**
 * The outline of a zone in the earth's own axes, in boxes of boxes, to find what of it is nearest to a point. A straight
 * line through the earth is never longer than the way over it, and shorter by a known little: the search goes by it, needs
 * no trigonometry, and knows no antimeridian.
 */
import { metresPerDegreeLat, metresPerDegreeLon, writeGeocentric } from './ellipsoid.ts';
import { eachOutlinePiece } from './outline.ts';
import type { Part } from './part.ts';

/** Edges are cut to pieces so short that each departs from its chord by half a metre. */
const PIECE_M = 5_000;
const STRAY_M = 1;
/** Bounds what an edge half round the earth takes. */
const MAX_PIECES_PER_EDGE = 4_096;
const FANOUT = 8;
/** More pieces are equally far, to a metre, only from the centre of a circle: there any of them will do. */
const MAX_CANDIDATES = 32;
/** Of either coordinate of a piece, to sort pieces by; a whole number of so many bits holds both and the piece's number. */
const CURVE_BITS = 15;
const CURVE_KEY_BITS = 52;
const EARTH_RADIUS_M = 6_371_009;
/** A way's length beyond its chord goes with the inverse square of the earth's radius, which differs by twice the flattening. */
const DIRECTION_SHARE = 4 / 298;

/** All that an index is made of, as it can be kept. */
export type EdgeIndexParts = Pick<EdgeIndex, 'lons' | 'lats' | 'from' | 'places' | 'order' | 'levels'>;

export class EdgeIndex implements EdgeIndexParts {
  /** Vertices; piece p runs from vertex from[p] to the next. Longitudes run on beyond ±180. */
  readonly lons: Float64Array;
  readonly lats: Float64Array;
  readonly from: Int32Array;
  /** Of the vertices, in the earth's own axes: x, y, z. */
  readonly places: Float64Array;
  /** Pieces sorted so that those near each other are near in the order too, whatever order a file has its islands in. */
  readonly order: Int32Array;
  /** Boxes round FANOUT pieces of that order, then round FANOUT of those boxes, and so on: least x, y, z, most x, y, z. */
  readonly levels: Float64Array[];
  private readonly point = new Float64Array(3);
  /** Of the children of the box that is looked at, level by level. */
  private readonly squares: Float64Array;
  private best = 0;

  constructor({ lons, lats, from, places, order, levels }: EdgeIndexParts) {
    this.lons = lons;
    this.lats = lats;
    this.from = from;
    this.places = places;
    this.order = order;
    this.levels = levels;
    this.squares = new Float64Array(FANOUT * (levels.length + 1));
  }

  /** Metres in a straight line to the nearest piece, no more than the way there less STRAY_M; `Infinity` beyond `withinM`. */
  chordM(lon: number, lat: number, withinM = Number.POSITIVE_INFINITY): number {
    writeGeocentric(lon, lat, this.point, 0);
    this.best = withinM * withinM;
    const top = this.levels.length - 1;
    if (top >= 0) this.descend(top, 0);
    return this.best < withinM * withinM ? Math.max(0, Math.sqrt(this.best) - STRAY_M) : Number.POSITIVE_INFINITY;
  }

  /** The pieces of which one is the nearest, by number, ascending. */
  candidates(lon: number, lat: number): number[] {
    const chord = this.chordM(lon, lat);
    const doubt = (DIRECTION_SHARE * chord ** 3) / (24 * EARTH_RADIUS_M * EARTH_RADIUS_M);
    const found: number[] = [];
    const top = this.levels.length - 1;
    if (top >= 0) this.collect(top, 0, (chord + 3 * STRAY_M + doubt) ** 2, found);
    return found.sort((a, b) => a - b);
  }

  /** Lowers `best` to the least square of a distance under a box. */
  private descend(level: number, node: number): void {
    const first = node * FANOUT;
    const last = Math.min(first + FANOUT, this.countAt(level - 1));
    if (level === 0) {
      for (let place = first; place < last; place++) {
        this.best = Math.min(this.best, this.pieceSquare(this.order[place]!));
      }
      return;
    }
    const squares = this.squares;
    const scratch = level * FANOUT - first;
    let nearest = first;
    for (let child = first; child < last; child++) {
      squares[scratch + child] = this.boxSquare(level - 1, child);
      if (squares[scratch + child]! < squares[scratch + nearest]!) nearest = child;
    }
    // The nearest box first, after which most of the others are too far.
    if (squares[scratch + nearest]! < this.best) this.descend(level - 1, nearest);
    for (let child = first; child < last; child++) {
      if (child !== nearest && squares[scratch + child]! < this.best) this.descend(level - 1, child);
    }
  }

  private collect(level: number, node: number, limit: number, found: number[]): void {
    if (level < 0) {
      const piece = this.order[node]!;
      if (found.length < MAX_CANDIDATES && this.pieceSquare(piece) <= limit) found.push(piece);
      return;
    }
    const first = node * FANOUT;
    for (let child = first; child < Math.min(first + FANOUT, this.countAt(level - 1)); child++) {
      if (level === 0 || this.boxSquare(level - 1, child) <= limit) this.collect(level - 1, child, limit, found);
    }
  }

  private countAt(level: number): number {
    return level < 0 ? this.from.length : this.levels[level]!.length / 6;
  }

  private boxSquare(level: number, node: number): number {
    const box = this.levels[level]!;
    const { point } = this;
    const at = 6 * node;
    const x = Math.max(box[at]! - point[0]!, point[0]! - box[at + 3]!, 0);
    const y = Math.max(box[at + 1]! - point[1]!, point[1]! - box[at + 4]!, 0);
    const z = Math.max(box[at + 2]! - point[2]!, point[2]! - box[at + 5]!, 0);
    return x * x + y * y + z * z;
  }

  private pieceSquare(piece: number): number {
    const { places, point } = this;
    const a = 3 * this.from[piece]!;
    const ax = places[a]! - point[0]!;
    const ay = places[a + 1]! - point[1]!;
    const az = places[a + 2]! - point[2]!;
    const dx = places[a + 3]! - places[a]!;
    const dy = places[a + 4]! - places[a + 1]!;
    const dz = places[a + 5]! - places[a + 2]!;
    // Two vertices may be one place in the earth's axes.
    const square = dx * dx + dy * dy + dz * dz || 1;
    const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy + az * dz) / square));
    const x = ax + t * dx;
    const y = ay + t * dy;
    const z = az + t * dz;
    return x * x + y * y + z * z;
  }
}

/** @param eachPiece what of the parts is the outline */
export function indexEdges(parts: readonly Part[], eachPiece = eachOutlinePiece): EdgeIndex {
  const lons: number[] = [];
  const lats: number[] = [];
  const from: number[] = [];
  eachPiece(parts, (ax, ay, bx, by, chained) => {
    if (!chained) {
      lons.push(ax);
      lats.push(ay);
    }
    const metres = Math.hypot((bx - ax) * metresPerDegreeLon((ay + by) / 2), (by - ay) * metresPerDegreeLat(by));
    const count = Math.min(MAX_PIECES_PER_EDGE, Math.ceil(metres / PIECE_M) || 1);
    for (let i = 1; i <= count; i++) {
      from.push(lons.length - 1);
      lons.push(i === count ? bx : ax + ((bx - ax) * i) / count);
      lats.push(i === count ? by : ay + ((by - ay) * i) / count);
    }
  });
  const vertices = { lons: Float64Array.from(lons), lats: Float64Array.from(lats), from: Int32Array.from(from) };
  const places = new Float64Array(3 * lons.length);
  for (let v = 0; v < lons.length; v++) writeGeocentric(lons[v]!, lats[v]!, places, 3 * v);
  const order = inCurve(vertices.from, vertices.lons, vertices.lats);
  return new EdgeIndex({ ...vertices, places, order, levels: levelsOver(vertices.from, places, order) });
}

/** Boxes round FANOUT pieces in their order, then round FANOUT of those, up to one round all. */
function levelsOver(from: Int32Array, places: Float64Array, order: Int32Array): Float64Array[] {
  const levels: Float64Array[] = [];
  let level = new Float64Array(6 * Math.ceil(from.length / FANOUT));
  order.forEach((piece, place) => {
    const vertex = from[piece]!;
    const at = 6 * Math.floor(place / FANOUT);
    if (place % FANOUT === 0) emptyBox(level, at);
    widen(level, at, places, 3 * vertex);
    widen(level, at, places, 3 * vertex + 3);
  });
  while (level.length > 0) {
    levels.push(level);
    const below = level;
    const count = below.length / 6;
    if (count === 1) break;
    level = new Float64Array(6 * Math.ceil(count / FANOUT));
    for (let node = 0; node < count; node++) {
      const at = 6 * Math.floor(node / FANOUT);
      if (node % FANOUT === 0) emptyBox(level, at);
      widen(level, at, below, 6 * node);
      widen(level, at, below, 6 * node + 3);
    }
  }
  return levels;
}

/** Numbers of the pieces along a curve through the square of all places (G. M. Morton, 1966). */
function inCurve(from: Int32Array, lons: Float64Array, lats: Float64Array): Int32Array {
  const indexBits = Math.ceil(Math.log2(from.length + 1));
  const perIndex = 2 ** indexBits;
  // Code and number of a piece side by side in the 52 bits of a whole number.
  const keys = Float64Array.from(from, (vertex, piece) => {
    const x = spread(((lons[vertex]! + 540) % 360) / 360);
    const y = spread((lats[vertex]! + 90) / 180);
    return Math.floor((x + 2 * y) * 2 ** (CURVE_KEY_BITS - 2 * CURVE_BITS - indexBits)) * perIndex + piece;
  });
  return Int32Array.from(keys.sort(), (key) => key % perIndex);
}

/** The first bits of a fraction, each followed by a zero. */
function spread(fraction: number): number {
  let bits = Math.min((1 << CURVE_BITS) - 1, Math.floor(fraction * (1 << CURVE_BITS)));
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

function emptyBox(boxes: Float64Array, at: number): void {
  boxes.fill(Number.POSITIVE_INFINITY, at, at + 3);
  boxes.fill(Number.NEGATIVE_INFINITY, at + 3, at + 6);
}

function widen(boxes: Float64Array, at: number, places: Float64Array, from: number): void {
  for (let axis = 0; axis < 3; axis++) {
    boxes[at + axis] = Math.min(boxes[at + axis]!, places[from + axis]!);
    boxes[at + 3 + axis] = Math.max(boxes[at + 3 + axis]!, places[from + axis]!);
  }
}
