/** Writes a zip entry by entry, in the one spelling of zip-layout.ts. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { HaidangError } from '../../errors.ts';
import { directoryEntry, dosStamp, endRecord, localHeader, type ZipEntry } from './zip-layout.ts';

const deflate = promisify(deflateRaw);

/** Whoever verifies it holds it in memory; a zip of this kind would take 4 GB and 65,535 entries. */
export const MAX_ZIP_BYTES = 1024 ** 3;
const MAX_ENTRIES = 10_000;

export interface WrittenEntry {
  name: string;
  bytes: number;
  /** Of the content, hexadecimal. */
  sha256: string;
  /** Of the bytes as they lie in the zip, hexadecimal: deflated ones have a few bits that say nothing. */
  packedSha256: string;
}

export class ZipWriter {
  readonly #file: FileHandle;
  readonly #stamp: number;
  readonly #directory: Buffer[] = [];
  #offset = 0;

  private constructor(file: FileHandle, time: number) {
    this.#file = file;
    this.#stamp = dosStamp(time);
  }

  /** @param path of a file that there is not yet @param time epoch ms that all entries carry */
  static async create(path: string, time: number): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'wx', 0o600), time);
  }

  /**
   * @param plain keep the bytes as they are
   * @throws HaidangError `evidence-failed` when it grows beyond what a zip of this kind holds
   */
  async add(name: string, content: string | Uint8Array, plain = false): Promise<WrittenEntry> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const deflated = plain ? undefined : await deflate(bytes);
    const isSmaller = deflated !== undefined && deflated.length < bytes.length;
    const packed = isSmaller ? deflated : bytes;
    const entry: ZipEntry = {
      ...{ name, method: isSmaller ? 8 : 0, crc: crc32(bytes), stamp: this.#stamp },
      ...{ bytes: bytes.length, packedBytes: packed.length },
    };
    if (this.#offset + packed.length > MAX_ZIP_BYTES || this.#directory.length >= MAX_ENTRIES) throw tooLarge();
    this.#directory.push(directoryEntry(entry, this.#offset));
    await this.#write(localHeader(entry));
    await this.#write(packed);
    return { name, bytes: bytes.length, sha256: sha256(bytes), packedSha256: sha256(packed) };
  }

  /** Writes the directory and closes the file. @returns its size */
  async end(): Promise<number> {
    const offset = this.#offset;
    const directory = Buffer.concat(this.#directory);
    await this.#write(directory);
    await this.#write(endRecord(this.#directory.length, directory.length, offset));
    await this.#file.close();
    return this.#offset;
  }

  /** Closes the file as it is. */
  async giveUp(): Promise<void> {
    await this.#file.close().catch(() => {});
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#offset + done);
      done += bytesWritten;
    }
    this.#offset += bytes.length;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function tooLarge(): HaidangError {
  const why = { vi: 'hồ sơ lớn hơn 1 GB; hãy chọn khoảng ngắn hơn', en: 'it is larger than 1 GB; ask for less time' };
  return new HaidangError('evidence-failed', { why });
}
