/** Sessions of users: kept on the server, known by the hash of a token, ended one by one or all at once. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { newToken, tokenHash } from './secrets.ts';

/** Of not being used. */
const sessionMs = 12 * 60 * 60_000;
/** However much it is used: whoever sits there says again who they are (OWASP ASVS 5.0, 7.3.2). */
const longestSessionMs = 7 * 24 * 60 * 60_000;
/** The expiry slides in steps, so that not every request writes to the disk. */
const slideStepMs = 5 * 60_000;
const longestDevice = 300;
/** Of one user: more browsers than anybody has. The one unused longest ends when there is another. */
export const MOST_SESSIONS = 50;
/** Of the hash: enough to tell a person's sessions apart, and no way to the token. */
const idDigits = 16;

/** Where and how somebody has signed in. */
export interface SignedInFrom {
  /** Address of the caller. */
  from?: string;
  /** What the browser calls itself. */
  device?: string;
  /** The province's provider has asked for more than a password. */
  hasShownMore?: boolean;
}

/** One of a person's own, as they are shown it. Times are epoch ms. */
export interface OwnSession {
  id: string;
  beganAt: number;
  /** To five minutes. */
  seenAt: number;
  from?: string;
  device?: string;
  /** The one that asks. */
  isThis?: true;
}

interface SessionRow {
  token_hash: string;
  user: string;
  created_at: number;
  expires_at: number;
  remote: string | null;
  device: string | null;
  shown_more: number;
}

export class Sessions {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;
  /** Asked with every request. */
  readonly #called: ReturnType<DatabaseSyncInstance['prepare']>;

  constructor(db: DatabaseSyncInstance, clock: () => number) {
    this.#db = db;
    this.#called = db.prepare('SELECT * FROM session WHERE token_hash = ?');
    this.#clock = clock;
  }

  /** @returns its token */
  open(name: string, { from, device, hasShownMore }: SignedInFrom = {}): string {
    const now = this.#clock();
    const token = newToken();
    this.#db
      .prepare(
        'INSERT INTO session (token_hash, user, created_at, expires_at, remote, device, shown_more) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        ...[tokenHash(token), name, now, now + sessionMs, from ?? null],
        ...[device?.slice(0, longestDevice) ?? null, hasShownMore ? 1 : 0],
      );
    this.#db
      .prepare(
        `DELETE FROM session WHERE user = ? AND token_hash NOT IN
         (SELECT token_hash FROM session WHERE user = ? ORDER BY expires_at DESC, created_at DESC LIMIT ?)`,
      )
      .run(name, name, MOST_SESSIONS);
    return token;
  }

  /** Whose it is, while it lives; being used keeps it alive. */
  find(token: string): { user: string; hasShownMore: boolean } | undefined {
    const hash = tokenHash(token);
    const now = this.#clock();
    const row = this.#called.get(hash) as SessionRow | undefined;
    if (!row || row.expires_at <= now || row.created_at + longestSessionMs <= now) return undefined;
    if (row.expires_at < now + sessionMs - slideStepMs) {
      this.#db.prepare('UPDATE session SET expires_at = ? WHERE token_hash = ?').run(now + sessionMs, hash);
    }
    return { user: row.user, hasShownMore: row.shown_more === 1 };
  }

  /** Live ones of a user, the one used last first. @param token of the one that asks */
  of(name: string, token?: string): OwnSession[] {
    const now = this.#clock();
    const rows = this.#db
      .prepare('SELECT * FROM session WHERE user = ? AND expires_at > ? AND created_at > ? ORDER BY expires_at DESC')
      .all(name, now, now - longestSessionMs) as unknown as SessionRow[];
    const mine = token === undefined ? undefined : tokenHash(token);
    return rows.map(({ token_hash: hash, created_at: beganAt, expires_at: expiresAt, remote, device }) => ({
      ...{ id: hash.slice(0, idDigits), beganAt, seenAt: expiresAt - sessionMs },
      ...(remote !== null && { from: remote }),
      ...(device !== null && { device }),
      ...(hash === mine && { isThis: true as const }),
    }));
  }

  /** Ends one of a user's. @returns its hash; undefined: there is none */
  endOne(name: string, id: string): string | undefined {
    const row = this.#db
      .prepare('DELETE FROM session WHERE user = ? AND substr(token_hash, 1, ?) = ? RETURNING token_hash')
      .get(name, idDigits, id) as { token_hash: string } | undefined;
    return row?.token_hash;
  }

  /** @param kept token of one that goes on @returns hashes of the sessions that ended */
  end(name: string, kept?: string): string[] {
    const ended = this.#db
      .prepare('DELETE FROM session WHERE user = ? AND token_hash <> ? RETURNING token_hash')
      .all(name, kept === undefined ? '' : tokenHash(kept)) as unknown as { token_hash: string }[];
    return ended.map((one) => one.token_hash);
  }

  close(token: string): void {
    this.#db.prepare('DELETE FROM session WHERE token_hash = ?').run(tokenHash(token));
  }

  /** Live ones of each user. */
  counts(): Map<string, number> {
    const rows = this.#db
      .prepare('SELECT user, count(*) AS n FROM session WHERE expires_at > ? GROUP BY user')
      .all(this.#clock()) as unknown as { user: string; n: number }[];
    return new Map(rows.map(({ user, n }) => [user, n]));
  }

  /** Those that no request can use any more. @returns how many there were */
  clearExpired(): number {
    return Number(this.#db.prepare('DELETE FROM session WHERE expires_at <= ?').run(this.#clock()).changes);
  }
}
