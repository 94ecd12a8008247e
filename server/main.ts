/** Puts the rooms together: feeds → engine room → store, and beside it the web side, the live map and the outbox. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createApp } from './api/app.ts';
import type { ApiContext } from './api/route.ts';
import { startingListener } from './api/starting.ts';
import { Auditor } from './audit/auditor.ts';
import { Accounts } from './auth/accounts.ts';
import { Guesses } from './auth/guesses.ts';
import { SecondFactorDuty } from './auth/second-factor-duty.ts';
import { Sight } from './auth/sight.ts';
import { Provider } from './auth/single-sign-on/provider.ts';
import type { SharedAnswers } from './cluster/log-server.ts';
import type { RedisBus } from './cluster/redis-bus.ts';
import type { Config } from './config.ts';
import { takeDataFolder } from './data-folder.ts';
import { createHearing, type Messages, startMessages } from './delivery.ts';
import { demoUdpPort, startDemo } from './demo.ts';
import { DryRuns } from './dry-runs/dry-runs.ts';
import { HaidangError } from './errors.ts';
import { readSigner } from './evidence/signature.ts';
import { KeptFeeds } from './feeds/kept-feeds.ts';
import { checkFeedUrls, createFeeds, type Feeds } from './feeds/manager.ts';
import { PostedFeeds } from './feeds/posted.ts';
import { FleetBook } from './fleet/book.ts';
import { beginEngineRoom } from './ingest/client.ts';
import type { EngineRoom } from './ingest/room.ts';
import { Scheduler } from './jobs/scheduler.ts';
import { createLiveHub } from './live/hub.ts';
import { PictureAhead } from './live/picture-ahead.ts';
import type { FeedStatus } from './live/protocol.ts';
import { attachLiveSocket } from './live/socket.ts';
import { createStatusBoard } from './live/status-board.ts';
import { createLog } from './log.ts';
import type { ChannelState } from './notify/channel-health.ts';
import { answerConfig } from './notify/config.ts';
import { type MessageKeys, messageKeys } from './notify/keys.ts';
import { setUp } from './setup.ts';
import { openStore } from './store/open.ts';
import { systemWords } from './system-words.ts';
import { createSecureServer } from './tls.ts';
import { version } from './version.ts';

export interface RunningProduct {
  /** What to print: address, link of the first administrator. */
  greeting: string;
  /** Resolves with the reason when the engine room has died. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

interface OpenRoom {
  room: EngineRoom;
  /** As RunningProduct.lost. */
  lost: Promise<string>;
  /** What several processes tell each other by. */
  bus?: RedisBus;
  /** Of a process that takes answers to messages and sends none. */
  answers?: SharedAnswers;
}

/** The first screen does not wait for what is due once an hour. */
const JOBS_AFTER_MS = 3000;
/** With what takes longer to catch up with, feeds and screens do not wait. */
const CATCH_UP_SECONDS = 1.5;
const DEMO_KEY = 'demo simulator';

