/** Entry of the thread that makes one evidence file and ends: a large one must not hold up the live map. */
import { parentPort, workerData } from 'node:worker_threads';
import { HaidangError } from '../errors.ts';
import { type ArchiveJob, type WrittenArchive, writeArchive } from './archive/write-archive.ts';
import type { WorkAnswer } from './bounded-worker.ts';
import { type Printed, type PrintJob, print, printReport, type ReportPrintJob } from './print.ts';

const job = workerData as PrintJob | ReportPrintJob | ArchiveJob;

async function answer(): Promise<WorkAnswer<Printed | WrittenArchive>> {
  try {
    if (!('kind' in job)) return { done: await print(job) };
    return { done: job.kind === 'report' ? await printReport(job) : await writeArchive(job) };
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    const { code, details } = error;
    return { refused: { code, details } };
  }
}

parentPort?.postMessage(await answer());
