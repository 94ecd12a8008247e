/**
 * Holds a stream's bytes until their line is complete, however the stream is cut into chunks. Chunks are copied behind
 * what waits, so that every line is in one piece and can be read in place, two and four bytes at a time.
 */
import { BACKSLASH, BANG, CR, DOLLAR, fromLatin1, LF, latin1 } from '../bytes.ts';
import { MAX_SENTENCE } from './vdm.ts';

/** Bounds what is remembered of a line without end: twice the longest sentence that is read. */
export const MAX_LINE = 2 * MAX_SENTENCE;

/** Bytes taken at a time: with the tables it stays within a second-level cache. */
const CAPACITY = 32_768;

/** Bytes that end a line or begin another sentence. */
const stops = new Uint8Array(256);
for (const byte of [LF, CR, BANG, DOLLAR, BACKSLASH]) stops[byte] = 1;

export class LineBuffer {
  /** Room behind `CAPACITY` lets a reader look a sentence ahead without asking for the end. */
  readonly bytes = new Uint8Array(CAPACITY + MAX_SENTENCE + 8);
  readonly view = new DataView(this.bytes.buffer);
  /** Bytes held; what stands behind them is old. */
  size = 0;
  /** Up to here the first line is known to have no end. */
  private searched = 0;

  /** Takes what fits of `chunk` from `from` on. @returns where to go on in the chunk */
  take(chunk: Uint8Array, from: number): number {
    const to = Math.min(chunk.length, from + CAPACITY - this.size);
    this.bytes.set(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to), this.size);
    this.size += to - from;
    return to;
  }

  /** Ends an unterminated line. */
  terminate(): void {
    if (this.size > 0) this.bytes[this.size++] = LF;
  }

  /** False while the first line is one that was already looked at and found unfinished: it is not worth reading again. */
  isFresh(at: number): boolean {
    return at > 0 || this.searched === 0;
  }

  /** Where the line that begins at `at` ends; −1 when its end has not come yet. Endless lines are broken at MAX_LINE. */
  lineEnd(at: number): number {
    const { bytes } = this;
    const limit = Math.min(this.size, at + MAX_LINE);
    let end = at === 0 ? this.searched : at;
    while (end < limit && bytes[end] !== LF && bytes[end] !== CR) end++;
    return end < limit || end === at + MAX_LINE ? end : -1;
  }

  /** The last place before `end` at which a line without end may be broken: a sentence's beginning, or `end` itself. */
  breakOf(at: number, end: number): number {
    const { bytes } = this;
    let start = end - 1;
    while (start > at && bytes[start] !== BANG && bytes[start] !== DOLLAR) start--;
    return start > at ? start : end;
  }

  /** The first byte from `at` on that ends a line or may begin a sentence or tag block; `size` when there is none. */
  nextStop(at: number): number {
    const { bytes, size } = this;
    let stop = at;
    while (stop < size && stops[bytes[stop]!] === 0) stop++;
    return stop;
  }

  isLineEnd(at: number): boolean {
    return at < this.size && (this.bytes[at] === LF || this.bytes[at] === CR);
  }

  /** Forgets what stands before `at`; the rest is the beginning of a line. */
  keepFrom(at: number): void {
    if (at > 0) this.bytes.copyWithin(0, at, this.size);
    this.size -= at;
    this.searched = this.size;
  }

  save(): string {
    return latin1(this.bytes, 0, this.size);
  }

  restore(line: string): void {
    this.bytes.set(fromLatin1(line));
    this.size = line.length;
    this.searched = line.length;
  }
}
