/** Checks a file of zones beside the main thread, within bounds of time, memory and number. */
import { Worker } from 'node:worker_threads';
import type { ZoneCheckOptions } from '../../geofences/import/check.ts';
import { invalidBody } from '../api/faults.ts';
import { HaidangError } from '../errors.ts';
import type { Accepted, ZoneFileAnswer } from './answer.ts';

export interface ZoneCheckJob {
  bytes: Uint8Array;
  options: Omit<ZoneCheckOptions, 'land'>;
  accepted: Accepted;
}

/** The largest honest file takes a tenth of it. */
const MAX_SECONDS = 30;
const MAX_HEAP_MB = 512;
/** The machine has other things to do. */
const MAX_AT_ONCE = 2;
const RETRY_SECONDS = 5;

export class ZoneChecker {
  private running = 0;
  private readonly workerFile: URL;
  private readonly heapMb: number;

  /** @param workerFile the built worker; tests give their own */
  constructor(workerFile = new URL('./zone-check.js', import.meta.url), { heapMb = MAX_HEAP_MB } = {}) {
    this.workerFile = workerFile;
    this.heapMb = heapMb;
  }

  /** @throws HaidangError `overloaded`; `body-invalid` when the file asks for more than the bounds */
  async check(job: ZoneCheckJob): Promise<ZoneFileAnswer> {
    if (this.running >= MAX_AT_ONCE) throw new HaidangError('overloaded', { seconds: RETRY_SECONDS });
    this.running++;
    try {
      return await this.run(job);
    } finally {
      this.running--;
    }
  }

  private run(job: ZoneCheckJob): Promise<ZoneFileAnswer> {
    const worker = new Worker(this.workerFile, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: this.heapMb },
    });
    return new Promise<ZoneFileAnswer>((resolve, reject) => {
      const giveUp = (): void => reject(tooDemanding());
      const timer = setTimeout(giveUp, MAX_SECONDS * 1000);
      worker.once('message', resolve);
      worker.once('error', (error) => reject(isOutOfMemory(error) ? tooDemanding() : error));
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

function tooDemanding(): HaidangError {
  return invalidBody('.', {
    vi: 'tệp quá phức tạp để kiểm tra; hãy đơn giản hóa đường biên hoặc chia tệp',
    en: 'the file is too complex to be checked; simplify the outlines or split it',
  });
}
