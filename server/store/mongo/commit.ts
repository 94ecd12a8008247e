/**
 * Commits without transactions: what is to be written is first kept whole in `redo`, and counts from the moment at which
 * the checkpoint names it, which is one write to one document. Then it is applied, by upserts that may be done twice, and
 * last of all the position moves. Whoever is killed in between finds the checkpoint pointing to the redo and applies it again
 * before anything is read: an engine is never restored from half a commit.
 *
 * Where partitions write, each has a checkpoint, a redo and an epoch of its own (fence.ts): the promise counts only while
 * the epoch is the writer's, and whoever takes over first ends the commit of the one before, so that a writer that wakes up
 * in the middle of it finds every document that it had still to write to be of a later epoch.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AnyBulkWriteOperation } from 'mongoose';
import type { Fix } from '../../../geofences/fix.ts';
import type { Layout } from '../../models/collection.ts';
import { tailKeys, tails } from '../../models/position.ts';
import { collections, type Row, rowsOf } from '../collections.ts';
import type { Batch, Stretch } from '../store.ts';
import { type ChunkPlan, plansOf } from '../tracks/plan.ts';
import type { StoredChunk } from '../tracks/stored-chunk.ts';
import { type Fence, firstPart, NO_FENCE, upTo } from './fence.ts';
import { type CheckpointDocument, type Models, packBody, type RowDocument } from './models.ts';
import { LeaseLost, type Patience } from './patience.ts';
import { TrackWriter, type WriteOptions } from './track-writer.ts';

/** A document may have 16 MB. */
const PART_BYTES = 8 << 20;

interface Work {
  rows: [collection: string, rows: Row[]][];
  fixes: [vesselId: string, fixes: readonly Fix[]][];
  plans: [vesselId: string, plan: ChunkPlan][];
  /** Trays that are empty now; absent in what an earlier version has left. */
  emptied?: number[];
}

export class CommitWriter {
  readonly #models: Models;
  readonly #patience: Patience;
  readonly #tracks: TrackWriter;
  readonly #atOnce: number;
  readonly #fence: Fence;
  #position = 0;
  /** One commit after the other: there is one place for a redo. */
  #turn: Promise<void> = Promise.resolve();

  constructor(models: Models, patience: Patience, options: WriteOptions) {
    this.#models = models;
    this.#atOnce = options.atOnce;
    this.#fence = options.fence ?? NO_FENCE;
    this.#patience = patience;
    this.#tracks = new TrackWriter(models, patience, options);
  }

