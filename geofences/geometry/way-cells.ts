/** Which zones have an edge in a cell that a way goes through. */
import { type CellBlock, eachCellAlong, FRAME_UNITS } from './cell-frame.ts';
import {
  addZonesOfLeaf,
  type CellTree,
  cellAt,
  isTable,
  isWithin,
  leafPlace,
  ROOT_BITS,
  ROOT_SHIFT,
  tableBits,
  tablePlace,
} from './cell-tree.ts';
import { isStraight, type Way } from './way.ts';

/** Collects zones, each once. Kept by a locator, so that a way that meets nothing allocates nothing. */
export class ZoneCollector {
  private readonly stamps: Uint32Array;
  private stamp = 0;
  readonly zones: number[] = [];

  constructor(zoneCount: number) {
    this.stamps = new Uint32Array(zoneCount);
  }

  begin(): void {
    this.stamp++;
    this.zones.length = 0;
  }

  add(zone: number): void {
    if (this.stamps[zone] === this.stamp) return;
    this.stamps[zone] = this.stamp;
    this.zones.push(zone);
  }
}

/** Adds the zones whose edges may meet the way. */
export function collectAlong(tree: CellTree, { lons, lats }: Way, collector: ZoneCollector): void {
  if (tree.parts.length === 0) return;
  const { west, south, perDegree } = tree;
  for (let i = 1; i < lons.length; i++) {
    const ay = (lats[i - 1]! - south) * perDegree;
    const by = (lats[i]! - south) * perDegree;
    if (isBeside(ay, by)) continue;
    // Trees lie within −180..180; a way may run on beyond.
    for (let turned = -360; turned <= 360; turned += 360) {
      const ax = (lons[i - 1]! + turned - west) * perDegree;
      const bx = (lons[i]! + turned - west) * perDegree;
      if (!isBeside(ax, bx)) walk(tree, WHOLE, 0, ax, ay, bx, by, collector);
    }
  }
}

const WHOLE: CellBlock = { x: 0, y: 0, shift: ROOT_SHIFT, side: 1 << ROOT_BITS };

/** Goes through the cells of a table that the way a–b, in units, comes into, and through the tables under them. */
function walk(
  tree: CellTree,
  block: CellBlock,
  base: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  collector: ZoneCollector,
): void {
  eachCellAlong(block, ax, ay, bx, by, (cell) => {
    const entry = tree.cells[base + cell]!;
    if (entry >= 0) return;
    if (!isTable(entry)) {
      addZonesOfLeaf(tree, leafPlace(entry), collector);
      return;
    }
    const row = Math.floor(cell / block.side);
    const size = 2 ** block.shift;
    const bits = tableBits(entry);
    const x = block.x + (cell - row * block.side) * size;
    const y = block.y + row * size;
    walk(tree, { x, y, shift: block.shift - bits, side: 1 << bits }, tablePlace(entry), ax, ay, bx, by, collector);
  });
}

/** Is it certain without a look at any edge that the way between two places meets none? */
export function isClear(tree: CellTree, lonA: number, latA: number, lonB: number, latB: number): boolean {
  if (tree.parts.length === 0) return true;
  const { west, south, perDegree, cells } = tree;
  const [ax, ay] = [(lonA - west) * perDegree, (latA - south) * perDegree];
  const [bx, by] = [(lonB - west) * perDegree, (latB - south) * perDegree];
  // A way that bends may leave the side of the square, or the cell, where both its ends are.
  if (isBeside(ax, bx) || isBeside(ay, by)) return isStraight(lonA, latA, lonB, latB);
  if (!isWithin(ax, ay) || !isWithin(bx, by)) return false;
  let shift = ROOT_SHIFT;
  let bits = ROOT_BITS;
  let base = 0;
  for (;;) {
    const cell = cellAt(base, bits, ax, ay, shift);
    if (cell !== cellAt(base, bits, bx, by, shift)) return false;
    const entry = cells[cell]!;
    if (entry >= 0) return isStraight(lonA, latA, lonB, latB);
    if (!isTable(entry)) return false;
    base = tablePlace(entry);
    bits = tableBits(entry);
    shift -= bits;
  }
}

/** Are both on the same side outside of the square? */
function isBeside(a: number, b: number): boolean {
  return (a < 0 && b < 0) || (a >= FRAME_UNITS && b >= FRAME_UNITS);
}
