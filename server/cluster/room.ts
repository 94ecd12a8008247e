/**
 * The engine room as the front and the web nodes see it: acts go into the front's journal, what comes of them is told by the
 * engines over the bus, and whatever the bus has lost is read from the store.
 */

import { HaidangError } from '../errors.ts';
import type { ActOutcome } from '../ingest/apply-entry.ts';
import { type Arrival, type Committed, type EngineRoom, type RoomStatus, sharedMaps } from '../ingest/room.ts';
import type { Alert } from '../models/alert.ts';
import { documentNames, type Entry, type FeedFormat } from '../models/entry.ts';
import type { RegistryEntry, RegistryOutcome } from '../models/vessel.ts';
import type { Leases, PartitionState } from '../store/mongo/leases.ts';
import type { Store } from '../store/store.ts';
import type { Bus, Word } from './bus.ts';
import type { LogPort } from './front-log.ts';

const POLL_MS = 500;
const POLL_FOR_PEOPLE_MS = 100;
/** A person who acts while a partition has nobody is told so after this. */
const PEOPLE_WAIT_MS = 3000;
/** Everything is read anew at most so often. */
const RELOAD_MS = 3000;
/** Longer than a word is on its way. */
const WORD_MS = 1000;
const ALERT_PAGE = 1000;

interface ClusterRoomOptions {
  log: LogPort;
  leases: Leases;
  bus: Bus;
  store: Store;
  onProblem: (sentence: string, error: unknown) => void;
}

interface Waiter {
  position: number;
  done: (outcome: ActOutcome | undefined) => void;
}

export class ClusterRoom implements EngineRoom {
  readonly #options: ClusterRoomOptions;
  readonly #listeners: ((committed: Committed) => void)[] = [];
  /** What the store has of each partition, as it was last heard. */
  #stored: PartitionState[];
  /** What the listeners have been told of each partition. */
  #told: PartitionState[];
  /** What the store had, and since when (monotonic ms) nobody has been told of it. */
  readonly #untold = new Map<number, { position: number; since: number }>();
  #waiters: Waiter[] = [];
  readonly #outcomes = new Map<number, ActOutcome>();
  #feeds: RoomStatus['feeds'] = [];
  #away: NonNullable<RoomStatus['store']>['away'];
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #reloading: Promise<void> | undefined;
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #waitingBytes = 0;
  #closed = false;

  private constructor(options: ClusterRoomOptions, states: PartitionState[]) {
    this.#options = options;
    this.#stored = states;
    this.#told = states;
  }

  static async open(options: ClusterRoomOptions): Promise<ClusterRoom> {
    const { bus, leases, store } = options;
    const early: Word[] = [];
    let room: ClusterRoom | undefined;
    bus.subscribe((word) => (room ? room.#hear(word) : early.push(word)));
    room = new ClusterRoom(options, await leases.states());
    room.#feeds = (await store.feeds()).map(({ feed, name, counters }) => ({ feed, name, counters }));
    for (const word of early) room.#hear(word);
    room.#poll();
    return room;
  }

  /** Others work it out, and each of them says how far it is. */
  readonly caughtUp = Promise.resolve();

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  async receive(arrival: Arrival): Promise<void> {
    this.#waitingBytes += arrival.bytes.length;
    try {
      await this.#options.log.bytes(arrival);
    } finally {
      this.#waitingBytes -= arrival.bytes.length;
    }
  }

  async act(entry: Entry): Promise<number> {
    const position = await this.#options.log.entry(entry, Date.now());
    const outcome = await this.#applied(position, 'by' in entry && entry.by !== 'system');
    if (outcome && 'refused' in outcome) throw new HaidangError(outcome.refused.code, outcome.refused.details);
    return position;
  }

  async note(entry: Entry): Promise<void> {
    await this.#options.log.entry(entry, Date.now());
  }

  async register(entries: RegistryEntry[], by: string): Promise<RegistryOutcome> {
    const position = await this.#options.log.entry({ type: 'registry', entries, by }, Date.now());
    const outcome = await this.#applied(position, true);
    // It is done, but the word of what it came to was lost on the way.
    if (!outcome || 'refused' in outcome) throw new HaidangError('act-waits');
    return outcome;
  }

  openFeed(feed: { name: string; url: string; format: FeedFormat }): Promise<{ feed: number; bytes: number }> {
    return this.#options.log.openFeed(feed, Date.now());
  }

  status(): RoomStatus {
    const journal = this.#options.log.status();
    const position = Math.min(...this.#stored.map((one) => one.position));
    const covers = this.#stored.map(({ coversTo }) => coversTo);
    const coversTo = covers.every((time) => time !== undefined) ? Math.min(...(covers as number[])) : undefined;
    const behindBytes = Math.max(0, journal.bytes - position);
    return { journal, behindBytes, feeds: this.#feeds, store: { coversTo, away: this.#away } };
  }

  onCommitted(listener: (committed: Committed) => void): void {
    this.#listeners.push(listener);
  }

  /** Asks nobody any more; what it was given is for its giver to close. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
    await this.#reloading;
  }

  /** Resolves when every partition has reached beyond a position. @throws HaidangError `act-waits` */
  #applied(position: number, isImpatient: boolean): Promise<ActOutcome | undefined> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { position, done: resolve };
      this.#waiters.push(waiter);
      this.#settle();
      if (!isImpatient) return;
      setTimeout(() => {
        if (!this.#waiters.includes(waiter)) return;
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(new HaidangError('act-waits'));
      }, PEOPLE_WAIT_MS).unref();
    });
  }

  #settle(): void {
    const position = Math.min(...this.#stored.map((one) => one.position));
    const done = this.#waiters.filter((one) => one.position < position);
    this.#waiters = this.#waiters.filter((one) => one.position >= position);
    for (const one of done) one.done(this.#outcomes.get(one.position));
    for (const known of this.#outcomes.keys()) if (known < position) this.#outcomes.delete(known);
  }

  #hear({ partition, from, to, alertSeq, coversTo, content }: Word): void {
    const told = this.#told[partition];
    if (!told) return;
    for (const [position, outcome] of content?.outcomes ?? []) this.#outcomes.set(position, outcome);
    this.#stored = this.#stored.map((one) =>
      one.partition === partition && one.position < to ? { ...one, position: to, alertSeq, coversTo } : one,
    );
    // One that begins further on is no loss yet: the next look at the store tells.
    if (from <= told.position && told.position < to) {
      this.#told = this.#told.map((one) => (one === told ? { ...told, position: to, alertSeq, coversTo } : one));
      for (const { feed, name, counters } of content?.feeds ?? []) {
        this.#feeds = [...this.#feeds.filter((one) => one.feed !== feed), { feed, name, counters }];
      }
      this.#tell({
        vessels: content?.vessels ?? [],
        latest: content?.latest ?? [],
        alerts: content?.alerts ?? [],
        alertDelaysMs: [],
        documents: content?.documents ?? [],
        sharedMap: content?.sharedMap ?? [],
        deliveriesChanged: content?.deliveriesChanged ?? false,
      });
    }
    this.#settle();
  }

