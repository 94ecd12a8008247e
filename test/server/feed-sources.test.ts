/** Senders that share a port are streams of their own. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import type { DecoderSink, Rejection } from '../../decoders/report.ts';
import { FeedDecoders } from '../../server/ingest/feed-decoders.ts';
import { type PlacedRecord, RecordType } from '../../server/journal/record.ts';
import { type FeedRecord, noCounters } from '../../server/models/feed.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

/** A ship's static data in two sentences, both ships with the same sequence id and channel. */
function named(mmsi: number, shipname: string): string[] {
  return encodeAis({ class: 'AIS', type: 5, repeat: 0, mmsi, shipname, destination: 'DA NANG' }, { sequence: 3 }).map(
    (line) => `${line}\r\n`,
  );
}

const first = named(574001001, 'QUANG NAM');
const second = named(574002002, 'QUANG NGAI');

describe('Senders that share a port', () => {
  let data: string;
  let product: Product;

  beforeEach(() => {
    data = temporaryFolder();
  });
  afterEach(async () => {
    await product?.stop();
    removeFolder(data);
  });

  async function names(): Promise<(string | undefined)[]> {
    const { vessels } = await product.get<{ vessels: { name?: string }[] }>('/api/v1/vessels');
    return vessels.map(({ name }) => name).sort();
  }

  it('may use the same sequence id at the same time', async () => {
    const port = await freePort();
    product = await Product.start({ data, args: ['--no-demo', '--feed', `udp://127.0.0.1:${port}`] });
    await product.signIn();
    const senders = await Promise.all(['127.0.0.1', '127.0.0.2'].map(senderAt));
    await until(async () => {
      // Again and again, since the parts of a message are given up after ten seconds.
      for (const part of [0, 1]) {
        senders[0]!.send(first[part]!, port, '127.0.0.1');
        senders[1]!.send(second[part]!, port, '127.0.0.1');
      }
      return (await names()).length === 2;
    });
    expect(await names()).to.deep.equal(['QUANG NAM', 'QUANG NGAI']);
    for (const sender of senders) sender.close();
  });

  it('may speak different formats over TCP, and be cut anywhere', async () => {
    const port = await freePort();
    product = await Product.start({ data, args: ['--no-demo', '--feed', `tcp-listen://127.0.0.1:${port}`] });
    await product.signIn();
    const ais = await connected(port);
    const naf = await connected(port);
    const minute = new Date(Date.now() - 60_000).toISOString();
    const record =
      `//SR//TM/POS//XR/QNa-91234-TS//FS/VNM//DA/${minute.slice(0, 10).replaceAll('-', '')}` +
      `//TI/${minute.slice(11, 16).replace(':', '')}//LT/15.5000//LG/109.5000//SP/80//CO/90//ER//`;
    const sentence = first.join('');
    for (let at = 0; at < Math.max(record.length, sentence.length); at += 11) {
      ais.write(sentence.slice(at, at + 11));
      naf.write(record.slice(at, at + 11));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    ais.end();
    naf.end();
    await until(async () => (await names()).length === 2);
    const { vessels } = await product.get<{ vessels: { name?: string; registration?: string }[] }>('/api/v1/vessels');
    expect(vessels.map(({ name }) => name)).to.include('QUANG NAM');
    expect(vessels.map(({ registration }) => registration)).to.include('QNa-91234-TS');
  });
});

describe('Suppliers that post positions', () => {
  it('are feeds of their own, and are listed after a restart before they post again', async () => {
    const data = temporaryFolder();
    const scope = ['--scope', 'positions:write'];
    const keys = ['vishipel', 'vnpt'].map((name) =>
      haidang(['key', 'create', '--data', data, '--name', name, ...scope]).out.trim(),
    );
    let product = await Product.start({ data, args: ['--no-demo'] });
    const listed = async (): Promise<{ id: string; messages: number }[]> => {
      const { feeds } = (await (await product.fetch('/readyz')).json()) as {
        feeds: { id: string; messages: number }[];
      };
      return feeds.map(({ id, messages }) => ({ id, messages })).sort((a, b) => (a.id < b.id ? -1 : 1));
    };
    const minute = new Date(Date.now() - 60_000).toISOString();
    for (const [i, key] of keys.entries()) {
      const record =
        `//SR//TM/POS//XR/QNa-9123${i}-TS//FS/VNM//DA/${minute.slice(0, 10).replaceAll('-', '')}` +
        `//TI/${minute.slice(11, 16).replace(':', '')}//LT/15.5000//LG/109.5000//SP/80//CO/90//ER//`;
      const headers = { authorization: `Bearer ${key}` };
      expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', body: record, headers })).status).to.equal(
        200,
      );
    }
    const expected = [
      { id: 'POST /api/v1/positions/naf (vishipel)', messages: 1 },
      { id: 'POST /api/v1/positions/naf (vnpt)', messages: 1 },
    ];
    await until(async () => (await listed()).every(({ messages }) => messages === 1));
    expect(await listed()).to.deep.equal(expected);
    await product.kill();
    product = await Product.start({ data, args: ['--no-demo'] });
    await until(async () => (await listed()).length === 2);
    expect(await listed()).to.deep.equal(expected);
    await product.stop();
    removeFolder(data);
  });
});

