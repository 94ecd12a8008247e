/**
 * Cells over all areas: which of them cover a cell wholly, and where edges run. A coarse table over a square; under every
 * cell of it into which edges come a finer one, as fine as their number asks for, and so on. Where nothing is there is
 * nothing to pay for, so that zones far away change little. locate-batch.ts says how a point is looked up and why so.
 */
import { type CellFrame, FRAME_BITS, FRAME_UNITS } from './cell-frame.ts';
import { SKETCH_BITS, SKETCH_OFFSET, sketchSide } from './cell-sketch.ts';
import { type Part, partContains } from './part.ts';

export interface CellTree extends CellFrame {
  /**
   * For each cell of the first table where to look for what is there, `rootOf`: in the table under it, or at its own place
   * in the first. Read instead of the first table, so that nothing has to be asked before the second is read.
   */
  roots: Int32Array;
  /**
   * Tables one after another, the first at 0, each row by row from the south-west. An entry ≥ 0 is a list: no edge comes
   * into the cell. A negative one is a table or a leaf: see tableEntry and leafEntry. The last entry belongs to no table
   * and stands for everywhere else: the empty list.
   */
  cells: Int32Array;
  /** Lists of zones, each its length and the zones, ascending. List 0 is empty. */
  lists: Int32Array;
  /**
   * Leaves. One part alone: the complement of its number, the list of what is there outside of it, the list inside, its
   * sketch. Several: how many, the list of what covers the cell, and for each its number and its sketch.
   */
  leaves: Int32Array;
  parts: readonly Part[];
  /** No point has more hits. */
  maxHits: number;
}

/** One shape for all trees, wherever they come from: where a point is looked up they are read by it. */
export function cellTreeOf(from: CellTree): CellTree {
  const { west, south, perDegree, roots, cells, lists, leaves, parts, maxHits } = from;
  return { west, south, perDegree, roots, cells, lists, leaves, parts, maxHits };
}

/** The first table has 64 × 64 cells: small enough to stay in a processor's first cache. */
export const ROOT_BITS = 6;
export const ROOT_SHIFT = FRAME_BITS - ROOT_BITS;
const ROOT_MASK = (1 << ROOT_SHIFT) - 1;
/** A table under a cell has at most 256 × 256. */
export const MAX_TABLE_BITS = 8;
const BITS_BITS = 4;
/** Places that an entry can name. */
export const MAX_CELLS = 1 << (30 - BITS_BITS);

/** Zeros after the last leaf: a reader may look so far ahead, which is where most leaves end. */
export const LEAF_PADDING = 11;
/** Zeros after the last list: a reader may copy so many zones of a list without asking how many there are. */
export const LIST_PADDING = 4;

/** A place in `cells` and the bits of the table there; none for a single cell. */
export const rootOf = (place: number, bits: number): number => (place << BITS_BITS) | bits;
export const rootBits = (root: number): number => root & ((1 << BITS_BITS) - 1);

export const tableEntry = (place: number, bits: number): number => ~(((place << BITS_BITS) | bits) << 1);
export const isTable = (entry: number): boolean => (entry & 1) !== 0;
export const tableBits = (entry: number): number => (~entry >> 1) & ((1 << BITS_BITS) - 1);
export const tablePlace = (entry: number): number => ~entry >> (1 + BITS_BITS);
export const leafEntry = (place: number): number => ~((place << 1) | 1);
export const leafPlace = (entry: number): number => ~entry >> 1;

/** Cell of a place (units) in the table at `base`, which has 2^bits cells a side, each 2^shift units wide. */
export function cellAt(base: number, bits: number, x: number, y: number, shift: number): number {
  const mask = (1 << bits) - 1;
  return base + ((((y >> shift) & mask) << bits) | ((x >> shift) & mask));
}

/** The same in the table that a root names, whose cells are 2^(ROOT_SHIFT − bits) units wide. */
export function cellUnder(root: number, x: number, y: number): number {
  const bits = rootBits(root);
  const shift = ROOT_SHIFT - bits;
  return (root >> BITS_BITS) + (((y & ROOT_MASK) >> shift) << bits) + ((x & ROOT_MASK) >> shift);
}

