/** Several processes on one MongoDB and one Redis, as an operator starts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { createConnection } from 'mongoose';
import { Leases, type PartitionState } from '../../../server/store/mongo/leases.ts';
import { need, needMongo } from '../../needs.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from '../../product.ts';

const LEASE_SECONDS = 2;
export const PARTITIONS = 4;

export interface Engine {
  name: string;
  process: ChildProcess;
  output: () => string;
}

/** A Redis of the test's own on a free port of the loopback, without a file. */
async function startRedis(test: Context): Promise<{ url: string; process: ChildProcess }> {
  const program = need(test, 'redis-server', 'valkey-server');
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const redis = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  redis.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  await until(async () => said.includes('Ready to accept connections'));
  return { url: `redis://127.0.0.1:${port}`, process: redis };
}

export class Cluster {
  readonly url: string;
  readonly env: Record<string, string>;
  readonly frontFolder: string;
  readonly leases: Leases;
  readonly #folders: string[] = [];
  readonly #redis: ChildProcess;
  readonly #products: Product[] = [];
  readonly #engines: Engine[] = [];
  front!: Product;
  key = '';
  password = '';

  private constructor(url: string, env: Record<string, string>, redis: ChildProcess, leases: Leases) {
    this.url = url;
    this.env = env;
    this.#redis = redis;
    this.leases = leases;
    this.frontFolder = this.folder();
  }

  /** Everything but the roles themselves. */
  static async prepare(test: Context): Promise<Cluster> {
    const url = needMongo(test)(`haidang-test-${randomUUID()}`);
    const redis = await startRedis(test);
    const door = `127.0.0.1:${await freePort()}`;
    const env = {
      ...{ HAIDANG_STORE: url, HAIDANG_REDIS: redis.url, HAIDANG_TICK_SECONDS: '1', HAIDANG_LOG: 'error' },
      ...{ HAIDANG_FRONT: `http://${door}`, HAIDANG_FRONT_LISTEN: door, HAIDANG_FRONT_KEY: randomUUID() },
      ...{ HAIDANG_LEASE_SECONDS: String(LEASE_SECONDS), HAIDANG_PARTITIONS: String(PARTITIONS) },
    };
    return new Cluster(url, env, redis.process, await Leases.open(url, PARTITIONS));
  }

  folder(): string {
    const folder = temporaryFolder();
    this.#folders.push(folder);
    return folder;
  }

  /** Resolves when the front is ready, which the first time takes engines that write its first settings. */
  async startFront(settings: object): Promise<void> {
    const file = join(this.frontFolder, 'settings.json');
    writeFileSync(file, JSON.stringify(settings));
    const args = ['--no-demo', '--role', 'front', '--config', file];
    this.front = await Product.start({ data: this.frontFolder, args, env: this.env });
    this.#products.push(this.front);
    this.password ||= this.front.password;
    const ask = ['key', 'create', '--data', this.frontFolder, '--name', 'VMS', '--scope', 'positions:write'];
    this.key ||= haidang(ask).out.trim();
  }

  async startWeb(): Promise<Product> {
    const args = ['--no-demo', '--role', 'web'];
    const web = await Product.start({ data: this.frontFolder, args, env: this.env });
    this.#products.push(web);
    await web.signIn('admin', this.password);
    return web;
  }

  /** @param folder that of an engine that has ended, or a new one */
  startEngine(name: string, folder = this.folder()): Engine {
    const args = ['bin/haidang.js', 'serve', '--no-demo', '--role', 'engine', '--data', folder];
    const env = { ...process.env, ...this.env };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output += text.toString();
      });
    }
    const engine = { name, process: child, output: () => output };
    this.#engines.push(engine);
    return engine;
  }

  /** Partitions whose lease an engine holds. */
  async heldBy(engine: Engine): Promise<PartitionState[]> {
    return (await this.leases.states()).filter(({ holder }) => holder?.endsWith(`:${engine.process.pid}`));
  }

  /** All partitions have somebody, and none of them is this one. */
  async areTakenFrom(engine: Engine): Promise<boolean> {
    const states = await this.leases.states();
    return states.every(({ holder }) => holder !== undefined && !holder.endsWith(`:${engine.process.pid}`));
  }

  /** Every partition has all that is in the journal but the last ticks. */
  async settled(): Promise<void> {
    const end = Date.now();
    await until(async () => (await this.leases.states()).every(({ coversTo }) => (coversTo ?? 0) > end));
  }

  /** What a start is refused with. */
  refused(role: string, env: Record<string, string>): string {
    const args = ['serve', '--data', this.frontFolder, '--port', '0', '--no-demo', '--role', role];
    const { code, err } = haidang(args, undefined, { ...this.env, ...env });
    return code === 2 ? err : `not refused: ${code}`;
  }

  async killRedis(): Promise<void> {
    await ended(this.#redis, 'SIGKILL');
  }

  /** The front has ended, and every partition has all that it ever journaled. */
  async finished(): Promise<void> {
    const { out } = haidang(['journal', 'stats', '--data', this.frontFolder]);
    const { bytes: end } = JSON.parse(out) as { bytes: number };
    await until(async () => (await this.leases.states()).every(({ position }) => position >= end));
  }

  async remove(): Promise<void> {
    for (const { process: child } of this.#engines) await ended(child, 'SIGKILL');
    for (const product of this.#products) if (!product.exited) await product.kill();
    await this.leases.close();
    await ended(this.#redis, 'SIGTERM');
    const connection = await createConnection(this.url).asPromise();
    await connection.dropDatabase();
    await connection.close();
    for (const folder of this.#folders) removeFolder(folder);
  }
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill(signal);
  await exit;
}
