/** Checks a file of zones beside the main thread, within bounds of time, memory and number. */
import type { ZoneCheckOptions } from '../../geofences/import/check.ts';
import { invalidBody } from '../api/faults.ts';
import { BoundedThread } from '../bounded-thread.ts';
import type { HaidangError } from '../errors.ts';
import type { Accepted, ZoneFileAnswer } from './answer.ts';

export interface ZoneCheckJob {
  bytes: Uint8Array;
  options: Omit<ZoneCheckOptions, 'land'>;
  accepted: Accepted;
}

/** The largest honest file takes a tenth of it. */
const MAX_SECONDS = 30;
const MAX_HEAP_MB = 512;
const MAX_AT_ONCE = 2;

export class ZoneChecker {
  readonly #thread: BoundedThread<ZoneCheckJob, ZoneFileAnswer>;

  /** @param workerFile the built worker; tests give their own */
  constructor(workerFile = new URL('./zone-check.js', import.meta.url), { heapMb = MAX_HEAP_MB } = {}) {
    const bounds = { seconds: MAX_SECONDS, heapMb, atOnce: MAX_AT_ONCE };
    this.#thread = new BoundedThread(workerFile, bounds, tooDemanding);
  }

  /** @throws HaidangError `overloaded`; `body-invalid` when the file asks for more than the bounds */
  check(job: ZoneCheckJob): Promise<ZoneFileAnswer> {
    return this.#thread.run(job);
  }
}

function tooDemanding(): HaidangError {
  return invalidBody('.', {
    vi: 'tệp quá phức tạp để kiểm tra; hãy đơn giản hóa đường biên hoặc chia tệp',
    en: 'the file is too complex to be checked; simplify the outlines or split it',
  });
}
