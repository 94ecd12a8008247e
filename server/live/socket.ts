/** The live picture over socket.io, namespace `/live`: who may listen, and how full their line is. */
import type { Server as HttpServer } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { type DefaultEventsMap, Server, type ServerOptions, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Looks } from '../audit/looks.ts';
import type { Accounts } from '../auth/accounts.ts';
import { callerAddress } from '../auth/caller.ts';
import type { Guesses } from '../auth/guesses.ts';
import { bringsToken, sessionToken, signatureOf, wallToken, whoIs } from '../auth/middleware.ts';
import { type Permission, reachOf } from '../auth/permissions.ts';
import { tokenHash } from '../auth/secrets.ts';
import type { Seen, Sight } from '../auth/sight.ts';
import type { HaidangError } from '../errors.ts';
import { toBytes } from './columns.ts';
import type { LiveClient, LiveConnection } from './connection.ts';
import type { LiveHub } from './hub.ts';
import { LiveLooks } from './live-looks.ts';
import { isOwnOrigin } from './origin.ts';
import type { Frame, Rest, Snapshot, View } from './protocol.ts';
import { forWall } from './wall-view.ts';

interface LiveSocketOptions {
  server: HttpServer | TlsServer;
  hub: LiveHub;
  accounts: Accounts;
  /** Shared with the interface. */
  guesses: Guesses;
  /** As ApiConfig has it. */
  trustedProxies?: number;
  /** Shared with the interface. */
  looks: Pick<Looks, 'record'>;
  sight: Sight;
  publicUrl?: string;
  /** Where there are several web nodes: joins their rooms. */
  adapter?: ServerOptions['adapter'];
  onProblem?: (sentence: string, error: unknown) => void;
}

/** A client only ever says hello and where it looks. */
const MAX_PAYLOAD_BYTES = 4096;
/** A session that has ended elsewhere stops seeing positions within this. */
const RECHECK_MS = 30_000;
/** A client says hello once a connection and after each hole, of which there is at most one a second; each costs a snapshot. */
const MAX_HELLOS_PER_RECHECK = 60;
/** Pages say it twice a second at most; each costs a look at the whole picture. */
const MAX_VIEWS_PER_RECHECK = 90;
/** A selected vessel and those whose tracks are shown. */
const MAX_NAMED_VESSELS = 24;
/**
 * Smaller messages go as they are: columns of numbers pack by a quarter only, for a twelfth of the processor's time of 200 sockets
 * beside 500 reads a second. First pictures, whose names pack by seven eighths, are larger, as are frames of 1,500 vessels.
 */
const COMPRESS_FROM_BYTES = 16 * 1024;
/**
 * Messages that are packed at once. Each waits for the event loop some times: with the 10 of ws, 200 sockets beside 300 reads a second
 * got alerts 11 s late, growing as it went on; with 128 it is 1.1 s (p50, README). zlib takes 256 kB for each (its manual).
 */
const COMPRESSED_AT_ONCE = 128;

const helloMessage = z.object({
  epoch: z.string().max(64).optional(),
  seq: z.number().int().nonnegative().optional(),
  alertSeq: z.number().int().nonnegative().optional(),
});

const viewMessage = z.object({
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  vessels: z.array(z.string().max(64)).max(MAX_NAMED_VESSELS).optional(),
});

/**
 * All that a client may say, with the permission that it takes; whoever says something else is cut off. What anybody is told is cut
 * to the vessels that they see.
 */
export const liveEvents = {
  hello: { access: 'read', handle: onHello },
  view: { access: 'read', handle: onView },
} satisfies Record<string, LiveEvent>;

interface LiveEvent {
  access: Permission;
  /** @returns false when it makes no sense: the client is cut off */
  handle: (hub: LiveHub, socket: LiveSocket, session: Session, message: unknown) => boolean;
}

interface Session {
  connection: LiveConnection;
  looks: LiveLooks;
}

interface SocketData {
  /** As acts name them, and their address. */
  who?: { by: string; from: string };
  /** Hellos since the last recheck. */
  hellos?: number;
  /** Views since then. */
  views?: number;
  /** As of the last check. */
  seen?: Seen;
  /** Gets what may hang on a wall. */
  isWall?: boolean;
  connection?: LiveConnection;
}
type NoEvents = DefaultEventsMap;
type LiveSocket = Socket<NoEvents, NoEvents, NoEvents, SocketData>;

interface LiveSocketServer {
  /** Whoever listens with the session of this token's hash is cut off at once, at whichever web node. */
  endSession(hash: string): void;
  /** A wall that is one no more. */
  endWall(wallId: string): void;
  close(): void;
}

/** Attaches the namespace to a server that listens or will. */
export function attachLiveSocket(options: LiveSocketOptions): LiveSocketServer {
  const io = new Server<NoEvents, NoEvents, NoEvents, SocketData>(options.server, {
    serveClient: false,
    ...(options.adapter && { adapter: options.adapter }),
    maxHttpBufferSize: MAX_PAYLOAD_BYTES,
    perMessageDeflate: {
      threshold: COMPRESS_FROM_BYTES,
      serverNoContextTakeover: true,
      concurrencyLimit: COMPRESSED_AT_ONCE,
    },
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request, options.publicUrl)),
  });
  const live = io.of('/live');
  live.use(async (socket, next) => {
    const sees = await whatIsSeen(socket, options);
    Object.assign(socket.data, sees);
    next(sees ? undefined : refusal(socket, options));
  });
  live.on('connection', (socket) => serve(socket, options));
  const timer = setInterval(() => {
    for (const socket of [...live.sockets.values()]) void recheck(socket, options);
  }, RECHECK_MS);
  return {
    endSession(hash) {
      live.in(roomOf(hash)).disconnectSockets(true);
    },
    endWall(wallId) {
      live.in(wallRoom(wallId)).disconnectSockets(true);
    },
    close() {
      clearInterval(timer);
      io.disconnectSockets(true);
      // Not `io.close()`: that would close the HTTP server, which is not ours.
      io.engine.close();
    },
  };
}

