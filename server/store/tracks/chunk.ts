/**
 * Packed track chunks: one vessel, one span of time, fixes as delta columns. The same bytes go into either store.
 *
 * byte 0 version (2) · CRC-32 of what follows, u32 little-endian · varint count · then column by column, zigzag varints of the difference to the fix before:
 * fixTime (ms) · lon, lat (1e-7°) · receivedAt − fixTime (ms) · speed (0.01 kn, +1, 0 = not available) ·
 * course and heading (0.1°, +1, 0 = not available) · accuracy (m, +1) · source and flags (one number)
 */
import { crc32 } from 'node:zlib';
import type { Fix, FixSource } from '../../../geofences/fix.ts';

export const CHUNK_VERSION = 2;
const HEAD_BYTES = 5;

/** These bytes are no chunk as one was written. */
export class DamagedChunk extends Error {}

const SOURCES: FixSource[] = ['ais', 'vms', 'manual'];
const GRID = 1e7;

type Column = { of: (fix: Fix) => number };
const COLUMNS: Column[] = [
  { of: (fix) => fix.fixTime },
  { of: (fix) => Math.round(fix.lon * GRID) },
  { of: (fix) => Math.round(fix.lat * GRID) },
  { of: (fix) => fix.receivedAt - fix.fixTime },
  { of: (fix) => optional(fix.speedKn, 100) },
  { of: (fix) => optional(fix.courseDeg, 10) },
  { of: (fix) => optional(fix.headingDeg, 10) },
  { of: (fix) => optional(fix.accuracyM, 1) },
  { of: (fix) => SOURCES.indexOf(fix.source) + fix.flags * SOURCES.length },
];

function optional(value: number | undefined, scale: number): number {
  return value === undefined ? 0 : Math.round(value * scale) + 1;
}

function present(value: number, scale: number): number | undefined {
  return value === 0 ? undefined : (value - 1) / scale;
}

/** @param fixes in order of fix time, on the grids named above */
export function encodeChunk(fixes: readonly Fix[]): Uint8Array {
  const out = new Writer(fixes.length * 24 + 16);
  out.byte(CHUNK_VERSION);
  for (let i = 1; i < HEAD_BYTES; i++) out.byte(0);
  out.unsigned(fixes.length);
  for (const column of COLUMNS) {
    let before = 0;
    for (const fix of fixes) {
      const value = column.of(fix);
      out.signed(value - before);
      before = value;
    }
  }
  const bytes = out.bytes();
  viewOf(bytes).setUint32(1, crc32(bytes.subarray(HEAD_BYTES)), true);
  return bytes;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** @throws DamagedChunk when the bytes are no chunk of a known version, or not as they were written */
export function decodeChunk(bytes: Uint8Array): Fix[] {
  const version = bytes[0];
  if (version !== CHUNK_VERSION) throw new DamagedChunk(`track chunk of version ${version}, expected ${CHUNK_VERSION}`);
  if (bytes.length <= HEAD_BYTES) throw new DamagedChunk('track chunk is cut short');
  const body = bytes.subarray(HEAD_BYTES);
  if (crc32(body) !== viewOf(bytes).getUint32(1, true)) throw new DamagedChunk('track chunk has a wrong checksum');
  const input = new Reader(body);
  const count = input.unsigned();
  const columns = COLUMNS.map(() => {
    const values = new Float64Array(count);
    let value = 0;
    for (let i = 0; i < count; i++) {
      value += input.signed();
      values[i] = value;
    }
    return values;
  });
  return Array.from({ length: count }, (_, i) => fixAt(columns, i));
}

function fixAt(columns: Float64Array[], i: number): Fix {
  const [fixTime, lon, lat, delay, speed, course, heading, accuracy, rest] = columns.map((column) => column[i]!) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fix: Fix = {
    fixTime,
    receivedAt: fixTime + delay,
    lon: lon / GRID,
    lat: lat / GRID,
    source: SOURCES[rest % SOURCES.length]!,
    flags: Math.floor(rest / SOURCES.length),
  };
  const speedKn = present(speed, 100);
  const courseDeg = present(course, 10);
  const headingDeg = present(heading, 10);
  const accuracyM = present(accuracy, 1);
  if (speedKn !== undefined) fix.speedKn = speedKn;
  if (courseDeg !== undefined) fix.courseDeg = courseDeg;
  if (headingDeg !== undefined) fix.headingDeg = headingDeg;
  if (accuracyM !== undefined) fix.accuracyM = accuracyM;
  return fix;
}

class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = value;
  }

  /** Base-128; numbers up to 2^53, so division instead of shifts above 31 bits. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -value * 2 - 1 : value * 2);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new DamagedChunk('track chunk is cut short');
    return value;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }
}
