/** One commit: everything that a stretch of the journal changed, together with the position that it reaches. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Fix } from '../../../geofences/fix.ts';
import type { Layout } from '../../models/collection.ts';
import { rowsOf } from '../collections.ts';
import type { Batch } from '../store.ts';
import { decodeChunk, encodeChunk, mergeIntoChunks } from '../tracks.ts';

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;

export class BatchWriter {
  readonly #db: DatabaseSyncInstance;
  readonly #sql;
  readonly #upserts = new Map<string, Statement>();

  constructor(db: DatabaseSyncInstance) {
    this.#db = db;
    this.#sql = {
      checkpoint: db.prepare('UPDATE checkpoint SET position = ?'),
      chunks: db.prepare(
        // The chunks that the new fixes fall into, and the one before them, which may have room.
        `SELECT start_time, chunk FROM track WHERE vessel = ?1 AND start_time <= ?3 AND start_time >= coalesce(
           (SELECT max(start_time) FROM track WHERE vessel = ?1 AND start_time <= ?2), ?2) ORDER BY start_time`,
      ),
      dropChunk: db.prepare('DELETE FROM track WHERE vessel = ? AND start_time = ?'),
      chunk: db.prepare('INSERT OR REPLACE INTO track VALUES (?, ?, ?, ?, ?)'),
    };
  }

  /** Applies all of it or nothing. */
  write(batch: Batch): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#apply(batch);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #apply(batch: Batch): void {
    for (const [vesselId, fixes] of batch.fixes) this.#fixes(vesselId, fixes);
    for (const { collection, rows } of rowsOf(batch)) {
      const upsert = this.#upsert(collection);
      for (const { key, values, body } of rows) upsert.run(key, ...values, JSON.stringify(body));
    }
    this.#sql.checkpoint.run(batch.position);
  }

  #upsert({ name, columns }: Layout): Statement {
    let statement = this.#upserts.get(name);
    if (!statement) {
      const places = ['?', ...Object.keys(columns).map(() => '?'), '?'].join(', ');
      statement = this.#db.prepare(`INSERT OR REPLACE INTO ${name} VALUES (${places})`);
      this.#upserts.set(name, statement);
    }
    return statement;
  }

  #fixes(vesselId: string, added: Fix[]): void {
    if (added.length === 0) return;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const { fixTime } of added) {
      if (fixTime < from) from = fixTime;
      if (fixTime > to) to = fixTime;
    }
    const rows = this.#sql.chunks.all(vesselId, from, to) as { start_time: number; chunk: Uint8Array }[];
    const existing = rows.flatMap((row) => decodeChunk(row.chunk));
    for (const row of rows) this.#sql.dropChunk.run(vesselId, row.start_time);
    for (const chunk of mergeIntoChunks(existing, added)) {
      const first = chunk[0]!.fixTime;
      this.#sql.chunk.run(vesselId, first, chunk.at(-1)!.fixTime, chunk.length, encodeChunk(chunk));
    }
  }
}
