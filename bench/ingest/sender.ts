/** Sends sentences at a pace over several connections, and knows how far it is behind it. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stretch } from './traffic.ts';

const CONNECTIONS = 4;
/** Bytes that wait here at most, besides those in the system's hands. */
const MOST_WAITING = 256 * 1024;
const NAP_MS = 2;

export class Sender {
  private readonly sockets: Socket[] = [];

  static async to(port: number): Promise<Sender> {
    const sender = new Sender();
    for (let i = 0; i < CONNECTIONS; i++) sender.sockets.push(await connected(port));
    return sender;
  }

  /**
   * @param sliceMs a slice is sent so long after the one before it; 0: as fast as it is taken
   * @param onLag told of how many ms behind the pace it is, before each slice
   */
  async send({ bytes, ends }: Stretch, sliceMs: number, onLag: (ms: number) => void = () => {}): Promise<void> {
    const began = performance.now();
    let at = 0;
    for (const [slice, end] of ends.entries()) {
      const due = began + slice * sliceMs;
      while (performance.now() < due || this.waiting > MOST_WAITING) await sleep(NAP_MS);
      if (sliceMs > 0) onLag(performance.now() - due);
      this.sockets[slice % CONNECTIONS]!.write(bytes.subarray(at, end));
      at = end;
    }
    while (this.waiting > 0) await sleep(NAP_MS);
  }

  /** One sentence, at once. */
  say(sentence: string): void {
    this.sockets[0]!.write(`${sentence}\r\n`);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private get waiting(): number {
    return this.sockets.reduce((sum, { destroyed, writableLength }) => sum + (destroyed ? 0 : writableLength), 0);
  }
}

/** The feed's port opens a little after the product says that it is ready. */
async function connected(port: number): Promise<Socket> {
  for (;;) {
    const socket = await new Promise<Socket | undefined>((resolve) => {
      const one = connect(port, '127.0.0.1', () => resolve(one));
      one.once('error', () => resolve(undefined));
    });
    if (socket) {
      // The product may be killed while we are connected.
      socket.on('error', () => {});
      return socket.setNoDelay();
    }
    await sleep(20);
  }
}
