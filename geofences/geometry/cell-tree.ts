/**
 * Cells over all areas: which of them cover a cell wholly, and where edges run. A table over a square, and under every
 * cell in which too many edges meet a table of 4 × 4, and so on; locate-batch.ts says how a point is looked up and why so.
 */
import { type CellFrame, FRAME_BITS, FRAME_UNITS } from './cell-frame.ts';
import { SKETCH_BITS, SKETCH_OFFSET, sketchSide } from './cell-sketch.ts';
import { type Part, partContains } from './part.ts';

export interface CellTree extends CellFrame {
  /** The first table has 2^rootBits cells a side. */
  rootBits: number;
  /**
   * Tables one after another, row by row from the south-west. An entry ≥ 0 is a list: no edge comes in. A negative one is
   * the complement of a doubled place: even, a table of 16 in `cells`; odd, a leaf.
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

/** Zeros after the last list: a reader may copy so many zones of a list without asking how many there are. */
export const LIST_PADDING = 4;

export const isTable = (entry: number): boolean => (entry & 1) !== 0;
export const placeOf = (entry: number): number => ~entry >> 1;
export const tableEntry = (place: number): number => ~(place << 1);
export const leafEntry = (place: number): number => ~((place << 1) | 1);

/** Tables under the first one have 4 cells a side. */
export const TABLE_BITS = 2;
const TABLE_MASK = (1 << TABLE_BITS) - 1;

/** Is a place, in units, in the tree's square? False for NaN. */
export function isWithin(x: number, y: number): boolean {
  return x >= 0 && x < FRAME_UNITS && y >= 0 && y < FRAME_UNITS;
}

/** A tree over where nearly everything is, and one over all for points outside of it, if anything is there. */
export interface Trees {
  core: CellTree;
  outer?: CellTree;
}

export function isInFrame({ west, south, perDegree }: CellFrame, lon: number, lat: number): boolean {
  return isWithin((lon - west) * perDegree, (lat - south) * perDegree);
}

/**
 * Writes the zones that contain a point to `zones` from place `from` on, ascending, and returns the place after them.
 * There has to be room for maxHits.
 */
export function locateOne(tree: CellTree, lon: number, lat: number, zones: Int32Array, from: number): number {
  const { west, south, perDegree, rootBits, cells } = tree;
  const unitsEast = (lon - west) * perDegree;
  const unitsNorth = (lat - south) * perDegree;
  if (!isWithin(unitsEast, unitsNorth)) return from;
  const x = unitsEast | 0;
  const y = unitsNorth | 0;
  let shift = FRAME_BITS - rootBits;
  let entry = cells[((y >> shift) << rootBits) | (x >> shift)]!;
  while (entry < 0 && isTable(entry)) {
    shift -= TABLE_BITS;
    entry = cells[subCell(placeOf(entry), x, y, shift)]!;
  }
  if (entry >= 0) return copyList(tree.lists, entry, zones, from);
  return leafHits(tree, placeOf(entry), sketchUnits(x, shift), sketchUnits(y, shift), lon, lat, zones, from);
}

/** Cell of a place in the table at `base`, whose cells are 2^shift units wide. */
export function subCell(base: number, x: number, y: number, shift: number): number {
  return base + ((((y >> shift) & TABLE_MASK) << TABLE_BITS) | ((x >> shift) & TABLE_MASK));
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

/** The parts that have an edge in a leaf. */
export function partsOfLeaf({ leaves, parts }: CellTree, leaf: number): Part[] {
  const count = leaves[leaf]!;
  if (count < 0) return [parts[~count]!];
  const found: Part[] = [];
  for (let at = leaf + 2; found.length < count; at += 2 + (leaves[at + 1]! >> 1)) found.push(parts[leaves[at]!]!);
  return found;
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