describe('The decoders of a feed', () => {
  const sink = (heard: Rejection[], named: (string | undefined)[]): DecoderSink => ({
    message: (message) => void named.push((message as { shipname?: string }).shipname),
    rejected: (rejection) => void heard.push(rejection),
  });

  function record(source: number, text: string): PlacedRecord {
    const payload = Buffer.from(text);
    const receivedAt = 1_700_000_000_000;
    return { type: RecordType.bytes, whole: false, feed: 1, source, receivedAt, payload, position: 0, next: 0 };
  }

  function newFeed(): FeedRecord {
    return { feed: 1, name: 'udp', url: 'udp://', format: 'nmea', counters: noCounters() };
  }

  it('go on after a restart where each sender was', () => {
    const feed = newFeed();
    const named: (string | undefined)[] = [];
    const port = { sink: () => sink([], named), options: () => ({}) };
    const before = new FeedDecoders(port);
    before.push(feed, record(7, first[0]!));
    before.push(feed, record(8, second[0]! + second[1]!.slice(0, 9)));
    feed.decoders = JSON.parse(JSON.stringify(before.save(feed)));
    const after = new FeedDecoders(port);
    after.push(feed, record(7, first[1]!));
    after.push(feed, record(8, second[1]!.slice(9)));
    expect(named).to.deep.equal(['QUANG NAM', 'QUANG NGAI']);
    expect(feed.counters).to.include({ sentences: 4, messages: 2 });
  });

  it('are bounded: who has been silent for longest ends, and what it held is counted', () => {
    const feed = newFeed();
    const heard: Rejection[] = [];
    const decoders = new FeedDecoders({ sink: () => sink(heard, []), options: () => ({}) });
    decoders.push(feed, record(1, '!AIVDM,no line end'));
    for (let source = 2; source <= 64; source++) decoders.push(feed, record(source, first[0]!));
    decoders.push(feed, record(1, ''));
    expect(decoders.save(feed)).to.have.length(64);
    decoders.push(feed, record(65, first[0]!));
    const saved = decoders.save(feed)!.map(({ source }) => source);
    expect(saved).to.have.length(64).and.not.include(2);
    expect(saved.slice(-2)).to.deep.equal([1, 65]);
    expect(feed.counters.sentences).to.equal(64);
    expect(heard).to.deep.equal([]);
    for (let source = 100; source < 170; source++) decoders.push(feed, record(source, ''));
    expect(heard.map(({ text }) => text)).to.deep.equal(['!AIVDM,no line end']);
  });
});

async function senderAt(address: string): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, address);
  await once(socket, 'listening');
  return socket;
}

async function connected(port: number): Promise<ReturnType<typeof connect>> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay(true);
  return socket;
}
