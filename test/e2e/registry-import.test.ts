/** An administrator takes a province's list of vessels in, faults and all, in a real browser on the built product. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Act } from '../../server/models/entry.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { openBrowser } from '../browser.ts';
import { Product, removeFolder, temporaryFolder } from '../product.ts';
import { faultyLines, vesselLines, vesselTable } from '../server/registry-files.ts';

/** Where to keep pictures of what is seen; nowhere unless asked. */
const PICTURES = process.env.HAIDANG_PICTURES;

describe('a list of 1,000 vessels, twenty of them faulty', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  let password = '';
  const sound = vesselLines(980);
  const faulty = faultyLines('QNa-10000-TS');
  // Faults stand anywhere in a real list; the twin stands below its twin.
  const lines = sound.flatMap((line, n) => (n > 0 && n % 49 === 0 ? [line, faulty[n / 49 - 1]!] : [line]));
  const file = {
    name: 'tàu cá 2026.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(vesselTable([...lines, faulty[19]!])),
  };

  const picture = async (name: string): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };
  const vessels = async (): Promise<Vessel[]> =>
    (await product.get<{ vessels: Vessel[] }>('/api/v1/vessels?limit=1000')).vessels;
  const imports = async (): Promise<Act[]> => (await product.get<{ acts: Act[] }>('/api/v1/acts?kind=import')).acts;
  const choose = () => page.locator('input[type=file]').setInputFiles(file);

  before(async function () {
    browser = await openBrowser(this);
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    password = product.password;
    page = await browser.newPage({ viewport: { width: 1400, height: 950 } });
    await page.goto(`${product.url}/settings/imports`);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('is shown as 980 ready and 20 errors, each with its reason, and nothing is written', async () => {
    await page.getByRole('heading', { name: 'Nhập từ tệp' }).waitFor();
    await choose();
    await page.locator('.imports-counts', { hasText: '980 dòng sẵn sàng: 980 mới' }).waitFor();
    await page.locator('.imports-counts', { hasText: '20 lỗi' }).waitFor();
    const rows = page.locator('.imports-faults tbody tr');
    const reasons = await rows.locator('td:last-child').allInnerTexts();
    expect(new Set(await rows.locator('th').allInnerTexts()).size).to.equal(20);
    expect(reasons.every((reason) => /\p{L}.*\.$/u.test(reason))).to.equal(true);
    expect(reasons).to.include('“QNa-10000-TS” đã có ở dòng 5 của tệp này. Giữ một dòng.');
    await picture('import-1-preview');
    expect(await vessels()).to.deep.equal([]);
    expect(await imports()).to.deep.equal([]);
  });

  it('gives its errors away as a list', async () => {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Tải danh sách lỗi' }).click(),
    ]);
    const text = readFileSync(await saved.path(), 'utf8');
    expect(saved.suggestedFilename()).to.equal('tàu cá 2026-loi.csv');
    expect(text.split('\r\n').length - 2).to.be.at.least(20);
    expect(text).to.contain('"Số đăng ký","QXY-90001-TS"');
  });

  it('is read anew when a person says which column is what', async () => {
    await page.getByText('Cột nào là gì').click();
    const gear = page.getByRole('combobox', { name: 'Là: Nghề chính' });
    expect(await gear.inputValue()).to.equal('gear');
    await picture('import-2-columns');
    await gear.selectOption('');
    await page.locator('.imports-columns summary', { hasText: '8/10' }).waitFor();
    await gear.selectOption({ label: 'Nghề' });
    await page.locator('.imports-columns summary', { hasText: '9/10' }).waitFor();
  });

  it('is written by one confirmation, which is one act; doing it again changes nothing', async () => {
    await page.getByRole('button', { name: 'Ghi 980 dòng' }).click();
    await page.getByText('Đã ghi 980 dòng từ “tàu cá 2026.csv”: 980 mới, 0 thay đổi.').waitFor();
    await picture('import-3-done');
    expect((await vessels()).length).to.equal(980);
    await page.getByRole('link', { name: 'Xem danh sách tàu' }).click();
    await page.locator('.fleet-head output', { hasText: '980 tàu' }).waitFor();
    await page.locator('.fleet-table', { hasText: 'QNa-10000-TS' }).waitFor();
    await picture('import-4-fleet');
    await page.goBack();
    await page.getByRole('heading', { name: 'Nhập từ tệp' }).waitFor();
    const [act, ...others] = await imports();
    expect(others).to.deep.equal([]);
    expect(act).to.include({ by: 'admin', subject: 'vessels' });
    expect(act!.details).to.include({ name: 'tàu cá 2026.csv', bytes: file.buffer.length, new: 980, faulty: 20 });
    await choose();
    await page.getByText('Không có gì mới để ghi.').waitFor();
    await page.locator('.imports-counts', { hasText: '0 mới, 0 thay đổi, 980 không đổi · 20 lỗi' }).waitFor();
    expect(await imports()).to.have.length(1);
  });

  it('is there again when the store is gone and the journal alone is left', async () => {
    const before = await vessels();
    await product.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(join(data, `store.db${end}`), { force: true });
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn('admin', password);
    expect(await vessels()).to.deep.equal(before);
    expect(await imports()).to.have.length(1);
  });
});
