/**
 * Takes the pictures of docs/screens anew: `npm run screenshots`. Every main page of the demonstration, in both languages by day and
 * by night, on a desk; those that are mostly a map, at dusk, too; the ones that people open on the way, on a phone, in Vietnamese by
 * day and in English by night. Needs Chromium and a built dist/.
 * `npm run screenshots -- console zones` takes just those anew.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Alert } from '../server/models/alert.ts';
import { type Language, type MainPage, mainPages, openWindow, type Palette, show, signIn } from './main-pages.ts';
import { Product, removeFolder, temporaryFolder, until } from './product.ts';

/** Names of pages; none: all of them. */
const asked = process.argv.slice(2);
const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name);
const FOLDER = 'docs/screens';
const QUALITY = 55;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const ON_A_PHONE = [
  'console',
  'vessel',
  'vessel-record',
  'case',
  'cases',
  'outbox',
  'fleet',
  'handover',
  'settings-routing',
];
const AT_DUSK = ['console', 'vessel', 'zones', 'wall'];
const LOOKS: { language: Language; palette: Palette; phone?: boolean }[] = [
  { language: 'vi', palette: 'day', phone: true },
  { language: 'en', palette: 'night', phone: true },
  { language: 'vi', palette: 'night' },
  { language: 'en', palette: 'day' },
  { language: 'vi', palette: 'dusk' },
  { language: 'en', palette: 'dusk' },
];

/** WebP, which a page's own screenshot cannot be. */
async function take(page: Page, name: string): Promise<void> {
  // Tiles of the map come one after the other.
  await page.waitForTimeout((await page.locator('.map-canvas').count()) > 0 ? 1500 : 400);
  // The picture of the fleet comes behind the alerts.
  if ((await page.locator('.footer').count()) > 0) await page.locator('.footer .counts', { hasText: /\d/ }).waitFor();
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await session.detach();
  writeFileSync(join(FOLDER, `${name}.webp`), Buffer.from(data, 'base64'));
}

/** A case that is worth a picture: of the gravest alert that is open. */
async function chosenAlert(product: Product): Promise<Alert> {
  const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
  return [...alerts].sort((a, b) => a.occurrence.priority - b.occurrence.priority)[0]!;
}

async function takePages(browser: Browser, product: Product, pages: MainPage[]): Promise<void> {
  for (const look of LOOKS) {
    const isTaken = (page: string): boolean => look.palette !== 'dusk' || AT_DUSK.includes(page);
    const name = (page: string, where = ''): string => `${page}-${look.language}-${look.palette}${where}`;
    for (const [size, where, wanted] of [
      [DESK, '', pages.filter((one) => isTaken(one.name))],
      [PHONE, '-phone', look.phone ? pages.filter((one) => ON_A_PHONE.includes(one.name)) : undefined],
    ] as const) {
      if (!wanted) continue;
      const context = await openWindow(browser, { ...look, ...size });
      const page = await context.newPage();
      for (const [path, called] of [
        ['/', 'sign-in'],
        ['/first#link', 'first-link'],
      ] as const) {
        if (!isAsked(called) || !isTaken(called)) continue;
        await show(page, product.url, { name: called, path, ready: 'main.login .demo-strip:visible' });
        await take(page, name(called, where));
      }
      await signIn(page, product.url, product.password);
      for (const one of wanted) {
        await show(page, product.url, one);
        await take(page, name(one.name, where));
      }
      await context.close();
    }
    if (isAsked('wall')) await takeWall(browser, product, look, name('wall'));
  }
}

async function takeWall(browser: Browser, product: Product, look: (typeof LOOKS)[number], name: string): Promise<void> {
  const context = await openWindow(browser, { ...look, width: 1920, height: 1080 });
  const page = await context.newPage();
  const path = `/wall?lang=${look.language}&palette=${look.palette}&scenes=overview:600`;
  await page.goto(product.url + path);
  const code = await page.locator('.wall-code').textContent();
  await product.fetch('/api/v1/walls', { method: 'POST', json: { code, name: 'Phòng trực ban' } });
  await page.locator('.wall canvas.vessel-symbols').waitFor({ state: 'attached' });
  await page.waitForTimeout(3000);
  await take(page, name);
  await context.close();
}

const data = temporaryFolder();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const product = await Product.start({ data, args: ['--demo'], env: { HAIDANG_LOG: 'info' } });
try {
  await until(async () => product.output.includes('history-done'));
  await product.signIn();
  const alert = await until(async () => chosenAlert(product));
  if (asked.length === 0) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const pages = mainPages({ vesselId: alert.occurrence.vesselId, caseId: alert.caseId });
  await takePages(
    browser,
    product,
    pages.filter(({ name }) => isAsked(name)),
  );
} finally {
  await browser.close();
  await product.stop();
  removeFolder(data);
}
