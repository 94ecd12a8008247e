/** A uniform grid over all zones: which parts cover a cell wholly, and which have an edge in it. */
import { type Part, partContains } from './shape.ts';

/** Cells a side grow with the square root of the edges, so that a cell holds few of them; the bounds are for tiny and huge files. */
const CELLS_PER_ROOT_EDGE = 4;
const MIN_CELLS_PER_SIDE = 16;
const MAX_CELLS_PER_SIDE = 256;
export interface Grid {
  west: number;
  south: number;
  cellDeg: number;
  columns: number;
  rows: number;
  /** Parts of cell c: fullItems[fullStart[c]] …; the same for parts with an edge in the cell. */
  fullStart: Int32Array;
  fullItems: Int32Array;
  mixedStart: Int32Array;
  mixedItems: Int32Array;
}

export function buildGrid(parts: Part[]): Grid {
  const west = parts.reduce((least, part) => Math.min(least, part.west), Number.POSITIVE_INFINITY);
  const south = parts.reduce((least, part) => Math.min(least, part.south), Number.POSITIVE_INFINITY);
  const east = parts.reduce((most, part) => Math.max(most, part.east), Number.NEGATIVE_INFINITY);
  const north = parts.reduce((most, part) => Math.max(most, part.north), Number.NEGATIVE_INFINITY);
  const side = parts.length === 0 ? 0 : Math.max(east - west, north - south);
  const wanted = CELLS_PER_ROOT_EDGE * Math.sqrt(parts.reduce((sum, part) => sum + part.ax.length, 0));
  const cellsPerSide = Math.min(MAX_CELLS_PER_SIDE, Math.max(MIN_CELLS_PER_SIDE, wanted));
  const cellDeg = Math.max(side / cellsPerSide, 1e-4) * (1 + 1e-9);
  const columns = parts.length === 0 ? 0 : Math.floor((east - west) / cellDeg) + 1;
  const rows = parts.length === 0 ? 0 : Math.floor((north - south) / cellDeg) + 1;
  const full: [cell: number, part: number][] = [];
  const mixed: [cell: number, part: number][] = [];
  const frame = { west, south, cellDeg, columns, rows };
  parts.forEach((part, index) => {
    coverCells(part, index, frame, full, mixed);
  });
  const [fullStart, fullItems] = pack(full, columns * rows);
  const [mixedStart, mixedItems] = pack(mixed, columns * rows);
  return { ...frame, fullStart, fullItems, mixedStart, mixedItems };
}

type Frame = Pick<Grid, 'west' | 'south' | 'cellDeg' | 'columns' | 'rows'>;

/** Cells that an edge touches are mixed; along a row, every run of cells between them is of one kind. */
function coverCells(
  part: Part,
  index: number,
  frame: Frame,
  full: [number, number][],
  mixed: [number, number][],
): void {
  const c0 = Math.floor((part.west - frame.west) / frame.cellDeg);
  const c1 = Math.floor((part.east - frame.west) / frame.cellDeg);
  const r0 = Math.floor((part.south - frame.south) / frame.cellDeg);
  const r1 = Math.floor((part.north - frame.south) / frame.cellDeg);
  const width = c1 - c0 + 1;
  const touched = new Uint8Array(width * (r1 - r0 + 1));
  for (let edge = 0; edge < part.ax.length; edge++) touchCells(part, edge, frame, c0, r0, width, touched);
  for (let r = r0; r <= r1; r++) {
    let inside: boolean | undefined;
    for (let c = c0; c <= c1; c++) {
      const cell = r * frame.columns + c;
      if (touched[(r - r0) * width + (c - c0)]) {
        inside = undefined;
        mixed.push([cell, index]);
        continue;
      }
      inside ??= partContains(part, frame.west + (c + 0.5) * frame.cellDeg, frame.south + (r + 0.5) * frame.cellDeg);
      if (inside) full.push([cell, index]);
    }
  }
}

/** Marks the cells under one edge, row by row, with a cell of margin at each end against rounding. */
function touchCells(
  part: Part,
  edge: number,
  frame: Frame,
  c0: number,
  r0: number,
  width: number,
  touched: Uint8Array,
): void {
  const up = part.ay[edge]! <= part.by[edge]!;
  const [x0, y0] = up ? [part.ax[edge]!, part.ay[edge]!] : [part.bx[edge]!, part.by[edge]!];
  const [x1, y1] = up ? [part.bx[edge]!, part.by[edge]!] : [part.ax[edge]!, part.ay[edge]!];
  const { cellDeg, west, south } = frame;
  const margin = cellDeg * 1e-6;
  const rows = touched.length / width;
  const from = Math.max(0, Math.floor((y0 - margin - south) / cellDeg) - r0);
  const to = Math.min(rows - 1, Math.floor((y1 + margin - south) / cellDeg) - r0);
  for (let r = from; r <= to; r++) {
    const low = Math.max(y0, south + (r + r0) * cellDeg - margin);
    const high = Math.min(y1, south + (r + r0 + 1) * cellDeg + margin);
    const at = (y: number) => (y1 === y0 ? undefined : x0 + ((x1 - x0) * (y - y0)) / (y1 - y0));
    const xa = at(low) ?? x0;
    const xb = at(high) ?? x1;
    const first = Math.max(0, Math.floor((Math.min(xa, xb) - margin - west) / cellDeg) - c0);
    const last = Math.min(width - 1, Math.floor((Math.max(xa, xb) + margin - west) / cellDeg) - c0);
    for (let c = first; c <= last; c++) touched[r * width + c] = 1;
  }
}

function pack(pairs: [cell: number, part: number][], cells: number): [Int32Array, Int32Array] {
  const start = new Int32Array(cells + 1);
  for (const [cell] of pairs) start[cell + 1]! += 1;
  for (let i = 0; i < cells; i++) start[i + 1]! += start[i]!;
  const items = new Int32Array(pairs.length);
  const next = start.slice();
  for (const [cell, part] of pairs) items[next[cell]!++] = part;
  return [start, items];
}
