/**
 * Whole numbers as few bits: adaptive Golomb-Rice codes. Small numbers take few bits, how few follows what came before; a
 * number that is far too large for that is written out.
 */

/** So many ones say that the number itself follows, in LONG_BITS bits. */
const ESCAPE = 20;
const LONG_BITS = 53;
const TWO_32 = 2 ** 32;
/** Bytes that a reader may look at behind the last one. */
const PADDING = 8;

/** How large numbers have been of late; writer and reader keep the same. */
class Expectation {
  /** 16 times the mean. */
  #sum = 64;

  /** Bits of a number that are written as they are. */
  get plainBits(): number {
    const mean = this.#sum >>> 4;
    return mean < 2 ? (this.#sum >= 20 ? 1 : 0) : 31 - Math.clz32(mean);
  }

  /** One outlier may not spoil the expectation, nor a large number overflow it. */
  learn(value: number): void {
    const most = (this.#sum >>> 2) + 4;
    this.#sum += (value < most ? value : Math.min(most, 1 << 22)) - (this.#sum >>> 4);
  }
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
    this.#held = ((this.#held << count) | value) >>> 0;
    this.#heldBits += count;
    while (this.#heldBits >= 8) {
      this.#heldBits -= 8;
      this.#byte((this.#held >>> this.#heldBits) & 0xff);
    }
    this.#held &= (1 << this.#heldBits) - 1;
  }

  /** @param value 0 ≤ value < 2^53 */
  long(value: number): void {
    const high = Math.floor(value / TWO_32);
    const low = value >>> 0;
    this.bits(high, LONG_BITS - 32);
    this.bits(low >>> 16, 16);
    this.bits(low & 0xffff, 16);
  }

  /** Numbers 0 ≤ n < 2^53. */
  numbers(values: ArrayLike<number>): void {
    const expected = new Expectation();
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const plain = expected.plainBits;
      const rest = value < TWO_32 ? value >>> plain : ESCAPE;
      if (rest < ESCAPE) {
        this.bits(2 ** (rest + 1) - 2, rest + 1);
        this.bits(value & ((1 << plain) - 1), plain);
      } else {
        this.bits(2 ** ESCAPE - 1, ESCAPE);
        this.long(value);
      }
      expected.learn(value);
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

  /** @param count at most 24 */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.#next32() >>> (32 - count);
    this.#at += count;
    return value;
  }

  long(): number {
    const high = this.bits(LONG_BITS - 32);
    return high * TWO_32 + this.bits(16) * 0x1_0000 + this.bits(16);
  }

  /** HOT: all of a chunk goes through here. */
  numbers(count: number): Float64Array {
    const values = new Float64Array(count);
    const expected = new Expectation();
    for (let i = 0; i < count && !this.isPastEnd; i++) {
      const plain = expected.plainBits;
      const ones = Math.clz32(~this.#next32());
      let value: number;
      if (ones < ESCAPE) {
        this.#at += ones + 1;
        value = (ones << plain) | this.bits(plain);
      } else {
        this.#at += ESCAPE;
        value = this.long();
      }
      values[i] = value;
      expected.learn(value);
    }
    return values;
  }

  #next32(): number {
    const bytes = this.#bytes;
    const at = this.#at >>> 3;
    const shift = this.#at & 7;
    const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    return (word << shift) | (bytes[at + 4]! >>> (8 - shift));
  }
}
