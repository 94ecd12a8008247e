/** A chunk with a wrong checksum: named, isolated, and taken from the journal again. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import { mendTracks } from '../../server/ingest/mend-tracks.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';
import { nafRecord } from './api-product.ts';
import { batchOf, damage, MINUTE } from './track-store.ts';

const command = fileURLToPath(new URL('../../server/commands/tracks.ts', import.meta.url));
const script = `
  import { run } from ${JSON.stringify(command)};
  process.exitCode = await run(process.argv.slice(1)).catch((error) => (console.error(error.message), 2));`;
const nodeArguments = ['--import=tsx', '--input-type=module', '-e', script, '--'];

describe('tracks that cannot be read', function () {
  this.timeout(60_000);
  const boats = ['QNa-91234-TS', 'BTh-96001-TS'];
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 3000 * MINUTE;
  let folder: string;
  const ids: string[] = [];
  const before = new Map<string, Fix[]>();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-mend-'));
    const workerFile = new URL('./api-engine-room.mjs', import.meta.url);
    const onLost = (why: string): never => {
      throw new Error(why);
    };
    const room = await openEngineRoom({ folder, demo: false, tickSeconds: 60, workerFile, onLost });
    const { feed } = await room.openFeed({ name: 'vms', url: 'http:', format: 'naf' });
    for (let part = 0; part < 4; part++) {
      const records = boats.flatMap((boat, n) =>
        Array.from({ length: 50 }, (_, i) =>
          nafRecord(boat, 10 + n, Math.round(1080 + part * 5 + i / 10) / 10, start + (part * 50 + i) * 10 * MINUTE),
        ),
      );
      const bytes = Buffer.from(records.join('\n'));
      await room.receive({ feed, source: 0, bytes, receivedAt: Date.now(), whole: true });
    }
    await room.close();
    const store = new SqliteStore(join(folder, 'store.db'), 'read');
    ids.splice(0);
    for await (const { id } of store.allVessels()) ids.push(id);
    for (const id of ids) before.set(id, await store.track(id, 0, Date.now()));
    await store.close();
    expect(ids.map((id) => before.get(id)!.length)).to.deep.equal([200, 200]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function tracks(action: string): Promise<{ code: number; out: string }> {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [...nodeArguments, action, '--data', folder]);
      return { code: 0, out: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout + stderr };
    }
  }

  async function damaged(): Promise<void> {
    const store = new SqliteStore(join(folder, 'store.db'), 'write');
    await damage(store, ids[0]!, before.get(ids[0]!)![70]!.fixTime);
    await damage(store, ids[1]!, before.get(ids[1]!)![0]!.fixTime);
    await store.close();
  }

  it('are named, and mended from the journal to what they were', async () => {
    expect(await tracks('check')).to.deep.equal({ code: 0, out: 'every track can be read.\n' });
    await damaged();
    const found = await tracks('check');
    expect(found.code).to.equal(1);
    for (const id of ids) expect(found.out).to.match(new RegExp(`^${id} .* fixes cannot be read$`, 'm'));
    const mended = await tracks('mend');
    expect(mended.code, mended.out).to.equal(0);
    expect(mended.out).to.contain('fixes are there again');
    expect(await tracks('check')).to.deep.equal({ code: 0, out: 'every track can be read.\n' });
    const store = new SqliteStore(join(folder, 'store.db'), 'read');
    for (const id of ids) expect(await store.track(id, 0, Date.now())).to.deep.equal(before.get(id));
    await store.close();
  });

  it('are told of when a commit meets them, and keep what came since', async () => {
    await damaged();
    const told: string[] = [];
    const store = new SqliteStore(join(folder, 'store.db'), 'write', ({ vesselId }) => told.push(vesselId));
    const first = before.get(ids[1]!)![0]!;
    const late: Fix = { ...first, fixTime: first.fixTime + MINUTE };
    await store.commit(batchOf([[ids[1]!, [late]]]));
    expect(told).to.deep.equal([ids[1]]);
    const stretches = await mendTracks({
      journalDir: join(folder, 'journal'),
      store,
      onJournalDamage: () => {},
      onProblem: (sentence) => expect.fail(sentence),
    });
    expect(stretches).to.have.length(2);
    expect(await store.chunksSetAside()).to.deep.equal([]);
    const expected = [first, late, ...before.get(ids[1]!)!.slice(1)];
    expect(await store.track(ids[1]!, 0, Date.now())).to.deep.equal(expected);
    await store.close();
  });

  it('are mended beside what waits in the tail, which goes into them later', async () => {
    await damaged();
    const store = new SqliteStore(join(folder, 'store.db'), 'write');
    const [first, ...rest] = before.get(ids[1]!)!;
    const late: Fix = { ...first!, fixTime: first!.fixTime + MINUTE };
    const fixes = packTail([[ids[1]!, [late]]]).toString('base64');
    const tray = trayOf(ids[1]!);
    const { position } = await store.checkpoint();
    await store.commit({ ...batchOf([]), position, tails: [{ tray, position, fixes }] });
    const journalDir = join(folder, 'journal');
    const onProblem = (sentence: string): never => expect.fail(sentence);
    await mendTracks({ journalDir, store, onJournalDamage: () => {}, onProblem });
    expect(await store.chunksSetAside()).to.deep.equal([]);
    expect(await store.track(ids[1]!, 0, Date.now())).to.deep.equal([first, late, ...rest]);
    await store.commit({ ...batchOf([[ids[1]!, [late]]]), position, emptied: [tray] });
    expect(await store.track(ids[1]!, 0, Date.now())).to.deep.equal([first, late, ...rest]);
    await store.close();
  });

  it('stay on the list when the journal no longer has them', async () => {
    await damaged();
    for (const name of readdirSync(join(folder, 'journal'))) rmSync(join(folder, 'journal', name), { recursive: true });
    const mended = await tracks('mend');
    expect(mended.code).to.equal(1);
    expect(mended.out).to.match(/only 0 of \d+ fixes are in the journal/);
    expect((await tracks('check')).out).to.match(/fixes were set aside/);
  });
});
