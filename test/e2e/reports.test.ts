/** The page of reports in a real browser: chosen, its numbers open their rows, the rows their vessels; taken away; on a phone. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const HOUR = 3_600_000;
/** Where to keep pictures of what is seen; nowhere unless asked. */
const PICTURES = process.env.HAIDANG_PICTURES;

function nafRecord(registration: string, fixTime: number): string {
  return nafPosition(registration, fixTime, { lat: 15.5, lon: 109.5 });
}

describe('the page of reports in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;

  before(async function () {
    browser = await openBrowser(this);
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    const boats = ['QNa-90001-TS', 'QNa-90002-TS', 'QNa-90003-TS'].map((registration) => ({
      ...{ registration, lengthM: 17, reportingIntervalMin: 120 },
    }));
    expect((await product.fetch('/api/v1/vessels', { method: 'POST', json: boats })).ok).to.equal(true);
    const now = Date.now();
    const body = [nafRecord('QNa-90001-TS', now - HOUR), nafRecord('QNa-90002-TS', now - 300 * HOUR)].join('');
    const headers = { authorization: `Bearer ${key}` };
    expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
    await until(async () => {
      const { tables } = await product.get<{ tables: { total: number }[] }>('/api/v1/reports/loss-of-signal');
      return tables[0]!.total === 2;
    });
    page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    await page.goto(`${product.url}/reports`);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  const picture = async (name: string): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, name), fullPage: true });
  };
  const figure = (words: string) => page.locator('.report-figures tr', { hasText: words }).first().locator('button');
  const row = (label: string) => page.locator('.report-rows tbody tr', { hasText: label });

  it('shows numbers with definitions; a number opens its rows, by keys too, and a row its vessel', async () => {
    await row('QNa-90002-TS').waitFor();
    await picture('reports.png');
    expect(await row('QNa-90003-TS').count()).to.equal(1);
    expect(await figure('Mất kết nối quá 10 ngày, trên biển').innerText()).to.equal('1');
    await figure('Mất kết nối quá 10 ngày, trên biển').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Các dòng của: Mất kết nối quá 10 ngày, trên biển').waitFor();
    await row('QNa-90003-TS').waitFor({ state: 'detached' });
    expect(await row('QNa-90002-TS').innerText()).to.match(/GMT\+7[\s\S]*UTC[\s\S]*15°30\.0′N 109°30\.0′E/);
    expect(new URL(page.url()).search).to.contain('figure=over-10-days');
    await row('QNa-90002-TS').getByRole('link').first().click();
    await page.locator('#vessel-title', { hasText: 'QNa-90002-TS' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Tất cả các dòng' }).click();
    await row('QNa-90003-TS').waitFor();
  });

  it('says of a period that nothing was in it, and is taken away as it is shown', async () => {
    await page.locator('.report-choice select').selectOption('crossings');
    await page.getByText('Không có dòng nào trong kỳ này.').waitFor();
    const [from, to] = ['Từ ngày', 'Đến hết ngày'].map((name) => page.getByLabel(name, { exact: true }));
    await from!.fill('01/01/2026');
    await to!.fill('31/2/2026');
    await to!.press('Enter');
    await page.getByText('“31/2/2026” không phải là ngày có thật.').waitFor();
    expect(await to!.inputValue()).to.equal('31/2/2026');
    await to!.fill('31/1/2026');
    await to!.press('Enter');
    expect(await to!.inputValue()).to.equal('31/01/2026');
    await page.getByText('01/01/2026 00:00:00 GMT+7').waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    const text = readFileSync(await saved.path(), 'utf8');
    expect(text).to.contain('"Danh sách tàu vượt ranh giới"').and.to.contain('"Không có dòng nào trong kỳ này."');
    expect(text).to.contain('01/01/2026 00:00 GMT+7 = 31/12/2025 17:00 UTC – 01/02/2026 00:00 GMT+7');
  });

  it('fits on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('.report-choice select').selectOption('daily-vms');
    await page.getByText('Đội tàu cuối kỳ').first().waitFor();
    await picture('reports-360.png');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).to.be.most(360);
  });
});
