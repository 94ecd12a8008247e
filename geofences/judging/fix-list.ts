/**
 * The fixes of a stretch of track, packed: 32 bytes each in memory that the whole fleet shares, since a window of objects
 * for each vessel would take four times as much and keep the garbage collector busy. What comes out is what went in, to
 * the last bit: a fix that doesn't fit the packing (a speed of three decimals) is kept as it is.
 */
import type { Fix, FixSource } from '../fix.ts';
import { HeldFix } from './held-fix.ts';

const ROW_BYTES = 32;
/**
 * Fixes of a list's first block and of its further ones: most lists are short, and where many fixes pass a new block wants
 * memory that no cache holds: 32 at a time were 16 % faster than 8 with 100,000 vessels (four rounds side by side).
 */
const FIRST_FIXES = 8;
const BLOCK_FIXES = 32;
/** 8 MB, of which only what is used is given memory; fewer slabs are found faster. */
const SLAB_FIXES = 8192 * BLOCK_FIXES;

/** Numbers of a row, as each view counts them, and where in it they stand: the time is the only double. */
const [DOUBLES, INTS, SHORTS] = [ROW_BYTES / 8, ROW_BYTES / 4, ROW_BYTES / 2];
const [LON, LAT, DELAY, SORT] = [2, 3, 4, 5];
const [SPEED, COURSE, HEADING, ACCURACY] = [12, 13, 14, 15];

const LON_LAT_SCALE = 1e7;
/** Hundredths of knots and degrees, tenths of metres. */
const HUNDREDTHS = 100;
const TENTHS = 10;
const ABSENT = 0xffff;
const SOURCES: readonly FixSource[] = ['ais', 'vms', 'manual'];
/** Flags stand in the lowest 24 bits of SORT, the source above them. */
const SOURCE_SHIFT = 24;
const MOST_FLAGS = (1 << SOURCE_SHIFT) - 1;

interface Slab {
  doubles: Float64Array;
  ints: Int32Array;
  shorts: Uint16Array;
}

/** Memory for the fixes of a fleet. */
export class FixStore {
  private readonly slabs: Slab[] = [];
  private readonly free: number[] = [];
  private readonly freeFirst: number[] = [];
  /** Rows of all blocks that were ever taken. */
  private used = 0;

  /** @returns the block's first row */
  take(): number {
    const left = this.free.pop();
    if (left !== undefined) return left;
    if (this.used === this.slabs.length * SLAB_FIXES) {
      const bytes = new ArrayBuffer(SLAB_FIXES * ROW_BYTES);
      this.slabs.push({
        doubles: new Float64Array(bytes),
        ints: new Int32Array(bytes),
        shorts: new Uint16Array(bytes),
      });
    }
    const row = this.used;
    this.used += BLOCK_FIXES;
    return row;
  }

  giveBack(row: number): void {
    this.free.push(row);
  }

  /** @returns the first row of a list's first block, cut off a whole one */
  takeFirst(): number {
    const left = this.freeFirst.pop();
    if (left !== undefined) return left;
    const row = this.take();
    for (let next = row + FIRST_FIXES; next < row + BLOCK_FIXES; next += FIRST_FIXES) this.freeFirst.push(next);
    return row;
  }

  giveBackFirst(row: number): void {
    this.freeFirst.push(row);
  }

  /** HOT. @returns false when the fix does not fit; its time is there all the same */
  write(row: number, fix: Fix): boolean {
    const { doubles, ints, shorts } = this.slabOf(row);
    const at = row % SLAB_FIXES;
    const { fixTime, lon, lat, flags } = fix;
    doubles[at * DOUBLES] = fixTime;
    const delay = fix.receivedAt - fixTime;
    const x = Math.round(lon * LON_LAT_SCALE);
    const y = Math.round(lat * LON_LAT_SCALE);
    const speed = packed(fix.speedKn, HUNDREDTHS);
    const course = packed(fix.courseDeg, HUNDREDTHS);
    const heading = packed(fix.headingDeg, HUNDREDTHS);
    const accuracy = packed(fix.accuracyM, TENTHS);
    if (speed < 0 || course < 0 || heading < 0 || accuracy < 0 || (delay | 0) !== delay) return false;
    if (x / LON_LAT_SCALE !== lon || y / LON_LAT_SCALE !== lat || (x | 0) !== x || flags > MOST_FLAGS) return false;
    ints[at * INTS + LON] = x;
    ints[at * INTS + LAT] = y;
    ints[at * INTS + DELAY] = delay;
    ints[at * INTS + SORT] = flags | (SOURCES.indexOf(fix.source) << SOURCE_SHIFT);
    shorts[at * SHORTS + SPEED] = speed;
    shorts[at * SHORTS + COURSE] = course;
    shorts[at * SHORTS + HEADING] = heading;
    shorts[at * SHORTS + ACCURACY] = accuracy;
    return true;
  }

  /** HOT. Reads the rows that some fixes will be written to; returns something made of it all. */
  read(rows: Int32Array, count: number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      // Where a block is full, the row beyond it may be nobody's.
      if (row >= 0 && row < this.used) sum += this.slabOf(row).ints[(row % SLAB_FIXES) * INTS]!;
    }
    return sum;
  }

  copyRow(from: number, to: number): void {
    const target = this.slabOf(to).ints;
    const source = this.slabOf(from).ints;
    const [at, end] = [(from % SLAB_FIXES) * INTS, (from % SLAB_FIXES) * INTS + INTS];
    for (let i = at, j = (to % SLAB_FIXES) * INTS; i < end; i++, j++) target[j] = source[i]!;
  }

  slabOf(row: number): Slab {
    return this.slabs[Math.floor(row / SLAB_FIXES)]!;
  }
}

