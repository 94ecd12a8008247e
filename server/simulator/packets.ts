/** Packs sentences into datagrams and sends them at a speed that a loopback socket can take. */
import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';

/** Fits an Ethernet frame with room for tunnels, so that no datagram is ever fragmented. */
const datagramBytes = 1400;
/**
 * Datagrams sent in one go. Linux gives a socket 212,992 bytes by default and counts about 2.3 kB for one of these: a
 * receiver that does not read for a moment still holds 90.
 */
const burst = 16;
const pauseMs = 2;

export class DatagramSender {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #port: number;
  /** Sentences handed to the network so far. */
  sentences = 0;
  #inBurst = 0;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
    this.#socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    // A receiver that is not there is no failure of the sender: what UDP loses, it loses.
    this.#socket.on('error', () => undefined);
    this.#socket.unref();
  }

  /** @param messages each the sentences of one message, without line ends; a message is never torn between datagrams */
  async send(messages: readonly (readonly string[])[]): Promise<void> {
    let packet = '';
    for (const sentences of messages) {
      const text = `${sentences.join('\r\n')}\r\n`;
      if (packet && packet.length + text.length > datagramBytes) {
        await this.#post(packet);
        packet = '';
      }
      packet += text;
      this.sentences += sentences.length;
    }
    if (packet) await this.#post(packet);
  }

  close(): void {
    this.#socket.close();
  }

  async #post(packet: string): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.send(packet, this.#port, this.#host, () => resolve()));
    if (++this.#inBurst < burst) return;
    this.#inBurst = 0;
    await sleep(pauseMs);
  }
}
