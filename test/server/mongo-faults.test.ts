/** The store on MongoDB when the line is cut: at every message of a commit in turn, and for a while under a running product. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createConnection } from 'mongoose';
import type { Fix } from '../../geofences/fix.ts';
import { MongoStore } from '../../server/store/mongo/mongo-store.ts';
import type { Batch, Store } from '../../server/store/store.ts';
import { type MongoProxy, startMongoProxy } from '../mongo-proxy.ts';
import { needMongo } from '../needs.ts';
import { alertOf, batch, deliveryOf, fixAt, T0, vesselCalled } from './store-rows.ts';

const END = fixAt(10_000).fixTime;
const OLD = Array.from({ length: 510 }, (_, i) => fixAt(i * 2));
/** Goes on, comes late into a full chunk and in among the newest fixes, and makes the small chunks be sealed. */
const LATE = [501, ...Array.from({ length: 12 }, (_, i) => 897 + i * 2)].map((minute) => fixAt(minute));
const NEW = [...Array.from({ length: 70 }, (_, i) => fixAt(1020 + i * 2)), ...LATE];

/** Small chunks, as many as may stand before they are sealed. */
const BEFORE = Array.from({ length: 10 }, (_, i) => batch(i + 1, { fixes: [['v1', OLD.slice(i * 51, i * 51 + 51)]] }));
const FIRST: Batch = batch(100, {
  vessels: [vesselCalled('v1')],
  alerts: [alertOf('a1', 1)],
  cases: [{ id: 'case-a1', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 }],
});
const SECOND: Batch = batch(200, {
  vessels: [vesselCalled('v1', { name: 'Mới' }), vesselCalled('v2')],
  fixes: [
    ['v1', NEW],
    ['v2', [fixAt(3)]],
  ],
  latest: [['v1', fixAt(1158)]],
  engineStates: [['v1', { zone: 'a' }]],
  alerts: [alertOf('a3', 4), alertOf('a1', 2, { state: 'cleared' }), alertOf('a2', 3)],
  cases: [
    { id: 'case-a2', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 },
    { id: 'case-a3', vesselId: 'v2', state: 'new', openedAt: T0, updatedAt: T0 },
  ],
  caseLines: ['case-a2', 'case-a3'].map((caseId) => ({
    caseId,
    at: T0,
    kind: 'alert-raised' as const,
    by: 'system',
    text: { vi: 'một', en: 'one' },
  })),
  deliveries: [deliveryOf('d2', { alertId: 'a2' }), deliveryOf('d3', { alertId: 'a3' })],
  acts: [{ id: 'a1', at: T0, by: 'admin', kind: 'look-up', subject: 'v1' }],
});

/** All that a reader can see. */
async function picture(store: Store) {
  const alerts = await store.alertChanges(0, 100);
  let kept = 0;
  for await (const { fixes } of store.chunks({ from: T0, to: END })) kept += fixes;
  return {
    kept,
    checkpoint: await store.checkpoint(),
    vessels: await store.vessels({ limit: 100 }),
    track: await store.track('v1', T0, END),
    other: await store.track('v2', T0, END),
    latest: [...(await store.latest())],
    alerts,
    cases: await Promise.all(alerts.map(({ caseId }) => store.case(caseId))),
    deliveries: await store.deliveries({ limit: 100 }),
    acts: await store.acts({ limit: 100 }),
  };
}

const times = (fixes: readonly Fix[]): number[] => fixes.map(({ fixTime }) => fixTime);

