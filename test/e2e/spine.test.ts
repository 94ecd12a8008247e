/**
 * From a radio sentence to a border guard's inbox, with every part real: the built product in its own process, TCP, a browser,
 * an SMTP server and an SMS gateway.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { openBrowser } from '../browser.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const LOG = 'test/fixtures/kystverket_1000.nm4';
const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';

interface Mail {
  to: string[];
  subject: string;
  text: string;
}

class MailServer {
  readonly received: Mail[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      simpleParser(stream).then(({ subject, text }) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.received.push({ to, subject: subject ?? '', text: text ?? '' });
        done();
      }, done);
    },
  });

  listen(port: number): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return body;
}

function sendOverTcp(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

function nafRecord(fixTime: number, lat: number): string {
  const iso = new Date(fixTime).toISOString();
  const date = iso.slice(0, 10).replaceAll('-', '');
  return `//SR//TM/POS//XR/${BOAT}//FS/VNM//DA/${date}//TI/${iso.slice(11, 16).replace(':', '')}//LT/${lat}//LG/108.9//SP/80//CO/0//ER//`;
}

describe('the spine', () => {
  const data = temporaryFolder();
  const mail = new MailServer();
  const texts: { to: string; text: string }[] = [];
  let gateway: Server;
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
    gateway = createServer(async (request, response) => {
      texts.push(JSON.parse(await bodyOf(request)) as { to: string; text: string });
      response.end('{"ok":true}');
    });
    await new Promise<void>((resolve) => gateway.listen(smsPort, '127.0.0.1', resolve));
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
    await new Promise((resolve) => gateway?.close(resolve));
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

  it('lets an officer sign in and shows the map', async () => {
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.waitForSelector('canvas.vessel-symbols');
  });

  it('shows a Norwegian log sent over TCP: every vessel over the API, every position on the canvas', async () => {
    await sendOverTcp(tcpPort, readFileSync(LOG));
    // 742 of the log's 827 vessels say where they are; the others only name themselves (type 5) or have no position.
    const count = await until(async () => {
      const found = await countVessels();
      return found.placed >= 742 && found;
    });
    expect(count.placed).to.equal(742);
    expect(count.all).to.be.at.least(800);
    await until(async () => (await layer('vessels')) === 742);
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: /thu nhỏ|zoom out/i }).click();
    // From Việt Nam to Norway.
    await page.mouse.move(200, 300);
    await page.mouse.down();
    await page.mouse.move(800, 720, { steps: 10 });
    await page.mouse.up();
    await until(async () => (await layer('drawn')) === 742);
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

    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=open');
    const crossing = alerts.find((alert) => alert.occurrence.kind === 'boundary-cross')!;
    expect(crossing.occurrence.crossing!.before.lat).to.equal(17.06);
    expect(crossing.occurrence.crossing!.after.lat).to.equal(17.2);
    expect(crossing.occurrence.lat).to.be.within(17.06, 17.2);
    const received = await until(async () => mail.received.find(({ text }) => text.includes('vượt “Ranh giới')));
    expect(received.to).to.deep.equal(['don@bp.example']);
    expect(received.text).to.contain(BOAT).and.to.contain('108°54.0′E');
    const text = await until(async () => texts.find((one) => /VUOT RANH GIOI/.test(one.text)));
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
