/**
 * One delivery through one attempt: journaled before the first byte leaves, its result after the answer; so a crash in between
 * leaves `sending` behind, which is tried again with the same id when its lease ends. That is at-least-once: neither SMTP
 * nor an SMS gateway offers better. Knows no queue.
 */
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import { type ChannelSender, DeliveryProblem } from './channels/channel.ts';
import { applyDeliveryEvent, type DeliveryEvent } from './delivery-event.ts';

export interface CarrierOptions {
  /** Journals and commits. False: the event did not apply any more (withdrawn meanwhile), so nothing may be sent. */
  // biome-ignore lint/suspicious/noConfusingVoidType: an engine room that has nothing to say resolves with nothing.
  record(event: DeliveryEvent): Promise<boolean | void>;
  senders: Partial<Record<Channel, ChannelSender>>;
  /** Epoch ms. */
  clock(): number;
  /** 0 ≤ x < 1; for jitter. */
  random?(): number;
  /** Seconds to wait after the first, second … refusal; the last one repeats. */
  retrySeconds?: number[];
  /** Tries before giving up. */
  maxAttempts?: number;
  /** Hours after which a message that could not be sent is not worth sending any more. */
  expireHours?: number;
  /** Seconds after which a gateway that has not answered is taken for lost. */
  sendTimeoutSeconds?: number;
  /** Minutes within which a receipt is expected where the channel gives them; absent: none is. */
  confirmMinutes?: number;
  /** Seconds between tries to journal a result. */
  pollSeconds?: number;
  /** Told of what the outbox cannot journal. */
  onProblem?(sentence: string, error: unknown): void;
  /** What a gateway said to an attempt: for the health of its channel. */
  onAnswer?(channel: Channel, answer: { ok: boolean; words: string; at: number }): void;
}

/** Half a minute, 2, 8 and 30 minutes, then hourly: rides out a restart as well as a night without a gateway. */
export const defaultRetrySeconds = [30, 120, 480, 1800, 3600];
/** The four short steps and 24 hourly ones: one day. */
const defaultMaxAttempts = 28;
/** A day and a half: the watch has changed twice. Own proposal. */
const defaultExpireHours = 36;
const defaultSendTimeoutSeconds = 60;
const hourMs = 3_600_000;
const minuteMs = 60_000;
/** A lease outlives its send timeout by this, so that a result that is being journaled is not overtaken. */
const leaseMarginMs = 15_000;
/** ±20 %: a thousand messages refused together don't come back together. */
const jitter = 0.2;

/** Milliseconds to wait after refusal number `attempt` (from 1). `random` in [0, 1). */
export function retryDelayMs(attempt: number, retrySeconds: number[], random: number): number {
  const seconds = retrySeconds[Math.min(attempt, retrySeconds.length) - 1] ?? 0;
  return Math.round(seconds * 1000 * (1 - jitter + 2 * jitter * random));
}

export class Carrier {
  readonly #options: CarrierOptions;
  readonly #retrySeconds: number[];
  readonly #maxAttempts: number;
  readonly #expireHours: number;
  readonly #sendTimeoutSeconds: number;
  readonly #pollSeconds: number;
  readonly #random: () => number;

  constructor(options: CarrierOptions) {
    this.#options = options;
    this.#retrySeconds = options.retrySeconds ?? defaultRetrySeconds;
    this.#maxAttempts = options.maxAttempts ?? defaultMaxAttempts;
    this.#expireHours = options.expireHours ?? defaultExpireHours;
    this.#sendTimeoutSeconds = options.sendTimeoutSeconds ?? defaultSendTimeoutSeconds;
    this.#pollSeconds = options.pollSeconds ?? 2;
    this.#random = options.random ?? Math.random;
  }

