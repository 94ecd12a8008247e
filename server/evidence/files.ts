/**
 * Files of cases (records, explanations, photos), kept under the SHA-256 of their bytes beside the journal and outside of
 * anything that is served. What a file is, is read from its bytes; what it calls itself is only shown.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

/** The largest file that is taken, whichever way it comes. */
export const maxFileBytes = 20 * 1024 * 1024;

/** What people attach, by media type. Nothing that a browser would run. */
const allowed: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/heif',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/ogg',
  'audio/ogg; codecs=opus',
  'video/mp4',
  'video/quicktime',
]);

export interface StoredFile {
  /** Hexadecimal. */
  sha256: string;
  bytes: number;
  type: string;
}

export class CaseFiles {
  readonly #folder: string;

  /** @param dataFolder the product's */
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'files');
  }

  /**
   * Resolves when the bytes are on disk. The same bytes twice are one file.
   * @param only what the media type has to begin with
   * @throws HaidangError `file-refused`, `data-folder`
   */
  async keep(bytes: Buffer, only = ''): Promise<StoredFile> {
    const type = await typeOf(bytes, only);
    const sha256 = sha256Of(bytes);
    try {
      await this.#write(sha256, bytes);
    } catch (error) {
      throw new HaidangError('data-folder', { path: this.#folder, why: systemWords(error) });
    }
    return { sha256, bytes: bytes.length, type };
  }

  /** @throws HaidangError `file-damaged` when it is gone or is no longer what was attached */
  async read(sha256: string): Promise<Buffer> {
    let bytes: Buffer | undefined;
    try {
      bytes = await readFile(this.#path(sha256));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (bytes === undefined || sha256Of(bytes) !== sha256) throw new HaidangError('file-damaged', { sha256 });
    return bytes;
  }

  async #write(sha256: string, bytes: Buffer): Promise<void> {
    const path = this.#path(sha256);
    const known = await readFile(path).catch(() => undefined);
    if (known !== undefined && sha256Of(known) === sha256) return;
    const folder = join(this.#folder, sha256.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}.${draftNumber++}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await file.close();
      await unlink(draft).catch(() => {});
      throw error;
    }
    await file.close();
    await rename(draft, path);
    await syncFolder(folder);
  }

  #path(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new HaidangError('file-damaged', { sha256 });
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }
}

let draftNumber = 0;

/** A rename is on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function typeOf(bytes: Buffer, only: string): Promise<string> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const type = found?.mime ?? '?';
  if (allowed.has(type) && type.startsWith(only)) return type;
  const seen = found
    ? { vi: `nội dung là ${type}`, en: `it is ${type}` }
    : { vi: 'không rõ loại', en: 'its kind is unknown' };
  throw new HaidangError('file-refused', { why: seen });
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
