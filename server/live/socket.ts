/** The live picture over socket.io, namespace `/live`: who may listen, and how full their line is. */
import type { Server as HttpServer } from 'node:http';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { LiveClient } from './connection.ts';
import type { LiveHub } from './hub.ts';
import { isOwnOrigin } from './origin.ts';

export interface LiveSocketOptions {
  server: HttpServer;
  hub: LiveHub;
  /** May whoever holds this session cookie see positions? */
  mayRead: (token: string) => Promise<boolean> | boolean;
  publicUrl?: string;
  onProblem?: (sentence: string, error: unknown) => void;
}

const COOKIE = 'haidang_session';
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

interface SocketData {
  token: string;
}
type LiveSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

export interface LiveSocketServer {
  close(): Promise<void>;
}

/** Attaches the namespace to a server that listens or will. */
export function attachLiveSocket(options: LiveSocketOptions): LiveSocketServer {
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(options.server, {
    serveClient: false,
    maxHttpBufferSize: MAX_PAYLOAD_BYTES,
    perMessageDeflate: { threshold: COMPRESS_FROM_BYTES, serverNoContextTakeover: true },
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request, options.publicUrl)),
  });
  const live = io.of('/live');
  live.use((socket, next) => {
    admit(socket, options).then(
      (admitted) => (admitted ? next() : next(new Error('sign-in'))),
      (error: unknown) => {
        options.onProblem?.('a live session could not be checked', error);
        next(new Error('internal'));
      },
    );
  });
  live.on('connection', (socket) => serve(socket, options.hub));
  const timer = setInterval(() => void recheck(live.sockets.values(), options), RECHECK_MS);
  return {
    async close() {
      clearInterval(timer);
      await io.close();
    },
  };
}

async function admit(socket: LiveSocket, options: LiveSocketOptions): Promise<boolean> {
  const token = cookie(socket.handshake.headers.cookie ?? '', COOKIE);
  if (token === undefined || !(await options.mayRead(token))) return false;
  socket.data.token = token;
  return true;
}

async function recheck(sockets: Iterable<LiveSocket>, options: LiveSocketOptions): Promise<void> {
  for (const socket of [...sockets]) {
    try {
      if (!(await options.mayRead(socket.data.token))) socket.disconnect(true);
    } catch (error) {
      options.onProblem?.('a live session could not be checked', error);
    }
  }
}

function serve(socket: LiveSocket, hub: LiveHub): void {
  const connection = hub.join(liveClient(socket));
  socket.on('hello', (message: unknown) => {
    const hello = helloMessage.safeParse(message ?? {});
    if (hello.success) void hub.hello(connection, hello.data);
    else socket.disconnect(true);
  });
  socket.on('disconnect', () => hub.leave(connection));
}

function liveClient(socket: LiveSocket): LiveClient {
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

function cookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  }
  return undefined;
}
