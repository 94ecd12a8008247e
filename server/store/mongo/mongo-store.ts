/** The store on MongoDB, through mongoose. Loaded only where it is used. Needs nothing that a single server lacks: no transactions, no change streams. */
import type { Connection } from 'mongoose';
import type { Fix } from '../../../geofences/fix.ts';
import type { VesselEngineState } from '../../../geofences/types.ts';
import type { CaseHead } from '../../alerts/effects.ts';
import { type Alert, alerts, NEVER } from '../../models/alert.ts';
import { type Case, type CaseLine, caseLines, cases } from '../../models/case.ts';
import type { Layout } from '../../models/collection.ts';
import { type Act, acts, type DocumentName, documents, type SettingsDocument } from '../../models/entry.ts';
import { type FeedRecord, feeds } from '../../models/feed.ts';
import { type FeedWindow, feedWindows } from '../../models/feed-window.ts';
import { engineStates, type KeptMemory, latestFixes, type Tail, tailKeys, tails } from '../../models/position.ts';
import { type DocumentVersion, documentVersions, versionKey } from '../../models/regulation.ts';
import { type Vessel, vessels } from '../../models/vessel.ts';
import type { Row } from '../collections.ts';
import { textOf } from '../kept-text.ts';
import { searchKey } from '../search-key.ts';
import type {
  ActFilter,
  AlertFilter,
  Batch,
  CaseFilter,
  Checkpoint,
  ChunkFilter,
  KeptText,
  Page,
  Store,
  Stretch,
} from '../store.ts';
import type { ChunkPlan } from '../tracks/plan.ts';
import type { ChunkSpan, StoredChunk } from '../tracks/stored-chunk.ts';
import { TailReader } from '../tracks/tail-reader.ts';
import { actsWanted } from './act-query.ts';
import { alertsWanted, casesWanted } from './case-query.ts';
import { CommitWriter } from './commit.ts';
import { connect } from './connect.ts';
import { CHECKPOINT, type Fence, partitionCheckpoint } from './fence.ts';
import { type CheckpointDocument, modelsOn, type RowDocument, unpackBody } from './models.ts';
import { Patience } from './patience.ts';
import { claim, prepare } from './prepare.ts';
import { MongoRoom } from './room.ts';
import { TrackReader } from './track-reader.ts';

export interface MongoStoreOptions {
  /** `mongodb://…` or `mongodb+srv://…`; without a database name it is `haidang`. */
  url: string;
  /** `write` makes what is missing; there may be one writer and any number of readers. */
  mode: 'write' | 'read';
  /** Id of the data folder that writes: a store belongs to one journal. */
  owner?: string;
  onAway?: (why: string | undefined) => void;
  /** Told of track chunks that could not be read and were taken out of their tracks. */
  onSetAside?: (chunk: StoredChunk) => void;
  /** Documents that one request writes. */
  atOnce?: number;
  /** It writes one partition of a store that others write, too; the store is prepared already. */
  fence?: Fence;
}

const AT_ONCE = 1000;

