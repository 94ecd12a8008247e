/**
 * How many senders that nobody knew have been met lately. Whoever invents an MMSI with every message would otherwise fill the memory
 * in minutes: a vessel is never forgotten. Counted by the days on which vessels were first heard, which are stored with them, so
 * that a restart and a replay count the same.
 */
const DAY_MS = 24 * 3_600_000;
/** Own choice: a coast station meets some hundred new ones a day. */
const WINDOW_DAYS = 30;
/** Own choice: three times the 100,000 vessels that the program is measured with; each takes 3 to 5 kB. */
const MOST_NEW = 300_000;
/** Transmitters for distress that are met on top of that. */
const MOST_IN_DISTRESS = 10_000;

export class Newcomers {
  readonly #most: number;
  readonly #mostInDistress: number;
  /** By day since 1970. */
  readonly #counts = new Map<number, number>();

  constructor(most = MOST_NEW, mostInDistress = MOST_IN_DISTRESS) {
    this.#most = most;
    this.#mostInDistress = mostInDistress;
  }

  /** One more is known. @param firstHeardAt epoch ms */
  count(firstHeardAt: number): void {
    const day = Math.floor(firstHeardAt / DAY_MS);
    this.#counts.set(day, (this.#counts.get(day) ?? 0) + 1);
  }

  /** No more are taken up at this time (epoch ms). A call for help is, as long as those do not come in such numbers, too. */
  isFull(at: number, isDistress: boolean): boolean {
    const today = Math.floor(at / DAY_MS);
    let met = 0;
    for (const [day, count] of this.#counts) if (day > today - WINDOW_DAYS && day <= today) met += count;
    return met >= this.#most + (isDistress ? this.#mostInDistress : 0);
  }
}
