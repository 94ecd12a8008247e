/** The socket to `/live`: says hello on every connection, notices silence, never lets an old picture pass as live. */
import { effect } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import type { Frame, Rest, Snapshot } from '../../server/live/protocol.ts';
import { readMessage } from './columns.ts';
import { FrameSequence } from './frame-sequence.ts';
import { connection, lastFrameAt, pictureSink } from './picture.ts';
import { lookedAt } from './view.ts';

/** Frames come every second, even empty. Five missed ones are a broken line; the limit that was promised is 10 s. */
const SILENT_AFTER_MS = 5000;
/** A connection that stays silent this long is thrown away: the other end may be gone without a word. */
const RECONNECT_AFTER_MS = 15_000;
const CHECK_MS = 1000;
/** However the map is dragged, the server is told where it looks so often at most. */
const VIEW_MS = 500;

interface LiveConnection {
  close(): void;
}

/**
 * @param onSignedOut the server refuses this session
 * @param view `wall`: nothing that may not hang on one
 */
export function connectLive(onSignedOut: () => void, view: 'console' | 'wall' = 'console'): LiveConnection {
  const transports = ['websocket', 'polling'];
  const socket: Socket = io('/live', { transports, reconnectionDelayMax: 5000, auth: { view } });
  const sequence = new FrameSequence(pictureSink, (hello) => socket.emit('hello', hello));
  let quietSince = Date.now();
  socket.on('connect', () => {
    quietSince = Date.now();
    if (lookedAt.value) socket.emit('view', lookedAt.value);
    sequence.hello();
  });
  socket.on('snapshot', (sent: ArrayBuffer) => sequence.onSnapshot(readMessage<Snapshot>(sent)));
  socket.on('rest', (sent: ArrayBuffer) => sequence.onRest(readMessage<Rest>(sent)));
  socket.on('frame', (sent: ArrayBuffer) => sequence.onFrame(readMessage<Frame>(sent)));
  const stopLooking = tellViews(socket);
  socket.on('disconnect', (reason) => {
    lose();
    // socket.io does not come back by itself after the server has closed the session.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), CHECK_MS);
  });
  socket.on('connect_error', (error) => {
    lose();
    if (error.message === 'sign-in') onSignedOut();
    else if (!socket.active) setTimeout(() => socket.connect(), CHECK_MS);
  });
  const timer = setInterval(() => {
    const silentMs = Date.now() - Math.max(lastFrameAt.value, quietSince);
    if (!socket.connected || silentMs < SILENT_AFTER_MS) return;
    connection.value = 'silent';
    if (silentMs < RECONNECT_AFTER_MS) return;
    quietSince = Date.now();
    socket.disconnect().connect();
  }, CHECK_MS);
  return {
    close() {
      clearInterval(timer);
      stopLooking();
      socket.close();
    },
  };
}

/** Tells where the map looks whenever that is elsewhere. Returns the way to end it. */
function tellViews(socket: Socket): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    if (!lookedAt.value) return;
    waiting ??= setTimeout(() => {
      waiting = undefined;
      if (socket.connected) socket.emit('view', lookedAt.peek());
    }, VIEW_MS);
  });
  return () => {
    clearTimeout(waiting);
    stop();
  };
}

function lose(): void {
  connection.value = 'offline';
}
