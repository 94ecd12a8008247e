/** Prints evidence files beside the main thread, within bounds of time, memory and number. */
import { Worker } from 'node:worker_threads';
import { HaidangError } from '../errors.ts';
import type { Printed, PrintJob } from './print.ts';

const MAX_SECONDS = 60;
const MAX_HEAP_MB = 768;
const MAX_AT_ONCE = 2;
const RETRY_SECONDS = 10;

export class EvidencePrinter {
  #running = 0;
  readonly #workerFile: URL;

  /** @param workerFile the built worker; tests give their own */
  constructor(workerFile = new URL('./evidence.js', import.meta.url)) {
    this.#workerFile = workerFile;
  }

  /** @throws HaidangError `overloaded`, `evidence-failed` */
  async print(job: PrintJob): Promise<Printed> {
    if (this.#running >= MAX_AT_ONCE) throw new HaidangError('overloaded', { seconds: RETRY_SECONDS });
    this.#running++;
    try {
      return await this.#run(job);
    } finally {
      this.#running--;
    }
  }

  #run(job: PrintJob): Promise<Printed> {
    const worker = new Worker(this.#workerFile, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    return new Promise<Printed>((resolve, reject) => {
      const giveUp = (why: string): void => reject(new HaidangError('evidence-failed', { why }));
      const timer = setTimeout(() => giveUp(`${MAX_SECONDS} s`), MAX_SECONDS * 1000);
      worker.once('message', resolve);
      worker.once('error', (error) => giveUp(error.message));
      worker.once('exit', () => {
        clearTimeout(timer);
        giveUp('the thread ended');
      });
    }).finally(() => worker.terminate());
  }
}
