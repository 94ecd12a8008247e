/** What a person does with a map, by mouse and wheel, the same on every page, and what the page says of it. */
import type { CDPSession, Page } from 'playwright-core';
import type { Probe, Taken } from './probe.ts';

export const DOINGS = ['rest', 'pan', 'zoom', 'hover'] as const;
export type Doing = (typeof DOINGS)[number];

/** The middle of the map's free part, CSS pixels. */
const MIDDLE = { x: 620, y: 480 };
const PAN_RADIUS_PX = 240;
const MOVE_EVERY_MS = 16;
const WHEEL_EVERY_MS = 700;
const WHEEL_PX = 120;
const ROUND_MS = 2500;

export async function measureDoing(page: Page, doing: Doing, seconds: number): Promise<Taken> {
  await page.mouse.move(MIDDLE.x, MIDDLE.y);
  await page.evaluate(() => (window as unknown as { haidangProbe: Probe }).haidangProbe.begin());
  const end = Date.now() + seconds * 1000;
  if (doing === 'rest') await page.waitForTimeout(seconds * 1000);
  if (doing === 'pan') await pan(page, end);
  if (doing === 'zoom') await zoom(page, end);
  if (doing === 'hover') await circle(page, end);
  return page.evaluate(() => (window as unknown as { haidangProbe: Probe }).haidangProbe.end());
}

/** Drags the map round and round: it ends where it began. */
async function pan(page: Page, end: number): Promise<void> {
  while (Date.now() < end) {
    await page.mouse.down();
    await circle(page, Math.min(end, Date.now() + ROUND_MS));
    await page.mouse.move(MIDDLE.x, MIDDLE.y);
    await page.mouse.up();
  }
}

async function circle(page: Page, end: number): Promise<void> {
  const begun = Date.now();
  for (let now = begun; now < end; now = Date.now()) {
    const angle = ((now - begun) / ROUND_MS) * 2 * Math.PI;
    await page.mouse.move(MIDDLE.x + PAN_RADIUS_PX * Math.sin(angle), MIDDLE.y + PAN_RADIUS_PX * (Math.cos(angle) - 1));
    await page.waitForTimeout(MOVE_EVERY_MS);
  }
}

async function zoom(page: Page, end: number): Promise<void> {
  for (let n = 0; Date.now() < end || n % 2 === 1; n++) {
    await page.mouse.wheel(0, n % 2 === 0 ? -WHEEL_PX : WHEEL_PX);
    await page.waitForTimeout(WHEEL_EVERY_MS);
  }
}

const HEAP_LOOKS = 6;

export interface HeapAt {
  seconds: number;
  mb: number;
}

/** Looks at a page's memory now and at the end of each of six equal parts of `seconds`, and does nothing else with it. */
export async function watchHeap(page: Page, seconds: number, tell: (what: string) => void): Promise<HeapAt[]> {
  const session = await page.context().newCDPSession(page);
  const heap: HeapAt[] = [];
  const began = Date.now();
  for (let look = 0; look <= HEAP_LOOKS; look++) {
    const at = (seconds * look) / HEAP_LOOKS;
    await page.waitForTimeout(Math.max(0, began + at * 1000 - Date.now()));
    heap.push({ seconds: Math.round(at), mb: await heapMb(session) });
    tell(`  ${heap.at(-1)!.mb.toFixed(1)} MB after ${heap.at(-1)!.seconds} s`);
  }
  return heap;
}

/** Megabytes that are in use after everything unused was let go: objects, and what typed arrays and pictures hold. */
async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  return (usedSize + backingStorageSize) / 1e6;
}
