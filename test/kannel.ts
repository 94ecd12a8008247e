/** Debian's Kannel as a gateway for SMS: bearerbox, smsbox and the telephone network that its package brings for trials. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { need } from './needs.ts';
import { freePort, removeFolder, temporaryFolder, until } from './product.ts';

const NETWORK = '/usr/lib/kannel/test/fakesmsc';

interface KannelOptions {
  /** Where the product takes SMS of people; `%p` and `%a` are filled in with sender and text. */
  repliesUrl: string;
}

export class Kannel {
  readonly #folder = temporaryFolder();
  readonly #children: ChildProcess[] = [];
  #networkPort = 0;
  #network: ChildProcess | undefined;
  #heard = '';
  /** Where it takes messages to send. */
  sendUrl = '';

  /** Skips the test where there is no Kannel. */
  static async start(test: Context, { repliesUrl }: KannelOptions): Promise<Kannel> {
    const [bearerbox, smsbox] = [need(test, 'bearerbox'), need(test, 'smsbox')];
    if (!existsSync(NETWORK)) need(test, NETWORK);
    const kannel = new Kannel();
    const [adminPort, boxPort, sendPort] = [await freePort(), await freePort(), await freePort()];
    kannel.#networkPort = await freePort();
    kannel.sendUrl = `http://127.0.0.1:${sendPort}/cgi-bin/sendsms`;
    const config = join(kannel.#folder, 'kannel.conf');
    writeFileSync(
      config,
      `group = core
admin-port = ${adminPort}
admin-password = trial
smsbox-port = ${boxPort}
box-allow-ip = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = network
port = ${kannel.#networkPort}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendPort}
global-sender = 8077

group = sendsms-user
username = haidang
password = trial

group = sms-service
keyword = default
catch-all = true
get-url = "${repliesUrl}"
max-messages = 0
`,
    );
    kannel.#run(bearerbox, ['-v', '2', config]);
    await listens(boxPort);
    kannel.#run(smsbox, ['-v', '2', config]);
    await listens(sendPort);
    return kannel;
  }

  /** The network comes up; with a message it is one that somebody sends: `FROM TO text MESSAGE`, words joined by `+`. */
  async connectNetwork(message?: string): Promise<void> {
    await this.disconnectNetwork();
    const args = ['-H', '127.0.0.1', '-r', String(this.#networkPort), '-i', '0.1'];
    const none = ['-m', '0', '0 0 text none'];
    this.#network = spawn(NETWORK, [...args, ...(message === undefined ? none : ['-m', '1', message])], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#network.stdout, this.#network.stderr])
      stream?.on('data', (text: Buffer) => {
        this.#heard += text.toString();
      });
  }

  async disconnectNetwork(): Promise<void> {
    await ended(this.#network);
    this.#network = undefined;
  }

  /** What the network has been given to bring to telephones, as it says it. */
  get heard(): string {
    return this.#heard;
  }

  async stop(): Promise<void> {
    await this.disconnectNetwork();
    for (const child of this.#children.reverse()) await ended(child);
    removeFolder(this.#folder);
  }

  #run(program: string, args: string[]): void {
    this.#children.push(spawn(program, args, { cwd: this.#folder, stdio: 'ignore' }));
  }
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Resolves when somebody answers there. */
async function listens(port: number): Promise<void> {
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve(true);
        });
        socket.once('error', () => resolve(false));
      }),
  );
}
