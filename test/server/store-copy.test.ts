/** `haidang store copy`: a province moves to MongoDB and back, and what comes back is what went. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { differences, digestOf } from '../../server/store/copy.ts';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { UNFINISHED } from '../../server/store/store.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';
import { needMongo } from '../needs.ts';
import { haidang, removeFolder, temporaryFolder } from '../product.ts';
import { alertOf, batch, deliveryOf, fixAt, T0, vesselCalled } from './store-rows.ts';

describe('haidang store copy', () => {
  let address: (database: string) => string;
  let url: string;
  let folder: string;

  before(function () {
    address = needMongo(this);
  });

  beforeEach(async () => {
    folder = temporaryFolder();
    url = address(`haidang-test-${randomUUID()}`);
  });

  afterEach(async () => {
    removeFolder(folder);
    const connection = await createConnection(url).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  async function fill(path: string): Promise<void> {
    const store = new SqliteStore(join(path, 'store.db'), 'write');
    const vessels = Array.from({ length: 2300 }, (_, n) => vesselCalled(`v${n}`, { name: `Tàu ${n}` }));
    const track = Array.from({ length: 900 }, (_, minute) => fixAt(minute, { speedKn: (minute % 90) / 10 }));
    await store.commit(
      batch(5, { vessels, fixes: [['v1', track], ...vessels.map(({ id }) => [id, [fixAt(1)]] as never)] }),
    );
    await store.commit(
      batch(4711, {
        latest: [['v1', fixAt(899)]],
        engineStates: [['v1', { 'a.b': { $x: [1, { y: 2 }] } }]],
        alerts: [alertOf('a1', 1), alertOf('a2', 2)],
        cases: [{ id: 'c', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 }],
        caseLines: ['một', 'hai'].map((vi) => ({
          caseId: 'c',
          at: T0,
          kind: 'delivery',
          by: 'system',
          text: { vi, en: vi },
        })),
        deliveries: [deliveryOf('d1')],
        documents: [
          { name: 'rules', revision: 3, body: [{ id: 'r', params: { 'x.y': 1 } }], changedAt: T0, changedBy: 'a' },
        ],
        acts: [{ id: 'a1', at: T0, by: 'admin', kind: 'document', subject: 'rules' }],
      }),
    );
    const waiting = packTail([['v2', [fixAt(2), fixAt(3)]]]).toString('base64');
    await store.commit(batch(4711, { tails: [{ tray: trayOf('v2'), position: 4711, fixes: waiting }] }));
    await store.close();
  }

  it('moves everything there and back, and says counts and hashes', async () => {
    await fill(folder);
    const there = haidang(['store', 'copy', folder, url]);
    expect(there.err).to.equal('');
    expect(there.code).to.equal(0);
    expect(there.out).to.match(/^vessel +2300 +[0-9a-f]{64}$/m);
    expect(there.out).to.match(/^position +4711$/m);
    const back = temporaryFolder();
    try {
      expect(haidang(['store', 'copy', url, back]).out).to.equal(there.out);
      const [first, second] = [folder, back].map((path) => new SqliteStore(join(path, 'store.db'), 'read'));
      expect(differences(await digestOf(first!), await digestOf(second!))).to.deep.equal([]);
      expect(await second!.case('c')).to.deep.equal(await first!.case('c'));
      expect(await second!.track('v1', T0, fixAt(900).fixTime)).to.have.length(900);
      const moved = await MongoStore.open({ url, mode: 'read' });
      for (const store of [moved, second!]) {
        expect(await store.track('v2', T0, fixAt(900).fixTime)).to.deep.equal([1, 2, 3].map((minute) => fixAt(minute)));
        expect((await store.latest(['v2'])).get('v2')).to.deep.equal(fixAt(3));
      }
      await moved.close();
      await first!.close();
      await second!.close();
    } finally {
      removeFolder(back);
    }
    expect(haidang(['store', 'copy', folder, url]).err).to.match(
      /^haidang: Nothing is copied .*holds something already\.\n$/,
    );
  });

  it('refuses in one sentence what cannot be copied', async () => {
    const refused = (...args: string[]) => {
      const { code, err, out } = haidang(['store', 'copy', ...args]);
      expect(code).to.equal(2);
      expect(out).to.equal('');
      expect(err.trim().split('\n')).to.have.length(1);
      return err;
    };
    expect(refused(folder, url)).to.match(/There is no “.*store\.db”/);
    expect(refused(url, folder)).to.match(/holds nothing yet/);
    await fill(folder);
    expect(refused(folder, folder)).to.match(/the same/);
    expect(refused(folder, 'mongodb://127.0.0.1:9/x')).to.match(/does not answer .*HAIDANG_STORE/);
    expect(refused(folder)).to.match(/TO is missing/);
    const store = new SqliteStore(join(folder, 'store.db'), 'write');
    await store.commit(batch(5000, { vessels: [vesselCalled('bad', { label: 7 as unknown as string })] }));
    await store.close();
    expect(refused(folder, url)).to.match(/vessel bad: label/);
    const unfinished = await MongoStore.open({ url, mode: 'read' });
    expect((await unfinished.checkpoint()).position).to.equal(0);
    await unfinished.close();
  });

  it('a copy that was broken off is not served, and can be gone on with', async () => {
    await fill(folder);
    const begun = await MongoStore.open({ url, mode: 'write' });
    await begun.fill({ position: UNFINISHED, rows: [], chunks: [], setAside: [] });
    await begun.close();
    const serve = haidang(['serve', '--data', folder, '--port', '0', '--no-demo'], undefined, { HAIDANG_STORE: url });
    expect(serve.code).to.equal(2);
    expect(serve.err).to.match(/copy into it was not finished/);
    expect(haidang(['store', 'copy', folder, url]).err).to.equal('');
  });
});
