/**
 * A first visit over 64 kbit/s, as a phone at the mouth of a port has it: how much must come before anything can be read. The time is
 * printed for whoever changes it; what holds is the bytes, which no busy machine stretches.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const LINK_BYTES_A_SECOND = 64_000 / 8;
const ROUND_TRIP_MS = 300;
const TYPING_MS = 10_000;
const STEP_MS = 10;
/** Three seconds of the link, less two round trips: the connection and the question. */
/** The same less four: the connection, the page, its program, and who is signed in. */
const BEFORE_FORM_BYTES = LINK_BYTES_A_SECOND * (3 - (4 * ROUND_TRIP_MS) / 1000);
const BEFORE_FIRST_PAINT_BYTES = LINK_BYTES_A_SECOND * (3 - (2 * ROUND_TRIP_MS) / 1000);

/** All that the link carries in three seconds. */
const BEFORE_ALERTS_BYTES = LINK_BYTES_A_SECOND * 3;
const BOATS = 20;
const MINUTE_MS = 60_000;

describe('a link of 64 kbit/s', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;

  before(async function () {
    browser = await openBrowser(this);
    product = await Product.start({ data, args: ['--no-demo'] });
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('paints something useful after less than three seconds of bytes', async () => {
    const { context, page, session, arrived } = await slowPage(browser);
    await page.goto(product.url, { waitUntil: 'commit' });
    await page.getByText('Hải Đăng').first().waitFor();
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    const painted = Number(await paint.jsonValue());
    const { metrics } = await session.send('Performance.getMetrics');
    const began = metrics.find(({ name }) => name === 'NavigationStart')!.value;
    const bytes = arrived.filter(({ at }) => (at - began) * 1000 <= painted).reduce((sum, one) => sum + one.bytes, 0);
    console.log(`      first paint after ${(painted / 1000).toFixed(1)} s and ${(bytes / 1000).toFixed(1)} kB`);
    expect(bytes).to.be.above(0).and.at.most(BEFORE_FIRST_PAINT_BYTES);
    await context.close();
  });

  it('lets somebody sign in after less than three seconds of bytes, and shows the alerts before the map', async () => {
    const { context, page, packed } = await slowPage(browser);
    const now = () => page.evaluate(() => performance.now() / 1000);
    await page.goto(product.url, { waitUntil: 'commit' });
    await page.locator('input[name=user]').waitFor();
    const bytes = packed();
    const form = await now();
    const scripts = () =>
      page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /MapView/.test(name)).length);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    // A phone's person takes longer than this.
    await page.waitForTimeout(TYPING_MS);
    const typed = await now();
    await page.click('button[type=submit]');
    await page.locator('.rail').waitFor();
    const list = await now();
    expect(await page.locator('canvas.vessel-symbols').count(), 'the map comes behind the list').to.equal(0);
    await page.locator('.rail .live, .rail [data-alert], .rail .empty').first().waitFor();
    const alerts = await now();
    await page.locator('canvas.vessel-symbols').waitFor({ state: 'attached' });
    expect(await scripts()).to.be.above(0);
    const seconds = [form, list - typed, alerts - typed, (await now()) - typed].map((one) => `${one.toFixed(1)} s`);
    console.log(
      `      form ${seconds[0]}, ${(bytes / 1000).toFixed(1)} kB; then list ${seconds[1]}, alerts ${seconds[2]}, map ${seconds[3]}`,
    );
    expect(bytes).to.be.above(0).and.at.most(BEFORE_FORM_BYTES);
    await context.close();
  });

  it('shows whoever was here before the first alerts after less than three seconds of all bytes', async () => {
    await crossings(product, data);
    const link = new NarrowLink(Number(new URL(product.url).port));
    const url = await link.open();
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await page.goto(url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.locator('.rail [data-alert]').first().waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.close();
    link.narrow();
    const again = await context.newPage();
    const order: string[] = [];
    again.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => typeof payload !== 'string' && order.push('picture')),
    );
    again.on('request', (asked) => /\/api\/v1\/zones|\/MapView-/.test(asked.url()) && order.push(asked.url()));
    await again.goto(url, { waitUntil: 'commit' });
    await again.locator('.rail [data-alert]').first().waitFor();
    const { bytes } = link;
    expect(order[0], 'the map and its zones wait').to.equal('picture');
    console.log(`      first alerts ${(bytes / 1000).toFixed(1)} kB`);
    expect(bytes).to.be.above(0).and.at.most(BEFORE_ALERTS_BYTES);
    await context.close();
    link.close();
  });
});

/** Twenty boats go over the boundary. */
async function crossings(product: Product, data: string): Promise<void> {
  await product.signIn();
  const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
  const start = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 120 * MINUTE_MS;
  for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
    const records = Array.from({ length: BOATS }, (_, boat) =>
      nafPosition(`QNa-9${1000 + boat}-TS`, start + step * 20 * MINUTE_MS, { lat, lon: 108.9 }),
    );
    const headers = { authorization: `Bearer ${key}` };
    await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('\n') });
  }
  await until(async () => (await product.get<{ alerts: unknown[] }>('/api/v1/alerts')).alerts.length >= BOATS);
}

/** A link whose connections share what it carries, as they do on a phone. What it has carried is counted, headers and all. */
class NarrowLink {
  readonly #waiting = new Map<Socket, Buffer[]>();
  readonly #server: Server;
  #timer: NodeJS.Timeout | undefined;
  /** Since it is narrow. */
  bytes = 0;

  constructor(target: number) {
    this.#server = createServer((client) => {
      const server = connect(target, '127.0.0.1');
      const chunks: Buffer[] = [];
      this.#waiting.set(client, chunks);
      client.pipe(server);
      server.on('data', (chunk) => (this.#timer ? chunks.push(chunk) : client.write(chunk)));
      for (const one of [client, server])
        one
          .on('error', () => undefined)
          .on('close', () => {
            this.#waiting.delete(client);
            client.destroy();
            server.destroy();
          });
    });
  }

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Four times the link's speed: what comes before what is the same, and the test is sooner at its end. */
  narrow(): void {
    this.#timer = setInterval(() => {
      const busy = [...this.#waiting].filter(([, chunks]) => chunks.length > 0);
      const share = Math.ceil((4 * LINK_BYTES_A_SECOND) / (1000 / STEP_MS) / Math.max(1, busy.length));
      for (const [client, chunks] of busy) {
        const first = chunks.shift()!;
        const part = first.subarray(0, share);
        if (first.length > share) chunks.unshift(first.subarray(share));
        client.write(part);
        this.bytes += part.length;
      }
    }, STEP_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const client of this.#waiting.keys()) client.destroy();
    this.#server.close();
  }
}

/** A phone's page behind the link, and what has arrived at it. */
async function slowPage(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // Unpacked: the browser does not tell what the page itself took on the way.
  const arrived: { at: number; bytes: number }[] = [];
  await session.send('Network.enable');
  session.on('Network.dataReceived', ({ timestamp, dataLength }) => {
    arrived.push({ at: timestamp, bytes: dataLength });
  });
  let packedBytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    packedBytes += encodedDataLength;
  });
  await session.send('Performance.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: ROUND_TRIP_MS,
    downloadThroughput: LINK_BYTES_A_SECOND,
    uploadThroughput: LINK_BYTES_A_SECOND,
  });
  return { context, page, session, arrived, packed: () => packedBytes };
}
