/** When a position was taken: most of AIS sends no more than the second of the minute. No clock in here. */
import { utcMs } from './time.ts';

const MINUTE_MS = 60_000;
/** A second ahead of the clock by more than this belongs to the minute before (ais.md §3). */
const AHEAD_MS = 30_000;

/** Resolves what messages of one receive time say of theirs. */
export class MinuteClock {
  /** Epoch ms of the receipt. */
  heardAt = Number.NaN;
  /** Epoch ms at which the minute of the receipt began. */
  minute = Number.NaN;
  /** Days lately said in full, by day of the month: year, month and day in one number, and when they began, epoch ms. */
  private readonly saidDays = new Int32Array(32).fill(-1);
  private readonly midnights = new Float64Array(32);

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
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    const said = (year << 9) | (month << 5) | day;
    if (said !== this.saidDays[day]) this.learnDay(said, year, month, day);
    const midnight = this.midnights[day]!;
    if (Number.isNaN(midnight)) return undefined;
    const time = midnight + (hour * 60 + minute) * MINUTE_MS + second * 1000;
    return time - this.heardAt > AHEAD_MS ? undefined : time;
  }

  /** NaN for a day that no calendar has. */
  private learnDay(said: number, year: number, month: number, day: number): void {
    this.saidDays[day] = said;
    this.midnights[day] = utcMs(year, month, day, 0, 0, 0) ?? Number.NaN;
  }
}
