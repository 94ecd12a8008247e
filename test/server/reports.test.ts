/** Reports: their rows are what is stored, their numbers are how many rows, and nobody sees more than is theirs. */
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { readWorkbook } from '../../decoders/tables/xlsx/workbook.ts';
import type { ListedReport, ReportAnswer } from '../../server/api/reports.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Act } from '../../server/models/entry.ts';
import { bothClocks, localMinute, utcMinute } from '../../server/reports/words.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const password = 'một mật khẩu rất dài';
const port = {
  type: 'Feature',
  id: 'port-tq',
  geometry: { type: 'Point', coordinates: [108.683, 15.472] },
  properties: { name: 'Cảng Tam Quang', kind: 'port', code: 'TQ', radiusNm: 1.5, version: 1, source: 'test' },
};
/** East of it lies the crossing, west of it the port. */
const offshore = {
  type: 'Feature',
  id: 'offshore',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [108.9, 14],
        [109.5, 14],
        [109.5, 17],
        [108.9, 17],
        [108.9, 14],
      ],
    ],
  },
  properties: { name: 'Vùng khơi thử', kind: 'offshore', version: 1, source: 'test' },
};
/** Ours lies west of 110° E. */
const boundary = {
  type: 'Feature',
  id: 'line',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [105, 10],
        [110, 10],
        [110, 20],
        [105, 20],
        [105, 10],
      ],
    ],
  },
  properties: {
    ...{ name: 'Ranh giới thử', nameEn: 'Test boundary', kind: 'boundary', version: 1, source: 'test' },
    neighbour: { vi: 'nước láng giềng', en: 'the neighbour' },
  },
};

