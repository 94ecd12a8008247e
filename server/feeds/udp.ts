/** A UDP port. Senders don't wait for us: what the disk can't take in time is held up to a bound, then dropped and counted. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Feed, type FeedHealth, HealthRecord, reasonOf, type Sentence } from './feed.ts';
import type { IntakePort } from './intake.ts';
import { cannotListen, listenRetryMs } from './listening.ts';
import { sourceOf } from './source.ts';
import { unreadDatagrams } from './unread-datagrams.ts';
import type { NetworkSpec } from './url.ts';

const mostWaitingBytes = 16 * 1024 * 1024;
const receiveBufferBytes = 8 * 1024 * 1024;
const retryMs = 1000;
const lookMs = 2000;

interface Datagram {
  source: number;
  bytes: Uint8Array;
  receivedAt: number;
}

export class UdpFeed implements Feed {
  readonly name: string;
  readonly #spec: NetworkSpec;
  readonly #port: IntakePort;
  readonly #health: HealthRecord;
  #socket: Socket | undefined;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  /** Refused by the journal, to be offered again. */
  #held: Datagram[] = [];
  #heldBytes = 0;
  #holdTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  /** Of this socket's datagrams the system has thrown away so many. */
  #unread = 0;

  constructor(name: string, spec: NetworkSpec, port: IntakePort, onProblem: (problem: Sentence) => void) {
    this.name = name;
    this.#spec = spec;
    this.#port = port;
    this.#health = new HealthRecord(onProblem);
  }

  start(): void {
    const socket = createSocket({ type: isIPv6(this.#spec.host) ? 'udp6' : 'udp4', reuseAddr: false });
    socket.on('error', (error) => {
      if (this.#stopped) return;
      socket.close();
      this.#health.set('waiting', cannotListen('UDP', this.#spec, error));
      this.#health.reconnected();
      this.#timer = setTimeout(() => this.start(), listenRetryMs);
    });
    // By address alone: some senders open a new socket for every datagram.
    socket.on('message', (bytes, { address }) => {
      this.#offer({ source: sourceOf(address), bytes, receivedAt: this.#port.clock() });
    });
    socket.bind({ address: this.#spec.host, port: this.#spec.port, exclusive: true }, () => {
      enlargeBuffer(socket);
      this.#health.set('open');
      this.#unread = 0;
      this.#lookTimer ??= setInterval(() => void this.#countUnread(), lookMs).unref();
    });
    this.#socket = socket;
  }

  async #countUnread(): Promise<void> {
    const { port } = this;
    const unread = port === undefined ? undefined : await unreadDatagrams(port);
    if (unread === undefined || unread <= this.#unread) return;
    this.#health.drop('unread', unread - this.#unread);
    this.#unread = unread;
  }

  /** Port on which it listens: the one that the system chose when the address says 0. */
  get port(): number | undefined {
    return this.#health.now().state === 'open' ? this.#socket?.address().port : undefined;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#holdTimer);
    clearInterval(this.#lookTimer);
    // One that is still to be bound must not be left listening; one that could not be is closed already.
    const socket = this.#socket;
    if (socket && this.#health.now().state !== 'waiting') await new Promise<void>((resolve) => socket.close(resolve));
  }

  health(): FeedHealth {
    return this.#health.now();
  }

  #offer(datagram: Datagram): void {
    this.#health.heard(datagram.receivedAt);
    if (this.#port.room.waitingBytes + this.#heldBytes > mostWaitingBytes) {
      this.#health.drop('overload');
      return;
    }
    this.#hand(datagram);
  }

  #hand(datagram: Datagram): void {
    const { room, feed } = this.#port;
    room.receive({ feed, ...datagram, whole: true }).then(
      () => {
        if (this.#heldBytes === 0 && this.#health.now().problem) this.#health.set('open');
      },
      (error: unknown) => this.#hold(datagram, error),
    );
  }

  #hold(datagram: Datagram, error: unknown): void {
    const why = reasonOf(error);
    this.#health.set('open', {
      vi: `Nhật ký chưa ghi được (${why.vi}); tối đa ${mostWaitingBytes >> 20} MB được giữ lại để ghi sau.`,
      en: `The journal cannot take it (${why.en}); up to ${mostWaitingBytes >> 20} MB are held to be written later.`,
    });
    this.#held.push(datagram);
    this.#heldBytes += datagram.bytes.length;
    if (!this.#stopped) this.#holdTimer ??= setTimeout(() => this.#release(), retryMs);
  }

  #release(): void {
    this.#holdTimer = undefined;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const datagram of held) this.#hand(datagram);
  }
}

/** Some systems allow less than we ask for and say so with an error; the default is used then. */
function enlargeBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(receiveBufferBytes);
  } catch {
    return;
  }
}
