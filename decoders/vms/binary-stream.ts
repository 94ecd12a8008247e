/** Records in a stream of bytes that has no lines: what has come is taken in bounded pieces, and looked at until the rest has to come. */
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { ByteQueue } from './byte-queue.ts';

/** More than the longest record of any format, taken in at a time. */
const SLICE = 4096;
/** Bytes of a rejected record that are told: as many as a rejection's text has room for. */
export const KEPT = 100;

export abstract class BinaryStream implements StreamDecoder {
  protected readonly tally: Tally;
  protected readonly queue = new ByteQueue();

  constructor(sink: DecoderSink) {
    this.tally = new Tally(sink);
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    if (whole) this.end(receivedAt);
    for (let from = 0; from < bytes.length; from += SLICE) {
      this.queue.append(bytes.subarray(from, from + SLICE));
      while (this.takeRecord(receivedAt, false));
    }
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    while (this.takeRecord(receivedAt, true));
    this.queue.take(this.queue.length);
  }

  save(): DecoderState {
    return { waiting: this.queue.save() };
  }

  restore(state: DecoderState): void {
    this.queue.restore(state.waiting as string);
  }

  /**
   * Takes a record, or what is none, off the queue.
   * @param isEnd nothing more will come
   * @returns false when no record is left, or the rest of it has to come first
   */
  protected abstract takeRecord(receivedAt: number, isEnd: boolean): boolean;
}
