/** Every page on a phone and on a small laptop, in both languages: nothing runs out of the screen, no page is out of reach. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
const PAGES = [
  '',
  'fleet',
  'reports',
  'zones',
  'cases',
  'field-reports',
  'handover',
  'alarms',
  'outbox',
  'contacts',
  'rules',
  'feeds',
];
const SETTINGS = ['routing', 'units', 'rosters', 'contacts', 'regulation', 'suppressions', 'channels', 'imports'];

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

describe('a narrow screen', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let paths: string[];

  before(async function () {
    browser = await openBrowser(this);
    const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 120 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
      const answer = await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: nafRecord(start + step * 20 * MINUTE, lat),
      });
      expect(answer.ok).to.equal(true);
    }
    const contacts = [
      {
        id: 'truc',
        name: 'Trực ban Chi cục Thủy sản tỉnh Quảng Nam',
        role: 'duty',
        email: 'truc.ban.chi.cuc@vn.example',
      },
    ];
    await product.fetch('/api/v1/settings/contacts', { method: 'PUT', json: contacts });
    const { caseId, occurrence } = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
      return alerts.find(({ occurrence }) => occurrence.kind === 'boundary-cross');
    });
    const record = `vessel/${encodeURIComponent(occurrence.vesselId)}/record`;
    paths = [...PAGES, `case/${caseId}`, record, ...SETTINGS.map((name) => `settings/${name}`)];
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  async function openPage(width: number, height: number, language: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height } });
    await context.addInitScript(`localStorage.setItem('haidang.language', '${language}')`);
    const page = await context.newPage();
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.locator('.rail').waitFor();
    return page;
  }

  /** What reaches beyond the right edge; a table may be scrolled sideways, a map is larger than what is seen of it. */
  const runsOut = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
      const edge = document.documentElement.clientWidth + 1;
      const all = [...document.querySelectorAll('body *')].filter(
        (one) => !one.closest('.table-scroll, .settings-nav, .map-view'),
      );
      return all
        .filter((one) => one.getBoundingClientRect().right > edge && one.getBoundingClientRect().width > 0)
        .map((one) => `${one.tagName}.${one.className}`);
    });

  for (const language of ['vi', 'en']) {
    it(`of a phone holds every page (${language})`, async () => {
      const page = await openPage(360, 740, language);
      for (const path of paths) {
        await page.goto(`${product.url}/${path}`);
        await page
          .locator(path === '' ? '.rail [data-alert]' : 'main h1')
          .first()
          .waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect(await runsOut(page), path).to.deep.equal([]);
        for (const current of await page.locator('.settings-nav [aria-current]').all()) {
          const { x, width } = (await current.boundingBox())!;
          expect(x >= 0 && x + width <= 360, `${path} among the settings`).to.equal(true);
        }
      }
      if (language === 'en') {
        await page.goto(`${product.url}/settings/regulation`);
        await page.getByRole('button', { name: 'Change', exact: true }).click();
        for (const row of await page.locator('.item-title').all()) await row.click();
        expect(await runsOut(page), 'the form').to.deep.equal([]);
      }
      await page.context().close();
    });
  }

  it('of a phone reaches every page from its button, and shows two alerts and the map at once', async () => {
    const page = await openPage(360, 740, 'vi');
    const nav = page.locator('.header nav');
    expect(await nav.isVisible()).to.equal(false);
    for (const name of ['Vụ việc', 'Cài đặt', 'Nguồn dữ liệu', 'Bản đồ']) {
      await page.locator('.nav-button').click();
      await nav.getByRole('link', { name }).click();
      await page.locator('.nav-button', { hasText: name }).waitFor();
      expect(await nav.isVisible()).to.equal(false);
    }
    const box = await page.locator('.rail ol').boundingBox();
    expect(box!.height).to.be.greaterThan(200);
    expect((await page.locator('.map-view').boundingBox())!.height).to.be.greaterThan(200);
    await page.locator('.archipelago-name:visible').first().waitFor();
    const names = await page.locator('.archipelago-name:visible').all();
    // Trường Sa lies south of what a phone shows at first: the name is there, and says where to look.
    expect(await page.locator('.archipelago-name', { hasText: 'Trường Sa' }).getAttribute('data-way')).to.match(/[↓↘]/);
    for (const button of await page.locator('.map-buttons button:visible, .map-export summary').all()) {
      const b = (await button.boundingBox())!;
      expect(Math.min(b.width, b.height), await button.innerText()).to.be.at.least(44);
      for (const name of names) {
        const n = (await name.boundingBox())!;
        const isBeside = n.x + n.width <= b.x || b.x + b.width <= n.x;
        const isApart = n.y + n.height <= b.y || b.y + b.height <= n.y;
        expect(isBeside || isApart, `${await name.innerText()} ${JSON.stringify([n, b])}`).to.equal(true);
      }
    }
    await page.context().close();
  });

  it('of a phone and of a desk lays nothing upon the bar of the replay, nor the bar upon anything', async () => {
    for (const language of ['vi', 'en']) {
      for (const [width, height] of [
        [360, 740],
        [1366, 768],
      ] as const) {
        const page = await openPage(width, height, language);
        await page.locator('.map-view').waitFor();
        await page.keyboard.press('r');
        await page.locator('.time-bar .moment-field').waitFor();
        const covered = await page.evaluate(() =>
          [
            ...document.querySelectorAll(
              '.time-bar :is(button, input, select), .map-buttons button, .map-export summary',
            ),
          ]
            .filter((one) => one.getBoundingClientRect().width > 0)
            .filter((one) => {
              const { left, top, width, height } = one.getBoundingClientRect();
              const at = document.elementFromPoint(left + width / 2, top + height / 2);
              return !at || !(one === at || one.contains(at));
            })
            .map((one) => one.outerHTML),
        );
        expect(covered, `${language} at ${width}`).to.deep.equal([]);
        expect((await page.locator('.replay-strip').boundingBox())!.width).to.be.at.most(width);
        await page.context().close();
      }
    }
  });

  it('of any desk lays nothing in the header upon another', async () => {
    for (const language of ['vi', 'en']) {
      const page = await openPage(1920, 900, language);
      for (const width of [1920, 1900, 1600, 1366]) {
        await page.setViewportSize({ width, height: 900 });
        const parts = await page.locator('.header nav a, .header .search, .header .clocks').all();
        const boxes = await Promise.all(parts.map(async (part) => (await part.boundingBox())!));
        expect(boxes).to.have.length(14);
        for (const [i, one] of boxes.entries()) {
          for (const other of boxes.slice(i + 1)) {
            const isAside = one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1;
            const isBelow = one.y + one.height <= other.y + 1 || other.y + other.height <= one.y + 1;
            expect(isAside || isBelow, `${language} at ${width}: ${JSON.stringify([one, other])}`).to.equal(true);
          }
        }
      }
      await page.context().close();
    }
  });

  it('of a small laptop shows all pages in the header', async () => {
    for (const language of ['vi', 'en']) {
      const page = await openPage(1024, 768, language);
      const links = page.locator('.header nav a');
      expect(await links.count()).to.equal(12);
      for (const link of await links.all()) {
        const box = await link.boundingBox();
        expect(box!.x + box!.width).to.be.at.most(1024);
      }
      expect(await runsOut(page)).to.deep.equal([]);
      await page.context().close();
    }
  });
});
