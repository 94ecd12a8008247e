/**
 * The outbox: hands due deliveries to their gateways. Every channel has its own slots, every reader a lane in it that takes at
 * most `laneWidth` of them: a gateway that hangs holds up no other channel, a reader who cannot be reached no other reader.
 * What waits in a lane in numbers is told in one message (lane-policy.ts). Knows no SMTP, no HTTP, no SQL; a channel's lanes are
 * in channel-queue.ts, what happens to one delivery is in carrier.ts.
 */
import { type Channel, channels } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import { ChannelQueue, type QueueOptions } from './channel-queue.ts';

const defaultPollSeconds = 2;

/** Calls are made by people; everything else is handed over here. */
const carried = channels.filter((channel) => channel !== 'call');

export class Outbox {
  readonly #stopping = new AbortController();
  readonly #queues: ReadonlyMap<Channel, ChannelQueue>;
  readonly #pollMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: QueueOptions) {
    const { signal } = this.#stopping;
    this.#queues = new Map(carried.map((channel) => [channel, new ChannelQueue(channel, options, signal)]));
    this.#pollMs = (options.pollSeconds ?? defaultPollSeconds) * 1000;
  }

  start(): void {
    if (this.#timer || this.#stopping.signal.aborted) return;
    this.#timer = setInterval(() => this.poke(), this.#pollMs);
    this.#timer.unref();
    this.poke();
  }

  /** New deliveries have been committed: look at once. */
  poke(): void {
    if (!this.#stopping.signal.aborted) for (const queue of this.#queues.values()) void queue.look();
  }

  /** Takes up nothing more and resolves when what is under way has ended and is recorded. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await Promise.all([...this.#queues.values()].map((queue) => queue.ended()));
  }

  /** Messages under way by channel. */
  underWay(): Record<Channel, number> {
    const counts = channels.map((channel) => [channel, this.#queues.get(channel)?.underWay ?? 0]);
    return Object.fromEntries(counts) as Record<Channel, number>;
  }

  /** A message that an earlier run sent: it counts for its reader's limit. */
  remember(delivery: Delivery): void {
    this.#queues.get(delivery.channel)?.remember(delivery);
  }
}
