/** What every store adapter must do, whatever is behind it. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import { type Alert, threadOf } from '../../server/models/alert.ts';
import type { CaseLine } from '../../server/models/case.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { FeedRecord } from '../../server/models/feed.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { type Batch, noChanges, type Store } from '../../server/store/store.ts';
import { decodeChunk } from '../../server/store/tracks/chunk.ts';
import { packChunk } from '../../server/store/tracks/stored-chunk.ts';
import { packTail, trayOf } from '../../server/store/tracks/tail.ts';

/** A store of its own for each test, as the writer and as readers see it. */
export interface StoreUnderTest {
  open(mode: 'write' | 'read'): Promise<Store>;
  remove(): Promise<void>;
}

export const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

export function batch(position: number, changes: Partial<Batch> = {}): Batch {
  return { ...noChanges, position, ...changes };
}

export function fixAt(minute: number, more: Partial<Fix> = {}): Fix {
  const fixTime = T0 + minute * MINUTE;
  return { fixTime, receivedAt: fixTime + 1500, lon: 109.1234567, lat: 15.5, source: 'ais', flags: 0, ...more };
}

export function vesselCalled(id: string, more: Partial<Vessel> = {}): Vessel {
  return { id, kind: 'vessel', label: id, registered: false, firstHeardAt: T0, ...more };
}

export function alertOf(id: string, changeSeq: number, more: Partial<Alert['occurrence']> = {}): Alert {
  const where = { lon: 109, lat: 15, evidence: [T0] };
  const occurrence = {
    id,
    ruleId: 'r',
    ruleVersion: 1,
    kind: 'zone-enter',
    priority: 2 as const,
    vesselId: 'v1',
    ...where,
  };
  return {
    id,
    occurrence: { ...occurrence, state: 'raised', raisedAt: T0 + changeSeq * MINUTE, ...more },
    response: { state: 'unacknowledged' },
    caseId: `case-${id}`,
    text: { vi: 'Tàu vào vùng cấm', en: 'Vessel in a closed area' },
    detectedAt: T0,
    changeSeq,
  };
}

export function deliveryOf(id: string, more: Partial<Delivery> = {}): Delivery {
  const about = { alertId: 'a1', caseId: 'case-a1', vesselId: 'v1', change: 'raised' as const };
  const to = { contactId: 'truc', contactName: 'Trực ban', channel: 'sms' as const, address: '0900000001' };
  const times = { attempts: 0, createdAt: T0, nextAttemptAt: T0 };
  return { id, ...about, ...to, ...times, language: 'vi', body: 'Tàu …', state: 'queued', ...more };
}

