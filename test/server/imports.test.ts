/** Tables of vessels, owners, licences and ports: previewed, confirmed, written once, on record. */
import { expect } from 'chai';
import { strToU8, zipSync } from 'fflate';
import type { Zone } from '../../geofences/types.ts';
import type { ImportDone } from '../../server/api/imports.ts';
import type { Act } from '../../server/models/entry.ts';
import type { PlacedChange } from '../../server/models/proposal.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import type { ImportPreview } from '../../server/registry-import/preview.ts';
import { type ApiProduct, nafRecord, startApi } from './api-product.ts';
import { faultyLines, vesselLines, vesselTable } from './registry-files.ts';

describe('an import of the registry', () => {
  let api: ApiProduct;
  let cookie: string;

  before(async () => {
    api = await startApi(undefined, { tableWorker: new URL('./api-table-worker.mjs', import.meta.url) });
    cookie = await api.signIn('admin');
  });
  after(() => api.close());

  const send = async <T>(path: string, file: string | Uint8Array, query: Record<string, string> = {}): Promise<T> => {
    const asked = new URLSearchParams({ name: 'bảng.csv', ...query });
    const answer = await api.fetch(`/api/v1/imports/${path}?${asked}`, {
      method: 'POST',
      headers: { cookie, origin: api.url, 'content-type': 'application/octet-stream' },
      body: Buffer.from(file),
    });
    return (await answer.json()) as T;
  };
  const preview = (table: string, file: string | Uint8Array, query?: Record<string, string>): Promise<ImportPreview> =>
    send(`${table}/preview`, file, query);
  const confirm = async (table: string, file: string | Uint8Array, query: Record<string, string> = {}) => {
    const { plan } = await preview(table, file, query);
    return send<ImportDone>(`${table}/confirm`, file, { ...query, plan });
  };
  const get = async <T>(path: string): Promise<T> =>
    (await (await api.fetch(`/api/v1${path}`, { headers: { cookie } })).json()) as T;
  const vessel = async (registration: string): Promise<Vessel> =>
    (await get<{ vessels: Vessel[] }>(`/vessels?q=${registration}`)).vessels[0]!;
  const acts = async (): Promise<Act[]> => (await get<{ acts: Act[] }>('/acts?kind=import')).acts;

  const table = vesselTable([...vesselLines(30), ...faultyLines('QNa-10000-TS')]);

  it('shows what would be new and every fault with its row, its column and what to do, and writes nothing', async () => {
    const shown = await preview('vessels', table);
    expect(shown.counts).to.deep.equal({ new: 30, changed: 0, unchanged: 0, faulty: 20 });
    expect(shown.rows.filter(({ state }) => state === 'faulty').map(({ row }) => row)).to.deep.equal(
      Array.from({ length: 20 }, (_, n) => 35 + n),
    );
    expect(shown.faults.find(({ row }) => row === 36)).to.deep.equal({
      row: 36,
      column: 'Số đăng ký',
      value: 'QXY-90001-TS',
      vi: '“QXY-90001-TS” không phải số đăng ký tàu cá. Viết như QNa-91234-TS: chữ của tỉnh, 4–5 chữ số, TS.',
      en: '“QXY-90001-TS” is no registration number. Write it like QNa-91234-TS: letters of the province, 4–5 digits, TS.',
    });
    expect(shown.faults.find(({ row }) => row === 38)!.vi).to.equal(
      '“QNa-10000-TS” đã có ở dòng 5 của tệp này. Giữ một dòng.',
    );
    expect(shown.faults.every(({ vi, en }) => vi.endsWith('.') && en.endsWith('.'))).to.equal(true);
    expect((await get<{ vessels: Vessel[] }>('/vessels')).vessels).to.deep.equal([]);
    expect(await acts()).to.deep.equal([]);
  });

  it('writes what was shown as one act that names file, hash and counts; doing it again changes nothing', async () => {
    const done = await confirm('vessels', table);
    expect(done.counts).to.include({ new: 30, faulty: 20 });
    expect(await vessel('QNa-10001')).to.include({
      ...{ registration: 'QNa-10001-TS', name: 'Biển Đông 1', lengthM: 13.1, powerKw: 91, gear: 'lưới vây' },
      ...{ ownerPhone: '0905100001', licenceUntil: '2027-12-31', mmsi: 574_100_001, registered: true },
    });
    const [act, ...others] = await acts();
    expect(others).to.deep.equal([]);
    expect(act).to.deep.include({ id: done.act, by: 'admin', subject: 'vessels' });
    expect(act!.details).to.deep.include({ name: 'bảng.csv', new: 30, changed: 0, unchanged: 0, faulty: 20 });
    expect(act!.details!.sha256).to.match(/^[0-9a-f]{64}$/);
    const again = await preview('vessels', table);
    expect(again.counts).to.deep.equal({ new: 0, changed: 0, unchanged: 30, faulty: 20 });
    expect(await send('vessels/confirm', table, { plan: again.plan })).to.deep.equal({ counts: again.counts });
    expect(await acts()).to.have.length(1);
  });

  it('shows what changes from what to what, and leaves alone what the table does not say', async () => {
    const file = 'Số đăng ký;Lmax;Nghề\nQNa-10000-TS;18,4;\nQNa-10002-TS;;lưới rê\n';
    const shown = await preview('vessels', file);
    expect(shown.rows.map(({ state, changes }) => ({ state, changes }))).to.deep.equal([
      { state: 'changed', changes: [{ field: 'lengthM', from: 12, to: 18.4 }] },
      { state: 'changed', changes: [{ field: 'gear', from: 'lưới vây', to: 'lưới rê' }] },
    ]);
    await confirm('vessels', file);
    expect(await vessel('QNa-10000')).to.include({ lengthM: 18.4, gear: 'lưới vây', name: 'Biển Đông 0' });
    const { changes } = (await acts())[0]!.details as { changes: PlacedChange[] };
    expect(changes).to.deep.equal([
      { place: '[QNa-10000-TS].lengthM', from: '12', to: '18.4' },
      { place: '[QNa-10002-TS].gear', from: '"lưới vây"', to: '"lưới rê"' },
    ]);
  });

  it('gives vessels from 15 m on the duty to report only where that is asked for', async () => {
    const file = 'Số đăng ký;Lmax\nQNa-20000-TS;15,0\nQNa-20001-TS;14,9\n';
    const duty = (shown: ImportPreview) =>
      shown.rows.map(({ changes }) => changes?.find(({ field }) => field === 'reportingIntervalMin')?.to);
    expect(duty(await preview('vessels', file))).to.deep.equal([undefined, undefined]);
    expect(duty(await preview('vessels', file, { owes: 'yes' }))).to.deep.equal([120, undefined]);
  });

  it('takes columns as a person corrects them', async () => {
    const file = 'a;b;c\nQNa-30000-TS;Sóng Xanh;16\n';
    const guessed = await preview('vessels', file);
    expect(guessed).to.deep.include({ missing: 'registration', rows: [], plan: '' });
    expect(guessed.columns.map(({ heading, samples }) => [heading, samples[0]])).to.deep.equal([
      ['a', 'QNa-30000-TS'],
      ['b', 'Sóng Xanh'],
      ['c', '16'],
    ]);
    const columns = JSON.stringify({ registration: 0, name: 1, lengthM: 2 });
    expect((await preview('vessels', file, { columns })).counts).to.include({ new: 1, faulty: 0 });
    const refused = await send<{ error: { code: string } }>('vessels/preview', file, {
      columns: JSON.stringify({ registration: 0, name: 0 }),
    });
    expect(refused.error.code).to.equal('body-invalid');
  });

  it('refuses an identity that another vessel holds, and lets vessels hand one on within a file', async () => {
    const taken = await preview('vessels', 'Số đăng ký;MMSI\nQNa-40000-TS;574100001\n');
    expect(taken.counts.faulty).to.equal(1);
    expect(taken.faults[0]!.vi).to.equal('MMSI 574100001 đã thuộc QNa-10001-TS. Sửa tàu nào sai rồi nhập lại.');
    const handed = await preview('vessels', 'Số đăng ký;MMSI\nQNa-40000-TS;574100001\nQNa-10001-TS;574999001\n');
    expect(handed.counts).to.include({ new: 1, changed: 1, faulty: 0 });
  });

  it('writes nothing when the registry is not what was previewed', async () => {
    const file = 'Số đăng ký;Tên tàu\nQNa-10003-TS;Tên mới\n';
    const { plan } = await preview('vessels', file);
    const refused = await send<{ error: { code: string } }>('vessels/confirm', `${file}QNa-50000-TS;Thêm\n`, { plan });
    expect(refused.error.code).to.equal('import-changed');
    expect((await vessel('QNa-10003')).name).to.equal('Biển Đông 3');
  });

  it('brings owners and licences of vessels that are known, and says of the others that they are not', async () => {
    const people =
      'Số đăng ký,Chủ tàu,SĐT chủ tàu,Địa chỉ,Thuyền trưởng\nQNa10004TS,Lê Thị Hoa,+84905123456,Tam Quang,Phạm Ân\nQNa-99999-TS,Ai đó,0905000000,,\n';
    const shown = await preview('owners', people);
    expect(shown.counts).to.include({ changed: 1, faulty: 1 });
    expect(shown.faults[0]!.vi).to.contain('QNa-99999-TS chưa có trong sổ đăng ký');
    await confirm('owners', people);
    expect(await vessel('QNa-10004')).to.include({
      ...{ owner: 'Lê Thị Hoa', ownerPhone: '0905123456', ownerAddress: 'Tam Quang', captain: 'Phạm Ân' },
      name: 'Biển Đông 4',
    });
    const licences =
      'Số đăng ký\tSố GPKT\tNgày cấp\tNgày hết hạn\nQNa-10004-TS\t12/GP\t1/1/2026\t31/12/2030\nQNa-10005-TS\t13/GP\t1/1/2026\t31/12/2025\n';
    expect((await preview('licences', licences)).counts).to.include({ changed: 1, faulty: 1 });
    await confirm('licences', licences);
    expect(await vessel('QNa-10004')).to.include({
      ...{ licenceNumber: '12/GP', licenceFrom: '2026-01-01', licenceUntil: '2030-12-31' },
    });
  });

  it('brings ports as zones, keeps outlines that were drawn, and knows ports by their names', async () => {
    const ring = [
      [108.6, 15.4],
      [108.7, 15.4],
      [108.7, 15.5],
      [108.6, 15.4],
    ]; // prettier-ignore
    const drawn = {
      ...{ type: 'Feature', id: 'port-drawn', geometry: { type: 'Polygon', coordinates: [ring] } },
      properties: { name: 'Cảng cá An Hòa', kind: 'port', code: 'AH', version: 4, source: 'đo đạc' },
    };
    await api.fetch('/api/v1/settings/zones', {
      method: 'PUT',
      headers: { cookie, origin: api.url, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'FeatureCollection', features: [drawn] }),
    });
    const file =
      'Tên cảng;Mã cảng;Tỉnh;Loại;Vĩ độ;Kinh độ\nCảng cá Tam Quang;TQ;Đà Nẵng;II;15°28,3’N;108,683\nAn Hòa;AH;Đà Nẵng;I;15,474;108,651\nCửa Đại;;;;;108,36\n';
    const shown = await preview('ports', file);
    expect(shown.counts).to.deep.equal({ new: 1, changed: 1, unchanged: 0, faulty: 1 });
    expect(shown.faults[0]).to.include({ row: 4, column: 'Vĩ độ' });
    await confirm('ports', file);
    const { features } = await get<{ features: Zone[] }>('/zones');
    const byId = new Map(features.map((zone) => [zone.id, zone]));
    expect(byId.get('port-tq')).to.deep.include({ geometry: { type: 'Point', coordinates: [108.683, 15.4716667] } });
    expect(byId.get('port-tq')!.properties).to.include({ kind: 'port', radiusNm: 1.5, source: 'bảng.csv', version: 1 });
    expect(byId.get('port-drawn')!.geometry).to.deep.equal(drawn.geometry);
    const { from, to, changes } = (await acts())[0]!.details as { from: number; to: number; changes: PlacedChange[] };
    expect(to).to.be.above(from);
    expect(changes.map(({ place }) => place)).to.include.members([
      'features[port-tq]',
      'features[port-drawn].properties.name',
    ]);
    expect(byId.get('port-drawn')!.properties).to.include({
      name: 'An Hòa',
      province: 'Đà Nẵng',
      source: 'đo đạc',
      version: 5,
    });
    expect((await preview('ports', file)).counts).to.include({ unchanged: 2, faulty: 1 });
    await confirm('vessels', 'Số đăng ký;Cảng đăng ký\nQNa-10006-TS;Cảng cá Tam Quang\n');
    expect((await vessel('QNa-10006')).homePort).to.equal('TQ');
  });

  it('gives a port that two imports change at once two versions, and none when the same comes twice', async () => {
    const tamQuang = async (): Promise<Zone> =>
      (await get<{ features: Zone[] }>('/zones')).features.find(({ id }) => id === 'port-tq')!;
    const held = await tamQuang();
    const looked = (radiusNm: number): Zone => ({ ...held, properties: { ...held.properties, radiusNm, version: 2 } });
    const counts = { new: 0, changed: 1, unchanged: 0, faulty: 0 };
    const file = { name: 'bảng.csv', bytes: 1, sha256: '0'.repeat(64) };
    const versions: number[] = [];
    for (const radiusNm of [2, 3, 3]) {
      await api.context.room.act({
        type: 'import',
        table: 'ports',
        file,
        counts,
        ports: [looked(radiusNm)],
        by: 'admin',
      });
      const { properties } = await tamQuang();
      expect(properties.radiusNm).to.equal(radiusNm);
      versions.push(properties.version);
    }
    expect(versions).to.deep.equal([2, 3, 3]);
  });

  it('refuses ports by which a rule would come to accuse nearly everybody, with the count', async () => {
    const key = `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}`;
    const boats = Array.from({ length: 20 }, (_, n) =>
      nafRecord(`BTh-9700${n}-TS`, 12 + n / 500, 112, Date.now() - 60_000),
    );
    const sent = { method: 'POST', headers: { authorization: key }, body: boats.join('\r\n') };
    expect((await api.fetch('/api/v1/positions/naf', sent)).status).to.equal(200);
    const inPort = [{ id: 'in', kind: 'zone-presence', params: { zoneKinds: ['port'] }, nameEn: 'In a port' }];
    const setRules = async (rules: unknown) => {
      const headers = { cookie, 'content-type': 'application/json' };
      const answer = await api.fetch('/api/v1/settings/rules', { method: 'PUT', headers, body: JSON.stringify(rules) });
      expect(answer.status).to.equal(200);
    };
    await setRules(inPort);
    const held = await get<{ revision: number }>('/settings/zones');
    const port = (radiusNm: number) => `Tên cảng;Mã cảng;Vĩ độ;Kinh độ;Bán kính\nCảng rộng;CR;12,01;112;${radiusNm}\n`;
    expect(await confirm('ports', port(5)))
      .to.have.nested.property('error.en')
      .that.matches(/the rule “In a port” would raise 20 of 20 vessels now, all of them/);
    expect(await get<{ revision: number }>('/settings/zones')).to.have.property('revision', held.revision);
    expect(await confirm('ports', port(0.5))).to.have.nested.property('counts.new', 1);
    await setRules([]);
  });

  it('lets ports wait for a second person where zones need one', async () => {
    const set = (body: unknown): Promise<Response> =>
      api.fetch('/api/v1/settings/approvals', {
        method: 'PUT',
        headers: { cookie, origin: api.url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await set(['zones'])).status).to.equal(200);
    const before = await get<{ features: Zone[] }>('/zones');
    const done = await confirm('ports', 'Tên cảng;Mã cảng;Vĩ độ;Kinh độ\nCảng chờ;CW;15,9;108,9\n');
    expect(await get<{ features: Zone[] }>('/zones')).to.deep.equal(before);
    const { proposals } = await get<{ proposals: { id: string; name: string; why?: string }[] }>('/proposals');
    expect(proposals).to.have.length(1);
    expect(proposals[0]).to.include({ id: done.waits, name: 'zones' });
  });

  it('reads a workbook, whose numbers and days are numbers', async () => {
    const cell = (at: string, value: string, type = 'inlineStr') =>
      type === 'n' ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const rows = [
      `<row r="3">${cell('A3', 'Số đăng ký')}${cell('B3', 'SĐT')}${cell('C3', 'Hạn GPKT')}${cell('D3', 'Công suất')}</row>`,
      `<row r="7">${cell('A7', 'QNa-60000-TS')}${cell('B7', '905123456', 'n')}${cell('C7', '46387', 'n')}${cell('D7', '85.125', 'n')}</row>`,
      `<row r="9">${cell('A9', 'QNa-60001-TS')}${cell('C9', 'mai')}</row>`,
    ];
    const workbook = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheets><sheet r:id="r0"/><sheet r:id="r1"/></sheets></workbook>'),
      'xl/worksheets/notes.xml': strToU8(
        '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships>${['r0" Target="worksheets/notes.xml', 'r1" Target="worksheets/a.xml'].map((one) => `<Relationship Type="x/worksheet" Id="${one}"/>`).join('')}</Relationships>`,
      ),
      'xl/worksheets/a.xml': strToU8(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`),
    });
    const shown = await preview('vessels', workbook);
    expect(shown.sheet).to.deep.equal({ at: 2, of: 2 });
    expect(shown.faults).to.have.length(1);
    expect(shown.faults[0]).to.include({ row: 9, column: 'Hạn GPKT', value: 'mai' });
    await confirm('vessels', workbook);
    expect(await vessel('QNa-60000')).to.include({
      ...{ ownerPhone: '0905123456', licenceUntil: '2026-12-31', powerKw: 85.125 },
    });
  });

  it('says of what is no table that it is none', async () => {
    for (const [bytes, why] of [
      [Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0), '.xls'],
      [Buffer.from('PK\x03\x04nonsense'), 'hỏng'],
      [Buffer.from('\n\n'), 'không có dòng nào'],
      [Buffer.from(`so dang ky\n${'QNa-91234-TS\n'.repeat(20_100)}`), '20000'],
    ] as const) {
      const { error } = await send<{ error: { code: string; vi: string } }>('vessels/preview', bytes);
      expect(error.code).to.equal('import-unreadable');
      expect(error.vi).to.contain(why);
    }
  });
});
