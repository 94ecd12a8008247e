/** Builds a cell tree: first a table over the whole square, then one under each cell that is too full, level by level. */
import { type Box, type CellBlock, type CellFrame, eachCellAlong, FRAME_BITS, frameOf, overlap } from './cell-frame.ts';
import { SKETCH_BITS, SketchPen } from './cell-sketch.ts';
import { type CellTree, LIST_PADDING, leafEntry, TABLE_BITS, tableEntry } from './cell-tree.ts';
import { GrowingInts, groupByKey } from './growing-ints.ts';
import { type Part, partContains } from './part.ts';

/** About so many cells an edge in the first table: more are mostly empty and do not fit in a processor's cache. */
const ROOT_CELLS_PER_EDGE = 2;
const MIN_ROOT_BITS = 4;
const MAX_ROOT_BITS = 10;
/** Bounds the work when very many areas lie over one another: cells of the first table in all parts' boxes together. */
const MAX_COVERED_CELLS = 1 << 25;
/** A cell with more edges is divided, if that leaves each of its cells clearly fewer: edges that meet in a point do not part. */
const SPLIT_ABOVE_EDGES = 8;
const MIN_GAIN = 0.7;
/** Bounds memory: edges entered in divided cells, for each edge there is. */
const MAX_ENTRIES_PER_EDGE = 16;
const MIN_ENTRIES = 1 << 16;

interface FullCell {
  block: CellBlock;
  /** Place of the cell in the tables, and its number in its block. */
  place: number;
  cell: number;
  covering: readonly number[];
  edges: Int32Array;
}

/** `parts` are all that matter, each with longitudes that run through `box`. */
export function buildCellTree(parts: readonly Part[], box: Box): CellTree {
  return new Builder(
    parts.filter((part) => overlap(part, box)),
    frameOf(box),
  ).build();
}

class Builder {
  private readonly parts: readonly Part[];
  private readonly frame: CellFrame;
  private readonly cells = new GrowingInts();
  private readonly lists = new GrowingInts();
  private readonly leaves = new GrowingInts();
  private readonly pen = new SketchPen(this.leaves);
  private readonly listOf = new Map<string, number>();
  /** Edges are numbered through all parts; part p has numbers from first[p] on, and edge e is of part owner[e]. */
  private readonly first: Int32Array;
  private readonly owner: Int32Array;
  private maxHits = 0;
  private entriesLeft: number;
  private full: FullCell[] = [];

  constructor(parts: readonly Part[], frame: CellFrame) {
    this.parts = parts;
    this.frame = frame;
    this.first = new Int32Array(parts.length + 1);
    parts.forEach((part, index) => {
      this.first[index + 1] = this.first[index]! + part.x.length;
    });
    this.owner = new Int32Array(this.first[parts.length]!);
    for (let index = 0; index < parts.length; index++) {
      this.owner.fill(index, this.first[index]!, this.first[index + 1]!);
    }
    this.entriesLeft = MIN_ENTRIES + MAX_ENTRIES_PER_EDGE * this.owner.length;
    this.listWith([]);
  }

  build(): CellTree {
    const rootBits = this.rootBits();
    this.fillRoot({ x: 0, y: 0, shift: FRAME_BITS - rootBits, side: 1 << rootBits });
    while (this.full.length > 0) {
      const level = this.full;
      this.full = [];
      for (const cell of level) this.divide(cell);
    }
    return {
      ...this.frame,
      rootBits,
      cells: this.cells.packed(),
      lists: this.lists.packed(LIST_PADDING),
      leaves: this.leaves.packed(),
      parts: this.parts,
      maxHits: this.maxHits,
    };
  }

  private rootBits(): number {
    const wanted = Math.ceil(Math.log2(Math.max(1, this.owner.length * ROOT_CELLS_PER_EDGE)) / 2);
    let bits = Math.min(MAX_ROOT_BITS, Math.max(MIN_ROOT_BITS, wanted));
    const covered = (cells: number) =>
      this.parts.reduce((sum, { west, south, east, north }) => {
        const perCell = (this.frame.perDegree * cells) / 2 ** FRAME_BITS;
        const across = (degrees: number) => Math.min(cells, degrees * perCell + 1);
        return sum + across(east - west) * across(north - south);
      }, 0);
    while (bits > MIN_ROOT_BITS && covered(1 << bits) > MAX_COVERED_CELLS) bits--;
    return bits;
  }

