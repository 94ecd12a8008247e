/**
 * Positions that come by HTTP: a feed for each supplier and format, so that one supplier's failure is seen as his. Opened
 * when it is first needed, and listed from then on, also after a restart.
 */
import type { EngineRoom } from '../ingest/room.ts';
import type { FeedStatus } from '../live/protocol.ts';
import { shownCounters } from '../models/feed.ts';

/** Formats that providers and other programs can post. */
export const postedFormats = ['naf', 'flux', 'vn1008', 'csv', 'json', 'signalk'] as const;
export type PostedFormat = (typeof postedFormats)[number];

interface PostedFeed {
  format: PostedFormat;
  /** Under which its bytes are journaled, once that is known. */
  number: Promise<number>;
}

export class PostedFeeds {
  readonly #room: Pick<EngineRoom, 'openFeed' | 'status'>;
  readonly #opened = new Map<string, PostedFeed>();

  constructor(room: Pick<EngineRoom, 'openFeed' | 'status'>) {
    this.#room = room;
  }

  /** Opens those that earlier runs had. */
  async reopen(): Promise<void> {
    const known = this.#room.status().feeds.flatMap(({ name }) => {
      const format = postedFormats.find((one) => name.startsWith(`${pathOf(one)} (`));
      return format ? [this.#feed(name, format)] : [];
    });
    await Promise.all(known);
  }

  /** Number under which a supplier's bytes of this format are journaled: the same in every run. */
  number(format: PostedFormat, supplier: string): Promise<number> {
    return this.#feed(postedFeedName(format, supplier), format);
  }

  statuses(): FeedStatus[] {
    const { feeds } = this.#room.status();
    return [...this.#opened].map(([name, { format }]) => {
      const counted = shownCounters(feeds.find((one) => one.name === name)?.counters);
      return { id: name, url: name, format, state: 'open', reconnects: 0, ...counted };
    });
  }

  #feed(name: string, format: PostedFormat): Promise<number> {
    const known = this.#opened.get(name);
    if (known) return known.number;
    const number = this.#room.openFeed({ name, url: name, format }).then(({ feed }) => feed);
    this.#opened.set(name, { format, number });
    // A full journal has room again later.
    number.catch(() => this.#opened.delete(name));
    return number;
  }
}

/** As it is listed, and as settings name it. @param supplier name of the key or of the person who posts */
export function postedFeedName(format: PostedFormat, supplier: string): string {
  return `${pathOf(format)} (${supplier})`;
}

function pathOf(format: PostedFormat): string {
  return `POST /api/v1/positions/${format}`;
}
