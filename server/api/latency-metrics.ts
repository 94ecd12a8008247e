/** How long things take, for Prometheus: as histograms to reckon with, and as p50, p95 and p99 of the last ten minutes to read. */
import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, type Registry, Summary } from 'prom-client';
import type { ErrorCode } from '../errors.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Limit } from './limits.ts';

/** Seconds, fine enough to read percentiles of. */
const DELAY_BUCKETS_S = [
  0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2, 5, 10, 60,
];
/** Messages wait for retries and quiet hours. */
const MESSAGE_BUCKETS_S = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 21_600];
const REQUEST_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const QUANTILES = [0.5, 0.95, 0.99];
/** Steps in which what is ten minutes old is forgotten: each answer is counted in every one of them. */
const AGES = 5;

interface Watched {
  buckets: number[];
  labels: readonly string[];
}

/** A histogram under the name, and its quantiles under the same with `_recent`. */
class Latency {
  readonly #all: Histogram;
  readonly #recent: Summary;

  constructor(registry: Registry, name: string, help: string, { buckets, labels }: Watched) {
    const registers = [registry];
    this.#all = new Histogram({ name, help, buckets, labelNames: [...labels], registers });
    this.#recent = new Summary({
      ...{ name: `${name}_recent`, help: `${help}, the last ten minutes`, registers },
      ...{ percentiles: QUANTILES, maxAgeSeconds: 600, ageBuckets: AGES },
    });
  }

  observe(ms: number, labels: Record<string, string> = {}): void {
    this.#all.observe(labels, ms / 1000);
    this.#recent.observe(ms / 1000);
  }
}

/** Alerts until they are stored, messages until their gateway has them and until they arrived; what became of messages. */
export function alertLatencies(registry: Registry, room: Pick<EngineRoom, 'onCommitted'>): void {
  const stored = new Latency(
    registry,
    'haidang_alert_stored_seconds',
    'From when bytes or a tick of the clock came in until the change of an alert that follows from them was stored',
    { buckets: DELAY_BUCKETS_S, labels: [] },
  );
  const since = 'From when what a message tells of came in until';
  const watched = { buckets: MESSAGE_BUCKETS_S, labels: ['channel'] };
  const sent = new Latency(registry, 'haidang_message_sent_seconds', `${since} its gateway had it`, watched);
  const arrived = new Latency(registry, 'haidang_message_delivered_seconds', `${since} it arrived`, watched);
  const steps = new Counter({
    name: 'haidang_message_steps_total',
    help: 'Messages that came into a state since the start, by channel',
    labelNames: ['channel', 'state'],
    registers: [registry],
  });
  room.onCommitted(({ alertDelaysMs, messageSteps = [] }) => {
    for (const ms of alertDelaysMs) stored.observe(ms);
    for (const { channel, state, afterMs } of messageSteps) {
      steps.inc({ channel, state });
      if (state === 'sent') sent.observe(afterMs, { channel });
      if (state === 'delivered') arrived.observe(afterMs, { channel });
    }
  });
}

/** Counts callers that came up against a limit, by which it was. */
export function limitedRequests(registry: Registry): (limit: Limit) => void {
  const limited = new Counter({
    name: 'haidang_requests_limited_total',
    help: 'Requests that were not looked at because their caller had asked, or guessed, too often',
    labelNames: ['limit'],
    registers: [registry],
  });
  return (limit) => limited.inc({ limit });
}

/** Counts what was refused for what it was or who asked, by the code that the answer had. */
export function refusedRequests(registry: Registry): (code: ErrorCode) => void {
  const refused = new Counter({
    name: 'haidang_requests_refused_total',
    help: 'Requests that were refused: not allowed, from another site, of another shape than is taken',
    labelNames: ['code'],
    registers: [registry],
  });
  return (code) => refused.inc({ code });
}

/** Of the journal's fsyncs, as the engine room says them. */
export function fsyncQuantiles(registry: Registry, room: Pick<EngineRoom, 'status'>): void {
  new Gauge({
    name: 'haidang_journal_fsync_seconds',
    help: 'Duration of the last thousand fsyncs of the journal',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      this.reset();
      const { p50, p95, p99 } = room.status().journal.fsyncMs ?? {};
      for (const [quantile, ms] of [p50, p95, p99].entries())
        if (ms !== undefined) this.set({ quantile: String(QUANTILES[quantile]) }, ms / 1000);
    },
  });
}

/** Measures every answer. Labels are routes as they are declared, never what was asked for. */
export function measuredRequests(registry: Registry): RequestHandler {
  const requests = new Latency(registry, 'haidang_http_request_seconds', 'Duration of an answer over HTTP', {
    buckets: REQUEST_BUCKETS_S,
    labels: ['method', 'route', 'status'],
  });
  return ({ method }, response, next) => {
    const began = performance.now();
    response.once('finish', () => {
      // A stream is as long as its reader wants it.
      if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return;
      const route = (response.locals.route as string | undefined) ?? 'other';
      const labels = { method: KNOWN_METHODS.has(method) ? method : 'other', route };
      requests.observe(performance.now() - began, { ...labels, status: `${Math.floor(response.statusCode / 100)}xx` });
    });
    next();
  };
}

/** A method is a word of whoever asks: others than these would be labels without end. */
const KNOWN_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
