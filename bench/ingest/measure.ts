/**
 * Full load end to end: bytes at a socket of the running product → journal, fsynced → decoded → judged → stored, at a rising
 * rate; then a kill at that load, and the start after it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import { makeWorld } from '../engine/world.ts';
import { Product, type Vitals } from './product.ts';
import { Sender } from './sender.ts';
import { type Stretch, Traffic } from './traffic.ts';

const SLICE_MS = 10;
const SAMPLE_MS = 250;
/** Nothing more comes when nothing has come for so long. */
const QUIET_MS = 5000;
/** A rate is kept up when so much of it is done in its time, and nothing is behind the pace by more than this at the end. */
const KEPT_UP_SHARE = 0.97;
const KEPT_UP_LAG_MS = 1000;
/** What it may take to see that all is done. */
const SETTLING_SECONDS = 1;

export interface Sizes {
  vessels: number;
  zones: number;
  seconds: number;
  /** Messages a second, one after the other. */
  rates: readonly number[];
}

export interface Step {
  offered: number;
  /** Messages a second that were decoded and judged while they were offered. */
  done: number;
  keptUp: boolean;
  /** How far the sender was behind its pace at most, since the product did not take more. */
  lagMs: number;
  behindBytes: number;
  /** Until all was stored after the last message was sent. */
  drainSeconds: number;
  alerts: number;
  /** Byte in → alert stored, milliseconds; absent without alerts. */
  p50Ms?: number;
  p95Ms?: number;
  p99Ms?: number;
  /** Processor time of the whole product a message, microseconds. */
  cpuUs: number;
  memoryMb: number;
}

/** Byte in → alert stored, milliseconds; only the count where there were none. */
export type Delays = Pick<Step, 'alerts' | 'p50Ms' | 'p95Ms' | 'p99Ms'>;

export interface Measured {
  introductionsPerSecond: number;
  steps: Step[];
  restart: { rate: number; readySeconds: number; caughtUpSeconds: number };
  mostMemoryMb: number;
}

export interface Ports {
  http: number;
  tcp: number;
}

/** @param onStep told of what is measured next */
export async function measure(
  folder: string,
  sizes: Sizes,
  ports: Ports,
  onStep: (what: string) => void,
): Promise<Measured> {
  const data = join(folder, 'data');
  mkdirSync(data);
  await furnish(data, sizes.zones);
  const traffic = new Traffic(sizes.vessels, sizes.zones, Date.now());
  let product = Product.begin(data, ports.http, ports.tcp);
  try {
    await product.ready();
    const sender = await Sender.to(ports.tcp);
    onStep(`introducing ${sizes.vessels} boats`);
    const introductions = traffic.introductions(Date.now());
    const began = performance.now();
    await sender.send(introductions, 0);
    await settle(product, introductions.messages);
    // What was found of boats that were new waits for a commit: it is none of the first rate's.
    await sleep(QUIET_MS);
    const introductionsPerSecond = introductions.messages / ((performance.now() - began - QUIET_MS) / 1000);
    const steps: Step[] = [];
    for (const rate of sizes.rates) {
      onStep(`${rate} messages a second`);
      const step = await measureStep(product, sender, traffic, rate, sizes.seconds);
      steps.push(step);
      if (!step.keptUp) break;
    }
    const mostMemoryMb = product.memory().mostMb;
    sender.close();
    const rate = steps.findLast(({ keptUp }) => keptUp)?.offered ?? sizes.rates[0]!;
    onStep(`kill at ${rate} messages a second`);
    await killAt(product, ports, traffic, rate, sizes.seconds);
    const start = performance.now();
    product = Product.begin(data, ports.http, ports.tcp);
    await product.ready();
    const readySeconds = (performance.now() - start) / 1000;
    await product.caughtUp();
    const caughtUpSeconds = (performance.now() - start) / 1000;
    return { introductionsPerSecond, steps, restart: { rate, readySeconds, caughtUpSeconds }, mostMemoryMb };
  } finally {
    await product.stop();
  }
}