/** @throws HaidangError in one sentence for everything that can be wrong with a start */
export async function startProduct(config: Config): Promise<RunningProduct> {
  const log = createLog(process.env.HAIDANG_LOG);
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    if (config.role === 'engine') return await startEngine(config, log, stops, stop);
    return await start(config, log, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An engine of several: it has no screens and no address. */
async function startEngine(
  config: Config,
  log: Logger,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<RunningProduct> {
  const cluster = await import('./cluster/start.ts');
  const engine = await cluster.startEngine(config, log, stops);
  const lost = engine.ended.then(
    () => 'the journal ended',
    (error: unknown) => systemWords(error).en,
  );
  return { greeting: `Hải Đăng ${version}  ·  engine ${config.data}`, lost, stop };
}

async function start(
  config: Config,
  log: Logger,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<RunningProduct> {
  // A start that must fail does so before it has changed anything: else the first link would be made and never shown.
  await checkFeedUrls(config.feeds);
  const { signingKey, signer } = config.evidence;
  const evidenceSigner = signingKey === undefined ? undefined : readSigner({ signingKey, signer: signer! });
  const isWebOnly = config.role === 'web';
  // A web node shares the accounts in the front's folder, and writes nothing else there.
  if (!isWebOnly) stops.push(takeDataFolder(config.data));
  const http = startingListener();
  const server = listening(config, http.listener, log, stops);
  const url = await listen(server, config);
  stops.push(() => closeServer(server));

  const accounts = new Accounts(join(config.data, 'accounts.db'));
  stops.push(() => accounts.close());
  const picture = new PictureAhead({ folder: config.data, url: config.store });
  const { room, lost, bus, answers } = await openRoom(config, log, stops, () => picture.begin());
  stops.push(() => room.close());
  const store = await openStore({ folder: config.data, url: config.store }, { mode: 'read' });
  stops.push(() => store.close());
  if (!isWebOnly) await setUp(room, store, config);

  const feeds = createFeeds(room, {
    clock: Date.now,
    onProblem: (feed, problem) => log.warn({ feed, problem: problem.en }, 'feed'),
  });
  stops.push(() => feeds.stop());
  const posted = new PostedFeeds(room);
  await posted.reopen();
  void room.caughtUp.then(() => posted.reopen()).catch(() => {});
  const kept = new KeptFeeds(store, feeds);
  const statuses = (): FeedStatus[] => [...feeds.statuses(), ...kept.statuses(), ...posted.statuses()];
  const onProblem = (sentence: string, error: unknown): void => log.error({ error: String(error) }, sentence);
  const duty = new SecondFactorDuty({ store, clock: Date.now, onProblem });
  await duty.read();
  accounts.duty = duty;
  let failing = (): ChannelState[] => [];
  const { audit, tickSeconds } = config;
  const auditor = new Auditor({ store, room, config: audit, tickSeconds, clock: Date.now });
  const board = createStatusBoard({
    store,
    room,
    feeds: { statuses },
    failingChannels: () => failing(),
    audit: () => (isWebOnly ? undefined : auditor.status()),
    demo: config.demo,
    version,
    clock: Date.now,
    onProblem,
  });
  await board.start();
  stops.push(() => board.close());
  const hub = createLiveHub({ store, room, clock: Date.now, status: () => board.status(), onProblem });
  await hub.load(await picture.take(room.takeSince?.()));
  hub.start();
  stops.push(() => hub.close());

  const dryRuns = new DryRuns({ place: { folder: config.data, url: config.store }, clock: Date.now });
  stops.push(() => dryRuns.close());

  const jobs = new Scheduler({
    place: { folder: config.data, url: config.store },
    surroundings: { room, store, accounts, auditor, config, clock: Date.now },
    works: !isWebOnly,
    afterMs: JOBS_AFTER_MS,
    runsAfter: room.caughtUp,
    onProblem,
  });
  stops.push(() => jobs.stop());
  // Whoever only serves the web sends nothing; what is answered it takes as the front would.
  const keys = isWebOnly ? undefined : messageKeys(config.data);
  const messages = keys && startMessages({ room, store, config, keys, log });
  if (messages) {
    stops.push(() => messages.stop());
    failing = () => messages.failing();
    auditor.wakesBy(() => messages.poke());
  }

  const guesses = new Guesses(config.limits.guesses, Date.now);
  const signOn = config.oidc && new Provider(config.oidc, config.notify.publicUrl ?? url);
  const app = createApp({
    store,
    room,
    hub,
    accounts,
    guesses,
    ...(signOn && { signOn }),
    dryRuns,
    fleet: new FleetBook({ store, room, clock: Date.now }),
    jobs,
    feeds: { posted: (format, supplier) => posted.number(format, supplier), statuses },
    config: {
      ...{ demo: config.demo, version, publicUrl: config.notify.publicUrl, ...config.wall },
      mapLayers: config.map.layers,
      receivers: config.forward.receivers,
      modules: config.modules,
      publicForm: config.publicForm,
      reportSchedules: config.reports.schedules,
      evidenceSigner,
      trustedProxies: config.trustedProxies,
      limits: config.limits,
    },
    gateways:
      messages && keys
        ? ownGateways(config, keys, messages)
        : answers && { ...answers, hearing: createHearing(room, store) },
    dataFolder: config.data,
    clock: Date.now,
    log,
    onSessionEnd: (tokenHash) => socket.endSession(tokenHash),
    onWallRevoked: (id) => socket.endWall(id),
    webFolder: fileURLToPath(new URL('./web', import.meta.url)),
  });
  http.ready(app);
  const socket = attachLiveSocket({
    server,
    hub,
    accounts,
    guesses,
    trustedProxies: config.trustedProxies,
    sight: new Sight(store, Date.now),
    publicUrl: config.notify.publicUrl,
    adapter: bus?.adapter(),
    onProblem,
  });
  stops.push(() => socket.close());
  await openFeeds(config, feeds, stops, { url, accounts, log });
  if (!isWebOnly) {
    const settle = (): void => void kept.settle().catch((error: unknown) => onProblem('feeds', error));
    room.onCommitted(({ documents }) => documents.includes('feeds') && settle());
    settle();
  }
  return { greeting: greeting(url, config, isWebOnly ? undefined : accounts.firstToken()), lost, stop };
}

function ownGateways(config: Config, keys: MessageKeys, { hearing }: Messages): ApiContext['gateways'] {
  return { config: answerConfig(config.notify), hearing, linkKey: keys.links, pushKey: keys.vapid.publicKey };
}

async function openRoom(
  config: Config,
  log: Logger,
  stops: (() => Promise<void> | void)[],
  onStoreOpened: () => void,
): Promise<OpenRoom> {
  if (config.role !== 'all') {
    const { openClusterRoom } = await import('./cluster/start.ts');
    return { ...(await openClusterRoom(config, log, stops)), lost: new Promise(() => {}) };
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
      tickSeconds: config.tickSeconds,
      trackCare: { tiers: config.tracks.thinning, aroundAlertsHours: config.tracks.aroundAlertsHours },
      catchUpMs: Number(process.env.HAIDANG_CATCH_UP_SECONDS ?? CATCH_UP_SECONDS) * 1000,
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

async function openFeeds(
  config: Config,
  feeds: Feeds,
  stops: (() => Promise<void> | void)[],
  { url, accounts, log }: { url: string; accounts: Accounts; log: Logger },
): Promise<void> {
  for (const feed of config.feeds) await feeds.add(feed);
  if (!config.demo) return;
  const udpPort = await demoUdpPort();
  await feeds.add(`udp://127.0.0.1:${udpPort}`);
  // Keys are stored as hashes only, so each start makes its own and takes back what a killed run left.
  accounts.revokeKeys(DEMO_KEY);
  const apiKey = accounts.createKey(DEMO_KEY, ['read', 'registry:write', 'positions:write']);
  stops.push(() => {
    accounts.revokeKeys(DEMO_KEY);
  });
  stops.push(startDemo({ httpUrl: url, apiKey, udpPort }, log));
}

function listening(
  { tls }: Config,
  listener: RequestListener,
  log: Logger,
  stops: (() => Promise<void> | void)[],
): Server | TlsServer {
  if (!tls) return createServer(listener);
  const { server, stop } = createSecureServer(tls, listener, (problem) => log.error({ why: problem.message }, 'tls'));
  stops.push(stop);
  return server;
}

function listen(server: Server | TlsServer, { host, port, tls }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new HaidangError('port-in-use', { host, port }));
      else reject(new HaidangError('cannot-listen', { host, port, why: systemWords(error) }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
      resolve(`${tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${bound}`);
    });
  });
}

function closeServer(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
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
