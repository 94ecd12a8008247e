/** Entry of the thread that makes one evidence file and ends: a large one must not hold up the live map. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ArchiveJob, writeArchive } from './archive/write-archive.ts';
import { type PrintJob, print } from './print.ts';

const job = workerData as PrintJob | ArchiveJob;
parentPort?.postMessage('kind' in job ? await writeArchive(job) : await print(job));
