import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ListedFieldReport } from '../../../server/api/answers/field-reports.ts';
import { openEngineRoom } from '../../../server/ingest/engine-room-client.ts';
import type { Case } from '../../../server/models/case.ts';
import type { FieldReport } from '../../../server/models/field-report.ts';
import { usualModules } from '../../../server/public-side/config.ts';
import { reportIdIn, reportToken } from '../../../server/public-side/token.ts';
import { SqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { png } from '../api-fixtures.ts';
import { type ApiProduct, startApi, until } from '../api-product.ts';

describe('the public side', () => {
  let api: ApiProduct;
  let officer: Record<string, string>;
  let viewer: Record<string, string>;
  let sender = 0;

  before(async () => {
    api = await startApi(undefined, {
      trustedProxies: 1,
      hasLinks: true,
      settings: {
        modules: { ...usualModules, publicForm: true },
        publicForm: { hotline: '0235 3 000 000', perAddress: 5, perHour: 40 },
      },
    });
    const json = { 'content-type': 'application/json' };
    officer = { ...json, cookie: await api.signIn('officer') };
    viewer = { ...json, cookie: await api.signIn('viewer') };
    await api.context.room.register([{ registration: 'QNa-91234-TS', flag: 'VNM' }], 'test');
  });
  after(() => api.close());

  /** From an address of its own, unless one is named. */
  const send = (
    fields: Record<string, string>,
    {
      photo,
      from = `203.0.113.${++sender}`,
      headers = {},
    }: { photo?: Buffer; from?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (photo) body.append('photo', new Blob([Uint8Array.from(photo)], { type: 'image/jpeg' }), '../../x.jpg');
    return fetch(`${api.url}/r?lang=vi`, { method: 'POST', body, headers: { 'x-forwarded-for': from, ...headers } });
  };
  /** Who has begun to send and does not go on. */
  const slowSenders = async (count: number): Promise<ClientRequest[]> => {
    const senders = Array.from({ length: count }, () => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 1000,
        expect: '100-continue',
        'x-forwarded-for': `203.0.113.${++sender}`,
      };
      const one = request(`${api.url}/r`, { method: 'POST', headers });
      // Cut off in the end.
      one.on('error', () => {});
      one.flushHeaders();
      return one;
    });
    // Who is told to go on has been let in.
    await Promise.all(senders.map((one) => once(one, 'continue')));
    return senders;
  };
  const pathIn = (page: string): string => /href="(\/r\/[\w-]{35})\?/.exec(page)![1]!;
  const page = async (path: string): Promise<string> => (await fetch(api.url + path)).text();
  const list = async (state = 'open'): Promise<ListedFieldReport[]> => {
    const answer = await api.fetch(`/api/v1/field-reports?state=${state}`, { headers: officer });
    return ((await answer.json()) as { reports: ListedFieldReport[] }).reports;
  };
  const act = (id: string, body: object): Promise<Response> =>
    api.fetch(`/api/v1/field-reports/${id}/acts`, { method: 'POST', headers: officer, body: JSON.stringify(body) });
  const sent = async (
    fields: Record<string, string>,
    more = {},
  ): Promise<{ path: string; report: ListedFieldReport }> => {
    const answer = await send(fields, more);
    expect(answer.status).to.equal(201);
    const path = pathIn(await answer.text());
    return { path, report: (await list()).find((one) => one.path === path)! };
  };
  const stored = (): string[] => {
    try {
      return readdirSync(join(api.context.dataFolder, 'files'), { recursive: true, encoding: 'utf8' });
    } catch {
      return [];
    }
  };

  it('is not there unless the province has opened it', async () => {
    const closed = await startApi(undefined, { hasLinks: true });
    expect((await fetch(`${closed.url}/r`)).status).to.equal(404);
    expect((await fetch(`${closed.url}/r`, { method: 'POST' })).status).to.equal(404);
    await closed.close();
  });

  it('shows a form that runs nothing but what it brings, in both languages', async () => {
    const answer = await fetch(`${api.url}/r?lang=vi`);
    expect(answer.headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(answer.headers.get('set-cookie')).to.equal(null);
    expect(await answer.text())
      .to.contain('Gửi phản ánh')
      .and.contain('0235 3 000 000')
      .and.contain('DEMO');
    expect(await page('/r?lang=en')).to.contain('Send the report');
  });

  it('takes text, place and photograph, and tells the sender and the officer', async () => {
    const { path, report } = await sent(
      {
        ...{ topic: 'vessel', text: 'Tàu trôi\nkhông có người', position: '15 30.0N 109 12.0E', place: 'gần đảo' },
        ...{ boat: 'QNa-91234-TS', name: 'Bà Tư', phone: '0900000009', website: '' },
      },
      { photo: png },
    );
    expect(report).to.include({
      topic: 'vessel',
      text: 'Tàu trôi\nkhông có người',
      place: 'gần đảo',
      via: 'page',
      state: 'new',
    });
    expect(report).to.include({ boat: 'QNa-91234-TS', name: 'Bà Tư', phone: '0900000009', lon: 109.2, lat: 15.5 });
    expect(report.photo).to.include({ type: 'image/png', bytes: png.length });
    const photo = await api.fetch(`/api/v1/field-reports/${report.id}/photo`, { headers: officer });
    expect(Buffer.from(await photo.arrayBuffer()).equals(png)).to.equal(true);
    expect(photo.headers.get('content-security-policy')).to.contain('sandbox');
    const status = await page(path);
    expect(status).to.contain('đã nhận, chờ cán bộ xem').and.contain('Tàu trôi<br>');
    for (const secret of ['Bà Tư', '0900000009', report.id]) expect(status).not.to.contain(secret);
  });

  it('escapes whatever is hostile, and refuses what turns writing round', async () => {
    const text = '<script>alert(1)</script>"><img src=x onerror=alert(1)> ={1+1} & \'';
    const { path, report } = await sent({ topic: 'other', text });
    expect(report.text).to.equal(text);
    const status = await page(path);
    expect(status).to.contain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img').and.not.contain('<img');
    const refused = await send({ topic: 'other', text: 'a\u202Eb', name: '"><b>' });
    expect(refused.status).to.equal(422);
    expect(await refused.text())
      .to.contain('&quot;&gt;&lt;b&gt;')
      .and.not.contain('"><b>');
    expect((await send({ topic: 'x', text: 'x' })).status).to.equal(422);
    expect((await send({ topic: 'other', text: ' ' })).status).to.equal(422);
    expect((await send({ topic: 'other', text: 'x', position: 'ở đâu đó' })).status).to.equal(422);
    expect((await send({ topic: 'other', text: 'x', position: '48.00 2.00' })).status).to.equal(422);
  });

  it('takes nothing for a photograph that is none, or is too large', async () => {
    const before = stored();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const photo of [
      svg,
      Buffer.from('PK\u0003\u0004'),
      randomBytes(1000),
      Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]),
    ]) {
      const answer = await send({ topic: 'other', text: 'có ảnh' }, { photo });
      expect(answer.status).to.equal(422);
      expect(await answer.text())
        .to.contain('có ảnh')
        .and.contain('5 MB');
    }
    expect(stored()).to.deep.equal(before);
    expect((await list('all')).some(({ text }) => text === 'có ảnh')).to.equal(false);
  });

  it('is not led astray by forms that are broken, endless, or none', async () => {
    const before = (await list('all')).length;
    const part = (rest: string) => `--x\r\ncontent-disposition: form-data; name="text"${rest}`;
    const bodies = [
      part(''),
      part('\r\n\r\nno end'),
      part(`\r\n${'a: b\r\n'.repeat(50_000)}\r\n`),
      part(`; filename="${'../'.repeat(20_000)}x.png"\r\n\r\n1\r\n--x--\r\n`),
      `${part('\r\n\r\n1\r\n')}`.repeat(20_000),
      part(`\r\n\r\n${'y'.repeat(3_000_000)}\r\n--x--\r\n`),
      '--x--'.repeat(100_000),
      randomBytes(200_000),
      '',
    ];
    for (const body of bodies)
      for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data', 'application/json']) {
        const headers = { 'content-type': type, 'x-forwarded-for': `192.0.2.${++sender}` };
        const { status } = await fetch(`${api.url}/r`, { method: 'POST', headers, body });
        expect(status, `${type}: ${String(body).slice(0, 60)}`).to.be.oneOf([400, 413, 415, 422]);
      }
    expect((await list('all')).length).to.equal(before);
    expect(api.errors).to.deep.equal([]);
  });

  it('is taken from its own page only, and no more than so often from one address and from all', async () => {
    const foreign = await send({ topic: 'other', text: 'x' }, { headers: { origin: 'https://elsewhere.example' } });
    expect(foreign.status).to.equal(403);
    const from = '198.51.100.7';
    for (let n = 0; n < 5; n++)
      expect((await send({ topic: 'other', text: `lần ${n}` }, { from })).status).to.equal(201);
    const sixth = await send({ topic: 'other', text: 'lần 6' }, { from });
    expect(sixth.status).to.equal(429);
    expect(sixth.headers.get('retry-after')).to.equal('3600');
    expect(await sixth.text())
      .to.contain('đường dây nóng')
      .and.contain('<form');
    const slow = await slowSenders(8);
    expect((await send({ topic: 'other', text: 'một người nữa' })).status, 'the ninth at once').to.equal(429);
    for (const one of slow) one.destroy();
    await until(async () => (await send({ topic: 'other', text: 'sau đó' })).status === 201);
    // One after the other, so that it is the hour that is full and not the door.
    let status = 201;
    for (let n = 0; n < 40 && status === 201; n++) ({ status } = await send({ topic: 'other', text: `rồi ${n}` }));
    expect(status).to.equal(429);
    expect((await list('all')).length).to.be.within(30, 40);
  });

  it('opens nothing by a link that we have not made', async () => {
    const key = randomBytes(32).toString('base64url');
    const token = reportToken(key, `fr-${'0'.repeat(20)}`);
    expect(reportIdIn(key, token)).to.equal(`fr-${'0'.repeat(20)}`);
    expect(reportIdIn(randomBytes(32).toString('base64url'), token)).to.equal(undefined);
    expect((await fetch(`${api.url}/r/${token}`)).status).to.equal(404);
    expect((await fetch(`${api.url}/r/x`)).status).to.equal(404);
  });

  it('becomes a case of a vessel, whose end the sender sees, and never who worked on it', async () => {
    const answer = await api.fetch('/api/v1/field-reports', {
      ...{ method: 'POST', headers: officer },
      body: JSON.stringify({ topic: 'fishing', text: 'Gọi báo tàu giã cào', phone: '0911', lon: 109.1, lat: 15.4 }),
    });
    const { report } = (await answer.json()) as { report: ListedFieldReport };
    expect(report).to.include({ via: 'hotline', state: 'new' });
    expect(report.steps.map(({ by, what }) => [by, what])).to.deep.equal([['officer', 'received']]);
    const path = report.path!;
    expect((await act(report.id, { what: 'take' })).status).to.equal(200);
    expect((await act(report.id, { what: 'take' })).status).to.equal(409);
    expect(await page(path)).to.contain('cán bộ đang xem xét');
    const [vessel] = await api.context.store.vessels({ limit: 1 });
    expect((await act(report.id, { what: 'join', vesselId: 'nobody' })).status).to.equal(404);
    const joined = (await (await act(report.id, { what: 'join', vesselId: vessel!.id })).json()) as {
      report: FieldReport;
    };
    const { caseId } = joined.report;
    const shown = await api.fetch(`/api/v1/cases/${caseId}`, { headers: officer });
    const opened = (await shown.json()) as Case & { moves: { id: string }[] };
    expect(opened).to.include({ state: 'acknowledged', acknowledgedBy: 'officer', vesselId: vessel!.id });
    expect(opened.lines.map(({ kind, text }) => [kind, text.vi])[0]).to.deep.equal([
      'note',
      `Đường dây nóng · ${report.id} · 15.4000, 109.1000\nGọi báo tàu giã cào`,
    ]);
    expect(opened).not.to.have.property('ladder');
    expect(opened.dueAt).to.be.a('number');
    expect(await page(path)).to.contain('đã chuyển thành vụ việc');
    const evidence = await api.fetch(`/api/v1/cases/${caseId}/evidence.json`, { headers: officer });
    expect(evidence.status).to.equal(200);
    const close = await api.fetch(`/api/v1/cases/${caseId}/moves`, {
      ...{ method: 'POST', headers: officer },
      body: JSON.stringify({ move: 'close', reason: 'other', note: 'xong' }),
    });
    expect(close.status, await close.clone().text()).to.equal(200);
    expect(await page(path)).to.contain('vụ việc đã xử lý xong');
    await act(report.id, { what: 'answer', text: 'Đã nhắc chủ tàu <b>' });
    await act(report.id, { what: 'close', text: 'ghi chú riêng' });
    const status = await page(path);
    expect(status).to.contain('đã kết thúc').and.contain('Đã nhắc chủ tàu &lt;b&gt;');
    for (const secret of ['officer', 'ghi chú riêng', caseId!, 'QNa-91234-TS', '0911'])
      expect(status).not.to.contain(secret);
    expect((await act(report.id, { what: 'join', vesselId: vessel!.id })).status).to.equal(409);
  });

  it('goes into the open case of its vessel where there is one, with its photograph', async () => {
    const { store, room } = api.context;
    const [vessel] = await store.vessels({ limit: 1 });
    const tell = async (text: string): Promise<string> => {
      const reportId = `fr-${randomBytes(10).toString('hex')}`;
      const photo = { sha256: 'a'.repeat(64), bytes: 3, type: 'image/png' };
      await room.act({
        type: 'field-report',
        reportId,
        report: { topic: 'vessel', text },
        via: 'page',
        photo,
        by: 'public',
      });
      return reportId;
    };
    const [one, other] = [await tell('một'), await tell('hai')];
    await act(one, { what: 'join', vesselId: vessel!.id });
    await act(other, { what: 'join', vesselId: vessel!.id });
    const [first, second] = [await store.fieldReport(one), await store.fieldReport(other)];
    expect(first!.caseId).to.equal(second!.caseId);
    const { lines, files } = (await store.case(first!.caseId!))!;
    expect(lines.map(({ kind }) => kind)).to.deep.equal(['note', 'file', 'note', 'file']);
    expect(files).to.deep.equal({ photo: 2 });
  });

  it('is for those who answer alerts, and the audit trail has no telephone of anybody', async () => {
    expect((await api.fetch('/api/v1/field-reports', { headers: viewer })).status).to.equal(403);
    const acts = await api.context.store.acts({ limit: 500 });
    const told = acts.filter(({ kind }) => kind === 'field-report');
    expect(told.length).to.be.greaterThan(5);
    expect(JSON.stringify(told)).not.to.contain('0900000009').and.not.contain('Bà Tư');
    expect(told.some(({ by }) => by === 'public')).to.equal(true);
  });

  it('is worked out of the journal again as it was', async () => {
    const all = await api.context.store.fieldReports({ limit: 1000 });
    const cases = await api.context.store.cases({ limit: 100 });
    const folder = mkdtempSync(join(tmpdir(), 'haidang-reports-'));
    cpSync(join(api.context.dataFolder, 'journal'), join(folder, 'journal'), { recursive: true });
    const room = await openEngineRoom({
      ...{ folder, demo: true, tickSeconds: 60, workerFile: new URL('../api-engine-room.mjs', import.meta.url) },
      onLost: () => {},
    });
    const store = new SqliteStore(join(folder, 'store.db'), 'read');
    await until(async () => (await store.fieldReports({ limit: 1000 })).length === all.length);
    await room.close();
    expect(await store.fieldReports({ limit: 1000 })).to.deep.equal(all);
    expect(await store.cases({ limit: 100 })).to.deep.equal(cases);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves out a part of the product that the settings have switched off', async () => {
    const off = await startApi(undefined, { settings: { modules: { ...usualModules, fieldReports: false } } });
    const headers = { cookie: await off.signIn('officer') };
    const answer = await off.fetch('/api/v1/field-reports', { headers });
    expect(answer.status).to.equal(404);
    expect(((await answer.json()) as { error: { code: string } }).error.code).to.equal('module-off');
    const who = (await (await off.fetch('/api/v1/session', { headers })).json()) as { modules: object };
    expect(who.modules).to.deep.equal({ ...usualModules, fieldReports: false });
    await off.close();
  });

  it('has no reports about fishing where nobody looks after it', async () => {
    const dry = await startApi(undefined, { settings: { modules: { ...usualModules, fishing: false } } });
    const headers = { cookie: await dry.signIn('viewer') };
    const { reports } = (await (await dry.fetch('/api/v1/reports', { headers })).json()) as {
      reports: { name: string }[];
    };
    const names = reports.map(({ name }) => name);
    expect(names).to.include('loss-of-signal').and.not.include('high-risk');
    expect((await dry.fetch('/api/v1/reports/high-risk', { headers })).status).to.equal(404);
    await dry.close();
  });
});
