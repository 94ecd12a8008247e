import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { apiRoutes } from '../../server/api/app.ts';
import { type ApiProduct, passwords, startApi, until } from './api-product.ts';

interface Answer {
  error: { code: string; vi: string; en: string };
}

describe('api: who may ask what', () => {
  let api: ApiProduct;
  let web: string;

  before(async () => {
    web = mkdtempSync(join(tmpdir(), 'haidang-web-'));
    mkdirSync(join(web, 'assets'));
    writeFileSync(join(web, 'index.html'), '<!doctype html><title>Hải Đăng</title>');
    writeFileSync(join(web, 'assets', 'main-Ab3_-x9Z.js'), 'export {};');
    writeFileSync(join(web, 'assets', 'coast-Ab3_-x9Z.gz'), gzipSync('coast'));
    api = await startApi(web);
  });
  after(async () => {
    await api.close();
    rmSync(web, { recursive: true });
  });

  it('answers nobody without a name, on any route but signing in and asking to be a wall', async () => {
    const routes = apiRoutes(api.context);
    expect(routes.length).to.be.greaterThan(15);
    for (const { method, path } of routes) {
      if (method === 'post' && ['/session', '/session/first', '/wall/pairing', '/wall/pairing/state'].includes(path))
        continue;
      if (['/session/ways', '/session/oidc', '/session/oidc/callback'].includes(path)) continue;
      const answer = await api.fetch(`/api/v1${path.replace(/:\w+/g, 'x')}`, { method: method.toUpperCase() });
      expect(answer.status, `${method} ${path}`).to.equal(401);
      expect(((await answer.json()) as Answer).error.code).to.equal('sign-in');
    }
  });

  it('signs in and out with a cookie that scripts cannot read', async () => {
    const answer = await api.fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'officer', password: passwords.officer }),
    });
    expect(await answer.json()).to.deep.equal({ user: 'officer', roles: ['officer'] });
    expect(answer.headers.getSetCookie()[0]).to.match(/^haidang_session=.*HttpOnly.*SameSite=Strict/);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const me = await api.fetch('/api/v1/session', { headers: { cookie } });
    expect(await me.json()).to.deep.equal({
      user: 'officer',
      roles: ['officer'],
      permissions: ['read', 'alerts:respond', 'tasks:give'],
      demo: true,
      modules: { fishing: true, fieldReports: true, publicForm: false, reports: true },
    });
    expect((await api.fetch('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).to.equal(204);
    expect((await api.fetch('/api/v1/session', { headers: { cookie } })).status).to.equal(401);
  });

  it('holds everybody to their permissions', async () => {
    const viewer = { cookie: await api.signIn('viewer') };
    expect((await api.fetch('/api/v1/vessels', { headers: viewer })).status).to.equal(200);
    const refused = await api.fetch('/api/v1/settings/contacts', { method: 'PUT', headers: viewer });
    expect(refused.status).to.equal(403);
    expect(((await refused.json()) as Answer).error.en).to.contain('settings:write');
    const key = { authorization: `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}` };
    expect((await api.fetch('/api/v1/vessels', { headers: key })).status).to.equal(403);
  });

  it('has on record what somebody known was refused, once however often they ask', async () => {
    const headers = { cookie: await api.signIn('officer'), 'content-type': 'application/json' };
    for (let n = 0; n < 3; n += 1) await api.fetch('/api/v1/settings/rules', { method: 'PUT', headers, body: '[]' });
    await api.fetch('/api/v1/users', { headers });
    const admin = { cookie: await api.signIn('admin') };
    const acts = async (): Promise<unknown[]> => {
      const answer = await api.fetch('/api/v1/acts?kind=refused&by=officer', { headers: admin });
      const { acts: found } = (await answer.json()) as { acts: { subject: string; details: { code: string } }[] };
      return found.map(({ subject, details }) => [subject, details.code]).sort();
    };
    await until(async () => (await acts()).length === 2);
    expect(await acts()).to.deep.equal([
      ['GET /api/v1/users', 'not-allowed'],
      ['PUT /api/v1/settings/:name', 'not-allowed'],
    ]);
  });

  it('refuses what another site makes a browser send', async () => {
    const headers = { cookie: await api.signIn('admin'), origin: 'https://evil.example' };
    const answer = await api.fetch('/api/v1/settings/contacts', { method: 'PUT', headers, body: '[]' });
    expect(((await answer.json()) as Answer).error.code).to.equal('cross-site');
  });

  it('says what is wrong with a body, where, in both languages, and nothing of its own insides', async () => {
    const cookie = await api.signIn('admin');
    const put = (body: string, name = 'contacts') =>
      api.fetch(`/api/v1/settings/${name}`, {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body,
      });
    const invalid = (await (await put('[{"id":"a","name":"A","role":"king"}]')).json()) as Answer;
    expect(invalid.error.code).to.equal('body-invalid');
    expect(invalid.error.en).to.contain('“[0].role”').and.contain('Invalid option');
    expect(invalid.error.vi).to.contain('“[0].role”').and.not.contain('Invalid');
    expect(((await (await put('{"a":')).json()) as Answer).error.en).to.contain('not JSON');
    const large = await put(`"${'x'.repeat(1_100_000)}"`);
    expect(large.status).to.equal(413);
    expect(((await large.json()) as Answer).error.en).to.contain('1 MB');
    expect((await put('[]', 'passwords')).status).to.equal(404);
    const rule = await put('[{"id":"r","kind":"teleport"}]', 'rules');
    expect(((await rule.json()) as Answer).error.en).to.contain('teleport');
  });

  it('hides a failure of its own behind a reference that stands in the log', async () => {
    const { store } = api.context;
    const { cases } = store;
    store.cases = async () => {
      throw new Error('secret path /var/x');
    };
    const answer = await api.fetch('/api/v1/cases', { headers: { cookie: await api.signIn('viewer') } });
    store.cases = cases;
    const text = await answer.text();
    expect(answer.status).to.equal(500);
    expect(text).not.to.contain('secret');
    const reference = /reference (\w+)/.exec(text)![1]!;
    expect(JSON.stringify(api.errors)).to.contain(reference);
  });

  it('answers unknown addresses below /api in JSON and all others with the page', async () => {
    const unknown = await api.fetch('/api/v2/x');
    expect([unknown.status, ((await unknown.json()) as Answer).error.code]).to.deep.equal([404, 'not-found']);
    const page = await api.fetch('/map/somewhere');
    expect(await page.text()).to.contain('Hải Đăng');
    expect(page.headers.get('cache-control')).to.equal('no-cache');
    expect((await api.fetch('/assets/gone-Ab3_-x9Z.js')).status).to.equal(404);
  });

  it('serves hashed files for good and packed data as it lies on the disk', async () => {
    const script = await api.fetch('/assets/main-Ab3_-x9Z.js');
    expect(script.headers.get('cache-control')).to.contain('immutable');
    const data = await api.fetch('/assets/coast-Ab3_-x9Z.gz');
    expect(data.headers.get('content-type')).to.equal('application/gzip');
    expect(data.headers.get('content-encoding')).to.equal(null);
    expect(Buffer.from(await data.arrayBuffer())[0]).to.equal(0x1f);
  });

  it('packs texts of 1 kB and more, whole and in pieces, as whoever asks can unpack them, but nothing that answers a POST', async () => {
    const admin = { cookie: await api.signIn('admin') };
    const ask = async (path: string, encodings: string, init: RequestInit = {}) => {
      const headers = { ...admin, 'accept-encoding': encodings, 'content-type': 'application/json' };
      const answer = await api.fetch(`/api/v1${path}`, { ...init, headers });
      const said = ['content-encoding', 'vary', 'content-length'].map((name) => answer.headers.get(name));
      return { encoding: said[0], vary: said[1], sent: Number(said[2]), text: Buffer.from(await answer.arrayBuffer()) };
    };
    const plain = await ask('/openapi.json', 'identity');
    expect([plain.encoding, plain.vary, plain.sent]).to.deep.equal([null, 'Accept-Encoding', plain.text.length]);
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip, deflate', 'gzip'],
      ['gzip, br;q=0', 'gzip'],
    ] as const) {
      const packed = await ask('/openapi.json', accepted);
      expect([packed.encoding, packed.vary, packed.text.equals(plain.text)]).to.deep.equal([
        encoding,
        'Accept-Encoding',
        true,
      ]);
      expect(packed.sent)
        .to.be.above(0)
        .and.below(plain.text.length / 4);
    }
    expect((await ask('/session', 'br')).encoding).to.equal(null);
    const table = await ask('/acts.csv', 'br');
    expect(table.encoding).to.equal('br');
    expect(String(table.text)).to.contain('"time","by"');
    const sameMmsi = Array.from({ length: 9 }, (_, n) => ({ registration: `QNa-9010${n}-TS`, mmsi: 574_012_345 }));
    const posted = await ask('/vessels', 'br', { method: 'POST', body: JSON.stringify(sameMmsi) });
    expect([posted.encoding, posted.text.length > 1024]).to.deep.equal([null, true]);
  });

  it('allows the page nothing inline and nothing from elsewhere', async () => {
    const policy = (await api.fetch('/')).headers.get('content-security-policy')!;
    expect(policy).to.contain("default-src 'self'").and.contain("frame-ancestors 'none'");
    expect(policy).not.to.contain('unsafe').and.not.contain('ws:').and.not.contain('wss:');
    expect(policy).to.match(/connect-src 'self'(;|$)/);
  });

  it('tells its insides to this machine and to keys with metrics only', async () => {
    expect(await (await api.fetch('/healthz')).json()).to.deep.equal({ alive: true, demo: true });
    api.feeds.push({
      id: 'vms',
      url: 'tcp://x',
      format: 'naf',
      state: 'failed',
      bytes: 0,
      sentences: 0,
      messages: 0,
      rejected: {},
      duplicates: 0,
      late: 0,
      reconnects: 0,
    }); // prettier-ignore
    const ready = await api.fetch('/readyz');
    expect(ready.status).to.equal(200);
    const said = (await ready.json()) as { ready: boolean; store: object; problems: unknown[] };
    expect(said.ready).to.equal(true);
    expect(said.store).to.include({ readable: true });
    expect(said.problems).to.have.length(1);
    api.feeds.pop();
    expect(await (await api.fetch('/metrics')).text()).to.contain('haidang_live_sockets 0');
    const outside = { 'x-forwarded-for': '203.0.113.9' };
    expect((await api.fetch('/metrics', { headers: outside })).status).to.equal(401);
    expect(await (await api.fetch('/readyz', { headers: outside })).json()).to.deep.equal({ ready: true });
    const key = api.context.accounts.createKey('prometheus', ['metrics']);
    const authorized = { ...outside, authorization: `Bearer ${key}` };
    expect((await api.fetch('/metrics', { headers: authorized })).status).to.equal(200);
  });
});
