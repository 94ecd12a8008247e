/**
 * Durable records that wait to be applied. Only so many bytes are held: what comes on top is read back from the journal when
 * its turn has come, so that a store that stands still costs disk and not memory.
 */
import type { PlacedRecord } from '../journal/record.ts';
import { readJournal, type SegmentDamage } from '../journal/segments.ts';

const DEFAULT_HELD_BYTES = 32 * 1024 * 1024;
/** An empty record takes memory, too. */
const RECORD_OVERHEAD_BYTES = 200;

interface BacklogOptions {
  /** The journal's folder. */
  dir: string;
  onDamage: (damage: SegmentDamage) => void;
  heldBytes?: number;
  /** Position after the newest record that is durable already. */
  end?: number;
}

export class Backlog {
  readonly #options: BacklogOptions;
  /** Those that were taken leave a gap, so that their bytes are held no longer. */
  #held: (PlacedRecord | undefined)[] = [];
  #next = 0;
  #heldBytes = 0;
  /** Position of the first record that is only in the journal. */
  #missedFrom: number | undefined;
  #reading: Generator<PlacedRecord> | undefined;
  /** Nothing came from the journal since it was last opened for reading. */
  #nothingRead = false;
  /** Position after the newest durable record. */
  #end = 0;

  constructor(options: BacklogOptions) {
    this.#options = options;
    this.#end = options.end ?? 0;
  }

  get waiting(): boolean {
    return this.#next < this.#held.length || this.#missedFrom !== undefined;
  }

  /** @param records durable ones, in order */
  push(records: readonly PlacedRecord[]): void {
    for (const record of records) {
      this.#end = record.next;
      if (this.#missedFrom !== undefined) continue;
      const size = record.payload.length + RECORD_OVERHEAD_BYTES;
      if (this.#heldBytes + size > (this.#options.heldBytes ?? DEFAULT_HELD_BYTES)) {
        this.#missedFrom = record.position;
        continue;
      }
      this.#heldBytes += size;
      this.#held.push(record);
    }
  }

  /** All from this position on up to `end` is in the journal already. */
  readFrom(position: number, end: number): void {
    this.#end = end;
    this.rewind(position);
  }

  /** Forgets what is held: all from this position on is read from the journal. */
  rewind(position: number): void {
    this.#held = [];
    this.#next = 0;
    this.#heldBytes = 0;
    this.#reading = undefined;
    this.#missedFrom = position < this.#end ? position : undefined;
  }

  /** The next record. Its payload is valid until the one after it is taken. */
  take(): PlacedRecord | undefined {
    const record = this.#held[this.#next];
    if (!record) return this.#missedFrom === undefined ? undefined : this.#read(this.#missedFrom);
    this.#held[this.#next++] = undefined;
    this.#heldBytes -= record.payload.length + RECORD_OVERHEAD_BYTES;
    if (this.#next >= 1024) {
      this.#held.splice(0, this.#next);
      this.#next = 0;
    }
    return record;
  }

  #read(from: number): PlacedRecord | undefined {
    if (!this.#reading) {
      this.#reading = readJournal(this.#options.dir, from, this.#options.onDamage);
      this.#nothingRead = true;
    }
    const { value, done } = this.#reading.next();
    if (!done && value.next <= this.#end) {
      this.#nothingRead = false;
      this.#missedFrom = value.next < this.#end ? value.next : undefined;
      if (this.#missedFrom === undefined) this.#reading = undefined;
      return value;
    }
    this.#reading = undefined;
    // Segments that began meanwhile are seen by reading on anew; when that brings nothing, the rest can't be read at all.
    if (this.#nothingRead) this.#missedFrom = undefined;
    return this.take();
  }
}
