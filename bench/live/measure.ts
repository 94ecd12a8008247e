/** The running product with a fleet that reports: what live clients cost on the wire, and how soon a byte is a pixel. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Accounts } from '../../server/auth/accounts.ts';
import { sessionCookie } from '../../server/auth/middleware.ts';
import type { View } from '../../server/live/protocol.ts';
import { Product } from '../ingest/product.ts';
import { Sender } from '../ingest/sender.ts';
import { Traffic } from '../ingest/traffic.ts';
import { openBrowser } from '../map/measure.ts';
import { type First, type Heard, Listener } from './listener.ts';
import { bytesToPixels, installLook } from './screen.ts';

const SLICE_MS = 100;
const COUNTED_WITHIN_MS = 2500;
const VIEWPORT = { width: 1920, height: 1080 };
/** What is looked at, by name. */
export const VIEWS: Record<string, View | undefined> = {
  /** What the console opens with on a large screen, with its margin. */
  'the whole country': { box: [90, 0, 132, 28] },
  /** Đà Nẵng and forty miles round it. */
  'one port': { box: [107.6, 15.5, 109, 16.8] },
};

export interface Sizes {
  vessels: number;
  /** Part of the fleet that reports each second. */
  movedShare: number;
  seconds: number;
  /** Boats that appear for the way from byte to pixel; 0: no browser. */
  beacons: number;
}

interface ViewFigures {
  name: string;
  bytesPerSecond: number;
  framesPerSecond: number;
  positionsPerSecond: number;
}

export interface Measured {
  vessels: number;
  sentPerSecond: number;
  first: First;
  views: ViewFigures[];
  /** Milliseconds; empty without a browser. */
  pixels: number[];
  /** Processor seconds of the product a second while the views were measured. */
  cpuShare: number;
}

export async function measure(
  folder: string,
  sizes: Sizes,
  ports: { http: number; tcp: number },
  tell: (what: string) => void,
): Promise<Measured> {
  const data = join(folder, 'data');
  mkdirSync(data);
  const token = await signedIn(data);
  const product = Product.begin(data, ports.http, ports.tcp);
  const url = `http://127.0.0.1:${ports.http}`;
  const cookie = { name: sessionCookie, value: token };
  try {
    await product.ready();
    const sender = await Sender.to(ports.tcp);
    tell(`introducing ${sizes.vessels} boats`);
    const traffic = new Traffic(sizes.vessels, 0, Date.now());
    const introductions = traffic.introductions(Date.now());
    await sender.send(introductions, 0);
    const vessels = await settled(product, introductions.messages);
    tell('first snapshot');
    const first = await firstOf(url, `${cookie.name}=${cookie.value}`);
    tell(`${sizes.seconds} s of frames`);
    const cpu = product.cpuSeconds();
    const { views, took, sent } = await watch(url, `${cookie.name}=${cookie.value}`, { sender, traffic, sizes });
    const cpuShare = (product.cpuSeconds() - cpu) / took;
    const pixels = sizes.beacons === 0 ? [] : await look(url, cookie, { sender, traffic, sizes, tell });
    sender.close();
    return { vessels, sentPerSecond: sent / took, first, views, pixels, cpuShare };
  } finally {
    await product.stop();
  }
}

/** An officer's session, as it is before the product starts. */
export async function signedIn(data: string): Promise<string> {
  const accounts = new Accounts(join(data, 'accounts.db'));
  const password = 'only-for-this-bench';
  await accounts.addUser('bench', password, ['admin']);
  const { token } = await accounts.signIn('bench', password, '127.0.0.1');
  accounts.close();
  return token;
}

/** Waits until all is stored, and the count of vessels, which is taken now and then, says no more. @returns that count */
export async function settled(product: Product, messages: number): Promise<number> {
  for (let before = -1; ; ) {
    const { messages: read, behindBytes, vessels } = await product.vitals();
    if (read >= messages && behindBytes === 0 && vessels > 0 && vessels === before) return vessels;
    before = vessels;
    await sleep(COUNTED_WITHIN_MS);
  }
}

async function firstOf(url: string, cookie: string): Promise<First> {
  const listener = await Listener.open(url, cookie);
  const first = await listener.first;
  listener.close();
  return first;
}

interface Drive {
  sender: Sender;
  traffic: Traffic;
  sizes: Sizes;
}

/** The fleet reports for so many seconds. @returns how many messages went out */
async function drive({ sender, traffic, sizes }: Drive, seconds: number): Promise<number> {
  const slices = Math.round((seconds * 1000) / SLICE_MS);
  const each = Math.round((sizes.vessels * sizes.movedShare * SLICE_MS) / 1000);
  const stretch = traffic.stretch(Date.now(), { slices, sliceMs: SLICE_MS, each });
  await sender.send(stretch, SLICE_MS);
  return stretch.messages;
}

async function watch(url: string, cookie: string, load: Drive) {
  const listeners = new Map<string, Listener>();
  for (const [name, view] of Object.entries(VIEWS)) listeners.set(name, await Listener.open(url, cookie, view));
  await Promise.all([...listeners.values()].map(({ first }) => first));
  // The first second has what changed while they joined.
  await drive(load, 2);
  const before = new Map([...listeners].map(([name, listener]) => [name, listener.heard()]));
  const began = performance.now();
  const sent = await drive(load, load.sizes.seconds);
  const took = (performance.now() - began) / 1000;
  const views = [...listeners].map(([name, listener]) => rates(name, before.get(name)!, listener.heard(), took));
  for (const listener of listeners.values()) listener.close();
  return { views, took, sent };
}

function rates(name: string, before: Heard, after: Heard, seconds: number): ViewFigures {
  return {
    name,
    bytesPerSecond: (after.bytes - before.bytes) / seconds,
    framesPerSecond: (after.frames - before.frames) / seconds,
    positionsPerSecond: (after.positions - before.positions) / seconds,
  };
}

interface Look extends Drive {
  tell(what: string): void;
}

async function look(url: string, cookie: { name: string; value: string }, load: Look): Promise<number[]> {
  load.tell('from byte to pixel');
  const browser = await openBrowser();
  let isOver = false;
  try {
    const context = await browser.newContext({ viewport: VIEWPORT });
    await context.addCookies([{ ...cookie, url }]);
    await context.addInitScript(installLook);
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForSelector('canvas.vessel-symbols[data-vessels]', { state: 'attached', timeout: 0 });
    await sleep(3000);
    const driving = (async () => {
      while (!isOver) await drive(load, 1);
    })();
    const pixels = await bytesToPixels(page, load.sender, load.sizes.beacons);
    isOver = true;
    await driving;
    return pixels;
  } finally {
    isOver = true;
    await browser.close();
  }
}
