/**
 * Puts the rooms together: feeds → engine room → store, and beside it the web side, the live map and the outbox. `start` is the
 * order in which that goes; what comes first is ended last.
 */
import { join } from 'node:path';
import { startingListener } from './api/starting.ts';
import { Auditor } from './audit/auditor.ts';
import { journalCommandActs } from './audit/command-acts.ts';
import { Accounts } from './auth/accounts.ts';
import { SecondFactorDuty } from './auth/second-factor-duty.ts';
import type { SharedAnswers } from './cluster/log-server.ts';
import type { RedisBus } from './cluster/redis-bus.ts';
import type { Config } from './config.ts';
import { takeDataFolder } from './data-folder.ts';
import { DryRuns } from './dry-runs/dry-runs.ts';
import { HaidangError } from './errors.ts';
import { readSigner, type Signer } from './evidence/signature.ts';
import { checkFeedUrls } from './feeds/feeds.ts';
import { openHttpServer } from './http-server.ts';
import { beginEngineRoom } from './ingest/engine-room-client.ts';
import type { EngineRoom } from './ingest/room.ts';
import { prepareInputs } from './inputs.ts';
import { Scheduler } from './jobs/scheduler.ts';
import { createLiveHub, type LiveHub } from './live/hub.ts';
import { PictureAhead } from './live/picture-ahead.ts';
import { createStatusBoard, type StatusBoardOptions } from './live/status-board.ts';
import { createLog } from './log.ts';
import { createHearing, type Messages, startMessages } from './message-side.ts';
import { type MessageKeys, messageKeys } from './notify/keys.ts';
import { setUp } from './setup.ts';
import { type Starting, Stops } from './start.ts';
import { openStore, type StorePlace } from './store/open.ts';
import type { Store } from './store/store.ts';
import { systemWords } from './system-words.ts';
import { version } from './version.ts';
import { ownGateways, serveWeb } from './web-side.ts';

interface RunningProduct {
  /** What to print: address, link of the first administrator. */
  greeting: string;
  /** Resolves with the reason when the engine room has died. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

type Started = Pick<RunningProduct, 'greeting' | 'lost'>;

interface OpenRoom extends Pick<RunningProduct, 'lost'> {
  room: EngineRoom;
  /** What several processes tell each other by. */
  bus?: RedisBus;
  /** Of a process that takes answers to messages and sends none. */
  answers?: SharedAnswers;
}

interface Foundation extends OpenRoom {
  accounts: Accounts;
  store: Store;
  /** What the live map begins with, read while the room catches up. */
  picture: PictureAhead;
}

/** The first screen does not wait for what is due once an hour. */
const JOBS_AFTER_MS = 3000;

/** @throws HaidangError in one sentence for everything that can be wrong with a start */
export async function startProduct(config: Config): Promise<RunningProduct> {
  const log = createLog(process.env.HAIDANG_LOG);
  const stops = new Stops();
  const onProblem = (sentence: string, error: unknown): void => log.error({ error: String(error) }, sentence);
  const starting: Starting = { config, log, stops, onProblem };
  try {
    const started = config.role === 'engine' ? await startEngine(starting) : await start(starting);
    return { ...started, stop: () => stops.run() };
  } catch (error) {
    await stops.run();
    throw error;
  }
}

/** An engine of several: it has no screens and no address. */
async function startEngine(starting: Starting): Promise<Started> {
  const cluster = await import('./cluster/start.ts');
  const engine = await cluster.startEngine(starting);
  const lost = engine.ended.then(
    () => 'the journal ended',
    (error: unknown) => systemWords(error).en,
  );
  return { greeting: `Hải Đăng ${version}  ·  engine ${starting.config.data}`, lost };
}

async function start(starting: Starting): Promise<Started> {
  const { config, stops } = starting;
  // A start that must fail does so before it has changed anything: else the first link would be made and never shown.
  await checkFeedUrls(config.feeds);
  const evidenceSigner = signerOf(config);
  const isWebOnly = config.role === 'web';
  // A web node shares the accounts in the front's folder, and writes nothing else there.
  if (!isWebOnly) stops.add(takeDataFolder(config.data));
  const http = startingListener();
  const { server, url } = await openHttpServer(starting, http.listener);
  const foundation = await openFoundation(starting);
  const { accounts, room, store, lost, bus, answers } = foundation;
  if (!isWebOnly) {
    await setUp(room, store, config);
    stops.add(journalCommandActs(config.data, room, starting.onProblem));
  }
  const inputs = await prepareInputs(starting, room, store);
  accounts.duty = await secondFactorDuty(starting, store);
  const { audit, tickSeconds } = config;
  const auditor = new Auditor({ store, room, config: audit, tickSeconds, clock: Date.now });
  let messages: Messages | undefined;
  const hub = await openHub(starting, foundation, {
    feeds: inputs,
    failingChannels: () => messages?.failing() ?? [],
    audit: () => (isWebOnly ? undefined : auditor.status()),
  });
  const { dryRuns, jobs } = scheduleWork(starting, foundation, auditor);
  // Whoever only serves the web sends nothing; what is answered it takes as the front would.
  const keys = isWebOnly ? undefined : messageKeys(config.data);
  messages = keys && sendMessages(starting, foundation, auditor, keys);
  const gateways =
    keys && messages
      ? ownGateways(config, keys, messages.hearing)
      : answers && { ...answers, hearing: createHearing(room, store) };
  const app = serveWeb(starting, {
    ...{ server, url, bus, accounts, room, store, hub, inputs, dryRuns, jobs, gateways, evidenceSigner },
  });
  http.ready(app);
  await inputs.open({ url, accounts });
  return { greeting: greeting(url, config, isWebOnly ? undefined : accounts.firstToken()), lost };
}

