/** What every store adapter must do, whatever is behind it. */
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import type { FeedRecord } from '../../server/models/feed.ts';
import type { KeptMemory } from '../../server/models/position.ts';
import type { Store } from '../../server/store/store.ts';
import { alertsContract } from './store-contract-alerts.ts';
import { messagesContract } from './store-contract-messages.ts';
import { tracksContract } from './store-contract-tracks.ts';
import { alertOf, batch, deliveryOf, fixAt, lineSaying, MINUTE, T0, vesselCalled } from './store-rows.ts';

/** A store of its own for each test, as the writer and as readers see it. */
interface StoreUnderTest {
  open(mode: 'write' | 'read'): Promise<Store>;
  remove(): Promise<void>;
}

/** Mocha suite. @param make called before each test */
export function storeContract(make: () => StoreUnderTest): void {
  let place: StoreUnderTest;
  let store: Store;

  beforeEach(async () => {
    place = make();
    store = await place.open('write');
  });

  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  it('begins at nothing', async () => {
    expect(await store.checkpoint()).to.deep.equal({ position: 0, alertSeq: 0 });
    expect(await store.vessels({ limit: 10 })).to.deep.equal([]);
    expect(await store.track('v1', 0, T0)).to.deep.equal([]);
    expect(await store.newestFixTime()).to.equal(undefined);
    expect(await store.countDeliveries()).to.deep.equal({ queued: 0, failed: 0 });
  });

  it('keeps a commit for readers and over a restart, position included', async () => {
    await store.commit(
      batch(77, { vessels: [vesselCalled('v1')], latest: [['v1', fixAt(1)]], alerts: [alertOf('a1', 4)] }),
    );
    const reader = await place.open('read');
    expect(await reader.checkpoint()).to.deep.equal({ position: 77, alertSeq: 4 });
    expect(await reader.vessel('v1')).to.deep.equal(vesselCalled('v1'));
    expect(await reader.newestFixTime()).to.equal(fixAt(1).fixTime);
    await reader.close();
    await store.close();
    store = await place.open('write');
    expect(await store.checkpoint()).to.deep.equal({ position: 77, alertSeq: 4 });
    expect([...(await store.latest(['v1', 'v2']))]).to.deep.equal([['v1', fixAt(1)]]);
  });

  it('a reader cannot commit', async () => {
    const reader = await place.open('read');
    expect(await reader.commit(batch(1)).catch((error: Error) => error.message)).to.match(/read-only/);
    await reader.close();
  });

  it('replaces what has the same id, and the same commit twice is once', async () => {
    await store.commit(batch(5, { vessels: [vesselCalled('v1', { name: 'Cũ' })], alerts: [alertOf('a1', 1)] }));
    const changes = batch(9, {
      vessels: [vesselCalled('v1', { name: 'Mới', mmsi: 574_000_001 })],
      fixes: [['v1', [fixAt(1), fixAt(2)]]],
      latest: [['v1', fixAt(2)]],
      engineStates: [['v1', { 'zone.a': { $in: [1] }, deep: [{ x: 1.5 }] }]],
      alerts: [alertOf('a1', 2, { state: 'cleared' }), alertOf('a2', 3)],
      cases: [{ id: 'case-a1', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 }],
      caseLines: ['một', 'hai', 'ba'].map((text) => ({ caseId: 'case-a1', ...lineSaying(text) })),
      deliveries: [deliveryOf('d1')],
      documents: [{ name: 'zones', revision: 8, body: { 'a.b': { $x: null } }, changedAt: T0, changedBy: 'admin' }],
      acts: [{ id: 'a0000000000000008', at: T0, by: 'admin', kind: 'document', subject: 'zones' }],
    });
    await store.commit(changes);
    await store.commit(changes);
    expect(await store.vessel('v1')).to.deep.equal(vesselCalled('v1', { name: 'Mới', mmsi: 574_000_001 }));
    expect(await store.countVessels()).to.equal(1);
    expect(await store.track('v1', T0, fixAt(9).fixTime)).to.deep.equal([fixAt(1), fixAt(2)]);
    expect((await store.case('case-a1'))?.lines.map(({ text }) => text.vi)).to.deep.equal(['một', 'hai', 'ba']);
    expect(await store.document('zones')).to.have.deep.property('body', { 'a.b': { $x: null } });
    const states: unknown[] = [];
    for await (const [id, { whole }] of store.engineStates()) states.push([id, whole()]);
    expect(states).to.deep.equal([['v1', { 'zone.a': { $in: [1] }, deep: [{ x: 1.5 }] }]]);
    expect(await store.acts({ limit: 10 })).to.have.length(1);
    expect((await store.alertChanges(1, 10)).map(({ id }) => id)).to.deep.equal(['a1', 'a2']);
  });

  it('gives the beginning of what the engine remembers, however long it is, and the rest when it is asked for', async () => {
    const short = { format: 1, quietUntil: T0, profile: { id: 'v1' }, head: {} };
    const long = { format: 1, fleet: { anchors: ['x'.repeat(200)] }, profile: { id: 'v2' }, head: {} };
    await store.commit(
      batch(3, {
        engineStates: [
          ['v1', short],
          ['v2', long],
        ],
      }),
    );
    const kept = new Map<string, KeptMemory>();
    for await (const [id, memory] of store.engineStates()) kept.set(id, memory);
    expect(kept.get('v1')!.head).to.include({ format: 1, quietUntil: T0 });
    expect(kept.get('v2')!.head).to.have.deep.property('fleet', long.fleet);
    expect([...kept.values()].map(({ whole }) => whole())).to.deep.equal([short, long]);
  });

  it('adds the lines of later commits after those of earlier ones', async () => {
    const say = (text: string) => ({ caseId: 'c', ...lineSaying(text) });
    await store.commit(
      batch(9, {
        cases: [{ id: 'c', vesselId: 'v1', state: 'new', openedAt: T0, updatedAt: T0 }],
        caseLines: Array.from({ length: 12 }, (_, n) => say(`${n}`)),
      }),
    );
    await store.commit(batch(10, { caseLines: [say('12')] }));
    await store.commit(batch(1_000_000_000_000, { caseLines: [say('13')] }));
    const lines = (await store.case('c'))!.lines.map(({ text }) => Number(text.vi));
    expect(lines).to.deep.equal(Array.from({ length: 14 }, (_, n) => n));
    expect(await store.case('none')).to.equal(undefined);
  });

  it('finds vessels by any spelling of any name, page by page', async () => {
    const boats = [
      vesselCalled('v1', { registration: 'QNa-91234-TS', name: 'Hải Đăng' }),
      vesselCalled('v2', { mmsi: 574_123_456 }),
      vesselCalled('v3', { callsign: 'XV.5A' }),
    ];
    await store.commit(batch(1, { vessels: boats }));
    const ids = async (q: string | undefined, after?: string, limit = 10) =>
      (await store.vessels({ q, after, limit })).map(({ id }) => id);
    expect(await ids('qna 91234')).to.deep.equal(['v1']);
    expect(await ids('hai dang')).to.deep.equal(['v1']);
    expect(await ids('574123')).to.deep.equal(['v2']);
    expect(await ids('xv5a')).to.deep.equal(['v3']);
    expect(await ids('.*')).to.deep.equal(['v1', 'v2', 'v3']);
    expect(await ids(undefined, 'v1', 1)).to.deep.equal(['v2']);
    expect(await ids('không có')).to.deep.equal([]);
    const texts = await store.vesselTexts({ after: 'v1', limit: 10 });
    expect(texts.map(({ id, text }) => [id, JSON.parse(text)])).to.deep.equal([
      ['v2', boats[1]],
      ['v3', boats[2]],
    ]);
    expect(await store.labels(['v3', 'v1', 'none'])).to.deep.equal(
      new Map([
        ['v1', 'v1'],
        ['v3', 'v3'],
      ]),
    );
    const all: string[] = [];
    for await (const { id } of store.allVessels()) all.push(id);
    expect(all.sort()).to.deep.equal(['v1', 'v2', 'v3']);
    await store.commit(batch(2, { vessels: [{ ...boats[1]!, registered: true }] }));
    const registered: string[] = [];
    for await (const { id } of store.allVessels('registered')) registered.push(id);
    expect(registered).to.deep.equal(['v2']);
  });

  it('gives acts by time and page, and feeds with what their senders wrote', async () => {
    const act = (n: number) => ({ id: `a${n}`, at: T0 + n, by: 'admin', kind: 'look-up' as const, subject: 'v1' });
    const counters = { bytes: 1, sentences: 1, messages: 0, rejected: { 'a.b': 1, $c: 2 }, duplicates: 0, late: 0 };
    const rejections = [{ reason: 'checksum', text: '\u0000\ud83d "$x.y"', receivedAt: T0 }];
    const feed: FeedRecord = { feed: 2, name: 'b', url: 'udp://b', format: 'naf', counters, rejections };
    await store.commit(batch(1, { acts: [act(1), act(2), act(3)], feeds: [feed, { ...feed, feed: 1, name: 'a' }] }));
    const ids = async (filter: object) => (await store.acts({ limit: 10, ...filter })).map(({ id }) => id);
    expect(await ids({ from: T0 + 2 })).to.deep.equal(['a2', 'a3']);
    expect(await ids({ to: T0 + 2, after: 'a1' })).to.deep.equal(['a2']);
    expect(await ids({ limit: 1 })).to.deep.equal(['a1']);
    const end = { at: Number.MAX_SAFE_INTEGER, id: '' };
    expect(await ids({ before: end, limit: 2 })).to.deep.equal(['a3', 'a2']);
    expect(await ids({ before: { at: T0 + 2, id: 'a2' } })).to.deep.equal(['a1']);
    expect(await ids({ before: end, from: T0 + 2, to: T0 + 2 })).to.deep.equal(['a2']);
    expect(await store.feeds()).to.deep.equal([{ ...feed, feed: 1, name: 'a' }, feed]);
    const finding = { n: 7, what: 'rejected' as const, receivedAt: T0, reason: 'checksum', text: '!AIVDM,$.x' };
    const window = { feed: 1, taken: 8, findings: [finding], hours: [493_000] };
    await store.commit(batch(2, { feedWindows: [{ ...window, taken: 1, findings: [] }] }));
    await store.commit(batch(3, { feedWindows: [window] }));
    expect(await store.feedWindows()).to.deep.equal([window]);
  });

  it('takes an answer that was begun to its end while another is read', async () => {
    const fixes = Array.from({ length: 200 }, (_, minute) => fixAt(minute));
    await store.commit(batch(1, { fixes: [['v1', fixes]] }));
    const got: Fix[] = [];
    for await (const piece of store.trackPieces({ vesselId: 'v1', from: T0, to: fixAt(199).fixTime })) {
      got.push(...piece);
      await store.track('v1', T0, T0 + MINUTE);
    }
    expect(got).to.deep.equal(fixes);
  });

  it('takes a commit of more than fits in one request', async () => {
    const vessels = Array.from({ length: 2500 }, (_, n) => vesselCalled(`v${n}`, { owner: `Chủ tàu ${n}` }));
    const body = Array.from({ length: 150_000 }, (_, n) => (n * 7919) % 1_000_003);
    const zones = { name: 'zones' as const, revision: 1, body, changedAt: T0, changedBy: 'admin' };
    await store.commit(batch(1, { vessels, documents: [zones], fixes: vessels.map(({ id }) => [id, [fixAt(1)]]) }));
    expect(await store.countVessels()).to.equal(2500);
    expect(await store.document('zones')).to.deep.equal(zones);
    expect(await store.track('v2499', T0, fixAt(1).fixTime)).to.deep.equal([fixAt(1)]);
  });

  alertsContract(() => store);
  messagesContract(() => store);
  tracksContract(() => store);
}
