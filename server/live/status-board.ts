/** Puts together what the status line, /readyz and the live frames say about the system. Counts are refreshed, not awaited. */
import type { AuditStatus } from '../audit/auditor.ts';
import type { RoomStatus } from '../ingest/room.ts';
import type { ChannelState } from '../notify/channel-health.ts';
import type { Store } from '../store/store.ts';
import type { FeedStatus, SystemStatus } from './protocol.ts';

export interface StatusBoardOptions {
  store: Pick<Store, 'countDeliveries' | 'countVessels'>;
  room: { status(): RoomStatus };
  feeds: { statuses(): FeedStatus[] };
  /** Channels of messages that do not work. */
  failingChannels?: () => ChannelState[];
  audit?: () => AuditStatus | undefined;
  demo: boolean;
  version: string;
  /** Epoch ms. */
  clock: () => number;
  onProblem?: (sentence: string, error: unknown) => void;
}

interface StatusBoard {
  /** Reads the counts once and then every two seconds. */
  start(): Promise<void>;
  status(): SystemStatus;
  /** False after the store could not be read. */
  readonly storeReadable: boolean;
  close(): void;
}

const REFRESH_MS = 2000;

export function createStatusBoard(options: StatusBoardOptions): StatusBoard {
  const startedAt = options.clock();
  let outbox: SystemStatus['outbox'] = { queued: 0, failed: 0 };
  let vessels = 0;
  let storeReadable = true;
  let timer: NodeJS.Timeout | undefined;

  async function refresh(): Promise<void> {
    try {
      outbox = await options.store.countDeliveries();
      vessels = await options.store.countVessels();
      storeReadable = true;
    } catch (error) {
      if (storeReadable) options.onProblem?.('the store cannot be read', error);
      storeReadable = false;
    }
  }

  return {
    async start() {
      await refresh();
      timer ??= setInterval(() => void refresh(), REFRESH_MS);
    },
    status() {
      const { journal, behindBytes, store } = options.room.status();
      return {
        demo: options.demo,
        time: options.clock(),
        startedAt,
        version: options.version,
        journal: { bytes: journal.bytes, healthy: journal.healthy, problem: journal.problem },
        behindBytes,
        store,
        outbox,
        failingChannels: options.failingChannels?.() ?? [],
        audit: options.audit?.(),
        vessels,
        feeds: options.feeds.statuses(),
      };
    },
    get storeReadable() {
      return storeReadable;
    },
    close() {
      clearInterval(timer);
    },
  };
}
