/** Photographs that come with a declared position: files named by their hash, on disk before the act that names them. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export const maxPhotoBytes = 8 * 1024 * 1024;

export interface Photo {
  sha256: string;
  bytes: number;
  type: string;
}

/** By what the file begins with; what its sender calls it means nothing. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const at = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  if (at(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'image/webp';
  if (at(4, 8) === 'ftyp' && /^(heic|heix|mif1|msf1|heim|heis)$/.test(at(8, 12))) return 'image/heic';
  return undefined;
}

export class PhotoFolder {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'photos');
  }

  /** @returns undefined when it is no image that we take */
  async keep(bytes: Buffer): Promise<Photo | undefined> {
    const type = imageTypeOf(bytes);
    if (type === undefined) return undefined;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = this.#path(sha256);
    if (!existsSync(path)) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    }
    return { sha256, bytes: bytes.length, type };
  }

  /** @returns undefined when there is none of that name, or it is no longer what it was */
  async read(sha256: string): Promise<{ bytes: Buffer; type: string } | undefined> {
    if (!/^[\da-f]{64}$/.test(sha256) || !existsSync(this.#path(sha256))) return undefined;
    const bytes = await readFile(this.#path(sha256));
    const type = imageTypeOf(bytes);
    const isWhole = createHash('sha256').update(bytes).digest('hex') === sha256;
    return type !== undefined && isWhole ? { bytes, type } : undefined;
  }

  #path(sha256: string): string {
    return join(this.#folder, sha256);
  }
}
