/** The journal alone says when a shelf ends and what became of a case: the same with restarts anywhere, and worked out anew. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Rule } from '../../geofences/types.ts';
import { defaultRegulation } from '../../server/alerts/default-regulation.ts';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import { alerts } from '../../server/models/alert.ts';
import { type Case, cases, tasks } from '../../server/models/case.ts';
import { deliveries } from '../../server/models/delivery.ts';
import { acts, type Entry } from '../../server/models/entry.ts';
import { handovers } from '../../server/models/handover.ts';
import { documentVersions, type Suppression } from '../../server/models/regulation.ts';
import { defaultRouting, demoContacts } from '../../server/notify/routing-defaults.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { closedZones } from './api-fixtures.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const rules: Rule[] = [
  { id: 'inside', kind: 'zone-presence', zones: ['closed-1'], params: { confirm: 1 }, priority: 2 },
];
const boats = ['QNa-91001-TS', 'QNa-91002-TS'];

type Step = { at: number } & ({ entry: Entry } | { naf: string } | { tick: true });

const beginning: Step[] = (
  [
    { type: 'feed', feed: 1, name: 'VNPT', url: 'post', format: 'naf' },
    { type: 'document', name: 'regulation', body: defaultRegulation(), by: 'system' },
    { type: 'document', name: 'suppressions', body: [], by: 'system' },
    { type: 'document', name: 'contacts', body: demoContacts(), by: 'system' },
    { type: 'document', name: 'routing', body: defaultRouting(), by: 'system' },
    { type: 'document', name: 'zones', body: closedZones, by: 'admin' },
    { type: 'document', name: 'rules', body: rules, by: 'admin' },
    { type: 'registry', entries: boats.map((registration) => ({ registration, flag: 'VNM' })), by: 'admin' },
  ] satisfies Entry[]
).map((entry) => ({ at: START, entry }));

const suppression = (until: number): Suppression => ({ id: 'qd-1', rules: ['inside'], reason: 'diễn tập', until });

/** One journal, applied; `restartEvery` records all memory is thrown away. */
class Run {
  readonly folder = temporaryFolder();
  readonly store = new SqliteStore(`${this.folder}/store.db`, 'write');
  #pipeline!: Pipeline;
  #position = 0;
  #count = 0;
  readonly #restartEvery: number;

  constructor(restartEvery: number) {
    this.#restartEvery = restartEvery;
  }

