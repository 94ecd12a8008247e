/** Every page on a phone and on a small laptop, in both languages: nothing runs out of the screen, no page is out of reach. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { type Language, type MainPage, mainPages, show } from '../main-pages.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';
/** What a finger needs (WCAG 2.2, 2.5.8). */
const TARGET_PX = 24;
/** The strip that says on a phone, on every page, that somebody is in distress: it never pushes the page down. */
const STRIP_PX = 50;
const PAGES_WITH_STRIP = 20;
const CHANGE = { vi: 'Sửa', en: 'Change' };

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

describe('a narrow screen', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let pages: MainPage[];

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
    pages = mainPages({ vesselId: occurrence.vesselId, caseId });
  });

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  async function openPage(width: number, height: number, language: Language): Promise<Page> {
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
        (one) => !one.closest('.table-scroll, .settings-nav, .map-view, .map-canvas') && one.checkVisibility(),
      );
      return all
        .filter((one) => one.getBoundingClientRect().right > edge && one.getBoundingClientRect().width > 0)
        .map((one) => `${one.tagName}.${one.className}`);
    });

  /** Targets for a finger that are small, and so near another that one circle of 24 px meets it. */
  const tooSmall = (page: Page): Promise<string[]> =>
    page.evaluate((least) => {
      const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter(
          (one) =>
            !one.closest('.map-view, .map-canvas, .sr-only') &&
            one.checkVisibility() &&
            !one.matches('.sr-only, [type=hidden]'),
        )
        .map((one) => {
          const isTick = one.matches('[type=checkbox], [type=radio]');
          return { one, box: ((isTick && one.closest('label')) || one).getBoundingClientRect() };
        })
        .filter(({ box }) => box.width > 0 && box.height > 0);
      return targets
        .filter(({ box }) => Math.min(box.width, box.height) < least - 0.5)
        .filter(({ one }) => getComputedStyle(one).display !== 'inline')
        .filter(({ one, box }) =>
          targets.some((other) => {
            if (other.one === one) return false;
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const dx = Math.max(other.box.left - x, 0, x - other.box.right);
            const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
            return Math.hypot(dx, dy) < least / 2;
          }),
        )
        .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }, TARGET_PX);

  /** What has to be pushed sideways to be read. The fleet's many columns are, under the names that stay, and so are the settings. */
  const slidesSideways = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('body *')]
        .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
        .filter((one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowX))
        .filter((one) => !one.matches('.fleet-frame, .settings-nav') && one.checkVisibility())
        .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`),
    );

  const faults = async (page: Page): Promise<string[]> => [
    ...(await runsOut(page)).map((one) => `runs out: ${one}`),
    ...(await slidesSideways(page)).map((one) => `slides: ${one}`),
    ...(await tooSmall(page)).map((one) => `small: ${one}`),
  ];

  /** What is wrong with what opens on a page: its files to take away, its form with a new row, and with the first one. */
  async function faultsInside(page: Page, language: Language): Promise<string[]> {
    const found: string[] = [];
    for (const menu of await page.locator(':is(.card, .page) .export-menu > summary').all()) {
      await menu.click();
      found.push(...(await faults(page)));
      await menu.click();
    }
    const change = page.locator('.settings-page').getByRole('button', { name: CHANGE[language], exact: true });
    if ((await change.count()) === 0) return found;
    await change.click();
    await page.locator('.settings-form').waitFor();
    const clickAll = (selector: string) =>
      page.locator(selector).evaluateAll((all) => {
        for (const one of all) (one as HTMLElement).click();
      });
    await clickAll('.settings-form > fieldset > button, .settings-form > fieldset > fieldset > button');
    found.push(...(await faults(page)));
    await clickAll('.settings-form li:first-child > .item-head > .item-title');
    found.push(...(await faults(page)));
    return found;
  }

  for (const language of ['vi', 'en'] as const) {
    it(`of a phone holds every page and every form of the settings (${language})`, async () => {
      const page = await openPage(360, 740, language);
      const found: [string, string[]][] = [];
      const strips: number[] = [];
      for (const one of pages) {
        await show(page, product.url, one);
        const here = await faults(page);
        for (const strip of await page.locator('.waiting-strip').all())
          strips.push((await strip.boundingBox())!.height);
        for (const current of await page.locator('.settings-nav [aria-current]').all()) {
          const { x, width } = (await current.boundingBox())!;
          if (x < 0 || x + width > 360) here.push('out of sight among the settings');
        }
        here.push(...(await faultsInside(page, language)));
        if (here.length > 0) found.push([one.name, [...new Set(here)]]);
      }
      expect(found).to.deep.equal([]);
      expect(strips.length).to.be.above(PAGES_WITH_STRIP);
      expect(Math.max(...strips)).to.be.at.most(STRIP_PX);
      await page.context().close();
    });
  }

  it('of a phone stands the rows of feeds and of jobs one below the other, each number with what it counts', async () => {
    const page = await openPage(360, 740, 'vi');
    await page.goto(`${product.url}/feeds`);
    await page.locator('.stacked tbody tr').nth(1).waitFor();
    for (const cell of await page.locator('.stacked tbody tr:first-child td:not(:empty)').all()) {
      const { x, width } = (await cell.boundingBox())!;
      expect(x >= 0 && x + width <= 360, await cell.innerText()).to.equal(true);
    }
    const labels = await page
      .locator('.stacked tbody td.number')
      .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, '::before').content));
    expect(labels.length).to.be.above(4);
    for (const label of labels) expect(label).to.match(/^"?.{2,}: "$/);
    await page.context().close();
  });

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
    for (const language of ['vi', 'en'] as const) {
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
    for (const language of ['vi', 'en'] as const) {
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
    for (const language of ['vi', 'en'] as const) {
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
