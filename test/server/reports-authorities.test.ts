/** The port report and the report to the steering committee: every number is its rows. */
import { expect } from 'chai';
import type { ReportAnswer } from '../../server/api/reports.ts';
import type { Alert } from '../../server/models/alert.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const square = (west: number, east: number): number[][] => [
  [west, 10],
  [east, 10],
  [east, 20],
  [west, 20],
  [west, 10],
];
const polygon = (id: string, kind: string, ring: number[][], more: object): object => ({
  ...{ type: 'Feature', id, geometry: { type: 'Polygon', coordinates: [ring] } },
  properties: { kind, version: 1, source: 'test', ...more },
});
const zones = [
  polygon('line', 'boundary', square(105, 110), {
    name: 'Ranh giới thử',
    neighbour: { vi: 'láng giềng', en: 'neighbour' },
  }),
  {
    ...{ type: 'Feature', id: 'port-tq', geometry: { type: 'Point', coordinates: [108.683, 15.472] } },
    properties: { name: 'Cảng Tam Quang', kind: 'port', code: 'TQ', radiusNm: 1.5, version: 1, source: 'test' },
  },
];
const rules = [
  { id: 'crossed', kind: 'boundary-cross', zones: ['line'], params: { confirm: 1, hysteresisNm: 0 }, priority: 1 },
  { id: 'port-enter', kind: 'zone-enter', params: { zoneKinds: ['port'], confirm: 1 }, priority: 4 },
  { id: 'port-leave', kind: 'zone-exit', params: { zoneKinds: ['port'], confirm: 1 }, priority: 4 },
];

