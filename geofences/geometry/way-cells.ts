/** Which zones have an edge in a cell that a way goes through. */
import { type CellBlock, eachCellAlong, FRAME_BITS } from './cell-frame.ts';
import { type CellTree, isInFrame, isTable, partsOfLeaf, placeOf, TABLE_BITS, type Trees } from './cell-tree.ts';
import type { Way } from './way.ts';

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
export function collectAlong(trees: Trees, { lons, lats }: Way, collector: ZoneCollector): void {
  if (trees.core.parts.length === 0 && !trees.outer) return;
  for (let i = 1; i < lons.length; i++) {
    const [latA, latB] = [lats[i - 1]!, lats[i]!];
    // Trees lie within −180..180; a way may run on beyond.
    for (let turned = -360; turned <= 360; turned += 360) {
      const [lonA, lonB] = [lons[i - 1]! + turned, lons[i]! + turned];
      if ((lonA > 180 && lonB > 180) || (lonA < -180 && lonB < -180)) continue;
      const { core, outer } = trees;
      const isInCore = isInFrame(core, lonA, latA) && isInFrame(core, lonB, latB);
      walk(isInCore || !outer ? core : outer, lonA, latA, lonB, latB, collector);
    }
  }
}

function walk(tree: CellTree, lonA: number, latA: number, lonB: number, latB: number, collector: ZoneCollector): void {
  const { west, south, perDegree, rootBits, cells } = tree;
  const [ax, ay] = [(lonA - west) * perDegree, (latA - south) * perDegree];
  const [bx, by] = [(lonB - west) * perDegree, (latB - south) * perDegree];
  const enter = (block: CellBlock, base: number): void =>
    eachCellAlong(block, ax, ay, bx, by, (cell) => {
      const entry = cells[base + cell]!;
      if (entry >= 0) return;
      if (!isTable(entry)) {
        for (const part of partsOfLeaf(tree, placeOf(entry))) collector.add(part.zone);
        return;
      }
      const row = Math.floor(cell / block.side);
      const size = 2 ** block.shift;
      const corner = { x: block.x + (cell - row * block.side) * size, y: block.y + row * size };
      enter({ ...corner, shift: block.shift - TABLE_BITS, side: 1 << TABLE_BITS }, placeOf(entry));
    });
  enter({ x: 0, y: 0, shift: FRAME_BITS - rootBits, side: 1 << rootBits }, 0);
}

/** Do both ends lie in one cell of the first table that no edge comes into? Then nothing is met between them. */
export function isWithinClearCell({ core }: Trees, lonA: number, latA: number, lonB: number, latB: number): boolean {
  if (!isInFrame(core, lonA, latA) || !isInFrame(core, lonB, latB)) return false;
  const { west, south, perDegree, rootBits, cells } = core;
  const shift = FRAME_BITS - rootBits;
  const column = ((lonA - west) * perDegree) >> shift;
  const row = ((latA - south) * perDegree) >> shift;
  if (column !== ((lonB - west) * perDegree) >> shift || row !== ((latB - south) * perDegree) >> shift) return false;
  return cells[(row << rootBits) | column]! >= 0;
}
