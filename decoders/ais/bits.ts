/**
 * A message's bits, packed 24 to a word: four armour characters fill one, and any field of up to 24 bits lies in two at
 * the most. Reading past the end gives zeros; the `…If` readers say so instead.
 */
import { cachedText } from '../text-cache.ts';
import { armourPairToBits, armourToBits, letterCodes, NOT_ARMOUR } from './six-bit.ts';

export const WORD_BITS = 24;
/** Characters of armour in a word. */
const WORD_CHARACTERS = 4;
/** Most letters of a text in one message: type 14 with five slots. */
const MAX_LETTERS = 161;

const letters = new Uint8Array(MAX_LETTERS);

export class Bits {
  /** Words of 24 bits, the first bit of the message highest; what lies beyond the message is zero. */
  readonly words: Int32Array;
  /** Bits of the message, without fill bits. */
  length = 0;
  private dirtyTo = 0;

  /** @param characters most armour characters that a message may have */
  constructor(characters: number) {
    this.words = new Int32Array(Math.ceil(characters / WORD_CHARACTERS));
  }

  /** Declares that `words` now holds `characters` six-bit groups, `fill` bits of the last one unused; clears what an earlier message left. */
  setSize(characters: number, fill: number): void {
    const count = (characters + 3) >> 2;
    if (this.dirtyTo > count) this.words.fill(0, count, this.dirtyTo);
    this.dirtyTo = count;
    const length = characters * 6 - fill;
    this.length = length > 0 ? length : 0;
  }

  /** Loads `bytes[from, to)`, armour characters. @returns false when one of them is none; the contents are then void. */
  load(bytes: Uint8Array, from: number, to: number, fill: number): boolean {
    const { words } = this;
    let word = 0;
    let at = from;
    for (; at + WORD_CHARACTERS <= to; at += WORD_CHARACTERS) {
      const high = armourPairToBits[(bytes[at]! << 8) | bytes[at + 1]!]!;
      const low = armourPairToBits[(bytes[at + 2]! << 8) | bytes[at + 3]!]!;
      if ((high | low) < 0) return false;
      words[word++] = (high << 12) | low;
    }
    if (at < to) {
      let last = 0;
      for (let shift = 18; at < to; at++, shift -= 6) {
        const group = armourToBits[bytes[at]!]!;
        if (group === NOT_ARMOUR) return false;
        last |= group << shift;
      }
      words[word] = last;
    }
    this.setSize(to - from, fill);
    return true;
  }

  /** Unsigned, up to 30 bits. */
  unsigned(start: number, width: number): number {
    const { words } = this;
    const word = (start / WORD_BITS) | 0;
    const have = WORD_BITS - (start - word * WORD_BITS);
    const value = words[word]! & ((1 << have) - 1);
    if (width <= have) return value >>> (have - width);
    const rest = width - have;
    if (rest <= WORD_BITS) return (value << rest) | (words[word + 1]! >>> (WORD_BITS - rest));
    const beyond = rest - WORD_BITS;
    return (((value << WORD_BITS) | words[word + 1]!) << beyond) | (words[word + 2]! >>> (WORD_BITS - beyond));
  }

  /** Two's complement, up to 30 bits. */
  signed(start: number, width: number): number {
    const unused = 32 - width;
    return (this.unsigned(start, width) << unused) >> unused;
  }

  flag(at: number): boolean {
    const word = (at / WORD_BITS) | 0;
    return ((this.words[word]! >>> (WORD_BITS - 1 - (at - word * WORD_BITS))) & 1) === 1;
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
    const count = Math.min(maxLetters, MAX_LETTERS, ((this.length - start) / 6) | 0);
    let kept = 0;
    for (let i = 0; i < count; i += WORD_CHARACTERS) {
      const four = this.unsigned(start + i * 6, WORD_BITS);
      const size = Math.min(WORD_CHARACTERS, count - i);
      for (let j = 0; j < size; j++) {
        const bits = (four >>> (18 - j * 6)) & 63;
        if (bits === 0) return kept === 0 ? undefined : cachedText(letters, 0, kept);
        letters[i + j] = letterCodes[bits]!;
        if (bits !== 32) kept = i + j + 1;
      }
    }
    return kept === 0 ? undefined : cachedText(letters, 0, kept);
  }

  /** The rest of the message as gpsd prints binary data, `bits:hex`; undefined when there is none. */
  data(start: number): string | undefined {
    const count = this.length - start;
    if (count <= 0) return undefined;
    let hex = '';
    for (let at = start; at < this.length; at += 8) {
      const width = Math.min(8, this.length - at);
      const byte = this.unsigned(at, width) << (8 - width);
      hex += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
    }
    return `${count}:${hex}`;
  }
}
