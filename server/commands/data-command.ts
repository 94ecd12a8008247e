/** What the commands that look into a data folder share: their options and their output. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { ParseArgsConfig } from 'node:util';
import { readCommandLine } from '../command-line.ts';
import { defaultDataFolder } from '../config.ts';
import { HaidangError } from '../errors.ts';
import { openStore as open, storeFile } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { systemWords } from '../system-words.ts';

const shared = { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
const writeCharacters = 1 << 16;

/**
 * Reads a command line with `--data` and `--help` beside the command's own options.
 * @throws HaidangError as readCommandLine
 */
export function parseCommand<T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: T,
) {
  return readCommandLine(command, { args, options: { ...shared, ...options }, allowPositionals: true });
}

export function dataFolder(given: string | undefined): string {
  return given ?? defaultDataFolder();
}

/** @throws HaidangError `no-data` when the folder holds no such file */
export function mustExist(path: string): string {
  if (!existsSync(path)) throw new HaidangError('no-data', { path, demo: defaultDataFolder(true) });
  return path;
}

/**
 * A reader's connection to the store of a data folder: the one in it, or the one that HAIDANG_STORE names.
 * @throws HaidangError `no-data`, `file-invalid`, `store-away`, `store-refused`
 */
export async function openStore(folder: string): Promise<Store> {
  const url = process.env.HAIDANG_STORE || undefined;
  if (url !== undefined) return open({ folder, url }, { mode: 'read' });
  const path = mustExist(storeFile(folder));
  try {
    return await open({ folder }, { mode: 'read' });
  } catch (error) {
    throw new HaidangError('file-invalid', { path, why: systemWords(error) });
  }
}

/** Lines on standard output, as fast as the reader takes them. A reader that has gone away (`| head`) ends the command quietly. */
export class LineOutput {
  #text = '';
  #gone = false;
  readonly #onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    this.#gone = true;
    process.stdout.emit('drain');
  };

  constructor() {
    process.stdout.on('error', this.#onError);
  }

  /** Nobody reads any more. */
  get gone(): boolean {
    return this.#gone;
  }

  async line(value: unknown): Promise<void> {
    this.#text += `${JSON.stringify(value)}\n`;
    if (this.#text.length >= writeCharacters) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#gone && !process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}
