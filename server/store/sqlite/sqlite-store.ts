/** The store port on embedded SQLite (WAL). One connection writes; readers open their own, read-only. */
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Fix } from '../../../geofences/fix.ts';
import { PROFILE_KEY } from '../../../geofences/judging/saved-vessel.ts';
import type { VesselEngineState } from '../../../geofences/types.ts';
import type { Layout } from '../../models/collection.ts';
import type { Act, DocumentName, SettingsDocument } from '../../models/entry.ts';
import type { FeedRecord } from '../../models/feed.ts';
import type { FeedWindow } from '../../models/feed-window.ts';
import { engineStates, type KeptMemory, latestFixes, type Tail, tailKeys, tails } from '../../models/position.ts';
import { type DocumentVersion, versionKey } from '../../models/regulation.ts';
import type { Vessel } from '../../models/vessel.ts';
import type { Row as KeptRow } from '../collections.ts';
import { searchKey } from '../search-key.ts';
import type { ActFilter, Batch, Checkpoint, ChunkFilter, KeptText, Store, Stretch } from '../store.ts';
import type { ChunkPlan } from '../tracks/plan.ts';
import type { ChunkSpan, StoredChunk } from '../tracks/stored-chunk.ts';
import { TailReader } from '../tracks/tail-reader.ts';
import { SqliteCases } from './cases.ts';
import { LogFolding } from './log-folding.ts';
import { unpackFirst } from './packed-json.ts';
import type { StoredRow as Row } from './read-rows.ts';
import { rowsOf } from './rows.ts';
import { checkSchema, columnName, prepareSchema, unpackBody } from './schema.ts';
import { ChunkReader, chunksSetAside, readChunks, readSpans } from './track-reader.ts';
import { BatchWriter } from './write-batch.ts';

/** Nearly every head of what an engine remembers of a vessel is shorter. */
const HEAD_BYTES = 64;
/** So long a log is folded into the file by a commit: 64 MB. */
const FOLDED_PAGES = 16_000;
/** … where that is done beside the commits, and has not come to an end. */
const LEFT_PAGES = 4 * FOLDED_PAGES;
/** Some 15 ms of reading: with fewer, a busy process would be long at it, turn by turn. */
const VESSELS_AT_ONCE = 2000;

