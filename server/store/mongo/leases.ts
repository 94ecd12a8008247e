/**
 * Leases of the partitions that write a store together. A lease needs no clock that two machines agree on: its holder counts
 * a beat up, and whoever has not seen it move for the term, by his own clock, may take it. That two believe to hold it for a
 * while does no harm: the one before writes nothing from then on (fence.ts).
 */
import type { Connection } from 'mongoose';
import { connect } from './connect.ts';
import { partitionCheckpoint } from './fence.ts';
import { type CheckpointDocument, type Models, modelsOn } from './models.ts';
import { awayError } from './patience.ts';
import { partition } from './prepare.ts';

export interface PartitionState {
  partition: number;
  /** Journal position that everything of the partition in the store has reached. */
  position: number;
  alertSeq: number;
  coversTo?: number;
  epoch: number;
  holder?: string;
  beat: number;
}

export class Leases {
  readonly #connection: Connection;
  readonly #models: Models;
  readonly count: number;

  private constructor(connection: Connection, count: number) {
    this.#connection = connection;
    this.#models = modelsOn(connection);
    this.count = count;
  }

  /** @throws HaidangError `store-away` */
  static async open(url: string, count: number): Promise<Leases> {
    return new Leases(await connect({ url, mode: 'read' }), count);
  }

  /** Makes the store ready for its partitions. @throws HaidangError `store-away`, `store-refused` */
  async prepare(owner: string): Promise<void> {
    await partition(this.#models, owner, this.count);
  }

  /** @throws HaidangError `store-away` */
  async states(): Promise<PartitionState[]> {
    const ids = Array.from({ length: this.count }, (_, n) => partitionCheckpoint(n));
    const found = await asked(() => this.#models.checkpoint.find({ _id: { $in: ids } }).lean<CheckpointDocument[]>());
    return ids.map((id, n) =>
      stateOf(
        n,
        found.find(({ _id }) => _id === id),
      ),
    );
  }

  /** @returns the epoch of the new lease; undefined when somebody else was quicker */
  async take({ partition, epoch, beat }: PartitionState, holder: string): Promise<number | undefined> {
    const now = { $inc: { epoch: 1 }, $set: { holder, beat: 0 } };
    const { matchedCount } = await asked(() =>
      this.#models.checkpoint.updateOne({ _id: partitionCheckpoint(partition), epoch, beat }, now),
    );
    return matchedCount === 1 ? epoch + 1 : undefined;
  }

  /** @returns false when the lease is another one's by now */
  async renew(partition: number, epoch: number): Promise<boolean> {
    const mine = { _id: partitionCheckpoint(partition), epoch };
    const { matchedCount } = await asked(() => this.#models.checkpoint.updateOne(mine, { $inc: { beat: 1 } }));
    return matchedCount === 1;
  }

  /** Free at once for whoever wants it. */
  async release(partition: number, epoch: number): Promise<void> {
    const mine = { _id: partitionCheckpoint(partition), epoch };
    await asked(() => this.#models.checkpoint.updateOne(mine, { $unset: { holder: 1 } }));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

function stateOf(partition: number, found: CheckpointDocument | undefined): PartitionState {
  const { position = 0, alertSeq = 0, epoch = 0, beat = 0, coversTo, holder } = found ?? {};
  return { partition, position, alertSeq, coversTo, epoch, holder, beat };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw awayError(error);
  }
}