  /**
   * @param reached what else the checkpoint says once the batch is in
   * @throws Error for a partition's tail: rows of trays have no vessel, so that those of several would have the same keys
   */
  async write(batch: Batch, reached: Record<string, unknown> = {}): Promise<void> {
    const rows = rowsOf(batch).map(({ collection, rows }): Work['rows'][number] => [collection.name, rows]);
    const work: Work = { rows, fixes: [...batch.fixes], plans: [], emptied: [...batch.emptied] };
    const hasTail = work.emptied!.length > 0 || rows.some(({ 0: name }) => name === tails.name);
    if (hasTail && this.#fence !== NO_FENCE) throw new Error('partitions keep no tail');
    await this.#inTurn(() => this.#commit(work, batch.position, reached));
  }

  rewriteTrack(vesselId: string, plan: ChunkPlan): Promise<void> {
    return this.#inTurn(() => this.#commit({ rows: [], fixes: [], plans: [[vesselId, plan]] }, this.#position));
  }

  fill({ position, rows, chunks, setAside }: Stretch): Promise<void> {
    const named = rows.map(({ collection, rows }): Work['rows'][number] => [collection.name, rows]);
    return this.#inTurn(() => this.#commit({ rows: named, fixes: [], plans: plansOf(chunks, setAside) }, position));
  }

  forgetSetAside(vesselId: string, startTime: number): Promise<void> {
    return this.#tracks.forgetSetAside(vesselId, startTime);
  }

  /** Ends a commit that a kill has interrupted. To be called once, before anything is read or written. */
  async finish(): Promise<void> {
    const { checkpoint, redo } = this.#models;
    const found = await this.#patience.ask(() => checkpoint.findById(this.#fence.checkpoint).lean());
    this.#position = found?.position ?? 0;
    if (found?.redo) await this.#finish(found.redo);
    if (this.#fence === NO_FENCE) return;
    const before = { $gte: firstPart({ ...this.#fence, epoch: 0 }), $lt: firstPart(this.#fence) };
    await this.#patience.ask(() => redo.deleteMany({ _id: before }));
  }

  async #finish({ position, parts, first = 0 }: NonNullable<CheckpointDocument['redo']>): Promise<void> {
    const { redo } = this.#models;
    const ids = { $gte: first, $lt: first + parts };
    const kept = await this.#patience.ask(() => redo.find({ _id: ids, position }).sort({ _id: 1 }).lean());
    if (kept.length !== parts) throw new Error(`the commit to position ${position} has lost a part`);
    const work = unpacked(Buffer.concat(kept.map(({ bytes }) => bytes)));
    // A plan says what is to be; fixes are merged into what is there, which has to be in order for that.
    const vessels = new Set(work.fixes.map(([vesselId]) => vesselId));
    await this.#tracks.take([...vessels, ...work.plans.map(([vesselId]) => vesselId)]);
    await this.#tracks.disentangle(vessels);
    await this.#apply(work);
    await this.#reach(position, {});
  }

  get position(): number {
    return this.#position;
  }

  #inTurn(commit: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(commit);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #commit(work: Work, position: number, reached: Record<string, unknown> = {}): Promise<void> {
    if (work.rows.length > 0 || work.fixes.length > 0 || work.plans.length > 0 || work.emptied?.length) {
      await this.#promise(work, position);
      await this.#apply(work);
    }
    await this.#reach(position, reached);
  }

  /** From the last of these writes on the commit counts. */
  async #promise(work: Work, position: number): Promise<void> {
    const { redo } = this.#models;
    const whole = packed(work);
    const parts = Math.ceil(whole.length / PART_BYTES);
    const first = firstPart(this.#fence);
    for (let n = 0; n < parts; n++) {
      const bytes = whole.subarray(n * PART_BYTES, (n + 1) * PART_BYTES);
      const _id = first + n;
      await this.#patience.ask(() => redo.replaceOne({ _id }, { _id, position, bytes }, { upsert: true }));
    }
    await this.#point({ $set: { redo: { position, parts, first } } });
  }

  async #apply({ rows, fixes, plans, emptied }: Work): Promise<void> {
    await this.#tracks.rewrite(plans);
    await this.#tracks.add(fixes);
    const byName = new Map(rows);
    for (const collection of collections) await this.#upsert(collection, byName.get(collection.name) ?? []);
    const added = byName.get(tails.name) ?? [];
    await this.#empty(emptied ?? [], new Set(added.map(({ key }) => key)));
  }

  /**
   * Last of all: whoever reads looks into the trays first, and what he does not find there has to be in its place, in chunks
   * and among the newest fixes.
   * @param kept keys of rows that this commit has added
   */
  async #empty(trays: readonly number[], kept: ReadonlySet<string | number>): Promise<void> {
    if (trays.length === 0) return;
    const model = this.#models.rows.get(tails.name)!;
    const $or = trays.map(tailKeys).map(([first, end]) => ({ _id: { $gte: first, $lt: end } }));
    const gone = { $or, _id: { $nin: [...kept] } };
    await this.#patience.ask(() => model.deleteMany(gone as Record<string, unknown>));
  }

  async #upsert(collection: Layout, rows: Row[]): Promise<void> {
    const model = this.#models.rows.get(collection.name)!;
    const columns = Object.keys(collection.columns);
    const operations = rows.map(({ key, values, body }): AnyBulkWriteOperation<RowDocument> => {
      const replacement: RowDocument = { _id: key, body: packBody(collection, body) };
      columns.forEach((column, i) => {
        replacement[column] = values[i];
      });
      if (this.#fence.epoch !== undefined) replacement.epoch = this.#fence.epoch;
      return { replaceOne: { filter: { _id: key, ...upTo(this.#fence) }, replacement, upsert: true } };
    });
    for (let i = 0; i < operations.length; i += this.#atOnce) {
      const some = operations.slice(i, i + this.#atOnce);
      // In order: whoever asks for the changes after a number must not see a later one before an earlier one.
      await this.#patience.ask(() => model.bulkWrite(some, { ordered: true }));
    }
  }

  async #reach(position: number, also: Record<string, unknown>): Promise<void> {
    await this.#point({ $set: { position, ...also }, $unset: { redo: 1 } });
    this.#position = position;
  }

  /** @throws LeaseLost when the checkpoint is of another epoch */
  async #point(update: Record<string, unknown>): Promise<void> {
    const { checkpoint: _id, epoch } = this.#fence;
    const { checkpoint } = this.#models;
    if (epoch === undefined) await this.#patience.ask(() => checkpoint.updateOne({ _id }, update, { upsert: true }));
    else {
      const { matchedCount } = await this.#patience.ask(() => checkpoint.updateOne({ _id, epoch }, update));
      if (matchedCount === 0) throw new LeaseLost();
    }
  }
}

/** JSON, with the bytes of chunks as text. */
function packed(work: Work): Buffer {
  const asText = (chunk: StoredChunk) => ({ ...chunk, bytes: Buffer.from(chunk.bytes).toString('base64') });
  const plans = work.plans.map(([vesselId, { drop, put, setAside }]) => [
    vesselId,
    { drop, put: put.map(asText), setAside: setAside.map(asText) },
  ]);
  return deflateRawSync(JSON.stringify({ ...work, plans }), { level: 1 });
}

function unpacked(bytes: Uint8Array): Work {
  const work = JSON.parse(inflateRawSync(bytes).toString('utf8')) as Work;
  for (const [, { put, setAside }] of work.plans) {
    for (const chunk of [...put, ...setAside]) chunk.bytes = Buffer.from(chunk.bytes as unknown as string, 'base64');
  }
  return work;
}
