/** Every main page of the web side, and when it shows what it is for. */
import type { Browser, BrowserContext, Page } from 'playwright-core';

export type Language = 'vi' | 'en';
export type Palette = 'day' | 'dusk' | 'night';

export interface MainPage {
  name: string;
  path: string;
  /** What stands there once the page has what it shows. */
  ready: string;
}

const SETTINGS = [
  'routing',
  'units',
  'rosters',
  'feeds',
  'contacts',
  'ladders',
  'templates',
  'regulation',
  'suppressions',
  'approvals',
  'sign-in',
  'proposals',
  'channels',
  'walls',
  'users',
  'audit',
  'imports',
  'account',
];

/** Pages of somebody who is signed in. */
export function mainPages(alert: { vesselId: string; caseId: string }): MainPage[] {
  const simple = [
    'cases',
    'outbox',
    'contacts',
    'feeds',
    'rules',
    'truth',
    'handover',
    'alarms',
    'fleet',
    'zones',
    'reports',
    'field-reports',
  ];
  return [
    { name: 'console', path: '/', ready: '.rail [data-alert]' },
    { name: 'vessel', path: `/vessel/${encodeURIComponent(alert.vesselId)}`, ready: '.rail [data-alert]' },
    {
      name: 'vessel-record',
      path: `/vessel/${encodeURIComponent(alert.vesselId)}/record`,
      ready: '.signal-strip',
    },
    { name: 'case', path: `/case/${encodeURIComponent(alert.caseId)}`, ready: '.case-page h1' },
    ...simple.map((name) => ({ name, path: `/${name}`, ready: 'main h1' })),
    { name: 'rule', path: '/rules/boundary-cross', ready: 'main h1' },
    ...SETTINGS.map((part) => ({ name: `settings-${part}`, path: `/settings/${part}`, ready: 'main h1' })),
    { name: 'snapshot', path: '/wall/snapshot', ready: 'main h1' },
  ];
}

/** A window that speaks a language in the colours of a time of day. */
export async function openWindow(
  browser: Browser,
  { language, palette, width, height }: { language: Language; palette: Palette; width: number; height: number },
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: palette === 'day' ? 'light' : 'dark',
    reducedMotion: 'reduce',
    locale: language,
  });
  await context.addInitScript(
    `localStorage.setItem('haidang.language', '${language}'); localStorage.setItem('haidang.palette', '${palette}')`,
  );
  return context;
}

export async function signIn(page: Page, url: string, password: string): Promise<void> {
  await page.goto(url);
  await page.fill('input[name=user]', 'admin');
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.locator('.shell').waitFor();
}

/** Goes there and waits until nothing more is loading. */
export async function show(page: Page, url: string, { path, ready }: MainPage): Promise<void> {
  await page.goto(url + path);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
}
