/**
 * Cuts a byte stream into lines at CR or LF, however the stream is cut into chunks. Lines inside a chunk are handed on
 * without copying. Knows no sentence beyond the two characters at which an endless line may be broken.
 */
import { BANG, CR, DOLLAR, fromLatin1, LF, latin1 } from '../bytes.ts';

/** Takes the line `bytes[from, to)`, which is only valid during the call. */
export type LineHandler = (bytes: Uint8Array, from: number, to: number) => void;

/** Bounds what is remembered of a line without end: twice the longest sentence that is read. */
export const MAX_LINE = 2048;

export class LineFramer {
  private readonly partial = new Uint8Array(MAX_LINE);
  private size = 0;
  private readonly handle: LineHandler;

  constructor(handle: LineHandler) {
    this.handle = handle;
  }

  push(bytes: Uint8Array): void {
    let start = 0;
    while (start < bytes.length) {
      const limit = Math.min(bytes.length, start + MAX_LINE - this.size);
      let at = start;
      while (at < limit && bytes[at] !== LF && bytes[at] !== CR) at++;
      if (at < limit) {
        this.endLine(bytes, start, at);
        start = at + 1;
      } else {
        this.partial.set(bytes.subarray(start, at), this.size);
        this.size += at - start;
        start = at;
        if (this.size === MAX_LINE) this.breakLine();
      }
    }
  }

  /** Takes an unterminated line as ended. */
  flush(): void {
    const size = this.size;
    this.size = 0;
    if (size > 0) this.handle(this.partial, 0, size);
  }

  save(): string {
    return latin1(this.partial, 0, this.size);
  }

  restore(partial: string): void {
    this.partial.set(fromLatin1(partial));
    this.size = partial.length;
  }

  private endLine(bytes: Uint8Array, from: number, to: number): void {
    if (this.size === 0) {
      if (to > from) this.handle(bytes, from, to);
      return;
    }
    this.partial.set(bytes.subarray(from, to), this.size);
    this.size += to - from;
    this.flush();
  }

  /** Some sources never end their lines: hands on what precedes the last sentence start and keeps the rest. */
  private breakLine(): void {
    let at = MAX_LINE - 1;
    while (at > 0 && this.partial[at] !== BANG && this.partial[at] !== DOLLAR) at--;
    if (at === 0) {
      this.flush();
      return;
    }
    this.handle(this.partial, 0, at);
    this.partial.copyWithin(0, at);
    this.size = MAX_LINE - at;
  }
}
