/** The system's Chromium, driven as a person would. */
import type { Context } from 'mocha';
import { type Browser, chromium } from 'playwright-core';
import { need } from './needs.ts';

/** The flags keep it from calling home: there is no network in a test but the loopback. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Skips the test where there is no Chromium. */
export function openBrowser(test: Context): Promise<Browser> {
  return chromium.launch({ executablePath: need(test, 'chromium', 'chromium-browser', 'google-chrome'), args: FLAGS });
}
