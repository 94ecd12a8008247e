/**
 * Many points at once: the hot path of everything that is about areas. What was tried, with 1,000 areas of 500 vertices
 * and random points, and what each step gave on one core (DRAFT).
 */
import { FRAME_BITS } from './cell-frame.ts';
import {
  type CellTree,
  isTable,
  isWithin,
  LIST_PADDING,
  LONE_LISTS,
  LONE_SKETCH,
  leafHits,
  locateOne,
  placeOf,
  sideOf,
  sketchUnits,
  subCell,
  TABLE_BITS,
  type Trees,
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
const ROUND = 256;
/** Stands for the cell of a point that the outer tree has to be asked about. */
const OUTSIDE = 0x7fff_ffff;

/** Of each point of the round: its place in the tree's square, its cell, and the cell's width. Not kept between calls. */
const xs = new Int32Array(ROUND);
const ys = new Int32Array(ROUND);
const entries = new Int32Array(ROUND);
const shifts = new Int32Array(ROUND);
/** Points whose cell has edges; the last place takes what is only read ahead. */
const mixed = new Int32Array(ROUND + 1);

/** Fills `hits` for the first `count` points. What is no place on earth, NaN too, is in no zone. */
export function locateBatch(trees: Trees, lons: Float64Array, lats: Float64Array, count: number, hits: Hits): void {
  const { core, outer } = trees;
  const roomPerPoint = Math.max(core.maxHits, outer?.maxHits ?? 0);
  let end = 0;
  for (let from = 0; from < count; from += ROUND) {
    const to = Math.min(from + ROUND, count);
    hits.reserve(count, end + (to - from) * roomPerPoint + LIST_PADDING);
    findCells(core, lons, lats, from, to, outer ? OUTSIDE : 0);
    const mixedCount = findLeaves(core, to - from);
    decideSides(core, lons, lats, from, mixedCount);
    end = writeHits(trees, lons, lats, from, to, hits, end);
  }
}

function findCells(
  tree: CellTree,
  lons: Float64Array,
  lats: Float64Array,
  from: number,
  to: number,
  outside: number,
): void {
  const { west, south, perDegree, rootBits, cells } = tree;
  const rootShift = FRAME_BITS - rootBits;
  for (let i = from; i < to; i++) {
    const unitsEast = (lons[i]! - west) * perDegree;
    const unitsNorth = (lats[i]! - south) * perDegree;
    let entry = Math.abs(lons[i]!) > 180 ? OUTSIDE : outside;
    if (isWithin(unitsEast, unitsNorth)) {
      const x = unitsEast | 0;
      const y = unitsNorth | 0;
      xs[i - from] = x;
      ys[i - from] = y;
      entry = cells[((y >> rootShift) << rootBits) | (x >> rootShift)]!;
    }
    entries[i - from] = entry;
  }
}

/** Goes down the tables of cells that have them, and reads the beginnings of leaves, so that they are near when needed. */
function findLeaves(tree: CellTree, count: number): number {
  const { cells, leaves, rootBits } = tree;
  let found = 0;
  for (let i = 0; i < count; i++) {
    mixed[found] = i;
    found += entries[i]! >>> 31;
  }
  let read = 0;
  for (let k = 0; k < found; k++) {
    const i = mixed[k]!;
    let entry = entries[i]!;
    let shift = FRAME_BITS - rootBits;
    while (entry < 0 && isTable(entry)) {
      shift -= TABLE_BITS;
      entry = cells[subCell(placeOf(entry), xs[i]!, ys[i]!, shift)]!;
    }
    entries[i] = entry;
    shifts[i] = shift;
    if (entry < 0) read += leaves[placeOf(entry)]!;
  }
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
    const leaf = placeOf(entry);
    const part = leaves[leaf]!;
    if (part >= 0) continue;
    const px = sketchUnits(xs[i]!, shifts[i]!);
    const py = sketchUnits(ys[i]!, shifts[i]!);
    const side = sideOf(tree, ~part, leaf + LONE_SKETCH, px, py, lons[from + i]!, lats[from + i]!);
    entries[i] = leaves[leaf + LONE_LISTS + side]!;
  }
}

function writeHits(
  trees: Trees,
  lons: Float64Array,
  lats: Float64Array,
  from: number,
  to: number,
  hits: Hits,
  firstFree: number,
): number {
  const { core, outer } = trees;
  const { lists } = core;
  const { zones, starts } = hits;
  let end = firstFree;
  for (let i = from; i < to; i++) {
    const entry = entries[i - from]!;
    if (entry === OUTSIDE) end = locateOne(outer ?? core, normalLon(lons[i]!), lats[i]!, zones, end);
    else if (entry < 0) {
      const px = sketchUnits(xs[i - from]!, shifts[i - from]!);
      const py = sketchUnits(ys[i - from]!, shifts[i - from]!);
      end = leafHits(core, placeOf(entry), px, py, lons[i]!, lats[i]!, zones, end);
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
