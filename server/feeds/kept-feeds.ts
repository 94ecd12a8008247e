/** Keeps open what the settings document of feeds says, beside the feeds of the command line, without a restart. */
import { HaidangError } from '../errors.ts';
import type { FeedStatus } from '../live/protocol.ts';
import { type KeptFeed, shownCounters } from '../models/feed.ts';
import type { Store } from '../store/store.ts';
import { systemWords } from '../system-words.ts';
import type { Feeds } from './feeds.ts';
import { parseFeedUrl } from './url.ts';

export class KeptFeeds {
  readonly #store: Pick<Store, 'document'>;
  readonly #feeds: Feeds;
  /** Names of what is open, by address. */
  readonly #open = new Map<string, string | undefined>();
  /** What could not be opened, with the reason. */
  #failed: FeedStatus[] = [];
  #settling: Promise<void> = Promise.resolve();

  constructor(store: Pick<Store, 'document'>, feeds: Feeds) {
    this.#store = store;
    this.#feeds = feeds;
  }

  /** Opens and ends feeds until they are as the document says. One change after the other. @throws what the store throws */
  settle(): Promise<void> {
    this.#settling = this.#settling.catch(() => undefined).then(() => this.#apply());
    return this.#settling;
  }

  /** Those that could not be opened. */
  statuses(): FeedStatus[] {
    return this.#failed;
  }

  async #apply(): Promise<void> {
    const kept = ((await this.#store.document('feeds'))?.body ?? []) as KeptFeed[];
    const wanted = new Map(kept.filter(({ paused }) => !paused).map((one) => [one.url, one]));
    for (const url of this.#open.keys()) {
      if (wanted.has(url)) continue;
      await this.#feeds.remove(url);
      this.#open.delete(url);
    }
    const failed: FeedStatus[] = [];
    for (const one of wanted.values()) {
      try {
        if (!this.#open.has(one.url)) await this.#feeds.add(one.url, one.name);
        else if (this.#open.get(one.url) !== one.name) this.#feeds.rename(one.url, one.name);
        this.#open.set(one.url, one.name);
      } catch (error) {
        failed.push(statusOf(one, error));
      }
    }
    this.#failed = failed;
  }
}

function statusOf({ url, name }: KeptFeed, error: unknown): FeedStatus {
  const problem =
    error instanceof HaidangError ? { vi: error.sentence('vi'), en: error.sentence('en') } : systemWords(error);
  const { format } = parseFeedUrl(url);
  const label = name === undefined ? {} : { label: name };
  return { id: `settings:${url}`, url, ...label, format, state: 'failed', problem, ...shownCounters(), reconnects: 0 };
}
