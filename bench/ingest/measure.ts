/**
 * Full load end to end: bytes at a socket of the running product → journal, fsynced → decoded → judged → stored, at a rising
 * rate; then a kill at that load, and the start after it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngineRoom } from '../../server/ingest/client.ts';
import { makeWorld } from '../engine/world.ts';
import { Product, type Vitals } from './product.ts';
import { Sender } from './sender.ts';
import { Traffic } from './traffic.ts';

const SLICE_MS = 10;
const SAMPLE_MS = 250;
/** A rate is kept up when so much of it is done in its time, and nothing is behind the pace by more than this at the end. */
const KEPT_UP_SHARE = 0.97;
const KEPT_UP_LAG_MS = 1000;

export interface Sizes {
  vessels: number;
  zones: number;
  seconds: number;
  /** Messages a second, one after the other. */
  rates: readonly number[];
  /** Options for the product's Node. */
  nodeOptions: readonly string[];
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
  memoryMb: number;
}

export interface Measured {
  introductionsPerSecond: number;
  steps: Step[];
  restart: { rate: number; readySeconds: number; caughtUpSeconds: number; lost: number };
  mostMemoryMb: number;
}

interface Ports {
  http: number;
  tcp: number;
}

/** @param onStep told of what is measured next */
export async function measure(folder: string, sizes: Sizes, ports: Ports, onStep: (what: string) => void) {
  const data = join(folder, 'data');
  mkdirSync(data);
  await furnish(data, sizes.zones);
  const traffic = new Traffic(sizes.vessels, sizes.zones, Date.now());
  let product = Product.begin(data, ports.http, ports.tcp, sizes.nodeOptions);
  try {
    await product.ready();
    const sender = await Sender.to(ports.tcp);
    onStep(`introducing ${sizes.vessels} boats`);
    const introductions = traffic.introductions(Date.now());
    const began = performance.now();
    await sender.send(introductions, 0);
    await settle(product, introductions.messages);
    const introductionsPerSecond = introductions.messages / ((performance.now() - began) / 1000);
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
    product = Product.begin(data, ports.http, ports.tcp, sizes.nodeOptions);
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

async function settle(product: Product, messages: number): Promise<void> {
  while ((await product.vitals()).messages < messages) await sleep(SAMPLE_MS);
  await product.caughtUp();
}

async function measureStep(product: Product, sender: Sender, traffic: Traffic, rate: number, seconds: number) {
  const each = Math.round((rate * SLICE_MS) / 1000);
  const stretch = traffic.stretch(Date.now(), { slices: (seconds * 1000) / SLICE_MS, sliceMs: SLICE_MS, each });
  const before = await product.vitals();
  const began = performance.now();
  let lagMs = 0;
  let lastLagMs = 0;
  const sending = sender.send(stretch, SLICE_MS, (ms) => {
    lastLagMs = ms;
    lagMs = Math.max(lagMs, ms);
  });
  let behindBytes = 0;
  let isSent = false;
  void sending.then(() => {
    isSent = true;
  });
  let inTime = before;
  while (!isSent) {
    await sleep(SAMPLE_MS);
    const vitals = await product.vitals();
    behindBytes = Math.max(behindBytes, vitals.behindBytes);
    if (performance.now() - began <= seconds * 1000 + SAMPLE_MS) inTime = vitals;
  }
  const took = (performance.now() - began) / 1000;
  const sentAt = performance.now();
  await settle(product, before.messages + stretch.messages);
  const drainSeconds = (performance.now() - sentAt) / 1000;
  const after = await product.vitals();
  const done = stretch.messages / (took + drainSeconds);
  void inTime;
  return {
    offered: each * (1000 / SLICE_MS),
    done: Math.round(done),
    keptUp: lastLagMs < KEPT_UP_LAG_MS && took + drainSeconds < seconds / KEPT_UP_SHARE + 1,
    lagMs: Math.round(lagMs),
    behindBytes,
    drainSeconds,
    memoryMb: product.memory().nowMb,
    ...delays(before, after),
  };
}

/** Percentiles of what was stored between two looks, within buckets by proportion. */
function delays(before: Vitals, after: Vitals) {
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
  const each = Math.round((rate * SLICE_MS) / 1000);
  const stretch = traffic.stretch(Date.now(), { slices: (seconds * 1000) / SLICE_MS, sliceMs: SLICE_MS, each });
  const sender = await Sender.to(ports.tcp);
  const sending = sender.send(stretch, SLICE_MS).catch(() => {});
  await sleep(seconds * 900);
  await (process.env.PROF ? product.stop() : product.kill());
  sender.close();
  await sending;
}
