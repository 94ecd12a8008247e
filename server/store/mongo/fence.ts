/**
 * What keeps the writers of a shared store apart. Each partition has a checkpoint document, which is its lease too: its
 * `epoch` grows whenever the lease is taken. A writer writes nothing over a document of a later epoch than its own.
 */

export const CHECKPOINT = 'checkpoint';

export interface Fence {
  /** Id of its checkpoint document. */
  checkpoint: string;
  /** Absent: there is one writer, and nothing to be kept apart. */
  partition?: number;
  epoch?: number;
}

export const NO_FENCE: Fence = { checkpoint: CHECKPOINT };

/** Parts that one redo can have, and epochs that one partition can have: together with 16 partitions far below 2^53. */
const MOST_PARTS = 1000;
const MOST_EPOCHS = 2 ** 32;

export function fenceOf(partition: number, epoch: number): Fence {
  return { checkpoint: partitionCheckpoint(partition), partition, epoch };
}

export function partitionCheckpoint(partition: number): string {
  return `partition-${partition}`;
}

/** Where its redo begins. One that is of use to whoever takes over is never written over by the writer before. */
export function firstPart({ partition = 0, epoch = 0 }: Fence): number {
  return (partition * MOST_EPOCHS + epoch) * MOST_PARTS;
}

/** Which documents it may replace. */
export function upTo({ epoch }: Fence): { epoch?: { $lte: number } } {
  return epoch === undefined ? {} : { epoch: { $lte: epoch } };
}