export class SqliteStore extends SqliteCases implements Store {
  readonly #writer: BatchWriter | undefined;
  readonly #chunks: ChunkReader;
  #folding: LogFolding | undefined;
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
    super(new DatabaseSync(path, { readOnly: mode === 'read' }));
    try {
      this.#writer = this.#prepare(mode, onSetAside);
      this.#chunks = new ChunkReader(this.db);
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  #prepare(mode: 'write' | 'read', onSetAside: (chunk: StoredChunk) => void): BatchWriter | undefined {
    this.db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY');
    if (mode === 'read') {
      checkSchema(this.db);
      return undefined;
    }
    // NORMAL may undo the last commits after a power cut; all of this is rebuilt from the journal's position then.
    this.db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA journal_size_limit = 67108864',
    );
    this.db.exec(`PRAGMA wal_autocheckpoint = ${FOLDED_PAGES}`);
    prepareSchema(this.db);
    // Waiting holds up the journal, which has the same thread; whoever commits tries again.
    this.db.exec('PRAGMA busy_timeout = 200');
    return new BatchWriter(this.db, onSetAside);
  }

  /** From now on the log is folded into the file by a thread of its own. @param path the file of this store */
  foldBeside(path: string, workerFile?: URL): void {
    this.#folding = LogFolding.start(path, workerFile);
    if (this.#folding) this.db.exec(`PRAGMA wal_autocheckpoint = ${LEFT_PAGES}`);
  }

  async commit(batch: Batch): Promise<void> {
    await this.#writing().write(batch);
    if (this.#folding?.takesRest()) this.#foldRest();
  }

  #foldRest(): void {
    try {
      this.db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // What was committed is safe in the log. A disk that fails is told by the next commit.
    }
  }

  async checkpoint(): Promise<Checkpoint> {
    const { position } = this.one('SELECT position FROM checkpoint') as { position: number };
    const { seq } = this.one('SELECT max(change_seq) AS seq FROM alert') as { seq: number | null };
    return { position, alertSeq: seq ?? 0 };
  }

  async vessels(filter: { q?: string; limit: number; after?: string }): Promise<Vessel[]> {
    return (await this.vesselTexts(filter)).map(({ text }) => JSON.parse(text) as Vessel);
  }

  async vesselTexts(filter: { q?: string; limit: number; after?: string }): Promise<KeptText[]> {
    const key = searchKey(filter.q ?? '');
    return this.texts(
      `SELECT id, body FROM vessel WHERE id > ? AND (? = '' OR instr(search, ?) > 0) ORDER BY id LIMIT ?`,
      [filter.after ?? '', key, key, filter.limit],
    );
  }

  async labels(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = this.all(
      "SELECT id, json_extract(body, '$.label') AS label FROM vessel WHERE id IN (SELECT value FROM json_each(?))",
      [JSON.stringify(ids)],
    );
    return new Map(rows.map(({ id, label }) => [id as string, label as string]));
  }

  async vessel(id: string): Promise<Vessel | undefined> {
    return this.body<Vessel>('SELECT body FROM vessel WHERE id = ?', [id]);
  }

  async *allVessels(which?: 'registered'): AsyncIterable<Vessel> {
    const only = which ? 'AND registered = 1' : '';
    for (let after: string | undefined = ''; after !== undefined; ) {
      const rows: Row[] = this.all(`SELECT id, body FROM vessel WHERE id > ? ${only} ORDER BY id LIMIT ?`, [
        after,
        VESSELS_AT_ONCE,
      ]);
      for (const { body } of rows) yield JSON.parse(body as string) as Vessel;
      after = rows.length < VESSELS_AT_ONCE ? undefined : (rows.at(-1)!.id as string);
      // Others get their turn, and between two pieces nothing holds this connection to what the store was.
      if (after !== undefined) await setImmediate();
    }
  }

  async countVessels(): Promise<number> {
    return (this.one('SELECT count(*) AS n FROM vessel') as { n: number }).n;
  }

  latest(ids?: string[]): Promise<Map<string, Fix>> {
    return this.#tracks.latest(async () => this.#storedLatest(ids), ids);
  }

  #storedLatest(ids?: string[]): Map<string, Fix> {
    const rows = ids
      ? this.all('SELECT vessel, body FROM latest WHERE vessel IN (SELECT value FROM json_each(?))', [
          JSON.stringify(ids),
        ])
      : this.all('SELECT vessel, body FROM latest', []);
    return new Map(rows.map((row) => [row.vessel as string, unpackBody(latestFixes, row.body) as Fix]));
  }

  async newestFixTime(): Promise<number | undefined> {
    // All that is in no chunk yet came after what is.
    const waiting = await this.#tracks.newestWaiting();
    const { t } = this.one('SELECT max(fix_time) AS t FROM latest') as { t: number | null };
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
    for (const row of rowsOf<Row>(this.db, sql, [first, end])) yield JSON.parse(row.body as string) as Tail;
  }

  spans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    return this.#tracks.spans(filter);
  }

  chunksOf(spans: readonly ChunkSpan[]): AsyncIterable<StoredChunk> {
    return this.#tracks.chunksOf(spans);
  }

  async *#storedSpans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    yield* readSpans(this.db, filter);
  }

  async *#storedChunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    yield* readChunks(this.db, filter);
  }

  async rewriteTrack(vesselId: string, plan: ChunkPlan): Promise<void> {
    this.#writing().rewriteTrack(vesselId, plan);
  }

  async chunksSetAside(): Promise<StoredChunk[]> {
    return chunksSetAside(this.db);
  }

  async forgetSetAside({ vesselId, startTime }: Pick<StoredChunk, 'vesselId' | 'startTime'>): Promise<void> {
    this.#writing().forgetSetAside(vesselId, startTime);
  }

  async *engineStates(): AsyncIterable<[string, KeptMemory]> {
    const sql = 'SELECT vessel, substr(body, 1, ?) AS beginning FROM engine_state';
    for (const { vessel: id, beginning } of rowsOf<Row>(this.db, sql, [HEAD_BYTES])) {
      const vessel = id as string;
      const head = headIn(beginning as Uint8Array) ?? unpackFirst(this.#engineState(vessel), PROFILE_KEY);
      const whole = () => unpackBody(engineStates, this.#engineState(vessel)) as VesselEngineState;
      yield [vessel, { head, whole }];
    }
  }

  /** Packed. */
  #engineState(vessel: string): Uint8Array {
    return this.all('SELECT body FROM engine_state WHERE vessel = ?', [vessel])[0]!.body as Uint8Array;
  }

  async document(name: DocumentName): Promise<SettingsDocument | undefined> {
    return this.body<SettingsDocument>('SELECT body FROM document WHERE name = ?', [name]);
  }

  async documentVersion(name: DocumentName, revision: number): Promise<DocumentVersion | undefined> {
    return this.body<DocumentVersion>('SELECT body FROM document_version WHERE id = ?', [versionKey(name, revision)]);
  }

  async acts(filter: ActFilter): Promise<Act[]> {
    const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER, limit, before } = filter;
    if (before) {
      const older = '(at < ? OR (at = ? AND id < ?))';
      return this.bodies<Act>(
        `SELECT body FROM act WHERE at >= ? AND at <= ? AND ${older} ORDER BY at DESC, id DESC LIMIT ?`,
        [from, Math.min(to, before.at), before.at, before.at, before.id, limit],
      );
    }
    return this.bodies<Act>('SELECT body FROM act WHERE id > ? AND at >= ? AND at <= ? ORDER BY id LIMIT ?', [
      filter.after ?? '',
      from,
      to,
      limit,
    ]);
  }

  async feeds(): Promise<FeedRecord[]> {
    return this.bodies<FeedRecord>('SELECT body FROM feed ORDER BY feed', []);
  }

  async feedWindows(): Promise<FeedWindow[]> {
    return this.bodies<FeedWindow>('SELECT body FROM feed_window ORDER BY feed', []);
  }

  async *rows(layout: Layout): AsyncIterable<KeptRow> {
    const { name, key, columns } = layout;
    const names = Object.keys(columns).map(columnName);
    const wanted = [key.name, ...names, 'body'].join(', ');
    for (const row of rowsOf<Row>(this.db, `SELECT ${wanted} FROM ${name}`, [])) {
      const values = names.map((column) => row[column] as string | number);
      yield { key: row[key.name] as string | number, values, body: unpackBody(layout, row.body) };
    }
  }

  async fill(stretch: Stretch): Promise<void> {
    this.#writing().fill(stretch);
  }

  async close(): Promise<void> {
    await this.#folding?.close();
    if (this.#writer) this.#foldAll();
    this.db.close();
  }

  /** Statements that are still held keep the database from doing this as it closes: whoever copies the file then has all of it. */
  #foldAll(): void {
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // A full or failing disk: the log stays, and is read by the next start.
    }
  }

  #writing(): BatchWriter {
    if (!this.#writer) throw new Error('this connection is read-only');
    return this.#writer;
  }
}

/** @returns undefined when the head goes on after that */
function headIn(beginning: Uint8Array): VesselEngineState | undefined {
  try {
    return unpackFirst(beginning, PROFILE_KEY);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
