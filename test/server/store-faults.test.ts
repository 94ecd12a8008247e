/** The store locked, missing, damaged, of a newer version, made anew from the journal: one sentence each, and nothing lost. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { run as runStore } from '../../server/commands/store.ts';
import { takeDataFolder } from '../../server/data-folder.ts';
import { HaidangError } from '../../server/errors.ts';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import type { EngineRoom } from '../../server/ingest/room.ts';
import { listSegments, readJournal } from '../../server/journal/segments.ts';
import { SCHEMA_VERSION } from '../../server/store/sqlite/schema.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { StoreFailure } from '../../server/store/store-failure.ts';
import { caught } from '../caught.ts';
import { feed, inputs } from './crash/script.ts';

const ROOM = new URL('./api-engine-room.mjs', import.meta.url);

describe('store faults', () => {
  let folder: string;
  let room: EngineRoom | undefined;
  let problems: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-store-'));
    problems = [];
  });

  afterEach(async () => {
    await room?.close();
    room = undefined;
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<EngineRoom> {
    room = await openEngineRoom({
      folder,
      demo: false,
      tickSeconds: 3600,
      segmentBytes: 1500,
      workerFile: ROOM,
      onLost: () => undefined,
      onProblem: (sentence, why) => problems.push(`${sentence}: ${why}`),
    });
    return room;
  }

  async function close(): Promise<void> {
    await room?.close();
    room = undefined;
  }

  async function give(from = 0, to = inputs.length): Promise<void> {
    const { feed: number } = await room!.openFeed(feed);
    for (const { act, naf, at } of inputs.slice(from, to)) {
      if (act) await room!.act(act);
      if (naf) await room!.receive({ feed: number, source: 0, bytes: Buffer.from(naf), receivedAt: at, whole: true });
    }
  }

  async function filled(): Promise<unknown> {
    await open();
    await give();
    await close();
    return contents();
  }

  /** All that SQLite still holds beside the file goes into it: what is damaged then is what it reads. */
  function foldIn(): void {
    edit('PRAGMA wal_checkpoint(TRUNCATE)');
    for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `store.db${suffix}`), { force: true });
  }

  async function contents(): Promise<unknown> {
    const store = new SqliteStore(join(folder, 'store.db'), 'read');
    try {
      const alerts = await store.alerts({ state: 'all', limit: 100 });
      const tracks = [];
      for await (const { id } of store.allVessels()) tracks.push(await store.track(id, 0, Number.MAX_SAFE_INTEGER));
      const deliveries = await store.deliveries({ limit: 100 });
      return { alerts, tracks, deliveries, acts: await store.acts({ limit: 100 }) };
    } finally {
      await store.close();
    }
  }

  async function refusal(promise: Promise<unknown>): Promise<string> {
    const error = await promise.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(HaidangError);
    return (error as HaidangError).message;
  }

  /** Runs `store rebuild` here and gives what it printed. */
  async function rebuilt(): Promise<Record<string, unknown>> {
    const { out, code } = await caught(runStore, ['rebuild', '--data', folder, '--json']);
    expect(code).to.equal(0);
    return JSON.parse(out) as Record<string, unknown>;
  }

  /** The whole file, as soon as those who had it have let go. */
  async function exclusively(): Promise<InstanceType<typeof DatabaseSync>> {
    for (;;) {
      const db = new DatabaseSync(join(folder, 'store.db'));
      try {
        db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y)');
        return db;
      } catch {
        db.close();
      }
      await sleep(50);
    }
  }

  function edit(sql: string): void {
    const db = new DatabaseSync(join(folder, 'store.db'));
    db.exec(sql);
    db.close();
  }

  it('is made anew from the journal when it is gone or damaged', async () => {
    const before = await filled();
    rmSync(join(folder, 'store.db'));
    await open();
    await close();
    expect(await contents()).to.deep.equal(before);
    expect(problems).to.deep.equal([]);

    for (const from of [0, 4096 + 8]) {
      foldIn();
      const bytes = readFileSync(join(folder, 'store.db'));
      for (let at = from; at < bytes.length; at += 4096) bytes.fill(0x5a, at, at + 100);
      writeFileSync(join(folder, 'store.db'), bytes);
      problems = [];
      await open();
      await close();
      expect(await contents(), `damaged from ${from}`).to.deep.equal(before);
      expect(problems.join()).to.contain('rebuilt from the journal');
    }
  }).timeout(60_000);

  it('refuses to start where the journal could not make it anew', async () => {
    await filled();
    foldIn();
    writeFileSync(join(folder, 'store.db'), 'x'.repeat(5000));
    rmSync(listSegments(join(folder, 'journal'))[0]!.path);
    expect(await refusal(open())).to.contain('restore a backup');
    expect(await refusal(runStore(['rebuild', '--data', folder]))).to.contain('lacks what stood from position 0');
  }).timeout(60_000);

  it('refuses a journal that ends before the store does', async () => {
    await filled();
    for (const { path } of listSegments(join(folder, 'journal')).slice(1)) rmSync(path);
    expect(await refusal(open())).to.contain('restore the journal');
  }).timeout(60_000);

  it('says that a newer version wrote it, or that another program holds it', async () => {
    await open();
    await give();
    await close();
    edit('PRAGMA user_version = 99');
    expect(await refusal(open())).to.match(/store\.db.+newer version.+99/);
    edit(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    const other = await exclusively();
    try {
      expect(await refusal(open())).to.contain('another program has locked the file');
    } finally {
      other.close();
    }
  }).timeout(60_000);

  it('keeps what an older version wrote whose tables are those of today, and makes those that it had not', async () => {
    const before = (await filled()) as object;
    edit('DROP TABLE feed_window');
    // Stands in the journal: it would come back if the store were made anew.
    edit('DELETE FROM act');
    edit(`PRAGMA user_version = ${SCHEMA_VERSION - 1}`);
    await open();
    await close();
    expect(await contents()).to.deep.equal({ ...before, acts: [] });
    const store = new SqliteStore(join(folder, 'store.db'), 'read');
    expect(await store.feedWindows()).to.deep.equal([]);
    await store.close();
  }).timeout(60_000);

  it('goes on journaling while it is locked, says so, and catches up', async () => {
    await open();
    await give(0, 4);
    const other = new DatabaseSync(join(folder, 'store.db'));
    other.exec('BEGIN IMMEDIATE');
    await give(4, 8);
    while (!room!.status().store?.problem) await sleep(20);
    expect(room!.status().store?.problem?.en).to.contain('locked');
    expect(room!.status().journal.healthy).to.equal(true);
    expect(await refusal(room!.act(inputs[1]!.act!))).to.contain('in the journal');
    await give(8);
    expect([...readJournal(join(folder, 'journal'))].length).to.be.above(inputs.length);
    other.exec('ROLLBACK');
    other.close();
    while (room!.status().store?.problem || room!.status().behindBytes > 200) await sleep(20);
    await close();
    const { tracks } = (await contents()) as { tracks: unknown[][] };
    expect(tracks.map((track) => track.length)).to.deep.equal([5, 5]);
    expect(problems.map((one) => one.split(':')[0])).to.deep.equal([
      'the store cannot be written; the journal goes on',
      'the store works again',
    ]);
  }).timeout(60_000);

  it('can be rebuilt by command: the same ids, in place at once', async () => {
    const before = await filled();
    edit(
      "UPDATE alert SET body = json_set(body, '$.occurrence.ruleVersion', 7) WHERE raised_at = (SELECT min(raised_at) FROM alert)",
    );
    edit('DELETE FROM track');
    const told = await rebuilt();
    expect(told).to.deep.include({ alerts: 2, same: 1, gone: [], added: [], problems: 0, inPlace: true });
    expect((told.changed as string[])[0]).to.match(/zone-exit v\w+ \(rule out, version 7, now 1\)/);
    expect(await contents()).to.deep.equal(before);
    expect(await rebuilt()).to.deep.include({ same: 2, changed: [], inPlace: true });
  }).timeout(60_000);

  it('can be rebuilt while the old one serves; the next start takes the new one and catches up', async () => {
    await open();
    await give(0, 9);
    const release = takeDataFolder(folder);
    expect(await rebuilt()).to.deep.include({ inPlace: false });
    expect(existsSync(join(folder, 'store.rebuilt.db'))).to.equal(true);
    await give(9);
    await close();
    release();
    const before = await contents();
    await open();
    await close();
    expect(existsSync(join(folder, 'store.rebuilt.db'))).to.equal(false);
    expect(problems.join()).to.contain('replaced by the one that was rebuilt');
    expect(await contents()).to.deep.equal(before);
  }).timeout(60_000);

  it('has words for what SQLite says', () => {
    const db = new DatabaseSync(join(folder, 'x.db'));
    db.exec('CREATE TABLE t (a)');
    db.close();
    const reader = new DatabaseSync(join(folder, 'x.db'), { readOnly: true });
    let said: unknown;
    try {
      reader.exec('INSERT INTO t VALUES (1)');
    } catch (error) {
      said = error;
    }
    reader.close();
    expect(StoreFailure.is(said)).to.equal(true);
    expect(StoreFailure.of(said)).to.include({ kind: 'read-only', message: 'the file or its disk is read-only' });
    expect(StoreFailure.is(new Error('mine'))).to.equal(false);
    expect(StoreFailure.of(new Error('database or disk is full')).kind).to.equal('full');
  });
});
