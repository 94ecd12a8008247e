/** A recorded log: plain or gzip, as fast as it goes or paced by its tag-block times. Goes on where the journal left off. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { HaidangError } from '../errors.ts';
import { reasonOf, type Sentence } from './feed.ts';
import type { IntakePort } from './intake.ts';
import { LineKeeper } from './lines.ts';
import { ReadingFeed } from './reading-feed.ts';
import type { FileSpec } from './url.ts';

const headBytes = 1024;
const chunkBytes = 64 * 1024;
/** A timer of more fires at once. */
const longestTimerMs = 2 ** 31 - 1;

interface FileHead {
  /** `file:PATH#HASH`: another content under the same path is another feed. */
  name: string;
  gzip: boolean;
}

/**
 * Looks at a file before it becomes a feed.
 * @throws HaidangError `file-unreadable`
 */
export async function readFileHead({ path }: FileSpec): Promise<FileHead> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const head = buffer.subarray(0, bytesRead);
      const hash = createHash('sha256').update(head).digest('hex').slice(0, 16);
      return { name: `file:${path}#${hash}`, gzip: head[0] === 0x1f && head[1] === 0x8b };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: reasonOf(error) });
  }
}

export class FileFeed extends ReadingFeed {
  readonly #spec: FileSpec;
  readonly #gzip: boolean;
  readonly #skip: number;
  readonly #clock: () => number;

  /** @param skip bytes of the content that are in the journal already */
  constructor(head: FileHead, spec: FileSpec, skip: number, port: IntakePort, onProblem: (problem: Sentence) => void) {
    super(head.name, port, onProblem);
    this.#spec = spec;
    this.#gzip = head.gzip;
    this.#skip = skip;
    this.#clock = port.clock;
  }

  protected async run(): Promise<void> {
    try {
      this.record.set('open');
      const content = skipping(this.#open(), this.#skip);
      const { speed } = this.#spec;
      for await (const piece of speed === undefined ? content : this.#paced(content, speed)) {
        await this.intake.take(piece);
      }
      await this.intake.end();
      this.record.set('ended');
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      const sentence = new HaidangError('file-unreadable', { path: this.#spec.path, why: reasonOf(error) });
      this.record.set('failed', { vi: sentence.sentence('vi'), en: sentence.sentence('en') });
    }
  }

  #open(): Readable {
    const file = createReadStream(this.#spec.path, { highWaterMark: chunkBytes });
    if (!this.#gzip) return file;
    const content = createGunzip({ chunkSize: chunkBytes });
    file.once('error', (error) => content.destroy(error));
    content.once('close', () => file.destroy());
    return file.pipe(content);
  }

  /** Gives lines out when their time has come; lines without a time go with the one before them. */
  async *#paced(content: AsyncIterable<Buffer>, speed: number): AsyncGenerator<Buffer> {
    const pace = new Pace(speed, this.#clock);
    for await (const lines of wholeLines(content)) {
      let from = 0;
      for (const [start, line] of eachLine(lines)) {
        const waitMs = pace.wait(line);
        if (waitMs <= 0) continue;
        if (start > from) yield lines.subarray(from, start);
        from = start;
        await sleep(Math.min(waitMs, longestTimerMs), undefined, { signal: this.stopping.signal });
      }
      if (from < lines.length) yield lines.subarray(from);
    }
  }
}

/** Ties the times in a file to the clock: the first one to now, the others in proportion. */
export class Pace {
  readonly #speed: number;
  readonly #clock: () => number;
  #origin: { fileMs: number; clockMs: number } | undefined;

  constructor(speed: number, clock: () => number) {
    this.#speed = speed;
    this.#clock = clock;
  }

  /** @returns milliseconds to wait before this line is due */
  wait(line: string): number {
    const text = /^\\[^\\]*?\bc:(\d{9,13})/.exec(line)?.[1];
    if (text === undefined) return 0;
    // Tag-block times are seconds; some loggers write milliseconds.
    const fileMs = text.length > 10 ? Number(text) : Number(text) * 1000;
    this.#origin ??= { fileMs, clockMs: this.#clock() };
    return this.#origin.clockMs + (fileMs - this.#origin.fileMs) / this.#speed - this.#clock();
  }
}

async function* skipping(content: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of content) {
    const skip = Math.min(left, chunk.length);
    left -= skip;
    if (skip < chunk.length) yield chunk.subarray(skip);
  }
}

async function* wholeLines(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const keeper = new LineKeeper();
  for await (const chunk of content) yield keeper.push(chunk);
  yield keeper.flush();
}

function* eachLine(lines: Buffer): Generator<[start: number, line: string]> {
  for (let start = 0; start < lines.length; ) {
    const newline = lines.indexOf(10, start);
    const end = newline < 0 ? lines.length : newline + 1;
    yield [start, lines.toString('latin1', start, end)];
    start = end;
  }
}
