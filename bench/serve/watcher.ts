/** A socket that is told of everything, and says when the alert of a crossing boat reached it. */
import type { Socket } from 'socket.io-client';
import type { Frame, Rest, Snapshot } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';
import { CROSSING_RULE } from './crossers.ts';
import { socketClient } from './socket-client.ts';

export class Watcher {
  readonly #socket: Socket;
  readonly #mmsiOf = new Map<string, number>();
  readonly #onAlert: (mmsi: number) => void;

  private constructor(socket: Socket, onAlert: (mmsi: number) => void) {
    this.#socket = socket;
    this.#onAlert = onAlert;
  }

  static async open(url: string, cookie: string, onAlert: (mmsi: number) => void): Promise<Watcher> {
    const io = await socketClient();
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