describe('a commit to MongoDB', () => {
  let address: (database: string) => string;
  const urls: string[] = [];
  const newUrl = (): string => {
    urls.push(address(`haidang-test-${randomUUID()}`));
    return urls.at(-1)!;
  };

  before(function () {
    address = needMongo(this);
  });

  after(async () => {
    for (const url of urls) {
      const connection = await createConnection(url).asPromise();
      await connection.dropDatabase();
      await connection.close();
    }
  });

  it('cut at any message is all there or not at all after a start, and shows no gap before it', async () => {
    const reference = await MongoStore.open({ url: newUrl(), mode: 'write' });
    for (const one of [...BEFORE, FIRST]) await reference.commit(one);
    const before = await picture(reference);
    await reference.commit(SECOND);
    const after = await picture(reference);
    await reference.close();
    const came = { before: 0, after: 0 };
    for (let cut = 1; ; cut++) {
      const url = newUrl();
      const proxy = await startMongoProxy(url);
      // One document a request, so that the line can be cut between any two writes.
      const writer = await MongoStore.open({ url: proxy.url, mode: 'write', atOnce: 1 });
      for (const one of [...BEFORE, FIRST]) await writer.commit(one);
      proxy.cut(cut);
      const isDone = await cutShort(writer, proxy);
      await seesNoGap(url, after);
      const restarted = await MongoStore.open({ url, mode: 'write' });
      const found = await picture(restarted);
      const { position } = found.checkpoint;
      const wanted = position === 100 ? before : after;
      for (const [part, value] of Object.entries(found)) {
        expect(value, `${part}, cut at message ${cut}`).to.deep.equal(wanted[part as keyof typeof wanted]);
      }
      came[position === 100 ? 'before' : 'after']++;
      await restarted.commit(SECOND);
      expect(await picture(restarted), `cut at message ${cut}, done again`).to.deep.equal(after);
      await restarted.close();
      await proxy.close();
      if (isDone) break;
    }
    expect(came.before).to.be.greaterThan(1);
    expect(came.after).to.be.greaterThan(8);
  });

  /** @returns whether the commit came to its end before the line was cut */
  async function cutShort(writer: MongoStore, proxy: MongoProxy): Promise<boolean> {
    const start = proxy.messages();
    const outcome = writer.commit(SECOND).then(
      () => true,
      () => false,
    );
    const isCut = (async () => {
      for (let before = -1; proxy.messages() !== before || before === start; ) {
        before = proxy.messages();
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      return false;
    })();
    const isDone = await Promise.race([outcome, isCut]);
    writer.giveUp();
    await writer.close();
    await outcome;
    return isDone;
  }

  async function seesNoGap(url: string, after: Awaited<ReturnType<typeof picture>>): Promise<void> {
    const reader = await MongoStore.open({ url, mode: 'read' });
    const seen = await picture(reader);
    const there = new Set(times(seen.track));
    expect(times(OLD).filter((time) => !there.has(time))).to.deep.equal([]);
    expect(new Set(times(seen.track)).size).to.equal(seen.track.length);
    const numbers = seen.alerts.map(({ changeSeq }) => changeSeq).filter((seq) => seq > 1);
    expect(numbers).to.deep.equal([2, 3, 4].slice(0, numbers.length));
    for (const { id, caseId, changeSeq } of seen.alerts.filter(({ changeSeq }) => changeSeq > 2)) {
      expect(changeSeq).to.be.greaterThan(2);
      expect((await reader.case(caseId))?.lines).to.have.length(1);
      expect(await reader.deliveries({ alertId: id, limit: 10 })).to.have.length(1);
    }
    expect(seen.kept).to.be.at.least(OLD.length);
    if (seen.checkpoint.position === 200) expect(seen).to.deep.equal(after);
    await reader.close();
  }

  it('waits for a server that is away, says so once it is and when it is back, and loses nothing', async () => {
    const proxy = await startMongoProxy(newUrl());
    const said: (string | undefined)[] = [];
    const writer = await MongoStore.open({ url: proxy.url, mode: 'write', onAway: (why) => said.push(why) });
    const reader = await MongoStore.open({ url: proxy.url, mode: 'write' });
    await writer.commit(FIRST);
    proxy.cut();
    const waiting = Promise.all([writer.commit(SECOND), writer.alert('a1')]);
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    proxy.mend();
    await waiting;
    expect(said.at(-1)).to.equal(undefined);
    expect(said[0]).to.be.a('string');
    expect((await reader.checkpoint()).position).to.equal(200);
    await reader.close();
    await writer.close();
    await proxy.close();
  });

  it('is refused to another data folder, and to a program that is older than the store', async () => {
    const url = newUrl();
    const mine = await MongoStore.open({ url, mode: 'write', owner: 'a' });
    await mine.close();
    const again = await MongoStore.open({ url, mode: 'write', owner: 'a' });
    await again.close();
    const refusal = async (options: { owner?: string; mode: 'write' | 'read' }) =>
      MongoStore.open({ url, ...options }).then(
        () => 'opened',
        (error: Error) => error.message,
      );
    expect(await refusal({ mode: 'write', owner: 'b' })).to.match(/belongs to another data folder/);
    const connection = await createConnection(url).asPromise();
    await connection.collection('checkpoint').updateOne({}, { $set: { version: 99 } });
    await connection.close();
    expect(await refusal({ mode: 'write', owner: 'a' })).to.match(/newer version .*schema 99/);
    expect(await refusal({ mode: 'read' })).to.match(/newer version/);
  });
});
