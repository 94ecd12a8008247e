/** The journal at the front: what arrives is acknowledged when it is on disk, and handed to engines from any position on. */
import { HaidangError } from '../errors.ts';
import { Backlog } from '../ingest/backlog.ts';
import { type FeedAsk, JournaledFeeds } from '../ingest/journaled-feeds.ts';
import type { Arrival, RoomStatus } from '../ingest/room.ts';
import { Journal } from '../journal/journal.ts';
import { type JournalRecord, type PlacedRecord, RecordType } from '../journal/record.ts';
import { readJournal, type SegmentDamage } from '../journal/segments.ts';
import type { Entry } from '../models/entry.ts';
import type { FeedRecord } from '../models/feed.ts';
import { systemWords } from '../system-words.ts';

/** Bytes held for one engine; what it has not taken by then is read from the disk when its turn comes. */
const HELD_BYTES = 8 * 1024 * 1024;
/** What is handed over at once, bytes. */
const HANDFUL_BYTES = 256 * 1024;

/** The journal as the other processes see it. */
export interface LogPort {
  /** Resolves when the bytes are on disk. @throws HaidangError `overloaded`, `journal-unavailable` */
  bytes(arrival: Arrival): Promise<void>;
  /** @returns its position, when it is on disk. @throws as `bytes` */
  entry(entry: Entry, at: number): Promise<number>;
  /** As `EngineRoom.openFeed`. */
  openFeed(feed: FeedAsk, at: number): Promise<{ feed: number; bytes: number }>;
  /** As it was last heard. */
  status(): RoomStatus['journal'];
}

interface FrontLogOptions {
  dir: string;
  /** Feeds as the store knows them, and the journal position that it had reached. */
  known: { feeds: readonly FeedRecord[]; position: number };
  tickSeconds: number;
  onProblem: (sentence: string, error: unknown) => void;
}

export class FrontLog implements LogPort {
  readonly #options: FrontLogOptions;
  readonly #feeds: JournaledFeeds;
  readonly #followers = new Set<Follower>();
  #journal!: Journal;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: FrontLogOptions) {
    this.#options = options;
    this.#feeds = new JournaledFeeds(options.known.feeds);
  }

  static async open(options: FrontLogOptions): Promise<FrontLog> {
    const log = new FrontLog(options);
    const { dir, known, tickSeconds, onProblem } = options;
    log.#journal = await Journal.open(dir, { onDurable: (records) => log.#durable(records), onProblem });
    for (const record of readJournal(dir, known.position, log.#damaged)) log.#feeds.count(record);
    log.#timer = setInterval(() => log.#tick(), tickSeconds * 1000);
    return log;
  }

  async bytes({ feed, source, receivedAt, whole, bytes }: Arrival): Promise<void> {
    await this.#journal.append({ type: RecordType.bytes, feed, source, receivedAt, whole, payload: bytes });
  }

  entry(entry: Entry, at: number): Promise<number> {
    return this.#journal.append(entryRecord(entry, at));
  }

  async openFeed({ name, url, format }: FeedAsk, at: number): Promise<{ feed: number; bytes: number }> {
    const feed = this.#feeds.numberOf(name);
    if (!this.#feeds.has(name, url)) await this.entry({ type: 'feed', feed, name, url, format }, at);
    return { feed, bytes: this.#feeds.bytesOf(feed) };
  }

  status(): RoomStatus['journal'] {
    const { position, healthy, problem, fsyncs, lastFsyncMs, cutBytes } = this.#journal.stats;
    const why = problem === undefined ? undefined : systemWords(problem);
    return { bytes: position, healthy, problem: why, fsyncs, lastFsyncMs, cutBytes };
  }

  /** What is ahead of the journal would pass over what is journaled next. @throws HaidangError `log-behind` */
  refuseBeyond(position: number, who: string): void {
    const end = this.#journal.stats.position;
    if (position > end) throw new HaidangError('log-behind', { who, position, end });
  }

  /** All durable records from a position on, handful by handful; until `signal`, or the last one of a journal that was closed. */
  async *records(from: number, signal: AbortSignal): AsyncIterable<readonly PlacedRecord[]> {
    const { dir } = this.#options;
    const end = this.#journal.stats.position;
    const follower = new Follower(new Backlog({ dir, onDamage: this.#damaged, heldBytes: HELD_BYTES, end }));
    follower.backlog.rewind(from);
    this.#followers.add(follower);
    signal.addEventListener('abort', () => follower.wake());
    try {
      while (!signal.aborted) {
        const some = follower.take();
        if (some.length > 0) yield some;
        else if (this.#closed) return;
        else await follower.more(signal);
      }
    } finally {
      this.#followers.delete(follower);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#journal.close();
    this.#closed = true;
    for (const follower of this.#followers) follower.wake();
  }

  readonly #damaged = ({ path, offset, damage }: SegmentDamage): void =>
    this.#options.onProblem(`journal ${path} is damaged at byte ${offset}`, damage);

  #durable(records: readonly PlacedRecord[]): void {
    for (const record of records) this.#feeds.count(record);
    for (const follower of this.#followers) follower.push(records);
  }

  #tick(): void {
    const nothing = { whole: false, feed: 0, source: 0, payload: new Uint8Array(0) };
    // A journal that can't write says so by its health; the next tick is the next try.
    this.#journal.append({ type: RecordType.tick, receivedAt: Date.now(), ...nothing }).catch(() => {});
  }
}

/** One engine's place in the journal. */
class Follower {
  readonly backlog: Backlog;
  #wake: () => void = () => {};

  constructor(backlog: Backlog) {
    this.backlog = backlog;
  }

  push(records: readonly PlacedRecord[]): void {
    this.backlog.push(records);
    this.#wake();
  }

  wake(): void {
    this.#wake();
  }

  take(): PlacedRecord[] {
    const some: PlacedRecord[] = [];
    for (let size = 0; size < HANDFUL_BYTES && this.backlog.waiting; ) {
      const record = this.backlog.take();
      if (!record) break;
      // What is read from the disk is only valid until the next one is taken.
      some.push({ ...record, payload: Uint8Array.from(record.payload) });
      size += record.payload.length + 1;
    }
    return some;
  }

  more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.backlog.waiting || signal.aborted) resolve();
    });
  }
}

function entryRecord(entry: unknown, at: number): JournalRecord {
  const payload = Buffer.from(JSON.stringify(entry));
  return { type: RecordType.entry, whole: true, feed: 0, source: 0, receivedAt: at, payload };
}
