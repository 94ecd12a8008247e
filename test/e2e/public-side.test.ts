/** The public side in a real browser, on a phone: told, followed, taken up in the console, put into a case; an owner's own boats. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const HOUR = 3_600_000;
/** Where to keep pictures of what is seen; nowhere unless asked. */
const PICTURES = process.env.HAIDANG_PICTURES;
const PHONE = { width: 360, height: 740 };

function nafRecord(registration: string, fixTime: number): string {
  return nafPosition(registration, fixTime, { lat: 15.5, lon: 109.5 });
}

describe('the public side in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let followed = '';
  const faults: string[] = [];

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'haidang.config.json');
    writeFileSync(config, JSON.stringify({ modules: { publicForm: true }, publicForm: { hotline: '0235 3 000 000' } }));
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    const boats = ['QNa-90001-TS', 'QNa-90002-TS'].map((registration) => ({
      ...{ registration, lengthM: 17, reportingIntervalMin: 120, licenceUntil: '2027-01-31' },
    }));
    expect((await product.fetch('/api/v1/vessels', { method: 'POST', json: boats })).ok).to.equal(true);
    const body = boats.map(({ registration }) => nafRecord(registration, Date.now() - HOUR)).join('');
    const headers = { authorization: `Bearer ${key}` };
    expect((await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body })).ok).to.equal(true);
    context = await browser.newContext({
      ...{ viewport: PHONE, locale: 'vi', permissions: ['geolocation'] },
      geolocation: { latitude: 15.5, longitude: 109.25 },
    });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text())) faults.push(message.text());
    });
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  const picture = async (of: Page, name: string): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await of.screenshot({ path: join(PICTURES, name), fullPage: true });
  };
  const wide = (of: Page): Promise<number> => of.evaluate('document.documentElement.scrollWidth') as Promise<number>;

  it('takes what somebody tells from a phone, with the place of the phone', async () => {
    await page.goto(`${product.url}/r`);
    expect(await page.locator('h1').textContent()).to.equal('Phản ánh hiện trường trên biển');
    expect(await wide(page)).to.be.at.most(PHONE.width);
    await page.selectOption('select[name=topic]', 'vessel');
    await page.fill('textarea[name=text]', 'Tàu trôi, không thấy người <b>x</b>');
    await page.click('#here');
    await page.waitForFunction("document.getElementById('place').value !== ''");
    expect(await page.inputValue('#place')).to.equal('15.50000, 109.25000');
    await page.fill('input[name=boat]', 'QNa-90001-TS');
    await page.setInputFiles('input[name=photo]', {
      ...{ name: 'x.png', mimeType: 'image/png' },
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await picture(page, 'public-form.png');
    await page.click('form button:not([type=button])');
    await page.locator('p.link a').waitFor();
    expect(await wide(page)).to.be.at.most(PHONE.width);
    await page.click('p.link a');
    await page.locator('dl').waitFor();
    followed = page.url();
    expect(await page.textContent('main'))
      .to.contain('chờ cán bộ xem')
      .and.contain('<b>x</b>');
    await picture(page, 'public-status.png');
    await page.click('a[hreflang=en]');
    expect(await page.textContent('main')).to.contain('waits for an officer');
    expect(faults).to.deep.equal([]);
  });

  it('shows it to the officer, who puts it into the case of its vessel and answers', async () => {
    const console_ = await (await browser.newContext({ viewport: { width: 1300, height: 900 } })).newPage();
    await console_.goto(`${product.url}/field-reports`);
    await console_.fill('input[name=user]', 'admin');
    await console_.fill('input[name=password]', product.password);
    await console_.click('button[type=submit]');
    const report = console_.locator('article.field-report').first();
    await report.waitFor();
    expect(await report.textContent())
      .to.contain('Tàu trôi, không thấy người <b>x</b>')
      .and.match(/15°30[.,]0/);
    await report.locator('img.field-photo').waitFor();
    await report.getByRole('button', { name: 'Nhận xử lý' }).click();
    await report.locator('small', { hasText: 'đang xem xét' }).waitFor();
    await report.locator('summary', { hasText: 'Đưa vào vụ việc của tàu' }).click();
    await report.locator('input[type=search]').fill('90001');
    await report.getByRole('button', { name: 'QNa-90001-TS' }).click();
    await report.locator('dd a', { hasText: 'Vụ việc của QNa-90001-TS' }).waitFor();
    await report.locator('summary', { hasText: 'Trả lời người gửi' }).click();
    await report.locator('textarea').first().fill('Tàu kiểm ngư đang đến');
    await report.getByRole('button', { name: 'Trả lời người gửi' }).click();
    await report.locator('dd', { hasText: 'Tàu kiểm ngư đang đến' }).waitFor();
    await picture(console_, 'field-reports.png');
    await page.goto(followed);
    expect(await page.textContent('main'))
      .to.contain('đã chuyển thành vụ việc')
      .and.contain('Tàu kiểm ngư đang đến');
    await report.locator('dd a', { hasText: 'Vụ việc' }).click();
    await console_.locator('.timeline').waitFor();
    expect(await console_.textContent('.timeline')).to.contain('Phản ánh hiện trường');
    await picture(console_, 'field-report-case.png');
    await console_.goto(`${product.url}/field-reports`);
    await console_.locator('summary', { hasText: 'Ghi cuộc gọi đường dây nóng' }).click();
    await console_.fill('.field-form textarea', 'Bà con gọi báo');
    await console_.fill('.field-form input[name=phone]', '0900000001');
    await console_.getByRole('button', { name: 'Ghi phản ánh' }).click();
    await console_.locator('article.field-report', { hasText: 'Bà con gọi báo' }).waitFor();
    await console_.setViewportSize(PHONE);
    expect(await wide(console_)).to.be.at.most(PHONE.width);
    await picture(console_, 'field-reports-phone.png');
    await console_.close();
  });

  it('shows an owner their own boats, and no other', async () => {
    const made = await product.fetch('/api/v1/users', {
      ...{ method: 'POST' },
      json: { name: 'chu-tau', roles: ['owner'], vessels: ['QNa-90001-TS'] },
    });
    const { password } = (await made.json()) as { password: string };
    const own = await (await browser.newContext({ viewport: PHONE, locale: 'vi' })).newPage();
    await own.goto(`${product.url}/own`);
    await own.fill('input[name=user]', 'chu-tau');
    await own.fill('input[name=password]', password);
    await own.click('button[type=submit]');
    await own.locator('.own-boat').waitFor();
    expect(await own.locator('.own-boat').count()).to.equal(1);
    expect(await own.textContent('main'))
      .to.contain('QNa-90001-TS')
      .and.contain('31/01/2027')
      .and.not.contain('90002');
    expect(await wide(own)).to.be.at.most(PHONE.width);
    await picture(own, 'owner.png');
    await own.click('.nav-button');
    const pages = await own.locator('#pages a').allTextContents();
    expect(pages[0]).to.equal('Tàu của tôi');
    expect(pages).not.to.include('Phản ánh');
    await until(async () => (await product.get<{ reports: unknown[] }>('/api/v1/field-reports')).reports.length === 2);
    // A link to somebody else's boat opens, and says no more than that.
    const { vessels } = await product.get<{ vessels: { id: string }[] }>('/api/v1/vessels?q=90002');
    await own.goto(`${product.url}/vessel/${vessels[0]!.id}`);
    await own.getByText('Hệ thống không có tàu này, hoặc tài khoản của bạn không được xem tàu này.').waitFor();
    expect(await own.locator('.card').textContent()).not.to.match(/90002|sổ đăng ký/);
    await own.close();
  });
});
