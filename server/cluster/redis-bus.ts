/** The bus on Redis: one channel, and the connections that socket.io's adapter shares. */
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient, type RedisClientType } from 'redis';
import type { Bus, Word } from './bus.ts';

const CHANNEL = 'haidang:committed';
const LONGEST_PAUSE_MS = 2000;

interface RedisBusOptions {
  /** `redis://…` or `rediss://…`. */
  url: string;
  /** Told why it does not answer; said once until it does. */
  onProblem: (sentence: string, error: unknown) => void;
}

export class RedisBus implements Bus {
  readonly #publisher: RedisClientType;
  readonly #subscriber: RedisClientType;

  constructor({ url, onProblem }: RedisBusOptions) {
    const reconnectStrategy = (tries: number): number => Math.min(100 * 2 ** Math.min(tries, 5), LONGEST_PAUSE_MS);
    this.#publisher = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy } });
    this.#subscriber = this.#publisher.duplicate({ disableOfflineQueue: false });
    let isAway = false;
    for (const client of this.#clients) {
      client.on('error', (error: unknown) => {
        if (!isAway) onProblem('Redis does not answer; screens are brought up to date from the store', error);
        isAway = true;
      });
      client.on('ready', () => {
        isAway = false;
      });
    }
  }

  /** Begins to connect, and goes on trying. */
  open(): void {
    for (const client of this.#clients) client.connect().catch(() => {});
  }

  publish(word: Word): void {
    this.#send(CHANNEL, JSON.stringify(word));
  }

  subscribe(listener: (word: Word) => void): void {
    // Waits for the connection, which may come much later.
    this.#subscriber
      .subscribe(CHANNEL, (text) => {
        const word = read(text);
        if (word) listener(word);
      })
      .catch(() => {});
  }

  async close(): Promise<void> {
    for (const client of this.#clients) if (client.isOpen) client.destroy();
  }

  /** For socket.io: rooms that reach over all web nodes. */
  adapter(): ReturnType<typeof createAdapter> {
    const subscriber = this.#subscriber;
    // As much of a client as the adapter uses; it does not look at what becomes of what it asks for.
    const on = (): void => {};
    const publish = (channel: string, message: string | Buffer): void => this.#send(channel, message);
    const quietly = <A extends unknown[]>(ask: (...args: A) => Promise<unknown>) => {
      return (...args: A): void => void ask(...args).catch(() => {});
    };
    return createAdapter(
      { on, off: on, publish, pSubscribe: on },
      {
        ...{ on, off: on },
        pSubscribe: quietly(subscriber.pSubscribe.bind(subscriber)),
        subscribe: quietly(subscriber.subscribe.bind(subscriber)),
        pUnsubscribe: quietly(subscriber.pUnsubscribe.bind(subscriber)),
        unsubscribe: quietly(subscriber.unsubscribe.bind(subscriber)),
      },
    );
  }

  get #clients(): RedisClientType[] {
    return [this.#publisher, this.#subscriber];
  }

  #send(channel: string, message: string | Buffer): void {
    if (this.#publisher.isReady) this.#publisher.publish(channel, message).catch(() => {});
  }
}

/** What is no word of ours is as good as lost. */
function read(text: string): Word | undefined {
  try {
    return JSON.parse(text) as Word;
  } catch {
    return undefined;
  }
}