const lineSaying = (text: string): CaseLine => ({
  at: T0,
  kind: 'delivery',
  by: 'system',
  text: { vi: text, en: text },
});

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
  });

  it('gives alerts newest first, open ones, those of a vessel, and changes in their order', async () => {
    const done = { ...alertOf('a3', 3, { state: 'cleared' }), response: { state: 'closed' as const } };
    await store.commit(batch(1, { alerts: [done, alertOf('a1', 1), alertOf('a2', 2, { vesselId: 'v2' })] }));
    const ids = (found: Alert[]) => found.map(({ id }) => id);
    expect(ids(await store.alerts({ state: 'all', limit: 10 }))).to.deep.equal(['a3', 'a2', 'a1']);
    expect(ids(await store.alerts({ state: 'open', limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store.alerts({ state: 'open', limit: 1 }))).to.deep.equal(['a2']);
    const [text] = await store.alertTexts({ state: 'open', limit: 1 });
    expect([text?.id, JSON.parse(text!.text)]).to.deep.equal(['a2', alertOf('a2', 2, { vesselId: 'v2' })]);
    expect(ids(await store.alerts({ state: 'all', vesselId: 'v1', limit: 10 }))).to.deep.equal(['a3', 'a1']);
    const since = T0 + 2 * MINUTE;
    expect(ids(await store.alerts({ state: 'all', since, limit: Number.MAX_SAFE_INTEGER }))).to.deep.equal([
      'a3',
      'a2',
    ]);
    expect(ids(await store.alertChanges(1, 1))).to.deep.equal(['a2']);
    expect(await store.alert('a2')).to.deep.equal(alertOf('a2', 2, { vesselId: 'v2' }));
    expect(await store.alert('none')).to.equal(undefined);
  });

  it('gives alerts of a case, those whose answer is due, and the occurrence before', async () => {
    const waiting = (id: string, seq: number, dueAt: number) => ({ ...alertOf(id, seq), caseId: 'c1', dueAt });
    const other = alertOf('a4', 4, { zoneId: 'z' });
    const backed = { ...alertOf('a3', 3, { state: 'retracted' }), response: { state: 'closed' as const } };
    const logEvent = { ...alertOf('a5', 5, { zoneId: 'y', priority: 4 }), caseId: '' };
    const all = [waiting('a1', 1, T0 + 9), waiting('a2', 2, T0 + 5), backed, other, logEvent];
    await store.commit(batch(1, { alerts: all }));
    expect(await store.alert('a5')).to.deep.equal(logEvent);
    const ids = (found: Alert[]) => found.map(({ id }) => id);
    expect(ids(await store.alerts({ state: 'open', caseId: 'c1', limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store.alerts({ state: 'open', dueBy: T0 + 9, limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store.alerts({ state: 'open', dueBy: T0 + 8, limit: 10 }))).to.deep.equal(['a2']);
    const thread = threadOf(alertOf('a9', 9).occurrence);
    expect((await store.alertBefore(thread, T0 + 9 * MINUTE))?.id, 'not one taken back').to.equal('a2');
    expect((await store.alertBefore(thread, T0 + 2 * MINUTE))?.id).to.equal('a1');
    expect(await store.alertBefore(thread, T0 + MINUTE)).to.equal(undefined);
  });

  it('keeps cases by when their next step is due, with tasks, handovers and the revisions that they cite', async () => {
    const head = (id: string, more: object) => ({
      id,
      vesselId: id,
      state: 'new' as const,
      openedAt: T0,
      updatedAt: T0,
      ...more,
    });
    const task = { caseId: 'c1', vesselId: 'v1', what: 'x', assignee: 'Đồn', createdAt: T0, createdBy: 'lan' };
    const made = (id: string, more: object) => ({ id, ...task, state: 'open' as const, dueAt: T0, ...more });
    const happened = { alerts: 0, acknowledged: 0, calls: 0, moved: 0, closed: 0, settings: [] };
    const content = {
      from: T0,
      to: T0 + 1,
      openCases: [],
      waiting: 0,
      shelved: [],
      suppressed: 0,
      openTasks: 0,
      happened,
    };
    const given = { state: 'given' as const, content, hash: 'ab', notes: '', givenBy: 'lan' };
    const version = { name: 'regulation', body: { 'a.b': 1 }, changedAt: T0, changedBy: 'admin' };
    const ended = head('c3', { state: 'closed', dueAt: T0 + 1 });
    await store.commit(
      batch(1, {
        cases: [head('c1', { dueAt: T0 + 9 }), head('c2', { dueAt: T0 + 5 }), ended, head('c4', {})],
        tasks: [
          made('t1', { dueAt: T0 + 2 }),
          made('t2', { dueAt: T0 + 1 }),
          made('t3', { state: 'done', caseId: 'c2' }),
        ],
        handovers: [1, 2].map((n) => ({ id: `h${n}`, ...given, givenAt: T0 + n })),
        documentVersions: [7, 12].map((revision) => ({ ...version, revision })),
      }),
    );
    const due = await store.cases({ open: true, dueBy: T0 + 9, limit: 10 });
    expect(due.map(({ id }) => id)).to.deep.equal(['c2', 'c1']);
    expect(await store.caseHead('c3')).to.deep.equal(ended);
    expect((await store.tasks({ state: 'open', limit: 10 })).map(({ id }) => id)).to.deep.equal(['t2', 't1']);
    expect((await store.tasks({ caseId: 'c2', limit: 10 })).map(({ id }) => id)).to.deep.equal(['t3']);
    expect(await store.task('t1')).to.deep.equal(made('t1', { dueAt: T0 + 2 }));
    expect((await store.handovers(1)).map(({ id }) => id)).to.deep.equal(['h2']);
    expect((await store.handover('h1'))?.givenAt).to.equal(T0 + 1);
    expect(await store.documentVersion('regulation', 7)).to.deep.equal({ ...version, revision: 7 });
    expect(await store.documentVersion('regulation', 8)).to.equal(undefined);
  });

  it('keeps notes and groups of the map, and tells what is on it at a time', async () => {
    const note = (id: string, minute: number, more: object = {}) => ({
      ...{ id, text: 'chữ', lon: 108, lat: 16, state: 'kept' as const, by: 'a', at: T0, changedAt: T0 + minute },
      ...more,
    });
    const group = (id: string, state: 'kept' | 'removed' = 'kept') => ({
      ...{ id, name: 'nhóm', shared: true, vessels: ['v1'], filter: { states: ['moving' as const] } },
      ...{ state, by: 'a', at: T0, changedAt: T0 },
    });
    const notes = [
      note('n1', 3),
      note('n2', 5, { expiresAt: T0 + 10 }),
      note('n3', 4, { state: 'removed', removedBy: 'b' }),
    ];
    await store.commit(batch(1, { mapNotes: notes, vesselGroups: [group('g2'), group('g1'), group('g3', 'removed')] }));
    const ids = async (filter: { shownAt?: number; limit: number }): Promise<string[]> =>
      (await store.mapNotes(filter)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).to.deep.equal(['n2', 'n3', 'n1']);
    expect(await ids({ limit: 1 })).to.deep.equal(['n2']);
    expect(await ids({ limit: 10, shownAt: T0 + 9 })).to.deep.equal(['n2', 'n1']);
    expect(await ids({ limit: 10, shownAt: T0 + 10 })).to.deep.equal(['n1']);
    expect(await store.mapNote('n3')).to.deep.equal(notes[2]);
    expect(await store.mapNote('n4')).to.equal(undefined);
    expect((await store.vesselGroups(10)).map(({ id }) => id)).to.deep.equal(['g1', 'g2']);
    expect(await store.vesselGroup('g3')).to.deep.equal(group('g3', 'removed'));
  });

  it('keeps changes that wait for a second person, and tells those that still wait', async () => {
    const made = (id: string, state: 'waiting' | 'refused', more: object = {}) => ({
      ...{ id, name: 'rules' as const, base: 3, body: [{ id: 'a.b', $x: 1 }], changes: [{ place: '[a.b]', to: '1' }] },
      ...{ state, by: 'a', at: T0, ...more },
    });
    const waits = made('p2', 'waiting');
    await store.commit(batch(1, { proposals: [made('p1', 'waiting'), waits, made('p3', 'waiting')] }));
    await store.commit(batch(2, { proposals: [made('p3', 'refused', { decidedBy: 'b', verdictWhy: 'sai' })] }));
    const ids = async (waiting: boolean, limit = 10): Promise<string[]> =>
      (await store.proposals({ waiting, limit })).map(({ id }) => id);
    expect(await ids(true)).to.deep.equal(['p2', 'p1']);
    expect(await ids(false)).to.deep.equal(['p3', 'p2', 'p1']);
    expect(await ids(false, 1)).to.deep.equal(['p3']);
    expect(await store.proposal('p2')).to.deep.equal(waits);
    expect((await store.proposal('p3'))?.verdictWhy).to.equal('sai');
    expect(await store.proposal('p4')).to.equal(undefined);
  });

  it('keeps reports from the field, the newest first', async () => {
    const told = (id: string, state: 'new' | 'taken' | 'closed', minute: number) => ({
      ...{ id, state, via: 'page' as const, topic: 'other' as const, text: 'chữ', lon: 108, lat: 16 },
      ...{ receivedAt: T0 + minute, changedAt: T0 + minute, photo: { sha256: 'ab', bytes: 1, type: 'image/png' } },
      steps: [{ at: T0, by: 'public', what: 'received' as const }],
    });
    const reports = [told('fr-1', 'new', 1), told('fr-2', 'closed', 3), told('fr-3', 'taken', 2)];
    await store.commit(batch(1, { fieldReports: reports }));
    const ids = async (filter: Parameters<Store['fieldReports']>[0]): Promise<string[]> =>
      (await store.fieldReports(filter)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).to.deep.equal(['fr-2', 'fr-3', 'fr-1']);
    expect(await ids({ limit: 1 })).to.deep.equal(['fr-2']);
    expect(await ids({ states: ['new', 'taken'], limit: 10 })).to.deep.equal(['fr-3', 'fr-1']);
    expect(await store.fieldReport('fr-2')).to.deep.equal(reports[1]);
    expect(await store.fieldReport('fr-4')).to.equal(undefined);
  });

  it('gives cases by vessel and state, the one changed last first', async () => {
    const head = (id: string, state: 'new' | 'closed', minute: number, vesselId = 'v1') => ({
      id,
      vesselId,
      state,
      openedAt: T0,
      updatedAt: T0 + minute,
    });
    await store.commit(
      batch(1, { cases: [head('c1', 'new', 1), head('c2', 'closed', 3), head('c3', 'new', 2, 'v2')] }),
    );
    const ids = async (filter: { vesselId?: string; open?: boolean }) =>
      (await store.cases({ ...filter, limit: 10 })).map(({ id }) => id);
    expect(await ids({})).to.deep.equal(['c2', 'c3', 'c1']);
    expect(await ids({ open: true })).to.deep.equal(['c3', 'c1']);
    expect(await ids({ open: false })).to.deep.equal(['c2']);
    expect(await ids({ vesselId: 'v1', open: true })).to.deep.equal(['c1']);
  });

  it('gives the outbox what is due, oldest first, and counts what is not settled', async () => {
    const made = [
      deliveryOf('d1', { nextAttemptAt: T0 + 2 }),
      deliveryOf('d2', { nextAttemptAt: T0 + 1, state: 'sending', createdAt: T0 - 5 }),
      deliveryOf('d3', { nextAttemptAt: T0 + 3 }),
      deliveryOf('d4', { state: 'sent', createdAt: T0 - 9 }),
      deliveryOf('d5', { channel: 'email', alertId: 'a2', caseId: 'case-a2' }),
      deliveryOf('d6', { state: 'failed' }),
      deliveryOf('d7', { channel: 'call', createdAt: T0 - 7 }),
    ];
    await store.commit(batch(1, { deliveries: made }));
    const ids = (found: Delivery[]) => found.map(({ id }) => id);
    const of = { channel: 'sms' as const, lane: '0900000001' };
    expect(ids(await store.dueDeliveries(of, T0 + 2, 10))).to.deep.equal(['d2', 'd1']);
    expect(ids(await store.dueDeliveries(of, T0 + 2, 1))).to.deep.equal(['d2']);
    expect(await store.countDeliveries()).to.deep.equal({ queued: 4, failed: 1, oldestQueuedAt: T0 - 5 });
    expect(ids(await store.deliveries({ alertId: 'a2', limit: 10 }))).to.deep.equal(['d5']);
    expect(ids(await store.deliveries({ caseId: 'case-a2', limit: 10 }))).to.deep.equal(['d5']);
    expect(ids(await store.deliveries({ state: 'sent', limit: 10 }))).to.deep.equal(['d4']);
    expect(ids(await store.deliveries({ limit: 10 })).at(-1)).to.equal('d4');
    expect(await store.delivery('d6')).to.deep.equal(made[5]);
  });

  it('finds open alerts and cases whose ladder is overdue, and messages that should have left, and nothing else', async () => {
    const ladder = (at: number) => ({
      ...{ id: 'l', round: 1, since: T0, done: [], of: 1, plannedAt: T0 },
      next: { step: 's', at, words: { vi: 'gọi', en: 'call' } },
    });
    const head = (id: string, at: number, state: 'contacting' | 'closed' = 'contacting') => ({
      ...{ id, vesselId: id, state, openedAt: T0, updatedAt: T0, ladder: ladder(at) },
    });
    const closed = { ...alertOf('a4', 4), response: { state: 'closed' as const }, ladder: ladder(T0) };
    await store.commit(
      batch(1, {
        alerts: [
          { ...alertOf('a1', 1), ladder: ladder(T0 + 2) },
          { ...alertOf('a2', 2), ladder: ladder(T0 + 1) },
          { ...alertOf('a3', 3), ladder: ladder(T0 + 9) },
          closed,
          alertOf('a5', 5),
        ],
        cases: [head('c1', T0 + 2), head('c2', T0 + 9), head('c3', T0, 'closed')],
        deliveries: [
          deliveryOf('d1', { nextAttemptAt: T0 + 2 }),
          deliveryOf('d2', { nextAttemptAt: T0 + 1, channel: 'email', state: 'sending' }),
          deliveryOf('d3', { nextAttemptAt: T0 + 9 }),
          deliveryOf('d4', { channel: 'call' }),
          deliveryOf('d5', { state: 'sent' }),
        ],
      }),
    );
    expect(await store.overdueLadders(T0 + 5, 10)).to.deep.equal({ alertIds: ['a2', 'a1'], caseIds: ['c1'] });
    expect(await store.overdueLadders(T0 + 5, 1)).to.deep.equal({ alertIds: ['a2'], caseIds: ['c1'] });
    expect(await store.overdueLadders(T0, 10)).to.deep.equal({ alertIds: [], caseIds: [] });
    expect((await store.waitingWithoutStep('', 10)).map(({ id }) => id)).to.deep.equal(['a5']);
    expect(await store.waitingWithoutStep('a5', 10)).to.deep.equal([]);
    expect((await store.overdueDeliveries(T0 + 5, 10)).sort()).to.deep.equal(['d1', 'd2']);
    expect(await store.overdueDeliveries(T0 + 5, 1)).to.have.length(1);
  });

  it('gives the outbox its lanes, and messages by lane, by gateway and by missing receipt', async () => {
    const sent = { state: 'sent' as const, gatewayId: 'smpp:1' };
    const made = [
      deliveryOf('d1', { nextAttemptAt: T0 + 2, address: '+84 900 000 001' }),
      deliveryOf('d2', { nextAttemptAt: T0 + 3 }),
      deliveryOf('d3', { nextAttemptAt: T0 + 1, address: '0900000002', createdAt: T0 + 5 }),
      deliveryOf('d4', { ...sent, confirmBy: T0 + 7, createdAt: T0 + 9 }),
      deliveryOf('d5', { ...sent, createdAt: T0 + 8, gatewayId: 'smpp:2' }),
      deliveryOf('d6', { state: 'delivered', confirmBy: T0 + 1 }),
      deliveryOf('d7', { channel: 'email', address: 'A@b.example' }),
    ];
    await store.commit(batch(1, { deliveries: made }));
    expect(await store.dueLanes('sms', T0 + 2, 10)).to.deep.equal([
      { lane: '0900000002', due: 1 },
      { lane: '0900000001', due: 1 },
    ]);
    expect(await store.dueLanes('sms', T0 + 3, 1)).to.deep.equal([{ lane: '0900000002', due: 1 }]);
    expect(await store.dueLanes('email', T0, 10)).to.deep.equal([{ lane: 'a@b.example', due: 1 }]);
    const ids = (found: Delivery[]) => found.map(({ id }) => id);
    expect(ids(await store.unconfirmedDeliveries(T0 + 6, 10))).to.deep.equal([]);
    expect(ids(await store.unconfirmedDeliveries(T0 + 7, 10))).to.deep.equal(['d4']);
    expect((await store.deliveryOfGateway('smpp:2'))?.id).to.equal('d5');
    expect(await store.deliveryOfGateway('smpp:9')).to.equal(undefined);
    const of = { channel: 'sms' as const, lane: '0900000001' };
    expect(ids(await store.laneDeliveries(of, T0 + 1, 10))).to.deep.equal(['d4', 'd5']);
    expect(ids(await store.laneDeliveries(of, T0, 1))).to.deep.equal(['d4']);
  });

  it('keeps receipts, claimed and not', async () => {
    const receipt = (id: string, more: object = {}) =>
      ({
        id,
        channel: 'sms',
        gatewayId: 'smpp:1',
        state: 'delivered',
        answer: 'ok',
        at: T0,
        times: 1,
        ...more,
      }) as const;
    await store.commit(batch(1, { receipts: [receipt('r1'), receipt('r2', { deliveryId: 'd1', at: T0 + 1 })] }));
    await store.commit(batch(2, { receipts: [receipt('r1', { times: 2 })] }));
    expect(await store.receipt('r1')).to.deep.equal(receipt('r1', { times: 2 }));
    expect((await store.receipts({ limit: 10 })).map(({ id }) => id)).to.deep.equal(['r2', 'r1']);
    expect((await store.receipts({ unclaimed: true, limit: 10 })).map(({ id }) => id)).to.deep.equal(['r1']);
    expect(await store.receipts({ gatewayId: 'smpp:2', limit: 10 })).to.deep.equal([]);
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
    expect(await store.feeds()).to.deep.equal([{ ...feed, feed: 1, name: 'a' }, feed]);
  });

  it('gives any part of any track, whatever the order in which the fixes came', async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 250 });
    const cuts = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 });
    let vessel = 0;
    let position = 0;
    const span = fc.tuple(fc.integer({ min: -5, max: 405 }), fc.integer({ min: -5, max: 405 }));
    await fc.assert(
      fc.asyncProperty(minutes, cuts, span, async (times, sizes, [a, b]) => {
        const id = `t${vessel++}`;
        let rest = times;
        for (let turn = 0; rest.length > 0; turn++) {
          const size = sizes[turn % sizes.length]!;
          await store.commit(batch(++position, { fixes: [[id, rest.slice(0, size).map((minute) => fixAt(minute))]] }));
          rest = rest.slice(size);
        }
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((minute) => T0 + minute * MINUTE) as [number, number];
        const sorted = times.toSorted((x, y) => x - y).map((minute) => fixAt(minute));
        const wanted = sorted.filter(({ fixTime }) => fixTime >= from && fixTime <= to);
        expect(await store.track(id, from, to)).to.deep.equal(wanted);
        const pieces: Fix[] = [];
        for await (const piece of store.trackPieces({ vesselId: id, from, to, lead: true })) pieces.push(...piece);
        expect(pieces.slice(pieces.length - wanted.length)).to.deep.equal(wanted);
        const before = sorted.filter(({ fixTime }) => fixTime < from);
        const lead = pieces.slice(0, pieces.length - wanted.length);
        expect(lead).to.deep.equal(lead.length === 0 ? [] : before.slice(-lead.length));
        expect(lead.length > 0).to.equal(before.length > 0);
      }),
      { numRuns: 25 },
    );
  });

  it('gives what is in no chunk yet like the rest, and once when it is put there', async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 150 });
    const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 60 }), waits: fc.boolean() }), { minLength: 1 });
    let vessel = 0;
    let position = 0;
    await fc.assert(
      fc.asyncProperty(minutes, cuts, async (times, turns) => {
        const id = `w${vessel++}`;
        const tray = trayOf(id);
        const waiting: Fix[] = [];
        let rest = times;
        for (let turn = 0; rest.length > 0; turn++) {
          const { size, waits } = turns[turn % turns.length]!;
          const some = rest.slice(0, size).map((minute) => fixAt(minute));
          rest = rest.slice(size);
          position++;
          if (waits) waiting.push(...some);
          const fixes = waits ? packTail([[id, some]]).toString('base64') : '';
          await store.commit(batch(position, waits ? { tails: [{ tray, position, fixes }] } : { fixes: [[id, some]] }));
        }
        const sorted = times.toSorted((x, y) => x - y).map((minute) => fixAt(minute));
        const [from, to] = [sorted[1]!.fixTime, sorted.at(-1)!.fixTime];
        const look = async (): Promise<void> => {
          expect(await store.track(id, from, to)).to.deep.equal(sorted.slice(1));
          const pieces: Fix[] = [];
          for await (const piece of store.trackPieces({ vesselId: id, from, to, lead: true })) pieces.push(...piece);
          expect(pieces.slice(-sorted.length)).to.deep.equal(sorted);
          const read: Fix[] = [];
          for await (const chunk of store.chunks({ vesselId: id, from: sorted[0]!.fixTime, to })) {
            expect(chunk.startTime).to.be.above(read.at(-1)?.fixTime ?? 0);
            read.push(...decodeChunk(chunk.bytes));
          }
          expect(read).to.deep.equal(sorted);
        };
        await look();
        const before = (await store.latest([id])).get(id);
        expect(before?.fixTime).to.equal(
          waiting.length > 0 ? Math.max(...waiting.map((fix) => fix.fixTime)) : undefined,
        );
        await store.commit(batch(position, { fixes: [[id, waiting]], emptied: [tray] }));
        await look();
        expect((await store.latest([id])).get(id)).to.equal(undefined);
      }),
      { numRuns: 20 },
    );
  });

  it('gives tails to whoever asks for all vessels', async () => {
    const fixes = packTail([['v1', [fixAt(5), fixAt(6)]]]).toString('base64');
    const tail = { tray: trayOf('v1'), position: 2, fixes };
    await store.commit(batch(1, { fixes: [['v1', [fixAt(1)]]], latest: [['v1', fixAt(1)]] }));
    await store.commit(batch(2, { tails: [tail] }));
    const spans = async (filter: object) => {
      const found: string[] = [];
      for await (const { vesselId, startTime, endTime } of store.spans({ from: T0, to: T0 + 10 * MINUTE, ...filter })) {
        found.push(`${vesselId} ${(startTime - T0) / MINUTE}-${(endTime - T0) / MINUTE}`);
      }
      return found.sort();
    };
    expect(await spans({})).to.deep.equal(['v1 1-1', 'v1 5-6']);
    expect(await spans({ from: T0 + 2 * MINUTE })).to.deep.equal(['v1 5-6']);
    expect(await store.newestFixTime()).to.equal(fixAt(6).fixTime);
    const stored = [];
    for await (const chunk of store.chunks({ from: T0, to: T0 + 10 * MINUTE, isStored: true }))
      stored.push(chunk.fixes);
    expect(stored).to.deep.equal([1]);
    const kept = [];
    for await (const one of store.tails()) kept.push(one);
    expect(kept).to.deep.equal([tail]);
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

  it('seals small chunks, takes late fixes into old ones, and gives chunks by time and place', async () => {
    const fixes = Array.from({ length: 1200 }, (_, minute) => fixAt(minute * 2, { lon: 108 + minute / 1000 }));
    let position = 0;
    for (let i = 0; i < fixes.length; i += 40) {
      await store.commit(batch(++position, { fixes: [['v1', fixes.slice(i, i + 40)]] }));
    }
    const late = [3, 501, 999, 2001].map((minute) => fixAt(minute, { lon: 108 + minute / 2000, source: 'vms' }));
    await store.commit(
      batch(++position, {
        fixes: [
          ['v1', late],
          ['v2', [fixAt(5, { lon: 120, lat: 10 })]],
        ],
      }),
    );
    const sorted = [...fixes, ...late].sort((a, b) => a.fixTime - b.fixTime);
    const end = fixAt(2400).fixTime;
    expect(await store.track('v1', T0, end)).to.deep.equal(sorted);
    const chunks = await all(store.chunks({ vesselId: 'v1', from: T0, to: end }));
    expect(chunks.length).to.be.below(12);
    expect(chunks.flatMap(({ bytes }) => decodeChunk(bytes))).to.deep.equal(sorted);
    const box = { west: 11_990, south: 900, east: 12_010, north: 1100 };
    expect((await all(store.chunks({ from: T0, to: end, box }))).map(({ vesselId }) => vesselId)).to.deep.equal(['v2']);
    expect(await all(store.chunks({ from: T0 - 9 * MINUTE, to: T0 - 1 }))).to.deep.equal([]);
    const ofAll = await all(store.chunks({ from: T0, to: end }));
    expect(ofAll.map(({ fixes }) => fixes).reduce((a, b) => a + b)).to.equal(sorted.length + 1);
    const inMiddle = { vesselId: 'v1', from: fixAt(1000).fixTime, to: fixAt(1001).fixTime };
    expect(await all(store.chunks(inMiddle))).to.have.length(1);
    expect((await all(store.chunks({ ...inMiddle, lead: true })))[0]!.startTime).to.be.below(inMiddle.from);
  });

  it('rewrites a track as planned, and sets chunks aside', async () => {
    const fixes = Array.from({ length: 150 }, (_, minute) => fixAt(minute));
    await store.commit(batch(7, { fixes: [['v1', fixes]] }));
    const before = await all(store.chunks({ vesselId: 'v1', from: T0, to: fixAt(200).fixTime }));
    const thin = fixes.filter((_, i) => i % 10 === 0);
    const plan = { drop: before.map(({ startTime }) => startTime), put: [packChunk('v1', thin)], setAside: [] };
    await store.rewriteTrack('v1', plan);
    await store.rewriteTrack('v1', plan);
    expect(await store.track('v1', T0, fixAt(200).fixTime)).to.deep.equal(thin);
    const damaged = { ...packChunk('v1', thin), bytes: Uint8Array.of(2, 1, 1, 1, 1) };
    await store.rewriteTrack('v1', { drop: [], put: [], setAside: [damaged] });
    expect(await store.track('v1', T0, fixAt(200).fixTime)).to.deep.equal([]);
    const aside = await store.chunksSetAside();
    expect(aside.map(({ bytes, ...chunk }) => ({ ...chunk, bytes: [...bytes] }))).to.deep.equal([
      { ...damaged, bytes: [...damaged.bytes] },
    ]);
    await store.forgetSetAside(damaged);
    expect(await store.chunksSetAside()).to.deep.equal([]);
    expect(await store.checkpoint()).to.deep.equal({ position: 7, alertSeq: 0 });
  });
}

async function all<T>(some: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of some) found.push(one);
  return found;
}
