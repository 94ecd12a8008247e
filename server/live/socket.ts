/** The live picture over socket.io, namespace `/live`: who may listen, and how full their line is. */
import type { Server as HttpServer } from 'node:http';
import { type DefaultEventsMap, Server, type ServerOptions, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Accounts } from '../auth/accounts.ts';
import { sessionToken, wallToken, whoIs } from '../auth/middleware.ts';
import { allows, type Permission } from '../auth/permissions.ts';
import { tokenHash } from '../auth/secrets.ts';
import type { LiveClient } from './connection.ts';
import type { LiveHub } from './hub.ts';
import { isOwnOrigin } from './origin.ts';
import type { Frame, Snapshot } from './protocol.ts';
import { forWall } from './wall-view.ts';

export interface LiveSocketOptions {
  server: HttpServer;
  hub: LiveHub;
  accounts: Accounts;
  publicUrl?: string;
  /** Where there are several web nodes: joins their rooms. */
  adapter?: ServerOptions['adapter'];
  onProblem?: (sentence: string, error: unknown) => void;
}

/** A client only ever says hello. */
const MAX_PAYLOAD_BYTES = 4096;
/** A session that has ended elsewhere stops seeing positions within this. */
const RECHECK_MS = 30_000;
/** A client says hello once a connection and after each hole, of which there is at most one a second; each costs a snapshot. */
const MAX_HELLOS_PER_RECHECK = 60;
/** Only snapshots are worth the processor time. */
const COMPRESS_FROM_BYTES = 32 * 1024;

const helloMessage = z.object({
  epoch: z.string().max(64).optional(),
  seq: z.number().int().nonnegative().optional(),
  alertSeq: z.number().int().nonnegative().optional(),
});

interface SocketData {
  /** Hellos since the last recheck. */
  hellos?: number;
  /** Gets what may hang on a wall. */
  isWall?: boolean;
}
type NoEvents = DefaultEventsMap;
type LiveSocket = Socket<NoEvents, NoEvents, NoEvents, SocketData>;

export interface LiveSocketServer {
  /** Whoever listens with this session is cut off at once, at whichever web node. */
  endSession(token: string): void;
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
    perMessageDeflate: { threshold: COMPRESS_FROM_BYTES, serverNoContextTakeover: true },
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request, options.publicUrl)),
  });
  const live = io.of('/live');
  live.use((socket, next) => next(may(socket, 'wall', options) ? undefined : new Error('sign-in')));
  live.on('connection', (socket) => serve(socket, options));
  const timer = setInterval(() => {
    for (const socket of [...live.sockets.values()]) {
      socket.data.hellos = 0;
      if (!may(socket, socket.data.isWall ? 'wall' : 'read', options)) socket.disconnect(true);
    }
  }, RECHECK_MS);
  return {
    endSession(token) {
      live.in(roomOf(token)).disconnectSockets(true);
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

/** Asked again and again, so that a session that has ended, or lost its right, stops seeing positions. */
function may(socket: LiveSocket, wanted: Permission, { accounts, onProblem }: LiveSocketOptions): boolean {
  try {
    const who = whoIs(accounts, socket.handshake.headers);
    return who !== undefined && allows(who.permissions, wanted);
  } catch (error) {
    onProblem?.('a live session could not be checked', error);
    return false;
  }
}

/** The token itself stays here: room names go from node to node. */
function roomOf(token: string): string {
  return `session:${tokenHash(token)}`;
}

function wallRoom(wallId: string): string {
  return `wall:${wallId}`;
}

function serve(socket: LiveSocket, options: LiveSocketOptions): void {
  const { hub, accounts } = options;
  const { headers } = socket.handshake;
  const token = sessionToken(headers);
  if (token !== undefined) void socket.join(roomOf(token));
  const wall = accounts.walls.wall(wallToken(headers) ?? '');
  if (wall) void socket.join(wallRoom(wall.id));
  // A page that hangs on a wall is told no more, whoever has signed in on its browser.
  socket.data.isWall = socket.handshake.auth.view === 'wall' || !may(socket, 'read', options);
  const connection = hub.join(liveClient(socket, socket.data.isWall));
  socket.on('hello', (message: unknown) => {
    const hello = helloMessage.safeParse(message ?? {});
    socket.data.hellos = (socket.data.hellos ?? 0) + 1;
    if (hello.success && socket.data.hellos <= MAX_HELLOS_PER_RECHECK) void hub.hello(connection, hello.data);
    else socket.disconnect(true);
  });
  socket.on('disconnect', () => hub.leave(connection));
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
      socket.emit(event, isWall ? forWall(payload) : payload);
    },
    disconnect() {
      socket.disconnect(true);
    },
  };
}
