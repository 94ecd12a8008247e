/** The bench's thread, which has what the product's thread of the engine has. Told the sizes, says each round and what was measured. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Measured, measure, type Sizes } from './measure.ts';

export type Said = { round: number } | { measured: Measured };

const say = (said: Said): void => parentPort!.postMessage(said);

say({ measured: measure(workerData as Sizes, (round) => say({ round })) });
