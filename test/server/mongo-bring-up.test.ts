/** A store on MongoDB that an older version of the program wrote. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import { MONGO_VERSION } from '../../server/store/mongo/prepare.ts';
import { needMongo } from '../needs.ts';
import { alertOf, batch, deliveryOf, T0, vesselCalled } from './store-rows.ts';

const line = { at: T0, kind: 'alert-raised' as const, by: 'system', text: { vi: 'một', en: 'one' } };
const written = batch(7, {
  vessels: [vesselCalled('v1')],
  alerts: [alertOf('a1', 1), alertOf('a2', 2, { state: 'cleared' }), alertOf('a3', 3, { state: 'cleared' })],
  cases: [{ id: 'case-a1', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 }],
  caseLines: [{ caseId: 'case-a1', ...line }],
  deliveries: [deliveryOf('d1')],
  acts: [{ id: 'x1', at: T0, by: 'admin', kind: 'look-up', subject: 'v1' }],
});

describe('a MongoDB store of an older version', () => {
  let url: string;

  before(function () {
    url = needMongo(this)(`haidang-test-${randomUUID()}`);
  });

  beforeEach(async () => {
    const store = await MongoStore.open({ url, mode: 'write' });
    await store.commit(written);
    await store.close();
    await asItWas();
  });

  afterEach(async () => {
    await inDatabase((connection) => connection.dropDatabase());
  });

  type Database = Awaited<ReturnType<ReturnType<typeof createConnection>['asPromise']>>;

  async function inDatabase(work: (connection: Database) => Promise<unknown>): Promise<void> {
    const connection = await createConnection(url).asPromise();
    await work(connection);
    await connection.close();
  }

  /** Columns of today are missing, lines are objects, and whoever is over was only acknowledged or not. */
  async function asItWas(): Promise<void> {
    await inDatabase(async (connection) => {
      const of = (name: string) => connection.collection<{ _id: string }>(name);
      await of('delivery').updateMany(
        {},
        { $unset: { lane: 1, gateway: 1, traced: 1, confirmBy: 1, awaited: 1, caseFile: 1 } },
      );
      await of('alert').updateMany({}, { $unset: { response: 1, due: 1, caseFile: 1, thread: 1 } });
      await of('alert').updateOne(
        { _id: 'a3' },
        { $set: { 'body.response': { state: 'acknowledged', acknowledgedBy: 'an' } } },
      );
      await of('alert').updateOne({ _id: 'a2' }, { $set: { 'body.response': { state: 'unacknowledged' } } });
      await of('case_file').updateMany({}, { $unset: { state: 1, due: 1 } });
      await of('case_line').updateMany({}, { $set: { body: line } });
      await of('checkpoint').updateMany({}, { $set: { version: 1 } });
    });
  }

  it('is brought up to date when it is opened, also when that was broken off before', async () => {
    for (const _ of ['once', 'again']) {
      const store = await MongoStore.open({ url, mode: 'write' });
      const of = { channel: 'sms' as const, lane: '0900000001' };
      expect((await store.dueDeliveries(of, T0, 10)).map(({ id }) => id)).to.deep.equal(['d1']);
      expect((await store.deliveries({ caseId: 'case-a1', limit: 10 })).map(({ id }) => id)).to.deep.equal(['d1']);
      expect((await store.alerts({ state: 'open', limit: 10 })).map(({ id }) => id).sort()).to.deep.equal(['a1', 'a2']);
      expect((await store.alert('a2'))!.response.state).to.equal('returned');
      expect((await store.alert('a3'))!.response).to.deep.equal({ state: 'closed', acknowledgedBy: 'an' });
      expect((await store.alerts({ state: 'all', caseId: 'case-a1', limit: 10 })).map(({ id }) => id)).to.include('a1');
      expect((await store.case('case-a1'))!.lines).to.deep.equal([line]);
      expect(await store.acts({ limit: 10 })).to.have.length(1);
      expect((await store.checkpoint()).position).to.equal(7);
      await store.close();
      // Half of the rows are as they are now, and the version is still the old one.
      await inDatabase((connection) => connection.collection('checkpoint').updateMany({}, { $set: { version: 1 } }));
    }
  });

  it('is read by nobody before, and refused while a commit of the older version is half done', async () => {
    const refusal = async (mode: 'read' | 'write') => {
      try {
        await (await MongoStore.open({ url, mode })).close();
        return 'opened';
      } catch (error) {
        return String(error);
      }
    };
    expect(await refusal('read')).to.contain('serve brings it up to date');
    await inDatabase((connection) =>
      connection.collection('checkpoint').updateMany({}, { $set: { redo: { position: 9, parts: 1 } } }),
    );
    expect(await refusal('write')).to.contain('half done');
    await inDatabase((connection) => connection.collection('checkpoint').updateMany({}, { $unset: { redo: 1 } }));
    expect(await refusal('write')).to.equal('opened');
    expect(await refusal('read')).to.equal('opened');
    expect(MONGO_VERSION).to.equal(7);
  });
});
