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
import type { Frame, IdentityRow, PositionRow, Rest, Snapshot } from './protocol.ts';

/** The bit of a byte that says that more of the number follows, and how many values the others have. */
const MORE = 0x80;
/** A number of 53 bits. */
const MOST_BYTES = 8;
const COLUMNS = 7;
/** The most that shifts take. */
const SHIFTED = 0x7fffffff;

/** Messages that several clients are sent are written once. */
const written = new WeakMap<object, Buffer>();
/** A message is written here, and leaves as a copy of its own length. */
const usual = Buffer.alloc(1024 * 1024);

/** @param message is not changed any more */
export function toBytes(message: Snapshot | Frame | Rest): Buffer {
  const known = written.get(message);
  if (known) return known;
  const bytes = write(message);
  written.set(message, bytes);
  return bytes;
}

/** JSON of who sits in a slot, which is told to everybody who comes and changes seldom. */
const identityTexts = new WeakMap<IdentityRow, string>();

function identityText(row: IdentityRow): string {
  const known = identityTexts.get(row);
  if (known !== undefined) return known;
  const text = JSON.stringify(row);
  identityTexts.set(row, text);
  return text;
}

function write({ positions, identities, ...rest }: Snapshot | Frame | Rest): Buffer {
  const json = `{"identities":[${identities.map(identityText).join(',')}],${JSON.stringify(rest).slice(1)}`;
  const length = Buffer.byteLength(json);
  const most = length + (4 + positions.length * COLUMNS) * MOST_BYTES;
  const to = new Writer(most > usual.length ? Buffer.alloc(most) : usual);
  to.number(length);
  to.text(json);
  writeColumns(to, positions, rest.time);
  return to.copy();
}

function writeColumns(to: Writer, positions: PositionRow[], time: number): void {
  const rows = positions.toSorted((a, b) => a[0] - b[0]);
  const seconds = Math.floor(time / 1000);
  let [leastLon, leastLat] = [rows[0]?.[1] ?? 0, rows[0]?.[2] ?? 0];
  for (const row of rows) {
    leastLon = Math.min(leastLon, row[1]);
    leastLat = Math.min(leastLat, row[2]);
  }
  to.number(rows.length);
  to.number(zigzag(leastLon));
  to.number(zigzag(leastLat));
  let before = 0;
  for (const row of rows) {
    to.number((row[0] - before) * 4 + row[7]);
    before = row[0];
  }
  for (const row of rows) to.number(row[1] - leastLon);
  for (const row of rows) to.number(row[2] - leastLat);
  for (const row of rows) to.number(row[3] + 1);
  for (const row of rows) to.number(row[4] + 1);
  for (const row of rows) to.number(row[5] + 1);
  for (const row of rows) to.number(zigzag(seconds - row[6]));
}

/** Small numbers of either sign as small ones without. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

class Writer {
  readonly #bytes: Buffer;
  #end = 0;

  /** @param bytes with room for all that is written */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @param value a whole number, not below 0; by arithmetic while it is more than the 31 bits of shifts, as fix times may be */
  number(value: number): void {
    let rest = value;
    while (rest > SHIFTED) {
      this.#bytes[this.#end++] = (rest % MORE) | MORE;
      rest = Math.floor(rest / MORE);
    }
    while (rest >= MORE) {
      this.#bytes[this.#end++] = (rest & (MORE - 1)) | MORE;
      rest >>>= 7;
    }
    this.#bytes[this.#end++] = rest;
  }

  text(text: string): void {
    this.#end += this.#bytes.write(text, this.#end, 'utf8');
  }

  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#end));
  }
}
