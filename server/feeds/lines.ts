/** Keeps the cut lines of one connection together, so that connections that share a feed never mix inside a line. */

const longestLine = 4096;
const newline = 10;

export class LineKeeper {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns whole lines, with their ends; a piece longer than any line is passed on as it is */
  push(chunk: Buffer): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    if (bytes.length - end > longestLine) {
      this.#rest = Buffer.alloc(0);
      return bytes;
    }
    // A copy, since what is left over is small and the chunk that it is cut from is not.
    this.#rest = Buffer.from(bytes.subarray(end));
    return bytes.subarray(0, end);
  }

  /** What came after the last line end. */
  flush(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}
