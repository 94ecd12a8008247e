/** Which days and hours of a span have tracks at all: where there are none, nobody knows what would have been raised. */
import type { Fix } from '../fix.ts';
import { DAY_MS, type Span } from './span.ts';

const HOUR_MS = 3_600_000;
/** A fleet of which nothing is heard for longer is not being heard (loss of signal begins at 6 h, NĐ 26/2019 Đ.44). */
const BRIDGED_HOURS = 6;

export class Coverage {
  readonly #span: Span;
  /** By hour of the span: 1 when it has a fix. */
  readonly #heard: Uint8Array;
  #firstFixTime: number | undefined;

  constructor(span: Span) {
    this.#span = span;
    this.#heard = new Uint8Array(Math.floor((span.to - span.from) / HOUR_MS) + 1);
  }

  read(fixes: readonly Fix[]): void {
    const { from, to } = this.#span;
    for (const { fixTime } of fixes) {
      if (fixTime < from || fixTime > to) continue;
      this.#heard[Math.floor((fixTime - from) / HOUR_MS)] = 1;
      if (this.#firstFixTime === undefined || fixTime < this.#firstFixTime) this.#firstFixTime = fixTime;
    }
  }

  get firstFixTime(): number | undefined {
    return this.#firstFixTime;
  }

  /** Hours with tracks; up to six without a fix between two that have one count, too. */
  get hours(): number {
    let hours = 0;
    let last = Number.NEGATIVE_INFINITY;
    this.#heard.forEach((isHeard, hour) => {
      if (!isHeard) return;
      hours += hour - last <= BRIDGED_HOURS ? hour - last : 1;
      last = hour;
    });
    return hours;
  }

  /** @param day its place in the span */
  hasTracks(day: number): boolean {
    const hours = DAY_MS / HOUR_MS;
    return this.#heard.subarray(day * hours, (day + 1) * hours).includes(1);
  }
}
