/** A province asks for two people: one changes a rule's threshold, zones and who is told, another approves, in a real browser. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Rule } from '../../geofences/types.ts';
import type { Act, SettingsDocument } from '../../server/models/entry.ts';
import type { Proposal } from '../../server/models/proposal.ts';
import { openBrowser } from '../browser.ts';
import { haidang, Product, removeFolder, temporaryFolder } from '../product.ts';

const PASSWORD = 'mat-khau-cua-thu';

describe('a second person in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let admin: Page;
  let manager: Page;
  const complaints: string[] = [];

  const signIn = async (user: string, password: string, width = 1280): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(product.url);
    await page.fill('input[name=user]', user);
    await page.fill('input[name=password]', password);
    await page.click('button[type=submit]');
    await page.locator('.shell').waitFor();
    return page;
  };
  const document = <T>(name: string): Promise<SettingsDocument & { body: T }> =>
    product.get(`/api/v1/settings/${name}`);
  const put = (name: string, json: unknown, why: string): Promise<Response> =>
    product.fetch(`/api/v1/settings/${name}?why=${encodeURIComponent(why)}`, { method: 'PUT', json });
  const all = async (): Promise<Proposal[]> =>
    (await product.get<{ proposals: Proposal[] }>('/api/v1/proposals?which=all')).proposals;
  const waits = (page: Page, what: string) => page.locator('.proposals > li[data-state=waiting]', { hasText: what });

  before(async function () {
    browser = await openBrowser(this);
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    haidang(['user', 'add', 'thu', '--role', 'manager', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    admin = await signIn('admin', product.password);
    manager = await signIn('thu', PASSWORD, 360);
  });
  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('is asked for where the administrator says so on the page of it', async () => {
    await admin.goto(`${product.url}/settings/approvals`);
    await admin.getByRole('button', { name: 'Sửa', exact: true }).click();
    for (const name of ['Quy tắc', 'Vùng', 'Đơn vị']) await admin.getByRole('checkbox', { name, exact: true }).check();
    await admin.fill('input[name=why]', 'quyết định 99');
    await admin.getByRole('button', { name: 'Ghi và áp dụng' }).click();
    await admin.getByText('Đã ghi, có hiệu lực từ bây giờ.').waitFor();
    expect((await document<string[]>('approvals')).body).to.have.members(['rules', 'zones', 'units']);
  });

  it('lets the page of a setting say that the change waits, and shows it to the second person from what to what', async () => {
    await admin.goto(`${product.url}/settings/units`);
    await admin.getByRole('button', { name: 'Sửa', exact: true }).click();
    await admin.getByRole('button', { name: 'Thêm: Đơn vị' }).click();
    await admin.fill('input[name=why]', 'đồn mới');
    await admin.getByRole('button', { name: 'Ghi và áp dụng' }).click();
    await admin.getByText('chờ người thứ hai duyệt; chưa có hiệu lực').waitFor();
    expect((await document<unknown[]>('units')).body).to.deep.equal([]);

    await admin.getByRole('status').getByRole('link').click();
    await waits(admin, 'đồn mới').locator('summary').click();
    await waits(admin, 'đồn mới').getByText('Bạn là người đề xuất: người khác phải duyệt.').waitFor();
    expect(await admin.getByRole('button', { name: 'Duyệt và áp dụng' }).count()).to.equal(0);

    await manager.goto(`${product.url}/settings/routing`);
    await manager.getByRole('link', { name: 'Chờ người thứ hai duyệt (1)' }).click();
    const shown = waits(manager, 'đồn mới');
    await shown.locator('summary').click();
    await shown.locator('.differences td', { hasText: 'Đơn vị mới' }).waitFor();
    const wide = await manager.evaluate(() => window.document.documentElement.scrollWidth);
    expect(wide).to.be.at.most(360);
    await shown.getByRole('button', { name: 'Duyệt và áp dụng' }).click();
    await manager.getByText('Đã duyệt, có hiệu lực từ bây giờ.').waitFor();
    const { body, changedBy, approvedBy } = await document<unknown[]>('units');
    expect([body.length, changedBy, approvedBy]).to.deep.equal([1, 'admin', 'thu']);
    await manager.goto(`${product.url}/settings/units`);
    await manager.getByText('thu duyệt.').first().waitFor();
  });

  it('tells rules by their parameters in words, and keeps a refusal with its reason', async () => {
    const rules = (await document<Rule[]>('rules')).body;
    const near = rules.find(({ params }) => params?.withinNm !== undefined)!;
    const changed = rules.map((one) => (one === near ? { ...one, params: { ...one.params, withinNm: 7.5 } } : one));
    expect((await put('rules', changed, 'sớm hơn')).status).to.equal(202);
    await manager.goto(`${product.url}/settings/proposals`);
    const shown = waits(manager, 'sớm hơn');
    await shown.locator('summary').click();
    await shown.locator('.differences td', { hasText: '7,5 hải lý' }).waitFor();
    const refuse = shown.getByRole('button', { name: 'Từ chối' });
    expect(await refuse.isDisabled()).to.equal(true);
    await shown.locator('input[name=why]').fill('chưa họp');
    await refuse.click();
    await manager.getByText('Đã từ chối; không có gì thay đổi.').waitFor();
    expect((await document<Rule[]>('rules')).body).to.deep.equal(rules);
    await manager.getByRole('checkbox').check();
    await manager.locator('.proposals > li[data-state=refused]', { hasText: 'sớm hơn' }).locator('summary').click();
    await manager.getByText('chưa họp').waitFor();
  });

  it('tells zones one by one, and is rebuilt from the journal as it was', async () => {
    const zones = (await document<{ features: { id: string; properties: { name: string } }[] }>('zones')).body;
    const [first, ...rest] = zones.features;
    const renamed = { ...first!, properties: { ...first!.properties, name: 'Vùng đổi tên' } };
    expect((await put('zones', { ...zones, features: [renamed, ...rest] }, 'đổi tên')).status).to.equal(202);
    await manager.goto(`${product.url}/settings/proposals`);
    await waits(manager, 'đổi tên').locator('summary').click();
    await waits(manager, 'đổi tên').locator('.differences td', { hasText: 'Vùng đổi tên' }).waitFor();

    const acts = async (): Promise<Act[]> =>
      (await product.get<{ acts: Act[] }>('/api/v1/acts?kind=decide-change')).acts;
    const before = { proposals: await all(), acts: await acts(), units: await document('units') };
    expect(before.proposals.map(({ state }) => state)).to.deep.equal(['waiting', 'refused', 'approved']);
    await product.stop();
    for (const file of readdirSync(data).filter((name) => name.startsWith('store.db'))) rmSync(join(data, file));
    const { password } = product;
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn('admin', password);
    expect({ proposals: await all(), acts: await acts(), units: await document('units') }).to.deep.equal(before);
  });

  it('shows the audit trail from what to what', async () => {
    const page = await signIn('admin', 'chín con thuyền ra khơi');
    await page.goto(`${product.url}/settings/audit`);
    const row = page.locator('tr[data-kind=decide-change]', { hasText: 'Đơn vị' });
    await row.locator('summary').click();
    await row.locator('.act-change', { hasText: 'Đơn vị mới' }).waitFor();
    await page.fill('input[name=about]', 'withinNm');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.locator('tr[data-kind=document] summary').first().click();
    await page.locator('tr[data-kind=document] .act-change', { hasText: '7.5' }).first().waitFor();
    expect(await page.locator('tr[data-kind=decide-change]').count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
  });
});
