/** When a position was taken: most of AIS sends no more than the second of the minute. No clock in here. */
import { utcMs } from './time.ts';

const MINUTE_MS = 60_000;
/** A second ahead of the clock by more than this belongs to the minute before (ais.md §3). */
const AHEAD_MS = 30_000;

/** Resolves what messages of one receive time say of theirs. */
export class MinuteClock {
  /** Epoch ms of the receipt. */
  heardAt = Number.NaN;
  private minute = Number.NaN;
  /** The minute last said in full: year to minute in one number, and epoch ms. */
  private saidMinute = -1;
  private saidTime: number | undefined;

  set(heardAt: number): void {
    this.heardAt = heardAt;
    this.minute = Math.floor(heardAt / MINUTE_MS) * MINUTE_MS;
  }

  /** HOT. Epoch ms of the UTC second last before (or up to 30 s after, for clocks that run behind) the receipt. `second` is 0–59. */
  timeOf(second: number): number {
    const time = this.minute + second * 1000;
    return time - this.heardAt > AHEAD_MS ? time - MINUTE_MS : time;
  }

  /**
   * HOT. Epoch ms of a UTC that is said in full; undefined when no calendar or no receiver's time has it, and when it runs
   * ahead of the receipt: such a clock is worth no more than its second.
   */
  timeOfUtc(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  ): number | undefined {
    if (second > 59) return undefined;
    // Stations that are heard together are all in the same minute.
    const key = (((year * 16 + month) * 32 + day) * 32 + hour) * 64 + minute;
    if (key !== this.saidMinute) {
      this.saidMinute = key;
      this.saidTime = utcMs(year, month, day, hour, minute, 0);
    }
    if (this.saidTime === undefined) return undefined;
    const time = this.saidTime + second * 1000;
    return time - this.heardAt > AHEAD_MS ? undefined : time;
  }
}
