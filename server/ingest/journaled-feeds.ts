/**
 * Which feeds the journal knows and how many bytes each of them has brought, also where nothing has been made of it yet: so that a
 * feed's number, and the place up to which its file was read, are never given twice.
 */
import { type JournalRecord, RecordType } from '../journal/record.ts';
import type { Entry, FeedFormat } from '../models/entry.ts';
import type { FeedRecord } from '../models/feed.ts';

export interface FeedAsk {
  name: string;
  url: string;
  format: FeedFormat;
}

interface JournaledFeed extends FeedAsk {
  feed: number;
  bytes: number;
}

/** How the entry begins that opens a feed: the others need not be read. */
const FEED_ENTRY = Buffer.from('{"type":"feed",');

export class JournaledFeeds {
  readonly #byName = new Map<string, JournaledFeed>();
  readonly #byNumber = new Map<number, JournaledFeed>();
  /** Numbers of feeds whose entry is not durable yet. */
  readonly #given = new Map<string, number>();
  #next = 1;

  /** @param known as they are after all records that will not be counted here */
  constructor(known: Iterable<FeedRecord>) {
    for (const { feed, name, url, format, counters } of known) {
      this.#know({ feed, name, url, format, bytes: counters.bytes });
    }
  }

  /** Whether it is journaled with this address. */
  has(name: string, url: string): boolean {
    return this.#byName.get(name)?.url === url;
  }

  /** The same for a name whenever it is asked. */
  numberOf(name: string): number {
    const known = this.#byName.get(name)?.feed ?? this.#given.get(name);
    if (known !== undefined) return known;
    this.#given.set(name, this.#next);
    return this.#next++;
  }

  bytesOf(feed: number): number {
    return this.#byNumber.get(feed)?.bytes ?? 0;
  }

  /** HOT. Takes note of a record that is durable, in order. */
  count({ type, feed, payload }: JournalRecord): void {
    if (type === RecordType.bytes) {
      const known = this.#byNumber.get(feed);
      if (known) known.bytes += payload.length;
    } else if (type === RecordType.entry && FEED_ENTRY.equals(payload.subarray(0, FEED_ENTRY.length))) {
      const entry = JSON.parse(Buffer.from(payload).toString('utf8')) as Entry;
      if (entry.type === 'feed') this.#know({ ...entry, bytes: this.bytesOf(entry.feed) });
    }
  }

  #know({ feed, name, url, format, bytes }: JournaledFeed): void {
    const known: JournaledFeed = { feed, name, url, format, bytes };
    this.#byName.set(name, known);
    this.#byNumber.set(feed, known);
    this.#given.delete(name);
    this.#next = Math.max(this.#next, feed + 1);
  }
}
