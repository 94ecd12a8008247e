/** The link by which the first administrator sets a password of their own: no account has one that somebody else has seen. */
import { HaidangError } from '../errors.ts';
import { newToken, tokenHash } from './secrets.ts';

/** A link is printed anew by every start, while there is no account. */
const GOOD_FOR_MS = 24 * 60 * 60_000;

export class FirstLink {
  readonly #clock: () => number;
  /** Kept in memory: what was printed before a restart is no use. */
  #made: { hash: string; until: number } | undefined;

  /** @param clock epoch ms */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @returns the token, which only this call gives away; the one before is void */
  make(): string {
    const token = newToken();
    this.#made = { hash: tokenHash(token), until: this.#clock() + GOOD_FOR_MS };
    return token;
  }

  /** @throws HaidangError `first-link` when it is not the last one made, too old, or spent */
  check(token: string): void {
    const made = this.#made;
    if (!made || tokenHash(token) !== made.hash || this.#clock() > made.until) throw new HaidangError('first-link');
  }

  spend(): void {
    this.#made = undefined;
  }
}
