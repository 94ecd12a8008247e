/** An officer takes a boundary crossing from its alert to a closed case, in a real browser on the built product. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
/** Where to keep pictures of what an officer sees; nowhere unless asked. */
const PICTURES = process.env.HAIDANG_PICTURES;

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

describe('a case in the browser', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  let alert: Alert;
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 240 * MINUTE;

  const post = async (path: string, json: unknown): Promise<void> => {
    const answer = await product.fetch(`/api/v1${path}`, { method: 'POST', json });
    expect(answer.ok, `${path}: ${answer.ok ? '' : await answer.text()}`).to.equal(true);
  };
  const theCase = (): Promise<Case> => product.get(`/api/v1/cases/${alert.caseId}`);
  const picture = async (name: string): Promise<void> => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  };

  before(async function () {
    browser = await openBrowser(this);
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], 'mat-khau-cua-lan\n');
    await post('/vessels', [
      {
        registration: BOAT,
        owner: 'Nguyễn Văn Đức',
        ownerPhone: '0900 100 001',
        captain: 'Trần Ánh',
        captainPhone: '0900100002',
        lengthM: 17.5,
      },
    ]);
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord(start + step * 20 * MINUTE, lat),
      });
      expect(answer.ok).to.equal(true);
    }
    alert = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
      return alerts.find(({ occurrence }) => occurrence.kind === 'boundary-cross');
    });
    page = await browser.newPage({ viewport: { width: 1600, height: 950 } });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  const row = () => page.locator(`[data-alert="${alert.id}"]`);
  const isState = (state: string) =>
    until(async () => (await product.get<Alert>(`/api/v1/alerts/${alert.id}`)).response.state === state);

  it('silences the alert, puts it aside for a reason and a time, and brings it back', async () => {
    await row().locator('.alert-head').click();
    await page.keyboard.press('m');
    await row().getByText('admin đã tắt tiếng').waitFor();
    expect((await product.get<Alert>(`/api/v1/alerts/${alert.id}`)).response.state).to.equal('unacknowledged');
    await page.keyboard.press('s');
    const form = row().locator('form.shelve');
    await form.waitFor();
    // It takes the form away and nothing else, and the keys are commands again.
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    // It opens whole: Enter shelves at once, for the first reason.
    await page.keyboard.press('s');
    await form.locator('button:focus:enabled').waitFor();
    await page.keyboard.press('Enter');
    await isState('shelved');
    expect((await product.get<Alert>(`/api/v1/alerts/${alert.id}`)).response.reason)
      .to.be.a('string')
      .and.not.equal('');
    await product.fetch(`/api/v1/alerts/${alert.id}/unshelve`, { method: 'POST', json: {} });
    await row().locator('.alert-detail').waitFor();
    await page.keyboard.press('s');
    await form.locator('select').first().selectOption({ label: 'Tàu đang trú bão' });
    await picture('1-shelve');
    await form.getByRole('button', { name: 'Gác lại' }).press('Enter');
    await isState('shelved');
    await page.getByText('Đang gác lại hoặc tắt (1)').click();
    await page.locator('.aside').getByText('Tàu đang trú bão').first().waitFor();
    await picture('2-aside');
    const back = page.locator('.aside').getByRole('button', { name: 'Bỏ gác' });
    if (!(await back.isVisible())) await page.locator('.aside .alert-head').click();
    await back.click();
    await isState('unacknowledged');
  });

  it('says whom it is told to next and when, and tells them at once for a reason', async () => {
    const detail = page.locator('.alert-detail');
    // The screen hears of the step before a moment after the server.
    await detail.locator('.ladder', { hasText: 'Bước tiếp theo lúc' }).waitFor();
    expect(await detail.locator('.ladder').innerText()).to.match(
      /Bước tiếp theo lúc .*\d\d:\d\d \(GMT\+7\): thông báo đẩy, SMS: Trực ban Chi cục Thủy sản \(đang trực\)[\s\S]*đã báo 0\/4 bậc/,
    );
    await page.keyboard.press('e');
    await picture('escalate');
    await detail.locator('.escalate input:focus').waitFor();
    expect(await detail.locator('.escalate input').inputValue()).to.equal('Báo lên cấp ngay');
    // It opens whole, too: Enter tells the next step for that reason, and what is typed takes its place.
    await page.keyboard.press('Enter');
    await until(async () => (await detail.locator('.ladder').innerText()).includes('đã báo 1/4 bậc'));
    await page.keyboard.press('e');
    await detail.locator('.escalate input:focus').waitFor();
    await page.keyboard.type('tàu không trả lời');
    await page.keyboard.press('Enter');
    await until(async () => (await detail.locator('.ladder').innerText()).includes('đã báo 2/4 bậc'));
    const { lines } = await theCase();
    expect(lines.findLast(({ kind, data: said }) => kind === 'escalated' && said?.step)?.text.vi).to.match(
      /^Chuyển cấp \(admin: tàu không trả lời\)/,
    );
  });

  it('acknowledges it and opens its case by keyboard', async () => {
    await row().waitFor();
    if (!(await row().locator('.alert-detail').isVisible())) await row().locator('.alert-head').click();
    await page.keyboard.press('a');
    await isState('acknowledged');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: /Hồ sơ vụ việc: QNa-91234-TS/ }).waitFor();
    await page.locator('.case-state', { hasText: 'Đã tiếp nhận' }).waitFor();
    await picture('3-case');
  });

  it('logs a call to the owner with one press, and a second to the captain with three actions', async () => {
    await page.locator('[data-outcome="no-answer"]').click();
    await page.locator('.case-state', { hasText: 'Đang liên lạc' }).waitFor();
    await page.getByRole('radio', { name: /Thuyền trưởng/ }).check();
    await page.locator('.contact').getByLabel('Ghi chú').fill('quay về ngay');
    await page.locator('[data-outcome="will-turn-back"]').click();
    await page.locator('.case-state', { hasText: 'Đã liên lạc được' }).waitFor();
    const contacts = (await theCase()).lines.filter(({ kind }) => kind === 'contact');
    expect(contacts.map(({ text }) => text.vi)).to.deep.equal([
      'Gọi điện Chủ tàu Nguyễn Văn Đức 0900 100 001: Không nghe máy',
      'Gọi điện Thuyền trưởng Trần Ánh 0900100002: Liên lạc được, sẽ quay về; quay về ngay',
    ]);
  });

  it('has all that is known of the vessel on its own page, one key from the map', async () => {
    await page.getByRole('heading', { level: 1 }).getByRole('link', { name: BOAT }).click();
    await page.locator('#vessel-title', { hasText: BOAT }).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('heading', { name: `Hồ sơ tàu: ${BOAT}` }).waitFor();
    const panel = (name: string) => page.locator('section', { has: page.getByRole('heading', { name, exact: true }) });
    await page.locator('.signal-summary', { hasText: 'VMS: không lần nào im lặng ngoài cảng' }).waitFor();
    expect(await page.locator('.signal-row.vms path:not(.unknown)').getAttribute('d')).to.match(/^M[\d.]+ 0h[\d.]+v1/);
    await panel('Gọi cho ai').getByRole('link', { name: '0900 100 001' }).waitFor();
    await panel('Gọi cho ai').getByText('Liên lạc được, sẽ quay về; quay về ngay').waitFor();
    await panel('Cảnh báo của tàu này').getByText('vượt “').first().waitFor();
    await picture('vessel-record');
    await page.goBack();
    await page.locator('#vessel-title').waitFor();
    await page.getByRole('link', { name: 'Hồ sơ tàu' }).click();
    await panel('Vụ việc').getByText('Đã liên lạc được').waitFor();
    await panel('Vụ việc').getByRole('link').first().click();
    await page.locator('.case-state', { hasText: 'Đã liên lạc được' }).waitFor();
  });

  it('gives a task, and cannot close the case before it is answered', async () => {
    const tasks = page.locator('section', { has: page.getByRole('heading', { name: 'Việc giao' }) });
    await tasks.getByLabel('Đơn vị hoặc người nhận').fill('Đồn Biên phòng Cửa Đại');
    await tasks.getByLabel('Việc cần làm').fill('Kiểm tra khi tàu về bến');
    await tasks.getByRole('button', { name: 'Giao việc' }).click();
    await page.locator('[data-move="close"][disabled]').waitFor();
    await picture('4-task');
    await tasks.getByLabel('Trả lời').fill('Đã kiểm tra');
    await tasks.getByRole('button', { name: 'Đã xong' }).click();
    // Two other alerts of the case are not acknowledged yet: nothing ends over their heads.
    await page.locator('[data-move="close"][disabled]', { hasText: 'còn thiếu: tiếp nhận mọi cảnh báo' }).waitFor();
    const take = page.locator('.case-alerts').getByRole('button', { name: 'Tiếp nhận' });
    for (let left = await take.count(); left > 0; left--) {
      await take.first().click();
      await until(async () => (await take.count()) === left - 1);
    }
    await page.locator('[data-move="close"]:not([disabled])').waitFor();
  });

  it('goes on step by step as the regulation offers, and attaches the record', async () => {
    await page.locator('[data-move="turned-back"]').click();
    await page.getByRole('form', { name: 'Tàu đã quay về' }).getByLabel('Ghi chú').fill('AIS cho thấy tàu quay vào');
    await page.keyboard.press('Enter');
    await page.locator('.case-state', { hasText: 'Tàu đã quay về' }).waitFor();
    const scan = join(data, 'bien-ban.png');
    writeFileSync(scan, await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } }));
    await page.getByLabel('Đính kèm tệp').setInputFiles(scan);
    await page.locator('.files').getByText('bien-ban.png').waitFor();
    await page.locator('[data-move="verify"]').click();
    await page.getByRole('form', { name: 'Xác minh khi tàu về' }).getByLabel('Số biên bản').fill('12/BB-XM');
    await page.keyboard.press('Enter');
    await page.locator('.case-state', { hasText: 'Đang xác minh' }).waitFor();
    await picture('5-verifying');
  });

  it('prints the file', async function () {
    this.timeout(120_000);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'In hồ sơ (PDF)' }).click(),
    ]);
    const path = await saved.path();
    const pdf = readFileSync(path);
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    if (PICTURES) writeFileSync(join(PICTURES, 'case.pdf'), pdf);
  });

  it('saves it as an archive of evidence that verifies, and the vessel’s last day as another', async function () {
    this.timeout(120_000);
    const savedBy = async (name: string): Promise<string> => {
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name, exact: true }).click(),
      ]);
      expect(saved.suggestedFilename()).to.match(/^[\w-]+\.zip$/);
      return saved.path();
    };
    const ofCase = await savedBy('Hồ sơ bằng chứng (ZIP)');
    const verdict = haidang(['verify', ofCase]);
    expect(verdict.code, verdict.out + verdict.err).to.equal(0);
    expect(verdict.out).to.contain('5 trong 5 vị trí được giải mã lại');
    await page.getByRole('heading', { level: 1 }).getByRole('link', { name: BOAT }).click();
    await page.getByText('Xuất bằng chứng').click();
    await page.getByLabel('Trong').selectOption({ label: '24 giờ qua' });
    await picture('vessel-archive');
    expect(haidang(['verify', await savedBy('Lập và tải về (ZIP)')]).code).to.equal(0);
    await page.setViewportSize({ width: 360, height: 740 });
    await picture('vessel-archive-narrow');
    await page.setViewportSize({ width: 1600, height: 950 });
    await page.goBack();
    await page.locator('.case-state').waitFor();
  });

  it('closes it with a reason; the alert is off the list, and the case says so in English too', async () => {
    await page.locator('[data-move="close"]').click();
    const form = page.getByRole('form', { name: 'Đóng vụ việc' });
    await form.getByLabel('Lý do').selectOption('resolved');
    await form.getByRole('button', { name: 'Đóng vụ việc' }).click();
    await page.locator('.case-state', { hasText: 'Đã đóng' }).waitFor();
    expect(await theCase()).to.include({ state: 'closed', closedBy: 'admin', closedReason: 'resolved' });
    await page.getByRole('button', { name: /English/ }).click();
    await page.locator('.case-state', { hasText: 'Closed' }).waitFor();
    await picture('6-closed');
    await page.getByRole('link', { name: 'Cases', exact: true }).click();
    await page.getByRole('heading', { name: 'Open cases' }).waitFor();
    await page.getByLabel('Show ended ones as well').check();
    await page.getByRole('link', { name: BOAT }).waitFor();
    await picture('7-cases');
    await page.getByRole('button', { name: /Tiếng Việt/ }).click();
  });

  it('hands the shift over, and another officer takes it', async () => {
    await page.getByRole('link', { name: 'Giao ca' }).click();
    await page.getByLabel(/Ghi chú cho ca sau/).fill('Biển động cấp 6');
    await page.getByRole('button', { name: 'Ký giao ca' }).click();
    await page.getByText('chưa ai ký nhận').waitFor();
    await picture('8-handover');
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${product.url}/handover`);
    await other.fill('input[name=user]', 'lan');
    await other.fill('input[name=password]', 'mat-khau-cua-lan');
    await other.click('button[type=submit]');
    await other.getByRole('button', { name: 'Ký nhận ca' }).click();
    await other.getByText(/lan ký nhận lúc/).waitFor();
  });

  it('has all of it in the evidence, under one hash', async () => {
    const answer = await product.fetch(`/api/v1/cases/${alert.caseId}/evidence.json`);
    const text = await answer.text();
    expect(answer.headers.get('x-content-sha256')).to.equal(createHash('sha256').update(text).digest('hex'));
    const kinds = (JSON.parse(text) as { lines: { kind: string }[] }).lines.map(({ kind }) => kind);
    expect(kinds).to.include.members([
      'alert-raised',
      'silenced',
      'shelved',
      'unshelved',
      'acknowledged',
      'contact',
      'task',
      'task-answered',
      'file',
      'moved',
    ]);
  });
});
