/** The bits of one application inside a binary message: reads by offset from the application's own beginning. */
import type { Bits } from '../bits.ts';

export class Payload {
  /** Bits of the application. */
  readonly length: number;
  private readonly bits: Bits;
  private readonly from: number;

  /** @param from,to bit positions in the message; what lies behind `to` belongs to something else */
  constructor(bits: Bits, from: number, to: number) {
    this.bits = bits;
    this.from = from;
    this.length = Math.max(0, to - from);
  }

  /** Unsigned, up to 30 bits; undefined where the payload ends before the field does. */
  number(at: number, width: number): number | undefined {
    return this.holds(at, width) ? this.bits.unsigned(this.from + at, width) : undefined;
  }

  /** As `number`, for a field whose values beyond `last` mean "not available" or are reserved. */
  upTo(last: number, at: number, width: number): number | undefined {
    const raw = this.number(at, width);
    return raw === undefined || raw > last ? undefined : raw;
  }

  /** As `number`, for a field in which 0 means "not available". */
  fromOne(last: number, at: number, width: number): number | undefined {
    return this.upTo(last, at, width) || undefined;
  }

  /** Two's complement; undefined outside `low`…`high` as well. */
  signed(low: number, high: number, at: number, width: number): number | undefined {
    if (!this.holds(at, width)) return undefined;
    const raw = this.bits.signed(this.from + at, width);
    return raw < low || raw > high ? undefined : raw;
  }

  flag(at: number): boolean | undefined {
    return this.holds(at, 1) ? this.bits.flag(this.from + at) : undefined;
  }

  /** Six-bit letters up to the first `@`, without trailing spaces; as many as there are, at most `letters`. */
  text(at: number, letters: number): string | undefined {
    return this.bits.text(this.from + at, Math.min(letters, Math.floor((this.length - at) / 6)));
  }

  /** Degrees to 1e-7 from a signed field of `perDegree` steps a degree; undefined beyond ±`limit`, as "not available" is. */
  degrees(perDegree: number, limit: number, at: number, width: number): number | undefined {
    const raw = this.signed(-limit * perDegree, limit * perDegree, at, width);
    return raw === undefined ? undefined : Math.round((raw / perDegree) * 1e7) / 1e7;
  }

  private holds(at: number, width: number): boolean {
    return at + width <= this.length;
  }
}

/** Steps a degree of the 1/1000-minute grid that most applications use (25 and 24 bits). */
export const MILLIMINUTES = 60_000;
/** Steps a degree of the 1/10 000-minute grid of position reports (28 and 27 bits). */
export const FINE_GRID = 600_000;

/** A raw field in units of 1/`steps`, `offset` steps above its lowest value; undefined stays so. */
export function scaled(raw: number | undefined, steps: number, offset = 0): number | undefined {
  return raw === undefined ? undefined : (raw + offset) / steps;
}

/** What a code of a short list stands for; undefined beyond the list. */
export function named<Name>(names: readonly Name[], code: number | undefined): Name | undefined {
  return code === undefined ? undefined : names[code];
}
