/** A start that does not wait until all of its journal is in the store: feeds go on at once, and nothing is taken twice or lost. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { beginEngineRoom, openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import type { EngineRoom } from '../../server/ingest/room.ts';
import type { LatestFix } from '../../server/models/position.ts';
import { openStore } from '../../server/store/open.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { feed, inputs } from './crash/script.ts';

const ROOM = new URL('./api-engine-room.mjs', import.meta.url);
const LATER = { name: 'later', url: 'udp://127.0.0.1:1', format: 'naf' } as const;

describe('a start with much to catch up with', () => {
  const root = mkdtempSync(join(tmpdir(), 'haidang-restart-'));
  after(() => rmSync(root, { recursive: true }));

  function options(name: string, catchUpMs?: number) {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    return { folder, demo: false, tickSeconds: 3600, workerFile: ROOM, catchUpMs, onLost: () => undefined };
  }

  async function give(room: EngineRoom, number: number, from: number, to: number): Promise<void> {
    for (const { act, naf, at } of inputs.slice(from, to)) {
      if (act) await room.act(act);
      if (naf) await room.receive({ feed: number, source: 0, bytes: Buffer.from(naf), receivedAt: at, whole: true });
    }
  }

  /** Everything in the store that inputs decide, and how many bytes each feed has brought. */
  async function contents(name: string) {
    const store = await openStore({ folder: join(root, name) }, { mode: 'read' });
    const vessels = [];
    for await (const vessel of store.allVessels()) vessels.push(vessel);
    const alerts = (await store.alerts({ state: 'all', limit: 1000 })).map(({ id, occurrence }) => ({
      id,
      occurrence,
    }));
    const feeds = (await store.feeds()).map(({ feed: number, name: of, counters }) => [number, of, counters.bytes]);
    const latest = [...(await store.latest())];
    await store.close();
    return { vessels, alerts, feeds, latest };
  }

  it('takes bytes and acts at once under the right numbers, and comes to the same as one that waited', async () => {
    const half = Math.floor(inputs.length / 2);
    const begun = await openEngineRoom(options('begun'));
    await begun.close();
    const kept = join(root, 'kept.db');
    new SqliteStore(join(root, 'begun', 'store.db'), 'write').close();
    copyFileSync(join(root, 'begun', 'store.db'), kept);
    const first = await openEngineRoom(options('begun'));
    const { feed: number } = await first.openFeed(feed);
    await give(first, number, 0, half);
    const later = await first.openFeed(LATER);
    await first.close();
    const brought = inputs.slice(0, half).reduce((sum, { naf }) => sum + Buffer.byteLength(naf ?? ''), 0);

    // As after a kill: the journal has all of it, the store nothing.
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(root, 'begun', `store.db${suffix}`), { force: true });
    copyFileSync(kept, join(root, 'begun', 'store.db'));
    const room = await beginEngineRoom(options('begun', 0));
    let isCaughtUp = false;
    void room.caughtUp.then(() => {
      isCaughtUp = true;
    });
    const opened = await Promise.all([room.openFeed(LATER), room.openFeed(feed)]);
    expect(opened).to.deep.equal([later, { feed: number, bytes: brought }]);
    expect(isCaughtUp).to.equal(false);
    await give(room, number, half, inputs.length);
    await room.caughtUp;
    await room.close();
    const { latest } = room.takeSince!();

    const waited = await openEngineRoom(options('waited'));
    const { feed: same } = await waited.openFeed(feed);
    await give(waited, same, 0, half);
    await waited.openFeed(LATER);
    await give(waited, same, half, inputs.length);
    await waited.close();
    const whole = await contents('waited');
    expect(whole.alerts).not.to.have.length(0);
    expect(await contents('begun')).to.deep.equal(whole);
    const places = (rows: LatestFix[]) =>
      rows.map(([id, { fixTime, lon, lat }]) => [id, fixTime, lon, lat].join()).sort();
    expect(places(latest)).to.deep.equal(places(whole.latest));
  });

  it('leaves to the next start what it had no time for', async () => {
    const whole = await contents('begun');
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(root, 'begun', `store.db${suffix}`), { force: true });
    await (await beginEngineRoom(options('begun', 0))).close();
    await (await openEngineRoom(options('begun'))).close();
    expect(await contents('begun')).to.deep.equal(whole);
  });
});
