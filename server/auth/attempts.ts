/** Slows down whoever guesses passwords. Kept in memory: a restart forgives. */
import { HaidangError } from '../errors.ts';

const freeAttempts = 5;
const longestDelayMs = 15 * 60_000;
const forgottenAfterMs = 60 * 60_000;
const mostRemembered = 10_000;

interface Record {
  failures: number;
  /** Epoch ms of the last try. */
  lastAt: number;
}

export class Attempts {
  readonly #records = new Map<string, Record>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Counts a try as failed until `succeeded` takes it back, so that many tries at once gain nothing.
   * @throws HaidangError `too-many-attempts`
   */
  begin(who: string): void {
    const now = this.#clock();
    const known = this.#records.get(who);
    const record = known && now - known.lastAt < forgottenAfterMs ? known : { failures: 0, lastAt: now };
    const waitMs = record.lastAt + delayAfter(record.failures) - now;
    if (waitMs > 0) throw new HaidangError('too-many-attempts', { seconds: Math.ceil(waitMs / 1000) });
    // Deleted first, so that the map's order is the order of the last try and the oldest is forgotten first.
    this.#records.delete(who);
    this.#records.set(who, { failures: record.failures + 1, lastAt: now });
    if (this.#records.size > mostRemembered) this.#records.delete(this.#records.keys().next().value!);
  }

  succeeded(who: string): void {
    this.#records.delete(who);
  }
}

function delayAfter(failures: number): number {
  return failures < freeAttempts ? 0 : Math.min(1000 * 2 ** (failures - freeAttempts + 1), longestDelayMs);
}
