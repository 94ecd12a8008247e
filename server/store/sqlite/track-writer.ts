/** Track chunks into the database. Runs within the transaction of whoever calls. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Fix } from '../../../geofences/fix.ts';
import { type ChunkPlan, planMerge, planSeal, SEAL_TAIL } from '../tracks/plan.ts';
import type { StoredChunk } from '../tracks/stored-chunk.ts';
import { PlanReader } from './track-reader.ts';

/**
 * Longer chunks lie in a table of their own, one after the other, so that its pages are full: among the small ones, which come
 * and go, they would leave pages half empty.
 */
const SMALL_BYTES = 1024;

export class TrackWriter {
  readonly #reader: PlanReader;
  readonly #onSetAside: (chunk: StoredChunk) => void;
  readonly #sql;

  constructor(db: DatabaseSyncInstance, onSetAside: (chunk: StoredChunk) => void) {
    this.#onSetAside = onSetAside;
    this.#reader = new PlanReader(db);
    this.#sql = {
      drop: db.prepare('DELETE FROM track WHERE vessel = ? AND start_time = ? RETURNING large'),
      dropLarge: db.prepare('DELETE FROM large_chunk WHERE id = ?'),
      large: db.prepare('INSERT INTO large_chunk (chunk) VALUES (?) RETURNING id'),
      put: db.prepare('INSERT INTO track VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      setAside: db.prepare(
        `INSERT INTO track_aside VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET end_time = max(end_time, excluded.end_time)`,
      ),
      forget: db.prepare('DELETE FROM track_aside WHERE vessel = ? AND start_time = ?'),
    };
  }

  merge(vesselId: string, added: readonly Fix[]): void {
    if (added.length === 0) return;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const { fixTime } of added) {
      if (fixTime < from) from = fixTime;
      if (fixTime > to) to = fixTime;
    }
    const plan = planMerge(vesselId, this.#reader.near(vesselId, from, to), added);
    this.rewrite(vesselId, plan);
    if (plan.put.length > plan.drop.length) {
      this.rewrite(vesselId, planSeal(vesselId, this.#reader.tail(vesselId, SEAL_TAIL)));
    }
  }

  rewrite(vesselId: string, { drop, put, setAside }: ChunkPlan): void {
    for (const startTime of drop) this.#drop(vesselId, startTime);
    for (const chunk of setAside) {
      this.#drop(vesselId, chunk.startTime);
      this.#sql.setAside.run(...columnsOf(vesselId, chunk), chunk.bytes);
      this.#onSetAside(chunk);
    }
    for (const chunk of put) this.#put(vesselId, chunk);
  }

  forgetSetAside(vesselId: string, startTime: number): void {
    this.#sql.forget.run(vesselId, startTime);
  }

  #drop(vesselId: string, startTime: number): void {
    const row = this.#sql.drop.get(vesselId, startTime) as { large: number | null } | undefined;
    if (row && row.large !== null) this.#sql.dropLarge.run(row.large);
  }

  #put(vesselId: string, chunk: StoredChunk): void {
    const { startTime, bytes } = chunk;
    // A plan that is done a second time finds its own chunks there.
    this.#drop(vesselId, startTime);
    const isSmall = bytes.length <= SMALL_BYTES;
    const large = isSmall ? null : (this.#sql.large.get(bytes) as { id: number }).id;
    this.#sql.put.run(...columnsOf(vesselId, chunk), isSmall ? bytes : null, large);
  }
}

function columnsOf(vesselId: string, chunk: StoredChunk) {
  const { startTime, endTime, fixes, west, south, east, north, thinnedM } = chunk;
  return [vesselId, startTime, endTime, fixes, west, south, east, north, thinnedM] as const;
}
