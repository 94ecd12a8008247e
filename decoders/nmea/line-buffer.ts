/**
 * Holds a stream's bytes until their line is complete, however the stream is cut into chunks. Chunks are copied behind
 * what waits, so that every line is in one piece and can be read in place, two and four bytes at a time.
 */
import { BACKSLASH, BANG, CR, DOLLAR, fromLatin1, LF, latin1 } from '../bytes.ts';
import { CAPACITY } from './kernel/memory-layout.ts';
import { lineBytes, lineView } from './kernel/row-kernel.ts';

/** Receivers write type 5 and more into one line, so that the 82 characters of the standard do not hold. */
export const MAX_SENTENCE = 1024;

/** Bounds what is remembered of a line without end: twice the longest sentence that is read. */
const MAX_LINE = 2 * MAX_SENTENCE;

/** Bytes that end a line or begin another sentence. */
const stops = new Uint8Array(256);
for (const byte of [LF, CR, BANG, DOLLAR, BACKSLASH]) stops[byte] = 1;

let isOpen = false;

/** High bit of each of four bytes. */
const HIGH_BITS = 0x80808080;

/** True when none of four bytes is a control character or from 0x80 up. What lies beyond the end may be read along. */
function isText(four: number): boolean {
  return ((four | (four - 0x20202020)) & HIGH_BITS) === 0;
}

/** False when none of four bytes is below `%`, a backslash or from 0x80 up. */
function mayStop(four: number): boolean {
  return ((four | (four - 0x25252525) | ((four ^ 0x5c5c5c5c) - 0x01010101)) & HIGH_BITS) !== 0;
}

export class LineBuffer {
  /** Bytes held; what stands behind them in `lineBytes` is old. */
  size = 0;
  /** Up to here the first line is known to have no end. */
  private searched = 0;
  private readonly rest = new Uint8Array(MAX_LINE);

  /** Puts this stream's unfinished line into the buffer. Throws when a sink pushes while it is being called: that is a fault of the caller. */
  open(): void {
    if (isOpen)
      throw new Error('A decoder cannot be pushed from within the sink of another: hand the bytes on afterwards.');
    isOpen = true;
    for (let i = 0; i < this.size; i++) lineBytes[i] = this.rest[i]!;
  }

  /** Takes the unfinished line out again. */
  close(): void {
    isOpen = false;
    // More than an unfinished line is here only when a sink has thrown in the middle.
    if (this.size > MAX_LINE) this.size = 0;
    for (let i = 0; i < this.size; i++) this.rest[i] = lineBytes[i]!;
  }

  /** Takes what fits of `chunk` from `from` on. @returns where to go on in the chunk */
  take(chunk: Uint8Array, from: number): number {
    const to = Math.min(chunk.length, from + CAPACITY - this.size);
    lineBytes.set(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to), this.size);
    this.size += to - from;
    return to;
  }

  /** Ends an unterminated line. */
  terminate(): void {
    if (this.size > 0) lineBytes[this.size++] = LF;
  }

  /** False while the first line is one that was already looked at and found unfinished: it is not worth reading again. */
  isFresh(at: number): boolean {
    return at > 0 || this.searched === 0;
  }

  /** Where the line that begins at `at` ends; −1 when its end has not come yet. Endless lines are broken at MAX_LINE. */
  lineEnd(at: number): number {
    const limit = Math.min(this.size, at + MAX_LINE);
    let end = at === 0 ? this.searched : at;
    while (end < limit) {
      if (isText(lineView.getInt32(end))) end += 4;
      else if (lineBytes[end] === LF || lineBytes[end] === CR) return end;
      else end++;
    }
    return limit === at + MAX_LINE ? limit : -1;
  }

  /** The last place before `end` at which a line without end may be broken: a sentence's beginning, or `end` itself. */
  breakOf(at: number, end: number): number {
    let start = end - 1;
    while (start > at && lineBytes[start] !== BANG && lineBytes[start] !== DOLLAR) start--;
    return start > at ? start : end;
  }

  /** HOT. The first byte from `at` on that ends a line or may begin a sentence or tag block; `size` when there is none. */
  nextStop(at: number): number {
    const { size } = this;
    let stop = at;
    while (stop < size) {
      // Four bytes without a backslash, all from `%` up, hold none: that is most of any sentence.
      if (!mayStop(lineView.getInt32(stop))) stop += 4;
      else if (stops[lineBytes[stop]!] !== 0) return stop;
      else stop++;
    }
    return size;
  }

  isLineEnd(at: number): boolean {
    return at < this.size && (lineBytes[at] === LF || lineBytes[at] === CR);
  }

  /** Forgets what stands before `at`; the rest is the beginning of a line. */
  keepFrom(at: number): void {
    if (at > 0) lineBytes.copyWithin(0, at, this.size);
    this.size -= at;
    this.searched = this.size;
  }

  save(): string {
    return latin1(this.rest, 0, this.size);
  }

  restore(line: string): void {
    this.rest.set(fromLatin1(line));
    this.size = line.length;
    this.searched = line.length;
  }
}
