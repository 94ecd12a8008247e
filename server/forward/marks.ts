/**
 * What has been forwarded to whom, in the data folder: a mark for each receiver and vessel, moved once the receiver has taken what
 * lies before it. What waits is not copied anywhere: it is in the store, and after a restart the marks say where to go on.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

const FORWARD_FILE = 'forward.db';
const VERSION = 1;
/** What a receiver has refused for good; the oldest go. */
const MOST_REFUSED = 1000;
const TABLES = `
CREATE TABLE receiver (id TEXT PRIMARY KEY, begun_at INTEGER NOT NULL, swept_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE mark (
  receiver TEXT NOT NULL, vessel TEXT NOT NULL, received_at INTEGER NOT NULL, at_mark TEXT NOT NULL,
  PRIMARY KEY (receiver, vessel)) STRICT, WITHOUT ROWID;
CREATE TABLE refused (
  id INTEGER PRIMARY KEY, receiver TEXT NOT NULL, vessel TEXT NOT NULL, fix_time INTEGER NOT NULL, at INTEGER NOT NULL,
  why TEXT NOT NULL) STRICT;
PRAGMA user_version = ${VERSION}`;
/** Came later: an earlier version of the program leaves it alone. */
const MISSED = `CREATE TABLE IF NOT EXISTS missed (
  receiver TEXT NOT NULL, vessel TEXT NOT NULL, fix_time INTEGER NOT NULL,
  PRIMARY KEY (receiver, vessel, fix_time)) STRICT, WITHOUT ROWID`;

/** Fixes of a vessel that came before `receivedAt` are done with, and so are those that came just then and are named. */
export interface Mark {
  /** Epoch ms. */
  receivedAt: number;
  /** Fix times. */
  atMark: number[];
}

/** How one receiver does; times are epoch ms. */
export interface ReceiverState {
  sent: number;
  refused: number;
  /** Could not be sent before they were too old; when that was found last. */
  missed?: number;
  lastMissedAt?: number;
  /** When all vessels were last looked through for that. */
  lookedBackAt?: number;
  failures: number;
  lastSuccessAt?: number;
  lastFailureAt?: number;
  why?: string;
  /** Not tried before. */
  nextTryAt?: number;
  /** Positions that waited at the end of the last run, and when the oldest of them came. */
  waiting: number;
  oldestWaitingAt?: number;
}

const fresh: ReceiverState = { sent: 0, refused: 0, failures: 0, waiting: 0 };

export class ForwardMarks {
  readonly #db: DatabaseSyncInstance;

  /** @throws Error when a newer version of the program wrote the file */
  constructor(folder: string) {
    this.#db = new DatabaseSync(join(folder, FORWARD_FILE));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000');
    const { user_version: version } = this.#db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > VERSION) throw new Error(`a newer version of the program wrote ${FORWARD_FILE}`);
    if (version === 0) this.#db.exec(TABLES);
    this.#db.exec(MISSED);
  }

  /** A receiver that is new gets what comes from now on. */
  receiver(id: string, now: number): { begunAt: number; sweptAt: number; state: ReceiverState } {
    this.#db
      .prepare('INSERT INTO receiver VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(id, now, now, JSON.stringify(fresh));
    const row = this.#db.prepare('SELECT begun_at, swept_at, body FROM receiver WHERE id = ?').get(id) as {
      begun_at: number;
      swept_at: number;
      body: string;
    };
    return { begunAt: row.begun_at, sweptAt: row.swept_at, state: JSON.parse(row.body) as ReceiverState };
  }

  keep(id: string, state: ReceiverState, sweptAt: number): void {
    this.#db.prepare('UPDATE receiver SET body = ?, swept_at = ? WHERE id = ?').run(JSON.stringify(state), sweptAt, id);
  }

  marks(receiver: string): Map<string, Mark> {
    const rows = this.#db.prepare('SELECT vessel, received_at, at_mark FROM mark WHERE receiver = ?').all(receiver) as {
      vessel: string;
      received_at: number;
      at_mark: string;
    }[];
    return new Map(
      rows.map(({ vessel, received_at: receivedAt, at_mark }) => [
        vessel,
        { receivedAt, atMark: JSON.parse(at_mark) as number[] },
      ]),
    );
  }

  /** All at once, on disk when it returns. */
  move(receiver: string, marks: Iterable<[vessel: string, mark: Mark]>): void {
    const put = this.#db.prepare(
      'INSERT INTO mark VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET received_at = excluded.received_at, at_mark = excluded.at_mark',
    );
    this.#db.exec('BEGIN IMMEDIATE');
    for (const [vessel, { receivedAt, atMark }] of marks) put.run(receiver, vessel, receivedAt, JSON.stringify(atMark));
    this.#db.exec('COMMIT');
  }

  refuse(refused: { receiver: string; vessel: string; fixTime: number; at: number; why: string }): void {
    const { receiver, vessel, fixTime, at, why } = refused;
    this.#db
      .prepare('INSERT INTO refused (receiver, vessel, fix_time, at, why) VALUES (?, ?, ?, ?, ?)')
      .run(receiver, vessel, fixTime, at, why);
    this.#db.prepare('DELETE FROM refused WHERE id <= (SELECT max(id) FROM refused) - ?').run(MOST_REFUSED);
  }

  /**
   * Each is counted once, however often it is found.
   * @param times fix times @param forgetBefore those of before are looked for no more
   * @returns how many were not known yet
   */
  miss(receiver: string, vessel: string, times: readonly number[], forgetBefore: number): number {
    const put = this.#db.prepare('INSERT INTO missed VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#db.exec('BEGIN IMMEDIATE');
    const fresh = times.reduce((sum, time) => sum + Number(put.run(receiver, vessel, time).changes), 0);
    this.#db
      .prepare('DELETE FROM missed WHERE receiver = ? AND vessel = ? AND fix_time < ?')
      .run(receiver, vessel, forgetBefore);
    this.#db.exec('COMMIT');
    return fresh;
  }

  close(): void {
    this.#db.close();
  }
}

/** How receivers do, for whoever only looks; none while nothing was ever forwarded. */
export function receiverStates(folder: string): Map<string, ReceiverState> {
  const path = join(folder, FORWARD_FILE);
  if (!existsSync(path)) return new Map();
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    db.exec('PRAGMA busy_timeout = 1000');
    const rows = db.prepare('SELECT id, body FROM receiver').all() as { id: string; body: string }[];
    return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as ReceiverState]));
  } finally {
    db.close();
  }
}
