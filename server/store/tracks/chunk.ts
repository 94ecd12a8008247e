/**
 * Packed track chunks: one vessel, one span of time, fixes as columns of differences. The same bytes go into either store.
 *
 * byte 0 version (3) · CRC-32 of what follows, u32 little-endian · number of blocks, and of each its first fix time and its
 * bytes · blocks. A block stands by itself, so that of a long chunk only what is asked for is unpacked: number of fixes, then
 * columns as bits (column.ts): fixTime · lon · lat · receivedAt − fixTime · speed · course · heading · accuracy · source and flags (one number).
 * A column is written in the coarsest unit that keeps it exact: AIS and nearly all VMS places lie on a grid of 1/600,000°,
 * most times on whole seconds or minutes.
 */
import { crc32 } from 'node:zlib';
import type { Fix, FixSource } from '../../../geofences/fix.ts';
import { BitReader, BitWriter } from './bits.ts';
import { asBefore, asFar, asUsual, type Expect, folded, readColumn, unfolded, writeColumn } from './column.ts';
import { COURSE_STEPS, KNOT_STEPS } from './grid.ts';
import { readPlaces, writePlaces } from './place-columns.ts';
import { readInUnit, readOptional, writeInUnit, writeOptional } from './unit-columns.ts';

const CHUNK_VERSION = 3;
/** Version and checksum. */
const CRC_END = 5;
const SOURCES: FixSource[] = ['ais', 'vms', 'manual'];

const COUNT_BITS = 24;
/** Of which a block is made; smaller ones take more bytes, larger ones more time to find one fix. */
const BLOCK_FIXES = 128;
const BLOCK_COUNT_BITS = 8;
const TIME_UNITS = [1, 1000, 60_000];
const CIRCLE_DEG = 360;
/** These bytes are no chunk as one was written. */
export class DamagedChunk extends Error {}

