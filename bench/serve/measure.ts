/** The running product with positions that come in, first by themselves, then with sockets that follow and people who read beside them. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { defaultRules } from '../../geofences/regions/vietnam-rules.ts';
import { sessionCookie } from '../../server/auth/middleware.ts';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import { defaultZones } from '../../server/setup.ts';
import { type Delays, delays } from '../ingest/measure.ts';
import { Product } from '../ingest/product.ts';
import { Sender } from '../ingest/sender.ts';
import { Traffic } from '../ingest/traffic.ts';
import { settled, signedIn } from '../live/measure.ts';
import { Missing } from '../packages.ts';
import { CROSSING_RULE, Crossers, crossedZone } from './crossers.ts';
import { Followers } from './followers.ts';
import type { Answered, Asked } from './readers.ts';
import { readersOf } from './reads.ts';
import { Watcher } from './watcher.ts';

const SLICE_MS = 50;
/** Until readers and sockets have warmed up, and nothing of it is counted. */
const WARM_SECONDS = 3;
const ENTERED_PER_SECOND = 5;
const READ_VESSELS = 400;
/** Alerts are on their way. */
const LAST_MS = 3000;

export interface Sizes {
  vessels: number;
  positions: number;
  sockets: number;
  requests: number;
  seconds: number;
}

/** Of one stretch of time. */
export interface Stretch {
  sentPerSecond: number;
  /** Until the change was stored, as the product says it. */
  stored: Delays;
  /** Milliseconds until a socket had it, every alert by itself. */
  atSocketMs: number[];
  /** Boats that went into the zone. */
  entered: number;
  /** Processor seconds of the product a second. */
  cpuShare: number;
  /** Of it, those of the thread that answers requests and sockets. */
  webShare: number;
}

export interface Measured {
  alone: Stretch;
  beside: Stretch;
  answered: Answered;
  /** `joinSeconds`: until all had all vessels, having come at once. */
  sockets: { lost: number; framesPerSecond: number; joinSeconds: number };
  memoryMb: number;
}

interface Drive {
  product: Product;
  sender: Sender;
  traffic: Traffic;
  crossers: Crossers;
  sizes: Sizes;
}

export async function measure(
  folder: string,
  sizes: Sizes,
  ports: { http: number; tcp: number },
  tell: (what: string) => void,
): Promise<Measured> {
  const data = join(folder, 'data');
  mkdirSync(data);
  const cookie = `${sessionCookie}=${await signedIn(data)}`;
  await furnish(data);
  const url = `http://127.0.0.1:${ports.http}`;
  const product = Product.begin(data, ports.http, ports.tcp, settingsFile(folder));
  const followers = new Followers();
  try {
    await product.ready();
    const sender = await Sender.to(ports.tcp);
    tell(`introducing ${sizes.vessels} boats`);
    const traffic = new Traffic(sizes.vessels, 0, Date.now());
    const introductions = traffic.introductions(Date.now());
    await sender.send(introductions, 0);
    await settled(product, introductions.messages);
    const crossers = new Crossers(sender);
    const watcher = await Watcher.open(url, cookie, (mmsi) => crossers.seen(mmsi));
    const drive = { product, sender, traffic, crossers, sizes };
    tell(`${sizes.seconds} s of positions alone`);
    const alone = await stretch(drive);
    tell(`${sizes.seconds} s with sockets and readers`);
    const joinedFrom = performance.now();
    await followers.open({ url, cookie, sockets: sizes.sockets });
    const joinSeconds = (performance.now() - joinedFrom) / 1000;
    const readers = readersOf(sizes.requests, await vesselIds(url, cookie));
    const answers = read({ url, cookie, seconds: sizes.seconds + WARM_SECONDS, readers });
    const { frames: framesBefore } = await followers.count();
    const began = performance.now();
    const beside = await stretch(drive);
    const answered = await answers;
    const { frames, lost } = await followers.count();
    const framesPerSecond = (frames - framesBefore) / ((performance.now() - began) / 1000);
    watcher.close();
    sender.close();
    const sockets = { lost, framesPerSecond, joinSeconds };
    return { alone, beside, answered, sockets, memoryMb: product.memory().mostMb };
  } finally {
    await followers.close();
    await product.stop();
  }
}

/** The shipped zones and rules, and one of each for the boats that cross. */
async function furnish(data: string): Promise<void> {
  const room = await openEngineRoom({ folder: data, demo: false, tickSeconds: 60, onLost: () => {} });
  const features = [...defaultZones().map((zone) => ({ type: 'Feature', ...zone })), crossedZone];
  await room.act({ type: 'document', name: 'zones', body: { type: 'FeatureCollection', features }, by: 'bench' });
  const entering = { id: CROSSING_RULE, kind: 'zone-enter', params: { zoneKinds: ['monitored'], confirm: 1 } };
  await room.act({ type: 'document', name: 'rules', body: [...defaultRules(), entering], by: 'bench' });
  await room.close();
}

/** All readers come from one address here, which may ask 100 times a second as shipped. */
function settingsFile(folder: string): string {
  const file = join(folder, 'haidang.config.json');
  writeFileSync(file, JSON.stringify({ limits: { requestsPerMinute: 1_000_000 } }));
  return file;
}

async function vesselIds(url: string, cookie: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/v1/vessels?limit=${READ_VESSELS}`, { headers: { cookie } });
  const { vessels } = (await answer.json()) as { vessels: { id: string }[] };
  return vessels.map(({ id }) => id);
}

/** Positions at their rate, and boats that make alerts. */
async function stretch({ product, sender, traffic, crossers, sizes }: Drive): Promise<Stretch> {
  const drive = async (seconds: number): Promise<number> => {
    const slices = Math.round((seconds * 1000) / SLICE_MS);
    const said = traffic.stretch(Date.now(), { slices, sliceMs: SLICE_MS, each: (sizes.positions * SLICE_MS) / 1000 });
    const began = performance.now();
    await sender.send(said, SLICE_MS);
    return said.messages / ((performance.now() - began) / 1000);
  };
  const entered = sizes.seconds * ENTERED_PER_SECOND;
  crossers.approach(entered);
  await drive(WARM_SECONDS);
  const seenBefore = crossers.atSocketMs.length;
  const before = await product.vitals();
  const cpuBefore = product.cpuSeconds();
  const webBefore = product.webSeconds();
  const began = performance.now();
  const [sentPerSecond] = await Promise.all([drive(sizes.seconds), crossers.enter(entered, ENTERED_PER_SECOND)]);
  const lasted = (performance.now() - began) / 1000;
  const cpuShare = (product.cpuSeconds() - cpuBefore) / lasted;
  const webShare = (product.webSeconds() - webBefore) / lasted;
  await sleep(LAST_MS);
  const stored = delays(before, await product.vitals());
  return { sentPerSecond, stored, atSocketMs: crossers.atSocketMs.slice(seenBefore), entered, cpuShare, webShare };
}

async function read(asked: Asked): Promise<Answered> {
  const worker = new Worker(fileURLToPath(new URL('./bench-readers.js', import.meta.url)), { workerData: asked });
  const [said] = (await once(worker, 'message')) as [Answered | { missing: string }];
  if ('missing' in said) throw new Missing(said.missing);
  return said;
}
