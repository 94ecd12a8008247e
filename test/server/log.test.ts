/** The log: structured, and without persons, secrets and links, whatever words come in. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { createLog, withoutSecrets } from '../../server/log.ts';
import { Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

describe('the log', () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line: string) => void lines.push(line) });
  const said = (): Record<string, unknown> => JSON.parse(lines.pop()!) as Record<string, unknown>;

  it('leaves out addresses, numbers, credentials and links wherever they stand', () => {
    const error = Object.assign(new Error('550 <chu.tau@example.vn>: +84 900 100 001'), { code: 'EENVELOPE' });
    log.error(
      { err: error, why: 'smtp://user:pa-ss@mail.example.vn:587', deep: { list: ['gọi 0900100001'] } },
      'to a@b.vn',
    );
    const line = said();
    expect(line).to.deep.include({
      msg: 'to [mail]',
      why: 'smtp://[credentials]@mail.example.vn:587',
      deep: { list: ['gọi [phone]'] },
    });
    expect(line.err).to.deep.include({ type: 'Error', message: '550 <[mail]>: [phone]', code: 'EENVELOPE' });
    expect(JSON.stringify(line)).not.to.match(/chu\.tau|900|pa-ss/);
    log.warn({ path: '/l/dGhpcyBpcyBhIHRva2Vu.c2ln' }, 'request failed');
    expect(said().path).to.equal('/l/[link]');
    log.warn('Authorization: Bearer abc.def');
    expect(said().msg).to.equal('Authorization: Bearer [secret]');
  });

  it('keeps what an operator needs: times, positions in the journal, addresses of machines, ids', () => {
    for (const text of [
      'journal /data/journal/0000000067108864.hdj is damaged at byte 8412345678901',
      '2026-11-25T08:05:09.000Z',
      'tcp://10.0.0.84:4001 v0123456789ab dlv-0123456789abcdef0123',
      'mongodb://db.local/haidang 84 %',
    ])
      expect(withoutSecrets(text)).to.equal(text);
    log.error({ position: 8412345678, at: 84_000_000_000 }, 'x');
    expect(said()).to.deep.include({ position: 8412345678, at: 84_000_000_000 });
  });

  it('takes any words in time that grows with their length', () => {
    const long = ['0 ', '@', 'a@', 'a.', '//', '/l/', 'Bearer ', '+84'].map((piece) => piece.repeat(20_000));
    for (const text of long) expect(withoutSecrets(text).length).to.be.lessThan(200_000);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => withoutSecrets(text).length >= 0));
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    log.info(loop, 'x');
    expect(lines.pop()).to.contain('…');
  });

  it('of the running product is JSON line by line, and silent about people when mails are refused', async function () {
    this.timeout(120_000);
    // A mail server that says the receiver's address back.
    const smtp = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 x\r\n');
      socket.on('data', (bytes: Buffer) => {
        for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
          const [, receiver] = /^RCPT TO:(\S+)/i.exec(line) ?? [];
          if (receiver) socket.write(`450 ${receiver} 0900100001 is no one\r\n`);
          else if (/^EHLO/i.test(line)) socket.write('250-x\r\n250 AUTH PLAIN\r\n');
          else socket.write(/^AUTH/i.test(line) ? '235 x\r\n' : '250 x\r\n');
        }
      });
    }).listen(0, '127.0.0.1');
    await once(smtp, 'listening');
    const { port } = smtp.address() as { port: number };
    const data = temporaryFolder();
    const product = await Product.start({
      data,
      args: ['--no-demo'],
      env: {
        HAIDANG_LOG: 'trace',
        HAIDANG_SMTP_URL: `smtp://ten:mat-khau@127.0.0.1:${port}`,
        HAIDANG_RETRY_SECONDS: '0.2',
      },
    });
    await product.signIn();
    const put = async (name: string, json: unknown): Promise<void> => {
      expect((await product.fetch(`/api/v1/settings/${name}`, { method: 'PUT', json })).status).to.equal(200);
    };
    await put('contacts', [
      { id: 'x', name: 'Nguyễn Văn Đức', role: 'duty', email: 'duc@example.vn', phone: '0900100002' },
    ]);
    await put('routing', [{ rules: ['*'], roles: ['duty'], channels: ['email'] }]);
    const start = Date.now() - 200 * 60_000;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries())
      await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        body: nafRecord('QNa-91234-TS', lat, 108.9, start + step * 20 * 60_000),
      });
    await until(async () => product.output.includes('a channel of messages fails'));
    await product.fetch('/l/0123456789abcdefghij');
    await product.fetch('/api/v1/users/duc@example.vn');
    const figures = await (await product.fetch('/metrics')).text();
    await product.stop();
    smtp.close();
    removeFolder(data);
    const logged = product.output.split('\n').filter((line) => line.startsWith('{'));
    expect(logged.join('\n')).to.contain('[mail]');
    for (const line of logged) expect(JSON.parse(line)).to.have.property('level');
    for (const text of [logged.join('\n'), figures])
      expect(text).not.to.match(/example\.vn|0900100001|0900100002|Nguyễn|mat-khau|QNa-91234|0123456789abcdefghij/);
  });
});
