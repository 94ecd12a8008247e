/** What every store adapter must do with alerts, cases and what people keep. */
import { expect } from 'chai';
import { type Alert, threadOf } from '../../server/models/alert.ts';
import type { Store, TimePlace } from '../../server/store/store.ts';
import { alertOf, batch, deliveryOf, MINUTE, T0 } from './store-rows.ts';

export function alertsContract(store: () => Store): void {
  it('gives alerts newest first, open ones, those of a vessel, and changes in their order', async () => {
    const done = { ...alertOf('a3', 3, { state: 'cleared' }), response: { state: 'closed' as const } };
    await store().commit(batch(1, { alerts: [done, alertOf('a1', 1), alertOf('a2', 2, { vesselId: 'v2' })] }));
    const ids = (found: Alert[]) => found.map(({ id }) => id);
    expect(ids(await store().alerts({ state: 'all', limit: 10 }))).to.deep.equal(['a3', 'a2', 'a1']);
    expect(ids(await store().alerts({ state: 'open', limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store().alerts({ state: 'open', limit: 1 }))).to.deep.equal(['a2']);
    const [text] = await store().alertTexts({ state: 'open', limit: 1 });
    expect([text?.id, JSON.parse(text!.text)]).to.deep.equal(['a2', alertOf('a2', 2, { vesselId: 'v2' })]);
    expect(ids(await store().alerts({ state: 'all', vesselId: 'v1', limit: 10 }))).to.deep.equal(['a3', 'a1']);
    const since = T0 + 2 * MINUTE;
    const between = { state: 'all', since: T0, before: since, limit: Number.MAX_SAFE_INTEGER } as const;
    const raised = (await store().alerts(between)).map(({ occurrence }) => occurrence.raisedAt);
    expect(raised).to.have.length.above(0);
    expect(raised.every((at) => at >= T0 && at < since)).to.equal(true);
    expect(ids(await store().alerts({ state: 'all', since, limit: Number.MAX_SAFE_INTEGER }))).to.deep.equal([
      'a3',
      'a2',
    ]);
    expect(ids(await store().alertChanges(1, 1))).to.deep.equal(['a2']);
    expect(await store().alert('a2')).to.deep.equal(alertOf('a2', 2, { vesselId: 'v2' }));
    expect(await store().alert('none')).to.equal(undefined);
  });

  it('gives alerts, cases and messages page by page, none twice and none left out, also of one instant', async () => {
    const minutes = [5, 3, 3, 3, 3, 1];
    const alerts = minutes.map((minute, at) => alertOf(`p${at}`, at + 1, { raisedAt: T0 + minute * MINUTE }));
    const cases = minutes.map((minute, at) => {
      return { id: `c${at}`, vesselId: 'v1', state: 'new' as const, openedAt: T0, updatedAt: T0 + minute };
    });
    const deliveries = minutes.map((minute, at) => deliveryOf(`d${at}`, { createdAt: T0 + minute }));
    await store().commit(batch(1, { alerts, cases, deliveries }));
    const paged = async <T extends { id: string }>(
      read: (after?: TimePlace) => Promise<T[]>,
      at: (one: T) => number,
    ): Promise<string[]> => {
      const ids: string[] = [];
      for (let after: TimePlace | undefined; ids.length < 9; ) {
        const page = await read(after);
        if (page.length === 0) break;
        ids.push(...page.map(({ id }) => id));
        const last = page.at(-1)!;
        after = { at: at(last), id: last.id };
      }
      return ids;
    };
    const raised = ({ occurrence }: Alert) => occurrence.raisedAt;
    expect(await paged((after) => store().alerts({ state: 'all', limit: 2, after }), raised)).to.deep.equal(
      (await store().alerts({ state: 'all', limit: 10 })).map(({ id }) => id),
    );
    const before = T0 + 4 * MINUTE;
    expect(await paged((after) => store().alerts({ state: 'open', before, limit: 3, after }), raised)).to.deep.equal([
      'p4',
      'p3',
      'p2',
      'p1',
      'p5',
    ]);
    expect(
      await paged(
        (after) => store().cases({ limit: 2, after }),
        ({ updatedAt }) => updatedAt,
      ),
    ).to.deep.equal(['c0', 'c4', 'c3', 'c2', 'c1', 'c5']);
  });

  it('gives alerts of a case, those whose answer is due, and the occurrence before', async () => {
    const waiting = (id: string, seq: number, dueAt: number) => ({ ...alertOf(id, seq), caseId: 'c1', dueAt });
    const other = alertOf('a4', 4, { zoneId: 'z' });
    const backed = { ...alertOf('a3', 3, { state: 'retracted' }), response: { state: 'closed' as const } };
    const logEvent = { ...alertOf('a5', 5, { zoneId: 'y', priority: 4 }), caseId: '' };
    const all = [waiting('a1', 1, T0 + 9), waiting('a2', 2, T0 + 5), backed, other, logEvent];
    await store().commit(batch(1, { alerts: all }));
    expect(await store().alert('a5')).to.deep.equal(logEvent);
    const ids = (found: Alert[]) => found.map(({ id }) => id);
    expect(ids(await store().alerts({ state: 'open', caseId: 'c1', limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store().alerts({ state: 'open', dueBy: T0 + 9, limit: 10 }))).to.deep.equal(['a2', 'a1']);
    expect(ids(await store().alerts({ state: 'open', dueBy: T0 + 8, limit: 10 }))).to.deep.equal(['a2']);
    const thread = threadOf(alertOf('a9', 9).occurrence);
    expect((await store().alertBefore(thread, T0 + 9 * MINUTE))?.id, 'not one taken back').to.equal('a2');
    expect((await store().alertBefore(thread, T0 + 2 * MINUTE))?.id).to.equal('a1');
    expect(await store().alertBefore(thread, T0 + MINUTE)).to.equal(undefined);
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
    await store().commit(
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
    const due = await store().cases({ open: true, dueBy: T0 + 9, limit: 10 });
    expect(due.map(({ id }) => id)).to.deep.equal(['c2', 'c1']);
    expect(await store().caseHead('c3')).to.deep.equal(ended);
    expect((await store().tasks({ state: 'open', limit: 10 })).map(({ id }) => id)).to.deep.equal(['t2', 't1']);
    expect((await store().tasks({ caseId: 'c2', limit: 10 })).map(({ id }) => id)).to.deep.equal(['t3']);
    expect(await store().task('t1')).to.deep.equal(made('t1', { dueAt: T0 + 2 }));
    expect((await store().handovers(1)).map(({ id }) => id)).to.deep.equal(['h2']);
    expect((await store().handover('h1'))?.givenAt).to.equal(T0 + 1);
    expect(await store().documentVersion('regulation', 7)).to.deep.equal({ ...version, revision: 7 });
    expect(await store().documentVersion('regulation', 8)).to.equal(undefined);
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
    await store().commit(
      batch(1, { mapNotes: notes, vesselGroups: [group('g2'), group('g1'), group('g3', 'removed')] }),
    );
    const ids = async (filter: { shownAt?: number; limit: number }): Promise<string[]> =>
      (await store().mapNotes(filter)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).to.deep.equal(['n2', 'n3', 'n1']);
    expect(await ids({ limit: 1 })).to.deep.equal(['n2']);
    expect(await ids({ limit: 10, shownAt: T0 + 9 })).to.deep.equal(['n2', 'n1']);
    expect(await ids({ limit: 10, shownAt: T0 + 10 })).to.deep.equal(['n1']);
    expect(await store().mapNote('n3')).to.deep.equal(notes[2]);
    expect(await store().mapNote('n4')).to.equal(undefined);
    expect((await store().vesselGroups(10)).map(({ id }) => id)).to.deep.equal(['g1', 'g2']);
    expect(await store().vesselGroup('g3')).to.deep.equal(group('g3', 'removed'));
  });

  it('keeps changes that wait for a second person, and tells those that still wait', async () => {
    const made = (id: string, state: 'waiting' | 'refused', more: object = {}) => ({
      ...{ id, name: 'rules' as const, base: 3, body: [{ id: 'a.b', $x: 1 }], changes: [{ place: '[a.b]', to: '1' }] },
      ...{ state, by: 'a', at: T0, ...more },
    });
    const waits = made('p2', 'waiting');
    await store().commit(batch(1, { proposals: [made('p1', 'waiting'), waits, made('p3', 'waiting')] }));
    await store().commit(batch(2, { proposals: [made('p3', 'refused', { decidedBy: 'b', verdictWhy: 'sai' })] }));
    const ids = async (waiting: boolean, limit = 10): Promise<string[]> =>
      (await store().proposals({ waiting, limit })).map(({ id }) => id);
    expect(await ids(true)).to.deep.equal(['p2', 'p1']);
    expect(await ids(false)).to.deep.equal(['p3', 'p2', 'p1']);
    expect(await ids(false, 1)).to.deep.equal(['p3']);
    expect(await store().proposal('p2')).to.deep.equal(waits);
    expect((await store().proposal('p3'))?.verdictWhy).to.equal('sai');
    expect(await store().proposal('p4')).to.equal(undefined);
  });

  it('keeps reports from the field, the newest first', async () => {
    const told = (id: string, state: 'new' | 'taken' | 'closed', minute: number) => ({
      ...{ id, state, via: 'page' as const, topic: 'other' as const, text: 'chữ', lon: 108, lat: 16 },
      ...{ receivedAt: T0 + minute, changedAt: T0 + minute, photo: { sha256: 'ab', bytes: 1, type: 'image/png' } },
      steps: [{ at: T0, by: 'public', what: 'received' as const }],
    });
    const reports = [told('fr-1', 'new', 1), told('fr-2', 'closed', 3), told('fr-3', 'taken', 2)];
    await store().commit(batch(1, { fieldReports: reports }));
    const ids = async (filter: Parameters<Store['fieldReports']>[0]): Promise<string[]> =>
      (await store().fieldReports(filter)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).to.deep.equal(['fr-2', 'fr-3', 'fr-1']);
    expect(await ids({ limit: 1 })).to.deep.equal(['fr-2']);
    expect(await ids({ states: ['new', 'taken'], limit: 10 })).to.deep.equal(['fr-3', 'fr-1']);
    expect(await store().fieldReport('fr-2')).to.deep.equal(reports[1]);
    expect(await store().fieldReport('fr-4')).to.equal(undefined);
  });

  it('gives cases by vessel and state, the one changed last first', async () => {
    const head = (id: string, state: 'new' | 'closed', minute: number, vesselId = 'v1') => ({
      id,
      vesselId,
      state,
      openedAt: T0,
      updatedAt: T0 + minute,
    });
    await store().commit(
      batch(1, { cases: [head('c1', 'new', 1), head('c2', 'closed', 3), head('c3', 'new', 2, 'v2')] }),
    );
    const ids = async (filter: { vesselId?: string; open?: boolean }) =>
      (await store().cases({ ...filter, limit: 10 })).map(({ id }) => id);
    expect(await ids({})).to.deep.equal(['c2', 'c3', 'c1']);
    expect(await ids({ open: true })).to.deep.equal(['c3', 'c1']);
    expect(await ids({ open: false })).to.deep.equal(['c2']);
    expect(await ids({ vesselId: 'v1', open: true })).to.deep.equal(['c1']);
  });
}
