/** Makes evidence archives in files beside the journal, for as long as somebody fetches them: they are secret like the rest of it. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HaidangError } from '../../errors.ts';
import { systemWords } from '../../system-words.ts';
import { BoundedWorker, builtWorker } from '../bounded-worker.ts';
import type { ArchiveJob, WrittenArchive } from './write-archive.ts';

/** Folder in the data folder. */
const EXPORTS_FOLDER = 'exports';
/** What a process that was killed left behind is nobody's any more. */
const STALE_MS = 3_600_000;

export class Archiver {
  readonly #folder: string;
  readonly #worker: BoundedWorker<ArchiveJob, WrittenArchive>;
  #made = 0;

  /** @param workerFile the built worker; tests give their own */
  constructor(dataFolder: string, workerFile = builtWorker()) {
    this.#folder = join(dataFolder, EXPORTS_FOLDER);
    this.#worker = new BoundedWorker(workerFile, { seconds: 600, heapMb: 1024, atOnce: 1 });
  }

  /**
   * @returns the archive's file, to be removed by `drop`
   * @throws HaidangError `overloaded`, `evidence-failed`, `data-folder`
   */
  async make(job: Omit<ArchiveJob, 'kind' | 'path'>): Promise<WrittenArchive & { path: string }> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#sweep();
    } catch (error) {
      throw new HaidangError('data-folder', { path: this.#folder, why: systemWords(error) });
    }
    const path = join(this.#folder, `${process.pid}-${Date.now()}-${this.#made++}.zip`);
    try {
      return { ...(await this.#worker.run({ ...job, kind: 'archive', path })), path };
    } catch (error) {
      await this.drop(path);
      throw error;
    }
  }

  /** What cannot be removed now goes with a later archive. */
  async drop(path: string): Promise<void> {
    await rm(path, { force: true }).catch(() => {});
  }

  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const made = await stat(path).catch(() => undefined);
      if (made && Date.now() - made.mtimeMs > STALE_MS) await this.drop(path);
    }
  }
}
