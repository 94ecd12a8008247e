/**
 * The worker thread: journals what arrives, then decodes, judges and commits it. It alone writes the store. The main thread
 * talks to it by messages (see messages.ts) and reads through a connection of its own.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { HaidangError } from '../errors.ts';
import { Journal } from '../journal/journal.ts';
import { type JournalRecord, type PlacedRecord, RecordType } from '../journal/record.ts';
import { readJournal, type SegmentDamage } from '../journal/segments.ts';
import { openStore } from '../store/open.ts';
import { type Store, UNFINISHED } from '../store/store.ts';
import { TrackCare } from '../store/tracks/track-care.ts';
import type { ActOutcome } from './acts.ts';
import { Backlog } from './backlog.ts';
import { landZones } from './land.ts';
import type { FromRoom, RoomData, ToRoom } from './messages.ts';
import { Pipeline } from './pipeline.ts';
import type { StoreStatus } from './room.ts';

/** Commits follow each other at this distance while there is work; each one costs a transaction. */
const COMMIT_MS = 100;
/** … and at this one when a person or the outbox waits for the word that something is done. */
const COMMIT_FOR_PEOPLE_MS = 20;
/** … but committing never takes more than one part in so many of the thread's time. */
const COMMIT_SHARE = 4;
/** … or as soon as so many fixes wait. */
const COMMIT_FIXES = 5000;
/** Turns of applying are kept short, so that the journal's writes are not held up behind them. */
const TURN_MS = 50;
/** Counters go to the main thread at most this often while there is work: senders pace themselves by them. */
const STATUS_MS = 20;
/** Applied from the journal at start between two commits. */
const CATCH_UP_RECORDS = 2000;
/** Tracks of long ago are looked after so often, and between two steps while there is something to do. */
const CARE_MS = 3_600_000;
const CARE_STEP_MS = 1000;

/** A person who acts while the store is away is told so after this. */
const PEOPLE_WAIT_MS = 3000;

const port = parentPort!;
const data = workerData as RoomData;

class EngineRoomThread {
  #journal!: Journal;
  #pipeline!: Pipeline;
  #store!: Store;
  readonly #journalDir = join(data.folder, 'journal');
  readonly #backlog = new Backlog(this.#journalDir);
  #away: StoreStatus['away'];
  /** Since the last commit it was away: what that took says nothing of what the next will take. */
  #hasWaited = false;
  #coversTo: number | undefined;
  #isOpen = false;
  #closing = false;
  #applying: Promise<void> | undefined;
  #waitsForCommit: Waiting[] = [];
  /** Of acts that are applied and not yet committed, by position. */
  readonly #outcomes = new Map<number, ActOutcome>();
  #lastCommit = 0;
  #lastCommitTook = 0;
  #lastStatus = 0;
  #committed = 0;
  #nextFeed = 1;
  #care: TrackCare | undefined;
  #careDue = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => {};

