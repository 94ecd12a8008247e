/** One commit: everything that a stretch of the journal changed, together with the position that it reaches. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Layout } from '../../models/collection.ts';
import { tailKeys, tails } from '../../models/position.ts';
import { type RowsInTurn, rowsInTurn } from '../collections.ts';
import type { Batch, Stretch } from '../store.ts';
import { type ChunkPlan, plansOf } from '../tracks/plan.ts';
import type { StoredChunk } from '../tracks/stored-chunk.ts';
import { packBody } from './schema.ts';
import { TrackWriter } from './track-writer.ts';

type Statement = ReturnType<DatabaseSyncInstance['prepare']>;

/** Rows whose order does not matter to the database. */
const FEW = 32;
/** How long a commit holds its thread at a time. */
const TURN_MS = 30;

export class BatchWriter {
  readonly #db: DatabaseSyncInstance;
  readonly #tracks: TrackWriter;
  readonly #checkpoint: Statement;
  readonly #upserts = new Map<string, Statement>();
  readonly #empty: Statement;

  constructor(db: DatabaseSyncInstance, onSetAside: (chunk: StoredChunk) => void) {
    this.#db = db;
    this.#tracks = new TrackWriter(db, onSetAside);
    this.#empty = db.prepare(`DELETE FROM ${tails.name} WHERE id >= ? AND id < ?`);
    this.#checkpoint = db.prepare('UPDATE checkpoint SET position = ?');
  }

  /**
   * Applies all of it or nothing, in turns of the event loop: ten thousand alerts with their messages take seconds, and the
   * journal, whose thread this is, takes in what arrives meanwhile. Nobody else may use the connection until it resolves.
   */
  async write(batch: Batch): Promise<void> {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      let turnEnds = performance.now() + TURN_MS;
      for (const _ of this.#apply(batch)) {
        if (performance.now() < turnEnds) continue;
        await new Promise(setImmediate);
        turnEnds = performance.now() + TURN_MS;
      }
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Does to a vessel's chunks what the plan says. */
  rewriteTrack(vesselId: string, plan: ChunkPlan): void {
    this.#atOnce(() => this.#tracks.rewrite(vesselId, plan));
  }

  forgetSetAside(vesselId: string, startTime: number): void {
    this.#tracks.forgetSetAside(vesselId, startTime);
  }

  fill({ position, rows, chunks, setAside }: Stretch): void {
    this.#atOnce(() => {
      for (const [vesselId, plan] of plansOf(chunks, setAside)) this.#tracks.rewrite(vesselId, plan);
      for (const _ of this.#put(rows));
      this.#checkpoint.run(position);
    });
  }

  #atOnce(write: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      write();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #rollBack(): void {
    // A full disk has ended it already; what it said is the reason to tell.
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Halts wherever whoever asked for it may pause. */
  *#apply(batch: Batch): Iterable<void> {
    for (const [vesselId, fixes] of batch.fixes) {
      this.#tracks.merge(vesselId, fixes);
      yield;
    }
    for (const tray of batch.emptied) this.#empty.run(...tailKeys(tray));
    yield* this.#put(rowsInTurn(batch));
    this.#checkpoint.run(batch.position);
  }

  *#put(all: RowsInTurn[]): Iterable<void> {
    for (const { collection, rows } of all) {
      const upsert = this.#upsert(collection);
      // Neighbours share pages.
      if (Array.isArray(rows) && rows.length > FEW) rows.sort((a, b) => (a.key < b.key ? -1 : 1));
      for (const { key, values, body } of rows) {
        upsert.run(key, ...values, packBody(collection, body));
        yield;
      }
    }
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
}
