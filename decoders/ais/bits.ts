/**
 * A message's bits, packed 24 to a word: four armour characters fill one, and any field of up to 24 bits lies in two at
 * the most. Reading past the end gives zeros; the `…If` readers say so instead.
 */
import { ascii } from '../bytes.ts';
import { armourPairToBits, armourToBits, letterCodes, NOT_ARMOUR } from './six-bit.ts';

const WORD_BITS = 24;
const WORD_MASK = 0xffffff;
/** Characters of armour in a word. */
const WORD_CHARACTERS = 4;
/** Most letters of a text in one message: type 14 with five slots. */
const MAX_LETTERS = 161;

/** Letters of a name, and the words that hold them. */
const NAME_LETTERS = 20;
const NAME_WORDS = 5;
/** Ships in reach of a busy feed, times the texts of each, with room to keep them apart: 16,384 slots of 32 bytes. */
const NAME_SLOT_BITS = 14;
const NAME_SLOTS = 1 << NAME_SLOT_BITS;

const letters = new Uint8Array(MAX_LETTERS);
/** Four bits → character code of the hex digit. */
const hexCodes = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const nameKey = new Int32Array(NAME_WORDS);
/** Of the texts made before: how many words (0 for none), and the words. Half a cache line each, since looking up costs what the memory does. */
const KNOWN_WORDS = 8;
const known = new Int32Array(NAME_SLOTS * KNOWN_WORDS);
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
    // A few words at most, for which a loop costs less than a call of `fill`.
    const { words } = this;
    for (let i = count; i < this.dirtyTo; i++) words[i] = 0;
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
      const first = armourPairToBits[(bytes[at + 1]! << 8) | bytes[at]!]!;
      const second = armourPairToBits[(bytes[at + 3]! << 8) | bytes[at + 2]!]!;
      if ((first | second) < 0) return false;
      words[word++] = (first << 12) | second;
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

  /** Empties it, for `append`. */
  clear(): void {
    this.setSize(0, 0);
  }

  /** Adds `characters` groups behind what is there, from words packed as these are. Fill bits within are kept, as they are in a message. */
  append(source: Int32Array, characters: number): void {
    const { words } = this;
    const before = this.length / 6;
    const count = (characters + 3) >> 2;
    const shift = (before & 3) * 6;
    let word = before >> 2;
    if (shift === 0) {
      for (let i = 0; i < count; i++) words[word++] = source[i]!;
    } else {
      let carry = words[word]!;
      for (let i = 0; i < count; i++) {
        const value = source[i]!;
        words[word++] = carry | (value >>> shift);
        carry = (value << (WORD_BITS - shift)) & WORD_MASK;
      }
      words[word] = carry;
    }
    this.setSize(before + characters, 0);
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
    if (count <= 0) return undefined;
    if (count <= NAME_LETTERS) return this.name(start, count);
    return this.spell(start, Math.min(count, MAX_LETTERS));
  }

  /** HOT. Names, call signs and destinations come again and again: their bits are the key to the text made before. */
  private name(start: number, count: number): string | undefined {
    const { words } = this;
    const bits = count * 6;
    const size = Math.ceil(bits / WORD_BITS);
    const first = (start / WORD_BITS) | 0;
    const shift = start - first * WORD_BITS;
    let hash = size;
    let next = words[first]!;
    for (let i = 0; i < size; i++) {
      const word = next << shift;
      next = words[first + i + 1]!;
      const key = (word | (next >>> (WORD_BITS - shift))) & WORD_MASK;
      nameKey[i] = key;
      hash = Math.imul(hash ^ key, 0x9e3779b1);
    }
    // What stands behind the text's last letter is no part of it.
    const behind = size * WORD_BITS - bits;
    if (behind > 0) {
      const key = nameKey[size - 1]! & -(1 << behind);
      hash = Math.imul(hash ^ key, 0x9e3779b1);
      nameKey[size - 1] = key;
    }
    const slot = hash >>> (32 - NAME_SLOT_BITS);
    const at = slot * KNOWN_WORDS;
    if (known[at] !== size) return this.learn(slot, size, start, count);
    for (let i = 0; i < size; i++) {
      if (known[at + 1 + i] !== nameKey[i]) return this.learn(slot, size, start, count);
    }
    return knownNames[slot];
  }

  private learn(slot: number, size: number, start: number, count: number): string | undefined {
    const text = this.spell(start, count);
    known[slot * KNOWN_WORDS] = size;
    known.set(nameKey, slot * KNOWN_WORDS + 1);
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
    return kept === 0 ? undefined : ascii(letters, 0, kept);
  }

  /** The rest of the message as gpsd prints binary data, `bits:hex`; undefined when there is none. */
  data(start: number): string | undefined {
    const count = this.length - start;
    if (count <= 0) return undefined;
    // Whole bytes are printed: gpsd fills the last one up with zeros, which is also what reading past the end gives.
    const digits = Math.ceil(count / 8) * 2;
    for (let digit = 0; digit < digits; digit += 6) {
      const at = start + digit * 4;
      const left = this.length - at;
      const six = left >= 24 ? this.unsigned(at, 24) : left > 0 ? this.unsigned(at, left) << (24 - left) : 0;
      for (let i = 0; i < 6; i++) hexLetters[digit + i] = hexCodes[(six >>> (20 - 4 * i)) & 15]!;
    }
    return `${count}:${ascii(hexLetters, 0, digits)}`;
  }
}

/** Most characters of a message: nine parts of the longest sentence. */
const MAX_CHARACTERS = 9 * 1024;

/** Where `data` writes: three digits for two characters, and up to five behind the last. */
const hexLetters = new Uint8Array(MAX_CHARACTERS * 2);

/** The message being worked on: one for all streams, as `lineBytes` is and for the same reason. */
export const messageBits = new Bits(MAX_CHARACTERS);
