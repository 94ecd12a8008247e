/** The product speaks TLS itself: to a real client, at TLS 1.2 and above, with a certificate that can be renewed under it. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { io } from 'socket.io-client';
import { type KeyPlaces, keysDue } from '../../server/audit/key-ages.ts';
import { need } from '../needs.ts';
import { haidang, removeFolder, temporaryFolder, until } from '../product.ts';

const PASSWORD = 'chín con thuyền ra khơi';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe('TLS on the built-in server', () => {
  const folder = temporaryFolder();
  const file = (name: string): string => join(folder, name);
  let port = 0;
  let output = '';
  let stop: () => Promise<void> = async () => {};

  /** A self-signed certificate for localhost. */
  const make = (name: string, openssl: string): void => {
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const out = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    expect(spawnSync(openssl, [...args, ...out, ...subject]).status).to.equal(0);
  };
  const ca = () => [readFileSync(file('one.pem')), readFileSync(file('two.pem'))];
  const ask = (path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, ca: ca(), agent: false, ...init }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      });
      asked.on('error', reject);
      asked.end(init.body);
    });
  const shake = (options: object): Promise<TLSSocket | Error> =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, ca: ca(), ...options }, () => resolve(socket));
      socket.on('error', resolve);
    });
  const shown = async (): Promise<PeerCertificate> => {
    const socket = (await shake({})) as TLSSocket;
    const certificate = socket.getPeerCertificate();
    socket.destroy();
    return certificate;
  };

  before(async function () {
    const openssl = need(this, 'openssl');
    for (const name of ['one', 'two']) make(name, openssl);
    copyFileSync(file('one.pem'), file('cert.pem'));
    copyFileSync(file('one.key'), file('key.pem'));
    writeFileSync(file('config.json'), JSON.stringify({ tls: { cert: file('cert.pem'), key: file('key.pem') } }));
    const data = join(folder, 'data');
    haidang(['user', 'add', 'an', '--role', 'admin', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    const args = ['serve', '--no-demo', '--data', data, '--port', '0', '--config', file('config.json')];
    const child = spawn(process.execPath, ['bin/haidang.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        output += text.toString();
      });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    const found = await until(async () => /https:\/\/127\.0\.0\.1:(\d+)/.exec(output));
    port = Number(found![1]);
    await until(async () => (await ask('/readyz')).status === 200);
  });
  after(async () => {
    await stop();
    removeFolder(folder);
  });

  it('signs people in with a cookie that only TLS carries, and says that this host is for TLS only', async () => {
    const answer = await ask('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `https://127.0.0.1:${port}` },
      body: JSON.stringify({ user: 'an', password: PASSWORD }),
    });
    expect(answer.status, answer.body).to.equal(200);
    const cookie = answer.headers['set-cookie']![0]!;
    expect(cookie).to.match(/^__Host-haidang_session=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers['strict-transport-security']).to.equal('max-age=31536000; includeSubDomains');
    const headers = { cookie: cookie.split(';')[0]! };
    expect((await ask('/api/v1/session', { headers })).status).to.equal(200);
    const socket = io(`https://127.0.0.1:${port}/live`, {
      ...{ transports: ['websocket'], reconnection: false, extraHeaders: headers, ca: ca() as unknown as string },
    });
    const said = await new Promise((resolve) => {
      socket.on('connect', () => resolve('connected'));
      socket.on('connect_error', resolve);
    });
    socket.close();
    expect(said).to.equal('connected');
  });

  it('speaks TLS 1.3 and 1.2 with forward secrecy, nothing older, nothing weaker, and no plain HTTP', async () => {
    for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
      const socket = (await shake({ minVersion: version, maxVersion: version })) as TLSSocket;
      expect(socket.getProtocol()).to.equal(version);
      socket.destroy();
    }
    const weak = 'ALL:@SECLEVEL=0';
    // That the version is refused, before suites are looked at: none of ours could be spoken in it either.
    for (const version of ['TLSv1.1', 'TLSv1'] as const)
      expect(await shake({ minVersion: version, maxVersion: version, ciphers: weak })).to.include({
        code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      });
    const cbc = 'ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA:@SECLEVEL=0';
    expect(await shake({ maxVersion: 'TLSv1.2', ciphers: cbc })).to.be.instanceOf(Error);
    const plain = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => 'refused');
    expect(plain).to.equal('refused');
  });

  it('takes up a renewed certificate while it runs, and keeps the old one while files do not belong together', async () => {
    // Made for two days: who looks after keys is told.
    const accounts = { keys: { list: () => [] } } as unknown as KeyPlaces['accounts'];
    const config = { data: folder, evidence: {}, tls: { cert: file('cert.pem'), key: file('key.pem') } };
    const due = (now: number): string[] => keysDue({ accounts, config, now }).map(({ en }) => en);
    expect(due(Date.now()).join()).to.match(/the TLS certificate .*cert\.pem: it ends \d{4}/);
    expect(due(Date.now() - 30 * 86_400_000)).to.deep.equal([]);
    expect((await shown()).subject.CN).to.equal('one');
    copyFileSync(file('two.pem'), file('cert.pem'));
    await until(async () => output.includes('certificate and key'));
    expect((await shown()).subject.CN).to.equal('one');
    copyFileSync(file('two.key'), file('key.pem'));
    await until(async () => (await shown()).subject.CN === 'two');
    expect((await ask('/healthz')).status).to.equal(200);
  });

  it('says in words what is wrong with the files, and refuses the demonstration', () => {
    const start = (tls: object, ...args: string[]) => {
      writeFileSync(file('bad.json'), JSON.stringify({ tls }));
      return haidang(['serve', '--data', file('bad'), '--port', '0', '--config', file('bad.json'), ...args]);
    };
    const missing = start({ cert: file('none.pem'), key: file('one.key') }, '--no-demo');
    expect([missing.code, missing.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 2 && /none\.pem/.test(err),
    );
    const mixed = start({ cert: file('one.pem'), key: file('two.key') }, '--no-demo');
    expect(mixed.err).to.match(/certificate and key/);
    expect(start({ cert: file('one.pem'), key: file('one.key') }).err).to.match(/no TLS/);
  });
});
