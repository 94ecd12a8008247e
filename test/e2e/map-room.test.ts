/** What a room keeps on the map, in real browsers on the real product: who is shown, groups, notes, further layers, names. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

/** One blue pixel. */
const TILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FLEET = [
  { registration: 'QNa-91001-TS', gear: 'lưới kéo', lengthM: 18, homePort: 'TQA', provider: 'VNPT' },
  { registration: 'QNa-91002-TS', gear: 'lưới kéo', lengthM: 26, homePort: 'TQA', provider: 'Viettel' },
  { registration: 'ĐNa-90003-TS', gear: 'câu mực', lengthM: 17, homePort: 'THO', provider: 'VNPT' },
  { registration: 'ĐNa-90004-TS', gear: 'câu mực', lengthM: 14, homePort: 'THO', provider: 'VNPT' },
  { registration: 'BĐ-95005-TS', gear: 'lưới vây', lengthM: 20, homePort: 'QNH', provider: 'Viettel' },
];
/** Of the fleet: it has entered a closed area. */
const ALARMED = 4;

function naf(registration: string, fixTime: number, lat: number, lon: number, speedKn: number): string {
  return nafPosition(registration, fixTime, { lat, lon, speedKn, courseDeg: 45 });
}

const CLOSED = {
  type: 'Feature',
  id: 'closed-1',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [110.3, 14],
        [110.6, 14],
        [110.6, 14.3],
        [110.3, 14.3],
        [110.3, 14],
      ],
    ],
  },
  properties: { name: 'Vùng cấm', kind: 'closed', version: 1, source: 'test' },
};

