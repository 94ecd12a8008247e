/** Entry of the thread that reads one table and ends: a hostile file costs it its life, not the live map. */
import { parentPort, workerData } from 'node:worker_threads';
import { readTable } from './table.ts';

parentPort?.postMessage(readTable(workerData as Uint8Array));
