/** A screen on a wall, in a real browser on the real product: paired by an administrator, it shows an urgent alert, loses its line, says so, recovers. */
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
const SCREENS = [
  [1366, 768],
  [1920, 1080],
] as const;
/** More than come with the first part of a picture. */
const OTHERS = 120;

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

/** The line between the wall and its server, which can be cut. */
class Line {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;
  url = '';

  constructor(target: number) {
    this.#server = createServer((client) => {
      if (this.#isCut) {
        client.destroy();
        return;
      }
      const server = connect(target, '127.0.0.1');
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.url = `http://127.0.0.1:${address.port}`;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

/** How far the middle of what flashes lies from the map's, in parts of the map's width; empty when nothing flashes. */
function ringFromMiddle(): number[] {
  const canvas = document.querySelectorAll<HTMLCanvasElement>('.wall-map .leaflet-vessels-pane canvas')[2];
  const map = document.querySelector('.wall-map')!.getBoundingClientRect();
  const box = canvas?.getBoundingClientRect();
  if (!canvas || !box || box.width === 0) return [];
  const { data, width } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let [x, y, inked] = [0, 0, 0];
  for (let pixel = 0; pixel < data.length / 4; pixel++) {
    if (data[4 * pixel + 3]! === 0) continue;
    inked++;
    x += pixel % width;
    y += Math.floor(pixel / width);
  }
  if (inked === 0) return [];
  const scale = box.width / width;
  return [
    (box.left + (x / inked) * scale - map.left - map.width / 2) / map.width,
    (box.top + (y / inked) * scale - map.top - map.height / 2) / map.width,
  ];
}

describe('the wall', () => {
  const data = temporaryFolder();
  let product: Product;
  let line: Line;
  let browser: Browser;
  let wall: Page;
  let admin: Page;
  let key = '';

  before(async function () {
    browser = await openBrowser(this);
    const config = join(data, 'config.json');
    writeFileSync(config, '{"wall":{"frameAncestors":["https://ioc.example.vn"]}}');
    const made = ['--scope', 'positions:write', '--scope', 'registry:write'];
    key = haidang(['key', 'create', '--data', data, '--name', 'e2e', ...made]).out.trim();
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    await product.signIn();
    const entry = {
      registration: BOAT,
      lengthM: 18,
      province: 'Đà Nẵng',
      owner: 'Nguyễn Văn A',
      reportingIntervalMin: 120,
    };
    await product.fetch('/api/v1/vessels', { method: 'POST', json: [entry] });
    line = new Line(Number(new URL(product.url).port));
    await line.open();
    admin = await (await browser.newContext()).newPage();
    await admin.goto(`${product.url}/settings/walls`);
    await admin.fill('input[name=user]', 'admin');
    await admin.fill('input[name=password]', product.password);
    await admin.click('button[type=submit]');
    await admin.locator('.wall-approval').waitFor();
    wall = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  });

  after(async () => {
    await browser?.close();
    line?.close();
    await product?.stop();
    removeFolder(data);
  });

  const approve = async (code: string): Promise<void> => {
    await admin.fill('input[name=code]', code);
    await admin.fill('input[name=name]', 'Phòng trực');
    await admin.click('.wall-approval button');
  };

  it('shows a code, is refused, asks again, and is let in by the code that an administrator types', async () => {
    await wall.goto(`${line.url}/wall`);
    await wall.locator('.wall-code').waitFor();
    const first = await wall.locator('.wall-code').textContent();
    await admin.getByRole('button', { name: 'Từ chối' }).click();
    await wall.getByText('Quản trị viên đã từ chối màn hình này.').waitFor();
    await wall.getByRole('button', { name: 'Xin mã mới' }).click();
    await wall.locator('.wall-code').waitFor();
    const second = (await wall.locator('.wall-code').textContent())!;
    expect(second).not.to.equal(first);
    await approve('BBBB-CCCC');
    await admin.getByText('Không có màn hình nào đang chờ với mã này.').waitFor();
    await approve(second.toLowerCase());
    await wall.locator('.wall').waitFor();
    await admin.locator('table', { hasText: 'Phòng trực' }).waitFor();
  });

  it('gives the map most of its surface, and text the size that six metres ask for', async () => {
    await wall.goto(`${line.url}/wall?d=6&diag=55&scenes=overview:60`);
    await wall.locator('.wall[data-scene=overview] .wall-map canvas.vessel-symbols').waitFor({ state: 'attached' });
    const share = async (): Promise<number> => {
      const [map, all] = await Promise.all(['.wall-map', '.wall'].map((one) => wall.locator(one).boundingBox()));
      return (map!.width * map!.height) / (all!.width * all!.height);
    };
    const cut = (): Promise<string[]> =>
      wall
        .locator('.wall-strip')
        .evaluate((strip) =>
          [...strip.querySelectorAll<HTMLElement>('.wall-tile')]
            .filter((tile) => tile.scrollHeight > tile.clientHeight)
            .map(({ dataset }) => dataset.tile ?? ''),
        );
    const resize = async (width: number, height: number): Promise<void> => {
      await wall.setViewportSize({ width, height });
      await wall.waitForFunction((wanted) => innerWidth === wanted, width);
      // The page hears of it before its next frame.
      await wall.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    };
    for (const [width, height] of SCREENS) {
      await resize(width, height);
      expect(await share(), `${width} × ${height}`).to.be.within(0.6, 0.7);
      expect(await cut(), `${width} × ${height}`).to.deep.equal([]);
    }
    const sizes = await wall.locator('.wall').evaluate((stage) =>
      [...stage.querySelectorAll('header *, .wall-rail *, .wall-strip *')]
        .filter((one) => one.childElementCount === 0 && one.textContent?.trim() && !one.closest('svg'))
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize))
        .filter((px) => px > 0),
    );
    // 10 minutes of arc at six metres: 17.5 mm of capital, 38 px of font on 55″ at 1920 × 1080.
    expect(Math.min(...sizes)).to.be.greaterThan(37.5);
    const middle = async (name: string): Promise<number> => {
      const { x, width } = (await wall.locator('.archipelago-name', { hasText: name }).boundingBox())!;
      return x + width / 2;
    };
    expect(await middle('Trường Sa'), 'lies east of Hoàng Sa').to.be.greaterThan(await middle('Hoàng Sa'));
  });

  it('lets a most urgent alert take the wall, and flies to the vessel', async () => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const lats = [16.9, 16.98, 17.06, 17.2, 17.26];
    for (const [step, lat] of lats.entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord(now - (lats.length - 1 - step) * 10 * MINUTE, lat),
      });
      expect(answer.ok).to.equal(true);
    }
    await wall.goto(`${line.url}/wall?scenes=fleet:60`);
    await wall.locator('.wall.urgent[data-scene=overview]').waitFor();
    const row = wall.locator('.wall-rail li.p1').first();
    expect(await row.textContent()).to.contain(BOAT);
    // The ring of what waits is all that is drawn where it flashes: it lies round the middle of the map.
    await until(async () => {
      const [x, y] = await wall.evaluate(ringFromMiddle);
      return x !== undefined && Math.hypot(x, y!) < 0.02;
    });
    expect(await wall.locator('.wall-rail li').count()).to.be.at.most(7);
    expect(await wall.content()).not.to.contain('Nguyễn');
  });

  it('says NO DATA over its picture when the line is lost, and recovers by itself', async () => {
    line.cut();
    const plate = wall.locator('.wall-no-data');
    await plate.waitFor();
    expect(await plate.textContent())
      .to.contain('KHÔNG CÓ DỮ LIỆU')
      .and.contain('NO DATA')
      .and.match(/Hình ảnh lúc \d\d:\d\d:\d\d, đã \d+ giây/);
    line.mend();
    await plate.waitFor({ state: 'detached' });
    expect(await wall.locator('.wall').getAttribute('data-stale')).to.equal('');
    await wall.reload();
    await wall.locator('.wall').waitFor();
  });

  it('freezes a picture for a meeting: all vessels, with the time that it is of, and nothing of it goes on', async () => {
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const others = Array.from({ length: OTHERS }, (_, n) =>
      nafPosition(`QNa-8${1000 + n}-TS`, now, { lat: 15 + Math.floor(n / 12) / 10, lon: 109.5 + (n % 12) / 10 }),
    );
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: others.join('\n'),
    });
    expect(answer.ok).to.equal(true);
    const page = await wall.context().newPage();
    await page.clock.install();
    await page.goto(`${line.url}/wall/snapshot`);
    const stamp = page.locator('.snapshot .stamp');
    await stamp.waitFor();
    await page.locator(`canvas.vessel-symbols[data-vessels="${OTHERS + 1}"]`).waitFor({ state: 'attached' });
    const picture = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>('.leaflet-vessels-pane canvas')].map(
          (canvas) => canvas.style.display + canvas.toDataURL(),
        ),
      );
    await page.clock.runFor(1000);
    const first = { stamp: await stamp.textContent(), picture: await picture() };
    expect(first.picture.length).to.equal(3);
    expect(first.stamp).to.match(/SỐ LIỆU CHỐT \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d GMT\+7 · .* UTC/);
    // Half a second of it more is the other half of a flash; nine hours are so long that all of them were lost.
    for (const later of [500, 9 * 60 * MINUTE]) {
      await page.clock.fastForward(later);
      await page.clock.runFor(500);
      expect(await stamp.textContent()).to.equal(first.stamp);
      expect((await picture()).map((one, n) => one === first.picture[n])).to.deep.equal([true, true, true]);
    }
    await page.close();
  });

  it('goes back to its scenes once somebody has taken the alert up', async () => {
    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
    for (const { id, occurrence } of alerts)
      if (occurrence.priority === 1)
        await product.fetch(`/api/v1/alerts/${encodeURIComponent(id)}/acknowledge`, { method: 'POST', json: {} });
    await wall.goto(`${line.url}/wall?scenes=fleet:60`);
    await wall.locator('.wall[data-scene=fleet]').waitFor();
    await wall.getByText('Đà Nẵng').waitFor();
  });

  it('draws one tile of a larger picture', async () => {
    await wall.goto(`${line.url}/wall?scenes=overview:60&tile=1,0,2,1`);
    await wall.locator('.wall').waitFor();
    const stage = (await wall.locator('.wall').boundingBox())!;
    expect(stage.width).to.equal(3840);
    expect(stage.x).to.be.within(-1920, -1919);
  });

  it('lets tiles stand in the pages of those who are named, and nothing else in any', async () => {
    const tile = await product.fetch('/wall/tile/reporting');
    expect(tile.headers.get('content-security-policy')).to.contain('frame-ancestors https://ioc.example.vn');
    expect(tile.headers.get('x-frame-options')).to.equal(null);
    const other = await product.fetch('/wall');
    expect(other.headers.get('content-security-policy')).to.contain("frame-ancestors 'none'");
    const only = haidang(['key', 'create', '--data', data, '--name', 'ioc', '--scope', 'wall']).out.trim();
    const stranger = await (await browser.newContext({ viewport: { width: 320, height: 180 } })).newPage();
    await stranger.goto(`${product.url}/wall/tile/reporting#key=${only}`);
    await stranger.locator('[data-tile=reporting] .value', { hasText: '1/1' }).waitFor();
  });

  it('is a wall no more once an administrator has taken it back', async () => {
    await wall.goto(`${line.url}/wall?scenes=overview:60`);
    await wall.locator('.wall').waitFor();
    await admin.getByRole('button', { name: 'Thu hồi' }).click();
    await admin.getByRole('button', { name: 'Bấm lần nữa để thu hồi' }).click();
    await wall.locator('.wall-code').waitFor();
    expect(await wall.content()).not.to.contain(BOAT);
    await until(async () => (await admin.getByText('Đã thu hồi').count()) > 0);
  });
});
