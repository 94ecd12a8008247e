/** What no honest program sends: no crash, no failure of ours, memory bounded. */
import { connect } from 'node:net';
import { expect } from 'chai';
import { permissions } from '../../../server/auth/permissions.ts';
import { type ApiProduct, startApi } from '../api-product.ts';

const MB = 1024 * 1024;
const PIECE = Buffer.alloc(MB, '[');
const DEPTH = 200_000;
/** Deeper than any stack, within what a body may weigh. */
const deepJson = ['['.repeat(DEPTH) + ']'.repeat(DEPTH), `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`];
const jsonRoutes = [
  ['POST', '/vessels'],
  ['PUT', '/settings/zones'],
  ['PUT', '/settings/rules'],
  ['PUT', '/settings/formats'],
  ['POST', '/dry-runs'],
  ['POST', '/tracks/who-was-here'],
  ['POST', '/positions/json'],
  ['POST', '/positions/signalk'],
] as const;

describe('the interface, sent what no honest program sends', () => {
  let api: ApiProduct;
  let authorization: string;

  before(async () => {
    api = await startApi(undefined, { trustedProxies: 1 });
    authorization = `Bearer ${api.context.accounts.createKey('hostile', permissions)}`;
  });
  after(() => api.close());
  afterEach(async () => {
    expect(api.errors).to.deep.equal([]);
    expect((await api.fetch('/api/v1/status', { headers: { authorization } })).status).to.equal(200);
  });

  it('refuses JSON deeper than any stack', async () => {
    for (const [method, path] of jsonRoutes)
      for (const body of deepJson) {
        const headers = { authorization, 'content-type': 'application/json' };
        const { status } = await api.fetch(`/api/v1${path}`, { method, headers, body });
        expect(status, `${method} ${path}`).to.be.oneOf([400, 413, 422]);
      }
  });

  it('refuses forms where there are none, whole and broken', async () => {
    const parts = [
      '--x\r\ncontent-disposition: form-data; name="a"; filename="../../a"\r\n\r\n1\r\n--x--\r\n',
      '--x\r\ncontent-disposition: form-data; name="a"',
      `--x\r\n${'a: b\r\n'.repeat(50_000)}\r\n`,
      '--x--'.repeat(100_000),
      '',
    ];
    for (const body of parts)
      for (const [method, path] of jsonRoutes) {
        const headers = { authorization, 'content-type': 'multipart/form-data; boundary=x' };
        const { status } = await api.fetch(`/api/v1${path}`, { method, headers, body });
        expect(status, `${method} ${path}`).to.be.oneOf([400, 413, 422]);
      }
  });

  it('keeps no body that is larger than it may be, however many come at once', async () => {
    const before = process.memoryUsage.rss();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pour('/api/v1/vessels', 40)));
    expect(new Set(answers)).to.deep.equal(new Set([413]));
    // Kept whole they would take 800 MB.
    expect((process.memoryUsage.rss() - before) / MB).to.be.below(300);
  });

  it('answers long and odd headers, and goes on', async () => {
    const lines = [
      `X-A: ${'a'.repeat(100_000)}`,
      'X-A: a\r\n'.repeat(5000).trim(),
      `Cookie: ${'haidang_session=a;'.repeat(800)}`,
      `Authorization: Bearer ${'x'.repeat(10_000)}`,
      'Host: \u0000',
      'Transfer-Encoding: chunked\r\nContent-Length: 5',
    ];
    for (const line of lines) {
      const said = await raw(`GET /api/v1/status HTTP/1.1\r\nHost: a\r\n${line}\r\nConnection: close\r\n\r\n`);
      expect(said.slice(0, 12), line.slice(0, 40)).to.match(/^(HTTP\/1\.1 4\d\d|)$/);
    }
    expect(await raw(`GET /${'a'.repeat(50_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)).to.match(/^HTTP\/1\.1 4(31|14)/);
    expect(await raw('\u0016\u0003\u0001\r\n\r\n')).to.match(/^HTTP\/1\.1 400/);
  });

  /** Sends a body piece by piece, so that what it takes is on the other side. @returns the status; 413, too, when it is cut off while it sends */
  function pour(path: string, megabytes: number): Promise<number> {
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
      let said = '';
      let left = megabytes;
      const send = (): void => {
        while (left > 0 && !socket.destroyed) {
          left--;
          if (!socket.write(PIECE)) break;
        }
      };
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${megabytes * MB}\r\nConnection: close\r\n\r\n`,
      );
      socket.on('connect', send).on('drain', send);
      socket.on('data', (data) => {
        said += data.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 413)));
    });
  }

  /** What comes back, to the end. */
  function raw(sent: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(sent, 'latin1'));
      let said = '';
      socket.on('data', (data) => {
        said += data.toString('latin1');
      });
      socket.on('error', () => resolve(said));
      socket.on('close', () => resolve(said));
    });
  }
});
