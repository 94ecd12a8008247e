/** The page on which rules are tried: what is in the form, and the whole of it in a browser over a real engine room. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Rule } from '../../geofences/types.ts';
import { withSetters } from '../../server/api/own-thresholds.ts';
import type { Act, SettingsDocument } from '../../server/models/entry.ts';
import {
  type Draft,
  differences,
  draftOf,
  faultOf,
  isValid,
  judgesAlike,
  proposedRule,
  specsOf,
  withParam,
  withZones,
} from '../../web/rules/draft.ts';
import { rateWords } from '../../web/rules/words.ts';
import { momentPath, pageOf } from '../../web/ui/router.ts';
import { openBrowser } from '../browser.ts';
import { closedSquare } from '../server/api-fixtures.ts';
import { type ApiProduct, nafRecord, passwords, startApi, until } from '../server/api-product.ts';

const near: Rule = {
  id: 'near',
  kind: 'boundary-approach',
  version: 3,
  zones: ['line', 'other'],
  params: { withinNm: 6, confirm: 1 },
  priority: 2,
  name: 'Gần ranh giới',
};

describe('a rule in the hands of somebody who changes it', () => {
  const spec = (draft: Draft, name: string) => specsOf(draft.rule).find((one) => one.name === name)!;

  it('is proposed under the next version, with what was not touched as it was', () => {
    const draft = withParam(draftOf(near), 'withinNm', 8);
    expect(proposedRule(draft)).to.deep.equal({ ...near, version: 4, params: { withinNm: 8, confirm: 1 } });
    expect(near.params).to.deep.equal({ withinNm: 6, confirm: 1 });
  });

  it('goes back to a default by leaving the value out', () => {
    const draft = withParam(draftOf(near), 'confirm', undefined);
    expect(proposedRule(draft).params).to.deep.equal({ withinNm: 6 });
    expect(differences(draft)).to.have.length(1);
    expect(differences(draft)[0]).to.include({ before: 1, after: 2 });
  });

  it('differs by what counts, not by how it is written', () => {
    expect(differences(draftOf(near))).to.deep.equal([]);
    expect(differences(withParam(draftOf(near), 'confirmMinutes', 0))).to.deep.equal([]);
    expect(differences(withZones(draftOf(near), ['other', 'line']))).to.deep.equal([]);
    const all = differences(withZones(draftOf(near), undefined));
    expect(all).to.deep.equal([{ before: ['line', 'other'], after: undefined }]);
  });

  it('is not valid outside the limits of its schema, or without a zone', () => {
    const at = (value: number): Draft => withParam(draftOf(near), 'withinNm', value);
    const fault = (draft: Draft) => faultOf(draft, spec(draft, 'withinNm'));
    expect(fault(at(61))).to.deep.equal({ fault: 'too-large', max: 60 });
    expect(fault(at(0))).to.deep.equal({ fault: 'too-small', min: 0.05 });
    expect(fault(at(Number.NaN))).to.deep.equal({ fault: 'not-number' });
    expect(fault(at(60))).to.equal(undefined);
    expect(isValid(at(61))).to.equal(false);
    expect(isValid(withZones(draftOf(near), []))).to.equal(false);
    expect(isValid(at(60))).to.equal(true);
  });

  it('goes on from what was tried while it follows the rule of today', () => {
    const tried = proposedRule(withParam(draftOf(near), 'withinNm', 8));
    expect(draftOf(near, tried).params.withinNm).to.equal(8);
    expect(draftOf({ ...near, version: 4 }, tried).params.withinNm).to.equal(6);
    expect(draftOf({ ...near, id: 'far' }, tried).params.withinNm).to.equal(6);
  });

  it('says by whom each value was set, whatever a client claims, and forgets no basis with what is not changed', () => {
    const own = { basis: 'QĐ 12', since: '2026-01-01', by: 'lan', at: 1 };
    const held = { ...near, thresholds: { withinNm: own } };
    const set = (changed: Rule) => withSetters([changed], [held], 'admin', 9)[0]!.thresholds;
    expect(set(near)).to.deep.equal({ withinNm: own });
    const forged = { withinNm: { ...own, by: 'nobody' } };
    expect(set({ ...near, thresholds: forged })).to.deep.equal({ withinNm: own });
    expect(set({ ...near, thresholds: { withinNm: {} } })).to.deep.equal({ withinNm: { by: 'admin', at: 9 } });
    const changed = { ...near, params: { withinNm: 8, confirm: 2 } };
    const stamp = { by: 'admin', at: 9 };
    expect(set(changed)).to.deep.equal({ withinNm: stamp, confirm: stamp });
    expect(set({ ...near, params: {} })).to.equal(undefined);
    expect(withSetters([near], [], 'admin', 9)).to.deep.equal([near]);
  });

  it('drops the basis of a value with the value, and has it again when that comes back', () => {
    const held = { ...near, thresholds: { withinNm: { basis: 'QĐ 12' } } };
    const changed = withParam(draftOf(held), 'withinNm', 8);
    expect(proposedRule(changed).thresholds).to.equal(undefined);
    expect(differences(withParam(changed, 'withinNm', 6))).to.deep.equal([]);
    const named = { ...draftOf(near), name: 'Gần' };
    expect(differences(named)).to.deep.equal([{ part: 'name', before: 'Gần ranh giới', after: 'Gần' }]);
    expect(judgesAlike(near, proposedRule(named))).to.equal(true);
    expect(judgesAlike(near, proposedRule(changed))).to.equal(false);
  });

  it('says rates in two digits', () => {
    expect([rateWords(312, 224), rateWords(16, 48), rateWords(3, 0)]).to.deep.equal(['1,4', '0,33', '–']);
  });

  it('has its own address, and so has the moment of an example', () => {
    expect(pageOf('/rules')).to.deep.equal({ name: 'rules' });
    expect(pageOf('/rules/near%2F6')).to.deep.equal({ name: 'rules', ruleId: 'near/6' });
    const moment = { time: 1_700_000_000_000, lon: 108.5, lat: 15.25 };
    expect(pageOf(momentPath('v/1', moment))).to.deep.equal({ name: 'console', vesselId: 'v/1', moment });
    for (const query of ['?at=1&lon=200&lat=0', '?at=x&lon=1&lat=1', '?at=1&lon=&lat=1', '?at=1e99&lon=1&lat=1'])
      expect(pageOf(`/vessel/v1${query}`), query).to.deep.equal({ name: 'console', vesselId: 'v1' });
    expect(pageOf('/?alert=7')).to.deep.equal({ name: 'console' });
  });
});

const MINUTE = 60_000;
const closed = closedSquare;
const rule = {
  id: 'no-entry',
  kind: 'zone-enter',
  zones: ['closed-1'],
  params: { confirm: 2 },
  version: 1,
  priority: 2,
  name: 'Vào vùng cấm',
  nameEn: 'Entered a closed area',
};

describe('the page on which rules are tried', () => {
  let api: ApiProduct;
  let admin: string;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  before(async function () {
    browser = await openBrowser(this);
    api = await startApi('dist/web');
    admin = await api.signIn('admin');
    await put('zones', { type: 'FeatureCollection', features: [closed] });
    await put('rules', [rule]);
    const end = Date.now();
    const at = (boat: string, lon: number, minutes: number): string =>
      nafRecord(boat, 15.5, lon, end - minutes * MINUTE);
    const headers = { authorization: `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}` };
    const body = [
      ...[107.8, 107.95, 108.1, 108.25].map((lon, i) => at('QNa-91001-TS', lon, 240 - i * 60)),
      ...[107.9, 108.1, 107.9].map((lon, i) => at('QNa-91002-TS', lon, 180 - i * 60)),
    ].join('');
    await api.fetch('/api/v1/positions/naf', { method: 'POST', headers, body });
    await until(async () => (await api.context.store.alerts({ state: 'all', limit: 10 })).length === 1);
    page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
    });
    await signIn(page, 'admin');
  });
  after(async () => {
    await browser?.close();
    await api?.close();
  });

  async function put(name: string, body: unknown): Promise<void> {
    const headers = { cookie: admin, 'content-type': 'application/json' };
    const init = { method: 'PUT', headers, body: JSON.stringify(body) };
    expect((await api.fetch(`/api/v1/settings/${name}`, init)).status).to.equal(200);
  }

  async function signIn(on: Page, user: keyof typeof passwords): Promise<void> {
    await on.goto(api.url);
    await on.fill('input[name=user]', user);
    await on.fill('input[name=password]', passwords[user]);
    await on.click('button[type=submit]');
    await on.waitForSelector('canvas.vessel-symbols');
  }

  const confirm = () => page.getByRole('spinbutton', { name: /^Số vị trí liên tiếp/ });
  const tryIt = () => page.getByRole('button', { name: 'Chạy thử', exact: true });
  const apply = () => page.getByRole('button', { name: 'Áp dụng bản sửa…' });
  const sums = () => page.locator('.sums');

  it('is reached by keyboard and says what a rule does, as its parameters change', async () => {
    await page.getByRole('link', { name: 'Quy tắc', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Vào vùng cấm' }).focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).pathname).to.equal('/rules/no-entry');
    const words = page.locator('.rule-words');
    await words.getByText('2 vị trí liên tiếp').waitFor();
    await confirm().fill('3');
    await words.getByText('3 vị trí liên tiếp').waitFor();
    const field = page.locator('[data-param=confirm]');
    expect(await field.innerText())
      .to.contain('mặc định: 2 vị trí · từ 1 đến 20')
      .and.contain('Căn cứ:');
  });

  it('lets nobody try what is not valid, and says what is wrong beside the field', async () => {
    await confirm().fill('21');
    await page.getByText('Nhiều nhất là 20.').waitFor();
    expect(await confirm().getAttribute('aria-invalid')).to.equal('true');
    expect(await tryIt().isDisabled()).to.equal(true);
    await page.getByRole('button', { name: 'Về mặc định: Số vị trí' }).click();
    expect(await confirm().inputValue()).to.equal('');
    expect(await tryIt().isEnabled()).to.equal(true);
    expect(await apply().isDisabled()).to.equal(true);
  });

  it('tries a change and says what it would have raised, by day, vessel and example', async () => {
    await confirm().fill('1');
    await page.getByText('Chạy thử bản sửa này trước khi áp dụng.').waitFor();
    await confirm().press('Tab');
    await tryIt().press('Enter');
    await sums().waitFor();
    expect(await sums().innerText())
      .to.match(/Bản sửa sẽ báo 2 lần = [\d,]+ lần\/giờ, trên 2\/2 tàu\./)
      .and.match(/Bản hiện hành báo 1 lần = [\d,]+ lần\/giờ, trên 1\/2 tàu\./)
      .and.contain('Chỉ bản sửa báo: 1 lần; chỉ bản hiện hành báo: 0 lần.');
    const bars = page.locator('.day-bars svg');
    expect(await bars.getAttribute('aria-label')).to.contain('bản hiện hành 1, bản sửa 2');
    expect(await bars.locator('rect.proposed').count()).to.be.within(1, 2);
    await page.getByText('Bảng số liệu theo ngày').click();
    expect(await page.locator('.day-table tbody tr').count()).to.equal(7);
    const rows = page.locator('.vessel-counts tbody tr');
    expect(await rows.allInnerTexts()).to.deep.equal(['QNa-91002-TS\t0\t1', 'QNa-91001-TS\t1\t1']);
    expect(await page.locator('.examples li').allInnerTexts())
      .to.have.length(1)
      .and.satisfy(([text]: string[]) => /QNa-91002-TS đi vào “Vùng cấm” lúc/.test(text!));
  });

  it('says the same in English', async () => {
    await page.getByRole('button', { name: /English/ }).click();
    expect(await sums().innerText())
      .to.match(/It would have raised 2 = [\d.]+\/h, on 2 of 2 vessels\./)
      .and.contain('Only the changed version tells of 1; only today’s of 0.');
    expect(await page.locator('.rule-words').innerText()).to.contain('1 fix lies');
    await page.getByRole('button', { name: /Tiếng Việt/ }).click();
  });

  it('shows an example where and when it was, and comes back to what was tried', async () => {
    await page.getByRole('link', { name: 'Xem trên bản đồ' }).press('Enter');
    await page.locator('.moment-mark').waitFor();
    expect(await page.locator('.leaflet-tooltip').innerText()).to.match(/^Xem tại \d\d\/\d\d \d\d:\d\d \(GMT\+7\)$/);
    await page.getByRole('heading', { name: 'QNa-91002-TS' }).waitFor();
    await page.goBack();
    await sums().waitFor();
    expect(await confirm().inputValue()).to.equal('1');
    expect(await apply().isEnabled()).to.equal(true);
  });

  it('asks for a new trial once something else is changed', async () => {
    await confirm().fill('2');
    await page.getByText('Tham số đã đổi sau lần chạy này.').waitFor();
    expect(await apply().isDisabled()).to.equal(true);
    await confirm().fill('1');
    expect(await apply().isEnabled()).to.equal(true);
  });

  it('applies a change after it has shown the difference, and not over what somebody else has set meanwhile', async () => {
    await apply().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText())
      .to.match(/Số vị trí liên tiếp[^\t]*\t2 vị trí\t1 vị trí/)
      .and.match(/Số lần báo \(7 ngày\)\t1 = [\d,]+\/giờ\t2 = [\d,]+\/giờ/);
    await put('rules', [{ ...rule, priority: 3 }]);
    await dialog.getByRole('button', { name: 'Áp dụng', exact: true }).click();
    await page.getByRole('alert').getByText('admin đã đổi danh sách quy tắc lúc').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await currentRules()).to.deep.equal([{ ...rule, priority: 3, version: 2 }]);

    // The form begins anew from the version that holds now: what is changed upon that has to be tried first.
    expect(await confirm().inputValue()).to.equal('2');
    await confirm().fill('1');
    expect(await apply().isDisabled()).to.equal(true);
    await tryIt().click();
    await sums().waitFor();
    await apply().click();
    await dialog.getByRole('button', { name: 'Áp dụng', exact: true }).click();
    await page.getByText('Đã áp dụng phiên bản 3; admin,').waitFor();
    const [now] = (await currentRules()) as Rule[];
    const { at } = now!.thresholds!.confirm!;
    const thresholds = { confirm: { by: 'admin', at } };
    expect(now).to.deep.equal({ ...rule, priority: 3, version: 3, params: { confirm: 1 }, thresholds });
    const acts: Act[] = await api.context.store.acts({ limit: 100 });
    expect(acts.filter(({ kind, subject }) => kind === 'document' && subject === 'rules')).to.have.length(3);
    expect(await page.locator('.rule-id').innerText()).to.contain('phiên bản 3');
  });

  it('takes names, priority and the basis of a value without a trial, under a version of their own', async () => {
    const field = page.locator('[data-param=confirm]');
    expect(await field.innerText())
      .to.match(/Giá trị riêng do admin đặt, .*GMT\+7.*Chưa nêu căn cứ cho giá trị này\./s)
      .and.contain('(của giá trị mặc định)');
    await page.getByRole('textbox', { name: 'Tên quy tắc' }).fill('Vào vùng cấm khai thác');
    await page.getByRole('textbox', { name: 'Tên tiếng Anh' }).fill('Entered a no-take area');
    await page.getByRole('combobox', { name: 'Mức ưu tiên' }).selectOption('1');
    await field.getByLabel('Căn cứ của giá trị riêng').fill('QĐ 12/QĐ-UBND');
    await field.getByLabel('Có hiệu lực từ ngày').fill('01/12/2026');
    await field.getByLabel('Có hiệu lực từ ngày').press('Tab');
    await apply().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText())
      .to.contain('Tên quy tắc\tVào vùng cấm\tVào vùng cấm khai thác')
      .and.contain('Mức ưu tiên\tP3\tP1')
      .and.match(/Căn cứ của giá trị riêng\tchưa nêu\tQĐ 12\/QĐ-UBND/);
    await dialog.getByRole('button', { name: 'Áp dụng', exact: true }).click();
    await page.getByText('Đã áp dụng phiên bản 4; admin,').waitFor();
    const [now] = (await currentRules()) as Rule[];
    expect(now).to.deep.include({ name: 'Vào vùng cấm khai thác', nameEn: 'Entered a no-take area', priority: 1 });
    expect(now!.thresholds!.confirm).to.deep.include({ basis: 'QĐ 12/QĐ-UBND', since: '2026-12-01', by: 'admin' });
    expect(await field.innerText()).to.contain('Căn cứ của giá trị riêng: QĐ 12/QĐ-UBND. Có hiệu lực từ 01/12/2026.');
    await page.getByRole('textbox', { name: 'Tên quy tắc' }).fill(' ');
    await page.getByText('Hãy đặt tên cho quy tắc.').waitFor();
    expect(await apply().isDisabled()).to.equal(true);
    await page.getByRole('button', { name: 'Bỏ mọi thay đổi' }).click();
  });

  async function currentRules(): Promise<unknown> {
    const answer = await api.fetch('/api/v1/settings/rules', { headers: { cookie: admin } });
    return ((await answer.json()) as SettingsDocument).body;
  }

  it('can be read, but not used, by whoever may not change settings', async () => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other, 'officer');
    await other.goto(`${api.url}/rules/no-entry`);
    await other.getByText('Tài khoản này chỉ xem được quy tắc.').waitFor();
    expect(await other.getByRole('spinbutton', { name: /^Số vị trí liên tiếp/ }).isDisabled()).to.equal(true);
    expect(await other.locator('.trial').count()).to.equal(0);
    await other.close();
  });

  it('tells of a rule that is not there, and of a trial that fails', async () => {
    await page.goto(`${api.url}/rules/gone`);
    await page.getByText('Không có quy tắc “gone”.').waitFor();
    await page.goto(`${api.url}/rules/no-entry`);
    await page.route('**/api/v1/dry-runs', (route) =>
      route.fulfill({
        status: 503,
        json: { error: { code: 'dry-runs-full', vi: 'Đã có 4 lần thử.', en: '4 dry runs.' } },
      }),
    );
    await tryIt().click();
    await page.getByRole('alert').getByText('Đã có 4 lần thử.').waitFor();
    await page.unroute('**/api/v1/dry-runs');
  });

  it('made no noise in the browser', () => {
    expect(problems.filter((text) => !text.includes('503'))).to.deep.equal([]);
  });
});
