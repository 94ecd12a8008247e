/** Reads fields out of a message's six-bit groups. Reading past the end gives zeros; the `…If` readers say so instead. */
import { letters } from './six-bit.ts';

export class Bits {
  /** Six-bit values; what lies beyond the message is zero. */
  readonly groups: Uint8Array;
  /** Bits of the message, without fill bits. */
  length = 0;
  private dirtyTo = 0;

  /** @param capacity most six-bit groups that a message may have */
  constructor(capacity: number) {
    this.groups = new Uint8Array(capacity);
  }

  /** Declares `count` groups to be written, `fill` bits of the last one unused; clears what an earlier message left. */
  setSize(count: number, fill: number): void {
    if (this.dirtyTo > count) this.groups.fill(0, count, this.dirtyTo);
    this.dirtyTo = count;
    this.length = Math.max(0, count * 6 - fill);
  }

  /** Unsigned, up to 30 bits. */
  unsigned(start: number, width: number): number {
    // Up to five bits in front of the field are read along: 32 in all is what an integer holds.
    if (width > 27) return (this.unsigned(start, width - 14) << 14) | this.unsigned(start + width - 14, 14);
    let at = (start / 6) | 0;
    let have = 6 - (start - at * 6);
    let value = this.groups[at]! & ((1 << have) - 1);
    while (have < width) {
      value = (value << 6) | this.groups[++at]!;
      have += 6;
    }
    return value >>> (have - width);
  }

  /** Two's complement, up to 30 bits. */
  signed(start: number, width: number): number {
    const unused = 32 - width;
    return (this.unsigned(start, width) << unused) >> unused;
  }

  flag(at: number): boolean {
    const group = (at / 6) | 0;
    return ((this.groups[group]! >> (5 - (at - group * 6))) & 1) === 1;
  }

  /** Unsigned, or undefined where the message ends before the field does. */
  unsignedIf(start: number, width: number): number | undefined {
    return start + width <= this.length ? this.unsigned(start, width) : undefined;
  }

  flagIf(at: number): boolean | undefined {
    return at < this.length ? this.flag(at) : undefined;
  }

  /** Six-bit letters up to the first `@`, without trailing spaces; undefined when nothing is left. */
  text(start: number, maxLetters: number): string | undefined {
    const count = Math.min(maxLetters, Math.floor((this.length - start) / 6));
    let text = '';
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const bits = this.unsigned(start + i * 6, 6);
      if (bits === 0) break;
      text += letters[bits]!;
      if (bits !== 32) kept = text.length;
    }
    return kept === 0 ? undefined : text.slice(0, kept);
  }

  /** The rest of the message as gpsd prints binary data, `bits:hex`; undefined when there is none. */
  data(start: number): string | undefined {
    const count = this.length - start;
    if (count <= 0) return undefined;
    let hex = '';
    for (let at = start; at < this.length; at += 8) {
      const width = Math.min(8, this.length - at);
      const byte = this.unsigned(at, width) << (8 - width);
      hex += byte.toString(16).padStart(2, '0');
    }
    return `${count}:${hex}`;
  }
}
