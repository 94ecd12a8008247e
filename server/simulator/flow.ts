/** Keeps the sender of history from running ahead of the receiver: UDP itself would silently lose what does not fit. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatagramSender } from './packets.ts';
import type { Product } from './product.ts';

/** Sentences on the way at most: some 45 datagrams, half of what a default socket buffer holds. */
const mostOnTheWay = 800;
const pollMs = 5;
/** Without progress for so long, what is missing is taken as lost. */
const patienceMs = 3000;

export class FlowControl {
  readonly #product: Product;
  readonly #radio: DatagramSender;
  readonly #udpPort: number;
  readonly #signal: AbortSignal;
  /** The receiver's counter less ours; undefined while the product does not tell. */
  #offset: number | undefined;
  #arrived = 0;
  /** Sentences that never arrived. */
  lost = 0;

  constructor(product: Product, radio: DatagramSender, udpPort: number, signal: AbortSignal) {
    this.#product = product;
    this.#radio = radio;
    this.#udpPort = udpPort;
    this.#signal = signal;
  }

  async begin(): Promise<void> {
    const count = await this.#ask();
    this.#offset = count === undefined ? undefined : count - this.#radio.sentences;
    this.#arrived = this.#radio.sentences;
  }

  /** Waits until little enough is on the way. */
  async pace(): Promise<void> {
    if (this.#radio.sentences - this.#arrived > mostOnTheWay) await this.#waitFor(mostOnTheWay / 2);
  }

  /** Waits until everything has arrived. */
  async settle(): Promise<void> {
    await this.#waitFor(0);
  }

  async #waitFor(onTheWay: number): Promise<void> {
    if (this.#offset === undefined) return;
    let progressAt = Date.now();
    while (this.#radio.sentences - this.#arrived > onTheWay) {
      const count = await this.#ask();
      if (count === undefined) return;
      if (count - this.#offset > this.#arrived) {
        this.#arrived = count - this.#offset;
        progressAt = Date.now();
      } else if (Date.now() - progressAt > patienceMs) {
        this.#giveUp();
      } else {
        await sleep(pollMs, undefined, { signal: this.#signal });
      }
    }
  }

  #giveUp(): void {
    const missing = this.#radio.sentences - this.#arrived;
    this.lost += missing;
    this.#offset! -= missing;
    this.#arrived = this.#radio.sentences;
  }

  /** A product that refuses its status is paced by the pauses between bursts alone. */
  #ask(): Promise<number | undefined> {
    return this.#product.sentencesAt(this.#udpPort).catch(() => {
      this.#signal.throwIfAborted();
      return undefined;
    });
  }
}