  async apply(steps: readonly Step[]): Promise<void> {
    this.#pipeline ??= await this.#restored();
    for (const step of steps) {
      const [type, feed, text] =
        'entry' in step
          ? ([RecordType.entry, 0, JSON.stringify(step.entry)] as const)
          : 'naf' in step
            ? ([RecordType.bytes, 1, step.naf] as const)
            : ([RecordType.tick, 0, ''] as const);
      const place = { position: this.#position, next: this.#position + 100 };
      const payload = Buffer.from(text);
      await this.#pipeline.apply({ type, whole: true, feed, source: 0, receivedAt: step.at, payload, ...place });
      this.#position += 100;
      if (++this.#count % this.#restartEvery !== 0) continue;
      await this.#pipeline.commit();
      this.#pipeline = await this.#restored();
    }
    await this.#pipeline.commit();
  }

  /** All that people see, in an order of its own. */
  async seen(): Promise<unknown> {
    const seen: Record<string, unknown> = {};
    for (const layout of [alerts, cases, tasks, deliveries, handovers, documentVersions, acts]) {
      const rows: [string, unknown][] = [];
      for await (const { key, body } of this.store.rows(layout)) rows.push([String(key), body]);
      seen[layout.name] = rows.sort(([a], [b]) => (a < b ? -1 : 1));
    }
    const files: (Case | undefined)[] = [];
    for (const { id } of await this.store.cases({ limit: 1000 })) files.push(await this.store.case(id));
    return { ...seen, files: files.sort((a, b) => (a!.id < b!.id ? -1 : 1)) };
  }

  async end(): Promise<void> {
    await this.store.close();
    removeFolder(this.folder);
  }

  #restored(): Promise<Pipeline> {
    return Pipeline.restore({
      store: this.store,
      demo: false,
      onProblem: (sentence, error) => {
        throw new Error(`${sentence}: ${String(error)}`, { cause: error });
      },
    });
  }
}

const entering = (minute: number, boat = boats[0]!): Step => ({
  at: START + minute * MINUTE,
  naf: nafRecord(boat, 15.5, 108.5, START + minute * MINUTE),
});
const leaving = (minute: number, boat = boats[0]!): Step => ({
  at: START + minute * MINUTE,
  naf: nafRecord(boat, 15.5, 110, START + minute * MINUTE),
});
const tick = (minute: number): Step => ({ at: START + minute * MINUTE, tick: true });
const doing = (minute: number, entry: Entry): Step => ({ at: START + minute * MINUTE, entry });

describe('the clock of alerts', () => {
  for (const restartEvery of [Number.MAX_SAFE_INTEGER, 1]) {
    it(`ends a shelf at the first tick from its time on, once (${restartEvery === 1 ? 'restarted at each record' : 'without a restart'})`, async () => {
      const run = new Run(restartEvery);
      await run.apply([...beginning, entering(0), entering(10)]);
      const [alert] = await run.store.alerts({ state: 'open', limit: 10 });
      const { id: alertId, caseId } = alert!;
      const state = async () => (await run.store.alert(alertId))!.response.state;
      const until = START + 60 * MINUTE;
      await run.apply([doing(20, { type: 'shelve', alertId, reason: 'đang sửa', until, by: 'lan' }), tick(59)]);
      expect(await state()).to.equal('shelved');
      // The clock stands still for hours, as when the program was down; and it is set back.
      await run.apply([tick(300), tick(40), tick(59), tick(61), tick(400)]);
      expect(await state()).to.equal('unacknowledged');
      const { lines } = (await run.store.case(caseId))!;
      expect(lines.filter(({ kind }) => kind === 'unshelved').map(({ at, by }) => [at, by])).to.deep.equal([
        [START + 300 * MINUTE, 'system'],
      ]);
      await run.end();
    });
  }

  it('a shelf whose alert is over comes back as one that nobody took up', async () => {
    const run = new Run(3);
    await run.apply([...beginning, entering(0), entering(10)]);
    const { id: alertId } = (await run.store.alerts({ state: 'open', limit: 10 }))[0]!;
    const until = START + 60 * MINUTE;
    await run.apply([
      doing(20, { type: 'shelve', alertId, reason: 'đang sửa', until, by: 'lan' }),
      leaving(30),
      leaving(40),
    ]);
    expect((await run.store.alert(alertId))!.response.state).to.equal('shelved');
    await run.apply([tick(60)]);
    expect((await run.store.alert(alertId))!.response).to.deep.equal({ state: 'returned' });
    await run.end();
  });

  it('a standing decision announces nothing while it holds, and then what still is', async () => {
    const run = new Run(2);
    const until = START + 60 * MINUTE;
    const decision: Entry = { type: 'document', name: 'suppressions', body: [suppression(until)], by: 'admin' };
    await run.apply([...beginning, doing(0, decision), entering(1), entering(10)]);
    const [quiet] = await run.store.alerts({ state: 'open', limit: 10 });
    expect(quiet).to.deep.include({ caseId: '', response: { state: 'suppressed', decision: 'qd-1' } });
    expect(await run.store.cases({ limit: 10 })).to.deep.equal([]);
    expect(await run.store.deliveries({ limit: 10 })).to.deep.equal([]);
    await run.apply([tick(59)]);
    expect((await run.store.alert(quiet!.id))!.response.state).to.equal('suppressed');
    await run.apply([tick(60)]);
    const told = (await run.store.alert(quiet!.id))!;
    expect(told.response).to.deep.equal({ state: 'unacknowledged' });
    expect((await run.store.case(told.caseId))!.lines.map(({ kind }) => kind)).to.include('alert-raised');
    expect((await run.store.deliveries({ limit: 100 })).length).to.be.greaterThan(0);
    await run.end();
  });

  it('whatever people do in whatever order, restarts and a rebuild change nothing', async function () {
    this.timeout(120_000);
    const choice = fc.record({
      what: fc.constantFrom(
        'enter',
        'leave',
        'tick',
        'acknowledge',
        'silence',
        'shelve',
        'unshelve',
        'contact',
        'move',
        'task',
        'suppress',
        'allow',
        'note',
      ),
      boat: fc.constantFrom(...boats),
      minutes: fc.integer({ min: 1, max: 90 }),
      move: fc.constantFrom('contact', 'not-reached', 'turned-back', 'escalate', 'verify', 'close', 'close', 'reopen'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(choice, { minLength: 10, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (course, every) => {
          const first = new Run(Number.MAX_SAFE_INTEGER);
          const journal: Step[] = [...beginning, entering(0), entering(1)];
          await first.apply(journal);
          let minute = 2;
          for (const { what, boat, minutes, move } of course) {
            minute += minutes;
            const vesselId = (await first.store.vessels({ q: boat, limit: 1 }))[0]?.id;
            const alertId = (await first.store.alerts({ state: 'all', vesselId, limit: 1 }))[0]?.id ?? 'none';
            const caseId = (await first.store.cases({ vesselId, limit: 1 }))[0]?.id ?? 'none';
            const until = START + (minute + 45) * MINUTE;
            const by = 'lan';
            const step: Record<typeof what, Step> = {
              enter: entering(minute, boat),
              leave: leaving(minute, boat),
              tick: tick(minute),
              acknowledge: doing(minute, { type: 'acknowledge', alertId, by }),
              silence: doing(minute, { type: 'silence', alertId, by }),
              shelve: doing(minute, { type: 'shelve', alertId, reason: 'x', until, by }),
              unshelve: doing(minute, { type: 'unshelve', alertId, by }),
              contact: doing(minute, {
                type: 'case-contact',
                caseId,
                attempt: { channel: 'phone', outcome: 'no-answer' },
                by,
              }),
              move: doing(minute, {
                type: 'case-move',
                caseId,
                move: { move, reason: move === 'close' ? 'resolved' : undefined, note: 'x' },
                mayDecide: true,
                by,
              }),
              task: doing(minute, { type: 'case-task', caseId, task: { what: 'x', assignee: 'y', dueAt: until }, by }),
              suppress: doing(minute, { type: 'document', name: 'suppressions', body: [suppression(until)], by }),
              allow: doing(minute, { type: 'document', name: 'suppressions', body: [], by }),
              note: doing(minute, { type: 'case-note', caseId, text: 'x', by }),
            };
            journal.push(step[what]);
            await first.apply([step[what]]);
          }
          const [restarted, rebuilt] = [new Run(every), new Run(Number.MAX_SAFE_INTEGER)];
          for (const run of [restarted, rebuilt]) await run.apply(journal);
          const seen = await first.seen();
          expect(await restarted.seen()).to.deep.equal(seen);
          expect(await rebuilt.seen()).to.deep.equal(seen);
          for (const run of [first, restarted, rebuilt]) await run.end();
        },
      ),
      { numRuns: 25 },
    );
  });
});
