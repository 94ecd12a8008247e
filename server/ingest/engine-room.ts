/**
 * The worker thread: journals what arrives, then decodes, judges and commits it. It alone writes the store. The main thread
 * talks to it by messages (see engine-room-messages.ts) and reads through a connection of its own.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { HaidangError } from '../errors.ts';
import { Journal } from '../journal/journal.ts';
import { firstMissing } from '../journal/reach.ts';
import { type JournalRecord, RecordType } from '../journal/record.ts';
import { readJournal, type SegmentDamage } from '../journal/segments.ts';
import type { LatestFix } from '../models/position.ts';
import { openStore, storeFile } from '../store/open.ts';
import { openStoreFile, setAsideDamaged, unusable } from '../store/sqlite/store-file.ts';
import { type Store, UNFINISHED } from '../store/store.ts';
import { StoreFailure } from '../store/store-failure.ts';
import type { StoredChunk } from '../store/tracks/stored-chunk.ts';
import { packTail } from '../store/tracks/tail.ts';
import { systemWords } from '../system-words.ts';
import type { FromRoom, RoomData, ToRoom } from './engine-room-messages.ts';
import { JournaledFeeds } from './journaled-feeds.ts';
import { landZones } from './land.ts';
import { Pipeline } from './pipeline.ts';
import { Projector } from './projector.ts';
import type { StoreStatus } from './room.ts';

const STATUS_EVERY_MS = 500;
/** A person who acts while the store is away is told so after this. */
const PEOPLE_WAIT_MS = 3000;

const port = parentPort!;
const data = workerData as RoomData;
const dir = join(data.folder, 'journal');

class EngineRoomThread {
  #journal!: Journal;
  #projector!: Projector;
  #feeds!: JournaledFeeds;
  #timer: NodeJS.Timeout | undefined;
  #journalProblem: string | undefined;
  #away: StoreStatus['away'];
  #isOpen = false;
  #closing = false;

