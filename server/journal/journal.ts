/**
 * The append-only journal: every byte that arrives, every act, every tick, on disk before anything acts on it.
 * Records that wait are written and fsynced together (group commit). After a write or fsync error nothing is acknowledged
 * until a fresh segment has been opened and proven, since a failed fsync means unknown, never not done.
 */
import { createHash, type Hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';
import { createFile, cutFile, syncFile, syncFolder, writeAll } from './disk.ts';
import { type Quantiles, RecentDurations } from './durations.ts';
import { Packer } from './packer.ts';
import { encodeHeader, encodeRecord, type JournalRecord, type PlacedRecord, RecordType } from './record.ts';
import { resumption } from './resume.ts';
import { segmentPath } from './segments.ts';

export interface JournalOptions {
  /** A segment is closed when it has grown to this. */
  segmentBytes?: number;
  /** A segment is closed when what comes is so much later than its beginning: its seal is there soon also where little arrives. */
  segmentMs?: number;
  /** Bytes that may wait for the disk before `append` refuses. */
  maxWaitingBytes?: number;
  /** Told of every durable record in order, right after the fsync. */
  onDurable: (records: PlacedRecord[]) => void;
  /** False: closed segments stay as they were written. */
  pack?: boolean;
  /** How long after a failure writing is tried again. */
  retryMs?: number;
  /** Told when writing fails or works again. */
  onHealth?: (health: { healthy: boolean; problem?: string }) => void;
  /** Told of what failed without stopping the writing. */
  onProblem?: (sentence: string, error: unknown) => void;
}

interface JournalStats {
  /** Position after the last durable record. */
  position: number;
  fsyncs: number;
  lastFsyncMs: number;
  waitingBytes: number;
  healthy: boolean;
  problem?: string;
  /** Bytes of a torn tail that were cut when the journal was opened. */
  cutBytes: number;
}

interface Waiting {
  record: JournalRecord;
  frame: Buffer;
  resolve: (position: number) => void;
  reject: (error: Error) => void;
}

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
const DEFAULT_SEGMENT_MS = 24 * 3_600_000;
const DEFAULT_WAITING_BYTES = 64 * 1024 * 1024;
const RETRY_MS = 1000;

export class Journal {
  readonly #dir: string;
  readonly #options: JournalOptions;
  #file: FileHandle | undefined;
  #segmentStart = 0;
  #size = 0;
  /** Epoch ms. */
  #begunAt = 0;
  #hash: Hash = createHash('sha256');
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;
  #retryAt = 0;
  #retry: NodeJS.Timeout | undefined;
  readonly #packer: Packer;
  readonly #fsyncs = new RecentDurations();
  readonly #stats: JournalStats = {
    position: 0,
    fsyncs: 0,
    lastFsyncMs: 0,
    waitingBytes: 0,
    healthy: true,
    cutBytes: 0,
  };

  private constructor(dir: string, options: JournalOptions) {
    this.#dir = dir;
    this.#options = options;
    this.#packer = new Packer(dir, { onProblem: options.onProblem ?? (() => {}) });
  }

  /** Opens the folder's journal for appending; a torn tail of the last segment is cut and set aside in a file of its own. */
  static async open(dir: string, options: JournalOptions): Promise<Journal> {
    mkdirSync(dir, { recursive: true });
    const journal = new Journal(dir, options);
    await journal.#resume();
    if (options.pack !== false) void journal.#packer.wake();
    return journal;
  }

  get stats(): Readonly<JournalStats> {
    return this.#stats;
  }

  /** How long the last fsyncs took; undefined before the first. */
  get fsyncMs(): Quantiles | undefined {
    return this.#fsyncs.quantiles();
  }

  /**
   * Resolves with the record's position once it is on disk.
   * Rejects with `overloaded` or `journal-unavailable`: then it was not accepted.
   */
  append(record: JournalRecord): Promise<number> {
    if (this.#closed) return Promise.reject(new HaidangError('journal-unavailable', { why: 'shutting down' }));
    if (this.#stats.waitingBytes > (this.#options.maxWaitingBytes ?? DEFAULT_WAITING_BYTES)) {
      return Promise.reject(new HaidangError('overloaded', { seconds: 5 }));
    }
    const frame = encodeRecord(record);
    this.#stats.waitingBytes += frame.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ record, frame, resolve, reject });
      this.#writing ??= this.#drain();
    });
  }

  /** Waits for what is queued, then closes the file. The segment stays open for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#writing;
    await this.#packer.stop();
    await this.#file?.close();
    this.#file = undefined;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop lets everything that arrived in this one share the fsync.
    await new Promise(setImmediate);
    if (this.#queue.length === 0 && !this.#stats.healthy) await this.#recover().catch(() => {});
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        const placed = await this.#commit(batch);
        for (const one of batch) this.#stats.waitingBytes -= one.frame.length;
        this.#options.onDurable(placed);
        for (const [index, one] of batch.entries()) one.resolve(placed[index]!.position);
      } catch (error) {
        for (const one of batch) {
          this.#stats.waitingBytes -= one.frame.length;
          one.reject(new HaidangError('journal-unavailable', { why: systemWords(this.#stats.problem ?? error) }));
        }
      }
    }
    this.#writing = undefined;
  }

  async #commit(batch: Waiting[]): Promise<PlacedRecord[]> {
    if (!this.#stats.healthy) await this.#recover();
    if (this.#isFull()) await this.#roll();
    const first = encodeRecord(batch[0]!.record, true);
    const bytes = batch.length === 1 ? first : Buffer.concat([first, ...batch.slice(1).map((one) => one.frame)]);
    try {
      await writeAll(this.#file!, bytes, this.#size);
      await this.#sync();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#hash.update(bytes);
    let position = this.#segmentStart + this.#size;
    this.#size += bytes.length;
    this.#stats.position = position + bytes.length;
    return batch.map(({ record, frame }) => {
      const placed = { ...record, position, next: position + frame.length };
      position = placed.next;
      return placed;
    });
  }

  #isFull(): boolean {
    const { segmentBytes = DEFAULT_SEGMENT_BYTES, segmentMs = DEFAULT_SEGMENT_MS } = this.#options;
    return this.#size >= segmentBytes || Date.now() - this.#begunAt >= segmentMs;
  }

  async #sync(): Promise<void> {
    const before = performance.now();
    await syncFile(this.#file!);
    this.#stats.lastFsyncMs = performance.now() - before;
    this.#fsyncs.add(this.#stats.lastFsyncMs);
    this.#stats.fsyncs++;
  }

  get #retryMs(): number {
    return this.#options.retryMs ?? RETRY_MS;
  }

  #fail(error: unknown): void {
    this.#retryAt = Date.now() + this.#retryMs;
    this.#stats.healthy = false;
    this.#stats.problem = reason(error);
    this.#options.onHealth?.({ healthy: false, problem: this.#stats.problem });
    clearTimeout(this.#retry);
    // Also when nothing arrives: a sender that was refused may wait for word that we are back.
    this.#retry = setTimeout(() => {
      if (!this.#closed) this.#writing ??= this.#drain();
    }, this.#retryMs + 1);
    this.#retry.unref();
  }

  /** Leaves the segment whose state is unknown, cut to what is known to be durable, and proves a fresh one. */
  async #recover(): Promise<void> {
    if (Date.now() < this.#retryAt) throw new Error(this.#stats.problem);
    try {
      const path = segmentPath(this.#dir, this.#segmentStart);
      await this.#file?.close().catch(() => {});
      this.#file = undefined;
      cutFile(path, this.#size);
      await this.#start(this.#segmentStart + this.#size, this.#hash.copy().digest());
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#stats.healthy = true;
    this.#stats.problem = undefined;
    this.#options.onHealth?.({ healthy: true });
    if (this.#options.pack !== false) void this.#packer.wake();
  }

  /** Closes the segment with its hash and starts the next one. */
  async #roll(): Promise<void> {
    const payload = this.#hash.copy().digest();
    const receivedAt = Date.now();
    const close = { type: RecordType.close, whole: false, feed: 0, source: 0, receivedAt, payload };
    const frame = encodeRecord(close, true);
    try {
      await writeAll(this.#file!, frame, this.#size);
      await this.#sync();
      await this.#file!.close();
      this.#hash.update(frame);
      this.#size += frame.length;
      // A copy, since the recovery needs the hash again when the next segment can't be started.
      await this.#start(this.#segmentStart + this.#size, this.#hash.copy().digest());
      if (this.#options.pack !== false) void this.#packer.wake();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #start(start: number, previousHash: Uint8Array): Promise<void> {
    // A recovery may come round to a segment that holds nothing yet: it is written again from its start.
    const file = await createFile(segmentPath(this.#dir, start));
    const header = encodeHeader(start, previousHash);
    this.#file = file;
    await writeAll(file, header, 0);
    await syncFile(file);
    syncFolder(this.#dir);
    this.#segmentStart = start;
    this.#size = header.length;
    this.#begunAt = Date.now();
    this.#hash = createHash('sha256').update(header);
    this.#stats.position = start + header.length;
  }

  async #resume(): Promise<void> {
    const found = resumption(this.#dir);
    this.#stats.cutBytes = found.cutBytes;
    if (found.go === 'new') return this.#start(found.start, found.previousHash);
    this.#hash = found.hash;
    this.#segmentStart = found.start;
    this.#size = found.size;
    this.#stats.position = found.start + found.size;
    this.#file = await open(found.path, 'r+');
    this.#begunAt = (await this.#file.stat()).birthtimeMs;
    await this.#sync();
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
