/**
 * Commits without transactions: what is to be written is first kept whole in `redo`, and counts from the moment at which
 * the checkpoint names it, which is one write to one document. Then it is applied, by upserts that may be done twice, and
 * last of all the position moves. Whoever is killed in between finds the checkpoint pointing to the redo and applies it again
 * before anything is read: an engine is never restored from half a commit.
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
import { type Models, packBody, type RowDocument } from './models.ts';
import type { Patience } from './patience.ts';
import { TrackWriter, type WriteOptions } from './track-writer.ts';

export const CHECKPOINT = 'checkpoint';
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
  #position = 0;
  /** One commit after the other: there is one place for a redo. */
  #turn: Promise<void> = Promise.resolve();

  constructor(models: Models, patience: Patience, options: WriteOptions) {
    this.#models = models;
    this.#atOnce = options.atOnce;
    this.#patience = patience;
    this.#tracks = new TrackWriter(models, patience, options);
  }

  write(batch: Batch): Promise<void> {
    const rows = rowsOf(batch).map(({ collection, rows }): Work['rows'][number] => [collection.name, rows]);
    const work: Work = { rows, fixes: [...batch.fixes], plans: [], emptied: [...batch.emptied] };
    return this.#inTurn(() => this.#commit(work, batch.position));
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
    const found = await this.#patience.ask(() => checkpoint.findById(CHECKPOINT).lean());
    this.#position = found?.position ?? 0;
    if (!found?.redo) return;
    const { position, parts } = found.redo;
    const kept = await this.#patience.ask(() => redo.find({ position }).sort({ _id: 1 }).limit(parts).lean());
    if (kept.length !== parts) throw new Error(`the commit to position ${position} has lost a part`);
    const work = unpacked(Buffer.concat(kept.map(({ bytes }) => bytes)));
    // A plan says what is to be; fixes are merged into what is there, which has to be in order for that.
    await this.#tracks.disentangle(new Set(work.fixes.map(([vesselId]) => vesselId)));
    await this.#apply(work);
    await this.#reach(position);
  }

  #inTurn(commit: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(commit);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #commit(work: Work, position: number): Promise<void> {
    if (work.rows.length > 0 || work.fixes.length > 0 || work.plans.length > 0 || work.emptied?.length) {
      await this.#promise(work, position);
      await this.#apply(work);
    }
    await this.#reach(position);
  }

  /** From the last of these writes on the commit counts. */
  async #promise(work: Work, position: number): Promise<void> {
    const { checkpoint, redo } = this.#models;
    const whole = packed(work);
    const parts = Math.ceil(whole.length / PART_BYTES);
    for (let n = 0; n < parts; n++) {
      const bytes = whole.subarray(n * PART_BYTES, (n + 1) * PART_BYTES);
      await this.#patience.ask(() => redo.replaceOne({ _id: n }, { _id: n, position, bytes }, { upsert: true }));
    }
    await this.#patience.ask(() =>
      checkpoint.updateOne({ _id: CHECKPOINT }, { $set: { redo: { position, parts } } }, { upsert: true }),
    );
  }

  async #apply({ rows, fixes, plans, emptied }: Work): Promise<void> {
    await this.#tracks.rewrite(plans);
    await this.#tracks.add(fixes);
    await this.#empty(emptied ?? []);
    const byName = new Map(rows);
    for (const collection of collections) await this.#upsert(collection, byName.get(collection.name) ?? []);
  }

  /** Once what they held is in its place. */
  async #empty(trays: readonly number[]): Promise<void> {
    if (trays.length === 0) return;
    const model = this.#models.rows.get(tails.name)!;
    const $or = trays.map(tailKeys).map(([first, end]) => ({ _id: { $gte: first, $lt: end } }));
    await this.#patience.ask(() => model.deleteMany({ $or } as Record<string, unknown>));
  }

  async #upsert(collection: Layout, rows: Row[]): Promise<void> {
    const model = this.#models.rows.get(collection.name)!;
    const columns = Object.keys(collection.columns);
    const operations = rows.map(({ key, values, body }): AnyBulkWriteOperation<RowDocument> => {
      const replacement: RowDocument = { _id: key, body: packBody(collection, body) };
      columns.forEach((column, i) => {
        replacement[column] = values[i];
      });
      return { replaceOne: { filter: { _id: key }, replacement, upsert: true } };
    });
    for (let i = 0; i < operations.length; i += this.#atOnce) {
      const some = operations.slice(i, i + this.#atOnce);
      // In order: whoever asks for the changes after a number must not see a later one before an earlier one.
      await this.#patience.ask(() => model.bulkWrite(some, { ordered: true }));
    }
  }

  async #reach(position: number): Promise<void> {
    await this.#patience.ask(() =>
      this.#models.checkpoint.updateOne(
        { _id: CHECKPOINT },
        { $set: { position }, $unset: { redo: 1 } },
        { upsert: true },
      ),
    );
    this.#position = position;
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
