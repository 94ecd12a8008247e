/** The real product as a child process, for tests that need it whole: started, asked over HTTP, stopped or killed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = 'bin/haidang.js';

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'haidang-test-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A TCP port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Runs a subcommand to its end. */
export function haidang(
  args: string[],
  input?: string | Uint8Array,
  env?: Record<string, string>,
): { code: number; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

/** Starts a subcommand and lets this process go on. */
export function haidangProcess(args: string[]): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

interface ProductOptions {
  data: string;
  args?: string[];
  env?: Record<string, string>;
  /** The first administrator does not come in by the link that the first start prints. */
  leavesLink?: boolean;
  /** Flags of node itself; the process can then be told things (`tell`). */
  node?: string[];
}

/** What the administrator of every product under test chooses. */
const FIRST_PASSWORD = 'chín con thuyền ra khơi';

export class Product {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #output = '';
  url = '';
  password = '';
  #cookie = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.#output += text.toString();
      });
    }
  }

  /** Starts `haidang serve` on a free port; resolves when it says where it is. */
  static async start({ data, args = [], env = {}, leavesLink, node }: ProductOptions): Promise<Product> {
    const child = spawn(process.execPath, [...(node ?? []), BIN, 'serve', '--data', data, '--port', '0', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', ...(node ? (['ipc'] as const) : [])],
    });
    const product = new Product(child);
    await product.#printed(/http:\/\/[\d.]+:\d+/);
    product.url = /http:\/\/[\d.]+:\d+/.exec(product.#output)![0];
    if (!leavesLink) await product.#takeFirstLink();
    return product;
  }

  /** The first start of a folder prints a link by which the administrator chooses a password. */
  async #takeFirstLink(): Promise<void> {
    const token = /\/first#(\S+)/.exec(this.#output)?.[1];
    if (token === undefined) return;
    const json = { token, password: FIRST_PASSWORD };
    const answer = await this.fetch('/api/v1/session/first', { method: 'POST', json });
    if (!answer.ok) throw new Error(`the first link is of no use: ${answer.status} ${await answer.text()}`);
    this.password = FIRST_PASSWORD;
  }

  /** Starts it and kills it so soon that it may not have got anywhere. */
  static async startAndKill({ data, args = [] }: ProductOptions, afterMs: number): Promise<void> {
    const child = spawn(process.execPath, [BIN, 'serve', '--data', data, '--port', '0', ...args], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill('SIGKILL');
    await ended;
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get exited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async signIn(user = 'admin', password = this.password): Promise<void> {
    const answer = await this.fetch('/api/v1/session', { method: 'POST', json: { user, password } });
    if (!answer.ok) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`);
    this.#cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
  }

  get cookie(): string {
    return this.#cookie;
  }

  async fetch(path: string, init: RequestInit & { json?: unknown } = {}): Promise<Response> {
    // A subcommand keeps this process from seeing that the server has closed a connection that nobody used meanwhile.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    const headers = new Headers(init.headers);
    if (this.#cookie && !headers.has('authorization')) headers.set('cookie', this.#cookie);
    if (init.json !== undefined) headers.set('content-type', 'application/json');
    if (init.method && init.method !== 'GET') headers.set('origin', this.url);
    const body = init.json === undefined ? init.body : JSON.stringify(init.json);
    return fetch(this.url + path, { ...init, headers, body });
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.fetch(path);
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Tells the process something by node's own channel; resolves with its next word. */
  tell(message: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', resolve);
      this.#child.send(message, (error) => error && reject(error));
    });
  }

  /** As a power cut would: nothing gets a chance to finish. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  async #printed(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#output)) {
      if (this.exited) throw new Error(`the product ended: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Asks again until it is so. There is no limit here: mocha's own ends a test that hangs. */
export async function until<T>(ask: () => Promise<T | undefined | false>, pauseMs = 50): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
