/** What every answer carries, and what a caller cannot make the server do, told by bytes on a real connection. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ApiProduct, startApi } from './api-product.ts';

describe('hardening', () => {
  const web = mkdtempSync(join(tmpdir(), 'haidang-web-'));
  let api: ApiProduct;
  before(async () => {
    writeFileSync(join(web, 'index.html'), '<!doctype html><title>Hải Đăng</title>');
    api = await startApi(web);
  });
  after(async () => {
    await api.close();
    rmSync(web, { recursive: true });
  });

  /** All that comes back for these bytes until the server closes. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(bytes));
      let said = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      socket.on('close', () => resolve(said));
      socket.on('error', reject);
    });
  const statuses = (said: string): string[] => [...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status!);

  it('puts the same guards on pages, on the interface and on what is not there', async () => {
    for (const path of ['/', '/api/v1/session', '/api/nothing', '/healthz', '/wall']) {
      const { headers } = await fetch(api.url + path);
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
      expect(headers.get('referrer-policy'), path).to.equal('no-referrer');
      expect(headers.get('cross-origin-opener-policy'), path).to.equal('same-origin');
      expect(headers.get('cross-origin-resource-policy'), path).to.equal('same-origin');
      const policy = headers.get('content-security-policy')!;
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"])
        expect(policy, path).to.contain(part);
      expect(policy, path).not.to.match(/unsafe/);
      expect(headers.get('access-control-allow-origin'), path).to.equal(null);
      expect(headers.get('x-powered-by'), path).to.equal(null);
      if (path.startsWith('/api/v1')) expect(headers.get('cache-control'), path).to.equal('no-store');
      expect(headers.get('content-type'), path).to.match(/charset=utf-8/i);
    }
  });

  it('lets no other origin read an answer, whatever it asks for first', async () => {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'PUT' };
    const answer = await fetch(`${api.url}/api/v1/settings/rules`, { method: 'OPTIONS', headers });
    for (const name of ['access-control-allow-origin', 'access-control-allow-methods'])
      expect(answer.headers.get(name)).to.equal(null);
  });

  it('answers no TRACE, no listing of a folder and no path out of it', async () => {
    expect(
      statuses(await raw('TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: s\r\nConnection: close\r\n\r\n')),
    ).to.deep.equal(['404']);
    for (const path of ['/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/.git/config', '/assets/']) {
      const said = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(said, path).not.to.match(/root:|\[core\]|Index of/);
    }
  });

  it('takes no message whose length is said in two ways', async () => {
    const head = 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
    const both = `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`;
    expect(statuses(await raw(both))).to.deep.equal(['400']);
    const twice = `${head}Content-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{}${smuggled}`;
    expect(statuses(await raw(twice))).to.deep.equal(['400']);
  });

  it('takes a parameter that is given twice for none of the two, and no names of objects’ insides', async () => {
    const cookie = await api.signIn('admin');
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      api.fetch(`/api/v1${path}`, { ...init, headers: { cookie, 'content-type': 'application/json' } });
    expect((await ask('/acts?limit=1&limit=5000')).status).to.equal(400);
    const body =
      '{"__proto__":{"polluted":true},"name":"x","roles":["viewer"],"constructor":{"prototype":{"polluted":true}}}';
    expect((await ask('/users', { method: 'POST', body })).status).to.equal(400);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    const more = '{"name":"moi","roles":["viewer"],"disabledAt":0,"subject":"x"}';
    expect((await ask('/users', { method: 'POST', body: more })).status).to.equal(400);
  });
});
