/** When a position was taken: AIS sends no more than the second of the minute. No clock in here. */

const MINUTE_MS = 60_000;
/** A second ahead of the clock by more than this belongs to the minute before (ais.md §3). */
const AHEAD_MS = 30_000;

/** Epoch ms of the UTC second last before (or up to 30 s after, for clocks that run behind) the receive time. `second` is 0–59. */
export function timeOfSecond(receivedAt: number, second: number): number {
  clock.set(receivedAt);
  return clock.timeOf(second);
}

/** `timeOfSecond` for many messages of one receive time. */
export class MinuteClock {
  /** Epoch ms. */
  heardAt = Number.NaN;
  private minute = Number.NaN;

  set(heardAt: number): void {
    this.heardAt = heardAt;
    this.minute = Math.floor(heardAt / MINUTE_MS) * MINUTE_MS;
  }

  /** HOT. */
  timeOf(second: number): number {
    const time = this.minute + second * 1000;
    return time - this.heardAt > AHEAD_MS ? time - MINUTE_MS : time;
  }
}

const clock = new MinuteClock();
