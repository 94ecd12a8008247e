/** The square that a cell tree covers, and how its cells are counted. */
import type { Part } from './part.ts';

/** A place in the square is two whole numbers of so many bits; a cell is what their leading bits have in common. */
export const FRAME_BITS = 30;
export const FRAME_UNITS = 2 ** FRAME_BITS;

export interface CellFrame {
  west: number;
  south: number;
  /** Units per degree. */
  perDegree: number;
}

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Edges that lie on the frame's own east or north edge have to be within it. */
const ROOM = 1 + 1e-6;
const LEAST_SIDE_DEG = 1e-3;

/** The square over a box, from its south-western corner. */
export function frameOf({ west, south, east, north }: Box): CellFrame {
  const side = Math.max(east - west, north - south, LEAST_SIDE_DEG) * ROOM;
  return { west, south, perDegree: FRAME_UNITS / side };
}

/** The box round all parts; longitude is cut to −180..180, since that is where points are. */
export function boxOf(parts: readonly Part[]): Box {
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const part of parts) {
    box.west = Math.min(box.west, Math.max(part.west, -180));
    box.south = Math.min(box.south, part.south);
    box.east = Math.max(box.east, Math.min(part.east, 180));
    box.north = Math.max(box.north, part.north);
  }
  return box.west > box.east ? { west: 0, south: 0, east: 0, north: 0 } : box;
}

/** Cells of one table: `side` by `side`, each 2^shift units wide, the first at (x, y) units. */
export interface CellBlock {
  x: number;
  y: number;
  shift: number;
  side: number;
}

/**
 * Cells are widened by so many units when edges are entered: more than rounding moves a flat edge that runs through the
 * whole square, and a 64th of the smallest cell.
 */
const MARGIN_UNITS = 64;

/**
 * Calls `touch` with the row-major number of every cell of the block that the way a–b, in units, comes into or within
 * the margin of. Cells of one row come one after another.
 */
export function eachCellAlong(
  block: CellBlock,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  touch: (cell: number) => void,
): void {
  const { side } = block;
  const size = 2 ** block.shift;
  const perUnit = 1 / size;
  const firstRow = Math.max(0, Math.floor((Math.min(ay, by) - MARGIN_UNITS - block.y) * perUnit));
  const lastRow = Math.min(side - 1, Math.floor((Math.max(ay, by) + MARGIN_UNITS - block.y) * perUnit));
  const firstColumn = Math.max(0, Math.floor((Math.min(ax, bx) - MARGIN_UNITS - block.x) * perUnit));
  const lastColumn = Math.min(side - 1, Math.floor((Math.max(ax, bx) + MARGIN_UNITS - block.x) * perUnit));
  if (ay === by || firstRow === lastRow || firstColumn >= lastColumn) {
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) touch(row * side + column);
    }
    return;
  }
  const slope = (bx - ax) / (by - ay);
  const [low, high] = ay < by ? [ay, by] : [by, ay];
  for (let row = firstRow; row <= lastRow; row++) {
    const from = Math.max(low, block.y + row * size - MARGIN_UNITS);
    const to = Math.min(high, block.y + (row + 1) * size + MARGIN_UNITS);
    const xa = ax + (from - ay) * slope;
    const xb = ax + (to - ay) * slope;
    const first = Math.max(firstColumn, Math.floor((Math.min(xa, xb) - MARGIN_UNITS - block.x) * perUnit));
    const last = Math.min(lastColumn, Math.floor((Math.max(xa, xb) + MARGIN_UNITS - block.x) * perUnit));
    for (let column = first; column <= last; column++) touch(row * side + column);
  }
}
