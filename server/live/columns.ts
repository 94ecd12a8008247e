/**
 * A message of the live socket as bytes: what is JSON of it, then its positions as columns of numbers. Read by web/live/columns.ts.
 *
 * `length of the JSON` · JSON · `rows` `least lon·1e5` `least lat·1e5` · seven columns, one value a row
 *   slot        more than that of the row before, times four, plus the source
 *   lon, lat    more than the least of the message, in 1e-5°
 *   speed, course, heading   as in PositionRow plus one, so that 0 is not available
 *   fixTime     seconds before the message's `time`, in zigzag
 * All numbers are LEB128: seven bits a byte, the lowest first. Columns stand together, since they pack better than rows.
 */
import type { Frame, PositionRow, Rest, Snapshot } from './protocol.ts';

/** The bit of a byte that says that more of the number follows, and how many values the others have. */
const MORE = 0x80;
/** A number of 53 bits. */
const MOST_BYTES = 8;
const COLUMNS = 7;

/** Positions that several clients are sent are written once. */
const written = new WeakMap<PositionRow[], { time: number; bytes: Uint8Array }>();

export function toBytes({ positions, ...rest }: Snapshot | Frame | Rest): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(rest));
  const columns = columnsOf(positions, rest.time);
  const head = new Writer(MOST_BYTES);
  head.number(json.length);
  return Buffer.concat([head.bytes(), json, columns]);
}

function columnsOf(positions: PositionRow[], time: number): Uint8Array {
  const known = written.get(positions);
  if (known?.time === time) return known.bytes;
  const bytes = writeColumns(positions, time);
  written.set(positions, { time, bytes });
  return bytes;
}

function writeColumns(positions: PositionRow[], time: number): Uint8Array {
  const rows = positions.toSorted(([a], [b]) => a - b);
  const seconds = Math.floor(time / 1000);
  const leastLon = rows.reduce((least, [, lon]) => Math.min(least, lon), rows[0]?.[1] ?? 0);
  const leastLat = rows.reduce((least, [, , lat]) => Math.min(least, lat), rows[0]?.[2] ?? 0);
  const to = new Writer((3 + rows.length * COLUMNS) * MOST_BYTES);
  to.number(rows.length);
  to.number(zigzag(leastLon));
  to.number(zigzag(leastLat));
  let before = 0;
  for (const [slot, , , , , , , source] of rows) {
    to.number((slot - before) * 4 + source);
    before = slot;
  }
  for (const [, lon] of rows) to.number(lon - leastLon);
  for (const [, , lat] of rows) to.number(lat - leastLat);
  for (const [, , , speed] of rows) to.number(speed + 1);
  for (const [, , , , course] of rows) to.number(course + 1);
  for (const [, , , , , heading] of rows) to.number(heading + 1);
  for (const [, , , , , , fixTime] of rows) to.number(zigzag(seconds - fixTime));
  return to.bytes();
}

/** Small numbers of either sign as small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

class Writer {
  readonly #bytes: Uint8Array;
  #end = 0;

  constructor(most: number) {
    this.#bytes = new Uint8Array(most);
  }

  /** @param value a whole number, not below 0; by arithmetic, since fix times do not fit the 32 bits of shifts */
  number(value: number): void {
    let rest = value;
    while (rest >= MORE) {
      this.#bytes[this.#end++] = (rest % MORE) | MORE;
      rest = Math.floor(rest / MORE);
    }
    this.#bytes[this.#end++] = rest;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#end);
  }
}
