/** One commit: everything that a stretch of the journal changed, together with the position that it reaches. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Fix } from '../../../geofences/fix.ts';
import type { CaseHead } from '../../alerts/effects.ts';
import { isOpen } from '../../alerts/lifecycle.ts';
import type { Alert } from '../../models/alert.ts';
import type { Delivery } from '../../models/delivery.ts';
import type { Vessel } from '../../models/vessel.ts';
import { searchKey } from '../search-key.ts';
import type { Batch } from '../store.ts';
import { decodeChunk, encodeChunk, mergeIntoChunks } from '../tracks.ts';

export class BatchWriter {
  readonly #db: DatabaseSyncInstance;
  readonly #sql;

  constructor(db: DatabaseSyncInstance) {
    this.#db = db;
    this.#sql = {
      checkpoint: db.prepare('UPDATE checkpoint SET position = ?'),
      vessel: db.prepare('INSERT OR REPLACE INTO vessel VALUES (?, ?, ?, ?, ?)'),
      latest: db.prepare('INSERT OR REPLACE INTO latest VALUES (?, ?, ?)'),
      chunks: db.prepare(
        // The chunks that the new fixes fall into, and the one before them, which may have room.
        `SELECT start_time, chunk FROM track WHERE vessel = ?1 AND start_time <= ?3 AND start_time >= coalesce(
           (SELECT max(start_time) FROM track WHERE vessel = ?1 AND start_time <= ?2), ?2) ORDER BY start_time`,
      ),
      dropChunk: db.prepare('DELETE FROM track WHERE vessel = ? AND start_time = ?'),
      chunk: db.prepare('INSERT OR REPLACE INTO track VALUES (?, ?, ?, ?, ?)'),
      engineState: db.prepare('INSERT OR REPLACE INTO engine_state VALUES (?, ?)'),
      alert: db.prepare('INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?)'),
      case: db.prepare('INSERT OR REPLACE INTO case_file VALUES (?, ?, ?, ?, ?)'),
      caseLine: db.prepare(
        'INSERT INTO case_line SELECT ?1, (SELECT coalesce(max(n), 0) + 1 FROM case_line WHERE case_id = ?1), ?2',
      ),
      delivery: db.prepare('INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?)'),
      document: db.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)'),
      act: db.prepare('INSERT OR REPLACE INTO act VALUES (?, ?, ?)'),
      feed: db.prepare('INSERT OR REPLACE INTO feed VALUES (?, ?, ?)'),
    };
  }

  /** Applies all of it or nothing. */
  write(batch: Batch): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#apply(batch);
      this.#db.exec('COMMIT');
    } catch (error) {
      // A full disk has ended it already; what it said is the reason to tell.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #apply(batch: Batch): void {
    const sql = this.#sql;
    for (const vessel of batch.vessels) this.#vessel(vessel);
    for (const [vesselId, fixes] of batch.fixes) this.#fixes(vesselId, fixes);
    for (const [vesselId, fix] of batch.latest) sql.latest.run(vesselId, fix.fixTime, JSON.stringify(fix));
    for (const [vesselId, state] of batch.engineStates) sql.engineState.run(vesselId, JSON.stringify(state));
    for (const alert of batch.alerts) this.#alert(alert);
    for (const one of batch.cases) this.#case(one);
    for (const { caseId, ...line } of batch.caseLines) sql.caseLine.run(caseId, JSON.stringify(line));
    for (const delivery of batch.deliveries) this.#delivery(delivery);
    for (const document of batch.documents) {
      sql.document.run(document.name, document.revision, JSON.stringify(document));
    }
    for (const act of batch.acts) sql.act.run(act.id, act.at, JSON.stringify(act));
    for (const feed of batch.feeds) sql.feed.run(feed.feed, feed.name, JSON.stringify(feed));
    sql.checkpoint.run(batch.position);
  }

  #vessel(vessel: Vessel): void {
    const names = [vessel.registration, vessel.name, vessel.mmsi, vessel.imo, vessel.callsign, vessel.deviceId];
    const search = names.map((name) => searchKey(String(name ?? ''))).join(' ');
    this.#sql.vessel.run(vessel.id, vessel.label, search, vessel.registered ? 1 : 0, JSON.stringify(vessel));
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

  #alert(alert: Alert): void {
    const { vesselId, priority, raisedAt } = alert.occurrence;
    this.#sql.alert.run(
      alert.id,
      alert.changeSeq,
      vesselId,
      isOpen(alert) ? 1 : 0,
      priority,
      raisedAt,
      JSON.stringify(alert),
    );
  }

  #case(one: CaseHead): void {
    this.#sql.case.run(one.id, one.vesselId, one.state === 'closed' ? 0 : 1, one.updatedAt, JSON.stringify(one));
  }

  #delivery(delivery: Delivery): void {
    this.#sql.delivery.run(
      delivery.id,
      delivery.alertId,
      delivery.channel,
      delivery.state,
      delivery.nextAttemptAt,
      delivery.createdAt,
      JSON.stringify(delivery),
    );
  }
}
