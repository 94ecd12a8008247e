/** Opens our page and those of the peers in one browser, one after the other, and has the same done on each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Missing } from '../packages.ts';
import { Fleet } from './fleet.ts';
import { type Host, startHost } from './host.ts';
import { installProbe, type Taken } from './probe.ts';
import { DOINGS, type Doing, type HeapAt, measureDoing, watchHeap } from './scenario.ts';

const VIEWPORT = { width: 1920, height: 1080 };
/** As many as the peers are shown: more they do not bear. */
export const PEER_VESSELS = 10_000;
const PEERS = ['circle-marker', 'markercluster'] as const;

export interface Sizes {
  vessels: number;
  /** Part of the fleet that reports each second. */
  movedShare: number;
  seconds: number;
  /** How long the page then stands open while its memory is looked at. */
  heapSeconds: number;
  peers: boolean;
}

export interface PageFigures {
  name: string;
  vessels: number;
  /** From the request for the page until all vessels are on it. */
  shownMs: number;
  doings: Record<Doing, Taken>;
  /** Of the page once everything unused was let go, by the seconds since the first look. */
  heap?: HeapAt[];
}

/** @param tell what is being done, for a person who waits */
export async function measure(sizes: Sizes, tell: (what: string) => void): Promise<PageFigures[]> {
  const browser = await openBrowser();
  const figures: PageFigures[] = [];
  try {
    figures.push(await onHost(sizes.vessels, sizes, (host) => ours(browser, host, sizes.vessels, sizes, tell)));
    if (!sizes.peers) return figures;
    const few = { ...sizes, heapSeconds: 0 };
    figures.push(await onHost(PEER_VESSELS, sizes, (host) => ours(browser, host, PEER_VESSELS, few, tell)));
    for (const peer of PEERS) {
      figures.push(await onHost(PEER_VESSELS, sizes, (host) => theirs(browser, host, peer, sizes, tell)));
    }
  } finally {
    await browser.close();
  }
  return figures;
}

/** Headless Chromium without a GPU. @throws Missing */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core').catch(() => {
    throw new Missing('the package playwright-core is not installed (npm ci installs it)');
  });
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, '--disable-sync', '--no-first-run', '--enable-precise-memory-info'],
  });
}

async function onHost<T>(vessels: number, { movedShare }: Sizes, use: (host: Host) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const host = await startHost(new Fleet(vessels, Date.now()), movedShare, folder);
  try {
    return await use(host);
  } finally {
    host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(browser: Browser, host: Host, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  await context.addCookies([{ ...host.cookie, url: host.url }]);
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  await page.goto(host.url + path);
  return page;
}

async function ours(
  browser: Browser,
  host: Host,
  vessels: number,
  sizes: Sizes,
  tell: (what: string) => void,
): Promise<PageFigures> {
  tell(`haidang, ${vessels} vessels`);
  const began = Date.now();
  const page = await open(browser, host, '/');
  await page.waitForSelector(`canvas.vessel-symbols[data-vessels="${vessels}"]`, { state: 'attached', timeout: 0 });
  const shownMs = Date.now() - began;
  const doings = await allDoings(page, sizes.seconds, tell);
  const figures: PageFigures = { name: 'haidang', vessels, shownMs, doings };
  if (sizes.heapSeconds > 0) {
    tell('memory');
    figures.heap = await watchHeap(page, sizes.heapSeconds, tell);
  }
  await page.context().close();
  return figures;
}

async function theirs(
  browser: Browser,
  host: Host,
  peer: string,
  sizes: Sizes,
  tell: (what: string) => void,
): Promise<PageFigures> {
  tell(`${peer}, ${PEER_VESSELS} vessels`);
  const began = Date.now();
  const page = await open(browser, host, `/bench/${peer}.html?moved=${sizes.movedShare}`);
  await page.waitForSelector('[data-shown]', { state: 'attached', timeout: 0 });
  const shownMs = Date.now() - began;
  const doings = await allDoings(page, sizes.seconds, tell);
  await page.context().close();
  return { name: peer, vessels: PEER_VESSELS, shownMs, doings };
}

async function allDoings(page: Page, seconds: number, tell: (what: string) => void): Promise<Record<Doing, Taken>> {
  await page.waitForTimeout(3000);
  const doings = {} as Record<Doing, Taken>;
  for (const doing of DOINGS) {
    tell(`  ${doing}`);
    doings[doing] = await measureDoing(page, doing, seconds);
  }
  return doings;
}