describe('reports', () => {
  let api: ApiProduct;
  let cookie: string;
  let owner: string;
  /** Read when the product starts: the whole suite may run half an hour before this one's turn. */
  let now: number;
  const owing = { reportingIntervalMin: 120, provider: 'VNPT' };
  const boats = [
    { registration: 'QNa-90001-TS', lengthM: 17, homePort: 'TQ', ...owing },
    { registration: 'QNa-90002-TS', lengthM: 25, homePort: 'TQ', ...owing, province: '=HYPERLINK("x")' },
    { registration: 'QNa-90003-TS', lengthM: 16, homePort: 'TQ', ...owing },
    { registration: 'QNa-90004-TS', lengthM: 18, ...owing, provider: 'Viettel', highRisk: true },
    { registration: 'QNa-90005-TS', lengthM: 26, ...owing, highRisk: true },
    { registration: 'QNa-90006-TS', lengthM: 13, licenceUntil: '2020-01-01' },
  ];
  const get = (path: string, as = cookie): Promise<Response> =>
    api.fetch(`/api/v1${path}`, { headers: { cookie: as } });
  const read = async (path: string, as = cookie): Promise<ReportAnswer> => {
    const answer = await get(path, as);
    expect(answer.status, path).to.equal(200);
    return (await answer.json()) as ReportAnswer;
  };
  const value = ({ figures }: ReportAnswer, name: string): number => figures.find((one) => one.name === name)!.value;
  const vessels = ({ tables }: ReportAnswer, table = 0): unknown[] =>
    tables[table]!.rows.map(({ cells }) => cells.vessel);
  const signedIn = async (name: string, access: Parameters<ApiProduct['context']['accounts']['setAccess']>[1]) => {
    const { accounts } = api.context;
    await accounts.addUser(name, password, [access.roles[0]!]);
    accounts.setAccess(name, access);
    return `haidang_session=${(await accounts.signIn(name, password, '::1')).token}`;
  };

  before(async () => {
    now = Math.floor(Date.now() / MINUTE) * MINUTE;
    api = await startApi();
    cookie = await api.signIn('admin');
    owner = await signedIn('chu-tau', { roles: ['owner'], vessels: ['QNa-90002-TS'] });
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const put = (name: string, body: unknown) =>
      api.fetch(`/api/v1/settings/${name}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    await put('zones', { type: 'FeatureCollection', features: [port, boundary, offshore] });
    await put('rules', [
      { id: 'crossed', kind: 'boundary-cross', zones: ['line'], params: { confirm: 1, hysteresisNm: 0 }, priority: 1 },
    ]);
    await api.fetch('/api/v1/vessels', { method: 'POST', headers, body: JSON.stringify(boats) });
    const records = [
      nafRecord('QNa-90001-TS', 15.6, 109.9, now - 90 * MINUTE),
      nafRecord('QNa-90001-TS', 15.6, 110.3, now - 30 * MINUTE),
      nafRecord('QNa-90002-TS', 16, 109, now - 11 * DAY),
      nafRecord('QNa-90003-TS', 15.472, 108.683, now - 9 * HOUR),
      nafRecord('QNa-90004-TS', 14.5, 109.2, now - 20 * HOUR),
      nafRecord('QNa-90004-TS', 14.6, 109.2, now - 7 * HOUR),
    ];
    const sent = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('') });
    expect(sent.ok).to.equal(true);
    await until(async () => ((await (await get('/alerts')).json()) as { alerts: Alert[] }).alerts.length === 1);
  });
  after(() => api.close());

  it('are listed with a definition of every number and column in both languages', async () => {
    const { reports } = (await (await get('/reports')).json()) as { reports: ListedReport[] };
    expect(reports.map(({ name }) => name)).to.include.members([
      ...['loss-of-signal', 'crossings', 'daily-vms', 'handovers'],
    ]);
    for (const { name, figures, tables, title, about } of reports) {
      const said = [title, about, ...figures.flatMap((one) => [one.words, one.definition])];
      for (const { columns } of tables) said.push(...columns.flatMap((one) => [one.words, one.definition]));
      for (const { vi, en } of said) expect(vi.length > 0 && en.length > 0, name).to.equal(true);
      expect(new Set(figures.map((one) => one.name)).size, name).to.equal(figures.length);
    }
    const own = ((await (await get('/reports', owner)).json()) as { reports: ListedReport[] }).reports;
    expect(own.map(({ name }) => name)).not.to.include('handovers');
  });

  it('loss of signal: each number is its rows, at sea and in port apart', async () => {
    const report = await read('/reports/loss-of-signal');
    expect(vessels(report)).to.deep.equal(['QNa-90005-TS', 'QNa-90002-TS', 'QNa-90003-TS', 'QNa-90004-TS']);
    expect(report.figures.map(({ name, value: n }) => [name, n])).to.deep.equal([
      ['over-6-hours', 2],
      ['over-10-days', 1],
      ['over-6-months', 0],
      ['in-port', 1],
      ['place-unknown', 0],
      ['never-heard', 1],
      ['losses', 0],
      ['losses-back', 0],
      ['losses-open', 0],
    ]);
    const lost = await read('/reports/loss-of-signal?figure=over-6-hours');
    expect(vessels(lost)).to.deep.equal(['QNa-90002-TS', 'QNa-90004-TS']);
    const [, second] = lost.tables[0]!.rows;
    expect(second!.cells).to.deep.include({
      lastFix: { at: now - 7 * HOUR },
      where: { vi: 'trên biển', en: 'at sea' },
    });
    expect(second!.cells.silentHours).to.be.within(7, 7.3);
    expect(second!.vesselId).to.equal(second!.id);
  });

  it('loss of signal: as it was at an earlier end of the period', async () => {
    const at = now - 13 * HOUR;
    const then = await read(`/reports/loss-of-signal?to=${at}`);
    // Heard 7 hours before, so silent then; the one in port had not been heard at all.
    const silent = then.tables[0]!.rows.find(({ cells }) => cells.vessel === 'QNa-90004-TS');
    expect(silent!.cells).to.deep.include({ silentHours: 7, lastFix: { at: now - 20 * HOUR } });
    expect(value(then, 'in-port')).to.equal(0);
    expect(value(then, 'never-heard')).to.equal(3);
  });

  it('crossings: what is stored of each, between which fixes, to which side', async () => {
    const report = await read('/reports/crossings');
    const [alert] = ((await (await get('/alerts')).json()) as { alerts: Alert[] }).alerts;
    const [row] = report.tables[0]!.rows;
    expect(row!.id).to.equal(alert!.id);
    expect(row!.caseId).to.equal(alert!.caseId);
    expect(row!.cells).to.deep.include({
      ...{ vessel: 'QNa-90001-TS', boundary: { vi: 'Ranh giới thử', en: 'Test boundary' } },
      ...{
        neighbour: { vi: 'nước láng giềng', en: 'the neighbour' },
        state: { vi: 'còn ở ngoài', en: 'still beyond' },
      },
      ...{ before: { at: now - 90 * MINUTE }, after: { at: now - 30 * MINUTE } },
      crossedAt: { at: alert!.occurrence.raisedAt },
    });
    expect(['crossed', 'beyond', 'unanswered', 'retracted'].map((name) => value(report, name))).to.deep.equal([
      ...[1, 1, 1, 0],
    ]);
    const before = await read(`/reports/crossings?from=${now - 3 * DAY}&to=${now - 2 * DAY}`);
    expect(before.tables[0]!.rows).to.deep.equal([]);
  });

  it('daily sheet: the fleet by class and place, crossings, and whom people tried to reach', async () => {
    const [alert] = ((await (await get('/alerts')).json()) as { alerts: Alert[] }).alerts;
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const post = (path: string, body: unknown) =>
      api.fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post(`/alerts/${alert!.id}/acknowledge`, {});
    const called = await post(`/cases/${alert!.caseId}/contacts`, { channel: 'phone', outcome: 'no-answer' });
    expect(called.ok, await called.text()).to.equal(true);
    await post(`/cases/${alert!.caseId}/contacts`, { channel: 'radio', outcome: 'reached' });
    const report = await read(`/reports/daily-vms?from=${now - DAY}`);
    expect(report.tables.map(({ rows }) => rows.length)).to.deep.equal([6, 1, 2]);
    const figures = ['sea-15-24', 'port-15-24', 'sea-from-24', 'unknown-from-24', 'unknown-12-15', 'over-6-hours'];
    expect([...figures, 'crossed', 'attempts', 'not-reached'].map((name) => value(report, name))).to.deep.equal([
      ...[2, 1, 1, 1, 1, 2, 1, 2, 1],
    ]);
    const total = report.figures.filter(({ name }) => /^(sea|port|unknown)-/.test(name));
    expect(total.reduce((sum, one) => sum + one.value, 0)).to.equal(6);
    expect(report.tables[2]!.rows[0]!.cells).to.deep.include({ vessel: 'QNa-90001-TS', by: 'admin' });
  });

  it('handovers: as they were signed', async () => {
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const body = JSON.stringify({ notes: '=1+1' });
    const { handover } = (await (await api.fetch('/api/v1/handovers', { method: 'POST', headers, body })).json()) as {
      handover: { id: string; givenAt: number; hash: string; content: { happened: { alerts: number } } };
    };
    const report = await read('/reports/handovers');
    const { id, cells } = report.tables[0]!.rows[0]!;
    expect(id).to.equal(handover.id);
    expect(cells).to.deep.include({ givenBy: 'admin', givenAt: { at: handover.givenAt }, hash: handover.hash });
    expect(value(report, 'sum-alerts')).to.equal(handover.content.happened.alerts).and.to.equal(1);
    expect(value(report, 'not-taken')).to.equal(1);
    expect(await (await get('/reports/handovers?format=csv')).text()).to.contain(`"'=1+1"`);
    expect((await get('/reports/handovers', owner)).status).to.equal(403);
  });

  it('high-risk list: each case of the circular with its vessels, and whom to propose', async () => {
    const report = await read('/reports/high-risk');
    expect(report.figures.map(({ name, value: n }) => [name, n])).to.deep.equal([
      ['licence', 1],
      ['silent', 2],
      ['zone', 0],
      ['boundary', 1],
      ['listed', 2],
      ['proposed', 3],
      ['removable', 1],
    ]);
    const removable = await read('/reports/high-risk?figure=removable');
    expect(vessels(removable)).to.deep.equal(['QNa-90005-TS']);
    expect(vessels(await read('/reports/high-risk?figure=licence'))).to.deep.equal(['QNa-90006-TS']);
  });

  it('supplier score-card: the numbers of each provider, traced to its vessels', async () => {
    const report = await read('/reports/suppliers');
    expect(
      ['owing', 'owing:VNPT', 'owing:Viettel', 'silent-sea:Viettel'].map((name) => value(report, name)),
    ).to.deep.equal(
      [5, 4, 1, 1], // prettier-ignore
    );
    const rows = await read(`/reports/suppliers?figure=${encodeURIComponent('silent-sea:Viettel')}`);
    expect(vessels(rows)).to.deep.equal(['QNa-90004-TS']);
    const supplier = await signedIn('viettel', { roles: ['supplier'], vessels: [], provider: 'Viettel' });
    expect(vessels(await read('/reports/suppliers', supplier))).to.deep.equal(['QNa-90004-TS']);
    const csv = await (await get('/reports/suppliers?format=csv', supplier)).text();
    expect(csv).to.contain('Viettel: mất kết nối từ 6 giờ trên biển').and.not.to.contain('VNPT');
  });

  it('storm counting: by sea area, moored, and who is neither heard nor reached', async () => {
    const report = await read(`/reports/storm-count?from=${now - 8 * HOUR}`);
    const names = ['all', 'sea', 'moored', 'unknown', 'no-contact', 'sea:Vùng khơi thử', 'sea:'];
    expect(names.map((name) => value(report, name))).to.deep.equal([6, 3, 1, 2, 4, 2, 1]);
    expect(vessels(await read(`/reports/storm-count?from=${now - 8 * HOUR}&figure=no-contact`))).to.deep.equal([
      ...['QNa-90002-TS', 'QNa-90003-TS', 'QNa-90005-TS', 'QNa-90006-TS'],
    ]);
  });

  it('show an owner their own vessels only, in every format', async () => {
    const report = await read('/reports/loss-of-signal', owner);
    expect(vessels(report)).to.deep.equal(['QNa-90002-TS']);
    expect(value(report, 'over-6-hours')).to.equal(1);
    expect(
      (await read(`/reports/daily-vms?from=${now - DAY}`, owner)).tables.map(({ rows }) => rows.length),
    ).to.deep.equal(
      [1, 0, 0], // prettier-ignore
    );
    const csv = await (await get('/reports/loss-of-signal?format=csv', owner)).text();
    expect(csv).to.contain('QNa-90002-TS').and.not.to.contain('QNa-90004-TS');
  });

  it('as CSV: period by both clocks, each number with its definition, rows that name their numbers, no formula', async () => {
    const from = now - 7 * DAY;
    const answer = await get(`/reports/loss-of-signal?format=csv&from=${from}&to=${now}`);
    expect(answer.headers.get('content-disposition')).to.match(/filename="haidang-loss-of-signal-\d{8}-\d{4}\.csv"/);
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    expect(text.charCodeAt(0)).to.equal(0xfeff);
    expect(text)
      .to.contain(`"Kỳ báo cáo: ${bothClocks(from)} – ${bothClocks(now)}."`)
      .and.to.contain('bởi admin');
    expect(text).to.match(/^"1","Mất kết nối từ 6 giờ, trên biển","2","Tàu có nghĩa vụ/m);
    const row = text.split('\r\n').find((line) => line.startsWith('"QNa-90002-TS"'))!;
    expect(row).to.contain(`"${localMinute(now - 11 * DAY)}","${utcMinute(now - 11 * DAY)}"`);
    expect(row)
      .to.contain(`"'=HYPERLINK(""x"")"`)
      .and.to.match(/"1; 2"$/);
    expect(text.replaceAll('""', '')).not.to.match(/(^|,)"[=+@]/m);
  });

  it('as a workbook: text stays text, times are times of both clocks', async () => {
    const answer = await get(`/reports/loss-of-signal?format=xlsx&lang=en&to=${now}`);
    const rows: string[][] = [];
    readWorkbook(new Uint8Array(await answer.arrayBuffer()), {
      sheet: () => undefined,
      row: (row) => void rows.push(row),
      sheetEnd: () => undefined,
    });
    expect(rows.find(([, name]) => name === 'Silent for 6 hours or more, at sea')!.slice(0, 3)).to.deep.equal([
      ...['1', 'Silent for 6 hours or more, at sea', '2'],
    ]);
    const row = rows.find(([label]) => label === 'QNa-90002-TS')!;
    expect(row).to.include('=HYPERLINK("x")');
    const head = rows.find(([label]) => label === 'Vessel')!;
    const [local = '', utc = ''] = ['Last signal (GMT+7)', 'Last signal (UTC)'].map((name) => row[head.indexOf(name)]);
    // Excel counts days since 30 December 1899.
    const serial = (now - 11 * DAY - Date.UTC(1899, 11, 30)) / DAY;
    expect(Number(utc)).to.be.closeTo(serial, 1e-5);
    expect(Number(local)).to.be.closeTo(serial + 7 / 24, 1e-5);
  });

  it('as a PDF in both languages', async () => {
    for (const lang of ['vi', 'en']) {
      const answer = await get(`/reports/daily-vms?format=pdf&lang=${lang}`);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('content-type')).to.equal('application/pdf');
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    }
  });

  it('say that a period is empty', async () => {
    const span = `from=${now - 3 * DAY}&to=${now - 2 * DAY}`;
    const text = await (await get(`/reports/crossings?format=csv&${span}`)).text();
    expect(text).to.contain('"Không có dòng nào trong kỳ này."');
    expect(await (await get(`/reports/crossings?format=csv&lang=en&${span}`)).text()).to.contain('There are no rows');
  });

  it('refuse what is no report, number or period; nothing lies ahead', async () => {
    expect((await get('/reports/nothing')).status).to.equal(404);
    expect((await get('/reports/crossings?figure=nothing')).status).to.equal(404);
    expect((await get(`/reports/crossings?from=${now}&to=${now - DAY}`)).status).to.equal(400);
    expect((await get(`/reports/crossings?from=${now - 400 * DAY}`)).status).to.equal(400);
    expect((await read(`/reports/crossings?to=${now + 9 * DAY}`)).period.to).to.be.most(Date.now());
  });

  it('are on record: which, of what span, in what format, by whom', async () => {
    const { acts } = (await (await get('/acts?kind=exported&about=crossings')).json()) as { acts: Act[] };
    const [last] = acts;
    expect(last).to.deep.include({ by: 'admin', subject: 'report' });
    expect(last!.details).to.include({ report: 'crossings', format: 'json', rows: 1 });
  });

  it('of a time before the zones were changed go by the zones of then', async () => {
    const before = Date.now();
    await setTimeout(5);
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const zones = JSON.stringify({ type: 'FeatureCollection', features: [boundary, offshore] });
    const changed = await api.fetch('/api/v1/settings/zones', { method: 'PUT', headers, body: zones });
    expect(changed.ok).to.equal(true);
    const then = await read(`/reports/loss-of-signal?to=${before}`);
    expect(value(then, 'in-port')).to.equal(1);
    expect(then.tables[0]!.rows.find(({ cells }) => cells.vessel === 'QNa-90003-TS')!.cells.port).to.equal(
      'Cảng Tam Quang',
    );
    expect(value(await read('/reports/loss-of-signal'), 'in-port')).to.equal(0);
  });
});
