/** The main thread's side of the engine room. */
import { Worker } from 'node:worker_threads';
import type { Fix } from '../../geofences/fix.ts';
import { HaidangError } from '../errors.ts';
import type { Entry, FeedFormat } from '../models/entry.ts';
import type { RegistryEntry, RegistryOutcome, Vessel } from '../models/vessel.ts';
import { unpackTail } from '../store/tracks/tail.ts';
import type { FromRoom, RoomData, ToRoom } from './engine-room-messages.ts';
import { engineThreadLimits } from './engine-thread.ts';
import type { Arrival, Committed, EngineRoom, RoomStatus } from './room.ts';

interface EngineRoomOptions extends RoomData {
  /** The built worker file; tests and `npm start` use the same. */
  workerFile?: URL;
  /** Told when the store can be read, before what was journaled later is in it; again when another one took its place. */
  onStoreOpened?: () => void;
  /** Told when the thread ends without having been asked to. */
  onLost: (why: string) => void;
  /** Told of what failed inside without stopping it. */
  onProblem?: (sentence: string, why: string) => void;
}

interface Waiting {
  bytes: number;
  resolve: (message: FromRoom) => void;
  reject: (error: Error) => void;
}

class RoomClient implements EngineRoom {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners: ((committed: Committed) => void)[] = [];
  #nextId = 1;
  #waitingBytes = 0;
  #closing = false;
  readonly #onProblem: (sentence: string, why: string) => void;
  #onStoreOpened: () => void;
  #status: RoomStatus = {
    journal: { bytes: 0, healthy: true, fsyncs: 0, lastFsyncMs: 0, cutBytes: 0 },
    store: {},
    behindBytes: 0,
    feeds: [],
  };
  #ready!: () => void;
  #broken!: (error: Error) => void;
  #closed: () => void = () => {};
  readonly ready: Promise<void>;
  #caughtUp: () => void = () => {};
  readonly caughtUp = new Promise<void>((resolve) => {
    this.#caughtUp = resolve;
  });
  /** Until somebody takes it: what commits have changed since the store was opened. */
  #since: { vessels: Map<string, Vessel>; latest: Map<string, Fix> } | undefined = {
    vessels: new Map(),
    latest: new Map(),
  };

  constructor({ workerFile, onLost, onProblem, onStoreOpened, ...data }: EngineRoomOptions) {
    this.#onProblem = onProblem ?? (() => {});
    this.#onStoreOpened = onStoreOpened ?? (() => {});
    this.ready = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#broken = reject;
    });
    this.#worker = new Worker(workerFile ?? new URL('./engine-room.js', import.meta.url), {
      workerData: data,
      resourceLimits: engineThreadLimits,
    });
    this.#worker.on('message', (message: FromRoom) => this.#hear(message));
    this.#worker.on('error', (error) => this.#lost(error.message, onLost));
    this.#worker.on('exit', () => this.#lost('the thread ended', onLost));
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  async receive(arrival: Arrival): Promise<void> {
    await this.#ask((id) => ({ type: 'bytes', id, ...arrival }), arrival.bytes.length);
  }

  async act(entry: Entry): Promise<number> {
    const answer = await this.#ask((id) => ({ type: 'act', id, entry, at: Date.now() }));
    if (answer.type !== 'done') return 0;
    if (answer.outcome && 'refused' in answer.outcome) {
      throw new HaidangError(answer.outcome.refused.code, answer.outcome.refused.details);
    }
    return answer.position ?? 0;
  }

  async note(entry: Entry): Promise<void> {
    await this.#ask((id) => ({ type: 'note', id, entry, at: Date.now() }));
  }

  async register(entries: RegistryEntry[], by: string): Promise<RegistryOutcome> {
    const entry: Entry = { type: 'registry', entries, by };
    const answer = await this.#ask((id) => ({ type: 'act', id, entry, at: Date.now() }));
    if (answer.type !== 'done' || !answer.outcome || 'refused' in answer.outcome)
      throw new HaidangError('journal-unavailable', { why: 'no answer' });
    return answer.outcome;
  }

  async openFeed(feed: { name: string; url: string; format: FeedFormat }): Promise<{ feed: number; bytes: number }> {
    const answer = await this.#ask((id) => ({ type: 'open-feed', id, at: Date.now(), ...feed }));
    if (answer.type !== 'feed-opened') throw new HaidangError('journal-unavailable', { why: 'no answer' });
    return { feed: answer.feed, bytes: answer.bytes };
  }

  async thinTracks(): Promise<number> {
    const answer = await this.#ask((id) => ({ type: 'thin-tracks', id }));
    return answer.type === 'thinned' ? answer.chunks : 0;
  }

  status(): RoomStatus {
    return this.#status;
  }

  onCommitted(listener: (committed: Committed) => void): void {
    this.#listeners.push(listener);
  }

  takeSince(): Pick<Committed, 'vessels' | 'latest'> {
    const { vessels, latest } = this.#since ?? { vessels: new Map(), latest: new Map() };
    this.#since = undefined;
    return { vessels: [...vessels.values()], latest: [...latest] };
  }

  close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#say({ type: 'close' });
    return closed;
  }

  #ask(message: (id: number) => ToRoom, bytes = 0): Promise<FromRoom> {
    const id = this.#nextId++;
    this.#waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { bytes, resolve, reject });
      this.#say(message(id));
    });
  }

  #say(message: ToRoom): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromRoom): void {
    switch (message.type) {
      case 'store-opened':
        this.#onStoreOpened();
        return;
      case 'ready':
        this.#onStoreOpened = () => {};
        this.#keepSince({ vessels: message.since.vessels, latest: latestIn(message.since.latest) });
        this.#ready();
        return;
      case 'caught-up':
        this.#caughtUp();
        return;
      case 'committed':
        this.#committed({ ...message.committed, latest: latestIn(message.latest) });
        return;
      case 'status':
        this.#status = message.status;
        return;
      case 'problem':
        this.#onProblem(message.sentence, message.why);
        return;
      case 'broken':
        this.#broken(message.code ? new HaidangError(message.code, message.details) : new Error(message.why));
        // Nothing is to hold the folder's files any longer.
        this.#closing = true;
        void this.#worker.terminate();
        return;
      case 'closed':
        this.#closed();
        return;
      default:
        this.#answer(message);
    }
  }

  #keepSince({ vessels, latest }: Pick<Committed, 'vessels' | 'latest'>): void {
    for (const vessel of vessels) this.#since?.vessels.set(vessel.id, vessel);
    for (const [id, fix] of latest) this.#since?.latest.set(id, fix);
  }

  #committed(committed: Committed): void {
    this.#keepSince(committed);
    for (const listener of this.#listeners) listener(committed);
  }

  #answer(message: Extract<FromRoom, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    this.#waitingBytes -= waiting.bytes;
    if (message.type === 'failed') waiting.reject(new HaidangError(message.code, message.details));
    else waiting.resolve(message);
  }

  #lost(why: string, onLost: (why: string) => void): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new HaidangError('journal-unavailable', { why }));
    this.#waiting.clear();
    this.#waitingBytes = 0;
    this.#closed();
    this.#broken(new Error(why));
    if (!this.#closing) onLost(why);
  }
}

function latestIn({ buffer, byteOffset, length }: Uint8Array): Committed['latest'] {
  const packed = unpackTail(Buffer.from(buffer, byteOffset, length));
  return Array.from(packed, ([vesselId, fixes]) => [vesselId, fixes[0]!]);
}

/** Starts the engine room; resolves when it takes bytes: `caughtUp` says when it has caught up with its journal, too. */
export async function beginEngineRoom(options: EngineRoomOptions): Promise<EngineRoom> {
  const client = new RoomClient(options);
  await client.ready;
  return client;
}

/** Starts the engine room; resolves when it has caught up with its journal. */
export async function openEngineRoom(options: EngineRoomOptions): Promise<EngineRoom> {
  const room = await beginEngineRoom(options);
  await room.caughtUp;
  return room;
}
