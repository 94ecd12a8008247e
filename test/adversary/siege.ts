/** The product under attack: boats that really cross, one after the other, and what of it has come to people. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { FLAGS } from '../browser.ts';
import { haidang, until } from '../product.ts';
import type { World } from '../rehearsal/world.ts';

export const PROVIDER = 'VNPT-VSS';
const MINUTE = 60_000;
/** The last ones never cross: they are for what is said of boats wrongly. */
const SPARE = 4;
const PICTURES = process.env.HAIDANG_PICTURES;

export class Siege {
  readonly world: World;
  readonly #boats: string[];
  /** Boats whose positions have all been taken. */
  readonly crossed: string[] = [];
  readonly #faults: string[] = [];
  readonly #taken: string[] = [];

  constructor(world: World, boats: number) {
    this.world = world;
    this.#boats = Array.from({ length: boats }, (_, i) => `QNa-${95_001 + i}-TS`);
  }

  async register(): Promise<void> {
    const rows = this.#boats.map((registration, i) => ({
      ...{ registration, flag: 'VNM', lengthM: 18, gear: 'lưới rê', provider: PROVIDER, deviceId: `ADV-${i}` },
      ...{ owner: 'Nguyễn Văn Thử', ownerPhone: `09000002${String(i).padStart(2, '0')}`, reportingIntervalMin: 120 },
      mmsi: 574_700_001 + i,
    }));
    const answer = await this.world.product.fetch('/api/v1/vessels', { method: 'POST', json: rows });
    if (!answer.ok) throw new Error(await answer.text());
  }

  get faults(): readonly string[] {
    return this.#faults;
  }

  expect(holds: boolean, what: string): void {
    process.stdout.write(`${holds ? 'ok   ' : 'WRONG'} ${what}\n`);
    if (!holds) this.#faults.push(what);
  }

  /** NAF of the next boat, which has run over the boundary within the last hour. @param now epoch ms by the product's clock */
  nextCrossing(now = this.now()): { boat: string; records: string[] } {
    const boat = this.#boats[this.crossed.length + this.#taken.length]!;
    const lats = [16.9, 16.98, 17.06, 17.2, 17.26];
    const records = lats.map((lat, step) => nafRecord(boat, now - (lats.length - step) * 10 * MINUTE, lat));
    return { boat, records };
  }

  get hasBoats(): boolean {
    return this.crossed.length < this.#boats.length - SPARE;
  }

  now(): number {
    return this.world.now + (Date.now() - this.#freeSince);
  }

  /** The product's clock goes by itself from now on. */
  async setClock(time: number): Promise<void> {
    await this.world.runFreely(time);
    this.#freeSince = Date.now();
  }
  #freeSince = Date.now();

  async killAndStart(): Promise<void> {
    const time = this.now();
    this.#freeSince = Date.now();
    await this.world.killAndStart(time);
  }

  /** A provider's way: again and again until it is taken. */
  async cross(): Promise<string> {
    const { boat, records } = this.nextCrossing();
    this.#taken.push(boat);
    for (const record of records) {
      await until(async () => (await this.world.tryNaf(PROVIDER, [record]).catch(() => undefined))?.ok, 100);
    }
    this.#taken.pop();
    this.crossed.push(boat);
    return boat;
  }

  /** Seconds until the boat's crossing is an alert. */
  async alerted(boat: string): Promise<number> {
    const began = performance.now();
    await until(async () => (await this.crossings().catch(() => new Map<string, number>())).has(boat), 50);
    return (performance.now() - began) / 1000;
  }

  /** How many alerts of a crossing each boat has. */
  async crossings(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { occurrence, text } of await this.alerts()) {
      if (occurrence.kind !== 'boundary-cross' || occurrence.state === 'retracted') continue;
      const boat = /^\S+/.exec(text.vi)![0];
      counts.set(boat, (counts.get(boat) ?? 0) + 1);
    }
    return counts;
  }

  async alerts(): Promise<Alert[]> {
    return (await this.world.product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=all&limit=5000')).alerts;
  }

  async deliveries(): Promise<Delivery[]> {
    return (await this.world.product.get<{ deliveries: Delivery[] }>('/api/v1/deliveries?limit=5000')).deliveries;
  }

  status(): Promise<SystemStatus> {
    return this.world.product.get('/api/v1/status');
  }

  async readiness(): Promise<{ ready: boolean; problems: { vi: string }[] }> {
    return (await (await this.world.product.fetch('/readyz')).json()) as { ready: boolean; problems: { vi: string }[] };
  }

  /** Nothing lost, nothing doubled, whatever was done. */
  async tally(): Promise<void> {
    await until(async () => (await this.status()).behindBytes === 0);
    for (const boat of this.crossed) await this.alerted(boat);
    // A call waits for a person to make it.
    await until(
      async () => (await this.deliveries()).every(({ state, channel }) => state !== 'queued' || channel === 'call'),
      500,
    );
    const counts = await this.crossings();
    const doubled = [...counts].filter(([, count]) => count > 1);
    this.expect(
      this.crossed.every((boat) => counts.get(boat) === 1) && doubled.length === 0,
      `${this.crossed.length} crossings, each alerted exactly once`,
    );
    const { received } = this.world.mail;
    const ids = received.map(({ to, messageId }) => `${to} ${messageId}`);
    process.stdout.write(`      mails ${ids.length}, the same one again: ${ids.length - new Set(ids).size}\n`);
    const told = this.crossed.filter((boat) =>
      received.some(({ text, subject }) => `${subject} ${text}`.includes(boat)),
    );
    this.expect(told.length === this.crossed.length, `mails tell of ${told.length} of them`);
    const failed = (await this.deliveries()).filter(({ state }) => state === 'failed' || state === 'expired');
    this.expect(failed.length === 0, `${failed.length} messages given up`);
  }

  verify(): void {
    this.expect(haidang(['journal', 'verify', '--data', this.world.data]).code === 0, 'the journal verifies');
    const { out } = haidang(['export', 'tracks', '--data', this.world.data]);
    const counts = new Map<string, number>();
    for (const line of out.split('\n').filter(Boolean)) {
      const { registration } = JSON.parse(line) as { registration?: string };
      if (registration) counts.set(registration, (counts.get(registration) ?? 0) + 1);
    }
    const short = this.crossed.filter((boat) => (counts.get(boat) ?? 0) < 5);
    this.expect(
      short.length === 0,
      `positions that were acknowledged are stored: of ${short.length} boats some are missing`,
    );
  }

  /** Somebody sits at the screens from the beginning. */
  async sitDown(): Promise<void> {
    this.#browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    this.#page = await this.#browser.newPage({ viewport: { width: 1600, height: 950 } });
    const { product } = this.world;
    await this.#page.goto(product.url);
    await this.#page.fill('input[name=user]', 'admin');
    await this.#page.fill('input[name=password]', product.password);
    await this.#page.click('button[type=submit]');
    await this.#page.locator('.rail').waitFor();
  }
  #browser: Browser | undefined;
  #page: Page | undefined;

  async standUp(): Promise<void> {
    await this.#browser?.close();
  }

  /** What they see: text, and a picture where one is asked for. */
  async screens(name: string): Promise<string> {
    const page = this.#page!;
    const texts: string[] = [];
    for (const link of ['Bản đồ', 'Nguồn dữ liệu']) {
      await page.locator('header').getByRole('link', { name: link, exact: true }).click();
      await page.waitForTimeout(3000);
      texts.push(await page.locator('body').innerText());
      if (!PICTURES) continue;
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}${texts.length === 1 ? '' : '-feeds'}.png`) });
    }
    return texts.join('\n');
  }
}

export function nafRecord(boat: string, fixTime: number, lat: number, lon = 108.9, device?: string): string {
  const iso = new Date(fixTime).toISOString();
  const [date, time] = [iso.slice(0, 10).replaceAll('-', ''), iso.slice(11, 16).replace(':', '')];
  const who = `//XR/${boat}${device ? `//IR/${device}` : ''}//FS/VNM`;
  return `//SR//TM/POS${who}//DA/${date}//TI/${time}//LT/${lat}//LG/${lon}//SP/80//CO/0//ER//`;
}
