/**
 * An administrator draws a zone, hears what is wrong with it, tries it, saves it, writes a rule for it and sees that rule speak
 * of a boat, all in a real browser on the real product. Others may look.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const PASSWORD = 'mat-khau-cua-lan';
/** Off Quảng Nam, on water. */
const LON = 109.5;

function nafRecord(boat: string, fixTime: number, lat: number, lon: number): string {
  return nafPosition(boat, fixTime, { lat, lon });
}

describe('the zones of a province', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  let key = '';
  const faults: string[] = [];

  const zones = async (): Promise<Zone[]> =>
    (await product.get<SettingsDocument & { body: { features: Zone[] } }>('/api/v1/settings/zones')).body.features;
  const zone = async (name: string): Promise<Zone | undefined> =>
    (await zones()).find(({ properties }) => properties.name === name);
  const signIn = async (user: string, password: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const fresh = await context.newPage();
    fresh.on('pageerror', (error) => faults.push(error.message));
    fresh.on('console', (message) => {
      // What the server refuses is written there, too.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) faults.push(message.text());
    });
    await fresh.goto(`${product.url}/zones`);
    await fresh.fill('input[name=user]', user);
    await fresh.fill('input[name=password]', password);
    await fresh.click('button[type=submit]');
    await fresh.locator('.zone-list').waitFor();
    return fresh;
  };
  const send = async (boat: string, fixTime: number, lat: number): Promise<void> => {
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: nafRecord(boat, fixTime, lat, LON),
    });
    expect(answer.ok).to.equal(true);
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  /** Of the map, from its upper left corner: parts of its size. */
  const press = async (x: number, y: number): Promise<void> => {
    const { x: left, y: top, width, height } = (await page.locator('.zone-map').boundingBox())!;
    await page.mouse.move(left + x * width, top + y * height, { steps: 5 });
    await page.mouse.down();
    await page.mouse.up();
    // Nearer together in time they would be a double click.
    await page.waitForTimeout(350);
  };
  const rename = async (name: string): Promise<void> => {
    await page.getByLabel('Tên', { exact: true }).fill(name);
    await page.keyboard.press('Tab');
  };
  const review = () => button(/^Xem lại và ghi/).click();
  const tried = async (): Promise<void> => {
    await button('Chạy thử').click();
    await page.locator('.outcome, .trial .empty').first().waitFor();
  };
  const save = async (why: string): Promise<void> => {
    await page.fill('input[name=why]', why);
    await button('Ghi và áp dụng').click();
    await page.getByText(/^Đã ghi lúc/).waitFor();
  };

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'config.json');
    writeFileSync(config, JSON.stringify({}));
    key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    haidang(['user', 'add', 'lan', '--role', 'officer', '--password-stdin', '--data', data], `${PASSWORD}\n`);
    // What dry runs look at: a boat that lay yesterday where the zone will be.
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * 60 * MINUTE;
    for (const [step, lat] of [15.5, 15.7, 15.85, 15.95, 16.3].entries()) {
      await send('QNa-90001-TS', start + step * 60 * MINUTE, lat);
    }
    page = await signIn('admin', product.password);
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('are found without diacritics, with how many rules use each, and whoever may not change them has no tools', async () => {
    await page.getByRole('searchbox', { name: 'Tìm theo tên, mã, loại' }).fill('cang ca tam quang');
    const row = page.locator('.zone-list li');
    await until(async () => (await row.count()) === 1);
    expect(await row.innerText()).to.match(/^Cảng cá Tam Quang\nCảng cá · bản 1 · \d+ quy tắc\nluôn hiệu lực$/);
    await page.getByRole('searchbox', { name: 'Tìm theo tên, mã, loại' }).fill('');

    const officer = await signIn('lan', PASSWORD);
    await officer.getByText('Tài khoản này chỉ được xem vùng.').waitFor();
    expect(await officer.getByRole('button', { name: 'Đa giác' }).count()).to.equal(0);
    expect(await officer.getByRole('button', { name: 'Nhập tệp' }).count()).to.equal(0);
    await officer.locator('.zone-list a').first().click();
    expect(await officer.getByLabel('Tên', { exact: true }).isDisabled()).to.equal(true);
    expect(await officer.getByRole('button', { name: 'Xóa vùng' }).count()).to.equal(0);
    await officer.context().close();
  });

  it('are drawn by hand: a crossed outline is named with its place and mended on request', async () => {
    await button('Đa giác').click();
    for (const [x, y] of [
      [0.4, 0.3],
      [0.6, 0.5],
      [0.6, 0.3],
      [0.4, 0.5],
    ] as const)
      await press(x, y);
    // Before it is closed.
    await page.getByText(/^✕ Đường bao đang tự cắt tại \d+°/).waitFor();
    await press(0.4, 0.3);
    await rename('Vùng bắt chéo');
    const crossing = page.locator('[data-code="self-crossing"]');
    await crossing.waitFor();
    expect(await crossing.innerText()).to.match(/\d+°\d\d\.\d′N \d+°\d\d\.\d′E/);
    await review();
    await page.getByText('1 lỗi phải sửa trước khi ghi.').waitFor();
    expect(await button('Ghi và áp dụng').isDisabled()).to.equal(true);
    await page.locator('.differences a', { hasText: 'Vùng bắt chéo' }).click();
    await crossing.getByRole('button', { name: /^Sửa:/ }).click();
    await page.getByText('Phần 2: Đường bao').waitFor();
    await crossing.waitFor({ state: 'detached' });
    await button('Bỏ mọi thay đổi').click();
    expect(await zone('Vùng bắt chéo')).to.equal(undefined);
  });

  it('are typed, too; a vertex is moved by hand and by its coordinates, and each step can be undone', async () => {
    await page.goto(`${product.url}/zones`);
    await page.getByText('Tạo vùng bằng tọa độ').click();
    await page.fill('textarea[name=points]', '15°48′N 109°24′E\n15 48 N 109 36 E\nđây không phải tọa độ');
    await button('Tạo vùng').click();
    await page.getByText('Dòng 3 không đọc được').waitFor();
    await page.fill('textarea[name=points]', '15°48′N 109°24′E\n15 48 N 109 36 E\n16.0, 109.6\n16°00.0′N 109°24.0′E');
    await button('Tạo vùng').click();
    await rename('Vùng thử Quảng Nam');
    const second = page.getByLabel('Đỉnh 2', { exact: true });
    expect(await second.inputValue()).to.equal('15°48.0′N 109°36.0′E');
    await second.fill('15°48.0′N 109°40.0′E');
    await page.keyboard.press('Tab');
    await until(async () => (await second.inputValue()) === '15°48.0′N 109°40.0′E');
    await button('↶ Hoàn tác').click();
    await until(async () => (await second.inputValue()) === '15°48.0′N 109°36.0′E');

    // By hand: the handle of the third vertex, the north-eastern one.
    await button('Xem cả vùng').click();
    const handle = (await page.locator('path.sketch-vertex').nth(2).boundingBox())!;
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2, { steps: 3 });
    await page.mouse.down();
    await page.mouse.move(handle.x + 60, handle.y - 40, { steps: 12 });
    await page.mouse.up();
    const third = page.getByLabel('Đỉnh 3', { exact: true });
    await until(async () => (await third.inputValue()) !== '16°00.0′N 109°36.0′E');
    const [, lat, lon] = /^16°(\d\d\.\d+)′N 109°(\d\d\.\d+)′E$/.exec(await third.inputValue())!;
    expect(Number(lat)).to.be.above(0);
    expect(Number(lon)).to.be.above(36);
    expect(await page.getByLabel('Đỉnh 1', { exact: true }).inputValue()).to.equal('15°48.0′N 109°24.0′E');
  });

  it('have holes, cut out by hand and by coordinates, reshaped by hand, checked and filled again', async () => {
    await button('Xem cả vùng').click();
    const handles = page.locator('path.sketch-vertex');
    const corners = await Promise.all([0, 1, 2, 3].map(async (n) => (await handles.nth(n).boundingBox())!));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
    const middle = { x: mean(corners.map(({ x }) => x)), y: mean(corners.map(({ y }) => y)) };
    const { x: left, y: top, width, height } = (await page.locator('.zone-map').boundingBox())!;
    const corner = (dx: number, dy: number) => press((middle.x + dx - left) / width, (middle.y + dy - top) / height);
    const cut = async (at: number, size: number): Promise<void> => {
      await button('Khoét lỗ').click();
      for (const [dx, dy] of [
        [at, 0],
        [at + size, 0],
        [at + size, size],
        [at, size],
        [at, 0],
      ])
        await corner(dx!, dy!);
    };
    await cut(-60, 60);
    await page.getByText('Lỗ 1 · 4 đỉnh').waitFor();
    await page.getByText('Không thấy lỗi').waitFor();

    // The handle of the hole's first vertex comes once the hole is taken in hand.
    await page.mouse.click(middle.x - 30, middle.y + 30);
    const first = page.locator('.vertices details').nth(1).getByLabel('Đỉnh 1', { exact: true });
    const before = await first.inputValue();
    await page.mouse.move(middle.x - 60, middle.y, { steps: 3 });
    await page.mouse.down();
    await page.mouse.move(middle.x - 75, middle.y - 15, { steps: 10 });
    await page.mouse.up();
    await until(async () => (await first.inputValue()) !== before);
    await page.getByText('Không thấy lỗi').waitFor();

    // Out over the outline: that is a fault with a place. All beside the zone: nothing to cut.
    await page.getByText('Khoét lỗ bằng tọa độ').click();
    const points = page.locator('.vertices textarea[name=points]');
    await points.fill('15°50′N 109°30′E\n15°50′N 110°30′E\n15°52′N 109°30′E');
    await button('Khoét').click();
    await page.locator('[data-code="hole-outside"]').waitFor();
    await page.locator('.vertices details', { hasText: 'Lỗ 2' }).getByRole('button', { name: 'Lấp lỗ này' }).click();
    await page.locator('[data-code="hole-outside"]').waitFor({ state: 'detached' });
    await points.fill('10 N 110 E\n10 N 111 E\n11 N 110 E');
    await button('Khoét').click();
    await page.getByText('nằm ngoài vùng nên không khoét được gì').first().waitFor();
    expect(await page.getByText('Lỗ 2').count()).to.equal(0);
  });

  it('are made wider and merged: looked at with their area first, then taken, and each step undone', async () => {
    const area = page.locator('.zone-area');
    const areaNow = () => area.innerText();
    const before = await areaNow();
    expect(before).to.match(/^[\d.]+ km² \([\d.,]+ hải lý vuông\)$/);
    await page.getByText('Nới ra hoặc thu vào theo hải lý').click();
    const miles = page.fill.bind(page, 'input[name=widen-nm]');
    await miles('-90');
    await page.keyboard.press('Enter');
    await page.getByText('Không còn gì: thu vào nhiều hơn bề rộng của vùng.').waitFor();
    await miles('2,5');
    await page.keyboard.press('Enter');
    const preview = page.locator('.shape-preview');
    await preview.getByText(/lệch nhiều nhất khoảng \d+ m/).waitFor();
    expect(await areaNow()).to.equal(before);
    await preview.getByRole('button', { name: 'Lấy vào bản nháp' }).click();
    await until(async () => (await areaNow()) !== before);
    await page.getByText('Không thấy lỗi').waitFor();
    await button('↶ Hoàn tác').click();
    await until(async () => (await areaNow()) === before);

    await page.getByText('Hợp nhất', { exact: true }).click();
    await page.locator('select[name=merge-zone]').selectOption({ label: 'Cảng cá Tam Quang' });
    await button('Xem trước khi hợp nhất').click();
    await preview.getByText('2 phần rời nhau · 1 lỗ').waitFor();
    await button('Thôi, giữ hình cũ').click();
    await preview.waitFor({ state: 'detached' });
    expect(await areaNow()).to.equal(before);
  });

  it('are not lost with the page', async () => {
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole('heading', { name: /Vùng thử Quảng Nam/ }).waitFor();
    await page.locator('nav a', { hasText: 'Danh bạ' }).click();
    await page.goBack();
    await page.getByRole('heading', { name: /Vùng thử Quảng Nam/ }).waitFor();
  });

  it('are tried over stored tracks before they hold, and saved with a reason', async () => {
    await page.getByLabel('Loại vùng').selectOption({ label: 'Khu vực cấm khai thác' });
    await page.getByLabel('Căn cứ pháp lý').fill('QĐ 12/2026');
    await page.keyboard.press('Tab');
    await review();
    expect(await button('Ghi và áp dụng').isDisabled()).to.equal(true);
    await tried();
    await save('thử vùng');
    const saved = (await zone('Vùng thử Quảng Nam'))!;
    expect(saved.properties).to.include({ kind: 'closed', version: 1, legalBasis: 'QĐ 12/2026' });
    expect(saved.geometry.coordinates).to.have.length(2);
    const { versions } = await product.get<{ versions: SettingsDocument[] }>('/api/v1/settings/zones/versions');
    expect(versions[0]).to.include({ changedBy: 'admin', why: 'thử vùng' });
  });

  it('give a rule something to watch: it is written, tried and saved, and a boat that then comes in raises it', async () => {
    await page.getByText('Viết quy tắc cho vùng này').click();
    await page.getByLabel('Loại quy tắc').selectOption({ label: 'Vào vùng' });
    await page.fill('input[name=rule-name]', 'Vào vùng thử');
    await button('Đặt tham số').click();
    await page.getByText('chưa ghi').waitFor();
    await button('Chạy thử').click();
    // The boat of yesterday came in from the south.
    await page.locator('.outcome', { hasText: 'QNa-90001-TS' }).waitFor();
    await button('Áp dụng bản sửa…').click();
    await button('Áp dụng').click();
    await page.getByText(/^Đã áp dụng phiên bản 1/).waitFor();
    const rules = (await product.get<SettingsDocument & { body: Rule[] }>('/api/v1/settings/rules')).body;
    const rule = rules.find(({ name }) => name === 'Vào vùng thử')!;
    expect(rule).to.include({ kind: 'zone-enter', version: 1, nameEn: 'Enters a zone: Vùng thử Quảng Nam' });
    expect(rule.zones).to.deep.equal([(await zone('Vùng thử Quảng Nam'))!.id]);

    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 40 * MINUTE;
    for (const [step, lat] of [15.6, 15.7, 15.85, 15.88, 15.92].entries()) {
      await send('QNa-90002-TS', start + step * 10 * MINUTE, lat);
    }
    const alert = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=open');
      return alerts.find(({ occurrence }) => occurrence.ruleId === rule.id);
    });
    expect(alert.occurrence.zoneId).to.equal(rule.zones![0]);
    await page.goto(product.url);
    await page.locator('[data-alert]', { hasText: /QNa-90002-TS.*Vùng thử Quảng Nam/s }).waitFor();
  });

  it('come from a file, checked, with its faults mended on request', async () => {
    await page.goto(`${product.url}/zones`);
    await button('Nhập tệp').click();
    const ring = [
      [109.1, 15.1],
      [109.3, 15.3],
      [109.3, 15.1],
      [109.1, 15.3],
    ];
    const feature = {
      type: 'Feature',
      properties: { id: 'tep-1', name: 'Khu từ tệp', kind: 'closed' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    const file = JSON.stringify({ type: 'FeatureCollection', features: [feature] });
    await page.setInputFiles('input[name=zone-file]', {
      name: 'khu.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(file),
    });
    await page.locator('[data-code="self-crossing"]').waitFor();
    await page.locator('[data-code="unclosed-ring"]').waitFor();
    expect(await button(/^Đưa 0 vùng/).isDisabled()).to.equal(true);
    await button('Sửa các mục đã chọn').click();
    await page.getByText('Sau khi sửa').waitFor();
    await button('Đưa 1 vùng vào bản nháp').click();
    await review();
    await tried();
    await save('nhập tệp');
    expect((await zone('Khu từ tệp'))!.geometry.type).to.equal('MultiPolygon');
  });

  it('that somebody else has saved meanwhile stay, mine are put upon them, and what both changed is asked about', async () => {
    await page.locator('.zone-list a', { hasText: 'Khu từ tệp' }).click();
    await rename('Khu từ tệp, của tôi');
    const features = await zones();
    const body = {
      type: 'FeatureCollection',
      features: features.map((one) => {
        const { properties } = one;
        const isMine = properties.name === 'Khu từ tệp';
        const isOther = properties.name === 'Vùng thử Quảng Nam';
        if (!isMine && !isOther) return one;
        const name = isMine ? 'Khu từ tệp, của họ' : 'Vùng thử Quảng Nam 2';
        return { ...one, properties: { ...properties, name, version: properties.version + 1 } };
      }),
    };
    expect((await product.fetch('/api/v1/settings/zones', { method: 'PUT', json: body })).status).to.equal(200);
    await review();
    await page.locator('input[name=untried]').check();
    await page.fill('input[name=why]', 'đổi tên');
    await button('Ghi và áp dụng').click();
    await page.getByText('Thay đổi của bạn được giữ và đặt lên bản đó').waitFor();
    expect(await button('Ghi và áp dụng').isDisabled()).to.equal(true);
    await page.locator('[data-conflict]').getByRole('button', { name: 'Giữ bản của tôi' }).click();
    if (await page.locator('input[name=untried]').isVisible()) await page.locator('input[name=untried]').check();
    await save('đổi tên');
    const names = (await zones()).map(({ properties }) => properties.name);
    expect(names).to.include.members(['Khu từ tệp, của tôi', 'Vùng thử Quảng Nam 2']);
    expect((await zone('Khu từ tệp, của tôi'))!.properties.version).to.equal(3);
  });

  it('can be taken back to an earlier version, which is looked at first', async () => {
    await button('Các bản đã ghi').click();
    const earlier = page.locator('[data-revision]', { hasText: 'nhập tệp' });
    await earlier.getByRole('button', { name: 'Xem' }).click();
    await earlier.getByRole('link', { name: 'Khu từ tệp, của tôi' }).waitFor();
    await button('Lấy lại bản này vào bản nháp').click();
    await page.locator('input[name=untried]').check();
    await save('lấy lại');
    const names = (await zones()).map(({ properties }) => properties.name);
    expect(names).to.include.members(['Khu từ tệp', 'Vùng thử Quảng Nam']);
    expect((await zone('Vùng thử Quảng Nam'))!.geometry.coordinates, 'its hole, too').to.have.length(2);
  });

  it('never made the browser complain', () => {
    expect(faults).to.deep.equal([]);
  });
});
