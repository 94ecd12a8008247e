/** What an officer does with the map, in a real browser on the real product: looks back in time, measures, finds, compares tracks. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BOAT = 'QNa-91234-TS';
const SECOND_BOAT = 'BĐ-95001-TS';
const SILENT_BOAT = 'QNg-90777-TS';

function naf(registration: string, fixTime: number, lat: number, lon: number): string {
  return nafPosition(registration, fixTime, { lat, lon, speedKn: 6 });
}

/** `24/11/2026 08:05`, GMT+7. */
function localMinute(time: number): string {
  const [date = '', clock = ''] = new Date(time + 7 * HOUR).toISOString().split('T');
  return `${date.split('-').reverse().join('/')} ${clock.slice(0, 5)}`;
}

describe('the map', () => {
  const data = temporaryFolder();
  let now: number;
  let product: Product;
  let browser: Browser;
  let page: Page;
  let send: (records: string[]) => Promise<void>;

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'config.json');
    writeFileSync(config, '{}');
    const env = { HAIDANG_TICK_SECONDS: '0.5', HAIDANG_CATCH_UP_SECONDS: '1' };
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config], env });
    await product.signIn();
    now = Math.floor(Date.now() / MINUTE) * MINUTE;
    // North along a meridian for five hours, six knots; the second boat came only an hour ago.
    const first = Array.from({ length: 6 }, (_, i) => naf(BOAT, now - (5 - i) * HOUR, 14 + i / 10, 109.5));
    const second = [60, 5].map((minutes) => naf(SECOND_BOAT, now - minutes * MINUTE, 14.2, 110));
    send = async (records) => {
      const headers = { authorization: `Bearer ${key}` };
      const body = records.join('\n');
      const answer = await product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body });
      expect(answer.ok).to.equal(true);
    };
    await send([...first, ...second]);
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await drawn(2);
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  const drawn = (count: number): Promise<unknown> =>
    page.waitForSelector(`canvas.vessel-symbols[data-drawn="${count}"]`, { state: 'attached' });
  const find = async (text: string): Promise<void> => {
    await page.keyboard.press('/');
    await page.keyboard.type(text);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
  };

  it('goes back in time by keyboard, shows the fleet as it was, and returns to the live picture with one key', async () => {
    await page.keyboard.press('r');
    await page.getByText('PHÁT LẠI – KHÔNG TRỰC TIẾP').waitFor();
    await page.locator('.moment-field input').fill(localMinute(now - 2 * HOUR));
    await page.keyboard.press('Enter');
    await page.locator('.map-canvas').focus();
    const nothing = page.locator('.time-bar').getByText('Không có vị trí nào được lưu của lúc này');
    expect(await nothing.count()).to.equal(0);
    // Two hours ago the second boat had not been heard of.
    await drawn(1);
    await find(BOAT);
    await page.locator('.card').getByText('14°18.0′N 109°30.0′E').waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press('.');
    await page.locator('.card').getByText('14°21.0′N 109°30.0′E').waitFor();
    await page.locator('.moment-field input').fill(localMinute(now - 90 * 24 * HOUR));
    await page.keyboard.press('Enter');
    await nothing.waitFor();
    await page.locator('.map-canvas').focus();
    await page.keyboard.press('l');
    await drawn(2);
    await page.locator('.card').getByText('14°30.0′N 109°30.0′E').waitFor();
    expect(await page.getByText('PHÁT LẠI – KHÔNG TRỰC TIẾP').count()).to.equal(0);
  });

  it('plays: time passes as many times faster as is chosen, and stands still when it is stopped', async () => {
    await page.keyboard.press('r');
    const shown = async (): Promise<string> => page.locator('.replay-strip time').innerText();
    const began = await shown();
    await page.locator('.time-bar select').first().selectOption('600');
    await page.locator('.map-canvas').focus();
    await page.keyboard.press('Space');
    await until(async () => (await shown()) !== began);
    await page.getByRole('button', { name: 'Dừng' }).click();
    await page.locator('.time-bar').getByRole('button', { name: '▶ Phát' }).waitFor();
    const stopped = await shown();
    await page.waitForTimeout(500);
    expect(await shown()).to.equal(stopped);
    await page.keyboard.press('l');
  });

  it('writes down who looked back', async () => {
    await until(async () => haidang(['export', 'acts', '--json', '--data', data]).out.includes('"replay"'), 500);
  });

  it('pins tracks beside one another', async () => {
    await find(BOAT);
    await page.keyboard.press('p');
    await find('bd 95001');
    await page.keyboard.press('p');
    const tools = page.getByRole('region', { name: 'Hành trình trên bản đồ' });
    await tools.getByRole('button', { name: SECOND_BOAT, exact: true }).waitFor();
    expect(await tools.getByRole('listitem').count()).to.equal(2);
    await tools.getByLabel('Màu hành trình').selectOption('speed');
    await tools.getByText('4–6').waitFor();
    await page.getByRole('button', { name: `Bỏ ghim hành trình ${BOAT}` }).click();
    await page.getByRole('button', { name: `Bỏ ghim hành trình ${SECOND_BOAT}` }).click();
    await page.keyboard.press('Escape');
  });

  it('measures from place to place, also without a mouse', async () => {
    // The middle of the map is a whole pixel, which is up to a tenth of a minute off.
    await find('14 30 N 109 30 E');
    await page.keyboard.press('d');
    const panel = page.getByRole('region', { name: 'Đo khoảng cách' });
    await until(async () => {
      await panel.getByRole('button', { name: 'Thêm điểm giữa' }).press('Enter');
      if (await panel.getByText(/14°(29\.9|30\.\d)′N 109°(29\.9|30\.\d)′E/).count()) return true;
      await panel.getByRole('button', { name: 'Bỏ điểm cuối' }).press('Enter');
      return false;
    });
    await find('14 30 N 110 30 E');
    await until(async () => {
      await panel.getByRole('button', { name: 'Thêm điểm giữa' }).press('Enter');
      if (await panel.getByText(/58 hải lý · (089|090)° · 7 giờ 1\d phút/).count()) return true;
      await panel.getByRole('button', { name: 'Bỏ điểm cuối' }).press('Enter');
      return false;
    });
    await page.locator('.map-canvas').focus();
    await page.keyboard.press('d');
    expect(await panel.count()).to.equal(0);
  });

  it('goes from day to dusk to night and back', async () => {
    const palette = () => page.evaluate(() => document.documentElement.dataset.palette);
    const seen: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push(await palette());
      await page.keyboard.press('n');
    }
    expect(seen).to.deep.equal(['day', 'dusk', 'night', 'day']);
  });

  it('draws round a silent vessel how far it may have gone, while it is selected and the picture is live', async () => {
    const boat = { registration: SILENT_BOAT, lengthM: 17.5, reportingIntervalMin: 5 };
    const kept = await product.fetch('/api/v1/vessels', { method: 'POST', json: [boat] });
    expect(kept.ok).to.equal(true);
    const rules = await product.get<{ body: object[]; revision: number }>('/api/v1/settings/rules');
    const silent = { hours: 0, missedReports: 1, graceMin: 0, maxKn: 60 };
    const json = [...rules.body, { id: 'silent', kind: 'silence', params: silent, priority: 2 }];
    const put = await product.fetch('/api/v1/settings/rules', { method: 'PUT', json });
    expect(put.ok, await put.text()).to.equal(true);
    await send([naf(SILENT_BOAT, now - 25 * MINUTE, 14.5, 111.5)]);
    await drawn(3);
    await find(SILENT_BOAT);
    await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
      return alerts.some(({ occurrence }) => occurrence.details?.possibleNm !== undefined);
    });
    const note = page.locator('.possible-area');
    await note.waitFor();
    expect(await note.innerText()).to.match(
      /cách vị trí gần nhất 14°30\.0′N 111°30\.0′E tới \d\d hải lý, nếu chạy không quá 60 hải lý\/giờ/,
    );
    await until(async () => (await paintedPx()) > 60);
    const below = (pane: string) => page.locator(`.leaflet-${pane}-pane`).evaluate((el) => Number(el.style.zIndex));
    expect(await below('possible')).to.be.below(await below('vessels'));
    expect(await page.locator('.leaflet-possible-pane').evaluate((el) => el.style.pointerEvents)).to.equal('none');
    // The past has other alerts, of which the card knows nothing.
    await page.keyboard.press('r');
    await circle().waitFor({ state: 'detached' });
    expect(await note.count()).to.equal(0);
    await page.keyboard.press('l');
    await circle().waitFor();
    await page.locator('.map-canvas').focus();
    await page.keyboard.press('Escape');
    await circle().waitFor({ state: 'detached' });
  });

  const circle = () => page.locator('.leaflet-possible-pane canvas');

  /** From its western to its eastern end. */
  function paintedPx(): Promise<number> {
    return circle().evaluate((canvas: HTMLCanvasElement) => {
      const { width, height, clientWidth } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      let [west, east] = [width, 0];
      for (let i = 3; i < data.length; i += 4) {
        if (data[i] === 0) continue;
        const x = ((i - 3) / 4) % width;
        west = Math.min(west, x);
        east = Math.max(east, x);
      }
      return ((east - west) / width) * clientWidth;
    });
  }
});
