/**
 * Track chunks in MongoDB, without transactions. A commit that moves the borders of chunks writes the new ones first, the
 * latest first, and leaves the old ones readable for a moment: whoever reads meanwhile may meet a fix twice, which is
 * noticed, and never misses one.
 */
import type { AnyBulkWriteOperation, Model } from 'mongoose';
import type { Fix } from '../../../geofences/fix.ts';
import { decodeChunk, encodeChunk, mergeIntoChunks } from '../tracks.ts';
import type { ChunkDocument } from './models.ts';
import type { Patience } from './patience.ts';

/** Longer than anybody reads one track; then stale chunks go. */
const STALE_MS = 60_000;
/** Newest chunks of a vessel that one look fetches: a boat that reports in order needs one. */
const LOOK = 4;
/** Vessels that are looked up at once. */
const ABREAST = 16;
const OPERATIONS = 1000;

type Operation = AnyBulkWriteOperation<ChunkDocument>;
const CURRENT = { stale: { $exists: false } };

export class TrackWriter {
  readonly #model: Model<ChunkDocument>;
  readonly #patience: Patience;
  /** When chunks became stale, epoch ms; 0 after a start, since some may be left from before. */
  #oldestStale: number | undefined = 0;

  constructor(model: Model<ChunkDocument>, patience: Patience) {
    this.#model = model;
    this.#patience = patience;
  }

  /** Doing it twice is the same as once: each observation is kept once. */
  async add(added: [vesselId: string, fixes: Fix[]][]): Promise<void> {
    const waiting = added.filter(([, fixes]) => fixes.length > 0);
    const upserts: Operation[] = [];
    const stale: Operation[] = [];
    const worker = async (): Promise<void> => {
      for (let one = waiting.pop(); one; one = waiting.pop()) await this.#merge(one[0], one[1], upserts, stale);
    };
    await Promise.all(Array.from({ length: ABREAST }, worker));
    await this.#write(upserts);
    await this.#write(stale);
    await this.#sweep(stale.length > 0);
  }

  async #merge(vessel: string, added: Fix[], upserts: Operation[], stale: Operation[]): Promise<void> {
    const { from, to } = spanOf(added);
    const before = await this.#touched(vessel, from, to);
    const chunks = mergeIntoChunks(
      before.flatMap(({ chunk }) => decodeChunk(chunk)),
      added,
    );
    const kept = new Set<number>();
    for (const fixes of chunks.reverse()) {
      const start = fixes[0]!.fixTime;
      kept.add(start);
      const replacement = { _id: chunkId(vessel, start), vessel, start, chunk: Buffer.from(encodeChunk(fixes)) };
      upserts.push({ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } });
    }
    for (const { _id, start } of before) {
      if (!kept.has(start)) stale.push({ updateOne: { filter: { _id }, update: { $set: { stale: Date.now() } } } });
    }
  }

  /** The chunks that fixes of a span fall into, and the one before them, which may have room. */
  async #touched(vessel: string, from: number, to: number): Promise<ChunkDocument[]> {
    const look = (limit: number) =>
      this.#patience.ask(() =>
        this.#model
          .find({ vessel, start: { $lte: to }, ...CURRENT })
          .sort({ start: -1 })
          .limit(limit)
          .lean<ChunkDocument[]>(),
      );
    let found = await look(LOOK);
    let first = found.findIndex(({ start }) => start <= from);
    if (first < 0 && found.length === LOOK) {
      found = await look(0);
      first = found.findIndex(({ start }) => start <= from);
    }
    return (first < 0 ? found : found.slice(0, first + 1)).reverse();
  }

  async #write(operations: Operation[]): Promise<void> {
    for (let i = 0; i < operations.length; i += OPERATIONS) {
      const some = operations.slice(i, i + OPERATIONS);
      await this.#patience.ask(() => this.#model.bulkWrite(some, { ordered: true }));
    }
  }

  async #sweep(madeStale: boolean): Promise<void> {
    const now = Date.now();
    if (madeStale) this.#oldestStale ??= now;
    if (this.#oldestStale === undefined || this.#oldestStale > now - STALE_MS) return;
    await this.#patience.ask(() => this.#model.deleteMany({ stale: { $lt: now - STALE_MS } }));
    this.#oldestStale = madeStale ? now : undefined;
  }
}

/** Fixes of one vessel with from ≤ fixTime ≤ to, chunk by chunk in order of fix time. With `lead` the last ones before `from` come first. */
export async function* readTrack(
  model: Model<ChunkDocument>,
  { vesselId, from, to, lead }: { vesselId: string; from: number; to: number; lead?: boolean },
): AsyncIterable<Fix[]> {
  const earliest = lead ? Number.NEGATIVE_INFINITY : from;
  const first = await model
    .findOne({ vessel: vesselId, start: { $lte: lead ? from - 1 : from }, ...CURRENT })
    .sort({ start: -1 })
    .select('start')
    .lean<ChunkDocument>();
  const range = { $gte: first?.start ?? from, $lte: to };
  const cursor = model.find({ vessel: vesselId, start: range }).sort({ start: 1 }).lean<ChunkDocument>().cursor();
  let waiting: Fix[] = [];
  for await (const document of cursor) {
    const { start, chunk } = document as unknown as ChunkDocument;
    const within = decodeChunk(chunk).filter(({ fixTime }) => fixTime >= earliest && fixTime <= to);
    if (waiting.length > 0 && waiting.at(-1)!.fixTime < start) {
      yield waiting;
      waiting = within;
    } else waiting = waiting.length === 0 ? within : mergeIntoChunks(waiting, within).flat();
  }
  if (waiting.length > 0) yield waiting;
}

export function chunkId(vessel: string, start: number): string {
  return `${vessel}@${start}`;
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
