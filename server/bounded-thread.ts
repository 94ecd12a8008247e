/** Work on what somebody sent, beside the main thread and within bounds of time, memory and number. */
import { Worker } from 'node:worker_threads';
import { HaidangError } from './errors.ts';

interface Bounds {
  seconds: number;
  heapMb: number;
  /** The machine has other things to do. */
  atOnce: number;
}

const RETRY_SECONDS = 5;

/** A thread is started for each job, given it as `workerData`, and answers with its first message. */
export class BoundedThread<Job, Answer> {
  #running = 0;
  readonly #workerFile: URL;
  readonly #bounds: Bounds;
  readonly #tooDemanding: () => HaidangError;

  /** @param tooDemanding what is said of a job that asks for more than the bounds */
  constructor(workerFile: URL, bounds: Bounds, tooDemanding: () => HaidangError) {
    this.#workerFile = workerFile;
    this.#bounds = bounds;
    this.#tooDemanding = tooDemanding;
  }

  /** @throws HaidangError `overloaded`, or what `tooDemanding` says */
  async run(job: Job): Promise<Answer> {
    if (this.#running >= this.#bounds.atOnce) throw new HaidangError('overloaded', { seconds: RETRY_SECONDS });
    this.#running++;
    try {
      return await this.#answer(job);
    } finally {
      this.#running--;
    }
  }

  #answer(job: Job): Promise<Answer> {
    const { seconds, heapMb } = this.#bounds;
    const worker = new Worker(this.#workerFile, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    return new Promise<Answer>((resolve, reject) => {
      const giveUp = (): void => reject(this.#tooDemanding());
      const timer = setTimeout(giveUp, seconds * 1000);
      worker.once('message', resolve);
      worker.once('error', (error) => (isOutOfMemory(error) ? giveUp() : reject(error)));
      worker.once('exit', () => {
        clearTimeout(timer);
        giveUp();
      });
    }).finally(() => worker.terminate());
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
