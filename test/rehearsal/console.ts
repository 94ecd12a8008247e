/** The same at the console itself, in a real Chromium: from an alert on the screen to its first call on record. */
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { chromium, type Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import { FLAGS } from '../browser.ts';
import { type Product, until } from '../product.ts';

export interface Handled {
  label: string;
  /** Keys and clicks. */
  actions: number;
  seconds: number;
}

/** @param vessels ids; each has an open case that nobody has called about. @returns undefined where there is no Chromium */
export async function callFromConsole(
  product: Product,
  vessels: readonly string[],
  now: number,
): Promise<Handled[] | undefined> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) return undefined;
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 950 } });
    await page.clock.install({ time: now });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    const handled: Handled[] = [];
    for (const vessel of vessels) handled.push(await handle(page, product, vessel));
    return handled;
  } finally {
    await browser.close();
  }
}

async function handle(page: Page, product: Product, vessel: string): Promise<Handled> {
  const { alerts } = await product.get<{ alerts: Alert[] }>(`/api/v1/alerts?state=open&vessel=${vessel}`);
  const waiting = alerts.filter(
    ({ response, caseId }) => caseId !== '' && ['unacknowledged', 'returned'].includes(response.state),
  );
  const alert = waiting.sort((a, b) => a.occurrence.priority - b.occurrence.priority)[0];
  if (!alert) throw new Error(`no alert of ${vessel} waits for the console`);
  const row = page.locator(`[data-alert="${alert.id}"] .alert-head`);
  await row.waitFor();
  const began = performance.now();
  let actions = 0;
  const act = async (what: Promise<unknown>): Promise<void> => {
    actions++;
    await what;
  };
  await act(row.click());
  await act(page.keyboard.press('c'));
  await page.locator('[data-outcome="no-answer"]').waitFor();
  await act(page.click('[data-outcome="no-answer"]'));
  await until(async () => ((await product.get<Case>(`/api/v1/cases/${alert.caseId}`)).attempts ?? 0) > 0);
  const seconds = (performance.now() - began) / 1000;
  if (process.env.HAIDANG_PICTURES)
    await page.screenshot({ path: `${process.env.HAIDANG_PICTURES}/call-${vessel}.png` });
  await page.goto(product.url);
  return { label: alert.text.vi, actions, seconds };
}