describe('reports to authorities', () => {
  let api: ApiProduct;
  let headers: Record<string, string>;
  let now: number;
  const owing = { reportingIntervalMin: 120, flag: 'VNM' as const };
  const boats = [
    { registration: 'QNa-90001-TS', lengthM: 25, homePort: 'KH', deviceId: 'D1', ...owing },
    { registration: 'QNa-90002-TS', lengthM: 17, homePort: 'TQ', licenceUntil: '2020-01-01', ...owing },
    { registration: 'QNa-90003-TS', lengthM: 12, homePort: 'TQ', highRisk: true, ...owing },
    { registration: 'QNa-90004-TS', flag: 'VNM' as const, licenceUntil: '2099-01-01' },
  ];
  const read = async (path: string): Promise<ReportAnswer> => {
    const answer = await api.fetch(`/api/v1${path}`, { headers });
    expect(answer.status, path).to.equal(200);
    return (await answer.json()) as ReportAnswer;
  };
  const value = ({ figures }: ReportAnswer, name: string): number => figures.find((one) => one.name === name)!.value;
  const counted = ({ tables }: ReportAnswer, table: string, figure: string): unknown[] =>
    tables
      .find(({ name }) => name === table)!
      .rows.filter(({ counts }) => counts.includes(figure))
      .map(({ cells }) => cells.vessel);
  const send = (method: string, path: string, body: unknown): Promise<Response> =>
    api.fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });

  before(async () => {
    now = Math.floor(Date.now() / MINUTE) * MINUTE;
    api = await startApi();
    headers = { cookie: await api.signIn('admin'), 'content-type': 'application/json' };
    await send('PUT', '/settings/zones', { type: 'FeatureCollection', features: zones });
    await send('PUT', '/settings/rules', rules);
    await send('POST', '/vessels', boats);
    const inside = [15.472, 108.683] as const;
    const records = [
      nafRecord('QNa-90001-TS', 15.472, 109.3, now - 5 * HOUR),
      nafRecord('QNa-90001-TS', ...inside, now - 3 * HOUR),
      nafRecord('QNa-90002-TS', ...inside, now - 5 * HOUR),
      nafRecord('QNa-90002-TS', 15.472, 109.3, now - 3 * HOUR),
      nafRecord('QNa-90003-TS', 15.6, 109.9, now - 2 * HOUR),
      nafRecord('QNa-90003-TS', 15.6, 110.3, now - HOUR),
    ];
    const sent = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('') });
    expect(sent.ok).to.equal(true);
    await until(async () => (await api.context.store.alerts({ state: 'all', limit: 10 })).length === 3);
  });
  after(() => api.close());

  it('ports: who came and left, by port, with what is known of each', async () => {
    const report = await read('/reports/port-calls');
    const numbers = ['arrived', 'left', 'arrived-24', 'other-port', 'licence-over', 'retracted'];
    expect(numbers.map((name) => value(report, name))).to.deep.equal([1, 1, 1, 1, 1, 0]);
    expect(counted(report, 'calls', 'arrived')).to.deep.equal(['QNa-90001-TS']);
    expect(counted(report, 'calls', 'licence-over')).to.deep.equal(['QNa-90002-TS']);
    const [call] = report.tables[0]!.rows.filter(({ counts }) => counts.includes('left'));
    expect(call!.cells).to.deep.include({ portVisited: 'Cảng Tam Quang', what: { vi: 'rời cảng', en: 'left' } });
    expect((call!.cells.at as { at: number }).at).to.be.within(now - 5 * HOUR, now - 3 * HOUR);
    const alert = await api.context.store.alert(call!.id);
    expect(alert!.occurrence).to.include({ kind: 'zone-exit', vesselId: call!.vesselId });
    const ofPort = report.figures.filter(({ words }) => words.en.includes('Cảng Tam Quang'));
    expect(ofPort.map((one) => one.value)).to.deep.equal([1, 1, 1, 1, 1, 0]);
    const earlier = await read(`/reports/port-calls?from=${now - 10 * HOUR}&to=${now - 6 * HOUR}`);
    expect(value(earlier, 'arrived'), 'none came then').to.equal(0);
  });

  it('committee: fleet, units, licences, crossings and cases, each traced to its rows', async () => {
    const { alerts } = (await (await api.fetch('/api/v1/alerts', { headers })).json()) as { alerts: Alert[] };
    const [crossing] = alerts;
    await send('POST', `/alerts/${crossing!.id}/acknowledge`, {});
    const open = await read('/reports/iuu-committee');
    expect(
      ['all', 'must-fit', 'fitted', 'not-fitted', 'licence-over', 'listed'].map((name) => value(open, name)),
    ).to.deep.equal([4, 2, 1, 1, 1, 1]);
    expect(counted(open, 'fleet', 'not-fitted')).to.deep.equal(['QNa-90002-TS']);
    expect(
      ['crossed', 'zone-alerts', 'opened', 'ended', 'sanctions', 'open'].map((name) => value(open, name)),
    ).to.deep.equal([1, 0, 1, 0, 0, 1]);
    const closing = { move: 'close', reason: 'other', note: 'xong' };
    const closed = await send('POST', `/cases/${crossing!.caseId}/moves`, closing);
    expect(closed.status, await closed.clone().text()).to.equal(200);
    const after = await read('/reports/iuu-committee');
    expect(['opened', 'ended', 'sanctions', 'open'].map((name) => value(after, name))).to.deep.equal([1, 1, 0, 0]);
    expect(counted(after, 'cases', 'ended')).to.deep.equal(['QNa-90003-TS']);
    for (const { name, table, value: number } of after.figures) {
      const shown = await read(`/reports/iuu-committee?figure=${encodeURIComponent(name)}`);
      expect(shown.tables.find((one) => one.name === table)!.total, name).to.equal(number);
    }
  });

  it('is a file of each kind, and for nobody who sees some vessels only', async () => {
    for (const format of ['pdf', 'xlsx', 'csv'])
      for (const name of ['port-calls', 'iuu-committee']) {
        const answer = await api.fetch(`/api/v1/reports/${name}?format=${format}&lang=vi`, { headers });
        expect(answer.status, `${name} ${format}`).to.equal(200);
        expect((await answer.arrayBuffer()).byteLength).to.be.greaterThan(500);
      }
    const { accounts } = api.context;
    await accounts.addUser('chu-tau', 'một mật khẩu rất dài', ['owner']);
    accounts.setAccess('chu-tau', { roles: ['owner'], vessels: ['QNa-90001-TS'] });
    const { token } = await accounts.signIn('chu-tau', 'một mật khẩu rất dài', '::1');
    const own = { cookie: `haidang_session=${token}` };
    expect((await api.fetch('/api/v1/reports/iuu-committee', { headers: own })).status).to.equal(403);
    const calls = (await (await api.fetch('/api/v1/reports/port-calls', { headers: own })).json()) as ReportAnswer;
    expect(calls.tables[0]!.rows.map(({ cells }) => cells.vessel)).to.deep.equal(['QNa-90001-TS']);
  });
});
