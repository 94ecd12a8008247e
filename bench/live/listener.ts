/** A live client as a browser is one, and the bytes that its line has carried. */
import type { Socket as TcpSocket } from 'node:net';
import type { io as connect, Socket } from 'socket.io-client';
import type { Frame, Rest, Snapshot, View } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';
import { Missing } from '../packages.ts';

type Connect = typeof connect;

export interface Heard {
  bytes: number;
  positions: number;
  frames: number;
}

export interface First {
  /** From the connection's first packet until the last vessel was there. */
  ms: number;
  /** Until the alerts were. */
  alertsMs: number;
  bytes: number;
  vessels: number;
}

async function client(): Promise<Connect> {
  const { io } = await import('socket.io-client').catch(() => {
    throw new Missing('the package socket.io-client is not installed (npm ci installs it)');
  });
  return io;
}

export class Listener {
  readonly #socket: Socket;
  #positions = 0;
  #frames = 0;
  readonly first: Promise<First>;

  private constructor(socket: Socket, view: View | undefined) {
    this.#socket = socket;
    const began = performance.now();
    let alertsMs = 0;
    let vessels = 0;
    this.first = new Promise((resolve) => {
      const whole = (): void => resolve({ ms: performance.now() - began, alertsMs, bytes: this.#bytes, vessels });
      socket.on('connect', () => {
        if (view) socket.emit('view', view);
        socket.emit('hello', {});
      });
      socket.on('snapshot', (sent: ArrayBuffer) => {
        const { positions, whole: isWhole } = readMessage<Snapshot>(sent);
        alertsMs = performance.now() - began;
        vessels += positions.length;
        if (isWhole) whole();
      });
      socket.on('rest', (sent: ArrayBuffer) => {
        const { positions, last } = readMessage<Rest>(sent);
        vessels += positions.length;
        if (last) whole();
      });
      socket.on('frame', (sent: ArrayBuffer) => {
        this.#frames++;
        this.#positions += readMessage<Frame>(sent).positions.length;
      });
    });
  }

  /** @param view what it looks at; everything without */
  static async open(url: string, cookie: string, view?: View): Promise<Listener> {
    const io = await client();
    const options = { transports: ['websocket'], extraHeaders: { cookie }, reconnection: false, forceNew: true };
    return new Listener(io(`${url}/live`, options), view);
  }

  /** What has come so far. */
  heard(): Heard {
    return { bytes: this.#bytes, positions: this.#positions, frames: this.#frames };
  }

  close(): void {
    this.#socket.close();
  }

  /** Of the TCP connection, with everything that frames and packs them. */
  get #bytes(): number {
    const { ws } = this.#socket.io.engine.transport as unknown as { ws?: { _socket?: TcpSocket } };
    return ws?._socket?.bytesRead ?? 0;
  }
}
