/** The socket to `/live`: says hello on every connection, notices silence, never lets an old picture pass as live. */
import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '../../server/live/protocol.ts';
import { FrameSequence } from './frame-sequence.ts';
import { connection, lastFrameAt, pictureSink } from './picture.ts';

/** Frames come every second, even empty. Five missed ones are a broken line; the limit that was promised is 10 s. */
const SILENT_AFTER_MS = 5000;
/** A connection that stays silent this long is thrown away: the other end may be gone without a word. */
const RECONNECT_AFTER_MS = 15_000;
const CHECK_MS = 1000;

export interface LiveConnection {
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
    sequence.hello();
  });
  socket.on('snapshot', (snapshot: Snapshot) => sequence.onSnapshot(snapshot));
  socket.on('frame', (frame: Frame) => sequence.onFrame(frame));
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
      socket.close();
    },
  };
}

function lose(): void {
  connection.value = 'offline';
}