function signerOf({ evidence }: Config): Signer | undefined {
  const { signingKey, signer } = evidence;
  return signingKey === undefined ? undefined : readSigner({ signingKey, signer: signer! });
}

function placeOf({ data, store }: Config): StorePlace {
  return { folder: data, url: store };
}

/** Accounts, the room, and a reader's connection to the store. */
async function openFoundation(starting: Starting): Promise<Foundation> {
  const { config, stops } = starting;
  const accounts = new Accounts(join(config.data, 'accounts.db'));
  stops.add(() => accounts.close());
  const picture = new PictureAhead(placeOf(config));
  const opened = await openRoom(starting, () => picture.begin());
  stops.add(() => opened.room.close());
  const store = await openStore(placeOf(config), { mode: 'read' });
  stops.add(() => store.close());
  return { ...opened, accounts, store, picture };
}

async function openRoom(starting: Starting, onStoreOpened: () => void): Promise<OpenRoom> {
  const { config, log } = starting;
  if (config.role !== 'all') {
    const { openClusterRoom } = await import('./cluster/start.ts');
    return { ...(await openClusterRoom(starting)), lost: new Promise(() => {}) };
  }
  let onLost: (why: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    onLost = resolve;
  });
  try {
    const room = await beginEngineRoom({
      folder: config.data,
      store: config.store,
      demo: config.demo,
      publicUrl: config.notify.publicUrl,
      window: config.engine,
      tickSeconds: config.tickSeconds,
      trackCare: { tiers: config.tracks.thinning, aroundAlertsHours: config.tracks.aroundAlertsHours },
      catchUpMs: config.catchUpSeconds * 1000,
      onLost,
      onStoreOpened,
      onProblem: (sentence, why) => log.error({ why }, sentence),
    });
    return { room, lost };
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw new HaidangError('data-folder', {
      path: config.data,
      why: systemWords(error),
    });
  }
}

async function secondFactorDuty({ onProblem }: Starting, store: Store): Promise<SecondFactorDuty> {
  const duty = new SecondFactorDuty({ store, clock: Date.now, onProblem });
  await duty.read();
  return duty;
}

/** The live map, with the status of the whole beside it. */
async function openHub(
  { config, stops, onProblem }: Starting,
  { room, store, picture }: Foundation,
  states: Pick<StatusBoardOptions, 'feeds' | 'failingChannels' | 'audit'>,
): Promise<LiveHub> {
  const board = createStatusBoard({
    ...{ store, room, ...states, demo: config.demo, version, onProblem },
    clock: Date.now,
  });
  await board.start();
  stops.add(() => board.close());
  const hub = createLiveHub({ store, room, clock: Date.now, status: () => board.status(), onProblem });
  await hub.load(await picture.take(room.takeSince?.()));
  hub.start();
  stops.add(() => hub.close());
  return hub;
}

/** What runs when somebody asks for it, and what runs by the clock. */
function scheduleWork(
  { config, stops, onProblem }: Starting,
  { accounts, room, store }: Foundation,
  auditor: Auditor,
): { dryRuns: DryRuns; jobs: Scheduler } {
  const place = placeOf(config);
  const dryRuns = new DryRuns({ place, clock: Date.now });
  stops.add(() => dryRuns.close());
  const jobs = new Scheduler({
    place,
    surroundings: { room, store, accounts, auditor, config, clock: Date.now },
    works: config.role !== 'web',
    afterMs: JOBS_AFTER_MS,
    runsAfter: room.caughtUp,
    onProblem,
  });
  stops.add(() => jobs.stop());
  return { dryRuns, jobs };
}

function sendMessages(
  { config, log, stops }: Starting,
  { room, store }: Foundation,
  auditor: Auditor,
  keys: MessageKeys,
): Messages {
  const messages = startMessages({ room, store, config, keys, log });
  stops.add(() => messages.stop());
  auditor.wakesBy(() => messages.poke());
  return messages;
}

function greeting(url: string, { demo }: Config, firstToken: string | undefined): string {
  const lines = [`Hải Đăng ${version}${demo ? '  ·  DEMO' : ''}`, `  ${url}`];
  if (firstToken !== undefined)
    lines.push(
      '  Mở liên kết này một lần để đặt mật khẩu quản trị (24 giờ). Open this once to choose the administrator’s password (24 h):',
      `  ${url}/first#${firstToken}`,
    );
  return lines.join('\n');
}
