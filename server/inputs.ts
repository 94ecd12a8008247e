/** Where bytes come in: feeds of the configuration, feeds that people keep in the settings, and what is posted by HTTP. */
import type { Accounts } from './auth/accounts.ts';
import { startDemo } from './demo.ts';
import { createFeeds } from './feeds/feeds.ts';
import { KeptFeeds } from './feeds/kept-feeds.ts';
import { PostedFeeds } from './feeds/posted.ts';
import type { EngineRoom } from './ingest/room.ts';
import type { FeedStatus } from './live/protocol.ts';
import type { Starting } from './start.ts';
import type { Store } from './store/store.ts';

export interface Inputs {
  posted: PostedFeeds;
  statuses(): FeedStatus[];
  /** Opens what the configuration and the settings name, and the demonstration where it is wanted. */
  open(where: { url: string; accounts: Accounts }): Promise<void>;
}

/** Nothing but what is posted comes in before `open`. */
export async function prepareInputs(starting: Starting, room: EngineRoom, store: Store): Promise<Inputs> {
  const { config, log, stops, onProblem } = starting;
  const feeds = createFeeds(room, {
    clock: Date.now,
    onProblem: (feed, problem) => log.warn({ feed, problem: problem.en }, 'feed'),
  });
  stops.add(() => feeds.stop());
  const posted = new PostedFeeds(room);
  await posted.reopen();
  void room.caughtUp.then(() => posted.reopen()).catch(() => {});
  const kept = new KeptFeeds(store, feeds);
  return {
    posted,
    statuses: () => [...feeds.statuses(), ...kept.statuses(), ...posted.statuses()],
    async open(where) {
      for (const feed of config.feeds) await feeds.add(feed);
      if (config.demo) await startDemo(starting, feeds, where);
      // Of several processes the front alone opens what people keep: a web node would open it once more.
      if (config.role === 'web') return;
      const settle = (): void => void kept.settle().catch((error: unknown) => onProblem('feeds', error));
      room.onCommitted(({ documents }) => documents.includes('feeds') && settle());
      settle();
    },
  };
}
