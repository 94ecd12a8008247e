/** The live picture over socket.io, namespace `/live`: who may listen, and how full their line is. */
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Accounts } from '../auth/accounts.ts';
import { whoIs } from '../auth/middleware.ts';
import type { LiveClient } from './connection.ts';
import type { LiveHub } from './hub.ts';
import { isOwnOrigin } from './origin.ts';

export interface LiveSocketOptions {
  server: HttpServer;
  hub: LiveHub;
  accounts: Accounts;
  publicUrl?: string;
  onProblem?: (sentence: string, error: unknown) => void;
}

/** A client only ever says hello. */
const MAX_PAYLOAD_BYTES = 4096;
/** A session that has ended elsewhere stops seeing positions within this. */
const RECHECK_MS = 30_000;
/** Only snapshots are worth the processor time. */
const COMPRESS_FROM_BYTES = 32 * 1024;

const helloMessage = z.object({
  epoch: z.string().max(64).optional(),
  seq: z.number().int().nonnegative().optional(),
  alertSeq: z.number().int().nonnegative().optional(),
});

export interface LiveSocketServer {
  close(): Promise<void>;
}

/** Attaches the namespace to a server that listens or will. */
export function attachLiveSocket(options: LiveSocketOptions): LiveSocketServer {
  const io = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: MAX_PAYLOAD_BYTES,
    perMessageDeflate: { threshold: COMPRESS_FROM_BYTES, serverNoContextTakeover: true },
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request, options.publicUrl)),
  });
  const live = io.of('/live');
  live.use((socket, next) => next(mayRead(socket, options) ? undefined : new Error('sign-in')));
  live.on('connection', (socket) => serve(socket, options.hub));
  const timer = setInterval(() => {
    for (const socket of [...live.sockets.values()]) if (!mayRead(socket, options)) socket.disconnect(true);
  }, RECHECK_MS);
  return {
    async close() {
      clearInterval(timer);
      await io.close();
    },
  };
}

/** Asked again and again, so that a session that has ended, or lost its right, stops seeing positions. */
function mayRead(socket: Socket, { accounts, onProblem }: LiveSocketOptions): boolean {
  try {
    return whoIs(accounts, socket.handshake.headers)?.permissions.has('read') ?? false;
  } catch (error) {
    onProblem?.('a live session could not be checked', error);
    return false;
  }
}

function serve(socket: Socket, hub: LiveHub): void {
  const connection = hub.join(liveClient(socket));
  socket.on('hello', (message: unknown) => {
    const hello = helloMessage.safeParse(message ?? {});
    if (hello.success) void hub.hello(connection, hello.data);
    else socket.disconnect(true);
  });
  socket.on('disconnect', () => hub.leave(connection));
}

function liveClient(socket: Socket): LiveClient {
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
    send(event: 'snapshot' | 'frame', payload: unknown) {
      socket.emit(event, payload);
    },
    disconnect() {
      socket.disconnect(true);
    },
  };
}
