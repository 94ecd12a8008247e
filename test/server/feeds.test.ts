/** Feeds against real sockets on loopback and real files, with an engine room that remembers what it was given. */
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { HaidangError } from '../../server/errors.ts';
import { createFeeds, type Feeds } from '../../server/feeds/feeds.ts';
import { Pace } from '../../server/feeds/file.ts';
import { LineKeeper } from '../../server/feeds/lines.ts';
import { parseFeedUrl } from '../../server/feeds/url.ts';
import type { Arrival, EngineRoom, RoomStatus } from '../../server/ingest/room.ts';
import { noCounters } from '../../server/models/feed.ts';

class RememberingRoom implements EngineRoom {
  readonly received: { feed: number; text: string; whole: boolean }[] = [];
  /** What each source of each feed brought. */
  readonly streams = new Map<string, string>();
  readonly names: string[] = [];
  waitingBytes = 0;
  readonly caughtUp = Promise.resolve();
  /** Bytes by feed name that an earlier run has journaled. */
  readonly before = new Map<string, number>();
  refuse = 0;

  async note(): Promise<void> {}

  async receive({ feed, source, bytes, whole }: Arrival): Promise<void> {
    await sleep(1);
    if (this.refuse > 0) {
      this.refuse--;
      throw new HaidangError('journal-unavailable', { why: 'ENOSPC' });
    }
    const text = Buffer.from(bytes).toString('latin1');
    this.received.push({ feed, text, whole });
    const stream = `${feed} ${source}`;
    this.streams.set(stream, (this.streams.get(stream) ?? '') + text);
  }

  async openFeed({ name }: { name: string }): Promise<{ feed: number; bytes: number }> {
    this.names.push(name);
    return { feed: this.names.length, bytes: this.before.get(name) ?? 0 };
  }

  status(): RoomStatus {
    const feeds = this.names.map((name, i) => ({ feed: i + 1, name, counters: { ...noCounters(), sentences: 7 } }));
    const journal = { bytes: 0, healthy: true, fsyncs: 0, lastFsyncMs: 0, cutBytes: 0 };
    return { journal, store: {}, behindBytes: 0, feeds };
  }

  get text(): string {
    return this.received.map((one) => one.text).join('');
  }

  act(): Promise<never> {
    return Promise.reject(new Error('no acts here'));
  }

  register(): Promise<never> {
    return Promise.reject(new Error('no acts here'));
  }

  onCommitted(): void {}

  async close(): Promise<void> {}
}

async function until(condition: () => boolean, what: string, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await sleep(10);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function caught(promise: Promise<unknown>): Promise<HaidangError> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(HaidangError);
    return error as HaidangError;
  }
  throw new Error('expected an error');
}

describe('feed addresses', () => {
  it('reads every kind', () => {
    expect(parseFeedUrl('udp://0.0.0.0:10110')).to.include({
      kind: 'udp',
      host: '0.0.0.0',
      port: 10110,
      format: 'auto',
    });
    expect(parseFeedUrl('file:a.xlsx?format=csv').format).to.equal('csv');
    expect(parseFeedUrl('tcp://[::1]:4001?idle=5&format=nmea')).to.include({
      host: '::1',
      idleSeconds: 5,
      format: 'nmea',
    });
    expect(parseFeedUrl('tcp-listen://:4002')).to.include({ kind: 'tcp-listen', host: '0.0.0.0', port: 4002 });
    expect(parseFeedUrl('file:/var/log/a.nmea.gz?speed=60')).to.include({ path: '/var/log/a.nmea.gz', speed: 60 });
    expect(parseFeedUrl('file:///var/log/a.naf')).to.include({ path: '/var/log/a.naf' });
  });

  it('refuses what it does not know, in words', () => {
    const wrong: [string, string][] = [
      ['http://x:1', 'feed-scheme'],
      ['10110', 'feed-scheme'],
      ['udp://host', 'feed-address'],
      ['udp://host:70000', 'feed-address'],
      ['tcp://:4001', 'feed-address'],
      ['tcp://h:1?fast=1', 'feed-address'],
      ['file:', 'feed-address'],
      ['file:a?speed=-1', 'feed-address'],
      ['file:a?format=morse', 'feed-address'],
    ];
    for (const [url, code] of wrong) {
      expect(() => parseFeedUrl(url), url)
        .to.throw(HaidangError)
        .with.property('code', code);
    }
    expect(() => parseFeedUrl('tcp://me:secret@host:1')).to.throw(/^(?!.*secret).*no user name/);
  });
});

