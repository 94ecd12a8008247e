/** Entry of a locator's process: NAME ZONES FOLDER. Takes turns as turns.ts says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Zone } from '../../geofences/types.ts';
import { Missing } from '../packages.ts';
import type { PointLocator, Prepare } from './locator.ts';
import type { Points } from './points.ts';
import type { Greeting, Order, PointKind, Summary, Turn } from './turns.ts';

const locators: Record<string, () => Promise<{ prepare: Prepare }>> = {
  haidang: () => import('./runners/haidang.ts'),
  'haidang-one': () => import('./runners/haidang-one.ts'),
  turf: () => import('./runners/turf.ts'),
  'flatbush-turf': () => import('./runners/flatbush-turf.ts'),
  'flatbush-hao': () => import('./runners/flatbush-hao.ts'),
  'which-polygon': () => import('./runners/which-polygon.ts'),
};

const [name = '', zonesPath = '', folder = ''] = process.argv.slice(2);
const zones = JSON.parse(readFileSync(zonesPath, 'utf8')) as Zone[];
const known = new Map<PointKind, Points>();

try {
  const { prepare } = await locators[name]!();
  const before = held();
  const start = performance.now();
  const locator = prepare(zones);
  const prepareSeconds = (performance.now() - start) / 1000;
  say({ about: locator.about, prepareSeconds, indexMb: held() - before });
  for await (const line of createInterface({ input: process.stdin })) say(obey(locator, JSON.parse(line) as Order));
  say({ peakRssMb: process.resourceUsage().maxRSS / 1024 });
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  say({ missing: error.message });
}

function obey(locator: PointLocator, { points: kind, from, count, to }: Order): Turn {
  const points = pointsOf(kind);
  const start = performance.now();
  locator.locate(points, from, from + count);
  const seconds = (performance.now() - start) / 1000;
  if (to !== undefined) writeFileSync(to, foundOf(locator, from, from + count));
  return { seconds };
}

function foundOf(locator: PointLocator, from: number, to: number): Int32Array {
  const all: number[] = [];
  for (let point = from; point < to; point++) {
    const found = [...locator.found(point)].sort((a, b) => a - b);
    all.push(found.length, ...found);
  }
  return Int32Array.from(all);
}

function pointsOf(kind: PointKind): Points {
  let points = known.get(kind);
  if (!points) {
    const bytes = readFileSync(join(folder, kind));
    const both = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    points = { lons: both.slice(0, both.length / 2), lats: both.slice(both.length / 2) };
    known.set(kind, points);
  }
  return points;
}

/** Megabytes on the heap and in arrays beside it, what nothing needs any more collected first. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function say(what: Greeting | { missing: string } | Turn | Summary): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
