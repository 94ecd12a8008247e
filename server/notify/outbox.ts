/**
 * The outbox: hands due deliveries to their gateways and journals what became of them. An attempt is journaled before the
 * first byte leaves, its result after the answer; so a crash in between leaves `sending` behind, which is tried again with the
 * same id when its lease ends. That is at-least-once: neither SMTP nor an SMS gateway offers better.
 *
 * Every channel has its own slots and its own queue, so a gateway that hangs holds up no other channel; every delivery has
 * its own timer, so a poisoned one holds up no other delivery. Knows no SMTP, no HTTP, no SQL.
 */
import type { Channel, Delivery } from '../models/delivery.ts';
import { type ChannelSender, DeliveryProblem } from './channels/channel.ts';
import { applyDeliveryEvent, type DeliveryEvent } from './delivery-event.ts';

export interface OutboxOptions {
  /**
   * Deliveries of a channel that are `queued` or `sending` with nextAttemptAt ≤ now, oldest nextAttemptAt first. Asked by
   * channel, so that ten thousand waiting SMS don't hide one mail.
   */
  due(channel: Channel, now: number, limit: number): Promise<Delivery[]>;
  /** Journals and commits. False: the event did not apply any more (withdrawn meanwhile), so nothing may be sent. */
  // biome-ignore lint/suspicious/noConfusingVoidType: an engine room that has nothing to say resolves with nothing.
  record(event: DeliveryEvent): Promise<boolean | void>;
  senders: Record<Channel, ChannelSender>;
  /** Epoch ms. */
  clock(): number;
  /** 0 ≤ x < 1; for jitter. */
  random?(): number;
  /** Seconds to wait after the first, second … refusal; the last one repeats. */
  retrySeconds?: number[];
  /** Tries before giving up. */
  maxAttempts?: number;
  /** Seconds after which a gateway that has not answered is taken for lost. */
  sendTimeoutSeconds?: number;
  /** Messages under way at once, a channel. */
  concurrency?: number;
  /** Seconds between looks at the queue when nobody pokes. */
  pollSeconds?: number;
  /** Told of what the outbox cannot journal. */
  onProblem?(sentence: string, error: unknown): void;
}

export interface Outbox {
  start(): void;
  /** New deliveries have been committed: look at once. */
  poke(): void;
  /** Takes up nothing more and resolves when what is under way has ended and is recorded. */
  stop(): Promise<void>;
  /** Messages under way by channel. */
  underWay(): Record<Channel, number>;
}

/** Half a minute, 2, 8 and 30 minutes, then hourly: rides out a restart as well as a night without a gateway. */
export const defaultRetrySeconds = [30, 120, 480, 1800, 3600];
/** The four short steps and 24 hourly ones: one day. */
export const defaultMaxAttempts = 28;
const defaultSendTimeoutSeconds = 60;
const defaultConcurrency = 5;
const defaultPollSeconds = 2;
/** A lease outlives its send timeout by this, so that a result that is being journaled is not overtaken. */
const leaseMarginMs = 15_000;
/** ±20 %: a thousand messages refused together don't come back together. */
const jitter = 0.2;
const channels: Channel[] = ['email', 'sms'];

/** Milliseconds to wait after refusal number `attempt` (from 1). `random` in [0, 1). */
export function retryDelayMs(attempt: number, retrySeconds: number[], random: number): number {
  const seconds = retrySeconds[Math.min(attempt, retrySeconds.length) - 1] ?? 0;
  return Math.round(seconds * 1000 * (1 - jitter + 2 * jitter * random));
}