/** @param fixes in order of fix time, on the grid (grid.ts), fewer than 2^24 */
export function encodeChunk(fixes: readonly Fix[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const index = new BitWriter(64);
  index.bits(Math.ceil(fixes.length / BLOCK_FIXES), COUNT_BITS);
  let last = 0;
  for (let start = 0; start < fixes.length; start += BLOCK_FIXES) {
    const block = encodeBlock(fixes.slice(start, start + BLOCK_FIXES));
    const { fixTime } = fixes[start]!;
    index.number(folded(fixTime - last));
    index.number(block.length);
    last = fixTime;
    blocks.push(block);
  }
  const head = new Uint8Array(CRC_END);
  head[0] = CHUNK_VERSION;
  const bytes = Buffer.concat([head, index.bytes(), ...blocks]);
  bytes.writeUInt32LE(crc32(bytes.subarray(CRC_END)), 1);
  return bytes;
}

function encodeBlock(fixes: readonly Fix[]): Uint8Array {
  const out = new BitWriter(fixes.length * 12 + 64);
  out.bits(fixes.length, BLOCK_COUNT_BITS);
  const first = fixes[0]!.fixTime;
  const times = column(fixes, (fix) => fix.fixTime - first);
  writeInUnit(out, times, TIME_UNITS, () => [asBefore, asFar]);
  writePlaces(out, fixes, times);
  const delays = column(fixes, (fix) => fix.receivedAt - fix.fixTime);
  writeInUnit(out, delays, TIME_UNITS, (unit) => delaysFrom(times, unit));
  writeOptional(out, fixes, (fix) => fix.speedKn, KNOT_STEPS);
  writeOptional(out, fixes, (fix) => fix.courseDeg, COURSE_STEPS, CIRCLE_DEG);
  writeOptional(out, fixes, (fix) => fix.headingDeg, COURSE_STEPS, CIRCLE_DEG);
  writeOptional(out, fixes, (fix) => fix.accuracyM, 1);
  writeColumn(
    out,
    column(fixes, (fix) => SOURCES.indexOf(fix.source) + fix.flags * SOURCES.length),
  );
  return out.bytes();
}

/** A chunk's columns; NaN is not available. */
export interface ChunkColumns {
  times: Float64Array;
  lons: Float64Array;
  lats: Float64Array;
  delays: Float64Array;
  speeds: Float64Array;
  courses: Float64Array;
  headings: Float64Array;
  accuracies: Float64Array;
  kinds: Float64Array;
}

/** @throws DamagedChunk when the bytes are no chunk of a known version, or not as they were written */
export function decodeChunk(bytes: Uint8Array): Fix[] {
  const columns = decodeColumns(bytes);
  return Array.from(columns.times, (_, i) => fixAt(columns, i));
}

/**
 * The same without an object for each fix.
 * @param from, to only what it takes to know of this time: its fixes, and at least the one before and the one after
 * @throws DamagedChunk
 */
export function decodeColumns(
  bytes: Uint8Array,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): ChunkColumns {
  const body = checkedBody(bytes);
  const index = new BitReader(body);
  const starts: number[] = [];
  const lengths: number[] = [];
  for (let left = index.bits(COUNT_BITS); left > 0 && !index.isPastEnd; left--) {
    starts.push((starts.at(-1) ?? 0) + unfolded(index.number()));
    lengths.push(index.number());
  }
  const first = Math.max(
    0,
    starts.findLastIndex((start) => start < from),
  );
  let at = index.bytesRead;
  for (let i = 0; i < first; i++) at += lengths[i]!;
  const blocks: ChunkColumns[] = [];
  for (let i = first; i < starts.length; i++) {
    const block = decodeBlock(body.subarray(at, at + lengths[i]!), starts[i]!);
    blocks.push(block);
    if (block.times.at(-1)! > to) break;
    at += lengths[i]!;
  }
  return blocks.length === 1 ? blocks[0]! : joined(blocks);
}

/** @param first its first fix time, from which the others are counted */
function decodeBlock(bytes: Uint8Array, first: number): ChunkColumns {
  const input = new BitReader(bytes);
  const count = input.bits(BLOCK_COUNT_BITS);
  const times = readInUnit(input, count, TIME_UNITS, () => [asBefore, asFar]);
  const [lons, lats] = readPlaces(input, count, times);
  const delays = readInUnit(input, count, TIME_UNITS, (unit) => delaysFrom(times, unit));
  const speeds = readOptional(input, count, KNOT_STEPS);
  const courses = readOptional(input, count, COURSE_STEPS, CIRCLE_DEG);
  const headings = readOptional(input, count, COURSE_STEPS, CIRCLE_DEG);
  const accuracies = readOptional(input, count, 1);
  const kinds = readColumn(input, count);
  if (input.isPastEnd) throw new DamagedChunk('track chunk is cut short');
  for (let i = 0; i < count; i++) times[i]! += first;
  return { times, lons, lats, delays, speeds, courses, headings, accuracies, kinds };
}

function joined(blocks: readonly ChunkColumns[]): ChunkColumns {
  const count = blocks.reduce((sum, { times }) => sum + times.length, 0);
  const join = (name: keyof ChunkColumns): Float64Array => {
    const all = new Float64Array(count);
    let at = 0;
    for (const block of blocks) {
      all.set(block[name], at);
      at += block[name].length;
    }
    return all;
  };
  return {
    times: join('times'),
    lons: join('lons'),
    lats: join('lats'),
    delays: join('delays'),
    speeds: join('speeds'),
    courses: join('courses'),
    headings: join('headings'),
    accuracies: join('accuracies'),
    kinds: join('kinds'),
  };
}

export function flagsAt({ kinds }: ChunkColumns, i: number): number {
  return Math.floor(kinds[i]! / SOURCES.length);
}

export function fixAt(columns: ChunkColumns, i: number): Fix {
  const fixTime = columns.times[i]!;
  const kind = columns.kinds[i]!;
  const fix: Fix = {
    fixTime,
    receivedAt: fixTime + columns.delays[i]!,
    lon: columns.lons[i]!,
    lat: columns.lats[i]!,
    source: SOURCES[kind % SOURCES.length]!,
    flags: flagsAt(columns, i),
  };
  const speedKn = columns.speeds[i]!;
  const courseDeg = columns.courses[i]!;
  const headingDeg = columns.headings[i]!;
  const accuracyM = columns.accuracies[i]!;
  if (!Number.isNaN(speedKn)) fix.speedKn = speedKn;
  if (!Number.isNaN(courseDeg)) fix.courseDeg = courseDeg;
  if (!Number.isNaN(headingDeg)) fix.headingDeg = headingDeg;
  if (!Number.isNaN(accuracyM)) fix.accuracyM = accuracyM;
  return fix;
}

function checkedBody(bytes: Uint8Array): Uint8Array {
  const version = bytes[0];
  if (version !== CHUNK_VERSION) throw new DamagedChunk(`track chunk of version ${version}, expected ${CHUNK_VERSION}`);
  if (bytes.length <= CRC_END) throw new DamagedChunk('track chunk is cut short');
  const body = bytes.subarray(CRC_END);
  if (crc32(body) !== viewOf(bytes).getUint32(1, true)) throw new DamagedChunk('track chunk has a wrong checksum');
  return body;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function column(fixes: readonly Fix[], of: (fix: Fix) => number): Float64Array {
  const values = new Float64Array(fixes.length);
  for (let i = 0; i < fixes.length; i++) values[i] = of(fixes[i]!);
  return values;
}

/** Reports of one time often come late by about as much, or, kept up by somebody on the way, all at once. */
function delaysFrom(times: Float64Array, unit: number): readonly Expect[] {
  const asTogether: Expect = (before, at) => before[at - 1]! + Math.round((times[at - 1]! - times[at]!) / unit);
  asTogether.restore = (values, differences) => {
    let value = values[0]!;
    for (let at = 1; at < values.length; at++) {
      value += Math.round((times[at - 1]! - times[at]!) / unit) + unfolded(differences[at - 1]!);
      values[at] = value;
    }
  };
  return [asBefore, asUsual, asTogether];
}
