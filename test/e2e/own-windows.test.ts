/** A second monitor, the page of data truth, and a rule that goes, in a real browser on the real product. */
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { closedSquare } from '../server/api-fixtures.ts';

const MINUTE = 60_000;
const FLEET = [
  { registration: 'QNa-91001-TS', lengthM: 18, provider: 'VNPT' },
  { registration: 'QNa-91002-TS', lengthM: 26, provider: 'Viettel' },
];

function naf(registration: string, fixTime: number, lat: number, lon: number): string {
  return nafPosition(registration, fixTime, { lat, lon, speedKn: 6, courseDeg: 45 });
}

describe('windows of their own', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  before(async function () {
    browser = await openBrowser(this);
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    const put = async (name: string, json: unknown, method = 'PUT'): Promise<void> => {
      const answer = await product.fetch(`/api/v1/${name}`, { method, json });
      expect(answer.ok, await answer.text()).to.equal(true);
    };
    await put('vessels', FLEET, 'POST');
    await put('settings/rules', []);
    await put('settings/zones', { type: 'FeatureCollection', features: [closedSquare] });
    await put('settings/rules', [
      { id: 'r1', kind: 'zone-enter', zones: ['closed-1'], params: { confirm: 1 }, priority: 2 },
    ]);
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const records = [
      naf('QNa-91001-TS', now - 60 * MINUTE, 15.5, 109.2),
      naf('QNa-91001-TS', now - 5 * MINUTE, 15.5, 108.9),
      naf('QNa-91002-TS', now - 5 * MINUTE, 14.2, 110),
    ];
    const headers = { authorization: `Bearer ${key}` };
    const body = records.join('\n');
    expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
    await until(async () => (await product.get<{ alerts: unknown[] }>('/api/v1/alerts')).alerts.length > 0);
    context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
    page = await context.newPage();
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.locator('canvas.vessel-symbols[data-drawn="2"]').waitFor({ state: 'attached' });
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  const opened = async (name: string): Promise<Page> => {
    const popup = page.waitForEvent('popup');
    await page.getByRole('button', { name }).click();
    return popup;
  };

  it('show the map alone and the alerts alone, and select what any of them selects', async () => {
    const map = await opened('Mở bản đồ ở cửa sổ riêng');
    await map.locator('canvas.vessel-symbols[data-drawn="2"]').waitFor({ state: 'attached' });
    expect(await map.locator('.rail').count()).to.equal(0);
    const list = await opened('Mở danh sách cảnh báo ở cửa sổ riêng');
    await list.locator('[data-alert]').first().click();
    for (const one of [page, map]) {
      await one.locator('.card h2', { hasText: 'QNa-91001-TS' }).waitFor();
      expect(new URL(one.url()).pathname).to.match(/^\/vessel\//);
    }
    expect(await list.locator('.map-view').count(), 'no map beside the list').to.equal(0);
    await page.locator('[data-alert].selected').waitFor();
    await map.locator('.card .close').click();
    await until(async () => new URL(page.url()).pathname === '/' && new URL(list.url()).pathname === '/');
    await map.reload();
    await map.locator('canvas.vessel-symbols').waitFor({ state: 'attached' });
    expect(await map.locator('.rail').count(), 'it is the map’s window after a reload, too').to.equal(0);
    await map.close();
    await list.close();
  });

  it('removes a rule for a reason that stays on record, and keeps what it has raised', async () => {
    await page.goto(`${product.url}/rules/r1`);
    await page.getByRole('button', { name: 'Gỡ quy tắc này…' }).click();
    const confirm = page.getByRole('button', { name: 'Gỡ quy tắc', exact: true });
    expect(await confirm.isDisabled()).to.equal(true);
    await page.getByLabel('Lý do').fill('thay bằng quy tắc mới');
    await confirm.click();
    await page.getByRole('status').filter({ hasText: 'Đã gỡ quy tắc' }).waitFor();
    const { body } = await product.get<{ body: unknown[] }>('/api/v1/settings/rules');
    expect(body).to.deep.equal([]);
    const { versions } = await product.get<{ versions: { why?: string }[] }>('/api/v1/settings/rules/versions');
    expect(versions[0]!.why).to.equal('thay bằng quy tắc mới');
    expect((await product.get<{ alerts: unknown[] }>('/api/v1/alerts?state=all')).alerts.length).to.be.above(0);
  });

  it('shows how true the data are, and the vessels behind each number', async () => {
    await page.goto(`${product.url}/truth`);
    const row = page.locator('tbody tr', { has: page.getByRole('rowheader', { name: 'Viettel' }) });
    await row.waitFor();
    expect(await row.locator('td').first().innerText()).to.equal('1');
    // Neither owner, gear nor licence is on record: the registry is not complete.
    await row.locator('td').nth(2).getByRole('button').click();
    const rows = page.locator('section[aria-live] tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).to.equal(1);
    expect(await rows.first().innerText()).to.contain('QNa-91002-TS');
    await page.getByRole('button', { name: 'EN' }).click();
    await page.getByRole('heading', { level: 1, name: /correct, complete, clean, alive/ }).waitFor();
    await page.locator('fieldset button', { hasText: 'Feed' }).click();
    await page
      .getByRole('rowheader', { name: /positions\/naf/ })
      .first()
      .waitFor();
    const feed = page.locator('tbody tr', { has: page.getByRole('rowheader', { name: /positions\/naf/ }) }).first();
    await feed.locator('td').nth(2).getByRole('button').first().click();
    await page.getByText(/Counts as not alive after \d+ minutes/).waitFor();
  });
});
