/** Reads the live socket's messages, which server/live/columns.ts writes and describes. Knows no socket and no screen. */
import type { Frame, PositionRow, Rest, Snapshot, SourceCode } from '../../server/live/protocol.ts';

/** The bit of a byte that says that more of the number follows, and how many values the others have. */
const MORE = 0x80;
/** Numbers of so many bytes fit the shifts of 32 bits. */
const SHIFTED = 4;

/** @param bytes one message, as the server made it: which of the three it is, the name of the event says */
export function readMessage<Message extends Snapshot | Frame | Rest>(bytes: ArrayBuffer | Uint8Array): Message {
  const from = new Reader(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  const [length] = from.numbers(1);
  const json = JSON.parse(new TextDecoder().decode(from.bytes(length!))) as Omit<Message, 'positions'>;
  return { ...json, positions: readPositions(from, json.time) } as Message;
}

function readPositions(from: Reader, time: number): PositionRow[] {
  const seconds = Math.floor(time / 1000);
  const [count = 0, lon = 0, lat = 0] = from.numbers(3);
  const [leastLon, leastLat] = [signed(lon), signed(lat)];
  const columns = Array.from({ length: 7 }, () => from.numbers(count));
  const [slots, lons, lats, speeds, courses, headings, ages] = columns as [Float64Array, ...Float64Array[]];
  const rows: PositionRow[] = new Array(count);
  let slot = 0;
  for (let i = 0; i < count; i++) {
    const said = slots[i]!;
    slot += Math.floor(said / 4);
    rows[i] = [
      slot,
      lons![i]! + leastLon,
      lats![i]! + leastLat,
      speeds![i]! - 1,
      courses![i]! - 1,
      headings![i]! - 1,
      seconds - signed(ages![i]!),
      (said % 4) as SourceCode,
    ];
  }
  return rows;
}

function signed(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next so many numbers, in one loop: ten thousand vessels that report each second are seventy thousand of them. */
  numbers(count: number): Float64Array {
    const bytes = this.#bytes;
    const found = new Float64Array(count);
    let at = this.#at;
    for (let i = 0; i < count; i++) {
      let byte = bytes[at++]!;
      let value = byte & (MORE - 1);
      for (let n = 1; byte >= MORE; n++) {
        byte = bytes[at++]!;
        const bits = byte & (MORE - 1);
        value = n < SHIFTED ? value | (bits << (7 * n)) : value + bits * 2 ** (7 * n);
      }
      found[i] = value;
    }
    this.#at = at;
    return found;
  }

  bytes(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
