/**
 * Packed track chunks: one vessel, one span of time, fixes as columns of differences. The same bytes go into either store.
 *
 * byte 0 version (2) · CRC-32 of what follows, u32 little-endian · number of fixes, u24 · columns as bits (column.ts):
 * fixTime · lon · lat · receivedAt − fixTime · speed · course · heading · accuracy · source and flags (one number).
 * A column is written in the coarsest unit that keeps it exact: AIS and nearly all VMS places lie on a grid of 1/600,000°,
 * most times on whole seconds or minutes.
 */
import { crc32 } from 'node:zlib';
import type { Fix, FixSource } from '../../../geofences/fix.ts';
import { BitReader, BitWriter } from './bits.ts';
import { asBefore, asFar, asUsual, type Expect, readColumn, writeColumn } from './column.ts';
import { COURSE_STEPS, KNOT_STEPS } from './grid.ts';
import { readPlaces, writePlaces } from './place-columns.ts';
import { readInUnit, readOptional, writeInUnit, writeOptional } from './unit-columns.ts';

export const CHUNK_VERSION = 2;
/** Version and checksum. */
const CRC_END = 5;
const SOURCES: FixSource[] = ['ais', 'vms', 'manual'];

const COUNT_BITS = 24;
const TIME_UNITS = [1, 1000, 60_000];
const CIRCLE_DEG = 360;
/** These bytes are no chunk as one was written. */
export class DamagedChunk extends Error {}

/** @param fixes in order of fix time, on the grid (grid.ts), fewer than 2^24 */
export function encodeChunk(fixes: readonly Fix[]): Uint8Array {
  const out = new BitWriter(fixes.length * 12 + 128);
  for (let i = 0; i < CRC_END; i++) out.bits(i === 0 ? CHUNK_VERSION : 0, 8);
  out.bits(fixes.length, COUNT_BITS);
  const times = column(fixes, (fix) => fix.fixTime);
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
  const bytes = out.bytes();
  viewOf(bytes).setUint32(1, crc32(bytes.subarray(CRC_END)), true);
  return bytes;
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

/** The same without an object for each fix. @throws DamagedChunk */
export function decodeColumns(bytes: Uint8Array): ChunkColumns {
  const input = new BitReader(checkedBody(bytes));
  const count = input.bits(COUNT_BITS);
  const times = readInUnit(input, count, TIME_UNITS, () => [asBefore, asFar]);
  const [lons, lats] = readPlaces(input, count, times);
  const delays = readInUnit(input, count, TIME_UNITS, (unit) => delaysFrom(times, unit));
  const speeds = readOptional(input, count, KNOT_STEPS);
  const courses = readOptional(input, count, COURSE_STEPS, CIRCLE_DEG);
  const headings = readOptional(input, count, COURSE_STEPS, CIRCLE_DEG);
  const accuracies = readOptional(input, count, 1);
  const kinds = readColumn(input, count);
  if (input.isPastEnd) throw new DamagedChunk('track chunk is cut short');
  return { times, lons, lats, delays, speeds, courses, headings, accuracies, kinds };
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
  return [asBefore, asUsual, asTogether];
}