  /**
   * Never rejects. Resolves true when the slot should be filled again at once, false when the journal needs to recover.
   * @param stopping ends the wait for a journal that cannot be written
   */
  async carry(delivery: Delivery, stopping: AbortSignal): Promise<boolean> {
    if (delivery.state === 'queued' && this.#options.clock() > this.#expiryOf(delivery)) return this.#expire(delivery);
    const lost = delivery.state === 'sending' ? `outcome of attempt ${delivery.attempts} is unknown` : undefined;
    const attempt = delivery.attempts + 1;
    const begun: DeliveryEvent = {
      type: 'delivery',
      id: delivery.id,
      event: 'attempt',
      at: this.#options.clock(),
      attempt,
      nextAttemptAt: this.#options.clock() + this.#sendTimeoutSeconds * 1000 + leaseMarginMs,
      ...(lost && { answer: `Tried again: the ${lost}, it may arrive twice.` }),
    };
    try {
      if ((await this.#options.record(begun)) === false) return true;
    } catch (error) {
      // Nothing has left the house; it stays due and the next poll tries it. Not at once: the journal needs to recover.
      this.#options.onProblem?.(
        `Attempt ${attempt} of ${delivery.id} could not be journaled, so it was not sent.`,
        error,
      );
      return false;
    }
    await this.#recordSurely(await this.#attemptSend(applyDeliveryEvent(delivery, begun), lost), stopping);
    return true;
  }

  #expiryOf({ createdAt, requeuedAt }: Delivery): number {
    return (requeuedAt ?? createdAt) + this.#expireHours * hourMs;
  }

  async #attemptSend(delivery: Delivery, lost: string | undefined): Promise<DeliveryEvent> {
    const base = { type: 'delivery' as const, id: delivery.id, attempt: delivery.attempts };
    const say = (answer: string) => (lost ? `${answer} (${lost})` : answer);
    const { channel } = delivery;
    try {
      const { outcome, answer, gatewayId } = await this.#withTimeout(this.#senderOf(channel), delivery);
      const at = this.#options.clock();
      this.#options.onAnswer?.(channel, { ok: true, words: answer, at });
      const sent: DeliveryEvent = { ...base, event: outcome, at, answer: say(answer) };
      if (gatewayId === undefined) return sent;
      const confirmBy =
        this.#options.confirmMinutes === undefined ? undefined : at + this.#options.confirmMinutes * minuteMs;
      return { ...sent, gatewayId, ...(confirmBy !== undefined && { confirmBy }) };
    } catch (error) {
      return this.#refused(base, delivery, asProblem(error), say);
    }
  }

  #refused(
    base: Pick<DeliveryEvent, 'type' | 'id' | 'attempt'>,
    delivery: Delivery,
    problem: DeliveryProblem,
    say: (answer: string) => string,
  ): DeliveryEvent {
    const at = this.#options.clock();
    // A gateway that refuses one address for good works all the same.
    this.#options.onAnswer?.(delivery.channel, { ok: !problem.temporary, words: problem.answer, at });
    if (!problem.temporary) return { ...base, event: 'failed', at, answer: say(problem.answer) };
    const { attempts } = delivery;
    if (attempts >= this.#maxAttempts)
      return { ...base, event: 'failed', at, answer: say(`Given up after ${attempts} attempts: ${problem.answer}`) };
    const wait = retryDelayMs(attempts, this.#retrySeconds, this.#random());
    return { ...base, event: 'deferred', at, answer: say(problem.answer), nextAttemptAt: at + wait };
  }

  #senderOf(channel: Channel): ChannelSender {
    const sender = this.#options.senders[channel];
    if (!sender) throw new DeliveryProblem(true, `There is no gateway for ${channel}.`);
    return sender;
  }

  /** A sender has its own timeouts; this one also ends a gateway that keeps dripping bytes. */
  async #withTimeout(sender: ChannelSender, delivery: Delivery) {
    const limit = new AbortController();
    let alarm: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      alarm = setTimeout(() => {
        reject(new DeliveryProblem(true, `No answer within ${this.#sendTimeoutSeconds} s; it may have arrived.`));
        limit.abort();
      }, this.#sendTimeoutSeconds * 1000);
      alarm.unref();
    });
    try {
      return await Promise.race([sender.send(delivery, limit.signal), late]);
    } finally {
      clearTimeout(alarm);
    }
  }

  /** A result that cannot be journaled is tried again until it can, or until we stop: then the lease ends and it is resent. */
  async #recordSurely(event: DeliveryEvent, stopping: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#options.record(event);
        return;
      } catch (error) {
        this.#options.onProblem?.(
          `The result of ${event.id} (${event.event}) could not be journaled; it is tried again.`,
          error,
        );
      }
      if (stopping.aborted) return;
      await pause(this.#pollSeconds * 1000, stopping);
    }
  }

  async #expire(delivery: Delivery): Promise<boolean> {
    const last = delivery.answer === undefined ? '' : ` Last answer: ${delivery.answer}`;
    const answer = `Not sent within ${this.#expireHours} hours.${last}`;
    try {
      await this.#options.record({
        type: 'delivery',
        id: delivery.id,
        event: 'expired',
        at: this.#options.clock(),
        answer,
      });
      return true;
    } catch (error) {
      this.#options.onProblem?.(
        `The end of ${delivery.id} (expired) could not be journaled; it is tried again.`,
        error,
      );
      return false;
    }
  }
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
