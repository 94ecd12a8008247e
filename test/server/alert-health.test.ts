/** How the alarm system itself does: peaks beside averages, what stands, how soon people answer, rules that call for nothing. */
import { expect } from 'chai';
import type { Occurrence } from '../../geofences/types.ts';
import { alertHealth } from '../../server/alerts/health.ts';
import type { AlertHealthAnswer } from '../../server/api/alert-health.ts';
import type { Alert, AlertResponse } from '../../server/models/alert.ts';
import { closedZones } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 2, 10);
const FROM = NOW - 24 * HOUR;

interface Said {
  /** Minutes after FROM. */
  at: number;
  rule?: string;
  vessel?: string;
  priority?: 1 | 2 | 3 | 4;
  state?: Occurrence['state'];
  response?: Partial<AlertResponse>;
}

let nth = 0;

function alertOf({ at, rule = 'out', vessel = 'v', priority = 2, state = 'cleared', response }: Said): Alert {
  const detectedAt = FROM + at * MINUTE;
  const id = `alert-${nth++}`;
  const occurrence = { id, ruleId: rule, vesselId: vessel, priority, state, raisedAt: detectedAt } as Occurrence;
  return {
    id,
    occurrence,
    response: { state: 'closed', ...response },
    caseId: 'c',
    text: { vi: '', en: '' },
    detectedAt,
    changeSeq: nth,
  };
}

const health = (...said: Said[]) => alertHealth(said.map(alertOf), FROM, NOW);

describe('the health of the alarm system', () => {
  it('of a quiet day is all zeros, with nothing made up', () => {
    expect(health()).to.deep.equal({
      from: FROM,
      to: NOW,
      raised: 0,
      byPriority: { 1: 0, 2: 0, 3: 0 },
      perTenMinutes: { mean: 0, most: 0, floodShare: 0 },
      standing: 0,
      stale: 0,
      acknowledged: { count: 0 },
      waiting: { count: 0 },
      rules: [],
    });
  });

  it('counts what needs somebody, not log events, and not what was known before', () => {
    const found = health({ at: 5, priority: 1 }, { at: 6, priority: 3 }, { at: 7, priority: 4 }, { at: -1 });
    expect(found.raised).to.equal(2);
    expect(found.byPriority).to.deep.equal({ 1: 1, 2: 0, 3: 1 });
  });

  it('tells peaks beside averages: a flood begins above 10 in ten minutes and ends below 5', () => {
    const slots = [11, 5, 4, 5, 10];
    const found = health(
      ...slots.flatMap((count, slot) => Array.from({ length: count }, () => ({ at: slot * 10 + 1 }))),
    );
    expect(found.perTenMinutes).to.deep.equal({ mean: 35 / 144, most: 11, mostAt: FROM, floodShare: 2 / 144 });
  });

  it('knows what stands, what has stood for more than a day, and who waits for how long', () => {
    const found = health(
      { at: -10, state: 'raised', response: { state: 'acknowledged' } },
      { at: 60, state: 'raised', response: { state: 'unacknowledged' } },
      { at: 120, response: { state: 'returned' } },
      { at: 120, state: 'retracted', response: { state: 'returned' } },
    );
    expect([found.standing, found.stale]).to.deep.equal([2, 1]);
    expect(found.waiting).to.deep.equal({ count: 2, longestMin: 23 * 60 });
  });

  it('says within how many minutes people answer', () => {
    const answered = (minutes: number): Said => ({
      at: 10,
      response: { acknowledgedAt: FROM + (10 + minutes) * MINUTE },
    });
    const found = health(...[1, 2, 3, 4, 90].map(answered), { at: 20 });
    expect(found.acknowledged).to.deep.equal({ count: 5, medianMin: 3, p95Min: 90 });
  });

  it('names the loudest rules, their noisiest vessels, and those that mostly call people for nothing', () => {
    const ended = (rule: string, reason: string, vessel = 'v'): Said => ({
      at: 1,
      rule,
      vessel,
      response: { closedBy: 'officer', reason },
    });
    const found = health(
      ...['false-alarm', 'in-port', 'permitted', 'resolved', 'device-fault'].map((reason) => ended('noisy', reason)),
      ended('noisy', 'resolved', 'w'),
      ...['false-alarm', 'false-alarm', 'resolved', 'resolved'].map((reason) => ended('few', reason)),
      { at: 2, rule: 'few', state: 'retracted' },
    );
    expect(found.rules).to.deep.equal([
      {
        ...{ ruleId: 'noisy', raised: 6, share: 6 / 11, retracted: 0, closed: 6, needless: 3, isNoisy: true },
        noisiest: { vesselId: 'v', raised: 5 },
      },
      {
        ...{ ruleId: 'few', raised: 5, share: 5 / 11, retracted: 1, closed: 4, needless: 2, isNoisy: false },
        noisiest: { vesselId: 'v', raised: 5 },
      },
    ]);
  });
});

describe('GET /api/v1/alert-health', () => {
  let api: ApiProduct;
  let cookie = '';
  const get = (query: string, as = cookie) => api.fetch(`/api/v1/alert-health${query}`, { headers: { cookie: as } });

  before(async () => {
    api = await startApi();
    cookie = await api.signIn('viewer');
    const admin = { cookie: await api.signIn('admin'), 'content-type': 'application/json' };
    const rule = { id: 'no-entry', name: 'Cấm vào', nameEn: 'No entry', kind: 'zone-enter', zones: ['closed-1'] };
    const put = (name: string, body: unknown) =>
      api.fetch(`/api/v1/settings/${name}`, { method: 'PUT', headers: admin, body: JSON.stringify(body) });
    await put('zones', closedZones);
    await put('rules', [{ ...rule, params: { confirm: 1 }, priority: 2 }]);
    const start = Date.now() - 5 * HOUR;
    const key = `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}`;
    const records = [107.8, 107.9, 108.2].map((lon, i) =>
      nafRecord('QNa-91234-TS', 15.5, lon, start + i * 30 * MINUTE),
    );
    await api.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: key },
      body: records.join('\n'),
    });
    await until(async () => ((await (await get('')).json()) as AlertHealthAnswer).raised > 0);
  });
  after(() => api.close());

  it('answers from what is stored, with the words of rules and vessels', async () => {
    const answer = (await (await get('?days=1')).json()) as AlertHealthAnswer;
    expect(answer).to.deep.include({ raised: 1, standing: 1, isCut: false });
    expect(answer.waiting.count).to.equal(1);
    expect(answer.rules).to.have.length(1);
    expect(answer.rules[0]).to.deep.include({ ruleId: 'no-entry', name: { vi: 'Cấm vào', en: 'No entry' }, raised: 1 });
    expect(answer.rules[0]).not.to.have.property('proposal');
  });

  it('refuses spans that it does not know, and whoever is not signed in', async () => {
    for (const query of ['?days=0', '?days=91', '?days=x']) expect((await get(query)).status, query).to.equal(400);
    expect((await get('', '')).status).to.equal(401);
  });
});
