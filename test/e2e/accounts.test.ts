/** An administrator keeps accounts in a real browser; somebody turns a second factor on and signs in with it. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { codeAt } from '../../server/auth/totp.ts';
import { openBrowser } from '../browser.ts';
import { Product, removeFolder, temporaryFolder } from '../product.ts';

const STEP_MS = 30_000;

describe('accounts in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const fresh = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const opened = await context.newPage();
    opened.on('pageerror', (error) => complaints.push(String(error)));
    opened.on('console', (said) => {
      if (said.text().includes('Content Security Policy')) complaints.push(said.text());
    });
    await opened.goto(product.url);
    return opened;
  };
  const signIn = async (user: string, password: string): Promise<Page> => {
    const opened = await fresh();
    await opened.fill('input[name=user]', user);
    await opened.fill('input[name=password]', password);
    // Behind dots, and known to managers of passwords.
    for (const [field, attributes] of Object.entries({
      user: [null, 'username'],
      password: ['password', 'current-password'],
    }))
      expect(
        await Promise.all(['type', 'autocomplete'].map((name) => opened.getAttribute(`input[name=${field}]`, name))),
        field,
      ).to.deep.equal(attributes);
    await opened.click('button[type=submit]');
    return opened;
  };
  const button = (where: Page, name: string) => where.getByRole('button', { name, exact: true });

  /** As the administrator of a new installation does, who mistypes at first. */
  const comeInByLink = async (): Promise<Page> => {
    const opened = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    await opened.goto(/http:\S+\/first#\S+/.exec(product.output)![0]);
    const set = async (password: string, again: string): Promise<void> => {
      await opened.fill('input[name=password]', password);
      await opened.fill('input[name=again]', again);
      await opened.click('button[type=submit]');
    };
    await set('gió mùa đông bắc về', 'gió mùa đông nam về');
    expect(await opened.locator('[role=alert]').textContent()).to.equal('Hai lần nhập không giống nhau.');
    await set('1234567890', '1234567890');
    await opened.locator('[role=alert]', { hasText: 'ai cũng đoán được' }).waitFor();
    await set('gió mùa đông bắc về', 'gió mùa đông bắc về');
    await opened.locator('.shell').waitFor();
    return opened;
  };

  before(async function () {
    browser = await openBrowser(this);
    product = await Product.start({ data, args: ['--no-demo'], leavesLink: true });
    page = await comeInByLink();
    product.password = 'gió mùa đông bắc về';
    await page.close();
    await product.signIn();
    const units = [{ id: 'don-a', name: 'Đồn Kỳ Hà', homePorts: ['A'] }];
    await product.fetch('/api/v1/settings/units', { method: 'PUT', json: units });
    page = await signIn('admin', product.password);
    await page.locator('.shell').waitFor();
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  let password = '';

  it('lets nobody in by the link of the first start a second time', async () => {
    const late = await (await browser.newContext({ locale: 'vi-VN' })).newPage();
    await late.goto(/http:\S+\/first#\S+/.exec(product.output)![0]);
    for (const name of ['password', 'again']) await late.fill(`input[name=${name}]`, 'kẻ đến sau không vào được');
    await late.click('button[type=submit]');
    await late.locator('[role=alert]', { hasText: 'Liên kết này đã dùng rồi hoặc quá hạn' }).waitFor();
    await late.close();
  });

  it('adds a border guard of a unit, whose password is shown once', async () => {
    await page.goto(`${product.url}/settings/users`);
    await button(page, 'Thêm người dùng').click();
    await page.fill('.account-form input[name=name]', 'hoa');
    await page.locator('.account-form input[value=officer]').uncheck();
    await page.locator('.account-form input[value=border-guard]').check();
    await page.locator('.account-form select[name=unit]').selectOption('don-a');
    await button(page, 'Ghi').click();
    password = await page.locator('.secret pre').innerText();
    const row = page.locator('[data-user=hoa]');
    expect(await row.innerText())
      .to.contain('Đồn biên phòng')
      .and.contain('Đồn Kỳ Hà')
      .and.contain('đang dùng');
    await page.reload();
    await row.waitFor();
    expect(await page.locator('.secret').count()).to.equal(0);
    expect(await page.content()).not.to.contain(password);
  });

  it('turns a second factor on, which signing in then asks for', async () => {
    const hers = await signIn('hoa', password);
    await hers.locator('.shell').waitFor();
    await hers.goto(`${product.url}/settings/account`);
    const form = hers.locator('[data-form=second-factor]');
    await form.locator('input[name=password]').fill(password);
    await button(hers, 'Bật mã xác thực').click();
    const secret = await hers.locator('.secret-text').innerText();
    expect(await hers.locator('.qr path').getAttribute('d')).to.have.length.greaterThan(500);
    const step = Math.floor(Date.now() / STEP_MS);
    await hers.fill('input[name=code]', codeAt(secret, step));
    await button(hers, 'Xác nhận').click();
    const codes = (await hers.locator('.secret pre').innerText()).split('\n');
    expect(codes).to.have.length(10);
    await button(hers, 'Đóng').click();
    await hers.getByText('● Đang bật').waitFor();

    const again = await signIn('hoa', password);
    await again.getByText('Mã xác thực (6 số').waitFor();
    await again.fill('input[name=code]', codeAt(secret, step + 1));
    await again.click('button[type=submit]');
    await again.locator('.shell').waitFor();
  });

  it('closes an account, which ends what is open with it', async () => {
    const mine = page.locator('[data-user=hoa]');
    await page.reload();
    await mine.getByText('có mã xác thực').waitFor();
    await mine.getByRole('button', { name: 'Khóa tài khoản' }).click();
    await mine.getByText('✕ đã khóa').waitFor();
    const refused = await signIn('hoa', password);
    await refused.getByText('Tên hoặc mật khẩu không đúng.').waitFor();
  });

  it('makes a key that is shown once, and takes it back', async () => {
    const form = page.locator('section[aria-labelledby=keys-title]');
    await form.locator('input[name=name]').fill('VNPT VMS');
    await form.getByLabel('Gửi vị trí tàu').check();
    await button(page, 'Tạo khóa').click();
    expect(await form.locator('.secret pre').innerText()).to.match(/^hd_/);
    const row = page.locator('[data-key="VNPT VMS"]');
    await row.getByText('Gửi vị trí tàu').waitFor();
    await row.getByRole('button', { name: 'Thu hồi' }).click();
    await row.getByText('đã thu hồi').waitFor();
  });

  it('finds all of that in the audit trail', async () => {
    await page.goto(`${product.url}/settings/audit`);
    await page.fill('input[name=about]', 'hoa');
    await button(page, 'Tìm').click();
    await page.locator('tr[data-kind=account]').first().waitFor();
    const rows = await page.locator('tr[data-kind=account]').allInnerTexts();
    expect(rows.map((row) => /việc: (khóa|bật mã xác thực|thêm)/.exec(row)?.[1])).to.deep.equal([
      'khóa',
      'bật mã xác thực',
      'thêm',
    ]);
    const [table] = await Promise.all([page.waitForEvent('download'), page.getByText('Tải về (CSV)').click()]);
    expect(table.suggestedFilename()).to.equal('haidang-acts.csv');
  });

  it('runs nothing that the policy of the page forbids', () => {
    expect(complaints).to.deep.equal([]);
  });
});
