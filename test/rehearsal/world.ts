/** The product as a process of its own whose clock is told, and all that it is joined to: providers, receivers, mail and SMS. */
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SystemStatus } from '../../server/live/protocol.ts';
import { MailServer } from '../gateways.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { Smsc } from '../smsc.ts';

const PRELOAD = './test/rehearsal/clock-preload.mjs';
/** Real seconds: by then the told clock has gone on by a step. */
const TICK_SECONDS = 0.1;
/** A datagram of ours is never torn. */
const DATAGRAM_BYTES = 1400;

export class World {
  readonly data: string;
  mail = new MailServer();
  readonly smsc = new Smsc();
  product!: Product;
  readonly #keys = new Map<string, string>();
  readonly #radio = createSocket('udp4');
  #udpPort = 0;
  #coast: Socket | undefined;
  readonly #receiver = createServer((socket) => {
    this.#coast = socket;
    socket.on('error', () => {});
  });
  /** Sentences sent by TCP and UDP. */
  #sentences = 0;
  #told = 0;
  /** Virtual epoch ms. */
  now: number;

  #args: string[] = [];
  #password = '';

  readonly #pace: number;

  /** @param data an empty folder, which goes in the end @param pace of the product's timers */
  constructor(time: number, data = temporaryFolder(), pace = 1) {
    this.now = time;
    this.data = data;
    this.#pace = pace;
  }

  /** @param further addresses of feeds beside the two that this world feeds */
  async open(providers: readonly string[], further: readonly string[] = []): Promise<void> {
    const [smtp, smpp, tcp] = [await freePort(), await freePort(), await freePort()];
    await this.mail.listen(smtp);
    await this.smsc.listen(smpp);
    await new Promise<void>((resolve) => this.#receiver.listen(tcp, '127.0.0.1', resolve));
    this.#udpPort = await freePort();
    for (const name of providers) {
      const made = haidang(['key', 'create', '--data', this.data, '--name', name, '--scope', 'positions:write']);
      this.#keys.set(name, made.out.trim());
    }
    const config = join(this.data, 'config.json');
    writeFileSync(config, JSON.stringify(settings(smtp, smpp)));
    const feeds = [`tcp://127.0.0.1:${tcp}`, `udp://127.0.0.1:${this.#udpPort}`, ...further];
    this.#args = ['--no-demo', '--config', config, ...feeds.flatMap((url) => ['--feed', url])];
    await this.#start();
    this.#password = this.product.password;
    await this.product.signIn();
    await until(async () => this.#coast !== undefined);
  }

  /** As after a power cut: at once again. @param time virtual epoch ms */
  async killAndStart(time: number): Promise<void> {
    this.now = time;
    await this.product.kill();
    await this.#start();
    this.product.password = this.#password;
    await this.product.signIn();
  }

  async #start(): Promise<void> {
    const env = { REHEARSAL_TIME: String(this.now), REHEARSAL_PACE: String(this.#pace) };
    this.product = await Product.start({ data: this.data, args: this.#args, env, node: ['--import', PRELOAD] });
  }

  async close(): Promise<void> {
    await this.product?.stop();
    await this.mail.close();
    await this.smsc.close();
    this.#coast?.destroy();
    this.#receiver.close();
    this.#radio.close();
    removeFolder(this.data);
  }

  /** The clock goes on to `time` within some real milliseconds, and stands there. */
  async advance(time: number, withinMs: number): Promise<void> {
    await this.product.tell({ clock: [this.now, (time - this.now) / withinMs, time], id: ++this.#told });
    this.now = time;
  }

  /** The clock goes at the pace of people, or at that of the timers, from now on. @param from virtual epoch ms */
  async runFreely(from = this.now): Promise<void> {
    this.now = from;
    await this.product.tell({ clock: [this.now, this.#pace, Number.MAX_SAFE_INTEGER], id: ++this.#told });
  }

  /** Resolves when all that was sent is stored and judged by the clock as it stands. */
  async settled(): Promise<void> {
    await until(async () => {
      const { behindBytes, store, feeds } = await this.product.get<SystemStatus>('/api/v1/status');
      const heard = feeds.reduce((sum, { url, sentences }) => sum + (/^(tcp|udp):/.test(url) ? sentences : 0), 0);
      return behindBytes === 0 && heard >= this.#sentences && (store?.coversTo ?? 0) >= Math.floor(this.now);
    }, 15);
  }

  async naf(provider: string, records: readonly string[]): Promise<void> {
    if (records.length === 0) return;
    const answer = await this.tryNaf(provider, records);
    if (!answer.ok) throw new Error(`positions of ${provider}: ${answer.status} ${await answer.text()}`);
  }

  tryNaf(provider: string, records: readonly string[]): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#keys.get(provider)}`, 'content-type': 'text/plain' };
    return this.product.fetch('/api/v1/positions/naf', { method: 'POST', headers, body: `${records.join('\n')}\n` });
  }

  /** Any bytes at the UDP port. */
  datagram(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#radio.send(bytes, this.#udpPort, '127.0.0.1', () => resolve()));
  }

  /** Heard by a receiver on the coast, to which the product connects. */
  coast(sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    this.#sentences += sentences.length;
    this.#coast!.write(`${sentences.join('\r\n')}\r\n`);
  }

  /** Sent to the product's port. A message is never torn between datagrams. */
  radio(messages: readonly (readonly string[])[]): void {
    let packet = '';
    for (const sentences of messages) {
      this.#sentences += sentences.length;
      const text = `${sentences.join('\r\n')}\r\n`;
      if (packet !== '' && packet.length + text.length > DATAGRAM_BYTES) {
        this.#radio.send(packet, this.#udpPort, '127.0.0.1');
        packet = '';
      }
      packet += text;
    }
    if (packet !== '') this.#radio.send(packet, this.#udpPort, '127.0.0.1');
  }
}

function settings(smtp: number, smpp: number): object {
  const person = (id: string, role: string, phone: string) => ({
    id,
    name: id,
    role,
    email: `${id}@vn.example`,
    phone,
  });
  return {
    tickSeconds: TICK_SECONDS,
    limits: { requestsPerMinute: 10_000_000, keyRequestsPerMinute: 10_000_000 },
    contacts: [
      person('truc', 'duty', '0900000001'),
      person('kiem-ngu', 'surveillance', '0900000002'),
      person('don-bp', 'border-station', '0900000003'),
      person('bch-bp', 'border-command', '0900000004'),
      person('cuc', 'department', '0900000005'),
    ],
    notify: {
      smtp: `smtp://127.0.0.1:${smtp}`,
      smpp: { url: `smpp://127.0.0.1:${smpp}`, systemId: 'haidang', password: 'x', window: 50 },
      publicUrl: 'https://giamsat.example',
      pollSeconds: 0.2,
    },
  };
}
