/** A TCP port on which stations call us. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Feed, type FeedHealth, HealthRecord, type Sentence } from './feed.ts';
import { Intake, type IntakePort } from './intake.ts';
import { cannotListen, listenRetryMs } from './listening.ts';
import { sourceOf } from './source.ts';
import type { NetworkSpec } from './url.ts';

const mostConnections = 64;
const keepAliveMs = 30_000;

export class TcpListenFeed implements Feed {
  readonly name: string;
  readonly #spec: NetworkSpec;
  readonly #health: HealthRecord;
  readonly #stopping = new AbortController();
  readonly #intake: Intake;
  readonly #connections = new Map<Socket, Promise<void>>();
  #server: Server | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(name: string, spec: NetworkSpec, port: IntakePort, onProblem: (problem: Sentence) => void) {
    this.name = name;
    this.#spec = spec;
    this.#health = new HealthRecord(onProblem);
    this.#intake = new Intake(port, this.#health, this.#stopping.signal);
  }

  start(): void {
    const { host, port } = this.#spec;
    const server = createServer((socket) => this.#accept(socket));
    server.maxConnections = mostConnections;
    server.on('drop', () => this.#health.drop('connection-limit'));
    server.on('error', (error) => {
      server.close();
      if (this.#stopping.signal.aborted) return;
      this.#health.set('waiting', cannotListen('TCP', this.#spec, error));
      this.#health.reconnected();
      this.#retry = setTimeout(() => this.start(), listenRetryMs);
    });
    server.listen({ host, port, exclusive: true }, () => this.#health.set('open'));
    this.#server = server;
  }

  /** Port on which it listens: the one that the system chose when the address says 0. */
  get port(): number | undefined {
    const address = this.#server?.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#retry);
    this.#server?.close();
    for (const socket of this.#connections.keys()) socket.destroy();
    await Promise.all(this.#connections.values());
  }

  health(): FeedHealth {
    return this.#health.now();
  }

  #accept(socket: Socket): void {
    socket.setKeepAlive(true, keepAliveMs);
    const reading = this.#read(socket).finally(() => this.#connections.delete(socket));
    this.#connections.set(socket, reading);
  }

  /** Never rejects: a station that goes away in the middle of something is the normal end of a connection. */
  async #read(socket: Socket): Promise<void> {
    const source = sourceOf(`${socket.remoteAddress} ${socket.remotePort}`);
    let taking = false;
    const { idleSeconds } = this.#spec;
    if (idleSeconds !== undefined) socket.setTimeout(idleSeconds * 1000, () => taking || socket.destroy());
    try {
      for await (const chunk of socket) {
        taking = true;
        await this.#intake.takeAhead(chunk as Buffer, source);
        taking = false;
      }
    } catch {
      socket.destroy();
    }
    await this.#intake.end(undefined, source).catch(() => undefined);
  }
}