/** What is wrong with who may not listen: guesses count here as they do over HTTP. */
function refusal(
  { handshake: { headers, address } }: LiveSocket,
  { guesses, trustedProxies = 0 }: LiveSocketOptions,
): Error {
  if (!bringsToken(headers)) return new Error('sign-in');
  const from = callerAddress(headers, address, trustedProxies);
  try {
    guesses.check(from);
  } catch (error) {
    return new Error((error as HaidangError).code);
  }
  guesses.count(from, 'token');
  return new Error('sign-in');
}

/** Asked again and again, so that a session that has ended, or lost its right, stops seeing positions. @returns undefined: nothing */
async function whatIsSeen(
  socket: LiveSocket,
  { accounts, sight, trustedProxies = 0, onProblem }: LiveSocketOptions,
): Promise<(Required<Pick<SocketData, 'who' | 'isWall'>> & { seen: Seen }) | undefined> {
  try {
    const { headers, address } = socket.handshake;
    const from = callerAddress(headers, address, trustedProxies);
    const who = whoIs(accounts, headers, from);
    if (!who) return undefined;
    // A page that hangs on a wall is told no more, whoever has signed in on its browser.
    const isWall = socket.handshake.auth.view === 'wall' || socket.data.isWall === true || !who.grants.has('read');
    const wanted = (access: Permission): Permission => (isWall ? 'wall' : access);
    if (Object.values(liveEvents).some(({ access }) => !reachOf(who.grants, wanted(access)))) return undefined;
    return { seen: await sight.of(who, wanted('read')), isWall, who: { by: signatureOf(who), from } };
  } catch (error) {
    onProblem?.('a live session could not be checked', error);
    return undefined;
  }
}

async function recheck(socket: LiveSocket, options: LiveSocketOptions): Promise<void> {
  socket.data.hellos = 0;
  socket.data.views = 0;
  const sees = await whatIsSeen(socket, options);
  const { connection } = socket.data;
  if (!sees) socket.disconnect(true);
  else if (connection) options.hub.see(connection, sees.seen);
}

/** Of the session's token only the hash: room names go from node to node. */
function roomOf(hash: string): string {
  return `session:${hash}`;
}

function wallRoom(wallId: string): string {
  return `wall:${wallId}`;
}

function serve(socket: LiveSocket, { hub, accounts, looks }: LiveSocketOptions): void {
  const { headers } = socket.handshake;
  const token = sessionToken(headers);
  if (token !== undefined) void socket.join(roomOf(tokenHash(token)));
  const wall = accounts.walls.wall(wallToken(headers) ?? '');
  if (wall) void socket.join(wallRoom(wall.id));
  const connection = hub.join(liveClient(socket, socket.data.isWall !== false), socket.data.seen);
  socket.data.connection = connection;
  const told = {
    count: (box: View['box']) => hub.count(connection, box),
    has: (id: string) => hub.tellsOf(connection, id),
  };
  const session = { connection, looks: new LiveLooks(looks, socket.data.who!, told) };
  const known = new Map<string, LiveEvent>(Object.entries(liveEvents));
  socket.onAny((name: string, message: unknown) => {
    const isGood = known.get(name)?.handle(hub, socket, session, message) ?? false;
    if (!isGood) socket.disconnect(true);
  });
  socket.on('disconnect', () => hub.leave(connection));
}

function onHello(hub: LiveHub, socket: LiveSocket, { connection, looks }: Session, message: unknown): boolean {
  const hello = helloMessage.safeParse(message ?? {});
  socket.data.hellos = (socket.data.hellos ?? 0) + 1;
  if (!hello.success || socket.data.hellos > MAX_HELLOS_PER_RECHECK) return false;
  void looks.began().then(() => hub.hello(connection, hello.data));
  return true;
}

function onView(hub: LiveHub, socket: LiveSocket, { connection, looks }: Session, message: unknown): boolean {
  const view = viewMessage.safeParse(message);
  socket.data.views = (socket.data.views ?? 0) + 1;
  if (!view.success || socket.data.views > MAX_VIEWS_PER_RECHECK) return false;
  looks.turned(view.data);
  hub.look(connection, view.data);
  return true;
}

function liveClient(socket: LiveSocket, isWall: boolean): LiveClient {
  const { conn } = socket;
  let queuedBytes = 0;
  // What engine.io holds until its transport is writable again; strings here are nearly all ASCII.
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    queuedBytes += data?.length ?? 0;
  });
  conn.on('flush', () => {
    queuedBytes = 0;
  });
  return {
    bufferedBytes() {
      const { socket: line } = conn.transport as unknown as { socket?: { bufferedAmount?: number } };
      return queuedBytes + (line?.bufferedAmount ?? 0);
    },
    send(event: 'snapshot' | 'frame', payload: Snapshot | Frame) {
      socket.emit(event, toBytes(isWall ? forWall(payload) : payload));
    },
    sendRest(payload: Rest) {
      socket.emit('rest', toBytes(payload));
    },
    disconnect() {
      socket.disconnect(true);
    },
  };
}
