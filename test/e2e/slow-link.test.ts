/**
 * A first visit over 64 kbit/s, as a phone at the mouth of a port has it: how much must come before anything can be read. The time is
 * printed for whoever changes it; what holds is the bytes, which no busy machine stretches.
 */
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { Product, removeFolder, temporaryFolder } from '../product.ts';

const LINK_BYTES_A_SECOND = 64_000 / 8;
const ROUND_TRIP_MS = 300;
const TYPING_MS = 10_000;
/** Three seconds of the link, less two round trips: the connection and the question. */
/** The same less four: the connection, the page, its program, and who is signed in. */
const BEFORE_FORM_BYTES = LINK_BYTES_A_SECOND * (3 - (4 * ROUND_TRIP_MS) / 1000);
const BEFORE_FIRST_PAINT_BYTES = LINK_BYTES_A_SECOND * (3 - (2 * ROUND_TRIP_MS) / 1000);

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
});

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
