/**
 * A message's bits, packed 24 to a word: four armour characters fill one, and any field of up to 24 bits lies in two at
 * the most. Reading past the end gives zeros; the `…If` readers say so instead.
 */
import { latin1 } from '../bytes.ts';
import { armourPairToBits, armourToBits, letterCodes, NOT_ARMOUR } from './six-bit.ts';

export const WORD_BITS = 24;
const WORD_MASK = 0xffffff;
/** Characters of armour in a word. */
const WORD_CHARACTERS = 4;
/** Most letters of a text in one message: type 14 with five slots. */
const MAX_LETTERS = 161;

/** Letters of a name, and the words that hold them. */
const NAME_LETTERS = 20;
const NAME_WORDS = 5;
/** Ships in reach of a busy feed, times the texts of each. A power of two, up to 13 bits of hash. */
const NAME_SLOTS = 8192;

const letters = new Uint8Array(MAX_LETTERS);
const byteHex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const nameKey = new Int32Array(NAME_WORDS);
/** Bits of the texts made before; what has none reads as five words of zeros, which is no text. */
const knownKeys = new Int32Array(NAME_SLOTS * NAME_WORDS);
const knownNames: (string | undefined)[] = new Array(NAME_SLOTS).fill(undefined);

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
    const count = Math.min(maxLetters, ((this.length - start) / 6) | 0);
    if (count <= NAME_LETTERS) return this.name(start, count);
    return this.spell(start, Math.min(count, MAX_LETTERS));
  }

  /** HOT. Names, call signs and destinations come again and again: their bits are the key to the text made before. */
  private name(start: number, count: number): string | undefined {
    const { words } = this;
    const first = (start / WORD_BITS) | 0;
    const shift = start - first * WORD_BITS;
    let hash = 0;
    for (let i = 0, left = count * 6; i < NAME_WORDS; i++, left -= WORD_BITS) {
      let word = 0;
      if (left > 0) {
        word = ((words[first + i]! << shift) | (words[first + i + 1]! >>> (WORD_BITS - shift))) & WORD_MASK;
        // What stands behind the text's last letter is no part of it.
        if (left < WORD_BITS) word &= ~((1 << (WORD_BITS - left)) - 1);
      }
      nameKey[i] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
    }
    const slot = (hash >>> 19) & (NAME_SLOTS - 1);
    const at = slot * NAME_WORDS;
    for (let i = 0; i < NAME_WORDS; i++) {
      if (knownKeys[at + i] !== nameKey[i]) return this.learn(slot, start, count);
    }
    return knownNames[slot];
  }

  private learn(slot: number, start: number, count: number): string | undefined {
    const text = this.spell(start, count);
    knownKeys.set(nameKey, slot * NAME_WORDS);
    knownNames[slot] = text;
    return text;
  }

  private spell(start: number, count: number): string | undefined {
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const bits = this.unsigned(start + i * 6, 6);
      if (bits === 0) break;
      letters[i] = letterCodes[bits]!;
      if (bits !== 32) kept = i + 1;
    }
    return kept === 0 ? undefined : latin1(letters, 0, kept);
  }

  /** The rest of the message as gpsd prints binary data, `bits:hex`; undefined when there is none. */
  data(start: number): string | undefined {
    const count = this.length - start;
    if (count <= 0) return undefined;
    let hex = '';
    for (let at = start; at < this.length; at += 8) {
      const width = Math.min(8, this.length - at);
      hex += byteHex[this.unsigned(at, width) << (8 - width)]!;
    }
    return `${count}:${hex}`;
  }
}
