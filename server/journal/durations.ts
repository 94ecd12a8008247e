/** How long the last of something took: enough of them to say what is usual and what is rare, bounded in number. */

const KEPT = 1000;

/** Of so many hundredths of all, none took longer; milliseconds. */
export interface Quantiles {
  p50: number;
  p95: number;
  p99: number;
}

export class RecentDurations {
  readonly #ring = new Float64Array(KEPT);
  #count = 0;

  add(ms: number): void {
    this.#ring[this.#count++ % KEPT] = ms;
  }

  /** Of the last thousand; undefined when there was none. */
  quantiles(): Quantiles | undefined {
    const kept = Math.min(this.#count, KEPT);
    if (kept === 0) return undefined;
    const sorted = this.#ring.slice(0, kept).sort();
    const at = (share: number): number => sorted[Math.ceil(share * kept) - 1]!;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}
