/** kill -9 at any moment: the same tracks and the same alerts as without it, none lost, none twice. */
import { statSync } from 'node:fs';
import { expect } from 'chai';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOATS = 12;
const STEPS = 30;
const KILLS = 8;
/** Of them, those that must have fallen into the stream for the test to mean anything. */
const FEWEST_INSIDE = 5;

interface Line {
  id: string;
  [key: string]: unknown;
}

/** NAF records of boats that go out over the demonstration boundary and come back; in order of time, twenty minutes apart. */
function records(start: number): string[] {
  const out: string[] = [];
  for (let step = 0; step < STEPS; step++) {
    const time = start + step * 20 * MINUTE;
    const away = step < STEPS / 2 ? step : STEPS - step;
    for (let boat = 0; boat < BOATS; boat++) {
      const lat = 16.6 + away * 0.06 + boat * 0.001;
      out.push(nafPosition(`QNa-${91000 + boat}-TS`, time, { lat: lat.toFixed(4), lon: 108.9 }));
    }
  }
  return out;
}

/** Sends as a provider does: again and again until the product says that it has it. */
async function send(product: () => Product, key: string, record: string): Promise<void> {
  await until(async () => {
    try {
      const answer = await product().fetch('/api/v1/positions/naf', {
        method: 'POST',
        body: record,
        headers: { authorization: `Bearer ${key}` },
      });
      return answer.ok;
    } catch {
      return false;
    }
  });
}

function exported(what: string, data: string): Line[] {
  const { code, out, err } = haidang(['export', what, '--data', data, '--json']);
  expect(code, err).to.equal(0);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

/** What must not depend on when the bytes came: everything but the clock's own readings. */
function lasting(lines: Line[]): string[] {
  return lines
    .map(({ received: _r, detected: _d, firstHeard: _f, acknowledged: _a, ...rest }) => JSON.stringify(rest))
    .sort();
}

async function serve(data: string): Promise<Product> {
  return Product.start({ data, args: ['--no-demo'], env: { HAIDANG_TICK_SECONDS: '1' } });
}

async function settled(product: Product): Promise<void> {
  await product.signIn();
  await until(async () => (await product.get<{ behindBytes: number }>('/api/v1/status')).behindBytes === 0);
}

interface Feed {
  id: string;
  state: string;
  sentences: number;
  messages: number;
}

/** What the product itself says of the feed whose name begins so. */
async function feedOf(product: Product, name: string): Promise<Feed | undefined> {
  const { feeds } = (await (await product.fetch('/readyz')).json()) as { feeds: Feed[] };
  return feeds.find(({ id }) => id.startsWith(name));
}

/**
 * @param kills how often it is killed on the way, each time when the product has counted a further part of the input
 * @returns how many records had been acknowledged at each kill
 */
async function run(data: string, input: string[], kills: number): Promise<number[]> {
  const key = haidang(['key', 'create', '--data', data, '--name', 'test', '--scope', 'positions:write']).out.trim();
  let product = await serve(data);
  const password = product.password;
  let acknowledged = 0;
  const killedAt: number[] = [];
  const killer = (async () => {
    for (let kill = 1; kill <= kills && acknowledged < input.length; kill++) {
      const goal = (kill * input.length) / (kills + 1);
      await until(async () => ((await feedOf(product, 'POST'))?.messages ?? 0) >= goal);
      // Not always at the same point between taking a record and answering for it.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
      killedAt.push(acknowledged);
      await product.kill();
      // Every other time the start after it is cut off as well.
      if (kill % 2 === 0) await Product.startAndKill({ data, args: ['--no-demo'] }, 50 + Math.random() * 400);
      product = await serve(data);
    }
  })();
  for (const record of input) {
    await send(() => product, key, record);
    acknowledged++;
  }
  await killer;
  product.password = password;
  await settled(product);
  await product.stop();
  return killedAt;
}

/** Bytes of feeds that are in the journal. */
function journaledBytes(data: string): number {
  const { out } = haidang(['journal', 'stats', '--data', data]);
  const { bytesByFeed } = JSON.parse(out) as { bytesByFeed: Record<string, number> };
  return Object.values(bytesByFeed).reduce((sum, bytes) => sum + bytes, 0);
}

describe('kill -9 in the middle of a file', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) removeFolder(folder);
  });

  it('goes on at the very byte, and ends with what an uninterrupted run has', async () => {
    const log = 'test/fixtures/kystverket_1000.nm4';
    const start = (data: string, speed: string): Promise<Product> =>
      Product.start({ data, args: ['--no-demo', '--feed', `file:${log}${speed}`], leavesLink: true });
    const ended = (product: Product) => until(async () => (await feedOf(product, 'file:'))?.state === 'ended');
    const calm = temporaryFolder();
    const killed = temporaryFolder();
    folders.push(calm, killed);
    const whole = await start(calm, '');
    await ended(whole);
    await whole.stop();

    // 29 seconds of log in three; killed whenever a further part of its thousand sentences is counted.
    const journaled: number[] = [];
    for (let kill = 1; kill <= KILLS; kill++) {
      const product = await start(killed, '?speed=10');
      await until(async () => (await feedOf(product, 'file:'))!.sentences >= (kill * 1000) / (KILLS + 1));
      await product.kill();
      journaled.push(journaledBytes(killed));
    }
    const inside = journaled.filter((bytes, i) => bytes > (journaled[i - 1] ?? 0) && bytes < statSync(log).size);
    console.log(`      kills inside the file: ${inside.length} of ${KILLS}, at byte ${inside.join(', ')}`);
    expect(inside).to.have.length.at.least(FEWEST_INSIDE);

    const last = await start(killed, '');
    await ended(last);
    await last.stop();
    expect(journaledBytes(killed)).to.equal(statSync(log).size);
    expect(exported('tracks', calm)).to.have.length.above(700);
    expect(lasting(exported('tracks', killed))).to.deep.equal(lasting(exported('tracks', calm)));
    expect(lasting(exported('vessels', killed))).to.deep.equal(lasting(exported('vessels', calm)));
  });
});

describe('kill -9 while positions and alerts come in', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) removeFolder(folder);
  });

  it('leaves the same tracks, alerts and messages as a run that was never killed', async () => {
    const input = records(Date.now() - (STEPS * 20 + 30) * MINUTE);
    const calm = temporaryFolder();
    const killed = temporaryFolder();
    folders.push(calm, killed);
    await run(calm, input, 0);
    const killedAt = await run(killed, input, KILLS);
    const inside = killedAt.filter((count) => count > 0 && count < input.length);
    console.log(`      kills inside the stream: ${inside.length} of ${KILLS}, after record ${inside.join(', ')}`);
    expect(new Set(inside)).to.have.property('size').that.is.at.least(FEWEST_INSIDE);

    expect(exported('tracks', calm)).to.have.length(BOATS * STEPS);
    expect(lasting(exported('tracks', killed))).to.deep.equal(lasting(exported('tracks', calm)));
    const alerts = exported('alerts', calm);
    expect(alerts.filter((alert) => alert.rule === 'boundary-cross')).to.have.length(BOATS);
    expect(new Set(alerts.map((alert) => alert.id)).size).to.equal(alerts.length);
    expect(lasting(exported('alerts', killed))).to.deep.equal(lasting(alerts));
    const messages = (data: string): unknown[] =>
      exported('deliveries', data)
        .map(({ id }) => id)
        .sort();
    expect(messages(killed)).to.deep.equal(messages(calm));
    expect(haidang(['journal', 'verify', '--data', killed]).code).to.equal(0);
  });
});