export class FixList {
  length = 0;
  private readonly store: FixStore;
  /** First rows of the first block, −1 without one, and of the further ones, which most lists have none of. */
  private first = -1;
  private further: readonly number[] = NO_BLOCKS;
  private odd: Map<number, Fix> | undefined;

  constructor(store: FixStore) {
    this.store = store;
  }

  /** HOT. */
  push(fix: Fix): void {
    const index = this.length++;
    if (index === this.capacity) this.addBlock();
    this.writeAt(index, fix);
  }

  /** Puts a fix before the one at `index`; those from there on move on. */
  insert(index: number, fix: Fix): void {
    const { store, odd } = this;
    if (this.room === 0) this.addBlock();
    for (let i = this.length++; i > index; i--) store.copyRow(this.rowOf(i - 1), this.rowOf(i));
    if (odd) this.odd = new Map([...odd].map(([at, kept]) => [at < index ? at : at + 1, kept]));
    this.writeAt(index, fix);
  }

  private writeAt(index: number, fix: Fix): void {
    if (this.store.write(this.rowOf(index), fix)) return;
    this.odd ??= new Map();
    this.odd.set(index, fix);
  }

  /** Rows left in the last block, and the first of them. */
  get room(): number {
    return this.capacity - this.length;
  }

  get nextRow(): number {
    return this.room > 0 ? this.rowOf(this.length) : -1;
  }

  /** Rows for further fixes when so many have been written and not counted yet: how many, and the first of them. */
  roomAfter(written: number): { fixes: number; row: number } {
    const next = this.length + written;
    if (next === this.capacity) this.addBlock();
    return { fixes: this.roomInBlock(next), row: this.rowOf(next) };
  }

  /** So many fixes have been written to the next rows. */
  grow(count: number): void {
    this.length += count;
  }

  timeAt(index: number): number {
    const row = this.rowOf(index);
    return this.store.slabOf(row).doubles[(row % SLAB_FIXES) * DOUBLES]!;
  }

  at(index: number): Fix {
    const odd = this.odd?.get(index);
    if (odd) return odd;
    return new HeldFix().show(this.peek(index));
  }

  /** HOT. The same in an object that the next call overwrites. */
  peek(index: number): Fix {
    const odd = this.odd?.get(index);
    if (odd) return odd;
    const row = this.rowOf(index);
    const { doubles, ints, shorts } = this.store.slabOf(row);
    const at = row % SLAB_FIXES;
    const sort = ints[at * INTS + SORT]!;
    peeked.fixTime = doubles[at * DOUBLES]!;
    peeked.receivedAt = peeked.fixTime + ints[at * INTS + DELAY]!;
    peeked.lon = ints[at * INTS + LON]! / LON_LAT_SCALE;
    peeked.lat = ints[at * INTS + LAT]! / LON_LAT_SCALE;
    peeked.source = SOURCES[sort >> SOURCE_SHIFT]!;
    peeked.flags = sort & MOST_FLAGS;
    peeked.speedKn = unpacked(shorts[at * SHORTS + SPEED]!, HUNDREDTHS);
    peeked.courseDeg = unpacked(shorts[at * SHORTS + COURSE]!, HUNDREDTHS);
    peeked.headingDeg = unpacked(shorts[at * SHORTS + HEADING]!, HUNDREDTHS);
    peeked.accuracyM = unpacked(shorts[at * SHORTS + ACCURACY]!, TENTHS);
    return peeked;
  }

  toArray(): Fix[] {
    const fixes: Fix[] = [];
    for (let i = 0; i < this.length; i++) fixes.push(this.at(i));
    return fixes;
  }

  /** Lets go of all that it holds. */
  clear(): void {
    for (const row of this.further) this.store.giveBack(row);
    if (this.first >= 0) this.store.giveBackFirst(this.first);
    this.first = -1;
    this.further = NO_BLOCKS;
    this.length = 0;
    this.odd = undefined;
  }

  private get capacity(): number {
    return this.first < 0 ? 0 : FIRST_FIXES + this.further.length * BLOCK_FIXES;
  }

  private addBlock(): void {
    if (this.first < 0) this.first = this.store.takeFirst();
    else this.further = this.further.concat(this.store.take());
  }

  /** Rows from that of a fix to the end of its block: those of another one lie elsewhere. */
  private roomInBlock(index: number): number {
    return index < FIRST_FIXES ? FIRST_FIXES - index : BLOCK_FIXES - ((index - FIRST_FIXES) % BLOCK_FIXES);
  }

  private rowOf(index: number): number {
    if (index < FIRST_FIXES) return this.first + index;
    const beyond = index - FIRST_FIXES;
    return this.further[Math.floor(beyond / BLOCK_FIXES)]! + (beyond % BLOCK_FIXES);
  }
}

const NO_BLOCKS: readonly number[] = [];

function unpacked(whole: number, scale: number): number | undefined {
  return whole === ABSENT ? undefined : whole / scale;
}

/** Reused by every `peek`. */
const peeked = new HeldFix();

/** The number in 16 bits; −1 when they do not hold it exactly. */
function packed(value: number | undefined, scale: number): number {
  if (value === undefined) return ABSENT;
  const whole = Math.round(value * scale);
  return whole >= 0 && whole < ABSENT && whole / scale === value ? whole : -1;
}
