/** All feeds of the running product: opens them, keeps them, and says how they are. */
import { HaidangError } from '../errors.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { FeedStatus } from '../live/protocol.ts';
import { shownCounters } from '../models/feed.ts';
import type { Feed, Sentence } from './feed.ts';
import { FileFeed, readFileHead } from './file.ts';
import type { IntakePort } from './intake.ts';
import { TcpFeed } from './tcp.ts';
import { TcpListenFeed } from './tcp-listen.ts';
import { UdpFeed } from './udp.ts';
import { type FeedSpec, type FileSpec, feedName, type NetworkSpec, parseFeedUrl } from './url.ts';

interface FeedSurroundings {
  /** Epoch ms. */
  clock: () => number;
  /** Told of every new problem of a feed, for the log. */
  onProblem: (feed: string, problem: Sentence) => void;
}

export interface Feeds {
  /**
   * Opens a feed and starts it; `label` is what people call it.
   * @throws HaidangError `feed-scheme`, `feed-address` or `file-unreadable`; a network that is not there yet is no error
   */
  add(url: string, label?: string): Promise<void>;
  /** Ends one that was opened by the same address; what it brought stays. */
  remove(url: string): Promise<void>;
  /** What people call one that was opened by this address, from now on. */
  rename(url: string, label: string | undefined): void;
  statuses(): FeedStatus[];
  stop(): Promise<void>;
}

interface Running {
  feed: Feed;
  number: number;
  spec: FeedSpec;
  label?: string;
}

/**
 * Looks at the feeds of a start before anything is begun.
 * @throws HaidangError as `Feeds.add`
 */
export async function checkFeedUrls(urls: readonly string[]): Promise<void> {
  const names = new Set<string>();
  for (const url of urls) {
    const spec = parseFeedUrl(url);
    const name = spec.kind === 'file' ? (await readFileHead(spec)).name : feedName(spec);
    if (names.has(name)) throw new HaidangError('feed-twice', { url: spec.url });
    names.add(name);
  }
}

export function createFeeds(room: EngineRoom, surroundings: FeedSurroundings): Feeds {
  const running = new Map<string, Running>();
  return {
    async add(url, label) {
      const spec = parseFeedUrl(url);
      const opened =
        spec.kind === 'file' ? await openFile(room, spec, surroundings) : await openNetwork(room, spec, surroundings);
      if (running.has(opened.feed.name)) throw new HaidangError('feed-twice', { url: spec.url });
      running.set(opened.feed.name, { ...opened, ...(label !== undefined && { label }) });
      opened.feed.start();
    },
    async remove(url) {
      for (const [name, { feed, spec }] of running) {
        if (spec.url !== url) continue;
        running.delete(name);
        await feed.stop();
      }
    },
    rename(url, label) {
      for (const [name, { label: _, ...one }] of running) {
        if (one.spec.url === url) running.set(name, { ...one, ...(label !== undefined && { label }) });
      }
    },
    statuses() {
      const counters = new Map(room.status().feeds.map((one) => [one.feed, one.counters]));
      return [...running.values()].map(({ feed, number, spec, label }) => {
        const { dropped, lastByteAt, ...health } = feed.health();
        const counted = shownCounters(counters.get(number));
        return {
          id: feed.name,
          ...(label !== undefined && { label }),
          url: spec.url,
          format: spec.format,
          ...counted,
          ...health,
          rejected: { ...counted.rejected, ...dropped },
          lastByteAt: lastByteAt ?? counted.lastByteAt,
        };
      });
    },
    async stop() {
      await Promise.all([...running.values()].map(({ feed }) => feed.stop()));
    },
  };
}

async function openFile(room: EngineRoom, spec: FileSpec, around: FeedSurroundings): Promise<Running> {
  const head = await readFileHead(spec);
  const { feed: number, bytes } = await room.openFeed({ name: head.name, url: spec.url, format: spec.format });
  const port = { room, feed: number, clock: around.clock };
  const feed = new FileFeed(head, spec, bytes, port, (problem) => around.onProblem(head.name, problem));
  return { feed, number, spec };
}

async function openNetwork(room: EngineRoom, spec: NetworkSpec, around: FeedSurroundings): Promise<Running> {
  const name = feedName(spec);
  const { feed: number } = await room.openFeed({ name, url: spec.url, format: spec.format });
  const feed = networkFeed(name, spec, { room, feed: number, clock: around.clock }, (problem) =>
    around.onProblem(name, problem),
  );
  return { feed, number, spec };
}

function networkFeed(name: string, spec: NetworkSpec, port: IntakePort, onProblem: (problem: Sentence) => void): Feed {
  switch (spec.kind) {
    case 'udp':
      return new UdpFeed(name, spec, port, onProblem);
    case 'tcp':
      return new TcpFeed(name, spec, port, onProblem);
    case 'tcp-listen':
      return new TcpListenFeed(name, spec, port, onProblem);
  }
}
