import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { createDecoder, type Message, type VmsMessage } from '../../decoders/index.ts';
import { run } from '../../server/commands/simulate.ts';
import { HaidangError } from '../../server/errors.ts';
import { fakeProduct } from './simulator-product.ts';

/** Runs the command in a process of its own and returns what it wrote. */
async function output(...args: string[]): Promise<string> {
  const script = `import('./server/commands/simulate.ts').then((m) => m.run(process.argv.slice(1)))`;
  const child = spawn(process.execPath, ['--import=tsx', '-e', script, '--', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(child, 'close');
  return Buffer.concat(parts).toString('utf8');
}

async function refusal(...args: string[]): Promise<string> {
  try {
    await run(args);
  } catch (error) {
    expect(error).to.be.instanceOf(HaidangError);
    return (error as HaidangError).sentence('en');
  }
  throw new Error('was not refused');
}

describe('haidang simulate', function () {
  this.timeout(30_000);

  it('writes the same bytes for the same seed and start, and others for another seed', async () => {
    const args = ['--vessels', '40', '--hours', '0.05', '--from', '2026-03-01T00:00:00Z'];
    const [first, second, other] = await Promise.all([
      output(...args, '--seed', '7'),
      output(...args, '--seed', '7'),
      output(...args, '--seed', '8'),
    ]);
    expect(first.length).to.be.above(5000);
    expect(second).to.equal(first);
    expect(other).not.to.equal(first);
  });

  it('writes AIVDM with tag blocks and NAF that decode without a rejection, in order of time', async () => {
    const text = await output('--hours', '0.2');
    const rejected: string[] = [];
    const decoded = (format: 'nmea' | 'naf', lines: string[]) => {
      const messages: { message: Message; time?: number }[] = [];
      const decoder = createDecoder(format, {
        message: (message, meta) => messages.push({ message, time: meta.stationTime }),
        rejected: ({ reason }) => rejected.push(reason),
      });
      decoder.push(Buffer.from(`${lines.join('\n')}\n`), 0, true);
      return messages;
    };
    const lines = text.trimEnd().split('\n');
    const ais = decoded(
      'nmea',
      lines.filter((line) => line.startsWith('\\')),
    );
    const naf = decoded(
      'naf',
      lines.filter((line) => line.startsWith('//SR')),
    );
    expect(rejected).to.deep.equal([]);
    expect(naf.length).to.be.above(20);
    const stamps = ais.map(({ time }) => time!);
    expect(stamps).to.deep.equal([...stamps].sort((a, b) => a - b));
    expect(stamps[0]).to.be.at.least(Date.UTC(2026, 0, 1));
  });

  it('writes notice 1008 that decodes without a rejection, the same positions as in NAF', async () => {
    const args = ['--vessels', '60', '--hours', '0.5'];
    const read = (format: 'vn1008' | 'naf', text: string) => {
      const fixes: VmsMessage[] = [];
      const decoder = createDecoder(format, {
        message: (message) => void (message.class === 'VMS' && fixes.push(message)),
        rejected: ({ reason, text: record }) => expect.fail(`${reason}: ${record}`),
      });
      decoder.push(Buffer.from(text), 0, true);
      return fixes;
    };
    const [vn1008, naf] = await Promise.all([
      output(...args, '--format', 'vn1008'),
      output(...args, '--format', 'naf'),
    ]);
    expect(vn1008).to.match(/^POS,\d{6},[^,]+,\d{6},A,\d{4}\.\d{4},N,\d{5}\.\d{4},E,/);
    const [ours, theirs] = [read('vn1008', vn1008), read('naf', naf)];
    expect(ours.map(({ time, device_id }) => [time, device_id])).to.deep.equal(
      theirs.map(({ time, device_id }) => [time, device_id]),
    );
    expect(ours).not.to.have.length(0);
    // NAF has five decimals of a degree, notice 1008 four of a minute.
    for (const [at, { lat, lon }] of ours.entries()) {
      expect(lat).to.be.closeTo(theirs[at]!.lat!, 7e-6);
      expect(lon).to.be.closeTo(theirs[at]!.lon!, 7e-6);
    }
  });

  it('sends datagrams at the rate that it is asked for', async () => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    let lines = 0;
    socket.on('message', (bytes) => {
      lines += bytes.toString().trimEnd().split('\r\n').length;
    });
    const began = Date.now();
    await run([
      '--vessels',
      '60',
      '--to',
      `udp://127.0.0.1:${socket.address().port}`,
      '--rate',
      '50',
      '--hours',
      '0.02',
    ]);
    const seconds = (Date.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.close();
    expect(lines).to.be.above(20);
    expect(lines / seconds).to.be.within(15, 80);
  });

  it('sends to a connection and to the HTTP interface', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    let text = '';
    server.on('connection', (socket) => socket.on('data', (part) => (text += part.toString())));
    const port = (server.address() as AddressInfo).port;
    await run(['--vessels', '60', '--to', `tcp://127.0.0.1:${port}`, '--rate', '100000', '--hours', '0.02']);
    await new Promise((resolve) => server.close(resolve));
    expect(text).to.match(/^\\s:demo-[a-z]+,c:\d+\*..\\!AIVDM,/);

    const product = await fakeProduct();
    const to = `${product.httpUrl}/api/v1/positions/naf`;
    await run(['--to', to, '--key', 'secret', '--rate', '100000', '--hours', '0.05']);
    expect(product.reports.length).to.be.above(5);
    expect(await refusal('--to', to, '--key', 'wrong', '--rate', '100000', '--hours', '0.05')).to.contain('401');
    await product.close();
  });

  it('refuses what it cannot do in one sentence that says what is wrong', async () => {
    expect(await refusal('--to', 'http://example.org/api/v1/positions/vn1008', '--format', 'naf')).to.contain(
      'vn1008 only',
    );
    expect(await refusal('--format', 'xml')).to.contain('--format xml');
    expect(await refusal('--vessels', 'many')).to.contain('--vessels many');
    expect(await refusal('--rate', '0')).to.contain('--rate 0');
    expect(await refusal('--from', 'yesterday')).to.contain('--from yesterday');
    expect(await refusal('--to', 'ftp://example.org')).to.contain('--to ftp://example.org');
    expect(await refusal('--to', 'udp://example.org')).to.contain('a host and a port');
    expect(await refusal('--to', 'http://example.org/x', '--format', 'both')).to.contain('naf only');
    expect(await refusal('--colour')).to.contain('--colour');
    expect(await refusal('--to', 'tcp://127.0.0.1:1')).to.contain('nothing listens there');
  });
});
