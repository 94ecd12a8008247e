/**
 * What an engine has worked out and the common store may not have yet: the pieces of every partition, of those too that
 * another engine writes, until the store has them. So whoever takes a partition over has whatever is missing.
 */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { type Content, isNothing } from './partition.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS piece (
  partition INTEGER NOT NULL, reach INTEGER NOT NULL, start INTEGER NOT NULL, alert_seq INTEGER NOT NULL,
  covers_to INTEGER, content TEXT, PRIMARY KEY (partition, reach)) STRICT, WITHOUT ROWID`;

/** What a stretch of the journal came to in one partition. */
export interface Piece {
  partition: number;
  /** Journal positions before its first and after its last record. */
  start: number;
  reach: number;
  /** Greatest `changeSeq` given by all that is before `reach`. */
  alertSeq: number;
  /** Receive time of its last record, epoch ms. */
  coversTo?: number;
  /** Absent: nothing. */
  content?: Content;
}

interface Row {
  partition: number;
  reach: number;
  start: number;
  alert_seq: number;
  covers_to: number | null;
  content: string | null;
}

export class Outgoing {
  readonly #db: DatabaseSyncInstance;

  /** @param path made when it is missing */
  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    // FULL: the engine's own store counts as done what stands here, and must not be ahead of it after a power cut.
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 33554432');
    this.#db.exec(TABLE);
  }

  /** All of them or none. */
  put(pieces: readonly Piece[]): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?, ?, ?)');
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { partition, reach, start, alertSeq, coversTo, content } of pieces) {
        const text = content && !isNothing(content) ? JSON.stringify(content) : null;
        insert.run(partition, reach, start, alertSeq, coversTo ?? null, text);
      }
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The first piece that goes beyond a position; stretches in which nothing happened are passed over in one. */
  next(partition: number, position: number): Piece | undefined {
    const after = 'WHERE partition = ? AND reach > ?';
    const first = this.#row(`SELECT * FROM piece ${after} ORDER BY reach LIMIT 1`, partition, position);
    if (!first || first.content !== null) return first && pieceOf(first);
    const full = this.#row(
      `SELECT * FROM piece ${after} AND content IS NOT NULL ORDER BY reach LIMIT 1`,
      partition,
      position,
    );
    const last = full
      ? this.#row(
          `SELECT * FROM piece ${after} AND reach < ${full.reach} ORDER BY reach DESC LIMIT 1`,
          partition,
          position,
        )
      : this.#row(`SELECT * FROM piece ${after} ORDER BY reach DESC LIMIT 1`, partition, position);
    return pieceOf({ ...(last ?? first), start: first.start });
  }

  /** The store has everything up to a position. */
  trim(partition: number, position: number): void {
    this.#db.prepare('DELETE FROM piece WHERE partition = ? AND reach <= ?').run(partition, position);
  }

  /** Of what waits, in characters. */
  get size(): number {
    return (this.#db.prepare('SELECT coalesce(sum(length(content)), 0) AS n FROM piece').get() as { n: number }).n;
  }

  close(): void {
    this.#db.close();
  }

  #row(sql: string, partition: number, position: number): Row | undefined {
    return this.#db.prepare(sql).get(partition, position) as Row | undefined;
  }
}

function pieceOf({ partition, reach, start, alert_seq: alertSeq, covers_to, content }: Row): Piece {
  const piece: Piece = { partition, reach, start, alertSeq };
  if (covers_to !== null) piece.coversTo = covers_to;
  if (content !== null) piece.content = JSON.parse(content) as Content;
  return piece;
}
