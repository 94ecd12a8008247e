/**
 * What the console's page needs of a server, with a fleet of the bench behind it: the page as it is built, the real live hub and
 * its socket, a session, and nothing to decode or to judge, so that the browser has the machine to itself.
 */
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { usualLimits } from '../../server/api/limits-config.ts';
import { staticFiles } from '../../server/api/static-files.ts';
import { Accounts } from '../../server/auth/accounts.ts';
import { Guesses } from '../../server/auth/guesses.ts';
import { sessionCookie } from '../../server/auth/middleware.ts';
import { Sight } from '../../server/auth/sight.ts';
import type { Committed } from '../../server/ingest/room.ts';
import { createLiveHub, type LiveHub } from '../../server/live/hub.ts';
import type { SystemStatus } from '../../server/live/protocol.ts';
import { attachLiveSocket } from '../../server/live/socket.ts';
import { defaultZones } from '../../server/setup.ts';
import type { Fleet } from './fleet.ts';

const SECOND_MS = 1000;
const USER = 'bench';
const NODE_MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const WEB = fileURLToPath(new URL('./web', import.meta.url));
const PEERS = fileURLToPath(new URL('./bench/map', import.meta.url));

export interface Host {
  url: string;
  /** The cookie of a session that may read. */
  cookie: { name: string; value: string };
  hub: LiveHub;
  close(): void;
}

/**
 * @param movedShare part of the fleet that reports each second
 * @param folder for the accounts
 */
export async function startHost(fleet: Fleet, movedShare: number, folder: string): Promise<Host> {
  const accounts = new Accounts(`${folder}/accounts.db`);
  const password = 'only-for-this-bench';
  await accounts.addUser(USER, password, ['admin']);
  const { token } = await accounts.signIn(USER, password, '127.0.0.1');
  let tell: (committed: Committed) => void = () => {};
  const hub = createLiveHub({
    store: storeOf(fleet),
    room: { onCommitted: (listener) => (tell = listener) },
    clock: Date.now,
    status: () => statusOf(fleet),
  });
  await hub.load();
  hub.start();
  const server = createServer(pages(fleet));
  const sight = new Sight({
    store: { ...storeOf(fleet), document: async () => undefined },
    room: { onCommitted: () => {} },
    clock: Date.now,
  });
  const sockets = attachLiveSocket({
    server,
    hub,
    accounts,
    guesses: new Guesses(usualLimits.guesses, Date.now),
    sight,
    looks: { record: async () => {} },
  });
  const each = Math.round(fleet.vessels.length * movedShare);
  const timer = setInterval(() => tell({ ...NOTHING, latest: fleet.move(each, Date.now()) }), SECOND_MS);
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    cookie: { name: sessionCookie, value: token },
    hub,
    close() {
      clearInterval(timer);
      sockets.close();
      hub.close();
      server.close();
      server.closeAllConnections();
      accounts.close();
    },
  };
}

const NOTHING: Committed = {
  vessels: [],
  latest: [],
  alerts: [],
  alertDelaysMs: [],
  deliveriesChanged: false,
  documents: [],
  sharedMap: [],
};

function storeOf(fleet: Fleet): Parameters<typeof createLiveHub>[0]['store'] {
  return {
    async *allVessels() {
      yield* fleet.vessels;
    },
    latest: async () => fleet.positions(),
    checkpoint: async () => ({ position: 0, alertSeq: 0 }),
    alerts: async () => [],
    alertChanges: async () => [],
  };
}

function statusOf(fleet: Fleet): SystemStatus {
  const now = Date.now();
  return {
    demo: false,
    time: now,
    startedAt: now,
    version: 'bench',
    journal: { bytes: 0, healthy: true },
    behindBytes: 0,
    outbox: { queued: 0, failed: 0 },
    vessels: fleet.vessels.length,
    feeds: [],
  };
}

function pages(fleet: Fleet): express.Express {
  const app = express();
  app.get('/healthz', (_request, response) => void response.json({ demo: false }));
  app.get('/api/v1/session', (_request, response) => void response.json({ user: USER, roles: ['admin'] }));
  app.get('/api/v1/zones', (_request, response) => {
    response.json({ type: 'FeatureCollection', features: defaultZones() });
  });
  app.get('/bench/fleet', (_request, response) => {
    response.json([...fleet.positions().values()].map(({ lon, lat }) => [lon, lat]));
  });
  app.use('/api', (_request, response) => void response.status(404).json({}));
  app.use('/bench/node_modules', express.static(NODE_MODULES));
  app.use('/bench', express.static(PEERS));
  app.use(staticFiles(WEB));
  return app;
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
