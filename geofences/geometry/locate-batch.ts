/**
 * Many points at once: the hot path of everything that asks what lies where. A point is two whole numbers, whose leading
 * bits name a cell in two tables, one after the other. Eight of ten random points on 1,000 overlapping areas of 500
 * vertices lie in a cell that no edge comes into: its list is the answer. In nearly all other cells one area has edges,
 * and a sketch of them (cell-sketch.ts) says on which side the point is, which chooses between two lists; one point of
 * two thousand is too near to an edge for that, and the area itself is asked (part.ts), which is exact.
 *
 * What counts is memory: tables and leaves are 18 MB, and a point that waits for each of its three or four reads in turn
 * takes longer than all its arithmetic. Hence rounds of points, and in them short loops that do one thing, so that a
 * processor has a dozen reads under way at once. Tried on the areas above with random points, each step beside the one
 * before in one process, on a machine that others used too (best of many short runs, millions of points a second):
 *  - edges of a cell kept as doubles, with the side of a point by crossings of the way to a known place: 5
 *  - sketches of whole numbers, which take a quarter of the memory and lie beside the lists: 16
 *  - rounds, with the leaves read ahead; four zones copied without asking how many there are: 19
 *  - the reads of the tables in a loop of their own, nothing else in it: 8 → 11 in a worse hour of the machine
 *  - that for the leaves too, both cache lines of each: 11 → 13
 *  - a coarse table that always leads to a second one, without a question between: 29 → 35 for 100 areas of 200 vertices
 *    (all in the cache), and areas far away no longer coarsen the cells of the others
 * No gain: lists read ahead, sketches simplified to a thousandth of a cell, cells half or twice as wide, more or fewer
 * edges before a cell is divided (4 to 32), rounds of 128 to 4,096 points.
 */
import {
  type CellTree,
  cellAt,
  cellUnder,
  isTable,
  isWithin,
  LEAF_PADDING,
  LIST_PADDING,
  LONE_LISTS,
  LONE_SKETCH,
  leafHits,
  leafPlace,
  ROOT_BITS,
  ROOT_SHIFT,
  rootBits,
  sideOf,
  sketchUnits,
  tableBits,
  tablePlace,
} from './cell-tree.ts';
import { normalLon } from './ellipsoid.ts';

/** The zones that contain point i of a batch are zones[starts[i]] … zones[starts[i + 1] - 1], ascending. Used again, it allocates nothing. */
export class Hits {
  starts: Uint32Array = new Uint32Array(1);
  zones: Int32Array = new Int32Array(0);

  /** Room for so many points, and at least for so many hits; what is there stays. */
  reserve(points: number, hits: number): void {
    if (this.starts.length <= points) {
      const starts = new Uint32Array(points + 1);
      starts.set(this.starts);
      this.starts = starts;
    }
    if (this.zones.length < hits) {
      const zones = new Int32Array(2 * hits);
      zones.set(this.zones);
      this.zones = zones;
    }
  }
}

/** Points of one round: what is written down of them in between stays in the first-level cache. */
const ROUND = 1024;
/** Of each point of the round: its place in the tree's square, its cell and the cell's width, what is there. Not kept between calls. */
const xs = new Int32Array(ROUND);
const ys = new Int32Array(ROUND);
const places = new Int32Array(ROUND);
const entries = new Int32Array(ROUND);
const shifts = new Int32Array(ROUND);
/** Points whose cell has edges; the last place takes what is only read ahead. */
const mixed = new Int32Array(ROUND + 1);

/** Fills `hits` for the first `count` points. What is no place on earth, NaN too, is in no zone. */
export function locateBatch(tree: CellTree, lons: Float64Array, lats: Float64Array, count: number, hits: Hits): void {
  let end = 0;
  for (let from = 0; from < count; from += ROUND) {
    const to = Math.min(from + ROUND, count);
    hits.reserve(count, end + (to - from) * tree.maxHits + LIST_PADDING);
    findCells(tree, lons, lats, from, to);
    const mixedCount = findLeaves(tree, to - from);
    decideSides(tree, lons, lats, from, mixedCount);
    end = writeHits(tree, lons, lats, from, to, hits, end);
  }
}

