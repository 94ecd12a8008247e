/**
 * The append-only journal: every byte that arrives, every act, every tick, on disk before anything acts on it.
 * Records that wait are written and fsynced together (group commit). After a write or fsync error nothing is acknowledged
 * until a fresh segment has been opened and proven, since a failed fsync means unknown, never not done.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { HaidangError } from '../errors.ts';
import {
  decodeHeader,
  decodeRecord,
  encodeHeader,
  encodeRecord,
  findRecord,
  HEADER_BYTES,
  type JournalRecord,
  type PlacedRecord,
  RecordType,
} from './record.ts';
import { listSegments, segmentPath } from './segments.ts';

export interface JournalOptions {
  /** A segment is closed when it has grown to this. */
  segmentBytes?: number;
  /** Bytes that may wait for the disk before `append` refuses. */
  maxWaitingBytes?: number;
  /** Told of every durable record in order, right after the fsync. */
  onDurable: (records: PlacedRecord[]) => void;
  /** Told when writing fails or works again. */
  onHealth?: (health: { healthy: boolean; problem?: string }) => void;
}

export interface JournalStats {
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
const DEFAULT_WAITING_BYTES = 64 * 1024 * 1024;
const RETRY_MS = 1000;

export class Journal {
  readonly #dir: string;
  readonly #options: JournalOptions;
  #file: FileHandle | undefined;
  #segmentStart = 0;
  #size = 0;
  #hash: Hash = createHash('sha256');
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;
  #retryAt = 0;
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
  }

  /** Opens the folder's journal for appending; a torn tail of the last segment is cut and set aside in a file of its own. */
  static async open(dir: string, options: JournalOptions): Promise<Journal> {
    mkdirSync(dir, { recursive: true });
    const journal = new Journal(dir, options);
    await journal.#resume();
    return journal;
  }

  get stats(): Readonly<JournalStats> {
    return this.#stats;
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
    await this.#writing;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop lets everything that arrived in this one share the fsync.
    await new Promise(setImmediate);
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
          one.reject(new HaidangError('journal-unavailable', { why: reason(error) }));
        }
      }
    }
    this.#writing = undefined;
  }

  async #commit(batch: Waiting[]): Promise<PlacedRecord[]> {
    if (!this.#stats.healthy) await this.#recover();
    if (this.#size >= (this.#options.segmentBytes ?? DEFAULT_SEGMENT_BYTES)) await this.#roll();
    const bytes = batch.length === 1 ? batch[0]!.frame : Buffer.concat(batch.map((one) => one.frame));
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

  async #sync(): Promise<void> {
    const before = performance.now();
    await this.#file!.datasync();
    this.#stats.lastFsyncMs = performance.now() - before;
    this.#stats.fsyncs++;
  }

  #fail(error: unknown): void {
    this.#retryAt = Date.now() + RETRY_MS;
    this.#stats.healthy = false;
    this.#stats.problem = reason(error);
    this.#options.onHealth?.({ healthy: false, problem: this.#stats.problem });
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
  }

  /** Closes the segment with its hash and starts the next one. */
  async #roll(): Promise<void> {
    const payload = this.#hash.copy().digest();
    const frame = encodeRecord({
      type: RecordType.close,
      whole: false,
      feed: 0,
      source: 0,
      receivedAt: Date.now(),
      payload,
    });
    try {
      await writeAll(this.#file!, frame, this.#size);
      await this.#sync();
      await this.#file!.close();
      this.#hash.update(frame);
      this.#size += frame.length;
      // A copy, since the recovery needs the hash again when the next segment can't be started.
      await this.#start(this.#segmentStart + this.#size, this.#hash.copy().digest());
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #start(start: number, previousHash: Uint8Array): Promise<void> {
    // A recovery may come round to a segment that holds nothing yet: it is written again from its start.
    const file = await open(segmentPath(this.#dir, start), 'w+');
    const header = encodeHeader(start, previousHash);
    this.#file = file;
    await writeAll(file, header, 0);
    await file.datasync();
    syncFolder(this.#dir);
    this.#segmentStart = start;
    this.#size = header.length;
    this.#hash = createHash('sha256').update(header);
    this.#stats.position = start + header.length;
  }

  async #resume(): Promise<void> {
    const segments = listSegments(this.#dir);
    const last = segments.at(-1);
    if (!last) return this.#start(0, new Uint8Array(32));
    const bytes = readFileSync(last.path);
    const header = decodeHeader(bytes);
    if (!header) {
      // The kill came while the segment was born: it holds nothing, and its hash link is made again.
      this.#stats.cutBytes = bytes.length;
      const before = segments.at(-2);
      const hash = before ? createHash('sha256').update(readFileSync(before.path)).digest() : new Uint8Array(32);
      return this.#start(last.start, hash);
    }
    const { end, closed } = validEnd(bytes);
    if (findRecord(bytes, end + 1) !== undefined) {
      // Whole records after a bad one: no torn write but an altered byte. Nothing is cut: the segment stays as it is, for
      // `verify` to name and readers to pass over, and what comes goes into the next one.
      return this.#start(last.start + bytes.length, createHash('sha256').update(bytes).digest());
    }
    this.#stats.cutBytes = bytes.length - end;
    if (end < bytes.length) {
      writeFileSync(`${last.path}.cut-${end}`, bytes.subarray(end), { flush: true });
      cutFile(last.path, end);
    }
    this.#hash = createHash('sha256').update(bytes.subarray(0, end));
    this.#segmentStart = last.start;
    this.#size = end;
    this.#stats.position = last.start + end;
    if (closed) return this.#start(last.start + end, this.#hash.digest());
    this.#file = await open(last.path, 'r+');
    await this.#sync();
  }
}

function validEnd(bytes: Buffer): { end: number; closed: boolean } {
  let at = HEADER_BYTES;
  let closed = false;
  while (at < bytes.length) {
    const found = decodeRecord(bytes, at);
    if (typeof found === 'string') break;
    at += found.size;
    closed = found.record.type === RecordType.close;
  }
  return { end: at, closed };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Durably, since what stands after the cut must not come back when the machine loses power. */
function cutFile(path: string, size: number): void {
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, size);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A new file's name is durable only when its folder is. Windows can't open folders, and needs no such call. */
function syncFolder(dir: string): void {
  if (process.platform === 'win32' || !statSync(dir).isDirectory()) return;
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
