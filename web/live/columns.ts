/** Reads the live socket's messages, which server/live/columns.ts writes and describes. Knows no socket and no screen. */
import type { Frame, PositionRow, Rest, Snapshot, SourceCode } from '../../server/live/protocol.ts';

const MORE = 0x80;

/** @param bytes one message, as the server made it: which of the three it is, the name of the event says */
export function readMessage<Message extends Snapshot | Frame | Rest>(bytes: ArrayBuffer | Uint8Array): Message {
  const from = new Reader(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  const json = JSON.parse(new TextDecoder().decode(from.bytes(from.number()))) as Omit<Message, 'positions'>;
  return { ...json, positions: readPositions(from, json.time) } as Message;
}

function readPositions(from: Reader, time: number): PositionRow[] {
  const seconds = Math.floor(time / 1000);
  const count = from.number();
  const leastLon = from.signed();
  const leastLat = from.signed();
  const rows: PositionRow[] = [];
  let slot = 0;
  for (let i = 0; i < count; i++) {
    const said = from.number();
    slot += Math.floor(said / 4);
    rows.push([slot, 0, 0, 0, 0, 0, 0, (said % 4) as SourceCode]);
  }
  for (const row of rows) row[1] = from.number() + leastLon;
  for (const row of rows) row[2] = from.number() + leastLat;
  for (const row of rows) row[3] = from.number() - 1;
  for (const row of rows) row[4] = from.number() - 1;
  for (const row of rows) row[5] = from.number() - 1;
  for (const row of rows) row[6] = seconds - from.signed();
  return rows;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let weight = 1; ; weight *= MORE) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte % MORE) * weight;
      if (byte < MORE) return value;
    }
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  bytes(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
