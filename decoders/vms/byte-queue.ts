/** Bytes of a binary stream that wait for the rest of their record. Bounded by whoever fills it; a byte is copied a fixed number of times. */
import { fromLatin1, latin1 } from '../bytes.ts';

export class ByteQueue {
  private buffer = new Uint8Array(1024);
  private from = 0;
  private to = 0;

  get length(): number {
    return this.to - this.from;
  }

  /** What waits, as a view that holds until the next call of `append` or `take`. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(this.from, this.to);
  }

  append(bytes: Uint8Array): void {
    if (this.to + bytes.length > this.buffer.length) this.makeRoom(bytes.length);
    this.buffer.set(bytes, this.to);
    this.to += bytes.length;
  }

  /** Forgets the first bytes. */
  take(count: number): void {
    this.from += Math.min(count, this.length);
  }

  save(): string {
    return latin1(this.buffer, this.from, this.to);
  }

  restore(state: string): void {
    this.from = 0;
    this.to = 0;
    this.append(fromLatin1(state));
  }

  private makeRoom(count: number): void {
    const waiting = this.length;
    // Twice what is needed, so that moving costs no more than what has been taken meanwhile.
    if (2 * (waiting + count) > this.buffer.length) {
      const larger = new Uint8Array(2 * (waiting + count));
      larger.set(this.bytes);
      this.buffer = larger;
    } else {
      this.buffer.copyWithin(0, this.from, this.to);
    }
    this.from = 0;
    this.to = waiting;
  }
}