/** Entries of the cells in the first table or the one under it. */
function findCells(tree: CellTree, lons: Float64Array, lats: Float64Array, from: number, to: number): void {
  const { west, south, perDegree, roots, cells } = tree;
  const nowhere = cells.length - 1;
  for (let i = from; i < to; i++) {
    let unitsEast = (lons[i]! - west) * perDegree;
    const unitsNorth = (lats[i]! - south) * perDegree;
    if (!isWithin(unitsEast, unitsNorth)) unitsEast = (normalLon(lons[i]!) - west) * perDegree;
    let cell = nowhere;
    let shift = ROOT_SHIFT;
    if (isWithin(unitsEast, unitsNorth)) {
      const x = unitsEast | 0;
      const y = unitsNorth | 0;
      const root = roots[cellAt(0, ROOT_BITS, x, y, ROOT_SHIFT)]!;
      shift -= rootBits(root);
      cell = cellUnder(root, x, y);
      xs[i - from] = x;
      ys[i - from] = y;
    }
    places[i - from] = cell;
    shifts[i - from] = shift;
  }
  for (let i = 0; i < to - from; i++) entries[i] = cells[places[i]!]!;
}

/** Goes down the tables of cells that have more, and reads leaves ahead, so that they are near when they are needed. */
function findLeaves(tree: CellTree, count: number): number {
  const { cells, leaves } = tree;
  let found = 0;
  for (let i = 0; i < count; i++) {
    mixed[found] = i;
    found += entries[i]! >>> 31;
  }
  for (let k = 0; k < found; k++) {
    const i = mixed[k]!;
    let entry = entries[i]!;
    let shift = shifts[i]!;
    while (entry < 0 && isTable(entry)) {
      const bits = tableBits(entry);
      shift -= bits;
      entry = cells[cellAt(tablePlace(entry), bits, xs[i]!, ys[i]!, shift)]!;
    }
    entries[i] = entry;
    shifts[i] = shift;
    places[k] = entry < 0 ? leafPlace(entry) : 0;
  }
  let read = 0;
  for (let k = 0; k < found; k++) read += leaves[places[k]!]! + leaves[places[k]! + LEAF_PADDING]!;
  mixed[ROUND] = read;
  return found;
}

/** Where one part alone has edges, the side decides between two lists. */
function decideSides(tree: CellTree, lons: Float64Array, lats: Float64Array, from: number, mixedCount: number): void {
  const { leaves } = tree;
  for (let k = 0; k < mixedCount; k++) {
    const i = mixed[k]!;
    const entry = entries[i]!;
    if (entry >= 0) continue;
    const leaf = leafPlace(entry);
    const part = leaves[leaf]!;
    if (part >= 0) continue;
    const px = sketchUnits(xs[i]!, shifts[i]!);
    const py = sketchUnits(ys[i]!, shifts[i]!);
    const side = sideOf(tree, ~part, leaf + LONE_SKETCH, px, py, normalLon(lons[from + i]!), lats[from + i]!);
    entries[i] = leaves[leaf + LONE_LISTS + side]!;
  }
}

function writeHits(
  tree: CellTree,
  lons: Float64Array,
  lats: Float64Array,
  from: number,
  to: number,
  hits: Hits,
  firstFree: number,
): number {
  const { lists } = tree;
  const { zones, starts } = hits;
  let end = firstFree;
  for (let i = from; i < to; i++) {
    const entry = entries[i - from]!;
    if (entry < 0) {
      const px = sketchUnits(xs[i - from]!, shifts[i - from]!);
      const py = sketchUnits(ys[i - from]!, shifts[i - from]!);
      end = leafHits(tree, leafPlace(entry), px, py, normalLon(lons[i]!), lats[i]!, zones, end);
    } else {
      const length = lists[entry]!;
      zones[end] = lists[entry + 1]!;
      zones[end + 1] = lists[entry + 2]!;
      zones[end + 2] = lists[entry + 3]!;
      zones[end + 3] = lists[entry + 4]!;
      for (let k = LIST_PADDING; k < length; k++) zones[end + k] = lists[entry + 1 + k]!;
      end += length;
    }
    starts[i + 1] = end;
  }
  return end;
}