  async open(): Promise<void> {
    this.#store = await openStore(
      { folder: data.folder, url: data.store },
      {
        mode: 'write',
        onAway: (why) => this.#isAway(why),
        onSetAside: ({ vesselId, startTime, endTime }) => {
          const span = `${new Date(startTime).toISOString()} – ${new Date(endTime).toISOString()}`;
          const sentence = `the track of ${vesselId} of ${span} cannot be read: haidang tracks mend takes it from the journal`;
          send({ type: 'problem', sentence, why: 'wrong checksum' });
        },
      },
    );
    if (data.trackCare?.tiers.length) this.#care = new TrackCare(this.#store, data.trackCare);
    this.#pipeline = await Pipeline.restore({
      store: this.#store,
      demo: data.demo,
      publicUrl: data.publicUrl,
      land: landZones,
      onProblem: (sentence, error) => send({ type: 'problem', sentence, why: String(error) }),
    });
    this.#journal = await Journal.open(this.#journalDir, {
      onDurable: (records) => {
        for (const record of records) this.#backlog.push(record);
        this.#wake();
        this.#applying ??= this.#work();
      },
      onHealth: () => this.#status(),
    });
    const { position } = this.#journal.stats;
    if (this.#pipeline.position === UNFINISHED) {
      throw new HaidangError('store-refused', { why: 'a copy into it was not finished; run haidang store copy again' });
    }
    if (this.#pipeline.position > position) {
      const why = `it reaches byte ${this.#pipeline.position} of a journal that has ${position}`;
      throw new HaidangError('store-refused', { why });
    }
    await this.#catchUp();
    for (const feed of this.#pipeline.feeds.keys()) this.#nextFeed = Math.max(this.#nextFeed, feed + 1);
    this.#timer = setInterval(() => this.#tick(), data.tickSeconds * 1000);
    setInterval(() => {
      this.#answerWaiting();
      this.#status();
    }, 500).unref();
    this.#isOpen = true;
    this.#status();
    send({ type: 'ready' });
  }

  handle(message: ToRoom): void {
    if (message.type === 'close') void this.#close();
    else if (message.type === 'open-feed') this.#openFeed(message);
    else void this.#append(message);
  }

  async #append(message: Extract<ToRoom, { type: 'bytes' | 'act' }>): Promise<void> {
    try {
      if (message.type === 'bytes') {
        const { feed, source, receivedAt, whole, bytes } = message;
        await this.#journal.append({ type: RecordType.bytes, feed, source, receivedAt, whole, payload: bytes });
        send({ type: 'done', id: message.id });
      } else {
        const position = await this.#journal.append(entryRecord(message.entry, message.at));
        const byPerson = 'by' in message.entry && message.entry.by !== 'system';
        this.#waitsForCommit.push({ id: message.id, position, byPerson });
        this.#applying ??= this.#work();
      }
    } catch (error) {
      const { code, details } = asHaidangError(error);
      send({ type: 'failed', id: message.id, code, details });
    }
  }

  #openFeed(message: Extract<ToRoom, { type: 'open-feed' }>): void {
    const { id, name, url, format, at } = message;
    const known = [...this.#pipeline.feeds.values()].find((feed) => feed.name === name);
    const feed = known?.feed ?? this.#nextFeed++;
    const opened = (): void => {
      const bytes = this.#pipeline.feeds.get(feed)?.counters.bytes ?? 0;
      send({ type: 'feed-opened', id, feed, bytes });
    };
    if (known && known.url === url) {
      opened();
      return;
    }
    this.#journal.append(entryRecord({ type: 'feed', feed, name, url, format }, at)).then(opened, (error: unknown) => {
      const { code, details } = asHaidangError(error);
      send({ type: 'failed', id, code, details });
    });
  }

  #tick(): void {
    const record: JournalRecord = {
      type: RecordType.tick,
      whole: false,
      feed: 0,
      source: 0,
      receivedAt: Date.now(),
      payload: new Uint8Array(0),
    };
    // A journal that can't write says so by its health; the next tick is the next try.
    this.#journal.append(record).catch(() => {});
  }

  /** Applies what is durable, in order, and commits; gives the event loop a turn now and then. */
  async #work(): Promise<void> {
    let turnEnds = performance.now() + TURN_MS;
    while (!this.#backlog.isEmpty || this.#waitsForCommit.length > 0) {
      const record = this.#backlog.take(this.#pipeline.position, this.#journal.stats.position);
      if (record) await this.#apply(record);
      const dueIn = this.#commitDueIn();
      if (dueIn <= 0) await this.#commit();
      else if (this.#backlog.isEmpty && this.#waitsForCommit.length > 0) await this.#nap(dueIn);
      if (performance.now() - this.#lastStatus >= STATUS_MS) this.#status();
      if (performance.now() > turnEnds) {
        await new Promise(setImmediate);
        turnEnds = performance.now() + TURN_MS;
      }
    }
    this.#status();
    this.#applying = undefined;
    if (this.#pipeline.position !== this.#committed) {
      setTimeout(
        () => {
          this.#applying ??= this.#commitRest();
        },
        Math.max(1, this.#commitDueIn()),
      );
    }
  }

  async #apply(record: PlacedRecord): Promise<void> {
    const outcome = await this.#pipeline.apply(record);
    if (outcome) this.#outcomes.set(record.position, outcome);
  }

  #isAway(why: string | undefined): void {
    const before = this.#away;
    this.#away = why === undefined ? undefined : { since: before?.since ?? Date.now(), why };
    this.#hasWaited = true;
    if (why !== undefined && this.#closing) this.#store.giveUp?.();
    if (before?.why === why || !this.#isOpen) return;
    if (!before)
      send({
        type: 'problem',
        sentence: 'the store does not answer; what arrives goes on into the journal',
        why: why ?? '?',
      });
    this.#status();
  }

  /** A person is not kept waiting for a store that is away: the journal has the act, and that is what is said. */
  #answerWaiting(): void {
    if (!this.#away || Date.now() - this.#away.since < PEOPLE_WAIT_MS) return;
    for (const { id, byPerson } of this.#waitsForCommit) {
      if (byPerson) send({ type: 'failed', id, code: 'act-waits', details: {} });
    }
    this.#waitsForCommit = this.#waitsForCommit.filter(({ byPerson }) => !byPerson);
  }

  async #commitRest(): Promise<void> {
    await this.#commit();
    await this.#work();
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
    if (pending.fixCount >= COMMIT_FIXES) return 0;
    const peopleWait = pending.deliveries.size > 0 || this.#waitsForCommit.length > 0;
    const distance = Math.max(peopleWait ? COMMIT_FOR_PEOPLE_MS : COMMIT_MS, this.#lastCommitTook * COMMIT_SHARE);
    return this.#lastCommit + distance - performance.now();
  }

  async #commit(): Promise<void> {
    const began = performance.now();
    const committed = await this.#pipeline.commit();
    this.#lastCommit = performance.now();
    this.#lastCommitTook = this.#hasWaited ? 0 : this.#lastCommit - began;
    this.#hasWaited = false;
    const { position } = this.#pipeline;
    this.#committed = position;
    this.#coversTo = this.#pipeline.receivedAt ?? this.#coversTo;
    const done = this.#waitsForCommit.filter((one) => one.position < position);
    this.#waitsForCommit = this.#waitsForCommit.filter((one) => one.position >= position);
    if (committed) send({ type: 'committed', committed });
    for (const one of done) {
      send({ type: 'done', id: one.id, position: one.position, outcome: this.#outcomes.get(one.position) });
    }
    for (const applied of this.#outcomes.keys()) if (applied < position) this.#outcomes.delete(applied);
    await this.#careForTracks();
  }

  /** Between two commits, since nobody else may write to a track meanwhile. */
  async #careForTracks(): Promise<void> {
    if (!this.#care || performance.now() < this.#careDue) return;
    try {
      const thinned = await this.#care.step(Date.now());
      this.#careDue = performance.now() + (thinned > 0 ? CARE_STEP_MS : CARE_MS);
    } catch (error) {
      this.#careDue = performance.now() + CARE_MS;
      send({ type: 'problem', sentence: 'old tracks could not be thinned', why: String(error) });
    }
  }

  /** Applies what was journaled after the last commit. */
  async #catchUp(): Promise<void> {
    let records = 0;
    const damaged = ({ path, offset, damage }: SegmentDamage): void =>
      send({ type: 'problem', sentence: `journal ${path} is damaged at byte ${offset}`, why: damage });
    for (const record of readJournal(this.#journalDir, this.#pipeline.position, damaged)) {
      await this.#pipeline.apply(record);
      if (++records % CATCH_UP_RECORDS === 0) await this.#pipeline.commit();
    }
    if (records > 0) await this.#pipeline.commit();
    this.#coversTo = this.#pipeline.receivedAt;
    this.#committed = this.#pipeline.position;
  }

  #status(): void {
    this.#lastStatus = performance.now();
    const { stats } = this.#journal;
    send({
      type: 'status',
      status: {
        journal: {
          bytes: stats.position,
          healthy: stats.healthy,
          problem: stats.problem,
          fsyncs: stats.fsyncs,
          lastFsyncMs: stats.lastFsyncMs,
          cutBytes: stats.cutBytes,
        },
        store: { coversTo: this.#coversTo, away: this.#away },
        behindBytes: Math.max(0, stats.position - this.#pipeline.position),
        feeds: [...this.#pipeline.feeds.values()].map(({ feed, name, counters }) => ({ feed, name, counters })),
      },
    });
  }

  /** After an opening that failed: nothing is left that would keep the thread alive. */
  async abandon(): Promise<void> {
    await this.#store?.close();
    await this.#journal?.close();
  }

  async #close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    await this.#journal.close();
    // Nobody waits for a store that is away: the journal has all of it, and the next start goes on from there.
    if (this.#away) this.#store.giveUp?.();
    try {
      await this.#applying;
      await this.#commit();
    } catch (error) {
      if (!(error instanceof HaidangError && error.code === 'store-away')) throw error;
    }
    await this.#store.close();
    send({ type: 'closed' });
    port.close();
  }
}

interface Waiting {
  id: number;
  position: number;
  /** A person waits for the answer. */
  byPerson: boolean;
}

function entryRecord(entry: unknown, at: number): JournalRecord {
  const payload = Buffer.from(JSON.stringify(entry));
  return { type: RecordType.entry, whole: true, feed: 0, source: 0, receivedAt: at, payload };
}

function asHaidangError(error: unknown): HaidangError {
  if (error instanceof HaidangError) return error;
  return new HaidangError('journal-unavailable', { why: error instanceof Error ? error.message : String(error) });
}

function send(message: FromRoom): void {
  port.postMessage(message);
}

const room = new EngineRoomThread();
try {
  await room.open();
  port.on('message', (message: ToRoom) => room.handle(message));
} catch (error) {
  await room.abandon();
  const said = error instanceof HaidangError ? { code: error.code, details: error.details } : {};
  send({ type: 'broken', why: error instanceof Error ? error.message : String(error), ...said });
}
