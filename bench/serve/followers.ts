/** Sockets that follow the map as pages do, one of which looks at what comes. */
import type { io as connect, Socket } from 'socket.io-client';
import type { Frame, Rest, Snapshot, View } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';
import { Missing } from '../packages.ts';
import { CROSSING_RULE } from './crossers.ts';

/** What the console opens with on a large screen. */
const COUNTRY: View = { box: [90, 0, 132, 28] };
/** Each fifth looks at the country, the others at a stretch of coast of their own, a degree wide and more. */
function viewOf(socket: number): View {
  if (socket % 5 === 0) return COUNTRY;
  const [west, south] = [104 + (socket % 60) / 10, 8 + (socket % 110) / 10];
  return { box: [west, south, west + 1.4, south + 1.2] };
}

async function client(): Promise<typeof connect> {
  const { io } = await import('socket.io-client').catch(() => {
    throw new Missing('the package socket.io-client is not installed (npm ci installs it)');
  });
  return io;
}

export class Followers {
  readonly #sockets: Socket[] = [];
  /** Frames that came to all of them. */
  frames = 0;
  /** Those whose connection was lost or refused. */
  lost = 0;

  /** Resolves when all have all vessels: what joining costs is not what following does. */
  async open(url: string, cookie: string, count: number): Promise<void> {
    const io = await client();
    const options = { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true };
    const first: Promise<void>[] = [];
    for (let i = 0; i < count; i++) {
      const socket = io(`${url}/live`, options);
      this.#sockets.push(socket);
      first.push(this.#follow(socket, viewOf(i)));
    }
    await Promise.all(first);
  }

  close(): void {
    for (const socket of this.#sockets) socket.removeAllListeners().close();
  }

  #follow(socket: Socket, view: View): Promise<void> {
    socket.on('connect', () => {
      socket.emit('view', view);
      socket.emit('hello', {});
    });
    socket.on('frame', () => {
      this.frames++;
    });
    return new Promise((resolve) => {
      const isLost = (): void => {
        this.lost++;
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
}

/** One who is told of everything, and says when the alert of a crossing boat reached it. */
export class Watcher {
  readonly #socket: Socket;
  readonly #mmsiOf = new Map<string, number>();
  readonly #onAlert: (mmsi: number) => void;

  private constructor(socket: Socket, onAlert: (mmsi: number) => void) {
    this.#socket = socket;
    this.#onAlert = onAlert;
  }

  static async open(url: string, cookie: string, onAlert: (mmsi: number) => void): Promise<Watcher> {
    const io = await client();
    const options = { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true };
    const watcher = new Watcher(io(`${url}/live`, options), onAlert);
    await watcher.#begin();
    return watcher;
  }

  close(): void {
    this.#socket.close();
  }

  #begin(): Promise<void> {
    this.#socket.on('connect', () => this.#socket.emit('hello', {}));
    this.#socket.on('frame', (sent: ArrayBuffer) => this.#read(readMessage<Frame>(sent)));
    this.#socket.on('rest', (sent: ArrayBuffer) => this.#know(readMessage<Rest>(sent)));
    return new Promise((resolve) => {
      this.#socket.on('snapshot', (sent: ArrayBuffer) => {
        this.#know(readMessage<Snapshot>(sent));
        resolve();
      });
    });
  }

  #know({ identities }: Snapshot | Rest | Frame): void {
    for (const { id, mmsi } of identities) if (mmsi !== undefined) this.#mmsiOf.set(id, mmsi);
  }

  #read(frame: Frame): void {
    this.#know(frame);
    for (const { occurrence } of frame.alerts) {
      const mmsi = this.#mmsiOf.get(occurrence.vesselId);
      if (occurrence.ruleId === CROSSING_RULE && occurrence.state === 'raised' && mmsi !== undefined)
        this.#onAlert(mmsi);
    }
  }
}
