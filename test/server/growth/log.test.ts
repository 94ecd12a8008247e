/** The front's journal from another process: every record once and in order, from any position on, over restarts of the front. */
import { join } from 'node:path';
import { expect } from 'chai';
import { FrontLog } from '../../../server/cluster/front-log.ts';
import { RemoteLog } from '../../../server/cluster/log-client.ts';
import { LogServer } from '../../../server/cluster/log-server.ts';
import { HaidangError } from '../../../server/errors.ts';
import type { PlacedRecord } from '../../../server/journal/record.ts';
import { readJournal } from '../../../server/journal/segments.ts';
import { freePort, removeFolder, temporaryFolder, until } from '../../product.ts';

const KEY = 'a key of the test';

describe('the front’s journal from another process', () => {
  let folder: string;
  let port: number;
  let log: FrontLog;
  let door: LogServer;
  let remote: RemoteLog;
  const ends: AbortController[] = [];

  const dir = (): string => join(folder, 'journal');

  async function open(): Promise<void> {
    const onProblem = (): void => {};
    log = await FrontLog.open({ dir: dir(), known: { feeds: [], position: 0 }, tickSeconds: 3600, onProblem });
    door = await LogServer.open({ log, settings: { partitions: 4, demo: false }, key: KEY, host: '127.0.0.1', port });
  }

  async function close(): Promise<void> {
    await log.close();
    await door.close();
  }

  beforeEach(async () => {
    folder = temporaryFolder();
    port = await freePort();
    await open();
    remote = new RemoteLog({ url: `http://127.0.0.1:${port}`, key: KEY, onProblem: () => {} });
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end.abort();
    await remote.close();
    await close();
    removeFolder(folder);
  });

  const send = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++) {
      const bytes = Buffer.from(`record ${n} ${'x'.repeat((n * 37) % 5000)}`);
      await remote.bytes({ feed: 3, source: n % 5, receivedAt: 1_700_000_000_000 + n, whole: n % 2 === 0, bytes });
    }
  };

  /** Follows from a position into a list. */
  function follow(from: number): { records: PlacedRecord[]; failed: Promise<unknown> } {
    const end = new AbortController();
    ends.push(end);
    const records: PlacedRecord[] = [];
    const failed = (async () => {
      for await (const some of remote.records(from, end.signal)) records.push(...some);
    })().catch((error: unknown) => error);
    return { records, failed };
  }

  const plain = ({ payload, ...rest }: PlacedRecord) => ({ ...rest, text: Buffer.from(payload).toString() });
  const journaled = () =>
    [...readJournal(dir(), 0)].map((one) => plain({ ...one, payload: Uint8Array.from(one.payload) }));

  it('comes whole, from the beginning and from the middle, while it grows and after a restart of the front', async () => {
    await send(0, 60);
    const whole = follow(0);
    await until(async () => whole.records.length === 60);
    const middle = follow(whole.records[29]!.next);
    await send(60, 90);
    await until(async () => whole.records.length === 90);
    await close();
    await open();
    await send(90, 120);
    await until(async () => whole.records.length === 120 && middle.records.length === 90);
    expect(whole.records.map(plain)).to.deep.equal(journaled());
    expect(middle.records.map(plain)).to.deep.equal(journaled().slice(30));
  });

  it('gives a feed one number and counts its bytes, also over a restart', async () => {
    const ask = { name: 'file:a', url: 'file:a', format: 'nmea' } as const;
    const { feed, bytes } = await remote.openFeed(ask, 1);
    expect(bytes).to.equal(0);
    await remote.bytes({ feed, source: 0, receivedAt: 2, whole: false, bytes: Buffer.from('0123456789') });
    await close();
    await open();
    expect(await remote.openFeed(ask, 3)).to.deep.equal({ feed, bytes: 10 });
    expect((await remote.openFeed({ ...ask, name: 'file:b' }, 4)).feed).not.to.equal(feed);
  });

  it('is closed to whoever has not the key', async () => {
    const stranger = new RemoteLog({ url: `http://127.0.0.1:${port}`, key: `${KEY}?`, onProblem: () => {} });
    for (const ask of [
      stranger.settings(),
      stranger.entry({ type: 'look-up', vesselId: 'v', what: 'vessel', by: 'x' }, 1),
    ]) {
      const error = await ask.catch((met: unknown) => met);
      expect(error).to.be.instanceOf(HaidangError).with.property('code', 'front-key');
    }
    const bare = await fetch(`http://127.0.0.1:${port}/records?from=0`);
    expect(bare.status).to.equal(401);
    expect(journaled()).to.deep.equal([]);
    await stranger.close();
  });

  it('refuses an engine that is further than it is: it would pass over what comes next', async () => {
    await send(0, 3);
    const { failed } = follow(1_000_000);
    expect(await failed)
      .to.be.instanceOf(HaidangError)
      .with.property('code', 'log-behind');
  });
});