describe('feeds', () => {
  let room: RememberingRoom;
  let feeds: Feeds;
  let problems: string[];
  let dir: string;

  beforeEach(() => {
    room = new RememberingRoom();
    problems = [];
    feeds = createFeeds(room, { clock: Date.now, onProblem: (_, problem) => problems.push(problem.en) });
    dir = mkdtempSync(join(tmpdir(), 'haidang-feeds-'));
  });

  afterEach(async () => {
    await feeds.stop();
    rmSync(dir, { recursive: true });
  });

  const status = (i = 0) => feeds.statuses()[i]!;

  it('reads a file to its end, plain and gzip', async () => {
    const text = Array.from({ length: 5000 }, (_, i) => `!AIVDM,1,1,,A,${i},0*00\r\n`).join('');
    writeFileSync(join(dir, 'a.nmea'), text);
    writeFileSync(join(dir, 'b.nmea.gz'), gzipSync(text));
    for (const name of ['a.nmea', 'b.nmea.gz']) {
      room.received.length = 0;
      await feeds.add(`file:${join(dir, name)}`);
      await until(() => feeds.statuses().at(-1)!.state === 'ended', 'the end');
      expect(room.text === text, name).to.equal(true);
      expect(Math.max(...room.received.map((one) => one.text.length))).to.be.at.most(64 * 1024);
    }
    expect(status().sentences).to.equal(7);
    expect((await caught(feeds.add(`file:${join(dir, 'a.nmea')}`))).code).to.equal('feed-twice');
  });

  it('goes on in a file where the journal left off', async () => {
    const text = 'first line\nsecond line\n'.repeat(10_000);
    const url = `file:${join(dir, 'c.gz')}`;
    writeFileSync(join(dir, 'c.gz'), gzipSync(text));
    await feeds.add(url);
    await until(() => status().state === 'ended', 'the end');
    const after = new RememberingRoom();
    after.before.set(room.names[0]!, 123_456);
    const again = createFeeds(after, { clock: Date.now, onProblem: () => undefined });
    await again.add(url);
    await until(() => again.statuses()[0]!.state === 'ended', 'the second end');
    expect(after.text === text.slice(123_456)).to.equal(true);
    await again.stop();
  });

  it('says at once that a file cannot be read, and later that it is damaged', async () => {
    expect((await caught(feeds.add(`file:${join(dir, 'none')}`))).code).to.equal('file-unreadable');
    expect((await caught(feeds.add(`file:${dir}`))).code).to.equal('file-unreadable');
    writeFileSync(join(dir, 'cut.gz'), gzipSync('line\n'.repeat(1000)).subarray(0, 30));
    await feeds.add(`file:${join(dir, 'cut.gz')}`);
    await until(() => status().state === 'failed', 'the failure');
    expect(status().problem?.vi).to.contain('cut.gz');
  });

  it('loses nothing while the journal cannot be written', async () => {
    room.refuse = 1;
    writeFileSync(join(dir, 'd'), 'x\n'.repeat(100_000));
    await feeds.add(`file:${join(dir, 'd')}`);
    await until(() => status().state === 'waiting', 'the wait');
    expect(status().problem?.en).to.contain('journal');
    await until(() => status().state === 'ended', 'the end');
    expect(room.text === 'x\n'.repeat(100_000)).to.equal(true);
    expect(status().problem).to.equal(undefined);
  });

  it('waits while too much is on its way to the disk', async () => {
    room.waitingBytes = 2 * 1024 * 1024;
    writeFileSync(join(dir, 'e'), 'x\n');
    await feeds.add(`file:${join(dir, 'e')}`);
    await sleep(100);
    expect(room.received).to.have.length(0);
    room.waitingBytes = 0;
    await until(() => room.text === 'x\n', 'the line');
  });

  it('gives out a file at the speed of its times', async () => {
    const lines = [0, 6, 6, 18].map((s) => `\\s:x,c:${1_700_000_000 + s}*00\\!AIVDM,${s}\r\n`);
    writeFileSync(join(dir, 'f'), lines.join(''));
    const start = Date.now();
    await feeds.add(`file:${join(dir, 'f')}?speed=60`);
    await until(() => status().state === 'ended', 'the end');
    expect(Date.now() - start).to.be.within(280, 20_000);
    const pieces = room.received.filter(({ whole }) => !whole);
    expect(pieces.map(({ text }) => text)).to.deep.equal([lines[0], lines[1]! + lines[2]!, lines[3]]);
  });

  it('connects again when the server dies and comes back', async () => {
    const port = await freePort();
    const serve = async (text: string): Promise<{ server: Server; sockets: Socket[] }> => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => undefined).write(text);
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
      return { server, sockets };
    };
    await feeds.add(`tcp://127.0.0.1:${port}`);
    await until(() => status().state === 'waiting', 'the refusal');
    expect(problems[0]).to.contain('nothing listens there');
    const first = await serve('one\r\n');
    await until(() => room.text === 'one\r\n', 'the first line');
    expect(status().state).to.equal('open');
    first.server.close();
    for (const socket of first.sockets) socket.resetAndDestroy();
    await until(() => status().state === 'waiting', 'the loss');
    const second = await serve('two\r\n');
    await until(() => room.text === 'one\r\ntwo\r\n', 'the second line');
    expect(status().reconnects).to.be.at.least(2);
    expect(status().problem).to.equal(undefined);
    for (const socket of second.sockets) socket.destroy();
    second.server.close();
  }).timeout(60_000);

  it('says where a file and a connection end, so that a last line without an end counts and nothing is joined to it', async () => {
    writeFileSync(join(dir, 'g'), 'one\ntwo');
    await feeds.add(`file:${join(dir, 'g')}`);
    await until(() => status().state === 'ended', 'the end');
    expect(room.received.splice(0)).to.deep.equal([
      { feed: 1, text: 'one\ntwo', whole: false },
      { feed: 1, text: '', whole: true },
    ]);
    const port = await freePort();
    await feeds.add(`tcp-listen://127.0.0.1:${port}`);
    await until(() => status(1).state === 'open', 'the port');
    connect(port, '127.0.0.1').end('three\nfour');
    await until(() => room.received.length === 2, 'the rest');
    expect(room.received.splice(0)).to.deep.equal([
      { feed: 2, text: 'three\nfour', whole: false },
      { feed: 2, text: '', whole: true },
    ]);
    const server = createServer((socket) => socket.end('five')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await feeds.add(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`);
    await until(() => room.received.length >= 2, 'the end of the connection');
    server.close();
    expect(room.received.slice(0, 2)).to.deep.equal([
      { feed: 3, text: 'five', whole: false },
      { feed: 3, text: '', whole: true },
    ]);
  });

  it('gives up a TCP connection that has fallen silent', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await feeds.add(`tcp://127.0.0.1:${(server.address() as { port: number }).port}?idle=0.1`);
    await until(() => status().state === 'waiting', 'the silence');
    expect(status().problem?.en).to.contain('nothing was heard');
    server.close();
  });

  it('keeps parallel connections apart', async () => {
    const port = await freePort();
    await feeds.add(`tcp-listen://127.0.0.1:${port}`);
    await until(() => status().state === 'open', 'the port');
    const send = async (letter: string) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      for (let i = 0; i < 40; i++) {
        socket.write(`${letter.repeat(20)}`);
        await sleep(2);
        socket.write(`${letter.repeat(20)}\r\n${letter.repeat(5)}`);
        await sleep(1);
      }
      socket.end(`${letter}last`);
      await once(socket, 'close');
    };
    await Promise.all(['a', 'b', 'c'].map(send));
    await until(() => (room.text.match(/last/g) ?? []).length === 3, 'the rests');
    const lines = (letter: string): string => `${letter.repeat(40)}\r\n${letter.repeat(5)}`.repeat(40);
    expect([...room.streams.values()].sort()).to.deep.equal(['a', 'b', 'c'].map((of) => `${lines(of)}${of}last`));
  });

  it('takes each datagram as a whole, and holds it while the journal is away', async () => {
    const port = await freePort();
    room.refuse = 1;
    await feeds.add(`udp://127.0.0.1:${port}`);
    await until(() => status().state === 'open', 'the port');
    const socket = createSocket('udp4');
    for (const text of ['one', 'two', 'three']) socket.send(text, port, '127.0.0.1');
    await until(() => room.received.length === 3, 'three datagrams');
    expect(room.received.map((one) => one.text).sort()).to.deep.equal(['one', 'three', 'two']);
    expect(room.received.every((one) => one.whole)).to.equal(true);
    await until(() => status().problem === undefined, 'the all-clear');
    room.waitingBytes = 17 * 1024 * 1024;
    socket.send('four', port, '127.0.0.1');
    await until(() => status().rejected.overload === 1, 'the drop');
    socket.close();
  });

  it('counts what the system threw away because nobody read it in time', async function () {
    this.timeout(30_000);
    if (!existsSync('/proc/net/udp')) this.skip();
    const port = await freePort();
    await feeds.add(`udp://127.0.0.1:${port}`);
    await until(() => status().state === 'open', 'the port');
    const sent = 20_000;
    const flood = `const s = require('node:dgram').createSocket('udp4'); let n = ${sent};
      (function next() { n-- > 0 ? s.send(Buffer.alloc(1000, 65), ${port}, '127.0.0.1', next) : s.close(); })();`;
    // Nothing is read here until it ends.
    spawnSync(process.execPath, ['-e', flood]);
    await until(() => room.received.length + (status().rejected.unread ?? 0) === sent, 'all to be read or counted');
    expect(status().rejected.unread).to.be.above(1000);
  });

  it('waits for a port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const datagrams = createSocket('udp4').bind(port, '127.0.0.1');
    await once(datagrams, 'listening');
    await feeds.add(`tcp-listen://127.0.0.1:${port}`);
    await feeds.add(`udp://127.0.0.1:${port}`);
    await until(() => status(0).state === 'waiting' && status(1).state === 'waiting', 'both to wait');
    expect(status(0).problem?.en).to.contain(`TCP port ${port}`).and.contain('another program has it');
    expect(status(1).problem?.vi).to.contain(`UDP ${port}`);
    other.close();
    datagrams.close();
    await until(() => status(0).state === 'open' && status(1).state === 'open', 'both to open');
    expect(status(0).problem).to.equal(undefined);
  }).timeout(60_000);
});

describe('feed parts', () => {
  it('passes on a piece that is longer than any line', () => {
    const lines = new LineKeeper();
    expect(lines.push(Buffer.from('ab\ncd')).toString()).to.equal('ab\n');
    expect(lines.push(Buffer.alloc(5000, 'x')).toString()).to.equal(`cd${'x'.repeat(5000)}`);
    expect(lines.flush()).to.have.length(0);
  });

  it('ties file time to the clock', () => {
    let now = 1000;
    const pace = new Pace(60, () => now);
    expect(pace.wait('!AIVDM')).to.equal(0);
    expect(pace.wait('\\c:1700000000*00\\!AIVDM')).to.equal(0);
    expect(pace.wait('\\s:a,c:1700000060*00\\!AIVDM')).to.equal(1000);
    now += 1500;
    expect(pace.wait('\\c:1700000060000*00\\!AIVDM')).to.equal(-500);
  });
});