/** Zones and rules, as an officer would have set them. */
async function furnish(data: string, count: number): Promise<void> {
  const room = await openEngineRoom({ folder: data, demo: false, tickSeconds: 60, onLost: () => {} });
  const { zones, rules } = makeWorld(count);
  const features = zones
    .filter(({ properties }) => properties.kind !== 'land')
    .map((zone) => ({ type: 'Feature', ...zone }));
  await room.act({ type: 'document', name: 'zones', body: { type: 'FeatureCollection', features }, by: 'bench' });
  await room.act({ type: 'document', name: 'rules', body: rules, by: 'bench' });
  await room.close();
}

/**
 * Waits until so many messages are decoded and all is stored. Parts of a message that were cut from each other for too long
 * are counted as incomplete, so that fewer may come.
 */
async function settle(product: Product, messages: number): Promise<void> {
  let before = -1;
  let quietSince = performance.now();
  for (;;) {
    const vitals = await product.vitals();
    if (vitals.messages >= messages && vitals.behindBytes === 0) return;
    if (vitals.messages !== before || vitals.behindBytes > 0) quietSince = performance.now();
    else if (performance.now() - quietSince > QUIET_MS) return;
    before = vitals.messages;
    await sleep(SAMPLE_MS);
  }
}

async function measureStep(
  product: Product,
  sender: Sender,
  traffic: Traffic,
  rate: number,
  seconds: number,
): Promise<Step> {
  const stretch = stretchAt(traffic, rate, seconds);
  const before = await product.vitals();
  const cpuBefore = product.cpuSeconds();
  const began = performance.now();
  let [lagMs, lastLagMs, behindBytes] = [0, 0, 0];
  let isSent = false;
  const sending = sender
    .send(stretch, SLICE_MS, (ms) => {
      lastLagMs = ms;
      lagMs = Math.max(lagMs, ms);
    })
    .then(() => {
      isSent = true;
    });
  while (!isSent) {
    await sleep(SAMPLE_MS);
    behindBytes = Math.max(behindBytes, (await product.vitals()).behindBytes);
  }
  await sending;
  const sentAt = performance.now();
  await settle(product, before.messages + stretch.messages);
  const tookSeconds = (performance.now() - began) / 1000;
  const { messages } = stretch;
  return {
    offered: messages / seconds,
    done: Math.round(messages / tookSeconds),
    keptUp: lastLagMs < KEPT_UP_LAG_MS && tookSeconds < seconds / KEPT_UP_SHARE + SETTLING_SECONDS,
    lagMs: Math.round(lagMs),
    behindBytes,
    drainSeconds: (performance.now() - sentAt) / 1000,
    cpuUs: ((product.cpuSeconds() - cpuBefore) / messages) * 1e6,
    memoryMb: product.memory().nowMb,
    ...delays(before, await product.vitals()),
  };
}

function stretchAt(traffic: Traffic, rate: number, seconds: number): Stretch {
  const slices = (seconds * 1000) / SLICE_MS;
  return traffic.stretch(Date.now(), { slices, sliceMs: SLICE_MS, each: Math.round((rate * SLICE_MS) / 1000) });
}

/** Percentiles of what was stored between two looks, within buckets by proportion. */
export function delays(before: Vitals, after: Vitals): Delays {
  const counts = after.stored.map(([withinS, count], i) => [withinS, count - (before.stored[i]?.[1] ?? 0)] as const);
  const alerts = counts.at(-1)?.[1] ?? 0;
  if (alerts === 0) return { alerts };
  const at = (share: number): number => {
    const i = counts.findIndex(([, count]) => count >= share * alerts);
    const [above, count] = counts[i]!;
    const [below, less] = counts[i - 1] ?? [0, 0];
    if (!Number.isFinite(above)) return below * 1000;
    return Math.round(1000 * (below + ((above - below) * (share * alerts - less)) / (count - less)));
  };
  return { alerts, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

async function killAt(product: Product, ports: Ports, traffic: Traffic, rate: number, seconds: number): Promise<void> {
  const stretch = stretchAt(traffic, rate, seconds);
  const sender = await Sender.to(ports.tcp);
  const sending = sender.send(stretch, SLICE_MS).catch(() => {});
  await sleep(seconds * 900);
  await product.kill();
  sender.close();
  await sending;
}
