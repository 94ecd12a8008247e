/**
 * Every main page in both languages and all palettes against the machine-checkable part of WCAG 2.2 A and AA, as two checkers see
 * it: names, roles, contrast, size and spacing of targets, landmarks. What a machine can only suspect it leaves to a person's eye.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Axe, openAxe } from '../axe.ts';
import { openBrowser } from '../browser.ts';
import { type Language, mainPages, openWindow, type Palette, show, signIn } from '../main-pages.ts';
import { type Province, startProvince } from '../province.ts';

const CHECKER = readFileSync('node_modules/accessibility-checker-engine/ace-window.js', 'utf8');
const GUIDELINE = 'WCAG_2_2';

/**
 * Names depend on the language, contrast on the palette: each language once, by day and by night; what is shown by day is looked at
 * in the colours of dusk, too. `LOOKS=all` takes the other two as well.
 */
const LOOKS: [Language, Palette][] = [
  ['vi', 'day'],
  ['en', 'night'],
  ...(process.env.LOOKS === 'all'
    ? ([
        ['vi', 'night'],
        ['en', 'day'],
      ] satisfies [Language, Palette][])
    : []),
];

interface Finding {
  ruleId: string;
  /** How sure and how grave: `VIOLATION`/`FAIL` is proven. */
  value: [level: string, result: string];
  message: string;
  snippet: string;
}

