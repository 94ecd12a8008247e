/**
 * Every main page in both languages, by day and by night, against the machine-checkable part of WCAG 2.2 A and AA: names, roles,
 * contrast, size and spacing of targets, landmarks. What a machine can only suspect it leaves to a person's eye and hand.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import { type Language, mainPages, openWindow, type Palette, show, signIn } from '../main-pages.ts';
import { type Province, startProvince } from '../province.ts';

const CHECKER = readFileSync('node_modules/accessibility-checker-engine/ace-window.js', 'utf8');
const GUIDELINE = 'WCAG_2_2';

/** Each language and each palette once: names depend on the one, contrast on the other. `LOOKS=all` takes all four. */
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

async function violations(page: Page): Promise<string[]> {
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

describe('what WCAG 2.2 AA asks of a page', () => {
  let province: Province;
  let browser: Browser;

  before(async function () {
    browser = await openBrowser(this);
    province = await startProvince();
  });

  after(async () => {
    await browser?.close();
    await province?.end();
  });

  const inEveryLook = (what: string, check: (page: Page) => Promise<void>): void => {
    for (const [language, palette] of LOOKS) {
      it(`${what} (${language}, ${palette})`, async () => {
        const context = await openWindow(browser, { language, palette, width: 1440, height: 900 });
        await check(await context.newPage());
        await context.close();
      });
    }
  };

  it('is told by the checker when it is missing', async () => {
    const page = await browser.newPage();
    await page.setContent(
      '<html lang="vi"><title>x</title><main><h1>x</h1><p style="color:#bbb">x</p><img src="a.png">',
    );
    const found = (await violations(page)).join('\n');
    expect(found).to.contain('text_contrast_sufficient').and.contain('img_alt_valid');
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
      found[path] = await violations(page);
    }
    expect(found).to.deep.equal(Object.fromEntries(doors.map(([path]) => [path, []])));
  });

  const everyPage = async (page: Page, wanted: (name: string) => boolean): Promise<void> => {
    const { product, alert } = province;
    await signIn(page, product.url, product.password);
    const pages = mainPages({ vesselId: alert.occurrence.vesselId, caseId: alert.caseId });
    const found: Record<string, string[]> = {};
    for (const one of pages.filter(({ name }) => wanted(name))) {
      await show(page, product.url, one);
      found[one.name] = await violations(page);
    }
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).to.deep.equal([]);
    expect(Object.keys(found)).to.have.length.above(10);
  };
  const isSetting = (name: string): boolean => name.startsWith('settings-');

  inEveryLook('is on every page of an officer', (page) => everyPage(page, (name) => !isSetting(name)));

  inEveryLook('is on every page of the settings', (page) => everyPage(page, isSetting));

  inEveryLook('is in an alert that is open, and in the help', async (page) => {
    const { product } = province;
    await signIn(page, product.url, product.password);
    await page.locator('.rail [data-alert]').first().click();
    expect(await violations(page), 'an alert').to.deep.equal([]);
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    expect(await violations(page), 'the help').to.deep.equal([]);
  });
});
