/** The interface on a port of its own, over a real engine room, store and accounts in a temporary folder. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiRoutes, createApp } from '../../server/api/app.ts';
import { type LimitsConfig, usualLimits } from '../../server/api/limits-config.ts';
import type { ApiConfig, ApiContext } from '../../server/api/route.ts';
import { Looks } from '../../server/audit/looks.ts';
import { Accounts } from '../../server/auth/accounts.ts';
import { Guesses } from '../../server/auth/guesses.ts';
import { Sight } from '../../server/auth/sight.ts';
import { DryRuns } from '../../server/dry-runs/dry-runs.ts';
import { PostedFeeds, type PostedFormat } from '../../server/feeds/posted.ts';
import { FleetBook } from '../../server/fleet/book.ts';
import { openEngineRoom } from '../../server/ingest/engine-room-client.ts';
import { createLiveHub, type LiveHub } from '../../server/live/hub.ts';
import type { FeedStatus } from '../../server/live/protocol.ts';
import { attachLiveSocket } from '../../server/live/socket.ts';
import { createStatusBoard } from '../../server/live/status-board.ts';
import { createHearing } from '../../server/message-side.ts';
import { answerConfig, notifyConfig } from '../../server/notify/config.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { nafPosition } from '../naf-position.ts';
import { AnswerCheck } from './api-document.ts';

interface ApiOptions extends Pick<ApiContext, 'zoneCheckWorker' | 'tableWorker'> {
  trustedProxies?: number;
  settings?: Partial<ApiConfig>;
  /** Links in messages and pages behind them. */
  hasLinks?: boolean;
  limits?: LimitsConfig;
}

/** Cheap, so that signing in costs a test nothing. */
const CHEAP = { logN: 10, r: 8, p: 1 };

export const passwords = { admin: 'admin-password', officer: 'officer-password', viewer: 'viewer-password' };

export interface ApiProduct {
  url: string;
  context: ApiContext;
  hub: LiveHub;
  feeds: FeedStatus[];
  /** What was logged as an error. */
  errors: unknown[];
  /** Cookie header of a signed-in user. */
  signIn(user: keyof typeof passwords): Promise<string>;
  /** Fails when the answer is not one that the interface's document tells of. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function startApi(
  webFolder = '/nonexistent',
  { trustedProxies, settings, hasLinks, limits, ...more }: ApiOptions = {},
): Promise<ApiProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-api-'));
  const room = await openEngineRoom({
    folder,
    demo: true,
    tickSeconds: 60,
    workerFile: new URL('./api-engine-room.mjs', import.meta.url),
    onLost: (why) => {
      throw new Error(why);
    },
  });
  const store = new SqliteStore(join(folder, 'store.db'), 'read');
  const accounts = new Accounts(join(folder, 'accounts.db'), { cost: CHEAP });
  for (const [name, password] of Object.entries(passwords)) await accounts.addUser(name, password, [name]);
  const posted = new PostedFeeds(room);
  const feeds: FeedStatus[] = [];
  const errors: unknown[] = [];
  const log: ApiContext['log'] = { error: (...said: unknown[]) => void errors.push(said), warn: () => {} };
  const config = {
    ...{ demo: true, version: '0.0.0', ...settings },
    ...(trustedProxies !== undefined && { trustedProxies }),
    ...(limits && { limits }),
  };
  const source = {
    posted: (format: PostedFormat, supplier: string) => posted.number(format, supplier),
    statuses: () => feeds,
  };
  const board = createStatusBoard({ store, room, feeds: source, ...config, clock: Date.now });
  await board.start();
  const hub = createLiveHub({ store, room, clock: Date.now, status: board.status });
  await hub.load();
  hub.start();
  const dryRuns = new DryRuns({
    place: { folder },
    clock: Date.now,
    workerFile: new URL('./api-dry-run.mjs', import.meta.url),
  });
  const guesses = new Guesses((limits ?? usualLimits).guesses, Date.now);
  const sight = new Sight({ store, room, clock: Date.now });
  const looks = new Looks({ room, clock: Date.now, log });
  const context: ApiContext = {
    looks,
    store,
    room,
    sight,
    hub,
    accounts,
    guesses,
    dryRuns,
    fleet: new FleetBook({ store, room, clock: Date.now }),
    jobs: { list: async () => [], listSoFar: async () => [] },
    feeds: source,
    config,
    dataFolder: folder,
    workbookWorker: new URL('./api-workbook-worker.mjs', import.meta.url),
    evidenceWorker: new URL('./api-evidence-worker.mjs', import.meta.url),
    clock: Date.now,
    log,
    ...(hasLinks && {
      gateways: {
        config: answerConfig(notifyConfig.parse({})),
        hearing: createHearing(room, store),
        linkKey: randomBytes(32).toString('base64url'),
        pushKey: '',
      },
    }),
    onWallRevoked: (id) => live.endWall(id),
    onSessionEnd: (tokenHash) => live.endSession(tokenHash),
    ...more,
  };
  const answers = new AnswerCheck(apiRoutes(context));
  const server = createServer(createApp({ ...context, webFolder }));
  const live = attachLiveSocket({
    ...{ server, hub, accounts, guesses, sight, looks },
    ...(trustedProxies !== undefined && { trustedProxies }),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    context,
    hub,
    feeds,
    errors,
    async signIn(user) {
      const body = JSON.stringify({ user, password: passwords[user] });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', body, headers });
      return answer.headers.getSetCookie()[0]!.split(';')[0]!;
    },
    async fetch(path, init) {
      const answer = await fetch(url + path, init);
      await answers.check(
        init?.method ?? 'GET',
        new URL(url + path),
        isStream(answer) ? new Response(null, answer) : answer.clone(),
      );
      return answer;
    },
    async close() {
      hub.close();
      board.close();
      live.close();
      server.close();
      server.closeAllConnections();
      await dryRuns.close();
      await room.close();
      await store.close();
      accounts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy of an answer without an end would keep it open. */
function isStream({ headers }: Response): boolean {
  return headers.get('content-type') === 'text/event-stream';
}

/** A NAF position record. */
export function nafRecord(registration: string, lat: number, lon: number, time: number): string {
  return nafPosition(registration, time, { lat, lon, courseDeg: 90 });
}

/** Asks again until it holds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came to hold');
}
