/** Positions that come by HTTP: one feed for each format, opened when it is first needed. */
import type { EngineRoom } from '../ingest/room.ts';
import type { FeedStatus } from '../live/protocol.ts';
import { noCounters } from '../models/feed.ts';

/** Formats that providers and other programs can post. */
export const postedFormats = ['naf', 'flux', 'vn1008', 'csv', 'json', 'signalk'] as const;
export type PostedFormat = (typeof postedFormats)[number];

export class PostedFeeds {
  readonly #room: Pick<EngineRoom, 'openFeed' | 'status'>;
  readonly #opened = new Map<PostedFormat, Promise<number>>();
  readonly #numbers = new Map<PostedFormat, number>();

  constructor(room: Pick<EngineRoom, 'openFeed' | 'status'>) {
    this.#room = room;
  }

  /** Number under which the format's bytes are journaled: the same in every run. */
  number(format: PostedFormat): Promise<number> {
    const opened = this.#opened.get(format) ?? this.#open(format);
    this.#opened.set(format, opened);
    return opened;
  }

  /** Of those that were opened. */
  statuses(): FeedStatus[] {
    const { feeds } = this.#room.status();
    return [...this.#numbers].map(([format, feed]) => {
      const id = postedFeedName(format);
      const { newestFixTime: _, ...counters } = feeds.find((one) => one.feed === feed)?.counters ?? noCounters();
      return { id, url: id, format, state: 'open', reconnects: 0, ...counters };
    });
  }

  async #open(format: PostedFormat): Promise<number> {
    const name = postedFeedName(format);
    try {
      const { feed } = await this.#room.openFeed({ name, url: name, format });
      this.#numbers.set(format, feed);
      return feed;
    } catch (error) {
      // A full journal has room again later.
      this.#opened.delete(format);
      throw error;
    }
  }
}

/** As it is listed, and as settings name it. */
export function postedFeedName(format: PostedFormat): string {
  return `POST /api/v1/positions/${format}`;
}
