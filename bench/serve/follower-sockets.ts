/** Entry of the followers' thread: sockets that follow the map as pages do. What they read must not hold up who measures. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Socket } from 'socket.io-client';
import type { Rest, Snapshot, View } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';
import { Missing } from '../packages.ts';
import { socketClient } from './socket-client.ts';

/** What the thread is given. */
export interface Following {
  url: string;
  cookie: string;
  sockets: number;
}

/** What it says: once when all have all vessels, and whenever it is asked. */
export interface Followed {
  /** Frames that came to all of them. */
  frames: number;
  /** Those whose connection was lost or refused. */
  lost: number;
}

/** What the console opens with on a large screen. */
const COUNTRY: View = { box: [90, 0, 132, 28] };
/** Each fifth looks at the country, the others at a stretch of coast of their own, a degree wide and more. */
function viewOf(socket: number): View {
  if (socket % 5 === 0) return COUNTRY;
  const [west, south] = [104 + (socket % 60) / 10, 8 + (socket % 110) / 10];
  return { box: [west, south, west + 1.4, south + 1.2] };
}

const { url, cookie, sockets } = workerData as Following;
const followed: Followed = { frames: 0, lost: 0 };

try {
  const io = await socketClient();
  const options = { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true };
  const all = Array.from({ length: sockets }, (_, i) => follow(io(`${url}/live`, options), viewOf(i)));
  await Promise.all(all);
  parentPort!.on('message', () => parentPort!.postMessage(followed));
  parentPort!.postMessage(followed);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  parentPort!.postMessage({ missing: error.message });
}

/** Resolves when it has all vessels: what joining costs is not what following does. */
function follow(socket: Socket, view: View): Promise<void> {
  socket.on('connect', () => {
    socket.emit('view', view);
    socket.emit('hello', {});
  });
  socket.on('frame', () => {
    followed.frames++;
  });
  return new Promise((resolve) => {
    const isLost = (): void => {
      followed.lost++;
      resolve();
    };
    socket.on('snapshot', (sent: ArrayBuffer) => {
      if (readMessage<Snapshot>(sent).whole) resolve();
    });
    socket.on('rest', (sent: ArrayBuffer) => {
      if (readMessage<Rest>(sent).last) resolve();
    });
    socket.once('disconnect', isLost);
    socket.once('connect_error', isLost);
  });
}
