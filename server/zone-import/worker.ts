/** Entry of the thread that checks one file of zones and ends: a hostile file costs it its life, not the live map. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkAnswer } from './answer.ts';
import { installedLand } from './land-file.ts';
import type { ZoneCheckJob } from './run-check.ts';

const { bytes, options, accepted } = workerData as ZoneCheckJob;
parentPort?.postMessage(checkAnswer(bytes, { ...options, land: installedLand() }, accepted));
