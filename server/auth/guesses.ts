/**
 * The one limit on guessing, whatever is guessed and by whichever way: passwords, codes, keys and session tokens, over HTTP and over
 * the socket. Who knows a good one is not held up by others of their address: only what is wrong is answered with 429, and
 * passwords are not looked at any more. Kept in memory: a restart forgives.
 */
import { HaidangError } from '../errors.ts';
import { callerGroup } from './caller.ts';

export const GUESS_WINDOW_MS = 5 * 60_000;
const MOST_REMEMBERED = 10_000;
/** Passwords can be guessed, tokens of 256 bits cannot: theirs are mostly sessions that have ended. */
const COSTS = { password: 10, token: 1 } as const;

type Guessed = keyof typeof COSTS;

export class Guesses {
  /** Called for every guess that was not looked at. */
  onRefused: () => void = () => {};
  readonly #budget: number;
  readonly #clock: () => number;
  readonly #spent = new Map<string, { points: number; until: number }>();

  /** @param budget points an address has in five minutes: a wrong token costs 1, a wrong password or code 10 */
  constructor(budget: number, clock: () => number) {
    this.#budget = budget;
    this.#clock = clock;
  }

  /** Before a guess is looked at. @throws HaidangError `too-many-attempts` */
  check(address: string): void {
    const spent = this.#of(address);
    if (!spent || spent.points < this.#budget) return;
    this.onRefused();
    throw new HaidangError('too-many-attempts', { seconds: Math.ceil((spent.until - this.#clock()) / 1000) });
  }

  /** It was wrong. */
  count(address: string, what: Guessed): void {
    const group = callerGroup(address);
    const spent = this.#of(address) ?? { points: 0, until: this.#clock() + GUESS_WINDOW_MS };
    spent.points += COSTS[what];
    // Deleted first, so that the map's order is the order of the last guess and the oldest is forgotten first.
    this.#spent.delete(group);
    this.#spent.set(group, spent);
    if (this.#spent.size > MOST_REMEMBERED) this.#spent.delete(this.#spent.keys().next().value!);
  }

  /**
   * Runs what looks at a password, a code or the link of the first start.
   * @throws HaidangError `too-many-attempts`, and whatever it throws: `sign-in-failed`, `code-needed` and `first-link` count
   */
  async guard<T>(address: string, look: () => Promise<T>): Promise<T> {
    this.check(address);
    // Counted until it is known to be right, so that many at once gain nothing.
    this.count(address, 'password');
    try {
      const found = await look();
      this.#takeBack(address);
      return found;
    } catch (error) {
      const isWrong = error instanceof HaidangError && WRONG.has(error.code);
      if (!isWrong) this.#takeBack(address);
      throw error;
    }
  }

  #takeBack(address: string): void {
    const spent = this.#of(address);
    if (spent) spent.points -= COSTS.password;
  }

  #of(address: string): { points: number; until: number } | undefined {
    const spent = this.#spent.get(callerGroup(address));
    return spent && spent.until > this.#clock() ? spent : undefined;
  }
}

const WRONG: ReadonlySet<string> = new Set(['sign-in-failed', 'code-needed', 'first-link', 'too-many-attempts']);
