/** Track chunks into MongoDB; the order in which they are written is what track-reader.ts relies on. */
import type { AnyBulkWriteOperation } from 'mongoose';
import type { Fix } from '../../../geofences/fix.ts';
import { disentangled } from '../tracks/disentangle.ts';
import { type ChunkPlan, planMerge, planSeal, SEAL_TAIL } from '../tracks/plan.ts';
import type { StoredChunk } from '../tracks/stored-chunk.ts';
import { type Fence, NO_FENCE, upTo } from './fence.ts';
import type { ChunkDocument, Models } from './models.ts';
import type { Patience } from './patience.ts';
import { CURRENT, chunkOf } from './track-reader.ts';

/** Longer than anybody reads; then stale chunks go. */
const STALE_MS = 60_000;
/** Newest chunks of a vessel that one look fetches: a boat that reports in order needs one. */
const LOOK = 3;
/** Vessels that are looked up at once. */
const ABREAST = 16;
/** Vessels whose newest chunk is remembered, so that one which reports in order costs no look: about 1 kB each. */
const MOST_REMEMBERED = 50_000;

type Operation = AnyBulkWriteOperation<ChunkDocument>;
type Plans = readonly (readonly [vesselId: string, plan: ChunkPlan])[];

export interface WriteOptions {
  /** Documents that one request writes. */
  atOnce: number;
  /** Absent: there is one writer. */
  fence?: Fence;
  /** Told of chunks that could not be read and were taken out of their tracks. */
  onSetAside?: (chunk: StoredChunk) => void;
}

export class TrackWriter {
  readonly #models: Models;
  readonly #patience: Patience;
  readonly #atOnce: number;
  readonly #fence: Fence;
  /** Newest chunk of vessels, the one written last at the end. Right since nobody else writes; forgotten when a write fails. */
  readonly #newestOf = new Map<string, StoredChunk>();
  readonly #onSetAside: (chunk: StoredChunk) => void;
  /** Epoch ms of the oldest chunk that is stale; 0 after a start, since some may be left from before. */
  #oldestStale: number | undefined = 0;

  constructor(models: Models, patience: Patience, options: WriteOptions) {
    this.#models = models;
    this.#atOnce = options.atOnce;
    this.#fence = options.fence ?? NO_FENCE;
    this.#onSetAside = options.onSetAside ?? (() => {});
    this.#patience = patience;
  }

