/**
 * The edges of one part in one cell on a coarse grid of whole numbers: small enough to lie beside what the cell needs
 * else, fine enough to tell the side of nearly every point, and never wrong: nearer to an edge than rounding can carry
 * it, a sketch says that it does not know, and the edges themselves are asked.
 *
 * A sketch is a row of 32-bit numbers: the number of its vertices doubled, plus one if a point whose ray meets no edge is
 * in; then the vertices of one line, which goes round the cell from where an edge leaves it to where the next comes in.
 * A sketch of no vertices never knows.
 */

import type { GrowingInts } from './growing-ints.ts';

/** A cell is 2^12 units wide. */
export const SKETCH_BITS = 12;
const CELL_UNITS = 1 << SKETCH_BITS;
/** Edges reach out of the cell by a quarter at most; added to coordinates, so that none is negative. */
export const SKETCH_OFFSET = CELL_UNITS / 4;
const REACH = 1 / 4;
const COORDINATE_BITS = SKETCH_BITS + 1;
const COORDINATE_MASK = (1 << COORDINATE_BITS) - 1;

/**
 * Vertices are rounded by half a unit each way and points cut off by up to one, so that an edge may truly run √(1.5² + 1.5²)
 * units beside its place in the sketch, and a vertex one and a half above or below.
 */
const SURE_DISTANCE = 3;
const SURE_HEIGHT = 2;

/** Is the point (units, offset added) inside? 1 in, 0 out, −1 too near to an edge to say. Crossings of a ray to the west are counted. */
export function sketchSide(sketches: Int32Array, at: number, px: number, py: number): number {
  const head = sketches[at]!;
  if (head === 0) return -1;
  const last = at + (head >> 1);
  let inside = head & 1;
  let vertex = sketches[++at]!;
  let ax = (vertex >> COORDINATE_BITS) - px;
  let ay = (vertex & COORDINATE_MASK) - py;
  let height = Math.abs(ay);
  while (at < last) {
    vertex = sketches[++at]!;
    const bx = (vertex >> COORDINATE_BITS) - px;
    const by = (vertex & COORDINATE_MASK) - py;
    height = Math.min(height, Math.abs(by));
    if ((ay ^ by) < 0) {
      const cross = Math.imul(ax, by) - Math.imul(ay, bx);
      if (Math.abs(cross) <= SURE_DISTANCE * (Math.abs(bx - ax) + Math.abs(by - ay))) return -1;
      inside ^= (cross ^ (by - ay)) >>> 31;
    }
    ax = bx;
    ay = by;
  }
  return height < SURE_HEIGHT ? -1 : inside;
}

/** Places that are tried for the side of the cell, in 64ths of it; spread so that few lie on one line. */
const PROBES = 64;

/** Puts sketches down, edge by edge. Coordinates are fractions of the cell. */
export class SketchPen {
  private readonly out: GrowingInts;
  private head = 0;
  /** Where the last edge ended, if it ended within reach of the cell. */
  private endX = Number.NaN;
  private endY = Number.NaN;
  /** Where the line is. */
  private x = 0;
  private y = 0;

  constructor(out: GrowingInts) {
    this.out = out;
  }

  begin(): void {
    this.head = this.out.length;
    this.out.push(0);
    this.endX = Number.NaN;
  }

  /** One edge that comes into the cell; edges that hang together come one after another. */
  edge(ax: number, ay: number, bx: number, by: number): void {
    const { from, to } = clip(ax, ay, bx, by);
    if (!(from < to)) return;
    if (ax !== this.endX || ay !== this.endY) {
      const [x, y] = from === 0 ? [ax, ay] : [ax + (bx - ax) * from, ay + (by - ay) * from];
      this.goOnAt(x, y);
    }
    if (to === 1) this.lineTo(bx, by);
    else this.lineTo(ax + (bx - ax) * to, ay + (by - ay) * to);
    this.endX = to === 1 ? bx : Number.NaN;
    this.endY = by;
  }

  /** The sketch is done; `isInside` says for a place in the cell whether it is in the part. */
  end(isInside: (x: number, y: number) => boolean): void {
    if (this.out.length > this.head + 1) this.goDown();
    const count = this.out.length - this.head - 1;
    this.out.values[this.head] = count << 1;
    for (let i = 0; i < PROBES && count > 0; i++) {
      const x = ((i * 37 + 32) % PROBES) / PROBES;
      const y = ((i * 23 + 32) % PROBES) / PROBES;
      const side = sketchSide(this.out.values, this.head, units(x), units(y));
      if (side < 0) continue;
      // Counted crossings and truth change at the same edges, so that what they differ by here they differ by in the whole cell.
      if ((side === 1) !== isInside(x, y)) this.out.values[this.head]! |= 1;
      return;
    }
    this.out.values[this.head] = 0;
    this.out.length = this.head + 1;
  }

  /**
   * Leads the line to where the next chain of edges begins, below the cell and round its east side, which no ray to the
   * west meets, unless the chain begins in the west: then up there, and every ray below the beginning counts that.
   */
  private goOnAt(x: number, y: number): void {
    if (this.out.length > this.head + 1) this.goDown();
    if (x < 0) this.lineTo(x, -REACH);
    else if (y > 1) {
      this.lineTo(1 + REACH, -REACH);
      this.lineTo(1 + REACH, y);
    } else if (y >= 0) this.lineTo(x, -REACH);
    this.lineTo(x, y);
  }

  /** The same way back from where a chain ended. */
  private goDown(): void {
    if (this.y < 0) return;
    if (this.x >= 0 && this.y > 1) this.lineTo(1 + REACH, this.y);
    this.lineTo(this.x, -REACH);
  }

  private lineTo(x: number, y: number): void {
    this.x = x;
    this.y = y;
    this.out.push((units(x) << COORDINATE_BITS) | units(y));
  }
}

function units(fraction: number): number {
  return Math.round(fraction * CELL_UNITS) + SKETCH_OFFSET;
}

/** The part of an edge within reach of the cell (Y.-D. Liang, B. A. Barsky, 1984); `from` ≥ `to` when there is none. */
function clip(ax: number, ay: number, bx: number, by: number): { from: number; to: number } {
  const dx = bx - ax;
  const dy = by - ay;
  const x0 = (dx < 0 ? 1 + REACH - ax : -REACH - ax) / dx;
  const x1 = (dx < 0 ? -REACH - ax : 1 + REACH - ax) / dx;
  const y0 = (dy < 0 ? 1 + REACH - ay : -REACH - ay) / dy;
  const y1 = (dy < 0 ? -REACH - ay : 1 + REACH - ay) / dy;
  // Along an axis that the edge does not move on, the two are infinite, of opposite sign if it is within reach.
  return { from: Math.max(0, x0, y0), to: Math.min(1, x1, y1) };
}