describe('the map of a room', () => {
  const data = temporaryFolder();
  /** Has tiles of depths, and of nothing else. */
  const asked: string[] = [];
  const tiles = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.referer ?? '-'} ${request.headers.cookie ?? '-'}`);
    const isThere = request.url?.startsWith('/depth/') === true;
    const headers = { 'content-type': 'image/png', 'access-control-allow-origin': '*' };
    response.writeHead(isThere ? 200 : 503, headers).end(isThere ? TILE : undefined);
  });
  let product: Product;
  let browser: Browser;
  let first: Page;
  let second: Page;

  const signedIn = async (name: string, password: string): Promise<Page> => {
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1600, height: 900 } });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.fill('input[name=user]', name);
    await page.fill('input[name=password]', password);
    await page.click('button[type=submit]');
    await drawn(page, FLEET.length);
    return page;
  };
  const drawn = (page: Page, count: number): Promise<unknown> =>
    page.waitForSelector(`canvas.vessel-symbols[data-drawn="${count}"]`, { state: 'attached' });
  const strip = (page: Page) => page.locator('.filter-strip');
  const post = async <T>(path: string, json: unknown, method = 'POST'): Promise<T> => {
    const answer = await product.fetch(`/api/v1${path}`, { method, json });
    expect(answer.ok, await answer.clone().text()).to.equal(true);
    return (await answer.json()) as T;
  };

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'config.json');
    tiles.listen(0, '127.0.0.1');
    await once(tiles, 'listening');
    const at = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`;
    const layer = (name: string, path: string) => ({
      name,
      url: `${at}/${path}/{z}/{x}/{y}.png`,
      attribution: `© ${name}`,
    });
    writeFileSync(config, JSON.stringify({ map: { layers: [layer('Độ sâu', 'depth'), layer('Hải đồ', 'away')] } }));
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    const made = await post<{ password: string }>('/users', { name: 'truc2', roles: ['officer'] });
    await post('/vessels', FLEET);
    const rule = { id: 'r1', kind: 'zone-enter', zones: ['closed-1'], params: { confirm: 1 }, priority: 2 };
    await post('/settings/rules', [], 'PUT');
    await post('/settings/zones', { type: 'FeatureCollection', features: [CLOSED] }, 'PUT');
    await post('/settings/rules', [rule], 'PUT');
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const records = FLEET.flatMap(({ registration }, n) => {
      const [lat, lon] = n === ALARMED ? [14.1, 110.25] : [14.1 + n / 5, 109.6];
      const later = naf(registration, now - 5 * MINUTE, lat, lon + 0.1, n === 1 ? 0 : 6);
      return [naf(registration, now - HOUR, lat, lon, 6), later];
    });
    const headers = { authorization: `Bearer ${key}` };
    const answer = await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: records.join('\n') });
    expect(answer.ok).to.equal(true);
    await until(async () => (await product.get<{ alerts: unknown[] }>('/api/v1/alerts')).alerts.length > 0);
    first = await signedIn('admin', product.password);
    second = await signedIn('truc2', made.password);
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    tiles.close();
    tiles.closeAllConnections();
    removeFolder(data);
  });

  it('hides whom the filter does not show, never the alarmed one, says so, and shows all again with one key', async () => {
    await first.keyboard.press('f');
    const panel = first.getByRole('region', { name: 'Lọc tàu trên bản đồ' });
    await panel.getByText('Nghề').click();
    await panel.getByLabel('câu mực').check();
    await drawn(first, 3);
    await strip(first).getByText('ĐANG LỌC: 3/5 tàu').waitFor();
    await strip(first).getByText('gồm 1 tàu có cảnh báo ngoài bộ lọc').waitFor();
    await panel.getByLabel('12–dưới 15 m').check();
    await drawn(first, 2);
    // The other browser's map is its own.
    await drawn(second, 5);
    await first.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    // The keyboard is back at the map.
    await first.waitForFunction(() => document.activeElement?.classList.contains('map-canvas'));
    await first.keyboard.press('0');
    await drawn(first, 5);
    await strip(first).waitFor({ state: 'detached' });
  });

  it('shows the selected vessel whatever the filter says', async () => {
    await first.keyboard.press('/');
    await first.keyboard.type('qna 91002');
    await first.getByRole('option').first().waitFor();
    await first.keyboard.press('Enter');
    await first.locator('.card').waitFor();
    await first.keyboard.press('f');
    await first.getByRole('region', { name: 'Lọc tàu trên bản đồ' }).getByLabel('từ 24 m').check();
    await drawn(first, 2);
    await first.getByLabel('từ 24 m').uncheck();
    await first.getByLabel('12–dưới 15 m').check();
    await drawn(first, 3);
    await first.keyboard.press('Escape');
    await first.locator('.map-canvas').focus();
    await first.keyboard.press('0');
    await first.keyboard.press('Escape');
    await drawn(first, 5);
  });

  it('carries the filter in the address, over pages and into another window', async () => {
    await first.keyboard.press('f');
    await first.getByLabel('dừng', { exact: true }).check();
    await first.keyboard.press('Escape');
    await drawn(first, 2);
    expect(new URL(first.url()).search).to.equal('?f.states=stopped');
    const other = await first.context().newPage();
    await other.goto(first.url());
    await drawn(other, 2);
    await strip(other).getByText('ĐANG LỌC: 2/5 tàu').waitFor();
    await other.close();
    await first.locator('.map-canvas').focus();
    await first.keyboard.press('0');
    expect(new URL(first.url()).search).to.equal('');
  });

  it('gives out a link that opens where the map looks, and is spent by that', async () => {
    await first.locator('.map-canvas').focus();
    await first.keyboard.press('+');
    await first.keyboard.press('u');
    const field = first.getByRole('textbox', { name: 'Liên kết tới hình ảnh này' });
    const link = await field.inputValue();
    expect(new URL(link).search).to.match(/^\?view=[\d.]+,[\d.]+,[\d.]+&size=\d+x\d+$/);
    await first.keyboard.press('Escape');
    const other = await first.context().newPage();
    await other.goto(link);
    await other.locator('canvas.vessel-symbols[data-drawn]').waitFor({ state: 'attached' });
    expect(new URL(other.url()).search).to.equal('');
    await other.keyboard.press('u');
    const again = await other.getByRole('textbox', { name: 'Liên kết tới hình ảnh này' }).inputValue();
    // The middle of a map lies on a whole pixel, a thousandth of a degree apart.
    const [asked, shown] = [link, again].map((one) => new URL(one).searchParams.get('view')!.split(',').map(Number));
    for (const [at, value] of asked!.entries()) expect(value).to.be.closeTo(shown![at]!, 0.005);
    await other.close();
    await first.bringToFront();
    await first.locator('.map-canvas').focus();
    await first.keyboard.press('-');
    await drawn(first, 5);
  });

  it('gives a panel the keyboard the moment it is there, so that the next key meets it', async () => {
    await first.locator('.map-canvas').focus();
    const isInside = await first.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const map = document.querySelector('.map-canvas')!;
          new MutationObserver((_, observer) => {
            const panel = document.querySelector('.map-panel[aria-label]');
            if (!panel) return;
            observer.disconnect();
            resolve(panel.contains(document.activeElement));
          }).observe(document.body, { childList: true, subtree: true });
          map.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', bubbles: true }));
        }),
    );
    expect(isInside).to.equal(true);
    await first.keyboard.press('Escape');
    await first.locator('.map-panel').waitFor({ state: 'detached' });
  });

  it('saves a filter as a group that the others have at once, by name and by number', async () => {
    await first.keyboard.press('f');
    const panel = first.getByRole('region', { name: 'Lọc tàu trên bản đồ' });
    await panel.getByLabel('Tên, số đăng ký hoặc MMSI có').fill('qna');
    await panel.getByRole('button', { name: 'Lưu thành nhóm' }).click();
    await panel.getByLabel('Tên nhóm').fill('Tàu <b>Quảng Nam</b>');
    await panel.getByLabel('dùng chung cho cả phòng').check();
    await panel.getByRole('button', { name: 'Lưu nhóm' }).click();
    await panel.getByText('bộ lọc · cả phòng · của admin').waitFor();
    await panel.getByRole('button', { name: 'Lưu thành nhóm' }).click();
    await panel.getByLabel('Tên nhóm').fill('Đội bảy');
    await panel.getByLabel('lưu bộ lọc đang dùng').uncheck();
    await panel.getByLabel('Danh sách tàu').fill('dna 90003\nkhông có tàu này');
    await panel.getByRole('button', { name: 'Lưu nhóm' }).click();
    await panel.getByText('Không tìm thấy hoặc trùng tên: không có tàu này').waitFor();
    await panel.getByLabel('Danh sách tàu').fill('dna 90003\n\nĐNA 90004 ts');
    await panel.getByRole('button', { name: 'Lưu nhóm' }).click();
    await panel.getByText('2 tàu · riêng').waitFor();
    // The second officer has the shared one, as the first of the list, and not the private one.
    await second.locator('.map-canvas').focus();
    await second.keyboard.press('f');
    const others = second.getByRole('region', { name: 'Lọc tàu trên bản đồ' });
    await others.getByText('Tàu <b>Quảng Nam</b>').waitFor();
    expect(await others.getByText('Đội bảy').count()).to.equal(0);
    expect(await others.getByRole('button', { name: /^Gỡ nhóm/ }).count()).to.equal(0);
    await second.keyboard.press('Escape');
    await second.locator('.map-canvas').focus();
    await second.keyboard.press('1');
    await drawn(second, 3);
    await second.keyboard.press('1');
    await drawn(second, 5);
    await panel.getByRole('button', { name: 'Gỡ nhóm Tàu <b>Quảng Nam</b>' }).click();
    await panel.getByRole('button', { name: 'Gỡ thật?' }).click();
    await second.keyboard.press('f');
    await others.getByText('Chưa có nhóm nào.').waitFor();
    await second.keyboard.press('Escape');
    await first.keyboard.press('Escape');
    await first.locator('.map-canvas').focus();
    await first.keyboard.press('0');
    await drawn(first, 5);
  });

  it('puts a note on the map by a click, and the other browser shows it as what it is: text', async () => {
    await first.keyboard.press('g');
    const panel = first.getByRole('region', { name: 'Ghi chú của phòng trực' });
    await panel.getByRole('button', { name: 'Thêm ghi chú' }).click();
    const words = '<img src=x onerror=alert(1)> lưới trôi';
    await panel.getByLabel('Nội dung').fill(words);
    expect(await panel.getByRole('button', { name: 'Lưu ghi chú' }).isDisabled()).to.equal(true);
    const map = (await first.locator('.map-canvas').boundingBox())!;
    await first.mouse.click(map.x + map.width * 0.7, map.y + map.height * 0.4);
    await first.locator('.note-flag.draft').waitFor();
    await panel.getByRole('button', { name: 'Lưu ghi chú' }).click();
    await panel.getByText(words).waitFor();
    expect(await panel.getByText('còn 11 giờ').or(panel.getByText('còn 12 giờ')).count()).to.equal(1);
    const seen = second.locator('.note-flag .words', { hasText: '<img src=x' });
    await seen.waitFor();
    expect(await second.locator('.note-flag img').count()).to.equal(0);
    await second.getByRole('button', { name: 'Ghi chú trên bản đồ (G): 1' }).waitFor();
    await first.keyboard.press('Escape');
  });

  it('shows the entry of the note that is pressed, to others without a way to change it', async () => {
    await second.locator('.note-flag').click();
    const panel = second.getByRole('region', { name: 'Ghi chú của phòng trực' });
    const entry = panel.locator('li.pointed');
    await entry.getByText('lưới trôi').waitFor();
    expect(await entry.getByText(/^.*admin, \d\d\/\d\d \d\d:\d\d \(GMT\+7\) = .* UTC/).count()).to.equal(1);
    expect(await entry.getByRole('button', { name: 'Gỡ' }).count()).to.equal(0);
    await second.keyboard.press('Escape');
  });

  it('is written, moved and removed by keyboard alone, and stays on record', async () => {
    await second.locator('.map-canvas').focus();
    await second.keyboard.press('g');
    const panel = second.getByRole('region', { name: 'Ghi chú của phòng trực' });
    await panel.getByRole('button', { name: 'Thêm ghi chú' }).press('Enter');
    await second.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await second.keyboard.type('Phao lạ');
    await panel.getByLabel('Vị trí').pressSequentially('14 30 N');
    await panel.getByText('Chưa hiểu tọa độ này').waitFor();
    await panel.getByLabel('Vị trí').pressSequentially(' 111 15 E');
    await panel.getByLabel('Tự gỡ').selectOption('0');
    await panel.getByRole('button', { name: 'Lưu ghi chú' }).press('Enter');
    await panel.getByText('14°30.0′N 111°15.0′E').waitFor();
    const flag = first.locator('.note-flag', { hasText: 'Phao lạ' });
    await flag.waitFor();
    const before = (await flag.boundingBox())!;
    const entry = panel.getByRole('listitem').filter({ hasText: 'Phao lạ' });
    await entry.getByRole('button', { name: 'Sửa' }).press('Enter');
    await panel.getByLabel('Vị trí').fill('13 30 N 111 15 E');
    await panel.getByRole('button', { name: 'Lưu ghi chú' }).press('Enter');
    await until(async () => ((await flag.boundingBox())?.y ?? 0) > before.y + 5);
    await entry.getByRole('button', { name: 'Gỡ' }).press('Enter');
    await entry.getByRole('button', { name: 'Gỡ thật?' }).press('Enter');
    await flag.waitFor({ state: 'detached' });
    await panel.getByLabel('xem cả ghi chú đã gỡ').check();
    await panel.locator('li.gone').getByText('truc2 gỡ').waitFor();
    await second.keyboard.press('Escape');
    const acts = haidang(['export', 'acts', '--json', '--data', data]).out;
    expect(acts).to.include('"map-note"').and.include('"map-note-removed"').and.include('"vessel-group-removed"');
  });

  it('shows depths from the configured server and from no other, says whose they are, and stays calm when none come', async () => {
    expect(asked).to.deep.equal([]);
    await first.getByRole('button', { name: 'Lớp bản đồ' }).click();
    const panel = first.getByRole('region', { name: 'Lớp bản đồ' });
    await panel.getByLabel('Độ sâu').check();
    await first.locator('.chart-tiles img.leaflet-tile-loaded').first().waitFor();
    expect(asked.length).to.be.greaterThan(3);
    // Where somebody looks is told to the tile server; who looks, and at what, is not.
    expect(asked.filter((one) => !/^\/depth\/\d+\/\d+\/\d+\.png - -$/.test(one))).to.deep.equal([]);
    await first.locator('.attribution').getByText('© Độ sâu').waitFor();
    expect(await first.locator('.map-reading').getByText('chưa tải được').count()).to.equal(0);
    await panel.getByLabel('Hải đồ').check();
    await panel.getByRole('status').getByText('chưa tải được; bờ biển, vùng và tàu vẫn đầy đủ').waitFor();
    await drawn(first, FLEET.length);
    await panel.getByLabel('Hải đồ').uncheck();
    await panel.getByRole('status').waitFor({ state: 'detached' });
    const isKeptOut = await first.evaluate(
      async (elsewhere) => {
        const picture = new Image();
        const ends = new Promise((resolve) => {
          picture.onload = () => resolve(false);
          picture.onerror = () => resolve(true);
        });
        picture.src = elsewhere;
        return ends;
      },
      `http://localhost:${(tiles.address() as AddressInfo).port}/depth/1/1/1.png`,
    );
    expect(isKeptOut).to.equal(true);
    await first.reload();
    await first.locator('.chart-tiles img.leaflet-tile-loaded').first().waitFor();
    await first.getByRole('button', { name: 'Lớp bản đồ' }).click();
    await panel.getByLabel('Độ sâu').uncheck();
    await first.locator('.chart-tiles img').first().waitFor({ state: 'detached' });
    await first.keyboard.press('Escape');
  });

  it('knows the islands by their Vietnamese names, in either language, and names both archipelagos at every zoom', async () => {
    await first.keyboard.press('/');
    await first.keyboard.type('nam yet');
    const found = first.getByRole('option', { name: /Nam Yết/ });
    await found.waitFor();
    await first.keyboard.press('Enter');
    await first.locator('.leaflet-tooltip', { hasText: 'Nam Yết' }).waitFor();
    const map = (await first.locator('.map-canvas').boundingBox())!;
    const buttons = (await first.locator('.map-buttons').boundingBox())!;
    const name = first.locator('.archipelago-name', { hasText: 'Quần đảo Trường Sa (Việt Nam)' });
    await first.locator('.map-canvas').focus();
    for (let zoom = 9; zoom >= 3; zoom--) {
      const box = (await name.boundingBox())!;
      expect(box.x, `zoom ${zoom}`).to.be.at.least(map.x);
      expect(box.x + box.width, `zoom ${zoom}`).to.be.at.most(buttons.x);
      await first.getByRole('button', { name: 'Thu nhỏ' }).click();
    }
    await first.getByRole('button', { name: /^EN/ }).click();
    await first.keyboard.press('/');
    await first.keyboard.type('ha long bay');
    await first.getByRole('option', { name: /Vịnh Hạ Long/ }).waitFor();
    await first.keyboard.press('Escape');
  });
});
