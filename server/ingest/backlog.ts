/**
 * Durable records that wait to be applied. They wait in memory up to a bound; what is more waits where it is anyway, in the
 * journal, and is read from there when its turn comes. So a store that is away for hours costs no memory.
 */
import type { PlacedRecord } from '../journal/record.ts';
import { readJournal } from '../journal/segments.ts';

/** Journal bytes. */
const MOST_BYTES = 64 << 20;
const SPLICE = 1024;

export class Backlog {
  readonly #dir: string;
  readonly #mostBytes: number;
  #queue: PlacedRecord[] = [];
  #next = 0;
  #bytes = 0;
  #hasOverflowed = false;
  #reading: Generator<PlacedRecord> | undefined;
  #readTo = 0;

  /** @param dir folder of the journal */
  constructor(dir: string, mostBytes = MOST_BYTES) {
    this.#dir = dir;
    this.#mostBytes = mostBytes;
  }

  get isEmpty(): boolean {
    return this.#next >= this.#queue.length && !this.#hasOverflowed;
  }

  /** Records in the order of the journal, each once it is durable. */
  push(record: PlacedRecord): void {
    this.#hasOverflowed ||= this.#bytes > this.#mostBytes;
    if (this.#hasOverflowed) return;
    this.#queue.push(record);
    this.#bytes += record.next - record.position;
  }

  /**
   * The next record. Its payload is valid until the next one is asked for.
   * @param position after the last record that was applied
   * @param durable position after the last durable record
   */
  take(position: number, durable: number): PlacedRecord | undefined {
    for (let record = this.#shift(); record; record = this.#shift()) if (record.position >= position) return record;
    while (this.#hasOverflowed) {
      if (!this.#reading) {
        this.#readTo = durable;
        // A tail that is being written looks damaged; what really is was told when the journal was opened.
        this.#reading = readJournal(this.#dir, position);
      }
      const { value, done } = this.#reading.next();
      if (!done && value.next <= this.#readTo) return value;
      this.#reading.return(undefined);
      this.#reading = undefined;
      this.#hasOverflowed = this.#readTo !== durable;
    }
    return undefined;
  }

  #shift(): PlacedRecord | undefined {
    const record = this.#queue[this.#next];
    if (!record) {
      this.#queue = [];
      this.#next = 0;
      return undefined;
    }
    this.#bytes -= record.next - record.position;
    if (++this.#next >= SPLICE) {
      this.#queue.splice(0, this.#next);
      this.#next = 0;
    }
    return record;
  }
}
