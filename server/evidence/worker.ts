/** Entry of the thread that prints one evidence file and ends: a large one must not hold up the live map. */
import { parentPort, workerData } from 'node:worker_threads';
import { type PrintJob, print } from './print.ts';

const { hash, bytes } = await print(workerData as PrintJob);
parentPort?.postMessage({ hash, bytes });
