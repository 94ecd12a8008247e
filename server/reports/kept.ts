/** Files of reports that were made by themselves, with what has become of each: whose mail has gone, who refused it. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../journal/disk.ts';
import { reportFormats } from './formats.ts';

/** Folder in the data folder. */
export const REPORTS_FOLDER = 'reports';
const STATE = '.json';
const FILE = /^[a-z0-9-]{1,80}\.(csv|xlsx|pdf)$/;

const keptState = z.object({
  file: z.string().regex(FILE),
  schedule: z.string(),
  report: z.string(),
  format: z.enum(reportFormats),
  /** Epoch ms. */
  from: z.number(),
  to: z.number(),
  madeAt: z.number(),
  rows: z.int(),
  bytes: z.int(),
  /** By address: when it was taken, or the words with which it was refused for good. */
  mails: z.record(z.string(), z.union([z.object({ sentAt: z.number() }), z.object({ refused: z.string() })])),
});
export type KeptReport = z.infer<typeof keptState>;

export class KeptReports {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, REPORTS_FOLDER);
  }

  /** Newest first. */
  async list(): Promise<KeptReport[]> {
    const names = await readdir(this.#folder).catch(ifMissing([]));
    const found: KeptReport[] = [];
    for (const name of names) {
      const state = name.endsWith(STATE) && (await this.state(name.slice(0, -STATE.length)));
      if (state) found.push(state);
    }
    return found.sort((a, b) => b.to - a.to || (a.file < b.file ? -1 : 1));
  }

  /** Undefined: it was never finished. */
  async state(file: string): Promise<KeptReport | undefined> {
    if (!FILE.test(file)) return undefined;
    const text = await readFile(join(this.#folder, file + STATE), 'utf8').catch(ifMissing(undefined));
    return text === undefined ? undefined : keptState.parse(JSON.parse(text));
  }

  async find(file: string): Promise<{ state: KeptReport; bytes: Buffer } | undefined> {
    const state = await this.state(file);
    const bytes = state && (await readFile(join(this.#folder, file)).catch(ifMissing(undefined)));
    return bytes && { state, bytes };
  }

  /** The bytes are on disk before their state says that they are there. */
  async keep(state: KeptReport, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#write(state.file, bytes);
    await this.note(state);
  }

  async note(state: KeptReport): Promise<void> {
    await this.#write(state.file + STATE, Buffer.from(JSON.stringify(state)));
  }

  /** @param before epoch ms: what was made earlier goes */
  async forget(before: number): Promise<void> {
    for (const { file, madeAt } of await this.list()) {
      if (madeAt >= before) continue;
      await rm(join(this.#folder, file + STATE), { force: true });
      await rm(join(this.#folder, file), { force: true });
    }
  }

  async #write(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#folder, name);
    const draft = await open(`${path}.draft`, 'w', 0o600);
    try {
      await draft.writeFile(bytes);
      await draft.sync();
    } finally {
      await draft.close();
    }
    await rename(`${path}.draft`, path);
    syncFolder(this.#folder);
  }
}

function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}