export function createOutbox(options: OutboxOptions): Outbox {
  const {
    retrySeconds = defaultRetrySeconds,
    maxAttempts = defaultMaxAttempts,
    sendTimeoutSeconds = defaultSendTimeoutSeconds,
    concurrency = defaultConcurrency,
    pollSeconds = defaultPollSeconds,
    random = Math.random,
    onProblem = () => {},
  } = options;
  const inFlight: Record<Channel, Map<string, Promise<void>>> = { email: new Map(), sms: new Map() };
  const looking: Record<Channel, boolean> = { email: false, sms: false };
  const again: Record<Channel, boolean> = { email: false, sms: false };
  /** Ended while the queue was being read: the reading may still show them as due. */
  const justEnded: Record<Channel, Set<string>> = { email: new Set(), sms: new Set() };
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  /** Fills a channel's free slots from its queue; calls while it looks make it look once more. */
  async function look(channel: Channel): Promise<void> {
    if (looking[channel]) {
      again[channel] = true;
      return;
    }
    looking[channel] = true;
    try {
      do {
        again[channel] = false;
        await fill(channel);
      } while (again[channel] && !stopping.signal.aborted);
    } catch (error) {
      onProblem(`The queue for ${channel} could not be read; it is tried again.`, error);
    } finally {
      looking[channel] = false;
    }
  }

  async function fill(channel: Channel): Promise<void> {
    const busy = inFlight[channel];
    const ended = justEnded[channel];
    if (stopping.signal.aborted || busy.size >= concurrency) return;
    ended.clear();
    // Those under way may still look due until their attempt is committed; ask for enough to see past them.
    const found = await options.due(channel, options.clock(), concurrency + busy.size);
    for (const delivery of found) {
      if (stopping.signal.aborted || busy.size >= concurrency) return;
      if (busy.has(delivery.id) || ended.has(delivery.id)) continue;
      const work = carry(delivery).then((lookAgain) => {
        busy.delete(delivery.id);
        ended.add(delivery.id);
        if (lookAgain) void look(channel);
      });
      busy.set(delivery.id, work);
    }
  }

  /** One delivery through one attempt. Never rejects. Resolves true when the slot should be filled again at once. */
  async function carry(delivery: Delivery): Promise<boolean> {
    const lost = delivery.state === 'sending' ? `outcome of attempt ${delivery.attempts} is unknown` : undefined;
    const attempt = delivery.attempts + 1;
    const begun: DeliveryEvent = {
      type: 'delivery',
      id: delivery.id,
      event: 'attempt',
      at: options.clock(),
      attempt,
      nextAttemptAt: options.clock() + sendTimeoutSeconds * 1000 + leaseMarginMs,
      ...(lost && { answer: `Tried again: the ${lost}, it may arrive twice.` }),
    };
    try {
      if ((await options.record(begun)) === false) return true;
    } catch (error) {
      // Nothing has left the house; it stays due and the next poll tries it. Not at once: the journal needs to recover.
      onProblem(`Attempt ${attempt} of ${delivery.id} could not be journaled, so it was not sent.`, error);
      return false;
    }
    const result = await attemptSend(applyDeliveryEvent(delivery, begun), lost);
    await recordSurely(result);
    return true;
  }

  async function attemptSend(delivery: Delivery, lost: string | undefined): Promise<DeliveryEvent> {
    const base = { type: 'delivery' as const, id: delivery.id, attempt: delivery.attempts };
    const say = (answer: string) => (lost ? `${answer} (${lost})` : answer);
    try {
      const { outcome, answer } = await withTimeout(options.senders[delivery.channel], delivery);
      return { ...base, event: outcome, at: options.clock(), answer: say(answer) };
    } catch (error) {
      const problem = asProblem(error);
      const at = options.clock();
      if (!problem.temporary) return { ...base, event: 'failed', at, answer: say(problem.answer) };
      if (delivery.attempts >= maxAttempts)
        return {
          ...base,
          event: 'failed',
          at,
          answer: say(`Given up after ${delivery.attempts} attempts: ${problem.answer}`),
        };
      const wait = retryDelayMs(delivery.attempts, retrySeconds, random());
      return { ...base, event: 'deferred', at, answer: say(problem.answer), nextAttemptAt: at + wait };
    }
  }

  /** A sender has its own timeouts; this one also ends a gateway that keeps dripping bytes. */
  async function withTimeout(sender: ChannelSender, delivery: Delivery) {
    const limit = new AbortController();
    let alarm: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      alarm = setTimeout(() => {
        reject(new DeliveryProblem(true, `No answer within ${sendTimeoutSeconds} s; it may have arrived.`));
        limit.abort();
      }, sendTimeoutSeconds * 1000);
      alarm.unref();
    });
    try {
      return await Promise.race([sender.send(delivery, limit.signal), late]);
    } finally {
      clearTimeout(alarm);
    }
  }

  /** A result that cannot be journaled is tried again until it can, or until we stop: then the lease ends and it is resent. */
  async function recordSurely(event: DeliveryEvent): Promise<void> {
    for (;;) {
      try {
        await options.record(event);
        return;
      } catch (error) {
        onProblem(`The result of ${event.id} (${event.event}) could not be journaled; it is tried again.`, error);
      }
      if (stopping.signal.aborted) return;
      await pause(pollSeconds * 1000, stopping.signal);
    }
  }

  function poke(): void {
    if (!stopping.signal.aborted) for (const channel of channels) void look(channel);
  }

  return {
    start() {
      if (timer || stopping.signal.aborted) return;
      timer = setInterval(poke, pollSeconds * 1000);
      timer.unref();
      poke();
    },
    poke,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await Promise.all(channels.flatMap((channel) => [...inFlight[channel].values()]));
    },
    underWay() {
      return { email: inFlight.email.size, sms: inFlight.sms.size };
    },
  };
}

function asProblem(error: unknown): DeliveryProblem {
  if (error instanceof DeliveryProblem) return error;
  // A fault of ours in one message: it walks the ladder like any other and ends as failed, in view of the officer.
  return new DeliveryProblem(true, error instanceof Error ? error.message : String(error));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
