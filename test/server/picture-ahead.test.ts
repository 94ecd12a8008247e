/** The live picture that is read while the engine room starts is the one that would be read afterwards. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import type { EngineRoom } from '../../server/ingest/room.ts';
import { createLiveHub } from '../../server/live/hub.ts';
import { type EarlyPicture, PictureAhead } from '../../server/live/picture-ahead.ts';
import type { Snapshot } from '../../server/live/protocol.ts';
import { openStore } from '../../server/store/open.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { systemStatus } from './api-fixtures.ts';
import { feed, inputs } from './crash/script.ts';

const ROOM = new URL('./api-engine-room.mjs', import.meta.url);

describe('a live picture that is read ahead', () => {
  let root: string;
  let folder: string;
  let room: EngineRoom | undefined;
  let opened: number;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'haidang-picture-'));
    folder = join(root, 'data');
    mkdirSync(folder);
    opened = 0;
  });

  afterEach(async () => {
    await close();
    rmSync(root, { recursive: true });
  });

  async function open(): Promise<EngineRoom> {
    const onStoreOpened = () => {
      opened++;
    };
    room = await openEngineRoom({
      ...{ folder, demo: false, tickSeconds: 3600, workerFile: ROOM },
      ...{ onLost: () => undefined, onStoreOpened },
    });
    return room;
  }

  async function close(): Promise<void> {
    await room?.close();
    room = undefined;
  }

  async function give(from: number, to: number): Promise<void> {
    const { feed: number } = await room!.openFeed(feed);
    for (const { act, naf, at } of inputs.slice(from, to)) {
      if (act) await room!.act(act);
      if (naf) await room!.receive({ feed: number, source: 0, bytes: Buffer.from(naf), receivedAt: at, whole: true });
    }
  }

  /** The store alone, as it is now, in a folder of its own. */
  function kept(): string {
    const place = join(root, 'kept');
    mkdirSync(place);
    new SqliteStore(join(folder, 'store.db'), 'write').close();
    copyFileSync(join(folder, 'store.db'), join(place, 'store.db'));
    return place;
  }

  /** What a visitor is shown, whoever sits in which slot. */
  async function shown(early?: EarlyPicture): Promise<unknown[]> {
    const store = await openStore({ folder }, { mode: 'read' });
    const hub = createLiveHub({ store, room: room!, clock: () => 0, status: systemStatus });
    await hub.load(early);
    let snapshot: Snapshot | undefined;
    const send = (_: string, payload: object): void => {
      snapshot = payload as Snapshot;
    };
    await hub.hello(hub.join({ send, bufferedBytes: () => 0, disconnect: () => undefined }), {});
    hub.close();
    await store.close();
    const places = new Map(snapshot!.positions.map(([slot, ...position]) => [slot, position]));
    return snapshot!.identities
      .map(({ slot, ...identity }) => ({ ...identity, place: places.get(slot) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  it('is right once it is told what catching up with the journal has changed', async () => {
    const half = Math.floor(inputs.length / 2);
    await open();
    await give(0, half);
    await close();
    const before = kept();
    await open();
    await give(half, inputs.length);
    await close();
    // As after a kill: the journal has more than the store.
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `store.db${suffix}`), { force: true });
    copyFileSync(join(before, 'store.db'), join(folder, 'store.db'));
    opened = 0;
    const since = (await open()).takeSince!();
    expect(opened).to.equal(1);
    expect(since.latest.length).to.be.above(0);
    // Beside whom it is read.
    const writer = new SqliteStore(join(before, 'store.db'), 'write');
    const ahead = new PictureAhead({ folder: before });
    ahead.begin();
    const early = await ahead.take(since);
    const whole = await shown();
    expect(whole.length).to.be.above(0);
    expect(await shown({ ...early!, since: { vessels: [], latest: [] } })).not.to.deep.equal(whole);
    ahead.begin();
    expect(await shown(await ahead.take(since))).to.deep.equal(whole);
    await writer.close();
  });

  it('is left alone where there is none, or nobody says what has changed', async () => {
    const nowhere = new PictureAhead({ folder: join(root, 'nowhere') });
    expect(await nowhere.take({ vessels: [], latest: [] })).to.equal(undefined);
    nowhere.begin();
    expect(await nowhere.take({ vessels: [], latest: [] })).to.equal(undefined);
    await open();
    const ahead = new PictureAhead({ folder });
    ahead.begin();
    expect(await ahead.take(undefined)).to.equal(undefined);
  });
});
