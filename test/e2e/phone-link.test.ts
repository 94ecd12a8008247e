/** A border guard's job: a message on the phone, its link opened over a poor line, the alert taken up with a thumb. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { Smsc } from '../smsc.ts';

const MINUTE = 60_000;
const STATION_PHONE = '84900000003';
/** 64 kbit/s, a third of a second there and back (issue: phone and poor link). */
const POOR_LINE = { offline: false, latency: 300, downloadThroughput: 8000, uploadThroughput: 8000 };
const TAKE_UP = 'form:has(input[value=acknowledge]) button';
/** A thumb on a moving boat (WCAG 2.2, 2.5.5). */
const LEAST_TARGET_PX = 44;

function crossing(now: number): string {
  const steps = [16.9, 16.98, 17.06, 17.2, 17.26];
  const records = steps.map((lat, i) =>
    nafPosition('QNa-91200-TS', now - (steps.length - i) * 10 * MINUTE, { lat, lon: 108.9 }),
  );
  return records.join('\n');
}

describe('a border guard with a phone on a poor line', () => {
  const data = temporaryFolder();
  const smsc = new Smsc();
  let product: Product;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  before(async function () {
    browser = await openBrowser(this);
    const smppPort = await freePort();
    await smsc.listen(smppPort);
    const config = join(data, 'config.json');
    const station = { id: 'don', name: 'Đồn Biên phòng', role: 'border-station', phone: '0900000003' };
    const smpp = { url: `smpp://127.0.0.1:${smppPort}`, systemId: 'haidang', reconnectSeconds: 0.1, timeoutSeconds: 2 };
    writeFileSync(
      config,
      JSON.stringify({
        tickSeconds: 1,
        contacts: [station],
        routing: [{ rules: ['boundary-cross'], roles: ['border-station'], channels: ['sms'] }],
        notify: { smpp, publicUrl: 'https://giamsat.example', pollSeconds: 0.2 },
      }),
    );
    const key = haidang(['key', 'create', '--data', data, '--name', 'k', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    const boat = { registration: 'QNa-91200-TS', flag: 'VNM', lengthM: 18, reportingIntervalMin: 120 };
    expect((await product.fetch('/api/v1/vessels', { method: 'POST', json: [boat] })).status).to.equal(200);
    const headers = { authorization: `Bearer ${key}` };
    await product.fetch('/api/v1/positions/naf', { method: 'POST', body: crossing(Date.now()), headers });
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    page = await context.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (said) => said.type() === 'error' && problems.push(said.text()));
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', POOR_LINE);
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    await smsc.close();
    removeFolder(data);
  });

  const alert = async () =>
    (await product.get<{ alerts: Alert[] }>('/api/v1/alerts')).alerts.find(
      ({ occurrence }) => occurrence.kind === 'boundary-cross',
    )!;

  it('opens the link of the message and sees which boat it is and where', async () => {
    const text = await until(async () => smsc.received.find(({ to }) => to === STATION_PHONE)?.text);
    const path = /https:\/\/giamsat\.example(\/l\/[\w-]{30})/.exec(text)![1]!;
    await page.goto(product.url + path);
    const words = await page.innerText('body');
    expect(words)
      .to.contain('QNa-91200-TS')
      .and.match(/\d{2}°\d{2}\.\d′N/)
      .and.contain('GMT+7');
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(360);
    for (const target of [TAKE_UP, 'a[href^="geo:1"]']) {
      const { height, width } = (await page.locator(target).boundingBox())!;
      expect(Math.min(height, width), target).to.be.at.least(LEAST_TARGET_PX);
    }
    expect((await alert()).response.state, 'looking is no answer').to.equal('unacknowledged');
  });

  it('takes the alert up with a word, and everybody sees who has it', async () => {
    await page.fill('[name=note]', 'Tàu trực đang ra');
    await page.tap(TAKE_UP);
    await page.waitForSelector('p.said:not(.bad)');
    expect(await page.innerText('p.said')).to.contain('Đã ghi nhận');
    const { response } = await alert();
    expect(response).to.include({ state: 'acknowledged', acknowledgedBy: 'link:don', comment: 'Tàu trực đang ra' });
    await page.goto(page.url());
    expect(await page.innerText('body')).to.contain('đã được tiếp nhận');
    expect(await page.locator(TAKE_UP).count()).to.equal(0);
    expect(await page.context().cookies()).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
  });
});
