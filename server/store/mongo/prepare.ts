/** What has to be so before a MongoDB store is used: its version, its indexes, and whose it is. */
import { HaidangError } from '../../errors.ts';
import { bringUp } from './bring-up.ts';
import { CHECKPOINT, partitionCheckpoint } from './fence.ts';
import type { Models } from './models.ts';
import { awayError } from './patience.ts';

export const MONGO_VERSION = 7;

/** @throws HaidangError `store-refused` when another version wrote it or, for a reader, nothing is there */
export async function prepare(models: Models, mode: 'write' | 'read'): Promise<void> {
  const found = await asked(() => models.checkpoint.findById(CHECKPOINT).lean());
  const version = found?.version ?? 0;
  if (version > MONGO_VERSION) {
    const why = `a newer version of the program wrote it (schema ${version}, this one knows ${MONGO_VERSION})`;
    throw new HaidangError('store-refused', { why });
  }
  if (mode === 'read') {
    if (version > 0 && version < MONGO_VERSION)
      throw new HaidangError('store-refused', {
        why: 'an older version of the program wrote it; serve brings it up to date',
      });
    if (version === 0) throw new HaidangError('store-refused', { why: 'it holds nothing yet' });
    return;
  }
  // Makes the declared indexes and drops those that are no longer declared.
  for (const model of [...models.rows.values(), models.tracks, models.aside]) await asked(() => model.syncIndexes());
  if (version === MONGO_VERSION) return;
  if (version > 0) await bringUp(models).catch(asAway);
  await asked(() =>
    models.checkpoint.updateOne(
      { _id: CHECKPOINT },
      { $set: { version: MONGO_VERSION }, $setOnInsert: { position: 0 } },
      { upsert: true },
    ),
  );
}

const PARTITIONED = 'partitions write it; start with --role front, engine or web';
const NOT_PARTITIONED = 'one process has written it; a store for partitions begins empty';

/**
 * Makes a store that partitions write, or finds one.
 * @throws HaidangError `store-refused` when it is another journal's, or has another number of partitions
 */
export async function partition(models: Models, owner: string, count: number): Promise<void> {
  const { checkpoint } = models;
  await prepare(models, 'write');
  const before = await asked(() => checkpoint.findById(CHECKPOINT).lean());
  if (!before?.partitions && (before?.position ?? 0) > 0)
    throw new HaidangError('store-refused', { why: NOT_PARTITIONED });
  await asked(() =>
    checkpoint.updateOne({ _id: CHECKPOINT, owner: { $exists: false } }, { $set: { owner, partitions: count } }),
  );
  const found = await asked(() => checkpoint.findById(CHECKPOINT).lean());
  if (found?.owner !== owner) throw new HaidangError('store-refused', { why: 'it belongs to another data folder' });
  if (found.partitions !== count) {
    const why = found.partitions ? `it has ${found.partitions} partitions, not ${count}` : NOT_PARTITIONED;
    throw new HaidangError('store-refused', { why });
  }
  for (let n = 0; n < count; n++) {
    const fresh = { position: 0, alertSeq: 0, epoch: 0, beat: 0 };
    await asked(() => checkpoint.updateOne({ _id: partitionCheckpoint(n) }, { $setOnInsert: fresh }, { upsert: true }));
  }
}

/** Two journals in one store would destroy each other's projection. @throws HaidangError `store-refused` */
export async function claim({ checkpoint }: Models, owner: string): Promise<void> {
  await asked(() => checkpoint.updateOne({ _id: CHECKPOINT, owner: { $exists: false } }, { $set: { owner } }));
  const found = await asked(() => checkpoint.findById(CHECKPOINT).lean());
  if (found?.partitions) throw new HaidangError('store-refused', { why: PARTITIONED });
  if (found?.owner !== owner) throw new HaidangError('store-refused', { why: 'it belongs to another data folder' });
}

function asAway(error: unknown): never {
  throw error instanceof HaidangError ? error : awayError(error);
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw awayError(error);
  }
}