  private fillRoot(block: CellBlock): void {
    const covers: Entries = { cell: new GrowingInts(), value: new GrowingInts() };
    const edges: Entries = { cell: new GrowingInts(), value: new GrowingInts() };
    this.parts.forEach((_, index) => {
      this.cover(index, block, covers, edges);
    });
    const count = block.side * block.side;
    const coverAt = groupByKey(covers.cell, covers.value, count);
    const edgesAt = groupByKey(edges.cell, edges.value, count);
    for (let cell = 0; cell < count; cell++) this.cells.push(0);
    let covering: number[] = [];
    let list = 0;
    for (let cell = 0; cell < count; cell++) {
      const items = coverAt.items.subarray(coverAt.start[cell], coverAt.start[cell + 1]);
      // Neighbours mostly have the same cover.
      if (items.length !== covering.length || items.some((part, i) => part !== covering[i])) {
        covering = Array.from(items);
        list = this.listWith(covering);
      }
      const [from, to] = [edgesAt.start[cell]!, edgesAt.start[cell + 1]!];
      if (from === to) this.cells.values[cell] = list;
      else this.enter({ block, place: cell, cell, covering, edges: edgesAt.items.slice(from, to) });
    }
  }

  /** Cells that an edge comes into, and those between them along a row, which are all of one kind, if they are inside. */
  private cover(index: number, block: CellBlock, covers: Entries, edges: Entries): void {
    const part = this.parts[index]!;
    const { west, south, perDegree } = this.frame;
    const size = 2 ** block.shift;
    const cellAt = (units: number) => Math.max(0, Math.min(block.side - 1, Math.floor(units / size)));
    const [c0, c1] = [cellAt((part.west - west) * perDegree - size), cellAt((part.east - west) * perDegree + size)];
    const [r0, r1] = [cellAt((part.south - south) * perDegree - size), cellAt((part.north - south) * perDegree + size)];
    const width = c1 - c0 + 1;
    const touched = new Uint8Array(width * (r1 - r0 + 1));
    for (const edge of part.edges) {
      this.eachCell(this.first[index]! + edge, block, (cell) => {
        const row = Math.floor(cell / block.side);
        touched[(row - r0) * width + (cell - row * block.side - c0)] = 1;
        edges.cell.push(cell);
        edges.value.push(this.first[index]! + edge);
      });
    }
    if (!part.closed) return;
    for (let row = r0; row <= r1; row++) {
      let inside: boolean | undefined;
      for (let column = c0; column <= c1; column++) {
        if (touched[(row - r0) * width + (column - c0)]) inside = undefined;
        else {
          inside ??= this.contains(part, (column + 0.5) * size, (row + 0.5) * size);
          if (!inside) continue;
          covers.cell.push(row * block.side + column);
          covers.value.push(index);
        }
      }
    }
  }

  private eachCell(edge: number, block: CellBlock, touch: (cell: number) => void): void {
    const index = this.owner[edge]!;
    const { x, y } = this.parts[index]!;
    const vertex = edge - this.first[index]!;
    const { west, south, perDegree } = this.frame;
    eachCellAlong(
      block,
      (x[vertex]! - west) * perDegree,
      (y[vertex]! - south) * perDegree,
      (x[vertex + 1]! - west) * perDegree,
      (y[vertex + 1]! - south) * perDegree,
      touch,
    );
  }

  private contains(part: Part, x: number, y: number): boolean {
    const { west, south, perDegree } = this.frame;
    return partContains(part, west + x / perDegree, south + y / perDegree);
  }

  /** A cell with edges: put down to be divided, or made a leaf. */
  private enter(cell: FullCell): void {
    const divisible = cell.block.shift - TABLE_BITS >= SKETCH_BITS;
    if (divisible && cell.edges.length > SPLIT_ABOVE_EDGES) this.full.push(cell);
    else this.cells.values[cell.place] = leafEntry(this.leaf(cell));
  }

