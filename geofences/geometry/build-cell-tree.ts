/** Builds a cell tree: the coarse table first, then those under its cells, level by level. */
import { boxOf, type CellBlock, type CellFrame, eachCellAlong, FRAME_BITS, frameOf } from './cell-frame.ts';
import { SKETCH_BITS, SketchPen } from './cell-sketch.ts';
import {
  type CellTree,
  cellTreeOf,
  isTable,
  LEAF_PADDING,
  LIST_PADDING,
  leafEntry,
  MAX_CELLS,
  MAX_TABLE_BITS,
  ROOT_BITS,
  rootOf,
  tableBits,
  tableEntry,
  tablePlace,
} from './cell-tree.ts';
import { GrowingInts, groupByKey } from './growing-ints.ts';
import { type Part, partContains } from './part.ts';
import { EMPTY_LIST, ZoneLists } from './zone-lists.ts';

/** About so many cells an edge: with more, most are empty; as many more as a processor's cache still holds when edges are few. */
const CELLS_PER_EDGE = 2;
const MAX_CELLS_PER_EDGE = 16;
const CELLS_IN_CACHE = 1 << 20;
/** A cell with more edges is divided, if that leaves each of its cells clearly fewer: edges that meet in a point do not part. */
const SPLIT_ABOVE_EDGES = 8;
const MIN_GAIN = 0.7;
const MIN_TABLE_BITS = 2;
/** Bounds the work where very many areas lie over one another: cells of a table times parts that have an edge in it. */
const MAX_TABLE_WORK = 1 << 24;
/** Bounds memory: edges entered in divided cells, for each edge there is. */
const MAX_ENTRIES_PER_EDGE = 16;
const MIN_ENTRIES = 1 << 16;

/** A cell with edges in it. */
interface MixedCell {
  /** Its south-western corner and its width of 2^shift, units. */
  x: number;
  y: number;
  shift: number;
  /** Place of its entry in the tables. */
  place: number;
  /** List of the zones that cover it wholly. */
  covering: number;
  /** Edges that come into it, part by part. */
  edges: Int32Array;
}

/** Values by cell of a table: those of cell c are items[start[c]] … items[start[c + 1] - 1]. */
type ByCell = ReturnType<typeof groupByKey>;

interface Entries {
  cell: GrowingInts;
  value: GrowingInts;
}

/** `parts` are there once for every turn in which they lie within −180..180. */
export function buildCellTree(parts: readonly Part[]): CellTree {
  return new Builder(parts, frameOf(boxOf(parts))).build();
}

