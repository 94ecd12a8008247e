/** Feeds, lags and queues, the process itself and its backups, for Prometheus. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Counter, collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { LAST_BACKUP_FILE } from '../backup/last-backup.ts';
import { shownReceivers } from '../forward/view.ts';
import type { ShownReceiver } from './answers/forwarding.ts';
import type { ApiContext } from './route.ts';

type Source = Pick<ApiContext, 'room' | 'hub' | 'clock' | 'dataFolder' | 'config'>;

const second = 1000;

export function systemMetrics(registry: Registry, source: Source): void {
  feedMetrics(registry, source);
  lagMetrics(registry, source);
  backupMetric(registry, source);
  forwardMetrics(registry, source);
  const { version, demo } = source.config;
  const info = { name: 'haidang_info', help: 'What runs here', registers: [registry] };
  new Gauge({ ...info, labelNames: ['version', 'node', 'demo'] }).set(
    { version, node: process.version, demo: String(demo) },
    1,
  );
  collectDefaultMetrics({ register: registry });
}

function feedMetrics(registry: Registry, { hub, room, clock }: Source): void {
  const perFeed = (name: string, help: string, read: () => Iterable<[feed: string, value: number]>): void => {
    new Gauge({
      ...{ name: `haidang_feed_${name}`, help, labelNames: ['feed'], registers: [registry] },
      collect() {
        this.reset();
        for (const [feed, value] of read()) this.set({ feed }, value);
      },
    });
  };
  perFeed('up', '1 for a feed that is open', () =>
    hub.status().feeds.map(({ id, state }) => [id, Number(state === 'open')]),
  );
  perFeed('silent_seconds', 'Since the last byte of the feed', () =>
    room
      .status()
      .feeds.flatMap(({ name, counters: { lastByteAt } }): [string, number][] =>
        lastByteAt === undefined ? [] : [[name, (clock() - lastByteAt) / second]],
      ),
  );
  perFeed('lag_seconds', 'Age of the newest position of the feed', () =>
    room
      .status()
      .feeds.flatMap(({ name, counters: { newestFixTime } }): [string, number][] =>
        newestFixTime === undefined ? [] : [[name, (clock() - newestFixTime) / second]],
      ),
  );
  new Counter({
    name: 'haidang_feed_reconnects_total',
    help: 'How often the feed had to be connected again',
    labelNames: ['feed'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, reconnects } of hub.status().feeds) this.inc({ feed: id }, reconnects);
    },
  });
}

function lagMetrics(registry: Registry, { hub, room, clock }: Source): void {
  const sinceOrNothing = (name: string, help: string, since: () => number | undefined): void => {
    new Gauge({
      ...{ name: `haidang_${name}`, help, registers: [registry] },
      collect() {
        const time = since();
        this.set(time === undefined ? 0 : Math.max(0, (clock() - time) / second));
      },
    });
  };
  sinceOrNothing('store_lag_seconds', 'How old the newest record in the store is', () => room.status().store?.coversTo);
  sinceOrNothing(
    'outbox_oldest_seconds',
    'How long the oldest message has waited',
    () => hub.status().outbox.oldestQueuedAt,
  );
}

/** None while there was no backup: an alarm on its age has to ask for its absence, too. */
function backupMetric(registry: Registry, { dataFolder }: Source): void {
  new Gauge({
    name: 'haidang_last_backup_seconds',
    help: 'When the last backup was finished, Unix time',
    registers: [registry],
    async collect() {
      this.reset();
      const text = await readFile(join(dataFolder, LAST_BACKUP_FILE), 'utf8').catch(() => undefined);
      const finished = text === undefined ? Number.NaN : finishedAt(text);
      if (Number.isFinite(finished)) this.set({}, finished / second);
      else this.remove({});
    },
  });
}

/** By receiver; its id is the operator's own word. */
function forwardMetrics(registry: Registry, { dataFolder, config, clock }: Source): void {
  const of: [name: string, help: string, value: (one: ShownReceiver) => number][] = [
    ['waiting', 'Positions that wait for the receiver', ({ waiting }) => waiting],
    ['failing', '1 when the receiver did not take what it was sent last', ({ state }) => Number(state === 'failing')],
    [
      'oldest_seconds',
      'How long the oldest position has waited for the receiver',
      ({ oldestWaitingAt }) => (oldestWaitingAt === undefined ? 0 : (clock() - oldestWaitingAt) / second),
    ],
    ['sent', 'Positions that the receiver has taken, since it was first named', ({ sent }) => sent],
    ['refused', 'Positions that the receiver has refused for good', ({ refused }) => refused],
    ['missed', 'Positions that lay more than 7 days back when they could have been sent', ({ missed }) => missed],
  ];
  for (const [name, help, value] of of) {
    new Gauge({
      ...{ name: `haidang_forward_${name}`, help, labelNames: ['receiver'], registers: [registry] },
      collect() {
        this.reset();
        for (const one of shownReceivers(dataFolder, config.receivers ?? []))
          this.set({ receiver: one.id }, value(one));
      },
    });
  }
}

function finishedAt(text: string): number {
  try {
    return Date.parse(String((JSON.parse(text) as { finishedAt?: unknown }).finishedAt));
  } catch {
    return Number.NaN;
  }
}
