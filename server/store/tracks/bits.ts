/**
 * Whole numbers as few bits: adaptive Golomb-Rice codes. A number is divided by a power of two; the quotient is written as so
 * many ones and a zero, the rest as it is. Which power follows from the numbers before. What is far too large for it is
 * written out.
 */

/** So many ones say that the number itself follows. */
const ESCAPE = 16;
const TWO_32 = 2 ** 32;
/** How many bits a number has, up to 53, takes so many itself. */
const LENGTH_BITS = 6;
/** Bits that can be written or read at once. */
const AT_ONCE = 24;
/** Rests have no more bits; nearly all differences within a track are smaller. */
const MOST_REST_BITS = 20;
const REST_BITS_BITS = 5;
/** The first power of two fits so many numbers. */
const LOOK_AHEAD = 32;
/** Bytes that a reader may look at behind the last one. */
const PADDING = 8;

/** `sum` is 16 times the mean of late. One outlier may not spoil it: a number counts for four times the mean at most. */
function learn(sum: number, value: number): number {
  const most = (sum >>> 2) + 4;
  const counted = value < most ? value : most;
  return sum - (sum >>> 4) + (counted < 1 << MOST_REST_BITS ? counted : 1 << MOST_REST_BITS);
}

/** The power of two next below the mean, which makes quotients of about one. */
function restBits(sum: number): number {
  return sum < 32 ? 0 : 27 - Math.clz32(sum);
}

/** In the middle of those that make so many rest bits. */
function sumOf(bits: number): number {
  return 24 << bits;
}

export class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #held = 0;
  #heldBits = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** @param count at most 24 */
  bits(value: number, count: number): void {
    this.#held = (this.#held << count) | value;
    this.#heldBits += count;
    while (this.#heldBits >= 8) {
      this.#heldBits -= 8;
      this.#byte((this.#held >>> this.#heldBits) & 0xff);
    }
    this.#held &= (1 << this.#heldBits) - 1;
  }

  /** @param value 0 ≤ value < 2^53 */
  number(value: number): void {
    const length = bitLength(value);
    this.bits(length, LENGTH_BITS);
    for (let left = length; left > 0; left -= AT_ONCE) {
      const count = Math.min(left, AT_ONCE);
      this.bits(Math.floor(value / 2 ** (left - count)) % (1 << count), count);
    }
  }

  /** Numbers 0 ≤ n < 2^53. */
  numbers(values: ArrayLike<number>): void {
    if (values.length === 0) return;
    const first = firstRestBits(values);
    this.bits(first, REST_BITS_BITS);
    let sum = sumOf(first);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const rest = restBits(sum);
      if (value < ESCAPE << rest) {
        const ones = value >>> rest;
        this.bits((2 << ones) - 2, ones + 1);
        this.bits(value & ((1 << rest) - 1), rest);
      } else {
        this.bits((1 << ESCAPE) - 1, ESCAPE);
        this.number(value);
      }
      sum = learn(sum, value);
    }
  }

  /** Whole bytes; the last one is filled up with zeros. */
  bytes(): Uint8Array {
    if (this.#heldBits > 0) this.bits(0, 8 - this.#heldBits);
    return this.#bytes.slice(0, this.#length);
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = value;
  }
}

/** How many bits a number has. */
export function bitLength(value: number): number {
  return value < TWO_32 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / TWO_32);
}

/** By the mean number of bits, which outliers hardly move. */
function firstRestBits(values: ArrayLike<number>): number {
  const count = Math.min(values.length, LOOK_AHEAD);
  let bits = 0;
  for (let i = 0; i < count; i++) bits += bitLength(values[i]!);
  return Math.min(Math.floor(bits / count), MOST_REST_BITS);
}

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = new Uint8Array(bytes.length + PADDING);
    this.#bytes.set(bytes);
  }

  /** True when more was read than there is. */
  get isPastEnd(): boolean {
    return this.#at > (this.#bytes.length - PADDING) * 8;
  }

  /** Whole bytes that have been begun. */
  get bytesRead(): number {
    return Math.ceil(this.#at / 8);
  }

  /** @param count at most 24 */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = next32(this.#bytes, this.#at) >>> (32 - count);
    this.#at += count;
    return value;
  }

  number(): number {
    const length = this.bits(LENGTH_BITS);
    let value = 0;
    for (let left = length; left > 0; left -= AT_ONCE) {
      const count = Math.min(left, AT_ONCE);
      value = value * 2 ** count + this.bits(count);
    }
    return value;
  }

  /** HOT: all of a chunk goes through here. */
  numbers(count: number): Float64Array {
    const values = new Float64Array(count);
    if (count === 0) return values;
    const bytes = this.#bytes;
    const end = (bytes.length - PADDING) * 8;
    let sum = sumOf(this.bits(REST_BITS_BITS));
    let at = this.#at;
    for (let i = 0; i < count && at < end; i++) {
      const rest = restBits(sum);
      const word = next32(bytes, at);
      const ones = Math.clz32(~word);
      let value: number;
      if (ones + 1 + rest <= 32 && ones < ESCAPE) {
        // In two shifts, since one by 32 would be none.
        const plain = ((word << (ones + 1)) >>> 1) >>> (31 - rest);
        value = (ones << rest) | plain;
        at += ones + 1 + rest;
      } else if (ones < ESCAPE) {
        value = (ones << rest) | (next32(bytes, at + ones + 1) >>> (32 - rest));
        at += ones + 1 + rest;
      } else {
        this.#at = at + ESCAPE;
        value = this.number();
        at = this.#at;
      }
      values[i] = value;
      sum = learn(sum, value);
    }
    this.#at = at;
    return values;
  }
}

/** The 32 bits from a place on. */
function next32(bytes: Uint8Array, at: number): number {
  const byte = at >>> 3;
  const shift = at & 7;
  const word = (bytes[byte]! << 24) | (bytes[byte + 1]! << 16) | (bytes[byte + 2]! << 8) | bytes[byte + 3]!;
  return (word << shift) | (bytes[byte + 4]! >>> (8 - shift));
}
