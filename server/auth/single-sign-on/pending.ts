/** Sign-ins that have gone to the provider and not come back: each bound to one browser, for ten minutes, good once. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { newToken, tokenHash } from '../secrets.ts';

export const PENDING_MS = 10 * 60_000;
/** Whoever starts more than that pushes out the oldest. */
const MOST_PENDING = 5000;

export interface Pending {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
}

export class PendingSignOns {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;

  constructor(db: DatabaseSyncInstance, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @returns what the browser has to bring back in its cookie */
  begin({ state, nonce, verifier }: Pending): string {
    const browser = newToken();
    const now = this.#clock();
    this.#db.prepare('DELETE FROM sign_on WHERE expires_at <= ?').run(now);
    this.#db
      .prepare('INSERT INTO sign_on VALUES (?, ?, ?, ?, ?)')
      .run(tokenHash(browser), state, nonce, verifier, now + PENDING_MS);
    this.#db
      .prepare(
        'DELETE FROM sign_on WHERE browser_hash IN (SELECT browser_hash FROM sign_on ORDER BY expires_at DESC LIMIT -1 OFFSET ?)',
      )
      .run(MOST_PENDING);
    return browser;
  }

  /** What that browser began; a second time there is nothing. */
  take(browser: string): Pending | undefined {
    const row = this.#db.prepare('DELETE FROM sign_on WHERE browser_hash = ? RETURNING *').get(tokenHash(browser)) as
      | (Pending & { expires_at: number })
      | undefined;
    if (!row || row.expires_at <= this.#clock()) return undefined;
    const { state, nonce, verifier } = row;
    return { state, nonce, verifier };
  }
}
