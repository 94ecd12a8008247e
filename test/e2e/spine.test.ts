/**
 * From a radio sentence to a border guard's inbox, with every part real: the built product in its own process, TCP, a browser,
 * an SMTP server and an SMS gateway.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { openBrowser } from '../browser.ts';
import { MailServer, SmsServer } from '../gateways.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const NORWAY = 'test/fixtures/kystverket_1000.nm4';
const AUSTRALIA = 'test/fixtures/australia-2012.nmea.gz';
const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';

/** What the page has of a browser's sound, and what of it was played. */
interface OscillatorOf {
  type: string;
  frequency: { value: number };
}
interface Opener {
  open(url: string, name: string): void;
}
interface HeardWindow {
  localStorage: { setItem(name: string, value: string): void };
  AudioContext: { prototype: { createOscillator(): OscillatorOf } };
  heard: OscillatorOf[];
}

function sendOverTcp(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

describe('the spine', () => {
  const data = temporaryFolder();
  const mail = new MailServer();
  const gateway = new SmsServer();
  let tcpPort = 0;
  let product: Product;
  let browser: Browser;
  let page: Page;
  let key = '';

  before(async function () {
    browser = await openBrowser(this);
    const smtpPort = await freePort();
    const smsPort = await freePort();
    tcpPort = await freePort();
    await mail.listen(smtpPort);
    await gateway.listen(smsPort);
    const config = join(data, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({
        contacts: [
          {
            id: 'don',
            name: 'Đồn Biên phòng Cửa Đại',
            role: 'border-station',
            email: 'don@bp.example',
            phone: '0900000001',
          },
        ],
        notify: { smtp: `smtp://127.0.0.1:${smtpPort}`, sms: { url: `http://127.0.0.1:${smsPort}/send` } },
      }),
    );
    key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({
      data,
      args: ['--no-demo', '--config', config, '--feed', `tcp-listen://127.0.0.1:${tcpPort}`],
    });
    await product.signIn();
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    await mail.close();
    await gateway.close();
    removeFolder(data);
  });

  const layer = async (what: 'vessels' | 'drawn'): Promise<number> =>
    Number(await page.locator('canvas.vessel-symbols').getAttribute(`data-${what}`));

  const countVessels = async (): Promise<{ all: number; placed: number }> => {
    let after = '';
    const count = { all: 0, placed: 0 };
    for (;;) {
      const { vessels, next } = await product.get<{ vessels: { latest?: object }[]; next?: string }>(
        `/api/v1/vessels?limit=500${after && `&after=${after}`}`,
      );
      count.all += vessels.length;
      count.placed += vessels.filter(({ latest }) => latest).length;
      if (next === undefined) return count;
      after = next;
    }
  };

  /** Of the canvas with the symbols: a picture, not only a count. */
  const paintedPixels = (): Promise<number> =>
    page.locator('canvas.vessel-symbols').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let painted = 0;
      for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 0) painted++;
      return painted;
    });

  it('lets an officer sign in and shows the map', async () => {
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.waitForSelector('canvas.vessel-symbols');
  });

  /** Every vessel in view at the smallest scale, with the whole of Việt Nam's seas in the middle; then drags the map. */
  const lookAtTheWorld = async (dragX: number, dragY: number): Promise<void> => {
    await page.getByRole('button', { name: /toàn vùng biển|all of vietnam/i }).click();
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: /thu nhỏ|zoom out/i }).click();
    await page.mouse.move(200, 300);
    await page.mouse.down();
    await page.mouse.move(200 + dragX, 300 + dragY, { steps: 10 });
    // A map that is let go of while it moves goes on by itself.
    await page.waitForTimeout(200);
    await page.mouse.up();
  };

  it('shows a Norwegian log sent over TCP: every vessel over the API, every position on the canvas', async () => {
    await sendOverTcp(tcpPort, readFileSync(NORWAY));
    // 743 of the log's 833 vessels say where they are; the others only name themselves (type 5) or have no position.
    const count = await until(async () => {
      const found = await countVessels();
      return found.placed >= 743 && found;
    });
    expect(count).to.deep.equal({ all: 833, placed: 743 });
    await until(async () => (await layer('vessels')) === 743);
    await lookAtTheWorld(600, 420);
    await until(async () => (await layer('drawn')) === 743);
  });

  it('accounts for the vessels that nobody can see, in both languages', async () => {
    const counts = page.locator('.footer .counts');
    await until(async () => (await counts.innerText()) === '743 trên bản đồ · 90 chưa có vị trí');
    await page.getByRole('button', { name: /^EN/ }).click();
    expect(await counts.innerText()).to.equal('743 on the map · 90 without a position');
    await page.getByRole('button', { name: /^VI/ }).click();
  });

  it('shows more than 800 vessels on one canvas: a second log, of another part of the world, over the same port', async () => {
    // The first log has 833 vessels, but only 743 positions. The beginning of this one has 334 more (its receivers' own sentences, VDO, not counted). It has no time stamps, so its positions
    // are of now, while the tagged ones of 2019 are crossed out as lost: the canvas keeps both.
    const lines = gunzipSync(readFileSync(AUSTRALIA)).toString('latin1').split('\n');
    await sendOverTcp(tcpPort, Buffer.from(lines.slice(0, 1000).join('\n'), 'latin1'));
    const count = await until(async () => {
      const found = await countVessels();
      return found.placed >= 743 + 334 && found;
    });
    expect(count.placed).to.equal(743 + 334);
    await until(async () => (await layer('vessels')) === count.placed);
    // Tall enough for Norway and Australia at once. A few ships of the second log are off America, out of sight.
    await page.setViewportSize({ width: 1600, height: 1300 });
    await lookAtTheWorld(216, 183);
    const drawn = await until(async () => {
      const symbols = await layer('drawn');
      return symbols >= 1000 && symbols;
    });
    console.log(`      symbols on the canvas: ${drawn} of ${count.placed}`);
    expect(drawn).to.be.within(800, count.placed);
    expect(await paintedPixels()).to.be.above(10 * 800);
    await page.setViewportSize({ width: 1600, height: 900 });
  });

  it('raises a crossing, shows it, and brings it to the border guard by mail and SMS', async () => {
    const now = Date.now();
    const lats = [16.9, 16.98, 17.06, 17.2, 17.26];
    for (const [step, lat] of lats.entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        body: nafRecord(now - (lats.length - 1 - step) * 10 * MINUTE, lat),
        headers: { authorization: `Bearer ${key}` },
      });
      expect(answer.status).to.equal(200);
    }
    const accepted = performance.now();
    const row = page.locator('[data-alert]', { hasText: /vượt “Ranh giới/ });
    await row.waitFor();
    console.log(`      position accepted → alert on screen: ${Math.round(performance.now() - accepted)} ms`);

    // The first bands were passed half an hour before these positions came in.
    await page
      .locator('[data-alert] .alert-late', { hasText: /Biết muộn \d+ phút/ })
      .first()
      .waitFor();

    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=open');
    const crossing = alerts.find((alert) => alert.occurrence.kind === 'boundary-cross')!;
    expect(crossing.occurrence.crossing!.before.lat).to.equal(17.06);
    expect(crossing.occurrence.crossing!.after.lat).to.equal(17.2);
    expect(crossing.occurrence.lat).to.be.within(17.06, 17.2);
    const received = await until(async () => mail.received.find(({ text }) => text.includes('vượt “Ranh giới')));
    expect(received.to).to.deep.equal(['don@bp.example']);
    expect(received.text).to.contain(BOAT).and.to.contain('108°54.0′E');
    const text = await until(async () => gateway.received.find((one) => /VUOT RANH GIOI/.test(one.text)));
    expect(text.text.length).to.be.at.most(160);
    expect(text.text).to.contain(BOAT);
    await until(async () => {
      const { deliveries } = await product.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=100');
      return deliveries.length > 0 && deliveries.every(({ state }) => state === 'sent');
    });
  });

  it('opens the alert that a mail links to', async () => {
    const id = (await page.locator('[data-alert]', { hasText: /vượt “Ranh giới/ }).getAttribute('data-alert'))!;
    await page.goto(`${product.url}/?alert=${id}`);
    await page.locator(`[data-alert="${id}"].selected`).waitFor();
  });

  it('keeps a comment that is left with Escape', async () => {
    await page.keyboard.press('Shift+A');
    await page.keyboard.type('đã gọi');
    await page.keyboard.press('Escape');
    await page.locator('[data-alert].selected', { hasText: /vượt “Ranh giới/ }).waitFor();
    expect(await page.getByLabel('Ghi chú (không bắt buộc)').inputValue()).to.equal('đã gọi');
  });

  it('is heard and stands on pages without the list, and is silenced there', async () => {
    const listen = (): void => {
      const { localStorage, AudioContext } = globalThis as unknown as HeardWindow;
      localStorage.setItem('haidang.sound', 'on');
      const make = AudioContext.prototype.createOscillator;
      const heard: OscillatorOf[] = [];
      AudioContext.prototype.createOscillator = function () {
        const tone = make.call(this);
        heard.push(tone);
        return tone;
      };
      Object.assign(globalThis, { heard });
    };
    await page.addInitScript(listen);
    await page.goto(`${product.url}/fleet`);
    await page.locator('.waiting-strip', { hasText: BOAT }).waitFor();
    // A browser lets nothing be heard before a press.
    await page.keyboard.press('Shift');
    const tones = (of = page) =>
      of.evaluate(() =>
        (globalThis as unknown as HeardWindow).heard.map(({ type, frequency }) => `${type} ${frequency.value}`),
      );
    expect(await until(async () => (await tones()).length >= 4 && (await tones()).slice(0, 4))).to.deep.equal(
      [880, 660, 880, 660].map((hertz) => `square ${hertz}`),
    );
    // The map alone on a second monitor is silent beside it, and sounds when it is left alone.
    const opened = page.waitForEvent('popup');
    await page.evaluate((url) => (globalThis as unknown as Opener).open(url, 'haidang-part-map'), product.url);
    const map = await opened;
    await map.addInitScript(listen);
    await map.reload();
    await map.locator('.leaflet-container').waitFor();
    await map.keyboard.press('Shift');
    const before = (await tones()).length;
    await until(async () => (await tones()).length > before);
    expect(await tones(map)).to.deep.equal([]);
    await page.goto('about:blank');
    expect(await until(async () => (await tones(map)).length >= 4 && (await tones(map)).slice(0, 1))).to.deep.equal([
      'square 880',
    ]);
    await map.close();
    await page.goto(`${product.url}/fleet`);
    await page.locator('.waiting-strip', { hasText: BOAT }).waitFor();
    await page.keyboard.press('m');
    await page.locator('.waiting-strip').waitFor({ state: 'detached' });
    await page.goto(product.url);
  });

  it('stores the acknowledgement, with who and when, over a kill and a restart', async () => {
    const row = page.locator('[data-alert]', { hasText: /vượt “Ranh giới/ });
    const id = (await row.getAttribute('data-alert'))!;
    if (!(await page.getByRole('button', { name: /^Tiếp nhận/ }).isVisible()))
      await row.getByRole('button').first().click();
    await page.getByRole('button', { name: /^Tiếp nhận/ }).click();
    const answered = await until(async () => {
      const alert = await product.get<Alert>(`/api/v1/alerts/${id}`);
      return alert.response.state === 'acknowledged' && alert;
    });
    expect(answered.response.acknowledgedBy).to.equal('admin');
    await product.kill();
    const { out } = haidang(['export', 'acts', '--data', data, '--json']);
    const acts = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; subject: string });
    expect(acts.filter((act) => act.kind === 'acknowledge' && act.subject === id)).to.have.length(1);
    const sent = mail.received.length;
    const { password } = product;
    product = await Product.start({ data, args: ['--no-demo'] });
    product.password = password;
    await product.signIn();
    expect((await product.get<Alert>(`/api/v1/alerts/${id}`)).response).to.deep.equal(answered.response);
    expect(mail.received.length).to.equal(sent);
  });
});