  async open(): Promise<void> {
    this.#projector = await Projector.open({
      journalDir: dir,
      restore: () => restored((why) => this.#isAway(why)),
      trackCare: data.trackCare,
      onCommitted: ({ latest, ...committed }) => {
        const packed = packLatest(latest);
        port.postMessage({ type: 'committed', committed, latest: packed } satisfies FromRoom, [packed.buffer]);
      },
      onDamage: ({ path, offset, damage }: SegmentDamage) =>
        problem(`journal ${path} is damaged at byte ${offset}`, damage),
      onCaughtUp: () => send({ type: 'caught-up' }),
      onStatus: () => this.#status(),
      onStoreHealth: (failure) => {
        if (!failure) problem('the store works again', 'it catches up from the journal');
        else if (failure.kind !== 'damaged')
          problem('the store cannot be written; the journal goes on', failure.words.en);
        else problem('the store is damaged; the journal goes on, and the next start rebuilds it', failure.words.en);
        this.#status();
      },
      onProblem: problem,
    });
    this.#journal = await Journal.open(dir, {
      segmentBytes: data.segmentBytes,
      retryMs: data.retryMs,
      onDurable: (records) => {
        for (const record of records) this.#feeds.count(record);
        this.#projector.push(records);
      },
      onHealth: (health) => this.#journalHealth(health.problem),
      onProblem: (sentence, error) => problem(sentence, systemWords(error).en),
    });
    const { pipeline } = this.#projector;
    refuseUnless(pipeline.position, this.#journal.stats.position);
    const since = await this.#projector.catchUp(data.catchUpMs ?? Number.POSITIVE_INFINITY);
    this.#feeds = new JournaledFeeds(pipeline.feeds.values());
    let last = pipeline.position;
    for (const record of readJournal(dir, pipeline.position)) {
      this.#feeds.count(record);
      last = record.next;
    }
    this.#timer = setInterval(() => this.#tick(), data.tickSeconds * 1000);
    setInterval(() => {
      if (this.#away && Date.now() - this.#away.since >= PEOPLE_WAIT_MS) this.#projector.answerImpatient();
      this.#status();
    }, STATUS_EVERY_MS).unref();
    this.#isOpen = true;
    this.#status();
    send({ type: 'ready', since: { vessels: [...since.vessels.values()], latest: packLatest(since.latest) } });
    this.#projector.goOn(last, this.#journal.stats.position);
  }

  handle(message: ToRoom): void {
    if (message.type === 'close') void this.#close();
    else if (message.type === 'open-feed') this.#openFeed(message);
    else if (message.type === 'thin-tracks') void this.#thinTracks(message.id);
    else void this.#append(message);
  }

  async #append(message: Extract<ToRoom, { type: 'bytes' | 'act' | 'note' }>): Promise<void> {
    const { id } = message;
    try {
      if (message.type === 'bytes') {
        const { feed, source, receivedAt, whole, bytes } = message;
        await this.#journal.append({ type: RecordType.bytes, feed, source, receivedAt, whole, payload: bytes });
        send({ type: 'done', id });
        return;
      }
      const position = await this.#journal.append(entryRecord(message.entry, message.at));
      if (message.type === 'note') {
        send({ type: 'done', id });
        return;
      }
      this.#projector.wait({
        position,
        // What the outbox has to say must not be said twice for lack of patience.
        impatient: 'by' in message.entry && message.entry.by !== 'system',
        done: (outcome) => send({ type: 'done', id, position, outcome }),
        failed: (error) => fail(id, error),
      });
    } catch (error) {
      fail(id, error);
    }
  }

  async #thinTracks(id: number): Promise<void> {
    try {
      send({ type: 'thinned', id, chunks: await this.#projector.thinTracks() });
    } catch (error) {
      fail(id, unusable(data.store === undefined ? storeFile(data.folder) : 'HAIDANG_STORE', StoreFailure.of(error)));
    }
  }

  #openFeed(message: Extract<ToRoom, { type: 'open-feed' }>): void {
    const { id, name, url, format, at } = message;
    const feed = this.#feeds.numberOf(name);
    const opened = (): void => send({ type: 'feed-opened', id, feed, bytes: this.#feeds.bytesOf(feed) });
    if (this.#feeds.has(name, url)) {
      opened();
      return;
    }
    const entry = entryRecord({ type: 'feed', feed, name, url, format }, at);
    this.#journal.append(entry).then(opened, (error: unknown) => fail(id, error));
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

  /** Said once, when it changes. */
  #journalHealth(now: string | undefined): void {
    if (now === this.#journalProblem) return;
    this.#journalProblem = now;
    if (now === undefined) problem('the journal can be written again', 'a fresh segment is proven');
    else problem('the journal cannot be written; nothing is acknowledged', systemWords(now).en);
    this.#status();
  }

  #status(): void {
    const { stats } = this.#journal;
    const { pipeline, problem: storeProblem } = this.#projector;
    send({
      type: 'status',
      status: {
        journal: {
          bytes: stats.position,
          healthy: stats.healthy,
          problem: stats.problem === undefined ? undefined : systemWords(stats.problem),
          fsyncs: stats.fsyncs,
          lastFsyncMs: stats.lastFsyncMs,
          fsyncMs: this.#journal.fsyncMs,
          cutBytes: stats.cutBytes,
        },
        store: { coversTo: this.#projector.coversTo, away: this.#away, problem: storeProblem },
        behindBytes: Math.max(0, stats.position - pipeline.position),
        feeds: [...pipeline.feeds.values()].map(({ feed, name, counters }) => ({ feed, name, counters })),
      },
    });
  }

  #isAway(why: string | undefined): void {
    const before = this.#away;
    this.#away = why === undefined ? undefined : { since: before?.since ?? Date.now(), why };
    this.#projector?.storeWaited();
    if (why !== undefined && this.#closing) this.#projector.pipeline.store.giveUp?.();
    if (before?.why === why || !this.#isOpen) return;
    if (!before) problem('the store does not answer; what arrives goes on into the journal', why ?? '?');
    this.#status();
  }

  /** After an opening that failed: nothing is left that would keep the thread alive. */
  async abandon(): Promise<void> {
    await this.#projector?.pipeline.store.close();
    await this.#journal?.close();
  }

  async #close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    await this.#journal.close();
    // Nobody waits for a store that is away: the journal has all of it, and the next start goes on from there.
    if (this.#away) this.#projector.pipeline.store.giveUp?.();
    await this.#projector.close();
    send({ type: 'closed' });
    port.close();
  }
}

/** The pipeline as the store's last commit left it; a damaged store is set aside and begun anew. */
async function restored(onAway: (why: string | undefined) => void): Promise<Pipeline> {
  if (data.store !== undefined) {
    return pipelineOf(
      await openStore({ folder: data.folder, url: data.store }, { mode: 'write', onAway, onSetAside: setAside }),
    );
  }
  const whole = (): boolean => !existsSync(dir) || firstMissing(dir) === undefined;
  try {
    return await pipelineOf(openStoreFile(data.folder, whole, problem, setAside));
  } catch (error) {
    if (!StoreFailure.is(error) || error instanceof HaidangError) throw error;
    const failure = StoreFailure.of(error);
    if (failure.kind !== 'damaged') throw unusable(storeFile(data.folder), failure);
    setAsideDamaged(data.folder, whole, problem);
    return pipelineOf(openStoreFile(data.folder, whole, problem, setAside));
  }
}

async function pipelineOf(store: Store): Promise<Pipeline> {
  send({ type: 'store-opened' });
  try {
    return await Pipeline.restore({
      store,
      demo: data.demo,
      publicUrl: data.publicUrl,
      window: data.window,
      land: landZones,
      onProblem: (sentence, error) => problem(sentence, String(error)),
    });
  } catch (error) {
    await store.close();
    if (StoreFailure.is(error) || error instanceof HaidangError) throw error;
    if (data.store !== undefined) throw error;
    // Bytes that SQLite has no means to check: what they say can't be made sense of.
    throw new StoreFailure('damaged', { vi: 'nội dung không đọc được', en: 'its contents make no sense' }, error);
  }
}

/** @throws HaidangError when the store is not one that this journal can go on with */
function refuseUnless(store: number, journal: number): void {
  if (store === UNFINISHED) {
    throw new HaidangError('store-refused', { why: 'a copy into it was not finished; run haidang store copy again' });
  }
  if (store <= journal) return;
  const path = data.store === undefined ? storeFile(data.folder) : 'HAIDANG_STORE';
  const vi = `kho đã tới vị trí ${store} nhưng nhật ký chỉ còn tới ${journal}; hãy khôi phục nhật ký, hoặc chấp nhận mất phần đó và chạy haidang store rebuild`;
  const en = `it has reached position ${store}, but the journal ends at ${journal}; restore the journal, or accept the loss and run haidang store rebuild`;
  throw new HaidangError('store-unusable', { path, why: { vi, en } });
}

function entryRecord(entry: unknown, at: number): JournalRecord {
  const payload = Buffer.from(JSON.stringify(entry));
  return { type: RecordType.entry, whole: true, feed: 0, source: 0, receivedAt: at, payload };
}

function packLatest(latest: Iterable<LatestFix>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packTail(Array.from(latest, ([id, fix]) => [id, [fix]])));
}

function fail(id: number, error: unknown): void {
  const { code, details } =
    error instanceof HaidangError ? error : new HaidangError('journal-unavailable', { why: systemWords(error) });
  send({ type: 'failed', id, code, details });
}

function setAside({ vesselId, startTime, endTime }: StoredChunk): void {
  const span = `${new Date(startTime).toISOString()} – ${new Date(endTime).toISOString()}`;
  const sentence = `the track of ${vesselId} of ${span} cannot be read: haidang tracks mend takes it from the journal`;
  problem(sentence, 'wrong checksum');
}

function problem(sentence: string, why: string): void {
  send({ type: 'problem', sentence, why });
}

function send(message: FromRoom): void {
  port.postMessage(message);
}

const room = new EngineRoomThread();
try {
  await room.open();
  port.on('message', (message: ToRoom) => room.handle(message));
} catch (met) {
  await room.abandon();
  const error =
    StoreFailure.is(met) && !(met instanceof HaidangError)
      ? unusable(storeFile(data.folder), StoreFailure.of(met))
      : met;
  const why = error instanceof Error ? error.message : String(error);
  const said = error instanceof HaidangError ? { code: error.code, details: error.details } : {};
  send({ type: 'broken', why, ...said });
}