  private divide(full: FullCell): void {
    const { block, edges, covering } = full;
    const side = 1 << TABLE_BITS;
    const sub: CellBlock = { ...this.cornerOf(full), shift: block.shift - TABLE_BITS, side };
    const edgesOf: number[][] = Array.from({ length: side * side }, () => []);
    const coveringOf = edgesOf.map(() => [...covering]);
    const size = 2 ** sub.shift;
    for (let i = 0; i < edges.length; ) {
      const index = this.owner[edges[i]!]!;
      let touched = 0;
      for (; i < edges.length && this.owner[edges[i]!] === index; i++) {
        const edge = edges[i]!;
        this.eachCell(edge, sub, (cell) => {
          touched |= 1 << cell;
          edgesOf[cell]!.push(edge);
        });
      }
      for (let cell = 0; cell < side * side; cell++) {
        if (touched & (1 << cell)) continue;
        const x = sub.x + ((cell & (side - 1)) + 0.5) * size;
        const y = sub.y + ((cell >> TABLE_BITS) + 0.5) * size;
        if (this.contains(this.parts[index]!, x, y)) coveringOf[cell]!.push(index);
      }
    }
    const entries = edgesOf.reduce((sum, list) => sum + list.length, 0);
    const mixed = edgesOf.filter((list) => list.length > 0).length;
    if (entries > mixed * edges.length * MIN_GAIN || entries > this.entriesLeft) {
      this.cells.values[full.place] = leafEntry(this.leaf(full));
      return;
    }
    this.entriesLeft -= entries;
    const base = this.cells.length;
    this.cells.values[full.place] = tableEntry(base);
    for (const _ of edgesOf) this.cells.push(0);
    edgesOf.forEach((list, cell) => {
      const place = base + cell;
      if (list.length === 0) this.cells.values[place] = this.listWith(coveringOf[cell]!);
      else this.enter({ block: sub, place, cell, covering: coveringOf[cell]!, edges: Int32Array.from(list) });
    });
  }

  private cornerOf({ block, cell }: FullCell): { x: number; y: number } {
    const row = Math.floor(cell / block.side);
    return { x: block.x + (cell - row * block.side) * 2 ** block.shift, y: block.y + row * 2 ** block.shift };
  }

  private leaf(cell: FullCell): number {
    const { covering, edges } = cell;
    const partCount = this.countParts(edges);
    const lone = partCount === 1 ? this.owner[edges[0]!]! : undefined;
    const place = this.leaves.length;
    const outside = this.listWith(covering);
    this.leaves.push(lone === undefined ? partCount : ~lone);
    this.leaves.push(outside);
    if (lone !== undefined) this.leaves.push(this.listWith([...covering, lone]));
    for (let from = 0; from < edges.length; ) {
      const index = this.owner[edges[from]!]!;
      if (lone === undefined) this.leaves.push(index);
      from = this.sketch(cell, index, from);
    }
    this.maxHits = Math.max(this.maxHits, covering.length + partCount);
    return place;
  }

  private countParts(edges: Int32Array): number {
    let count = 1;
    for (let i = 1; i < edges.length; i++) if (this.owner[edges[i]!] !== this.owner[edges[i - 1]!]) count++;
    return count;
  }

  /** Draws the edges of one part from place `from` on; returns the place after them. */
  private sketch(cell: FullCell, index: number, from: number): number {
    const { edges } = cell;
    const part = this.parts[index]!;
    const { perDegree } = this.frame;
    const { x: cornerX, y: cornerY } = this.cornerOf(cell);
    const size = 2 ** cell.block.shift;
    const west = this.frame.west + cornerX / perDegree;
    const south = this.frame.south + cornerY / perDegree;
    const perCell = perDegree / size;
    this.pen.begin();
    let i = from;
    for (; i < edges.length && this.owner[edges[i]!] === index; i++) {
      const v = edges[i]! - this.first[index]!;
      this.pen.edge(
        (part.x[v]! - west) * perCell,
        (part.y[v]! - south) * perCell,
        (part.x[v + 1]! - west) * perCell,
        (part.y[v + 1]! - south) * perCell,
      );
    }
    this.pen.end((x, y) => partContains(part, west + x / perCell, south + y / perCell));
    return i;
  }

  /** The list of the parts' zones, the same place for the same zones. */
  private listWith(parts: readonly number[]): number {
    const zones = [...new Set(parts.map((index) => this.parts[index]!.zone))].sort((a, b) => a - b);
    const key = zones.join();
    const known = this.listOf.get(key);
    if (known !== undefined) return known;
    const place = this.lists.length;
    this.listOf.set(key, place);
    this.lists.push(zones.length);
    for (const zone of zones) this.lists.push(zone);
    this.maxHits = Math.max(this.maxHits, zones.length);
    return place;
  }
}

interface Entries {
  cell: GrowingInts;
  value: GrowingInts;
}
