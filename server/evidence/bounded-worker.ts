/** One piece of work beside the main thread, within bounds of time, memory and number. */
import { Worker } from 'node:worker_threads';
import { type Detail, type ErrorCode, HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

const RETRY_SECONDS = 10;

interface WorkBounds {
  seconds: number;
  heapMb: number;
  atOnce: number;
}

/** What the thread says at its end: what it has made, or why not, where there is a sentence for it. */
export type WorkAnswer<Result> =
  | { done: Result }
  | { refused: { code: ErrorCode; details: Readonly<Record<string, Detail>> } };

export class BoundedWorker<Job, Result> {
  #running = 0;
  readonly #file: URL;
  readonly #bounds: WorkBounds;

  constructor(file: URL, bounds: WorkBounds) {
    this.#file = file;
    this.#bounds = bounds;
  }

  /** @throws HaidangError `overloaded`, `evidence-failed` */
  async run(job: Job): Promise<Result> {
    if (this.#running >= this.#bounds.atOnce) throw new HaidangError('overloaded', { seconds: RETRY_SECONDS });
    this.#running++;
    try {
      return await this.#run(job);
    } finally {
      this.#running--;
    }
  }

  #run(job: Job): Promise<Result> {
    const { seconds, heapMb } = this.#bounds;
    const worker = new Worker(this.#file, { workerData: job, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    return new Promise<Result>((resolve, reject) => {
      const giveUp = (why: Detail): void => reject(new HaidangError('evidence-failed', { why }));
      const timer = setTimeout(() => giveUp(`${seconds} s`), seconds * 1000);
      worker.once('message', (answer: WorkAnswer<Result>) => {
        if ('done' in answer) resolve(answer.done);
        else reject(new HaidangError(answer.refused.code, answer.refused.details));
      });
      worker.once('error', (error) => giveUp(systemWords(error)));
      worker.once('exit', () => {
        clearTimeout(timer);
        giveUp('the thread ended');
      });
    }).finally(() => worker.terminate());
  }
}

/** The built thread that makes evidence files. */
export const builtWorker = (): URL => new URL('./evidence.js', import.meta.url);