  /** Each observation is kept once, however often it is added. */
  async add(added: Iterable<readonly [vesselId: string, fixes: readonly Fix[]]>): Promise<void> {
    const waiting = [...added].filter(([, fixes]) => fixes.length > 0);
    const merges = await abreast(waiting, async ([vesselId, fixes]) => {
      const { from, to } = spanOf(fixes);
      const { chunks, newest } = await this.#near(vesselId, from, to);
      const plan = planMerge(vesselId, chunks, fixes);
      return [vesselId, plan, newestAfter(plan, newest)] as const;
    });
    await this.rewrite(merges.map(([vesselId, plan]) => [vesselId, plan] as const));
    for (const [vesselId, , newest] of merges) this.#remember(vesselId, newest);
    const begun = merges.filter(([, plan]) => plan.put.length > plan.drop.length);
    const seals = await abreast(begun, async ([vesselId]) => {
      return [vesselId, planSeal(vesselId, await this.#newest(vesselId, SEAL_TAIL))] as const;
    });
    await this.rewrite(seals);
    await this.#sweep();
  }

  async rewrite(plans: Plans): Promise<void> {
    const upserts: Operation[] = [];
    const apart: Operation[] = [];
    const stale: Operation[] = [];
    const now = Date.now();
    for (const [vessel, { drop, put, setAside }] of plans) {
      this.#newestOf.delete(vessel);
      const kept = new Set(put.map(({ startTime }) => startTime));
      for (const chunk of [...put].reverse()) upserts.push(this.#upsertOf(chunk));
      for (const chunk of setAside) {
        apart.push(this.#upsertOf(chunk));
        this.#onSetAside(chunk);
      }
      for (const start of [...drop, ...setAside.map(({ startTime }) => startTime)]) {
        if (kept.has(start)) continue;
        const filter = { _id: chunkId(vessel, start), ...upTo(this.#fence) };
        const { epoch } = this.#fence;
        stale.push({ updateOne: { filter, update: { $set: { stale: now, ...(epoch !== undefined && { epoch }) } } } });
      }
    }
    await this.#write('aside', apart);
    await this.#write('tracks', upserts);
    await this.#write('tracks', stale);
    if (stale.length > 0) this.#oldestStale ??= now;
  }

  async forgetSetAside(vesselId: string, startTime: number): Promise<void> {
    await this.#patience.ask(() => this.#models.aside.deleteOne({ _id: chunkId(vesselId, startTime) }));
  }

  /** From here on no writer before this one changes what there is of these vessels. */
  async take(vesselIds: readonly string[]): Promise<void> {
    const { epoch } = this.#fence;
    if (epoch === undefined || vesselIds.length === 0) return;
    const theirs = { vessel: { $in: [...vesselIds] }, epoch: { $lt: epoch } };
    await this.#patience.ask(() => this.#models.tracks.updateMany(theirs, { $set: { epoch } }));
  }

  /** Mends what a kill in the middle of `rewrite` left: chunks that overlap. */
  async disentangle(vesselIds: Iterable<string>): Promise<void> {
    const plans = await abreast([...vesselIds], async (vesselId) => {
      const before = (await this.#newest(vesselId, 0)).sort((a, b) => a.startTime - b.startTime);
      const after = disentangled(before);
      const put = after.filter((chunk) => !before.includes(chunk));
      const drop = before.filter((chunk) => !after.includes(chunk)).map(({ startTime }) => startTime);
      const plan: ChunkPlan = { drop, put, setAside: [] };
      return [vesselId, plan] as const;
    });
    await this.rewrite(plans);
  }

  /** Chunks that meet a span of time, and the nearest before and after it; and the vessel's newest, where that is known. */
  async #near(vessel: string, from: number, to: number): Promise<{ chunks: StoredChunk[]; newest?: StoredChunk }> {
    const known = this.#newestOf.get(vessel);
    if (known && known.startTime <= from) return { chunks: [known], newest: known };
    const latest = await this.#newest(vessel, LOOK);
    const found = latest.length === LOOK && latest[0]!.startTime > from ? await this.#around(vessel, from, to) : latest;
    const first = found.findLastIndex(({ startTime }) => startTime <= from);
    const after = found.findIndex(({ startTime }) => startTime > to);
    const chunks = found.slice(Math.max(first, 0), after < 0 ? found.length : after + 1);
    return { chunks, newest: latest.at(-1) };
  }

  #remember(vesselId: string, newest: StoredChunk | undefined): void {
    if (!newest) return;
    this.#newestOf.set(vesselId, newest);
    if (this.#newestOf.size <= MOST_REMEMBERED) return;
    const oldest = this.#newestOf.keys().next();
    if (!oldest.done) this.#newestOf.delete(oldest.value);
  }

  /** As `near`, for times of long ago. */
  async #around(vessel: string, from: number, to: number): Promise<StoredChunk[]> {
    const { tracks } = this.#models;
    const bound = (start: object, order: 1 | -1) =>
      this.#patience.ask(() =>
        tracks
          .findOne({ vessel, start, ...CURRENT })
          .sort({ start: order })
          .select('start')
          .lean<ChunkDocument>(),
      );
    const first = await bound({ $lte: from }, -1);
    const after = await bound({ $gt: to }, 1);
    const start = { $gte: first?.start ?? from, $lte: after?.start ?? to };
    const found = await this.#patience.ask(() =>
      tracks
        .find({ vessel, start, ...CURRENT })
        .sort({ start: 1 })
        .lean<ChunkDocument[]>(),
    );
    return found.map(chunkOf);
  }

  /** The newest so many (0: all), in order of time. */
  async #newest(vessel: string, limit: number): Promise<StoredChunk[]> {
    const found = await this.#patience.ask(() =>
      this.#models.tracks
        .find({ vessel, ...CURRENT })
        .sort({ start: -1 })
        .limit(limit)
        .lean<ChunkDocument[]>(),
    );
    return found.map(chunkOf).reverse();
  }

  #upsertOf({ vesselId, startTime, endTime, fixes, thinnedM, bytes, ...box }: StoredChunk): Operation {
    const _id = chunkId(vesselId, startTime);
    const { epoch } = this.#fence;
    const times = { start: startTime, end: endTime, fixes };
    const chunk = Buffer.from(bytes);
    const of = epoch === undefined ? {} : { epoch };
    const replacement = { _id, vessel: vesselId, ...times, ...box, thinned: thinnedM, chunk, ...of };
    return { replaceOne: { filter: { _id, ...upTo(this.#fence) }, replacement, upsert: true } };
  }

  async #write(where: 'tracks' | 'aside', operations: Operation[]): Promise<void> {
    for (let i = 0; i < operations.length; i += this.#atOnce) {
      const some = operations.slice(i, i + this.#atOnce);
      await this.#patience.ask(() => this.#models[where].bulkWrite(some, { ordered: true }));
    }
  }

  async #sweep(): Promise<void> {
    const now = Date.now();
    if (this.#oldestStale === undefined || this.#oldestStale > now - STALE_MS) return;
    await this.#patience.ask(() => this.#models.tracks.deleteMany({ stale: { $lt: now - STALE_MS } }));
    const oldest = await this.#patience.ask(() =>
      this.#models.tracks
        .findOne({ stale: { $exists: true } })
        .sort({ stale: 1 })
        .lean<ChunkDocument>(),
    );
    this.#oldestStale = oldest?.stale;
  }
}

/** The vessel's newest chunk once a plan is done. @param before its newest until then */
function newestAfter({ drop, put, setAside }: ChunkPlan, before: StoredChunk | undefined): StoredChunk | undefined {
  const gone = new Set([...drop, ...setAside.map(({ startTime }) => startTime)]);
  const isLeft = before && !gone.has(before.startTime);
  const last = put.at(-1);
  if (!isLeft) return last;
  return last && last.startTime > before.startTime ? last : before;
}

function chunkId(vessel: string, start: number): string {
  return `${vessel}@${start}`;
}

async function abreast<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < all.length; i = next++) answers[i] = await ask(all[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(ABREAST, all.length) }, worker));
  return answers;
}

function spanOf(fixes: readonly Fix[]): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { fixTime } of fixes) {
    if (fixTime < from) from = fixTime;
    if (fixTime > to) to = fixTime;
  }
  return { from, to };
}
