/** Writes one partition into the common store, for as long as its lease is ours. */

import { sharedMapOf } from '../ingest/room.ts';
import { fenceOf } from '../store/mongo/fence.ts';
import { MongoStore } from '../store/mongo/mongo-store.ts';
import { LeaseLost } from '../store/mongo/patience.ts';
import { noChanges } from '../store/store.ts';
import type { Bus, Word } from './bus.ts';
import type { Outgoing, Piece } from './outgoing.ts';
import { type Content, nothing } from './partition.ts';

/** Looks by itself so often. */
const LOOK_MS = 1000;
/** What is half written then is ended by whoever takes the partition next. */
const STOP_MS = 3000;

interface PublisherOptions {
  url: string;
  partition: number;
  epoch: number;
  outgoing: Outgoing;
  bus: Bus;
  onProblem: (sentence: string, error: unknown) => void;
  /** It writes no more: the lease is another's, or it failed. */
  onEnd: () => void;
}

export class Publisher {
  readonly #options: PublisherOptions;
  readonly epoch: number;
  #store: MongoStore | undefined;
  #stopping = false;
  #wake: () => void = () => {};
  readonly #done: Promise<void>;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.epoch = options.epoch;
    this.#done = this.#run();
  }

  /** There may be something to write. */
  poke(): void {
    this.#wake();
  }

  /** Ends after the piece at hand; a database that does not answer is not waited for. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    const patience = setTimeout(() => this.#store?.giveUp(), STOP_MS);
    await this.#done;
    clearTimeout(patience);
  }

  async #run(): Promise<void> {
    const { partition, onProblem, onEnd } = this.#options;
    try {
      await this.#write();
    } catch (error) {
      if (error instanceof LeaseLost) onProblem(`partition ${partition} was taken over`, error);
      else if (!this.#stopping) onProblem(`partition ${partition} could not be written`, error);
    } finally {
      await this.#store?.close().catch(() => {});
      onEnd();
    }
  }

  async #write(): Promise<void> {
    const { url, partition, epoch, outgoing, bus } = this.#options;
    const store = await MongoStore.open({ url, mode: 'write', fence: fenceOf(partition, epoch) });
    this.#store = store;
    while (!this.#stopping) {
      const from = store.position;
      const piece = outgoing.next(partition, from);
      if (!piece) {
        await this.#sleep();
        continue;
      }
      if (piece.start > from)
        throw new Error(`the engine's folder begins at ${piece.start}, the store ends at ${from}`);
      await store.publish(
        { ...noChanges, ...(piece.content ?? nothing()), position: piece.reach },
        { alertSeq: piece.alertSeq, coversTo: piece.coversTo },
      );
      bus.publish(wordOf(piece, from));
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function wordOf({ partition, reach: to, alertSeq, coversTo, content }: Piece, from: number): Word {
  return { partition, from, to, alertSeq, coversTo, content: content && shown(content) };
}

function shown(content: Content): Word['content'] {
  const { vessels, latest, alerts, deliveries, documents, mapNotes, vesselGroups, feeds, outcomes } = content;
  return {
    ...{ vessels, latest, alerts, outcomes },
    // What a decoder remembers is for engines.
    feeds: feeds.map(({ decoders: _, ...feed }) => feed),
    deliveriesChanged: deliveries.length > 0,
    documents: documents.map(({ name }) => name),
    sharedMap: sharedMapOf({ notes: mapNotes.length, groups: vesselGroups.length }),
  };
}
