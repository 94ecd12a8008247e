/** An administrator changes who is told, how cases go and what is not announced, in a real browser; others may read it. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import type { SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Contact, Route } from '../../server/models/contact.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import type { Ladder } from '../../server/models/ladder.ts';
import type { Regulation, Suppression } from '../../server/models/regulation.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { openBrowser } from '../browser.ts';
import { MailServer } from '../gateways.ts';
import { nafPosition } from '../naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
const PASSWORD = 'mat-khau-cua-lan';

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

describe('the settings of a province', () => {
  const data = temporaryFolder();
  const gateway = new MailServer();
  let product: Product;
  let browser: Browser;
  let page: Page;

  const document = async <T>(name: string): Promise<SettingsDocument & { body: T }> =>
    product.get(`/api/v1/settings/${name}`);
  const put = async (path: string, json: unknown): Promise<Response> =>
    product.fetch(`/api/v1/settings/${path}`, { method: 'PUT', json });
  const signIn = async (user: string, password: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const fresh = await context.newPage();
    await fresh.goto(product.url);
    await fresh.fill('input[name=user]', user);
    await fresh.fill('input[name=password]', password);
    await fresh.click('button[type=submit]');
    await fresh.locator('.shell').waitFor();
    return fresh;
  };
  const open = async (name: string): Promise<void> => {
    await page.goto(`${product.url}/settings/${name}`);
    await page.getByRole('button', { name: 'Sửa', exact: true }).click();
  };
  const save = async (why: string): Promise<void> => {
    await page.fill('input[name=why]', why);
    await page.getByRole('button', { name: 'Ghi và áp dụng' }).click();
  };
  const saved = () => page.getByText('Đã ghi, có hiệu lực từ bây giờ.').waitFor();
  const item = (text: string | RegExp) => page.locator('.settings-form li', { hasText: text }).first();

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'config.json');
    const duty = { id: 'truc', name: 'Trực ban', role: 'duty', email: 'truc@vn.example', verifiedOn: '2020-01-01' };
    const port = { id: 'cang', name: 'Cảng Tam Quang', role: 'port', email: 'cang@vn.example' };
    const smtpPort = await freePort();
    await gateway.listen(smtpPort);
    const notify = { smtp: `smtp://127.0.0.1:${smtpPort}`, pollSeconds: 0.2, retrySeconds: [1] };
    writeFileSync(config, JSON.stringify({ contacts: [duty, port], notify }));
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 120 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord(start + step * 20 * MINUTE, lat),
      });
      expect(answer.ok).to.equal(true);
    }
    page = await signIn('admin', product.password);
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    await gateway.close();
    removeFolder(data);
  });

  it('show whom each rule tells by length and what is missing, to an officer too, who may not change it', async () => {
    const officer = await signIn('lan', PASSWORD);
    await officer.goto(`${product.url}/settings/routing`);
    const crossing = officer.locator('[data-rule="boundary-cross"]');
    await crossing.getByText('Trực ban Chi cục Thủy sản: Email').waitFor();
    await crossing.getByText('Kiểm ngư (chưa có trong danh bạ)').waitFor();
    expect(await crossing.getByText('Cục Thủy sản và Kiểm ngư (chưa').count()).to.equal(0);
    await officer.getByLabel('Hạng tàu').selectOption({ label: 'Từ 24 m' });
    await crossing.getByText('Cục Thủy sản và Kiểm ngư (chưa').waitFor();
    await officer.getByText('Chỉ quản trị viên được sửa.').waitFor();
    expect(await officer.getByRole('button', { name: 'Sửa', exact: true }).count()).to.equal(0);
    const path = '/api/v1/settings/routing';
    const answer = await officer.evaluate(async (to) => (await fetch(to, { method: 'PUT', body: '[]' })).status, path);
    expect(answer).to.equal(403);
    await officer.context().close();
  });

  it('take a new row of the routing, having shown who would be told beside now, and keep who, when and why', async () => {
    const before = await document<Route[]>('routing');
    await open('routing');
    await page.getByRole('button', { name: 'Thêm: Dòng phân phối' }).click();
    const row = page.locator('.item-fields');
    await row.getByRole('searchbox').first().fill('vuot ranh');
    await row.getByRole('checkbox', { name: 'Vượt ranh giới cho phép' }).check();
    await row.getByRole('searchbox').first().fill('moi quy tac');
    await row.getByRole('checkbox', { name: 'Mọi quy tắc' }).uncheck();
    await row.getByRole('checkbox', { name: 'Trực ban Chi cục Thủy sản' }).uncheck();
    await row.getByRole('checkbox', { name: 'Cảng cá' }).check();
    const told = page.locator('.settings-preview tr', { hasText: 'Vượt ranh giới cho phép15 đến dưới 24 m' });
    await told.getByText('Cảng Tam Quang').waitFor();
    expect(await told.locator('td').first().textContent()).not.to.contain('Cảng Tam Quang');
    await save('theo công văn 12');
    await saved();
    const { body, revision, changedBy, why } = await document<Route[]>('routing');
    expect(body).to.deep.equal([
      ...before.body,
      { rules: ['boundary-cross'], changes: ['raised', 'retracted'], roles: ['port'], channels: ['email'] },
    ]);
    expect({ changedBy, why }).to.deep.equal({ changedBy: 'admin', why: 'theo công văn 12' });
    const { versions } = await product.get<{ versions: SettingsDocument[] }>('/api/v1/settings/routing/versions');
    expect(versions.map((one) => one.revision)).to.deep.equal([revision, before.revision]);
    await page.locator('.changes').getByText('theo công văn 12').waitFor();
    await page.getByRole('button', { name: 'So với bản đang dùng' }).click();
    await page.locator('.changes td', { hasText: 'Vượt ranh giới cho phép → Cảng cá' }).waitFor();
  });

  it('refuse a regulation that makes no sense, at the place, and take it once it does', async () => {
    await open('regulation');
    await item('Đã liên lạc được:')
      .getByRole('button', { name: /^Đã liên lạc được:/ })
      .click();
    await page.locator('[data-field="moves[1].requires"]').getByRole('checkbox', { name: 'Lý do' }).check();
    await save('thử');
    await page
      .locator('[data-field="moves[1].reasons"]')
      .getByText('cần lý do mà không có lý do nào để chọn')
      .waitFor();
    await page.locator('[data-field="moves[1].requires"]').getByRole('checkbox', { name: 'Lý do' }).uncheck();
    await page.getByLabel('Tên', { exact: true }).fill('');
    await save('thử');
    await page.locator('[data-field="name"] .problem').waitFor();
    await page.getByLabel('Tên', { exact: true }).fill('Quy chế tỉnh Quảng Nam');
    await page.locator('.settings-form li', { hasText: 'Vừa phát sinh' }).count();
    await page.getByRole('textbox', { name: 'Vừa phát sinh (Tiếng Việt)' }).fill('Mới phát hiện');
    await page.locator('.settings-preview tr', { hasText: 'Vừa phát sinh' }).getByText('Mới phát hiện / New').waitFor();
    await save('quyết định 45/QĐ-UBND');
    await saved();
    const { body } = await document<Regulation>('regulation');
    expect(body.name).to.equal('Quy chế tỉnh Quảng Nam');
    expect(body.states.new).to.deep.equal({ vi: 'Mới phát hiện', en: 'New' });
    await page.goto(`${product.url}/cases`);
    await page.getByText('Mới phát hiện').first().waitFor();
  });

  it('refuse to write over what somebody else has changed meanwhile', async () => {
    await open('regulation');
    await page.getByLabel('Tên', { exact: true }).fill('Bản của tôi');
    const { body } = await document<Regulation>('regulation');
    expect((await put('regulation', { ...body, name: 'Bản của người khác' })).status).to.equal(200);
    await save('thử');
    await page.getByText('admin đã thay đổi phần cài đặt này trong lúc bạn sửa').first().waitFor();
    expect((await document<Regulation>('regulation')).body.name).to.equal('Bản của người khác');
  });

  it('suppress alerts of one vessel by decision until a day, and stop when it is taken back', async () => {
    const states = async (): Promise<string[]> => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=all');
      return alerts
        .filter(({ occurrence }) => occurrence.kind === 'boundary-cross')
        .map(({ response }) => response.state);
    };
    expect(await states()).to.deep.equal(['unacknowledged']);
    await open('suppressions');
    await page.getByRole('button', { name: 'Thêm: Quyết định tắt' }).click();
    const fields = page.locator('.item-fields');
    await save('thử');
    await page.locator('[data-field="[0].rules"] .problem').waitFor();
    await fields
      .getByRole('searchbox', { name: /Tìm trong/ })
      .first()
      .fill('vuot ranh');
    await fields.getByRole('checkbox', { name: 'Vượt ranh giới cho phép' }).check();
    await fields.getByRole('searchbox', { name: 'Số đăng ký, tên hoặc MMSI' }).fill('91234');
    await fields.getByRole('button', { name: `+ ${BOAT}` }).click();
    await fields.getByLabel('Lý do').fill('tàu công vụ');
    await fields.getByLabel('Hết hiệu lực, xem lại ngày').fill('31/12/2099');
    await save('đề nghị của đồn');
    await saved();
    const [made] = (await document<Suppression[]>('suppressions')).body;
    expect(made?.until).to.equal(Date.parse('2099-12-31T23:59:59+07:00'));
    await until(async () => (await states())[0] === 'suppressed');
    await open('suppressions');
    await page.getByRole('button', { name: /^Xóa Vượt ranh giới/ }).click();
    await save('hết đợt công vụ');
    await saved();
    await until(async () => (await states())[0] === 'unacknowledged');
  });

  it('warn of stale contacts, which are verified with a press, mended in the form, and tried with a message', async () => {
    await page.goto(`${product.url}/contacts`);
    const row = page.locator('[data-contact="truc"]');
    await row.getByText(/kiểm tra lần cuối \d+ ngày trước/).waitFor();
    await page.getByText('2 liên hệ cần xem lại').waitFor();
    await row.getByRole('button', { name: 'Đã kiểm tra hôm nay' }).click();
    await row.getByText(/kiểm tra lần cuối/).waitFor({ state: 'detached' });
    await page.getByText('1 liên hệ cần xem lại').waitFor();
    await page.getByRole('link', { name: 'Thêm, sửa liên hệ' }).click();
    await page.getByRole('button', { name: 'Sửa', exact: true }).click();
    await item('Cảng Tam Quang')
      .getByRole('button', { name: /^Cảng Tam Quang/ })
      .click();
    await page.locator('[data-field="[1].email"] input').fill('không phải email');
    await save('thử');
    await page.locator('[data-field="[1].email"] .problem').waitFor();
    await page.locator('[data-field="[1].email"] input').fill('cang@vn.example');
    await page.locator('[data-field="[1].phone"] input').fill('0900 000 005');
    await page.getByRole('button', { name: 'Thêm: Liên hệ' }).click();
    await page.locator('[data-field="[2].name"] input').fill('Đồn Cửa Đại');
    await page.locator('[data-field="[2].phone"] input').fill('12');
    await save('bổ sung số điện thoại');
    await saved();
    const { body } = await document<Contact[]>('contacts');
    expect(body.map(({ name, phone }) => `${name} ${phone}`)).to.deep.equal([
      'Trực ban undefined',
      'Cảng Tam Quang 0900 000 005',
      'Đồn Cửa Đại 12',
    ]);
    await page.goto(`${product.url}/contacts`);
    await page.locator('li', { hasText: 'Đồn Cửa Đại' }).getByText('không giống số điện thoại').waitFor();
    await row.getByRole('button', { name: 'Gửi thử: Email' }).click();
    await page.getByText('Tin thử đã vào hàng gửi').waitFor();
    const { deliveries } = await product.get<{ deliveries: { change: string }[] }>('/api/v1/deliveries');
    expect(deliveries.map(({ change }) => change)).to.include('test');
  });

  it('take an own wording of SMS only with all that it needs, and show how readers get it and in how many SMS', async () => {
    await open('templates');
    await page.getByRole('button', { name: 'Thêm: Mẫu' }).click();
    const text = page.locator('[data-field="[0].text"]');
    const preview = page.locator('.template-preview');
    await text.locator('textarea').fill('{what}: {vessel} luc {when}. Ma {ref}');
    await preview.getByText('thiếu {where}').waitFor();
    await save('thử');
    await text.getByText('thiếu {where}').waitFor();
    await text.locator('textarea').fill('{what}: {vessel} tại {where} lúc {when}. {giờ} {ref}');
    await save('thử');
    await text.getByText('không có biến {giờ}').waitFor();
    expect((await document<unknown[]>('templates')).body).to.deep.equal([]);
    await text.locator('textarea').fill('Báo gấp {what}: {vessel} tại {where} lúc {when}. Mã {ref}');
    await preview.getByText(/^Bao gap .*: QNa-91234-TS tai 15-30\.5N 109-12\.3E luc .*Ma \w+$/).waitFor();
    await preview.getByText(/^Báo gấp .* tại .*Mã \w+$/).waitFor();
    await preview.getByText(/^\d+ ký tự GSM-7, 1 tin SMS$/).waitFor();
    await preview.getByText(/^\d+ ký tự UCS-2, 2 tin SMS$/).waitFor();
    await text.locator('textarea').fill(`${'Rất dài. '.repeat(20)}{what} {vessel} {where} {when} {ref}`);
    await preview.getByText('Không vừa một SMS').waitFor();
    await text.locator('textarea').fill('Báo gấp {what}: {vessel} tại {where} lúc {when}. Mã {ref}');
    await save('theo mẫu của Sở');
    await saved();
    expect((await document<unknown[]>('templates')).body).to.deep.equal([
      {
        ...{ rules: ['*'], change: 'raised', readers: 'all', language: 'vi' },
        text: 'Báo gấp {what}: {vessel} tại {where} lúc {when}. Mã {ref}',
      },
    ]);
  });

  it('change a ladder by form, refuse a step out of order at its place, and say what would be other', async () => {
    const before = await document<Ladder[]>('ladders');
    await open('ladders');
    await page.getByRole('button', { name: /^Cảnh báo khẩn chưa ai tiếp nhận/ }).click();
    const at = before.body.findIndex(({ id }) => id === 'urgent');
    await page
      .locator(`[data-field="[${at}].steps"]`)
      .getByRole('button', { name: /^sau 15 phút →/ })
      .click();
    const minutes = page.locator(`[data-field="[${at}].steps[1].minutes"]`);
    await minutes.locator('input').fill('4');
    await save('thử');
    await minutes.getByText('phải muộn hơn bước trước').waitFor();
    await minutes.locator('input').fill('10');
    await page.locator('.settings-preview td', { hasText: /^10$/ }).waitFor();
    await save('đồn yêu cầu sớm hơn');
    await saved();
    const { body } = await document<Ladder[]>('ladders');
    expect(body[at]?.steps.map((step) => step.minutes)).to.deep.equal([5, 10, 30, 60]);
    expect(body.filter((_, n) => n !== at)).to.deep.equal(before.body.filter((_, n) => n !== at));
  });

  it('are what the unit of an account is held against', async () => {
    const unit = (...of: string[]) => haidang(['user', 'unit', 'lan', ...of, '--data', data]);
    expect((await put('units', [{ id: 'don-ky-ha', name: 'Đồn Kỳ Hà' }])).status).to.equal(200);
    expect(unit('don-ky-xa').err).to.contain('there is no unit “don-ky-xa”; there are: don-ky-ha (Đồn Kỳ Hà)');
    expect(haidang(['user', 'add', 'ba', '--unit', 'x', '--data', data]).err).to.contain('there is no unit “x”');
    expect(unit('don-ky-ha').code).to.equal(0);
    expect(haidang(['user', 'list', '--data', data]).out)
      .to.match(/lan\tofficer\tdon-ky-ha\n/)
      .and.not.contain('ba\t');
    expect(unit().code).to.equal(0);
  });

  it('open a feed as soon as it is entered, say what is wrong with an address, and end one that is paused', async () => {
    const ends: Promise<unknown>[] = [];
    const station = createServer((socket) => {
      ends.push(once(socket.resume(), 'close'));
      const fix = { type: 1, mmsi: 574_000_123, lon: 108.9, lat: 16.1, speed: 5, course: 90, second: 10 } as const;
      for (const sentence of encodeAis(fix)) socket.write(`${sentence}\r\n`);
    }).listen(0, '127.0.0.1');
    await once(station, 'listening');
    const { port } = station.address() as AddressInfo;
    await open('feeds');
    await page.getByRole('button', { name: 'Thêm: Nguồn' }).click();
    await page.getByRole('textbox', { name: 'Tên' }).fill('Trạm AIS Cửa Đại');
    await page.getByLabel('Địa chỉ').fill('file:/etc/passwd');
    await save('trạm mới');
    await page.locator('.item-fields .problem', { hasText: 'Tệp chỉ mở được từ dòng lệnh' }).waitFor();
    await page.getByLabel('Địa chỉ').fill('udp://:0');
    await save('trạm mới');
    await page.locator('.item-fields .problem', { hasText: /^Không có cổng 0\.$/ }).waitFor();
    expect(await page.getByLabel('Địa chỉ').evaluate((field) => field === field.ownerDocument.activeElement)).to.equal(
      true,
    );
    await page.getByLabel('Địa chỉ').fill(`tcp://127.0.0.1:${port}`);
    await save('trạm mới');
    await saved();
    await until(async () => (await product.get<{ vessels: Vessel[] }>('/api/v1/vessels?q=574000123')).vessels[0]);
    await page.goto(`${product.url}/feeds`);
    const row = page.getByRole('row', { name: /Trạm AIS Cửa Đại/ });
    await row.getByText('Đang nhận').waitFor();
    const url = `tcp://127.0.0.1:${port}`;
    await put('feeds', [{ name: 'Trạm AIS Cửa Đại 2', url }, { url: `tcp-listen://127.0.0.1:${await freePort()}` }]);
    await page.getByRole('row', { name: /Trạm AIS Cửa Đại 2/ }).waitFor();
    await page
      .getByRole('row', { name: /tcp-listen/ })
      .getByText('Đã mở, không có gì tới')
      .waitFor();
    await page.getByRole('link', { name: 'Thêm, sửa nguồn' }).click();
    await page.getByRole('button', { name: 'Sửa', exact: true }).click();
    await item('Trạm AIS Cửa Đại').getByRole('button').first().click();
    await page.getByLabel('tạm ngừng').check();
    await save('trạm sửa anten');
    await saved();
    await ends[0];
    expect(
      (await product.get<SystemStatus>('/api/v1/status')).feeds.filter(({ url }) => url.startsWith('tcp:')),
    ).to.deep.equal([]);
    station.close();
  });

  it('show how each channel does, and send a test message by it', async () => {
    await page.goto(`${product.url}/settings/channels`);
    const mail = page.locator('[data-channel="email"]');
    await mail.getByText('Đang hoạt động').waitFor();
    await mail.getByLabel('Gửi thử cho').selectOption({ label: 'Cảng Tam Quang' });
    await mail.getByRole('button', { name: 'Gửi thử' }).click();
    await mail.locator('dd', { hasText: 'Cảng Tam Quang' }).waitFor();
    await page.locator('[data-channel="sms"]').getByText('Chưa cấu hình').waitFor();
    gateway.refusal = 'the disk is full';
    for (let tries = 0; tries < 3; tries++) await mail.getByRole('button', { name: 'Gửi thử' }).click();
    await mail.getByText('KHÔNG gửi được từ').waitFor();
    await mail.locator('dd', { hasText: 'the disk is full' }).waitFor();
  });

  it('come out the same when the store is worked out from the journal anew', async () => {
    const read = async () => ({
      contacts: await document('contacts'),
      routing: await product.get('/api/v1/settings/routing/versions'),
      regulation: await product.get('/api/v1/settings/regulation/versions'),
    });
    const before = await read();
    const password = product.password;
    await product.stop();
    expect(haidang(['store', 'rebuild', '--data', data]).code).to.equal(0);
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn('admin', password);
    expect(await read()).to.deep.equal(before);
  });
});