/** Is a place, in units, in the tree's square? False for NaN. */
export function isWithin(x: number, y: number): boolean {
  return x >= 0 && x < FRAME_UNITS && y >= 0 && y < FRAME_UNITS;
}

/**
 * Writes the zones that contain a point to `zones` from place `from` on, ascending, and returns the place after them.
 * There has to be room for maxHits.
 */
export function locateOne(tree: CellTree, lon: number, lat: number, zones: Int32Array, from: number): number {
  const { west, south, perDegree, roots, cells } = tree;
  const unitsEast = (lon - west) * perDegree;
  const unitsNorth = (lat - south) * perDegree;
  if (!isWithin(unitsEast, unitsNorth)) return from;
  const x = unitsEast | 0;
  const y = unitsNorth | 0;
  const root = roots[cellAt(0, ROOT_BITS, x, y, ROOT_SHIFT)]!;
  let shift = ROOT_SHIFT - rootBits(root);
  let entry = cells[cellUnder(root, x, y)]!;
  while (entry < 0 && isTable(entry)) {
    const bits = tableBits(entry);
    shift -= bits;
    entry = cells[cellAt(tablePlace(entry), bits, x, y, shift)]!;
  }
  if (entry >= 0) return copyList(tree.lists, entry, zones, from);
  return leafHits(tree, leafPlace(entry), sketchUnits(x, shift), sketchUnits(y, shift), lon, lat, zones, from);
}

/** Coordinate of a place in the sketches of its cell, which is 2^shift units wide. */
export function sketchUnits(place: number, shift: number): number {
  return ((place & ((1 << shift) - 1)) >> (shift - SKETCH_BITS)) + SKETCH_OFFSET;
}

export function leafHits(
  tree: CellTree,
  leaf: number,
  px: number,
  py: number,
  lon: number,
  lat: number,
  zones: Int32Array,
  from: number,
): number {
  const { lists, leaves } = tree;
  const count = leaves[leaf]!;
  if (count < 0) {
    const side = sideOf(tree, ~count, leaf + LONE_SKETCH, px, py, lon, lat);
    return copyList(lists, leaves[leaf + LONE_LISTS + side]!, zones, from);
  }
  let end = copyList(lists, leaves[leaf + 1]!, zones, from);
  let at = leaf + 2;
  for (let i = 0; i < count; i++) {
    const part = leaves[at]!;
    if (sideOf(tree, part, at + 1, px, py, lon, lat) === 1) end = insert(tree.parts[part]!.zone, zones, from, end);
    at += 2 + (leaves[at + 1]! >> 1);
  }
  return end;
}

/** The zones that have an edge in a leaf. */
export function addZonesOfLeaf({ leaves, parts }: CellTree, leaf: number, to: { add(zone: number): void }): void {
  const count = leaves[leaf]!;
  if (count < 0) {
    to.add(parts[~count]!.zone);
    return;
  }
  let at = leaf + 2;
  for (let i = 0; i < count; i++) {
    to.add(parts[leaves[at]!]!.zone);
    at += 2 + (leaves[at + 1]! >> 1);
  }
}

/** In a leaf of one part: its lists outside and inside, and its sketch. */
export const LONE_LISTS = 1;
export const LONE_SKETCH = 3;

/** 1 in, 0 out: by the sketch, and where that does not know by the part itself. */
export function sideOf(
  tree: CellTree,
  part: number,
  sketch: number,
  px: number,
  py: number,
  lon: number,
  lat: number,
): number {
  const side = sketchSide(tree.leaves, sketch, px, py);
  return side >= 0 ? side : partContains(tree.parts[part]!, lon, lat) ? 1 : 0;
}

function copyList(lists: Int32Array, list: number, zones: Int32Array, from: number): number {
  let end = from;
  for (let at = list + 1, last = list + lists[list]!; at <= last; at++) zones[end++] = lists[at]!;
  return end;
}

/** Puts a zone in its place unless it is there: several parts of a zone may lie in one cell. */
function insert(zone: number, zones: Int32Array, from: number, end: number): number {
  let place = end;
  while (place > from && zones[place - 1]! > zone) place--;
  if (place > from && zones[place - 1] === zone) return end;
  for (let i = end; i > place; i--) zones[i] = zones[i - 1]!;
  zones[place] = zone;
  return end + 1;
}
