/** Collects fields into six-bit groups. Values outside a field's range are clamped to it, so that nothing spills over. */
import { letterBits } from './six-bit.ts';

export class BitWriter {
  private readonly bits: number[] = [];

  /** Unsigned field. `value` is rounded and clamped. */
  put(value: number, width: number): this {
    return this.push(clamp(value, 0, 2 ** width - 1), width);
  }

  /** Two's complement field. */
  putSigned(value: number, width: number): this {
    const half = 2 ** (width - 1);
    const clamped = clamp(value, -half, half - 1);
    return this.push(clamped < 0 ? clamped + 2 * half : clamped, width);
  }

  flag(value: boolean | undefined): this {
    this.bits.push(value ? 1 : 0);
    return this;
  }

  /** Six-bit letters, padded with `@`. A longer text is cut. */
  text(value: string | undefined, length: number): this {
    for (let i = 0; i < length; i++) {
      const letter = value?.[i];
      this.push(letter === undefined ? 0 : letterBits(letter), 6);
    }
    return this;
  }

  /** Binary data as the decoder gives it, `bits:hex`; what is no such text is left out. */
  data(value: string | undefined): this {
    const [, count, hex] = /^(\d+):([0-9a-f]*)$/i.exec(value ?? '') ?? [];
    if (count === undefined || hex === undefined) return this;
    const length = Math.min(Number(count), hex.length * 4);
    for (let i = 0; i < length; i++) this.bits.push((Number.parseInt(hex[i >> 2]!, 16) >> (3 - (i & 3))) & 1);
    return this;
  }

  /** Bits so far, most significant first. */
  get length(): number {
    return this.bits.length;
  }

  /** Six-bit groups; the last one is filled up with zeros. */
  groups(): number[] {
    const groups: number[] = [];
    for (let i = 0; i < this.bits.length; i += 6) {
      let group = 0;
      for (let j = 0; j < 6; j++) group = group * 2 + (this.bits[i + j] ?? 0);
      groups.push(group);
    }
    return groups;
  }

  private push(value: number, width: number): this {
    for (let i = width - 1; i >= 0; i--) this.bits.push(Math.floor(value / 2 ** i) % 2);
    return this;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}
