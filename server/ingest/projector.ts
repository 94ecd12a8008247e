/**
 * Applies what is durable, in order, and commits what comes of it to the store, which it alone writes. When the store fails,
 * records stay in the journal until it works again: nothing is skipped, and intake does not wait for it.
 */
import type { Fix } from '../../geofences/fix.ts';
import { HaidangError } from '../errors.ts';
import type { PlacedRecord } from '../journal/record.ts';
import { readJournal, type SegmentDamage } from '../journal/segments.ts';
import type { Vessel } from '../models/vessel.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { type CareOptions, TrackCare } from '../store/tracks/track-care.ts';
import type { Words } from '../system-words.ts';
import type { ActOutcome } from './apply-entry.ts';
import { Backlog } from './backlog.ts';
import type { Pipeline } from './pipeline.ts';
import type { Committed } from './room.ts';

/** Commits follow each other at this distance while there is work; each one costs a transaction. */
const COMMIT_MS = 100;
/** … and at this one when there are alerts to be told of … */
const COMMIT_FOR_ALERTS_MS = 50;
/** … and at this one when a person or the outbox waits for the word that something is done. */
const COMMIT_FOR_PEOPLE_MS = 20;
/** … but after each one follows so many times what it took, so that committing has no more than a third of the thread's time. */
const COMMIT_REST = 2;
/** … and after a large one people and messages wait no longer than this: ten thousand alerts at once are such. */
const COMMIT_REST_FOR_PEOPLE_MS = 1000;
/** … or as soon as so many fixes wait. */
const COMMIT_FIXES = 20_000;
/** Share of the time that is spent on putting fixes into their chunks while there is more to do, … */
const CHUNKS_SHARE = 0.1;
/** … in pieces no shorter than this, since each costs a transaction, and no longer than this, since alerts wait for it, … */
const CHUNKS_LEAST_MS = 10;
const CHUNKS_MOST_MS = 40;
/** … and what a commit spends on it when there is nothing else to do. */
const CHUNKS_IDLE_MS = 30;
/** Turns of applying are kept short, so that the journal's writes are not held up behind them. */
const TURN_MS = 10;
/** Counters go to the main thread at most this often while there is work: senders pace themselves by them. */
const STATUS_MS = 20;
/** Applied from the journal at start between two commits. */
const CATCH_UP_RECORDS = 2000;
/** A store that failed is tried again after this. */
const STORE_RETRY_MS = 1000;

/** Somebody who waits until what was journaled at a position is committed. */
interface Waiter {
  position: number;
  /** Told right away when the store fails, instead of being kept waiting. */
  impatient: boolean;
  done: (outcome: ActOutcome | undefined) => void;
  failed: (error: HaidangError) => void;
}

interface ProjectorOptions {
  journalDir: string;
  /** Restores the pipeline from the store's last commit, opening the store anew if it was closed. @throws StoreFailure */
  restore: () => Promise<Pipeline>;
  /** How tracks of long ago are thinned; absent: not at all. */
  trackCare?: CareOptions;
  onCommitted: (committed: Committed) => void;
  onDamage: (damage: SegmentDamage) => void;
  /** All that was journaled before this start is in the store. */
  onCaughtUp: () => void;
  onStatus: () => void;
  /** The store stopped working, or works again (undefined). */
  onStoreHealth: (problem: StoreFailure | undefined) => void;
  /** Something failed without stopping anything. */
  onProblem: (sentence: string, why: string) => void;
}

export class Projector {
  readonly #options: ProjectorOptions;
  readonly #backlog: Backlog;
  #pipeline: Pipeline;
  #working: Promise<void> | undefined;
  #waiters: Waiter[] = [];
  /** Of acts that are applied and not yet committed, by position. */
  readonly #outcomes = new Map<number, ActOutcome>();
  #lastCommit = performance.now();
  #lastCommitTook = 0;
  /** What may be spent on putting fixes into chunks, and when that was worked out. */
  #chunksMs = 0;
  #chunksAt = performance.now();
  /** Since the last commit the store was away: what that took says nothing of what the next will take. */
  #hasWaited = false;
  /** Who waits until a few tracks are thinned. */
  #thinning: { done: (chunks: number) => void; failed: (error: unknown) => void }[] = [];
  #lastStatus = 0;
  #committed = 0;
  /** Up to where the journal reached at the start, while some of it is still to be applied. */
  #catchesUpTo: number | undefined;
  #coversTo: number | undefined;
  #failure: StoreFailure | undefined;
  /** What is applied in memory can't be trusted: start from the store's last commit. */
  #mustRestore = false;
  #closing = false;
  #retry: NodeJS.Timeout | undefined;
  #wake: () => void = () => {};

