/** The fleet's table: what is asked for, what is taken out, by whom, and that it is on record. */
import { expect } from 'chai';
import { readWorkbook } from '../../decoders/tables/xlsx/workbook.ts';
import type { FleetAnswer } from '../../server/api/fleet.ts';
import type { Act } from '../../server/models/entry.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('the fleet’s table', () => {
  let api: ApiProduct;
  let cookie: string;
  let now: number;
  const day = (offset: number): string => new Date(now + 7 * 3_600_000 + offset * DAY).toISOString().slice(0, 10);
  const boats = () =>
    [
      {
        registration: 'QNa-90001-TS',
        name: 'Đại Dương',
        lengthM: 17,
        gear: 'lưới vây',
        homePort: 'TQ',
        licenceUntil: day(-1),
      },
      {
        registration: 'QNa-90002-TS',
        name: '=HYPERLINK("x")',
        lengthM: 25,
        gear: 'câu mực',
        homePort: 'TQ',
        licenceUntil: day(30),
      },
      { registration: 'QNg-90003-TS', lengthM: 9, gear: 'lưới rê', owner: 'Nguyễn Ánh' },
      { registration: 'QNg-90004-TS', mmsi: 574_000_004 },
    ].map((boat) => ({ ...boat, reportingIntervalMin: 120 }));

  const get = (path: string, as = cookie): Promise<Response> =>
    api.fetch(`/api/v1${path}`, { headers: { cookie: as } });
  const fleet = async (query = ''): Promise<FleetAnswer> =>
    (await (await get(`/fleet?${query}`)).json()) as FleetAnswer;
  const labels = async (query: string): Promise<string[]> => (await fleet(query)).rows.map(({ label }) => label);
  const exported = async (): Promise<Act[]> =>
    ((await (await get('/acts?kind=exported')).json()) as { acts: Act[] }).acts;

  before(async () => {
    now = Math.floor(Date.now() / MINUTE) * MINUTE;
    api = await startApi();
    cookie = await api.signIn('admin');
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    await api.fetch('/api/v1/vessels', { method: 'POST', headers, body: JSON.stringify(boats()) });
    const unit = { id: 'tq', name: 'Trạm Tam Quang', homePorts: ['TQ'] };
    await api.fetch('/api/v1/settings/units', { method: 'PUT', headers, body: JSON.stringify([unit]) });
    const records = [
      nafRecord('QNa-90001-TS', 15.5, 108.7, now - 10 * MINUTE),
      nafRecord('QNa-90002-TS', 16.5, 109.7, now - 300 * MINUTE),
      nafRecord('QNg-90003-TS', 14.5, 109, now - 700 * MINUTE),
      nafRecord('KG-90009-TS', 9.5, 104, now - 250 * MINUTE),
    ];
    const sent = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('') });
    expect(sent.ok).to.equal(true);
    await until(async () => (await fleet('of=all')).rows.filter(({ fixTime }) => fixTime).length === 4);
  });
  after(() => api.close());

  it('lists the vessels of the registry with state, unit, position and alerts; others on request', async () => {
    const { rows, total } = await fleet();
    expect(total).to.equal(4);
    expect(rows[0]).to.include({
      ...{ label: 'QNa-90001-TS', name: 'Đại Dương', lengthClass: '15-24', unit: 'Trạm Tam Quang', state: 'moving' },
      ...{ lon: 108.7, lat: 15.5, speedKn: 8, intervalMin: 120, fixTime: now - 10 * MINUTE },
    });
    expect(rows.map(({ state }) => state)).to.deep.equal(['moving', 'late', 'silent', 'never']);
    expect(await labels('of=all&state=moving')).to.deep.equal(['QNa-90001-TS']);
    // Nobody says what it owes, so it is held to the 2 h of VMS, by which it reports.
    expect(await labels('of=all&state=late&q=kg')).to.deep.equal(['KG-90009-TS']);
  });

  it('finds by any part of any name without marks, and by each filter', async () => {
    expect(await labels('q=dai+duong')).to.deep.equal(['QNa-90001-TS']);
    expect(await labels('q=qna+9000')).to.have.length(2);
    expect(await labels('q=nguyen+anh')).to.deep.equal(['QNg-90003-TS']);
    expect(await labels('state=late,silent')).to.deep.equal(['QNa-90002-TS', 'QNg-90003-TS']);
    expect(await labels('length=from-24,unknown')).to.deep.equal(['QNa-90002-TS', 'QNg-90004-TS']);
    expect(await labels('unit=tq')).to.have.length(2);
    expect(await labels('port=TQ&gear=c%C3%A2u%20m%E1%BB%B1c')).to.deep.equal(['QNa-90002-TS']);
    expect(await labels('licence=expired')).to.deep.equal(['QNa-90001-TS']);
    expect(await labels('licence=soon')).to.deep.equal(['QNa-90002-TS']);
    expect(await labels('of=all&west=108&east=110&south=15&north=17')).to.have.length(2);
    expect((await get('/fleet?state=flying')).status).to.equal(400);
  });

  it('sorts by any column, what is unknown last whichever way round, and gives windows of it', async () => {
    expect(await labels('sort=length')).to.deep.equal(['QNg-90003-TS', 'QNa-90001-TS', 'QNa-90002-TS', 'QNg-90004-TS']);
    expect(await labels('sort=length&dir=desc')).to.deep.equal([
      ...['QNa-90002-TS', 'QNa-90001-TS', 'QNg-90003-TS', 'QNg-90004-TS'],
    ]);
    expect(await labels('sort=age')).to.deep.equal(['QNa-90001-TS', 'QNa-90002-TS', 'QNg-90003-TS', 'QNg-90004-TS']);
    const second = await fleet('sort=length&offset=1&limit=2');
    expect(second).to.include({ total: 4, offset: 1 });
    expect(second.rows.map(({ label }) => label)).to.deep.equal(['QNa-90001-TS', 'QNa-90002-TS']);
  });

  it('counts what there is to choose from', async () => {
    const { facets } = await fleet('facets=yes');
    expect(facets!.gears).to.have.deep.members([
      ['lưới vây', 1],
      ['câu mực', 1],
      ['lưới rê', 1],
    ]); // prettier-ignore
    expect(facets!.units).to.deep.equal([['tq', 'Trạm Tam Quang', 2]]);
    expect(facets!.states).to.deep.include(['never', 1]);
  });

  it('follows what is committed while it is looked at', async () => {
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    const body = JSON.stringify([{ registration: 'QNa-90010-TS', lengthM: 30 }]);
    await api.fetch('/api/v1/vessels', { method: 'POST', headers, body });
    expect(await labels('q=90010')).to.deep.equal(['QNa-90010-TS']);
    const byGear = async (): Promise<string[]> => (await labels('sort=gear')).slice(0, 2);
    expect(await byGear()).to.not.include('QNa-90010-TS');
    const known = JSON.stringify([{ registration: 'QNa-90010-TS', lengthM: 30, gear: 'a' }]);
    await api.fetch('/api/v1/vessels', { method: 'POST', headers, body: known });
    expect((await byGear())[0]).to.equal('QNa-90010-TS');
  });

  it('is taken out as CSV: only what is filtered, with time, filter and definitions above, no cell a formula', async () => {
    const answer = await get('/fleet.csv?port=TQ&sort=length&lang=vi');
    expect(answer.headers.get('content-disposition')).to.match(/attachment; filename="haidang-fleet-\d{8}-\d{4}\.csv"/);
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    const lines = text.split('\r\n');
    expect(text.charCodeAt(0)).to.equal(0xfeff);
    expect(lines[1]).to.match(/^"Lập lúc .*\(GMT\+7\) = .* UTC, năm \d{4}, bởi admin\."$/);
    expect(lines[2]).to.equal('"Lọc: tàu trong sổ đăng ký; cảng TQ. 2 tàu."');
    expect(lines[3]).to.contain('Trạng thái theo vị trí mới nhất');
    const head = lines.findIndex((line) => line.startsWith('"Số đăng ký"'));
    expect(lines.slice(head + 1).filter(Boolean)).to.have.length(2);
    expect(lines[head + 1]).to.match(
      /^"QNa-90001-TS","Đại Dương","","",.*"đang chạy".*"15°30\.0′N 108°42\.0′E","15\.5","108\.7","8"/,
    );
    expect(lines[head + 2]).to.contain('"\'=HYPERLINK(""x"")"');
    expect(text).not.to.contain('QNg-');
  });

  it('is taken out as a workbook whose cells are numbers, days and text', async () => {
    const answer = await get('/fleet.xlsx?port=TQ&lang=vi');
    expect(answer.status).to.equal(200);
    const sheets: string[][][] = [];
    const fault = readWorkbook(new Uint8Array(await answer.arrayBuffer()), {
      sheet: () => void sheets.push([]),
      row: (cells) => void sheets.at(-1)!.push(cells),
      sheetEnd: () => undefined,
    });
    expect(fault).to.equal(undefined);
    const [table, about] = sheets as [string[][], string[][]];
    expect(table[2]![0]).to.equal('Lọc: tàu trong sổ đăng ký; cảng TQ. 2 tàu.');
    const head = table[3]!;
    const first = table[4]!;
    const cell = (name: string): string => first[head.indexOf(name)]!;
    expect(cell('Chiều dài lớn nhất (m)')).to.equal('17');
    const serial = (time: number): number => (time + 7 * 3_600_000) / DAY + 25_569;
    expect(Number(cell('Giờ định vị (GMT+7)'))).to.be.closeTo(serial(now - 10 * MINUTE), 1e-5);
    expect(Number(cell('Hạn giấy phép'))).to.equal(Date.parse(day(-1)) / DAY + 25_569);
    expect(table[5]![1]).to.equal('=HYPERLINK("x")');
    expect(about.flat().join(' ')).to.contain('Trạng thái theo vị trí mới nhất');
  });

  it('is taken out as GeoJSON, KML and GPX: those who have a place', async () => {
    const { features, about } = (await (await get('/fleet.geojson?of=all')).json()) as {
      features: { properties: Record<string, unknown>; geometry: unknown }[];
      about: string[];
    };
    expect(features).to.have.length(4);
    expect(about[0]).to.match(/^Lập lúc/);
    const boat = features.find(({ properties }) => properties.registration === 'QNa-90001-TS')!;
    expect(boat.geometry).to.deep.equal({ type: 'Point', coordinates: [108.7, 15.5] });
    expect(boat.properties).to.include({ speedKn: 8, time: new Date(now - 10 * MINUTE).toISOString() });
    const kml = await (await get('/fleet.kml?port=TQ')).text();
    expect(kml).to.contain('<coordinates>108.7,15.5</coordinates>').and.to.contain('=HYPERLINK(&quot;x&quot;)');
    const gpx = await (await get('/fleet.gpx?port=TQ')).text();
    expect(gpx).to.contain('<wpt lat="15.5" lon="108.7">');
  });

  it('has every file on record: who, in what format, by what filter, how many', async () => {
    const acts = await exported();
    expect(acts.map(({ details }) => details!.format)).to.deep.equal(['gpx', 'kml', 'geojson', 'xlsx', 'csv']);
    expect(acts.at(-1)).to.deep.include({ by: 'admin', subject: 'fleet' });
    expect(acts.at(-1)!.details).to.deep.include({ port: 'TQ', of: 'registered', sort: 'length', rows: 2 });
  });

  const shown = async (body: unknown, as = cookie, format = 'geojson'): Promise<Response> =>
    api.fetch(`/api/v1/fleet/shown?format=${format}`, {
      method: 'POST',
      headers: { cookie: as, origin: api.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const names = async (answer: Response): Promise<string[]> =>
    ((await answer.json()) as { features: { properties: { registration: string } }[] }).features.map(
      ({ properties }) => properties.registration,
    );

  it('is taken out by a map as the map shows it, with its filter on record', async () => {
    const vessels = (await fleet('q=9000')).rows.slice(0, 2).map(({ id }) => id);
    const filter = { gears: ['lưới vây', 'câu mực'], groups: ['group-1'] };
    expect(await names(await shown({ vessels: [...vessels, 'nobody'], filter }))).to.deep.equal([
      ...['QNa-90001-TS', 'QNa-90002-TS'],
    ]);
    expect((await exported())[0]!.details).to.deep.include({ of: 'shown', shown: 3, rows: 2, filter });
    const csv = await (await shown({ vessels, filter }, cookie, 'csv')).text();
    expect(csv).to.contain('đang hiện trên bản đồ theo bộ lọc của bản đồ. 2 tàu.');
    for (const bad of [{ vessels: [], filter }, { vessels, filter: { hue: 1 } }, { vessels }]) {
      expect((await shown(bad)).status, JSON.stringify(bad)).to.equal(400);
    }
  });

  it('shows and gives an owner no more than their own vessels', async () => {
    const { accounts } = api.context;
    await accounts.addUser('chu-tau', 'một mật khẩu rất dài', ['owner']);
    accounts.setAccess('chu-tau', { roles: ['owner'], vessels: ['QNg-90003-TS'] });
    const body = JSON.stringify({ user: 'chu-tau', password: 'một mật khẩu rất dài' });
    const headers = { 'content-type': 'application/json' };
    const signedIn = await api.fetch('/api/v1/session', { method: 'POST', body, headers });
    const owner = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    const answer = (await (await get('/fleet?of=all&facets=yes', owner)).json()) as FleetAnswer;
    expect(answer.rows.map(({ label }) => label)).to.deep.equal(['QNg-90003-TS']);
    expect(answer.facets!.gears).to.deep.equal([['lưới rê', 1]]);
    for (const ending of ['csv', 'geojson', 'kml', 'gpx']) {
      const text = await (await get(`/fleet.${ending}?of=all`, owner)).text();
      expect(text).to.contain('QNg-90003-TS').and.not.to.contain('QNa-');
    }
    const vessels = (await fleet('of=all')).rows.map(({ id }) => id);
    expect(await names(await shown({ vessels, filter: {} }, owner))).to.deep.equal(['QNg-90003-TS']);
  });
});
