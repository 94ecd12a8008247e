/**
 * `npm run wall-night [hours] [pace]`: a wall that nobody looks after, from eight in the evening on, at 1920 × 1080 and 3840 × 2160,
 * with the clocks and timers of product and pages so many times faster. Exit code 1 when it grew, went blank or said NO DATA.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { FLAGS } from '../browser.ts';
import { temporaryFolder } from '../product.ts';
import { RehearsalFleet } from './fleet.ts';
import { Officer } from './officer.ts';
import { castParts, HOUR, MINUTE } from './script.ts';
import { Play } from './shift.ts';
import { World } from './world.ts';

/** 20:00 in Vietnam: the quiet hour at which a wall loads itself anew falls into the night. */
const START = Date.UTC(2026, 10, 24, 13);
const SEED = 574;
const BOATS = 1000;
const MERCHANTS = 40;
const DAY_BEFORE_MS = 26 * HOUR;
const SCREENS = [
  { name: '1080p', width: 1920, height: 1080 },
  { name: '4K', width: 3840, height: 2160 },
];
/** Megabytes of a page's heap, after a collection, that an hour may have more than the second one. */
const MOST_GROWTH_MB = 4;
const MB = 1e6;
/** By then the clocks of product and pages go together. */
const SETTLED_MIN = 5;

const hours = Number(process.argv[2] ?? 8.5);
const pace = Number(process.argv[3] ?? 30);
const pictures = process.env.HAIDANG_PICTURES;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Looked {
  heapMb: number;
  nodes: number;
  listeners: number;
}

class WallPage {
  readonly name: string;
  readonly looks: Looked[] = [];
  /** Minutes of the night at which it said NO DATA, and how often it had no scene. */
  readonly noData: number[] = [];
  blank = 0;
  loads = 0;
  scenes = new Set<string>();
  readonly #page: Page;
  readonly #devTools: CDPSession;

  constructor(name: string, page: Page, devTools: CDPSession) {
    this.name = name;
    this.#page = page;
    this.#devTools = devTools;
    page.on('load', () => this.loads++);
  }

  /** Every minute of its clock. */
  async glance(minute: number): Promise<void> {
    const seen = await this.#page
      .evaluate(() => ({
        scene: document.querySelector<HTMLElement>('.wall')?.dataset.scene,
        isOld: document.body.innerText.includes('NO DATA'),
      }))
      .catch(() => undefined);
    // It is loading itself anew.
    if (!seen) return;
    if (seen.scene === undefined) this.blank++;
    else this.scenes.add(seen.scene);
    if (seen.isOld) this.noData.push(minute);
  }

  /** Every hour of its clock. */
  async look(hour: number): Promise<void> {
    await this.#devTools.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#devTools.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
    this.looks.push({
      heapMb: of('JSHeapUsedSize') / MB,
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
    });
    if (pictures) await this.#page.screenshot({ path: `${pictures}/${this.name}-${hour}.png` });
  }

  get isWell(): boolean {
    const [, second, ...later] = this.looks.map(({ heapMb }) => heapMb);
    const grew = second !== undefined && later.some((heapMb) => heapMb > second + MOST_GROWTH_MB);
    // What it had before it was opened is told of at the pace of people.
    const isOld = this.noData.some((minute) => minute > SETTLED_MIN);
    return !grew && !isOld && this.blank === 0 && this.scenes.size > 1;
  }
}

/** The page's clock and timers as the product's. Runs in the page, before its own scripts and after every loading. */
function fasten({ realStart, start, pace }: { realStart: number; start: number; pace: number }): void {
  const RealDate = Date;
  const now = (): number => start + (RealDate.now() - realStart) * pace;
  globalThis.Date = class extends RealDate {
    constructor(...args: []) {
      if (args.length === 0) super(now());
      else super(...args);
    }
    static override now(): number {
      return now();
    }
  } as DateConstructor;
  const { setTimeout, setInterval } = globalThis;
  const faster =
    (real: typeof setTimeout) =>
    (what: TimerHandler, ms?: number, ...rest: unknown[]) =>
      real(what as () => void, (ms ?? 0) / pace, ...rest);
  Object.assign(globalThis, { setTimeout: faster(setTimeout), setInterval: faster(setInterval as typeof setTimeout) });
}

async function openWall(context: BrowserContext, world: World, name: string): Promise<WallPage> {
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Performance.enable');
  const wall = new WallPage(name, page, devTools);
  await page.goto(`${world.product.url}/wall?d=6&diag=55`);
  const code = (await page.locator('.wall-code').textContent())!;
  const answer = await world.product.fetch('/api/v1/walls', { method: 'POST', json: { code, name } });
  if (!answer.ok) throw new Error(`the wall: ${answer.status} ${await answer.text()}`);
  await page.locator('.wall').waitFor();
  wall.loads = 0;
  return wall;
}

async function night(): Promise<boolean> {
  const fleet = new RehearsalFleet(SEED, START, BOATS, MERCHANTS);
  const script = castParts(fleet, START);
  const world = new World(START - DAY_BEFORE_MS, temporaryFolder(), pace);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  try {
    await world.open([...new Set(fleet.boats.map((boat) => boat.vms!.provider))]);
    await world.product.fetch('/api/v1/vessels', { method: 'POST', json: fleet.boats.map(({ registry }) => registry) });
    const officer = new Officer(world.product, new Set());
    const parts = { fleet, script, world, officer, start: START, hours };
    await new Play(parts).before();
    await world.runFreely(START);
    const realStart = Date.now();
    const virtual = (): number => START + (Date.now() - realStart) * pace;
    const walls: WallPage[] = [];
    for (const { name, width, height } of SCREENS) {
      const context = await browser.newContext({ viewport: { width, height } });
      await context.addInitScript(fasten, { realStart, start: START, pace });
      walls.push(await openWall(context, world, name));
    }
    const began = performance.now();
    const play = new Play({
      ...parts,
      async pass(until) {
        await sleep(Math.max(0, (until - virtual()) / pace));
        world.now = Math.min(until, virtual());
        for (const wall of walls) await wall.glance(Math.round((until - START) / MINUTE));
        if ((until - START) % HOUR < MINUTE) for (const wall of walls) await wall.look((until - START) / HOUR);
      },
    });
    await play.play((hour) => say(`hour ${hour}: ${((performance.now() - began) / 1000).toFixed(0)} s`));
    for (const wall of walls) report(wall);
    return walls.every(({ isWell }) => isWell);
  } finally {
    await browser.close();
    await world.close();
  }
}

function report({ name, looks, noData, blank, loads, scenes, isWell }: WallPage): void {
  const list = (of: (one: Looked) => number): string => looks.map((one) => of(one).toFixed(1)).join(', ');
  say(`${isWell ? 'ok  ' : 'WRONG'} ${name}: ${loads} loadings of its own, scenes ${[...scenes].join(', ')}`);
  say(`  minutes at which it said NO DATA: ${noData.join(', ') || 'none'}; looks without a scene: ${blank}`);
  say(`  heap, MB, hour by hour: ${list(({ heapMb }) => heapMb)}`);
  say(`  nodes: ${list(({ nodes }) => nodes)}; listeners: ${list(({ listeners }) => listeners)}`);
}

process.exitCode = (await night()) ? 0 : 1;