  private constructor(options: ProjectorOptions, pipeline: Pipeline) {
    this.#options = options;
    this.#pipeline = pipeline;
    this.#committed = pipeline.position;
    this.#backlog = new Backlog({ dir: options.journalDir, onDamage: options.onDamage });
  }

  static async open(options: ProjectorOptions): Promise<Projector> {
    return new Projector(options, await options.restore());
  }

  get pipeline(): Pipeline {
    return this.#pipeline;
  }

  /** Receive time (epoch ms) of the last record that is in the store. */
  get coversTo(): number | undefined {
    return this.#coversTo;
  }

  get problem(): Words | undefined {
    return this.#failure?.words;
  }

  /**
   * Applies what was journaled after the last commit, for about so long; before anything new is pushed.
   * @returns the vessels that this has changed, and the newest fixes of those that have moved
   */
  async catchUp(withinMs: number): Promise<{ vessels: Map<string, Vessel>; latest: Map<string, Fix> }> {
    const since = { vessels: new Map<string, Vessel>(), latest: new Map<string, Fix>() };
    const commit = async (): Promise<void> => {
      const { vessels, latest } = await this.#pipeline.commitPending();
      for (const vessel of vessels) since.vessels.set(vessel.id, vessel);
      for (const [id, fix] of latest) since.latest.set(id, fix);
    };
    let records = 0;
    const ends = performance.now() + withinMs;
    const { journalDir, onDamage } = this.#options;
    for (const record of readJournal(journalDir, this.#pipeline.position, onDamage)) {
      if (performance.now() > ends) break;
      await this.#pipeline.apply(record);
      if (++records % CATCH_UP_RECORDS !== 0 && this.#pipeline.fixesWaiting < COMMIT_FIXES) continue;
      await commit();
      await this.#putIntoChunks(true);
    }
    if (records > 0) await commit();
    this.#coversTo = this.#pipeline.receivedAt;
    this.#committed = this.#pipeline.position;
    return since;
  }

  /**
   * What catching up left is applied from now on, beside what comes; `onCaughtUp` says when it is done.
   * @param last position after the last record that was there, @param end where the journal ends
   */
  goOn(last: number, end: number): void {
    if (this.#pipeline.position >= last) {
      this.#options.onCaughtUp();
      return;
    }
    this.#catchesUpTo = last;
    this.#backlog.readFrom(this.#pipeline.position, end);
    this.#start();
  }

  /** @param records durable ones, in order */
  push(records: readonly PlacedRecord[]): void {
    this.#backlog.push(records);
    this.#wake();
    this.#start();
  }

  wait(waiter: Waiter): void {
    if (this.#failure && waiter.impatient) {
      waiter.failed(new HaidangError('act-waits'));
      return;
    }
    this.#waiters.push(waiter);
    this.#start();
  }

  /** Who will not wait for a store that is away is told that the journal has it. */
  answerImpatient(): void {
    const told = this.#waiters.filter(({ impatient }) => impatient);
    this.#waiters = this.#waiters.filter(({ impatient }) => !impatient);
    for (const one of told) one.failed(new HaidangError('act-waits'));
  }

  /** Thins a few old chunks, in turn with commits since nobody else may write to a track meanwhile. @returns how many */
  thinTracks(): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((done, failed) => {
      this.#thinning.push({ done, failed });
      this.#start();
    });
  }

  /** The store did not answer for a while. */
  storeWaited(): void {
    this.#hasWaited = true;
  }

  /** Applies and commits what is left, unless the store fails; what was left by a start, the next one will apply. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    await this.#working;
    if (!this.#failure) await this.#commit().catch(() => {});
    await this.#pipeline.store.close();
  }

  #start(): void {
    if (!this.#failure) this.#working ??= this.#work();
  }

  /** Gives the event loop a turn now and then. */
  async #work(): Promise<void> {
    try {
      await this.#applyAll();
    } catch (error) {
      this.#fail(error);
    }
    this.#options.onStatus();
    this.#working = undefined;
    if (this.#failure) return;
    if (this.#hasToCommit) setTimeout(() => this.#start(), Math.max(1, this.#commitDueIn()));
  }

  async #applyAll(): Promise<void> {
    let turnEnds = performance.now() + TURN_MS;
    if (this.#hasToCommit && this.#commitDueIn() <= 0) await this.#commit();
    await this.#careForTracks();
    while (this.#backlog.waiting || this.#waiters.length > 0) {
      if (this.#closing && this.#catchesUpTo !== undefined) return;
      const record = this.#backlog.take();
      if (record) await this.#apply(record);
      const dueIn = this.#commitDueIn();
      if (dueIn <= 0) await this.#commit();
      else if (!this.#backlog.waiting && this.#waiters.length > 0) await this.#nap(dueIn);
      if (performance.now() - this.#lastStatus >= STATUS_MS) {
        this.#lastStatus = performance.now();
        this.#options.onStatus();
      }
      if (performance.now() > turnEnds) {
        await new Promise(setImmediate);
        turnEnds = performance.now() + TURN_MS;
      }
    }
  }

  async #apply(record: PlacedRecord): Promise<void> {
    try {
      const outcome = await this.#pipeline.apply(record);
      if (outcome) this.#outcomes.set(record.position, outcome);
    } catch (error) {
      // It may be applied by half: only the last commit is sure.
      this.#mustRestore = true;
      throw error;
    }
  }

  /** Waits for the time of the next commit, or for new records. */
  #nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Milliseconds until the next commit is due; 0 or less: now. */
  #commitDueIn(): number {
    const { pending } = this.#pipeline;
    if (this.#pipeline.fixesWaiting >= COMMIT_FIXES) return 0;
    const peopleWait = pending.deliveries.size > 0 || this.#waiters.length > 0;
    const rest = Math.min(this.#lastCommitTook * COMMIT_REST, peopleWait ? COMMIT_REST_FOR_PEOPLE_MS : Infinity);
    const usual = pending.alerts.size > 0 ? COMMIT_FOR_ALERTS_MS : COMMIT_MS;
    const distance = Math.max(peopleWait ? COMMIT_FOR_PEOPLE_MS : usual, rest);
    return this.#lastCommit + distance - performance.now();
  }

  get #hasToCommit(): boolean {
    return this.#pipeline.position !== this.#committed || this.#pipeline.traysWaiting > 0;
  }

  async #commit(): Promise<void> {
    const began = performance.now();
    const committed = await this.#pipeline.commitPending();
    this.#lastCommitTook = this.#hasWaited ? 0 : performance.now() - began;
    this.#hasWaited = false;
    this.#told(committed);
    await this.#putIntoChunks(this.#backlog.waiting);
    this.#lastCommit = performance.now();
    await this.#careForTracks();
  }

  /** What is committed is told to those who wait for it. */
  #told(committed: Committed): void {
    const { position } = this.#pipeline;
    this.#committed = position;
    this.#coversTo = this.#pipeline.receivedAt ?? this.#coversTo;
    const done = this.#waiters.filter((one) => one.position < position);
    this.#waiters = this.#waiters.filter((one) => one.position >= position);
    this.#options.onCommitted(committed);
    for (const one of done) one.done(this.#outcomes.get(one.position));
    for (const applied of this.#outcomes.keys()) if (applied < position) this.#outcomes.delete(applied);
    if (this.#catchesUpTo === undefined || position < this.#catchesUpTo) return;
    this.#catchesUpTo = undefined;
    this.#options.onCaughtUp();
  }

  async #putIntoChunks(isBusy: boolean): Promise<void> {
    const began = performance.now();
    this.#chunksMs = Math.min(CHUNKS_MOST_MS, this.#chunksMs + CHUNKS_SHARE * (began - this.#chunksAt));
    this.#chunksAt = began;
    const withinMs = isBusy ? this.#chunksMs : CHUNKS_IDLE_MS;
    if (this.#pipeline.traysWaiting === 0 || withinMs < CHUNKS_LEAST_MS) return;
    await this.#pipeline.emptyTrays(withinMs);
    this.#chunksMs = Math.max(-CHUNKS_MOST_MS, this.#chunksMs - (performance.now() - began));
  }

  async #careForTracks(): Promise<void> {
    const asked = this.#thinning.splice(0);
    if (asked.length === 0) return;
    const { trackCare } = this.#options;
    try {
      const thinned = trackCare?.tiers.length
        ? await new TrackCare(this.#pipeline.store, trackCare).step(Date.now())
        : 0;
      for (const one of asked) one.done(thinned);
    } catch (error) {
      for (const one of asked) one.failed(error);
    }
  }

  #fail(error: unknown): void {
    const failure = StoreFailure.of(error);
    const isNews = failure.words.en !== this.#failure?.words.en;
    this.#failure = failure;
    this.#mustRestore ||= failure.kind === 'damaged';
    this.answerImpatient();
    for (const one of this.#thinning.splice(0)) one.failed(failure);
    if (isNews) this.#options.onStoreHealth(failure);
    clearTimeout(this.#retry);
    // A damaged one is rebuilt by the next start; until then the journal alone goes on.
    if (failure.kind === 'damaged' || this.#closing) return;
    this.#retry = setTimeout(() => void this.#tryAgain(), STORE_RETRY_MS);
  }

  async #tryAgain(): Promise<void> {
    try {
      if (this.#mustRestore) {
        await this.#pipeline.store.close().catch(() => {});
        this.#pipeline = await this.#options.restore();
        this.#outcomes.clear();
        this.#backlog.rewind(this.#pipeline.position);
        this.#mustRestore = false;
      } else await this.#commit();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#failure = undefined;
    this.#options.onStoreHealth(undefined);
    this.#start();
  }
}
