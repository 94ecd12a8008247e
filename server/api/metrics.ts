/** Figures for Prometheus, read from what the engine room and the hub say when somebody asks. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { RoomStatus } from '../ingest/room.ts';
import type { JobView } from '../jobs/scheduler.ts';
import type { FeedCounters } from '../models/feed.ts';
import { alertLatencies, fsyncQuantiles } from './latency-metrics.ts';
import type { ApiContext } from './route.ts';
import { systemMetrics } from './system-metrics.ts';

type Source = Pick<ApiContext, 'room' | 'hub' | 'jobs' | 'clock' | 'dataFolder' | 'config'>;

export function createMetrics(context: Source): Registry {
  const { room, hub, jobs } = context;
  const registry = new Registry();
  for (const field of ['bytes', 'sentences', 'messages', 'duplicates', 'late'] as const) {
    feedCounter(registry, room, field);
  }
  rejectedCounter(registry, room);
  const gauges: [name: string, help: string, value: () => number][] = [
    ['behind_bytes', 'Bytes journaled and not yet in the store', () => room.status().behindBytes],
    ['waiting_bytes', 'Bytes received and not yet on disk', () => room.waitingBytes],
    ['journal_bytes', 'Size of the journal', () => room.status().journal.bytes],
    ['journal_healthy', '1 when the journal can be written', () => Number(room.status().journal.healthy)],
    ['journal_fsync_ms', 'Duration of the last fsync of the journal', () => room.status().journal.lastFsyncMs],
    ['outbox_queued', 'Messages that wait for their gateway', () => hub.status().outbox.queued],
    ['outbox_failed', 'Messages that were given up', () => hub.status().outbox.failed],
    [
      'audit_healthy',
      '1 when nothing that should have happened is overdue',
      () => Number(hub.status().audit?.healthy ?? true),
    ],
    ['vessels', 'Craft known', () => hub.status().vessels],
    ['vessels_placed', 'Craft with a position', () => hub.placed],
    ['live_sockets', 'Live clients', () => hub.clients],
  ];
  for (const [name, help, value] of gauges) {
    new Gauge({
      name: `haidang_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
  alertLatencies(registry, room);
  fsyncQuantiles(registry, room);
  systemMetrics(registry, context);
  new Gauge({
    name: 'haidang_channel_failing',
    help: '1 for a channel of messages whose last tries have all failed',
    labelNames: ['channel'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { channel } of hub.status().failingChannels ?? []) this.set({ channel }, 1);
    },
  });
  new Counter({
    name: 'haidang_journal_fsyncs_total',
    help: 'Fsyncs of the journal',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(room.status().journal.fsyncs);
    },
  });
  jobGauges(registry, jobs);
  return registry;
}

/** Of each scheduled job; none while their queue is not open yet or does not answer. */
function jobGauges(registry: Registry, jobs: Source['jobs']): void {
  const of: [name: string, help: string, value: (job: JobView) => number | undefined][] = [
    ['last_run_seconds', 'When the job last began, Unix time', ({ lastRunAt }) => seconds(lastRunAt)],
    [
      'last_finished_seconds',
      'When the job last ended well, Unix time',
      ({ lastFinishedAt }) => seconds(lastFinishedAt),
    ],
    ['next_run_seconds', 'When the job is due, Unix time', ({ nextRunAt }) => seconds(nextRunAt)],
    ['failed', '1 when the last run of the job failed', ({ state }) => Number(state === 'failed')],
  ];
  for (const [name, help, value] of of) {
    new Gauge({
      ...{ name: `haidang_job_${name}`, help, labelNames: ['job'], registers: [registry] },
      async collect() {
        this.reset();
        for (const job of await jobs.listSoFar().catch(() => [])) {
          const now = value(job);
          if (now !== undefined) this.set({ job: job.name }, now);
        }
      },
    });
  }
}

const seconds = (ms: number | undefined): number | undefined => ms && ms / 1000;

type Countable = {
  [Field in keyof FeedCounters]-?: FeedCounters[Field] extends number ? Field : never;
}[keyof FeedCounters];

/** The room counts; a counter here only repeats its total. */
function feedCounter(registry: Registry, room: { status(): RoomStatus }, field: Countable): void {
  new Counter({
    name: `haidang_feed_${field}_total`,
    help: `Feed counter: ${field}`,
    labelNames: ['feed'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, counters } of room.status().feeds) this.inc({ feed: name }, counters[field]);
    },
  });
}

function rejectedCounter(registry: Registry, room: { status(): RoomStatus }): void {
  new Counter({
    name: 'haidang_feed_rejected_total',
    help: 'Input that could not be used, by reason',
    labelNames: ['feed', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, counters } of room.status().feeds) {
        for (const [reason, count] of Object.entries(counters.rejected)) this.inc({ feed: name, reason }, count);
      }
    },
  });
}
