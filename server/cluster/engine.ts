/** The role `engine`: works the front's journal out, and writes the partitions whose lease it holds. */
import { hostname } from 'node:os';
import { Leases, type PartitionState } from '../store/mongo/leases.ts';
import type { Bus } from './bus.ts';
import type { RemoteLog } from './log-client.ts';
import { Publisher } from './publisher.ts';
import { Replica } from './replica.ts';

/** Leases are renewed, and others looked at, so often within a term. */
const LOOKS_A_TERM = 4;

interface EngineOptions {
  folder: string;
  /** Address of the common store. */
  url: string;
  log: RemoteLog;
  bus: Bus;
  /** A lease that has not been renewed for so long may be taken. */
  leaseSeconds: number;
  onProblem: (sentence: string, error: unknown) => void;
}

interface Seen {
  epoch: number;
  beat: number;
  /** By our own clock (monotonic ms), since when it has looked the same. */
  since: number;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #leases: Leases;
  readonly #replica: Replica;
  readonly #held = new Map<number, Publisher>();
  readonly #seen = new Map<number, Seen>();
  readonly #name = `${hostname()}:${process.pid}`;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Rejects when the engine cannot go on. */
  readonly ended: Promise<void>;

  private constructor(options: EngineOptions, leases: Leases, replica: Replica) {
    this.#options = options;
    this.#leases = leases;
    this.#replica = replica;
    this.ended = replica.follow(options.log.records(replica.position, this.#stopping.signal));
    const look = (): void => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
    };
    this.#timer = setInterval(look, (options.leaseSeconds * 1000) / LOOKS_A_TERM);
    look();
  }

  static async open(options: EngineOptions): Promise<Engine> {
    const { folder, url, log, onProblem } = options;
    const { partitions, demo, publicUrl, window } = await log.settings();
    const leases = await Leases.open(url, partitions);
    let engine: Engine | undefined;
    const onPieces = (): void => engine?.poke();
    try {
      const replica = await Replica.open({ folder, partitions, demo, publicUrl, window, onProblem, onPieces });
      engine = new Engine(options, leases, replica);
      return engine;
    } catch (error) {
      await leases.close();
      throw error;
    }
  }

  poke(): void {
    for (const publisher of this.#held.values()) publisher.poke();
  }

  /** Writes what is at hand and gives its leases up. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
    for (const [partition, publisher] of [...this.#held]) {
      await publisher.stop();
      await this.#leases.release(partition, publisher.epoch).catch(() => {});
    }
    await this.ended.catch(() => {});
    await this.#replica.close();
    await this.#leases.close();
  }

  async #look(): Promise<void> {
    try {
      for (const [partition, publisher] of this.#held) {
        if (!(await this.#leases.renew(partition, publisher.epoch))) void publisher.stop();
      }
      const states = await this.#leases.states();
      for (const { partition, position } of states) this.#replica.outgoing.trim(partition, position);
      // One at a time, and later the more it has: so that engines which start together share them.
      for (const state of states) if (this.#isFree(state) && (await this.#take(state))) return;
    } catch (error) {
      // Nothing is lost by that: what cannot be renewed is taken over, and what is taken over cannot be written.
      this.#options.onProblem('the leases of the partitions cannot be read', error);
    }
  }

  #isFree({ partition, epoch, beat, holder }: PartitionState): boolean {
    if (this.#held.has(partition)) return false;
    const now = performance.now();
    const before = this.#seen.get(partition);
    const isSame = before?.epoch === epoch && before.beat === beat;
    const since = isSame ? before.since : now;
    this.#seen.set(partition, { epoch, beat, since });
    const termMs = this.#options.leaseSeconds * 1000;
    const patience = (this.#held.size * termMs) / LOOKS_A_TERM;
    return now - since >= (holder === undefined ? 0 : termMs) + patience;
  }

  async #take(state: PartitionState): Promise<boolean> {
    const { partition } = state;
    const epoch = await this.#leases.take(state, this.#name);
    if (epoch === undefined || this.#stopping.signal.aborted) return false;
    const { url, bus, onProblem } = this.#options;
    const { outgoing } = this.#replica;
    const onEnd = (): void => void this.#held.delete(partition);
    this.#held.set(partition, new Publisher({ url, partition, epoch, outgoing, bus, onProblem, onEnd }));
    return true;
  }
}
