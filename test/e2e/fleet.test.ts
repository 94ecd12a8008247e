/** The fleet's table in a real browser: found, sorted, walked through by keys, sent on by its address, taken away. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { readWorkbook } from '../../decoders/tables/xlsx/workbook.ts';
import type { FleetAnswer } from '../../server/api/fleet.ts';
import type { Act } from '../../server/models/entry.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
/** Where to keep pictures of what is seen; nowhere unless asked. */
const PICTURES = process.env.HAIDANG_PICTURES;

function nafRecord(registration: string, fixTime: number): string {
  return nafPosition(registration, fixTime, { lat: 15.5, lon: 109.5 });
}

describe('the fleet’s table in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  const boats = Array.from({ length: 1200 }, (_, n) => ({
    registration: `QNa-${90_000 + n}-TS`,
    name: n === 777 ? 'Đại Dương Xanh' : `Biển Đông ${n}`,
    gear: n % 2 === 0 ? 'lưới vây' : 'câu mực',
    lengthM: 10 + (n % 20),
    reportingIntervalMin: 120,
    ...(n === 3 && { licenceUntil: '2020-01-01' }),
  }));

  const signIn = async (user: string, password: string, path: string): Promise<Page> => {
    const fresh = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    await fresh.goto(product.url + path);
    await fresh.fill('input[name=user]', user);
    await fresh.fill('input[name=password]', password);
    await fresh.click('button[type=submit]');
    await fresh.locator('.fleet-table tbody a').first().waitFor();
    return fresh;
  };
  const total = (words: string) => page.locator('.fleet-head output', { hasText: words }).waitFor();
  const labels = (on = page) => on.locator('.fleet-table tbody a').allInnerTexts();
  const take = async (format: string): Promise<Download> => {
    await page.locator('.export-menu summary').click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: format }).click(),
    ]);
    return saved;
  };

  before(async function () {
    browser = await openBrowser(this);
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], 'mat-khau-cua-lan\n');
    expect((await product.fetch('/api/v1/vessels', { method: 'POST', json: boats })).ok).to.equal(true);
    const now = Date.now();
    const body = [nafRecord('QNa-90001-TS', now - 5 * MINUTE), nafRecord('QNa-90002-TS', now - 290 * MINUTE)].join('');
    const headers = { authorization: `Bearer ${key}` };
    expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
    await until(async () => {
      const { total: placed } = await product.get<FleetAnswer>('/api/v1/fleet?state=moving,late');
      return placed === 2;
    });
    page = await signIn('lan', 'mat-khau-cua-lan', '/fleet');
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('holds the rows in view and no others, and walks through all of them by keys', async () => {
    await total('1.200 tàu');
    expect(await page.locator('.fleet-table tbody tr').count()).to.be.below(100);
    const row = page.locator('[data-row="1"]');
    expect(await row.innerText()).to.match(
      /QNa-90001-TS[\s\S]*▲ đang chạy[\s\S]*0(,1)? nhịp[\s\S]*15°30\.0′N 109°30\.0′E/,
    );
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, 'fleet.png') });
    }
    await page.locator('.fleet-table tbody a').first().focus();
    for (const [key, label] of [
      ['ArrowDown', 'QNa-90001-TS'],
      ['End', 'QNa-91199-TS'],
      ['ArrowUp', 'QNa-91198-TS'],
      ['Home', 'QNa-90000-TS'],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, label);
    }
  });

  it('finds without marks and filters; its address shows another the same', async () => {
    await page.fill('.fleet-search input', 'dai duong');
    await total('1 tàu');
    expect(await labels()).to.deep.equal(['QNa-90777-TS']);
    await page.fill('.fleet-search input', '');
    await total('1.200 tàu');
    await page.locator('.fleet-filters select').nth(3).selectOption({ value: 'câu mực' });
    await total('600 tàu');
    await page.getByRole('button', { name: 'Dài (m)' }).click();
    await page.getByRole('button', { name: 'Dài (m)' }).click();
    await page.locator('th[aria-sort="descending"]').waitFor();
    await until(async () => (await labels())[0] === 'QNa-91199-TS');
    const address = new URL(page.url());
    const other = await signIn('lan', 'mat-khau-cua-lan', address.pathname + address.search);
    await other.locator('.fleet-head output', { hasText: '600 tàu' }).waitFor();
    expect((await labels(other))[0]).to.equal('QNa-91199-TS');
    await other.context().close();
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await total('1.200 tàu');
  });

  it('is taken away just as it is filtered, which is on record', async () => {
    await page.fill('.fleet-search input', '9000');
    await total('10 tàu');
    const csv = readFileSync(await (await take('CSV')).path(), 'utf8');
    expect(csv).to.contain('"Lọc: tàu trong sổ đăng ký; tìm “9000”. 10 tàu."').and.to.contain('bởi lan');
    expect(csv.match(/^"QNa-/gm)).to.have.length(10);
    const cells: string[][] = [];
    const workbook = await take('Excel');
    expect(workbook.suggestedFilename()).to.match(/^haidang-fleet-\d{8}-\d{4}\.xlsx$/);
    const bytes = readFileSync(await workbook.path());
    readWorkbook(bytes, { sheet: () => undefined, row: (row) => void cells.push(row), sheetEnd: () => undefined });
    expect(cells.filter(([first]) => first?.startsWith('QNa-'))).to.have.length(10);
    const { acts } = await product.get<{ acts: Act[] }>('/api/v1/acts?kind=exported');
    expect(
      acts.map(({ by, subject, details }) => [by, subject, details!.format, details!.q, details!.rows]),
    ).to.deep.equal(
      [
        ['lan', 'fleet', 'xlsx', '9000', 10],
        ['lan', 'fleet', 'csv', '9000', 10],
      ], // prettier-ignore
    );
  });

  it('says that a licence is over, and opens a vessel by Enter', async () => {
    await page.getByText('✕ 01/01/2020 (hết hạn)').waitFor();
    await page.locator('.fleet-table tbody a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.textContent === 'QNa-90008-TS');
    await page.keyboard.press('Enter');
    await page.locator('#vessel-title', { hasText: 'QNa-90008-TS' }).waitFor();
    await page.goBack();
    await page.locator('.fleet-head output', { hasText: '10 tàu' }).waitFor();
  });

  it('gives from the map what is within its frame, a track, the open alerts and the zones', async () => {
    await page.goto(`${product.url}/vessel/${(await placed()).id}`);
    const card = page.locator('.card');
    await card.locator('.export-menu summary').click();
    if (PICTURES) await page.screenshot({ path: join(PICTURES, 'card-export.png') });
    const track = JSON.parse(await downloaded(card.getByRole('link', { name: 'GeoJSON' }))) as Collection;
    expect(track.features[0]!.geometry.type).to.equal('MultiLineString');
    const menu = page.locator('.map-export');
    const part = (words: string) =>
      menu.locator('.export-part', { hasText: words }).getByRole('link', { name: 'GeoJSON' });
    await menu.locator('summary').click();
    if (PICTURES) await page.screenshot({ path: join(PICTURES, 'map-export.png') });
    const inFrame = JSON.parse(await downloaded(part('Mọi tàu trong khung bản đồ: 2 tàu'))) as Collection;
    expect(inFrame.features.map(({ properties }) => properties.registration)).to.deep.equal([
      ...['QNa-90001-TS', 'QNa-90002-TS'],
    ]);
    for (const words of ['Cảnh báo đang mở', 'Vùng và ranh giới']) {
      await menu.locator('summary').click();
      expect((JSON.parse(await downloaded(part(words))) as Collection).features).to.be.an('array');
    }
    const { acts } = await product.get<{ acts: Act[] }>('/api/v1/acts?kind=exported');
    expect(acts.slice(0, 4).map(({ by, subject }) => `${by} ${subject}`)).to.deep.equal([
      ...['lan zones', 'lan alerts', 'lan fleet', 'lan track'],
    ]);
  });

  it('gives from a filtered map whom it shows, says how many, and keeps by which filter', async () => {
    await page.goto(`${product.url}/?f.gears=${encodeURIComponent('câu mực')}`);
    const menu = page.locator('.map-export');
    await page.locator('.filter-strip', { hasText: 'ĐANG LỌC: 1/' }).waitFor();
    await menu.locator('summary').click();
    const part = menu.locator('.export-part', { hasText: 'theo bộ lọc đang đặt: 1 tàu' });
    const shown = JSON.parse(await downloaded(part.getByRole('button', { name: 'GeoJSON' }))) as Collection;
    expect(shown.features.map(({ properties }) => properties.registration)).to.deep.equal(['QNa-90001-TS']);
    const { acts } = await product.get<{ acts: Act[] }>('/api/v1/acts?kind=exported');
    expect(acts[0]).to.deep.include({ by: 'lan', subject: 'fleet' });
    expect(acts[0]!.details).to.deep.include({ of: 'shown', shown: 1, filter: { gears: ['câu mực'] }, rows: 1 });
  });

  const placed = async () => (await product.get<FleetAnswer>('/api/v1/fleet?state=moving')).rows[0]!;
  const downloaded = async (link: Locator): Promise<string> => {
    const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
    return readFileSync(await saved.path(), 'utf8');
  };
});

interface Collection {
  features: { geometry: { type: string }; properties: Record<string, unknown> }[];
}
