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
  readonly #connected: Promise<boolean>;
  /** Sentences handed to the network so far. */
  sentences = 0;
  #inBurst = 0;
  #refusal: Error | undefined;

  /** What UDP loses, it loses: a receiver that is not there is told by `takeRefusal` only. */
  constructor(host: string, port: number) {
    this.#socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    this.#socket.on('error', (error) => this.#refused(error));
    // A connected socket hears from the other machine that nobody listens there.
    this.#connected = new Promise((resolve) => {
      this.#socket.connect(port, host, (error?: Error) => {
        this.#refused(error);
        resolve(!error);
      });
    });
    this.#socket.unref();
  }

  /** The last refusal since this was asked before. */
  takeRefusal(): Error | undefined {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    return refusal;
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

  #refused(error: Error | undefined): void {
    this.#refusal = error ?? this.#refusal;
  }

  async #post(packet: string): Promise<void> {
    if (!(await this.#connected)) return;
    await new Promise<void>((resolve) => {
      this.#socket.send(packet, (error) => {
        this.#refused(error ?? undefined);
        resolve();
      });
    });
    if (++this.#inBurst < burst) return;
    this.#inBurst = 0;
    await sleep(pauseMs);
  }
}