export class MongoStore extends MongoRoom implements Store {
  readonly #connection: Connection;
  readonly #tracks: TrackReader;
  readonly #tails = new TailReader({
    tails: (tray) => this.tails(tray),
    storedChunks: (filter) => this.#storedChunks(filter),
    // Whole chunks: one cursor is cheaper than a question for each.
    storedSpans: (filter) => this.#tracks.ofAll(filter),
    storedChunk: async () => undefined,
    newestChunk: (vesselId) => this.#tracks.newest(vesselId),
  });
  readonly #writer: CommitWriter | undefined;

  private constructor(connection: Connection, options: MongoStoreOptions) {
    const waits = options.mode === 'write';
    super(modelsOn(connection), new Patience({ waits, isFenced: options.fence !== undefined, onAway: options.onAway }));
    this.#connection = connection;
    this.#tracks = new TrackReader(this.models, this.patience);
    if (waits) this.#writer = new CommitWriter(this.models, this.patience, { atOnce: AT_ONCE, ...options });
  }

  /** @throws HaidangError `store-unreachable`, `store-away`, `store-refused` */
  static async open(options: MongoStoreOptions): Promise<MongoStore> {
    const connection = await connect(options);
    const store = new MongoStore(connection, options);
    try {
      await prepare(store.models, options.fence ? 'read' : options.mode);
      if (options.owner !== undefined) await claim(store.models, options.owner);
      await store.#writer?.finish();
      return store;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async commit(batch: Batch): Promise<void> {
    await this.#writing().write(batch);
  }

  /** @param reached what the partition's checkpoint says beside its position @throws LeaseLost */
  async publish(batch: Batch, reached: { alertSeq: number; coversTo?: number }): Promise<void> {
    await this.#writing().write(batch, reached);
  }

  /** Of what this connection writes. */
  get position(): number {
    return this.#writing().position;
  }

  /** Where partitions write, all that the one furthest behind has reached: what is before that is seen whole. */
  async checkpoint(): Promise<Checkpoint> {
    const { checkpoint } = this.models;
    const found = await this.patience.ask(() => checkpoint.findById(CHECKPOINT).lean<CheckpointDocument>());
    if (found?.partitions) {
      const _id = { $in: Array.from({ length: found.partitions }, (_, n) => partitionCheckpoint(n)) };
      const all = await this.patience.ask(() => checkpoint.find({ _id }).lean<CheckpointDocument[]>());
      const least = (values: number[]): number => (values.length === found.partitions ? Math.min(...values) : 0);
      return {
        position: least(all.map(({ position }) => position)),
        alertSeq: least(all.map(({ alertSeq }) => alertSeq ?? 0)),
      };
    }
    const newest = await this.patience.ask(() =>
      this.model(alerts).findOne().sort({ changeSeq: -1 }).select('changeSeq').lean<RowDocument>(),
    );
    return { position: found?.position ?? 0, alertSeq: (newest?.changeSeq as number | undefined) ?? 0 };
  }

  vessels(filter: Page & { q?: string }): Promise<Vessel[]> {
    const key = searchKey(filter.q ?? '');
    return this.bodies<Vessel>(vessels, {
      filter: { _id: { $gt: filter.after ?? '' }, ...(key === '' ? {} : { search: { $regex: key } }) },
      sort: { _id: 1 },
      limit: filter.limit,
    });
  }

  async vesselTexts(filter: Page & { q?: string }): Promise<KeptText[]> {
    return (await this.vessels(filter)).map(textOf);
  }

  async labels(ids: readonly string[]): Promise<Map<string, string>> {
    const found = await this.bodies<Vessel>(vessels, { filter: { _id: { $in: ids } } });
    return new Map(found.map(({ id, label }) => [id, label]));
  }

  vessel(id: string): Promise<Vessel | undefined> {
    return this.body<Vessel>(vessels, id);
  }

  async *allVessels(which?: 'registered'): AsyncIterable<Vessel> {
    for await (const { body } of this.each(vessels, which && { registered: 1 }))
      yield unpackBody<Vessel>(vessels, body);
  }

  countVessels(): Promise<number> {
    return this.patience.ask(() => this.model(vessels).estimatedDocumentCount());
  }

  latest(ids?: string[]): Promise<Map<string, Fix>> {
    return this.#tails.latest(() => this.#storedLatest(ids), ids);
  }

  async #storedLatest(ids?: string[]): Promise<Map<string, Fix>> {
    const found = await this.find(latestFixes, ids ? { filter: { _id: { $in: ids } } } : {});
    return new Map(found.map(({ _id, body }) => [_id as string, unpackBody<Fix>(latestFixes, body)]));
  }

  async newestFixTime(): Promise<number | undefined> {
    const waiting = await this.#tails.newestWaiting();
    const [newest] = await this.find(latestFixes, { sort: { fixTime: -1 }, limit: 1 });
    const times = [waiting, newest?.fixTime as number | undefined].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  track(vesselId: string, from: number, to: number): Promise<Fix[]> {
    return this.#tails.track(vesselId, from, to);
  }

  trackPieces(track: Parameters<Store['trackPieces']>[0]): AsyncIterable<Fix[]> {
    return this.#tails.pieces(track);
  }

  chunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    return this.#tails.chunks(filter);
  }

  async *tails(tray?: number): AsyncIterable<Tail> {
    const [first, end] = tray === undefined ? [0, Number.MAX_SAFE_INTEGER] : tailKeys(tray);
    const rows = await this.find(tails, { filter: { _id: { $gte: first, $lt: end } }, sort: { _id: 1 } });
    for (const { body } of rows) yield unpackBody<Tail>(tails, body);
  }

  spans(filter: ChunkFilter): AsyncIterable<ChunkSpan> {
    return this.#tails.spans(filter);
  }

  chunksOf(spans: readonly ChunkSpan[]): AsyncIterable<StoredChunk> {
    return this.#tails.chunksOf(spans);
  }

  async *#storedChunks(filter: ChunkFilter): AsyncIterable<StoredChunk> {
    const { vesselId } = filter;
    if (vesselId === undefined) yield* this.#tracks.ofAll(filter);
    else yield* await this.#tracks.ofVessel({ ...filter, vesselId });
  }

  rewriteTrack(vesselId: string, plan: ChunkPlan): Promise<void> {
    return this.#writing().rewriteTrack(vesselId, plan);
  }

  chunksSetAside(): Promise<StoredChunk[]> {
    return this.#tracks.setAside();
  }

  async forgetSetAside({ vesselId, startTime }: Pick<StoredChunk, 'vesselId' | 'startTime'>): Promise<void> {
    await this.#writing().forgetSetAside(vesselId, startTime);
  }

  async *engineStates(): AsyncIterable<[string, KeptMemory]> {
    for await (const { _id, body } of this.each(engineStates)) {
      const state = unpackBody<VesselEngineState>(engineStates, body);
      yield [_id as string, { head: state, whole: () => state }];
    }
  }

  alerts(filter: AlertFilter): Promise<Alert[]> {
    return this.bodies<Alert>(alerts, alertsWanted(filter));
  }

  async alertTexts(filter: AlertFilter): Promise<KeptText[]> {
    return (await this.alerts(filter)).map(textOf);
  }

  async alertBefore(thread: string, raisedAt: number): Promise<Alert | undefined> {
    const before = await this.bodies<Alert>(alerts, {
      filter: { thread, raisedAt: { $lt: raisedAt } },
      sort: { raisedAt: -1, _id: -1 },
      limit: 50,
    });
    return before.find(({ occurrence }) => occurrence.state !== 'retracted');
  }

  alert(id: string): Promise<Alert | undefined> {
    return this.body<Alert>(alerts, id);
  }

  alertChanges(afterSeq: number, limit: number): Promise<Alert[]> {
    return this.bodies<Alert>(alerts, {
      filter: { changeSeq: { $gt: afterSeq } },
      sort: { changeSeq: 1 },
      limit,
    });
  }

  async overdueLadders(before: number, limit: number): Promise<{ alertIds: string[]; caseIds: string[] }> {
    const overdue = async (collection: Layout): Promise<string[]> => {
      const filter = { open: 1, ladderDue: { $lte: before } };
      const found = await this.find(collection, { filter, sort: { ladderDue: 1, _id: 1 }, limit });
      return found.map(({ _id }) => String(_id));
    };
    return { alertIds: await overdue(alerts), caseIds: await overdue(cases) };
  }

  waitingWithoutStep(afterId: string, limit: number): Promise<Alert[]> {
    const response = { $in: ['unacknowledged', 'returned'] };
    return this.bodies<Alert>(alerts, {
      filter: { open: 1, ladderDue: NEVER, response, _id: { $gt: afterId } },
      sort: { _id: 1 },
      limit,
    });
  }

  cases(filter: CaseFilter): Promise<CaseHead[]> {
    return this.bodies<CaseHead>(cases, casesWanted(filter));
  }

  caseHead(id: string): Promise<CaseHead | undefined> {
    return this.body<CaseHead>(cases, id);
  }

  async case(id: string): Promise<Case | undefined> {
    const head = await this.caseHead(id);
    if (!head) return undefined;
    const lines = await this.bodies<CaseLine>(caseLines, { filter: { caseId: id }, sort: { place: 1 } });
    return { ...head, lines };
  }

  document(name: DocumentName): Promise<SettingsDocument | undefined> {
    return this.body<SettingsDocument>(documents, name);
  }

  documentVersion(name: DocumentName, revision: number): Promise<DocumentVersion | undefined> {
    return this.body<DocumentVersion>(documentVersions, versionKey(name, revision));
  }

  acts(filter: ActFilter): Promise<Act[]> {
    return this.bodies<Act>(acts, actsWanted(filter));
  }

  feeds(): Promise<FeedRecord[]> {
    return this.bodies<FeedRecord>(feeds, { sort: { _id: 1 } });
  }

  feedWindows(): Promise<FeedWindow[]> {
    return this.bodies<FeedWindow>(feedWindows, { sort: { _id: 1 } });
  }

  async *rows(layout: Layout): AsyncIterable<Row> {
    const columns = Object.keys(layout.columns);
    for await (const document of this.each(layout)) {
      const values = columns.map((column) => document[column] as string | number);
      yield { key: document._id, values, body: unpackBody(layout, document.body) };
    }
  }

  fill(stretch: Stretch): Promise<void> {
    return this.#writing().fill(stretch);
  }

  giveUp(): void {
    this.patience.end();
  }

  async close(): Promise<void> {
    this.patience.end();
    await this.#connection.close();
  }

  #writing(): CommitWriter {
    if (!this.#writer) throw new Error('this connection is read-only');
    return this.#writer;
  }
}
