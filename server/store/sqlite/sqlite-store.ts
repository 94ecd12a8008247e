/** The store port on embedded SQLite (WAL). One connection writes; readers open their own, read-only. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Fix } from '../../../geofences/fix.ts';
import { PROFILE_KEY } from '../../../geofences/judging/saved-vessel.ts';
import type { VesselEngineState } from '../../../geofences/types.ts';
import type { CaseHead } from '../../alerts/effects.ts';
import type { Alert } from '../../models/alert.ts';
import type { Case, CaseLine, Task } from '../../models/case.ts';
import type { Channel } from '../../models/channel.ts';
import type { Layout } from '../../models/collection.ts';
import type { Delivery } from '../../models/delivery.ts';
import type { Act, DocumentName, SettingsDocument } from '../../models/entry.ts';
import type { FeedRecord } from '../../models/feed.ts';
import type { Handover } from '../../models/handover.ts';
import { engineStates, type KeptMemory, latestFixes, type Tail, tailKeys, tails } from '../../models/position.ts';
import type { Receipt } from '../../models/receipt.ts';
import { type DocumentVersion, versionKey } from '../../models/regulation.ts';
import type { Vessel } from '../../models/vessel.ts';
import type { Row as KeptRow } from '../collections.ts';
import { searchKey } from '../search-key.ts';
import type { AlertFilter, Batch, Checkpoint, ChunkFilter, DeliveryFilter, DueLane, Store, Stretch } from '../store.ts';
import type { ChunkPlan } from '../tracks/plan.ts';
import type { ChunkSpan, StoredChunk } from '../tracks/stored-chunk.ts';
import { TailReader } from '../tracks/tail-reader.ts';
import { unpackFirst } from './packed-json.ts';
import { rowsOf } from './rows.ts';
import { checkSchema, columnName, prepareSchema, unpackBody } from './schema.ts';
import { ChunkReader, chunksSetAside, readChunks, readSpans } from './track-reader.ts';
import { BatchWriter } from './write-batch.ts';

type Row = Record<string, unknown>;
type Lane = { channel: Channel; lane: string };
type Value = string | number | null;

export class SqliteStore implements Store {
  readonly #db: DatabaseSyncInstance;
  readonly #statements = new Map<string, ReturnType<DatabaseSyncInstance['prepare']>>();
  readonly #writer: BatchWriter | undefined;
  readonly #chunks: ChunkReader;
  readonly #tracks = new TailReader({
    tails: (tray) => this.tails(tray),
    storedChunks: (filter) => this.#storedChunks(filter),
    storedSpans: (filter) => this.#storedSpans(filter),
    storedChunk: async (span) => this.#chunks.one(span),
    newestChunk: async (vesselId) => this.#chunks.newest(vesselId),
  });

  /**
   * @param mode `write` creates what is missing; there may be one writer and any number of readers
   * @param onSetAside told of track chunks that could not be read and were taken out of their tracks
   */
  constructor(path: string, mode: 'write' | 'read', onSetAside: (chunk: StoredChunk) => void = () => {}) {
    this.#db = new DatabaseSync(path, { readOnly: mode === 'read' });
    try {
      this.#writer = this.#prepare(mode, onSetAside);
      this.#chunks = new ChunkReader(this.#db);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  #prepare(mode: 'write' | 'read', onSetAside: (chunk: StoredChunk) => void): BatchWriter | undefined {
    this.#db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY');
    if (mode === 'read') {
      checkSchema(this.#db);
      return undefined;
    }
    // NORMAL may undo the last commits after a power cut; all of this is rebuilt from the journal's position then.
    this.#db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA journal_size_limit = 33554432; PRAGMA wal_autocheckpoint = 4000',
    );
    prepareSchema(this.#db);
    // Waiting holds up the journal, which has the same thread; whoever commits tries again.
    this.#db.exec('PRAGMA busy_timeout = 200');
    return new BatchWriter(this.#db, onSetAside);
  }

  async commit(batch: Batch): Promise<void> {
    this.#writing().write(batch);
  }

  async checkpoint(): Promise<Checkpoint> {
    const { position } = this.#one('SELECT position FROM checkpoint') as { position: number };
    const { seq } = this.#one('SELECT max(change_seq) AS seq FROM alert') as { seq: number | null };
    return { position, alertSeq: seq ?? 0 };
  }

  async vessels(filter: { q?: string; limit: number; after?: string }): Promise<Vessel[]> {
    const key = searchKey(filter.q ?? '');
    return this.#bodies<Vessel>(
      `SELECT body FROM vessel WHERE id > ? AND (? = '' OR instr(search, ?) > 0) ORDER BY id LIMIT ?`,
      [filter.after ?? '', key, key, filter.limit],
    );
  }

  async vessel(id: string): Promise<Vessel | undefined> {
    return this.#body<Vessel>('SELECT body FROM vessel WHERE id = ?', [id]);
  }

  async *allVessels(): AsyncIterable<Vessel> {
    for (const row of rowsOf<Row>(this.#db, 'SELECT body FROM vessel', [])) {
      yield JSON.parse(row.body as string) as Vessel;
    }
  }

  async countVessels(): Promise<number> {
    return (this.#one('SELECT count(*) AS n FROM vessel') as { n: number }).n;
  }

  latest(ids?: string[]): Promise<Map<string, Fix>> {
    return this.#tracks.latest(async () => this.#storedLatest(ids), ids);
  }

  #storedLatest(ids?: string[]): Map<string, Fix> {
    const rows = ids
      ? ids.flatMap((id) => this.#all('SELECT vessel, body FROM latest WHERE vessel = ?', [id]))
      : this.#all('SELECT vessel, body FROM latest', []);
    return new Map(rows.map((row) => [row.vessel as string, unpackBody(latestFixes, row.body) as Fix]));
  }

  async newestFixTime(): Promise<number | undefined> {
    // All that is in no chunk yet came after what is.
    const waiting = await this.#tracks.newestWaiting();
    const { t } = this.#one('SELECT max(fix_time) AS t FROM latest') as { t: number | null };
    return t === null ? waiting : Math.max(t, waiting ?? t);
  }

  track(vesselId: string, from: number, to: number): Promise<Fix[]> {
    return this.#tracks.track(vesselId, from, to);
  }

  trackPieces(track: Parameters<Store['trackPieces']>[0]): AsyncIterable<Fix[]> {
    return this.#tracks.pieces(track);
  }

  chunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    return this.#tracks.chunks(filter);
  }

  async *tails(tray?: number): AsyncIterable<Tail> {
    const [first, end] = tray === undefined ? [0, Number.MAX_SAFE_INTEGER] : tailKeys(tray);
    const sql = `SELECT body FROM ${tails.name} WHERE id >= ? AND id < ? ORDER BY id`;
    for (const row of rowsOf<Row>(this.#db, sql, [first, end])) yield JSON.parse(row.body as string) as Tail;
  }

  spans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    return this.#tracks.spans(filter);
  }

  chunksOf(spans: readonly ChunkSpan[]): AsyncIterable<StoredChunk> {
    return this.#tracks.chunksOf(spans);
  }

  async *#storedSpans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    yield* readSpans(this.#db, filter);
  }

  async *#storedChunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    yield* readChunks(this.#db, filter);
  }

  async rewriteTrack(vesselId: string, plan: ChunkPlan): Promise<void> {
    this.#writing().rewriteTrack(vesselId, plan);
  }

  async chunksSetAside(): Promise<StoredChunk[]> {
    return chunksSetAside(this.#db);
  }

  async forgetSetAside({ vesselId, startTime }: Pick<StoredChunk, 'vesselId' | 'startTime'>): Promise<void> {
    this.#writing().forgetSetAside(vesselId, startTime);
  }

  async *engineStates(): AsyncIterable<[string, KeptMemory]> {
    for (const { vessel, body } of rowsOf<Row>(this.#db, 'SELECT vessel, body FROM engine_state', [])) {
      const head = unpackFirst(body as Uint8Array, PROFILE_KEY);
      yield [vessel as string, { head, whole: () => unpackBody(engineStates, body) as VesselEngineState }];
    }
  }

  async alerts(filter: AlertFilter): Promise<Alert[]> {
    const where = [
      filter.state === 'open' ? 'open = 1' : '1 = 1',
      filter.vesselId === undefined ? '? IS NULL' : 'vessel = ?',
      filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
      'raised_at >= ?',
      filter.dueBy === undefined ? '? IS NULL' : 'due <= ?',
    ].join(' AND ');
    const order = filter.dueBy === undefined ? 'raised_at DESC, id DESC' : 'due, id';
    return this.#bodies<Alert>(`SELECT body FROM alert WHERE ${where} ORDER BY ${order} LIMIT ?`, [
      filter.vesselId ?? null,
      filter.caseId ?? null,
      filter.since ?? Number.MIN_SAFE_INTEGER,
      filter.dueBy ?? null,
      filter.limit,
    ]);
  }

  async alertBefore(thread: string, raisedAt: number): Promise<Alert | undefined> {
    for (const row of this.#all(
      'SELECT body FROM alert WHERE thread = ? AND raised_at < ? ORDER BY raised_at DESC, id DESC LIMIT 50',
      [thread, raisedAt],
    )) {
      const alert = JSON.parse(row.body as string) as Alert;
      if (alert.occurrence.state !== 'retracted') return alert;
    }
    return undefined;
  }

  async alert(id: string): Promise<Alert | undefined> {
    return this.#body<Alert>('SELECT body FROM alert WHERE id = ?', [id]);
  }

  async alertChanges(afterSeq: number, limit: number): Promise<Alert[]> {
    return this.#bodies<Alert>('SELECT body FROM alert WHERE change_seq > ? ORDER BY change_seq LIMIT ?', [
      afterSeq,
      limit,
    ]);
  }

  async cases(filter: Parameters<Store['cases']>[0]): Promise<CaseHead[]> {
    const where = [
      filter.vesselId === undefined ? '? IS NULL' : 'vessel = ?',
      filter.open === undefined ? '1 = 1' : `open = ${filter.open ? 1 : 0}`,
      filter.dueBy === undefined ? '? IS NULL' : 'due <= ?',
    ].join(' AND ');
    const order = filter.dueBy === undefined ? 'updated_at DESC, id DESC' : 'due, id';
    return this.#bodies<CaseHead>(`SELECT body FROM case_file WHERE ${where} ORDER BY ${order} LIMIT ?`, [
      filter.vesselId ?? null,
      filter.dueBy ?? null,
      filter.limit,
    ]);
  }

  async caseHead(id: string): Promise<CaseHead | undefined> {
    return this.#body<CaseHead>('SELECT body FROM case_file WHERE id = ?', [id]);
  }

  async tasks(filter: { caseId?: string; state?: string; limit: number }): Promise<Task[]> {
    const where = [
      filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
      filter.state === undefined ? '? IS NULL' : 'state = ?',
    ].join(' AND ');
    return this.#bodies<Task>(`SELECT body FROM case_task WHERE ${where} ORDER BY due, id LIMIT ?`, [
      filter.caseId ?? null,
      filter.state ?? null,
      filter.limit,
    ]);
  }

  async task(id: string): Promise<Task | undefined> {
    return this.#body<Task>('SELECT body FROM case_task WHERE id = ?', [id]);
  }

  async handovers(limit: number): Promise<Handover[]> {
    return this.#bodies<Handover>('SELECT body FROM handover ORDER BY given_at DESC, id DESC LIMIT ?', [limit]);
  }

  async handover(id: string): Promise<Handover | undefined> {
    return this.#body<Handover>('SELECT body FROM handover WHERE id = ?', [id]);
  }

  async case(id: string): Promise<Case | undefined> {
    const head = await this.caseHead(id);
    if (!head) return undefined;
    return {
      ...head,
      lines: this.#bodies<CaseLine>('SELECT body FROM case_line WHERE case_id = ? ORDER BY place', [id]),
    };
  }

  async deliveries(filter: DeliveryFilter): Promise<Delivery[]> {
    const where = [
      filter.state === undefined ? '? IS NULL' : 'state = ?',
      filter.alertId === undefined ? '? IS NULL' : 'alert = ?',
      filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
    ].join(' AND ');
    return this.#bodies<Delivery>(
      `SELECT body FROM delivery WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ?`,
      [filter.state ?? null, filter.alertId ?? null, filter.caseId ?? null, filter.limit],
    );
  }

  async delivery(id: string): Promise<Delivery | undefined> {
    return this.#body<Delivery>('SELECT body FROM delivery WHERE id = ?', [id]);
  }

  async dueLanes(channel: Channel, now: number, limit: number): Promise<DueLane[]> {
    return this.#all(
      `SELECT lane, count(*) AS due FROM delivery WHERE state IN ('queued', 'sending') AND channel = ? AND next_attempt <= ?
       GROUP BY lane ORDER BY min(next_attempt), lane LIMIT ?`,
      [channel, now, limit],
    ).map(({ lane, due }) => ({ lane: lane as string, due: due as number }));
  }

  async dueDeliveries({ channel, lane }: Lane, now: number, limit: number): Promise<Delivery[]> {
    return this.#bodies<Delivery>(
      `SELECT body FROM delivery WHERE state IN ('queued', 'sending') AND channel = ? AND lane = ? AND next_attempt <= ?
       ORDER BY next_attempt, id LIMIT ?`,
      [channel, lane, now, limit],
    );
  }

  async unconfirmedDeliveries(now: number, limit: number): Promise<Delivery[]> {
    return this.#bodies<Delivery>(
      'SELECT body FROM delivery WHERE awaited IN (1) AND confirm_by <= ? ORDER BY confirm_by, id LIMIT ?',
      [now, limit],
    );
  }

  async deliveryOfGateway(gatewayId: string): Promise<Delivery | undefined> {
    return this.#body<Delivery>(
      'SELECT body FROM delivery WHERE traced IN (1) AND gateway = ? ORDER BY created_at DESC LIMIT 1',
      [gatewayId],
    );
  }

  async laneDeliveries({ channel, lane }: Lane, since: number, limit: number): Promise<Delivery[]> {
    return this.#bodies<Delivery>(
      `SELECT body FROM delivery WHERE channel = ? AND lane = ? AND created_at >= ?
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      [channel, lane, since, limit],
    );
  }

  async receipts(filter: { gatewayId?: string; unclaimed?: boolean; limit: number }): Promise<Receipt[]> {
    const where = [
      filter.gatewayId === undefined ? '? IS NULL' : 'gateway = ?',
      filter.unclaimed ? 'unclaimed IN (1)' : '1 = 1',
    ].join(' AND ');
    return this.#bodies<Receipt>(`SELECT body FROM receipt WHERE ${where} ORDER BY at DESC, id LIMIT ?`, [
      filter.gatewayId ?? null,
      filter.limit,
    ]);
  }

  async receipt(id: string): Promise<Receipt | undefined> {
    return this.#body<Receipt>('SELECT body FROM receipt WHERE id = ?', [id]);
  }

  async countDeliveries(): Promise<{ queued: number; failed: number; oldestQueuedAt?: number }> {
    const queued = this.#one(
      `SELECT count(*) AS n, min(created_at) AS oldest FROM delivery
       WHERE state IN ('queued', 'sending') AND channel <> 'call'`,
    ) as { n: number; oldest: number | null };
    const failed = this.#one(`SELECT count(*) AS n FROM delivery WHERE state = 'failed'`) as { n: number };
    return {
      queued: queued.n,
      failed: failed.n,
      ...(queued.oldest === null ? {} : { oldestQueuedAt: queued.oldest }),
    };
  }

  async document(name: DocumentName): Promise<SettingsDocument | undefined> {
    return this.#body<SettingsDocument>('SELECT body FROM document WHERE name = ?', [name]);
  }

  async documentVersion(name: DocumentName, revision: number): Promise<DocumentVersion | undefined> {
    return this.#body<DocumentVersion>('SELECT body FROM document_version WHERE id = ?', [versionKey(name, revision)]);
  }

  async acts(filter: { from?: number; to?: number; limit: number; after?: string }): Promise<Act[]> {
    return this.#bodies<Act>('SELECT body FROM act WHERE id > ? AND at >= ? AND at <= ? ORDER BY id LIMIT ?', [
      filter.after ?? '',
      filter.from ?? Number.MIN_SAFE_INTEGER,
      filter.to ?? Number.MAX_SAFE_INTEGER,
      filter.limit,
    ]);
  }

  async feeds(): Promise<FeedRecord[]> {
    return this.#bodies<FeedRecord>('SELECT body FROM feed ORDER BY feed', []);
  }

  async *rows(layout: Layout): AsyncIterable<KeptRow> {
    const { name, key, columns } = layout;
    const names = Object.keys(columns).map(columnName);
    const wanted = [key.name, ...names, 'body'].join(', ');
    for (const row of rowsOf<Row>(this.#db, `SELECT ${wanted} FROM ${name}`, [])) {
      const values = names.map((column) => row[column] as string | number);
      yield { key: row[key.name] as string | number, values, body: unpackBody(layout, row.body) };
    }
  }

  async fill(stretch: Stretch): Promise<void> {
    this.#writing().fill(stretch);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #writing(): BatchWriter {
    if (!this.#writer) throw new Error('this connection is read-only');
    return this.#writer;
  }

  #statement(sql: string): ReturnType<DatabaseSyncInstance['prepare']> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #one(sql: string): unknown {
    return this.#statement(sql).get();
  }

  #all(sql: string, values: Value[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  #bodies<T>(sql: string, values: Value[]): T[] {
    return this.#all(sql, values).map((row) => JSON.parse(row.body as string) as T);
  }

  #body<T>(sql: string, values: Value[]): T | undefined {
    return this.#bodies<T>(sql, values)[0];
  }
}