  #tell(committed: Committed): void {
    const alertSeq = Math.min(...this.#told.map((one) => one.alertSeq));
    for (const listener of this.#listeners) listener({ ...committed, alertSeq });
  }

  #poll(): void {
    this.#polling = this.#look().finally(() => {
      if (this.#closed) return;
      const waitMs = this.#waiters.length > 0 ? POLL_FOR_PEOPLE_MS : POLL_MS;
      this.#timer = setTimeout(() => this.#poll(), waitMs);
    });
  }

  async #look(): Promise<void> {
    try {
      const states = await this.#options.leases.states();
      this.#away = undefined;
      const isLost = states.filter((state) => this.#isUntold(state)).length > 0;
      this.#stored = states.map((one, n) => (one.position > this.#stored[n]!.position ? one : this.#stored[n]!));
      this.#settle();
      if (isLost && performance.now() - this.#reloadedAt > RELOAD_MS) {
        this.#reloading ??= this.#reload().finally(() => {
          this.#reloading = undefined;
        });
        await this.#reloading;
      }
    } catch (error) {
      this.#away = {
        since: this.#away?.since ?? Date.now(),
        why: String(error instanceof Error ? error.message : error),
      };
    }
  }

  /** True when the word of what is stored must have been lost, and is not just on its way. */
  #isUntold({ partition, position }: PartitionState): boolean {
    const told = this.#told[partition]!.position;
    const before = this.#untold.get(partition);
    if (before && before.position > told) return performance.now() - before.since > WORD_MS;
    if (position > told) this.#untold.set(partition, { position, since: performance.now() });
    else this.#untold.delete(partition);
    return false;
  }

  /** Tells everything anew that a lost word may have held. */
  async #reload(): Promise<void> {
    const { store, leases } = this.#options;
    this.#reloadedAt = performance.now();
    const alertSeq = Math.min(...this.#told.map((one) => one.alertSeq));
    const states = await leases.states();
    const vessels: Committed['vessels'] = [];
    for await (const vessel of store.allVessels()) vessels.push(vessel);
    const latest = [...(await store.latest())];
    const alerts = await alertsAfter(store, alertSeq);
    this.#feeds = (await store.feeds()).map(({ feed, name, counters }) => ({ feed, name, counters }));
    this.#told = states.map((one, n) => (one.position > this.#told[n]!.position ? one : this.#told[n]!));
    this.#untold.clear();
    const all = { documents: [...documentNames], sharedMap: [...sharedMaps], deliveriesChanged: true };
    this.#tell({ vessels, latest, alerts, alertDelaysMs: [], ...all });
  }
}

async function alertsAfter(store: Store, alertSeq: number): Promise<Alert[]> {
  const found: Alert[] = [];
  for (let last = alertSeq; ; ) {
    const page = await store.alertChanges(last, ALERT_PAGE);
    found.push(...page);
    const end = page.at(-1)?.changeSeq;
    if (end === undefined || page.length < ALERT_PAGE) return found;
    last = end;
  }
}