/** What the one checker proves. */
async function proven(page: Page): Promise<string[]> {
  await page.evaluate(CHECKER);
  const findings = await page.evaluate(async (guideline) => {
    type Checker = { check(document: Document, guidelines: string[]): Promise<{ results: Finding[] }> };
    const { ace } = globalThis as unknown as { ace: { Checker: new () => Checker } };
    const { results } = await new ace.Checker().check(document, [guideline]);
    return results
      .filter(({ value: [level, result] }) => level === 'VIOLATION' && result === 'FAIL')
      .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet.slice(0, 160)}`);
  }, GUIDELINE);
  return [...new Set(findings)];
}

function wear(page: Page, palette: Palette): Promise<void> {
  return page.evaluate((value) => {
    document.documentElement.dataset.palette = value;
  }, palette);
}

/** What either checker finds, and the other in the colours of dusk where the page is shown in those of day. */
async function violations(page: Page, axe: Axe): Promise<string[]> {
  const found = [...(await proven(page)), ...(await axe(page))];
  if ((await page.evaluate(() => document.documentElement.dataset.palette)) !== 'day') return found;
  await wear(page, 'dusk');
  found.push(...(await axe(page, ['color-contrast'])).map((one) => `at dusk: ${one}`));
  await wear(page, 'day');
  return found;
}

/** The same page by night and in English, which nobody waits for another loading of. */
async function atNight(page: Page, axe: Axe): Promise<string[]> {
  await page.locator('button[lang=en]').first().click();
  await wear(page, 'night');
  return (await axe(page)).map((one) => `in English at night: ${one}`);
}

describe('what WCAG 2.2 AA asks of a page', () => {
  let province: Province;
  let browser: Browser;
  let axe: Axe;

  before(async function () {
    axe = openAxe(this);
    browser = await openBrowser(this);
    province = await startProvince();
  });

  after(async () => {
    await browser?.close();
    await province?.end();
  });

  const inEveryLook = (what: string, check: (page: Page, look: string) => Promise<void>): void => {
    for (const [language, palette] of LOOKS) {
      it(`${what} (${language}, ${palette})`, async () => {
        const context = await openWindow(browser, { language, palette, width: 1440, height: 900 });
        await check(await context.newPage(), `lang=${language}&palette=${palette}`);
        await context.close();
      });
    }
  };

  it('is told by the checker when it is missing', async () => {
    const page = await browser.newPage();
    await page.setContent(
      '<html lang="vi"><title>x</title><main><h1>x</h1><p style="color:#bbb">Tàu</p><img src="a.png">',
    );
    const found = (await violations(page, axe)).join('\n');
    expect(found).to.contain('text_contrast_sufficient').and.contain('img_alt_valid');
    expect(found).to.contain('color-contrast: ').and.contain('image-alt: ');
    await page.close();
  });

  inEveryLook('is on the pages before sign-in, and behind a link', async (page) => {
    const { product, officerLink, ownerLink } = province;
    const doors = [
      ['/', 'main.login'],
      ['/first#link', 'main.login'],
      [officerLink, 'main h1'],
      [ownerLink, 'main h1'],
      ['/wall', '.wall-code'],
    ] as const;
    const found: Record<string, string[]> = {};
    for (const [path, ready] of doors) {
      await show(page, product.url, { name: path, path, ready });
      found[path] = await violations(page, axe);
    }
    expect(found).to.deep.equal(Object.fromEntries(doors.map(([path]) => [path, []])));
  });

  const everyPage = (what: string, wanted: (name: string) => boolean): void => {
    it(what, async () => {
      const context = await openWindow(browser, { language: 'vi', palette: 'day', width: 1440, height: 900 });
      const page = await context.newPage();
      const { product, alert } = province;
      await signIn(page, product.url, product.password);
      const pages = mainPages({ vesselId: alert.occurrence.vesselId, caseId: alert.caseId });
      const found: Record<string, string[]> = {};
      for (const one of pages.filter(({ name }) => wanted(name))) {
        await show(page, product.url, one);
        found[one.name] = await violations(page, axe);
        if (one.name !== 'snapshot') found[one.name]!.push(...(await atNight(page, axe)));
      }
      expect(Object.entries(found).filter(([, list]) => list.length > 0)).to.deep.equal([]);
      expect(Object.keys(found)).to.have.length.above(10);
      await context.close();
    });
  };
  const isSetting = (name: string): boolean => name.startsWith('settings-');

  everyPage('is on every page of an officer', (name) => !isSetting(name));

  everyPage('is on every page of the settings', isSetting);

  inEveryLook('is in all that opens on the map and in the list', async (page) => {
    const { product, alert } = province;
    await signIn(page, product.url, product.password);
    await page.locator('.map-buttons').waitFor();
    const found: Record<string, string[]> = {};
    const look = async (name: string, ready: string): Promise<void> => {
      await page.locator(ready).first().waitFor();
      found[name] = await violations(page, axe);
    };
    const open = async (key: string, ready: string): Promise<void> => {
      await page.keyboard.press(key);
      await look(key, ready);
      await page.keyboard.press('Escape');
    };
    await open('f', '.map-panel');
    await open('g', '.map-panel');
    await open('u', '.map-panel');
    await open('?', 'dialog[open]');
    await page.locator('.map-buttons button', { hasText: '☰' }).click();
    await look('layers', '.map-panel label.choice');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('qna');
    await look('search', '#search-hits [role=option]');
    await page.keyboard.press('Escape');
    await page.locator(`.rail [data-alert="${alert.id}"] .alert-head`).click();
    await look('an alert and its vessel', '.card h2');
    await open('s', 'form.shelve');
    await page.keyboard.press('e');
    await look('escalation', 'form.escalate');
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await look('replay', '.time-bar');
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).to.deep.equal([]);
  });

  inEveryLook('is on a wall, and on its tiles', async (page, look) => {
    const { product } = province;
    const found: Record<string, string[]> = {};
    await page.goto(`${product.url}/wall?${look}&scenes=overview:60`);
    const code = await page.locator('.wall-code').textContent();
    await product.fetch('/api/v1/walls', { method: 'POST', json: { code, name: 'Phòng trực' } });
    await page.locator('.wall').waitFor();
    for (const scene of ['overview', 'alerts', 'fleet', 'feeds']) {
      await page.goto(`${product.url}/wall?${look}&scenes=${scene}:60`);
      await page.locator(`.wall[data-scene=${scene}]`).waitFor();
      found[scene] = await violations(page, axe);
    }
    await show(page, product.url, { name: 'snapshot', path: '/wall/snapshot', ready: 'main h1' });
    found.snapshot = await violations(page, axe);
    for (const tile of ['reporting', 'oldest']) {
      await show(page, product.url, { name: tile, path: `/wall/tile/${tile}`, ready: '.wall-tile .value' });
      found[tile] = await violations(page, axe);
    }
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).to.deep.equal([]);
  });
});
