/** A border guard's phone: notifications on and off, a push message shown, and the program opened without a line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { PushBrowser, PushService } from '../push-service.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
const PASSWORD = 'mat-khau-cua-lan';

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

/** The browser's own push service cannot be reached from here: this stands in for it, and for nothing else. */
const standIn = (endpoint: string, { p256dh, auth }: PushBrowser): string => `
  let held = null;
  const endpoint = ${JSON.stringify(endpoint)};
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys: ${JSON.stringify({ p256dh, auth })} }),
    unsubscribe: async () => { held = null; },
  };
  PushManager.prototype.getSubscription = async () => held;
  PushManager.prototype.subscribe = async () => { held = subscription; return held; };
`;

describe('a phone of the watch', () => {
  const data = temporaryFolder();
  const service = new PushService();
  const device = new PushBrowser();
  let port: number;
  let adminPassword: string;
  let args: string[];
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  before(async function () {
    browser = await openBrowser(this);
    await service.listen(await freePort());
    port = await freePort();
    const config = join(data, 'config.json');
    const lan = { id: 'lan', name: 'Lan, đồn Cửa Đại', role: 'duty', user: 'lan' };
    const other = { id: 'khac', name: 'Người khác', role: 'duty', user: 'admin', email: 'khac@vn.example' };
    const push = { subject: 'mailto:truc@vn.example', allowPrivate: true };
    writeFileSync(
      config,
      JSON.stringify({ contacts: [lan, other], notify: { push, pollSeconds: 0.2, retrySeconds: [1] } }),
    );
    args = ['--no-demo', '--config', config, '--port', String(port)];
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args });
    adminPassword = product.password;
    await product.signIn();
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    haidang(['user', 'add', 'xem', '--role', 'viewer', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 120 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord(start + step * 20 * MINUTE, lat),
      });
      expect(answer.ok).to.equal(true);
    }
    await until(async () => (await product.get<{ alerts: Alert[] }>('/api/v1/alerts')).alerts.length > 0);
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
    page = await context.newPage();
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    await service.close();
    removeFolder(data);
  });

  const signIn = async (on: Page): Promise<void> => {
    await on.goto(product.url);
    await on.fill('input[name=user]', 'lan');
    await on.fill('input[name=password]', PASSWORD);
    await on.click('button[type=submit]');
    await on.locator('.rail').waitFor();
  };
  const dialog = () => page.locator('.push-dialog');
  const openDialog = () => page.getByTitle('Thông báo trên thiết bị này').click();
  const state = (wanted: string) => dialog().locator(`[data-push="${wanted}"]`).waitFor();
  const turnOff = async (): Promise<void> => {
    await dialog().getByRole('button', { name: 'Tắt thông báo' }).click();
    await state('off');
  };
  const browsers = async (): Promise<{ contactId: string; endpoint: string }[]> =>
    (await product.get<{ body: { contactId: string; endpoint: string }[] }>('/api/v1/settings/subscriptions')).body;

  it('says when the browser has been told not to notify', async () => {
    await signIn(page);
    const devtools = await context.newCDPSession(page);
    const { targetInfo } = await devtools.send('Target.getTargetInfo');
    await devtools.send('Browser.setPermission', {
      permission: { name: 'notifications' },
      setting: 'denied',
      origin: new URL(product.url).origin,
      browserContextId: targetInfo.browserContextId,
    });
    await openDialog();
    await state('denied');
    await dialog().getByText('Trình duyệt đang chặn thông báo').waitFor();
  });

  it('can be made an app of the phone', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    const session = await context.newCDPSession(page);
    const { url, errors, data: text } = await session.send('Page.getAppManifest');
    expect([new URL(url).pathname, errors]).to.deep.equal(['/manifest.webmanifest', []]);
    expect(JSON.parse(text ?? '')).to.include({ lang: 'vi', display: 'standalone', start_url: '/' });
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A test's browser keeps nothing, as one that browses in private.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).to.deep.equal([]);
  });

  it('says when the browser reaches no push service, and has told the server nothing', async () => {
    await context.grantPermissions(['notifications'], { origin: product.url });
    await page.reload();
    await openDialog();
    await state('off');
    await dialog().getByText('Người nhận: Lan, đồn Cửa Đại').waitFor();
    await dialog().getByRole('button', { name: 'Bật thông báo' }).click();
    await dialog().getByText('Trình duyệt không tới được dịch vụ thông báo').waitFor();
    expect(await browsers()).to.deep.equal([]);
  });

  it('is told once it is turned on, and shows what it is told', async () => {
    await context.addInitScript(standIn(`${service.url}/push/secret-of-this-phone`, device));
    await page.reload();
    await openDialog();
    await dialog().getByRole('button', { name: 'Bật thông báo' }).click();
    await state('on');
    expect((await browsers()).map(({ contactId }) => contactId)).to.deep.equal(['lan']);
    await turnOff();
    expect(await browsers()).to.deep.equal([]);
    await dialog().getByRole('button', { name: 'Bật thông báo' }).click();
    await state('on');
    const asked = await product.fetch('/api/v1/contacts/lan/test', { method: 'POST', json: { channel: 'push' } });
    expect(asked.status).to.equal(202);
    const { body } = await until(async () => service.received[0]);
    const payload = device.open(body);
    const shown = await showPush(page, payload);
    const said = JSON.parse(payload) as { title: string; text: string };
    expect(shown).to.deep.equal([{ title: said.title, body: said.text, path: '/' }]);
  });

  it('opens the alert that a message is about', async () => {
    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
    const alertId = alerts[0]!.id;
    const payload = JSON.stringify({ id: 'd1', alertId, title: 'VƯỢT RANH GIỚI', text: 'QNa-91234-TS', urgent: true });
    const shown = await showPush(page, payload);
    expect(shown.map(({ path }) => path)).to.include(`/?alert=${encodeURIComponent(alertId)}`);
    await page.goto(`${product.url}/?alert=${encodeURIComponent(alertId)}`);
    await page.locator(`[data-alert="${alertId}"].selected`).waitFor();
  });

  it('is named to nobody by what reaches it', async () => {
    const { deliveries } = await product.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=100');
    const [pushed] = deliveries.filter(({ channel }) => channel === 'push') as [Delivery];
    expect(pushed.address).to.match(/^127\.0\.0\.1:\d+ #[\da-f]{8}$/);
    const { url } = product;
    const session = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ user: 'xem', password: PASSWORD }),
    });
    const cookie = session.headers.getSetCookie()[0]!.split(';')[0]!;
    const look = (path: string) => fetch(`${url}/api/v1${path}`, { headers: { cookie } });
    expect((await look('/settings/subscriptions')).status).to.equal(403);
    expect((await look('/settings/contacts')).status).to.equal(200);
    const lines = haidang(['export', 'deliveries', '--json', '--data', data]).out;
    expect(lines + haidang(['export', 'acts', '--json', '--data', data]).out)
      .to.contain('#')
      .and.not.contain('secret-of-this-phone');
  });

  it('cannot be made somebody else’s', async () => {
    const ask = (json: object) =>
      page.evaluate(async (wanted) => {
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(wanted) };
        const answer = await fetch('/api/v1/push/subscriptions', init);
        return `${answer.status} ${await answer.text()}`;
      }, json);
    const keys = { endpoint: `${service.url}/push/x`, p256dh: device.p256dh, auth: device.auth };
    expect(await ask({ ...keys, contactId: 'khac' })).to.match(/^409 .*Người khác là người khác/);
    expect(await ask({ ...keys, contactId: 'nobody' })).to.match(/^404 /);
  });

  it('opens without a line: the last picture and its alerts, marked as old, and goes live by itself', async () => {
    await page.goto(product.url);
    await page.locator('[data-vessels="1"]').waitFor({ state: 'attached' });
    const alerts = await page.locator('.rail [data-alert]').count();
    expect(alerts).to.be.greaterThan(0);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await until(() => page.evaluate(() => caches.match('/last-picture').then((kept) => kept !== undefined)));
    await product.kill();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.locator('.banner.lost', { hasText: 'Hình ảnh trên màn hình là CŨ' }).waitFor();
    await page.locator('.no-data').waitFor();
    expect(await page.locator('.rail [data-alert]').count()).to.equal(alerts);
    await page.locator('[data-vessels="1"]').waitFor({ state: 'attached' });
    product = await Product.start({ data, args });
    await page.locator('.banner.lost').waitFor({ state: 'detached' });
    await page.locator('.footer .connection.good').waitFor();
  });

  it('keeps and is told nothing once its person has signed out', async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.reload();
    await openDialog();
    await dialog().getByRole('button', { name: 'Bật thông báo' }).click();
    await state('on');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.locator('form input[name=user]').waitFor();
    expect(await page.evaluate(() => caches.match('/last-picture').then((kept) => kept === undefined))).to.equal(true);
    await product.signIn('admin', adminPassword);
    expect(await browsers()).to.deep.equal([]);
  });

  /** Hands a decrypted message to the page's service worker, as the browser would; resolves with what it shows. */
  async function showPush(on: Page, payload: string): Promise<{ title: string; body: string; path: string }[]> {
    const devtools = await context.newCDPSession(on);
    let registrationId: string | undefined;
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      registrationId ??= registrations[0]?.registrationId;
    });
    // Chromium tells what is registered when it begins to tell; a run that was told of nothing then would wait for ever.
    await until(async () => {
      if (registrationId !== undefined) return true;
      await devtools.send('ServiceWorker.disable');
      await devtools.send('ServiceWorker.enable');
      return false;
    }, 500);
    const before = await notifications(on);
    const message = { origin: product.url, registrationId: registrationId!, data: payload };
    await devtools.send('ServiceWorker.deliverPushMessage', message);
    const shown = await until(async () => {
      const all = await notifications(on);
      return all.length > before.length && all;
    });
    await devtools.detach();
    return shown;
  }

  function notifications(on: Page): Promise<{ title: string; body: string; path: string }[]> {
    return on.evaluate(async () => {
      const ready = await navigator.serviceWorker.ready;
      const shown = await ready.getNotifications();
      return shown.map(({ title, body, data: { path } }) => ({ title, body, path }));
    });
  }
});