class Builder {
  private readonly parts: readonly Part[];
  private readonly frame: CellFrame;
  private readonly cells = new GrowingInts();
  private readonly lists: ZoneLists;
  private readonly leaves = new GrowingInts();
  private readonly pen = new SketchPen(this.leaves);
  /** Edges are numbered through all parts; part p has numbers from first[p] on, and edge e is of part owner[e]. */
  private readonly first: Int32Array;
  private readonly owner: Int32Array;
  private readonly touched = new Uint8Array(1 << (2 * MAX_TABLE_BITS));
  private maxHits = 0;
  private entriesLeft: number;
  private readonly cellsPerEdge: number;
  private tooFull: MixedCell[] = [];

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
    const inCache = CELLS_IN_CACHE / this.owner.length;
    this.cellsPerEdge = Math.max(CELLS_PER_EDGE, Math.min(MAX_CELLS_PER_EDGE, inCache));
    this.entriesLeft = MIN_ENTRIES + MAX_ENTRIES_PER_EDGE * this.owner.length;
    this.lists = new ZoneLists(1 + parts.reduce((most, { zone }) => Math.max(most, zone), 0));
  }

  build(): CellTree {
    const edges = Int32Array.from(
      this.parts.flatMap((part, index) => Array.from(part.edges, (e) => this.first[index]! + e)),
    );
    const whole: MixedCell = { x: 0, y: 0, shift: FRAME_BITS, place: 0, covering: EMPTY_LIST, edges };
    this.fill(whole, ROOT_BITS, this.sort(whole, ROOT_BITS));
    while (this.tooFull.length > 0) {
      const level = this.tooFull;
      this.tooFull = [];
      for (const cell of level) this.divide(cell);
    }
    return cellTreeOf({
      ...this.frame,
      roots: this.roots(),
      cells: this.cells.packed(1),
      lists: this.lists.values.packed(LIST_PADDING),
      leaves: this.leaves.packed(LEAF_PADDING + 1),
      parts: this.parts,
      maxHits: Math.max(this.maxHits, this.lists.maxLength),
    });
  }

  private roots(): Int32Array {
    return Int32Array.from(this.cells.values.subarray(0, 1 << (2 * ROOT_BITS)), (entry, place) =>
      entry < 0 && isTable(entry) ? rootOf(tablePlace(entry), tableBits(entry)) : rootOf(place, 0),
    );
  }

  /** A cell with edges: put down to be divided, or made a leaf. */
  private enter(cell: MixedCell): void {
    if (cell.edges.length > SPLIT_ABOVE_EDGES && cell.shift - MIN_TABLE_BITS >= SKETCH_BITS) this.tooFull.push(cell);
    else this.cells.values[cell.place] = leafEntry(this.leaf(cell));
  }

  private divide(cell: MixedCell): void {
    const bits = this.bitsFor(cell);
    const sorted = this.sort(cell, bits);
    const entries = sorted.edges.items.length;
    let mixed = 0;
    for (let i = 0; i < 1 << (2 * bits); i++) if (sorted.edges.start[i] !== sorted.edges.start[i + 1]) mixed++;
    const isWorthIt = entries <= mixed * cell.edges.length * MIN_GAIN;
    if (!isWorthIt || entries > this.entriesLeft || this.cells.length + (1 << (2 * bits)) > MAX_CELLS) {
      this.cells.values[cell.place] = leafEntry(this.leaf(cell));
      return;
    }
    this.entriesLeft -= entries;
    this.cells.values[cell.place] = tableEntry(this.cells.length, bits);
    this.fill(cell, bits, sorted);
  }

  private bitsFor({ edges, shift }: MixedCell): number {
    const wanted = Math.round(Math.log2(edges.length * this.cellsPerEdge) / 2);
    const bearable = Math.floor(Math.log2(MAX_TABLE_WORK / this.countParts(edges)) / 2);
    return Math.max(MIN_TABLE_BITS, Math.min(wanted, bearable, MAX_TABLE_BITS, shift - SKETCH_BITS));
  }

  /** What comes into, and what covers, each cell of the table of 2^bits a side under a cell. */
  private sort(cell: MixedCell, bits: number): { covers: ByCell; edges: ByCell } {
    const block: CellBlock = { x: cell.x, y: cell.y, shift: cell.shift - bits, side: 1 << bits };
    const covers: Entries = { cell: new GrowingInts(), value: new GrowingInts() };
    const edges: Entries = { cell: new GrowingInts(), value: new GrowingInts() };
    for (let from = 0; from < cell.edges.length; ) {
      const to = this.endOfPart(cell.edges, from);
      this.sortPart(cell.edges.subarray(from, to), block, covers, edges);
      from = to;
    }
    const count = 1 << (2 * bits);
    return { covers: groupByKey(covers.cell, covers.value, count), edges: groupByKey(edges.cell, edges.value, count) };
  }

  /** Cells that an edge comes into, and those between them along a row, which are all of one kind, if they are inside. */
  private sortPart(edges: Int32Array, block: CellBlock, covers: Entries, into: Entries): void {
    const { side } = block;
    const index = this.owner[edges[0]!]!;
    this.touched.fill(0, 0, side * side);
    for (const edge of edges) {
      this.eachCell(edge, block, (cell) => {
        this.touched[cell] = 1;
        into.cell.push(cell);
        into.value.push(edge);
      });
    }
    const part = this.parts[index]!;
    if (!part.closed) return;
    const size = 2 ** block.shift;
    for (let row = 0; row < side; row++) {
      let inside: boolean | undefined;
      for (let column = 0; column < side; column++) {
        const cell = row * side + column;
        if (this.touched[cell]) inside = undefined;
        else {
          inside ??= this.contains(part, block.x + (column + 0.5) * size, block.y + (row + 0.5) * size);
          if (!inside) continue;
          covers.cell.push(cell);
          covers.value.push(index);
        }
      }
    }
  }

  /** Appends the table of 2^bits a side under a cell. */
  private fill(cell: MixedCell, bits: number, { covers, edges }: { covers: ByCell; edges: ByCell }): void {
    const side = 1 << bits;
    const shift = cell.shift - bits;
    const base = this.cells.length;
    for (let i = 0; i < side * side; i++) this.cells.push(0);
    let own = covers.items.subarray(0, 0);
    let covering = cell.covering;
    for (let i = 0; i < side * side; i++) {
      const items = covers.items.subarray(covers.start[i], covers.start[i + 1]);
      // Neighbours mostly have the same cover.
      if (items.length !== own.length || items.some((part, k) => part !== own[k])) {
        own = items;
        covering = items.reduce((list, part) => this.lists.and(list, this.parts[part]!.zone), cell.covering);
      }
      const [from, to] = [edges.start[i]!, edges.start[i + 1]!];
      if (from === to) {
        this.cells.values[base + i] = covering;
        continue;
      }
      const x = cell.x + (i & (side - 1)) * 2 ** shift;
      const y = cell.y + (i >> bits) * 2 ** shift;
      this.enter({ x, y, shift, place: base + i, covering, edges: edges.items.slice(from, to) });
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

  /** Place after the last edge of the part whose edges begin at `from`. */
  private endOfPart(edges: Int32Array, from: number): number {
    let to = from + 1;
    while (to < edges.length && this.owner[edges[to]!] === this.owner[edges[from]!]) to++;
    return to;
  }

  private leaf(cell: MixedCell): number {
    const { covering, edges } = cell;
    const partCount = this.countParts(edges);
    const lone = partCount === 1 ? this.owner[edges[0]!]! : undefined;
    const place = this.leaves.length;
    this.leaves.push(lone === undefined ? partCount : ~lone);
    this.leaves.push(covering);
    if (lone !== undefined) this.leaves.push(this.lists.and(covering, this.parts[lone]!.zone));
    for (let from = 0; from < edges.length; ) {
      const to = this.endOfPart(edges, from);
      if (lone === undefined) this.leaves.push(this.owner[edges[from]!]!);
      this.sketch(cell, edges.subarray(from, to));
      from = to;
    }
    this.maxHits = Math.max(this.maxHits, this.lists.lengthOf(covering) + partCount);
    return place;
  }

  private countParts(edges: Int32Array): number {
    let count = 0;
    for (let from = 0; from < edges.length; from = this.endOfPart(edges, from)) count++;
    return count;
  }

  /** Draws the edges of one part. */
  private sketch(cell: MixedCell, edges: Int32Array): void {
    const index = this.owner[edges[0]!]!;
    const part = this.parts[index]!;
    const { perDegree } = this.frame;
    const west = this.frame.west + cell.x / perDegree;
    const south = this.frame.south + cell.y / perDegree;
    const perCell = perDegree / 2 ** cell.shift;
    this.pen.begin();
    for (const edge of edges) {
      const v = edge - this.first[index]!;
      this.pen.edge(
        (part.x[v]! - west) * perCell,
        (part.y[v]! - south) * perCell,
        (part.x[v + 1]! - west) * perCell,
        (part.y[v + 1]! - south) * perCell,
      );
    }
    this.pen.end((x, y) => partContains(part, west + x / perCell, south + y / perCell));
  }
}
