/**
 * Packs closed segments, one after the other and off the hot path. The packed file is written beside, synced, read back and
 * held against the original's hash; only then it gets its name, and only when that is durable the original goes.
 */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hashSteps } from './contents.ts';
import { createFile, removeFile, renameFile, syncFile, syncFolder, writeAll } from './disk.ts';
import { BLOCK_BYTES, packBlock, packedHead } from './packed.ts';
import { decodeHeader, decodeRecord, HEADER_BYTES, RecordType } from './record.ts';
import { listSegments, packedPath, type Segment } from './segments.ts';

const RETRY_MS = 60_000;

interface PackerOptions {
  /** Told of what kept a segment from being packed. */
  onProblem: (sentence: string, error: unknown) => void;
  /** Unpacked bytes after which a block ends with the record at hand. */
  blockBytes?: number;
}

export class Packer {
  readonly #dir: string;
  readonly #onProblem: PackerOptions['onProblem'];
  readonly #blockBytes: number;
  /** Found damaged: left as they are, for `verify` to name. */
  readonly #damaged = new Set<number>();
  #running: Promise<void> | undefined;
  #stopping = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(dir: string, { onProblem, blockBytes = BLOCK_BYTES }: PackerOptions) {
    this.#dir = dir;
    this.#onProblem = onProblem;
    this.#blockBytes = blockBytes;
  }

  /** Packs every segment but the newest, which is still written to. Resolves when there is none left that can be. */
  async wake(): Promise<void> {
    if (!this.#stopping) {
      this.#running ??= this.#run().finally(() => {
        this.#running = undefined;
      });
    }
    await this.#running;
  }

  /** Leaves off as soon as it can; what is half done is begun again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#next(); next && !this.#stopping; next = this.#next()) await this.#pack(next);
    } catch (error) {
      this.#onProblem('a closed segment of the journal could not be packed; it is kept as it is', error);
      this.#retry ??= setTimeout(() => {
        this.#retry = undefined;
        void this.wake();
      }, RETRY_MS);
      this.#retry.unref();
    }
  }

  #next(): Segment | undefined {
    return listSegments(this.#dir)
      .slice(0, -1)
      .find(({ packed, start }) => !packed && !this.#damaged.has(start));
  }

  async #pack(segment: Segment): Promise<void> {
    const target = packedPath(this.#dir, segment.start);
    const beside = `${target}.part`;
    try {
      const hash = await this.#write(segment, beside);
      if (this.#stopping) return;
      if (!hash) {
        this.#damaged.add(segment.start);
        this.#onProblem(`${segment.path} is damaged; it is kept as it is`, 'journal verify names the place');
        return;
      }
      if (!(await proof({ path: beside, start: segment.start, packed: true }))?.equals(hash))
        throw new Error('what was written does not read back the same');
      await renameFile(beside, target);
      syncFolder(this.#dir);
      await removeFile(segment.path);
    } finally {
      await removeFile(beside);
    }
  }

  /** @returns the hash of the unpacked segment; undefined when it is damaged, or packing is to stop */
  async #write(segment: Segment, path: string): Promise<Buffer | undefined> {
    const source = await open(segment.path, 'r');
    try {
      const { size } = await source.stat();
      const header = await read(source, 0, HEADER_BYTES);
      if (decodeHeader(header)?.start !== segment.start) return undefined;
      const hash = createHash('sha256').update(header);
      const target = await createFile(path);
      try {
        const head = packedHead(size, header);
        await writeAll(target, head, 0);
        let written = head.length;
        for await (const { bytes, offset } of this.#blocks(source, size, hash)) {
          if (bytes === undefined || this.#stopping) return undefined;
          const block = await packBlock(bytes, offset);
          await writeAll(target, block, written);
          written += block.length;
        }
        await syncFile(target);
      } finally {
        await target.close();
      }
      return hash.digest();
    } finally {
      await source.close();
    }
  }

  /** Whole records, a block's worth at a time; no bytes where they can't be read or belie the closing hash. */
  async *#blocks(source: FileHandle, size: number, hash: Hash): AsyncGenerator<{ bytes?: Buffer; offset: number }> {
    let offset = HEADER_BYTES;
    let want = this.#blockBytes;
    while (offset < size) {
      const bytes = await read(source, offset, Math.min(want, size - offset));
      let at = 0;
      while (at < bytes.length) {
        const found = decodeRecord(bytes, at);
        if (found === 'cut-short' && offset + bytes.length < size) break;
        if (typeof found === 'string') return yield { offset };
        const isClose = found.record.type === RecordType.close;
        if (isClose && !hash.copy().update(bytes.subarray(0, at)).digest().equals(found.record.payload)) {
          return yield { offset };
        }
        at += found.size;
      }
      if (at === 0) {
        want *= 4;
        continue;
      }
      hash.update(bytes.subarray(0, at));
      yield { bytes: bytes.subarray(0, at), offset };
      offset += at;
      want = this.#blockBytes;
      await nextTurn();
    }
  }
}

/** Hash of what a packed file gives back, worked out in short turns. */
async function proof(segment: Segment): Promise<Buffer | undefined> {
  const steps = hashSteps(segment);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await nextTurn();
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
