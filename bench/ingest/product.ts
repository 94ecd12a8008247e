/** The product in a process of its own, as it is started for real, and what it says of itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const POLL_MS = 50;
const LINES_OF_COMPLAINT = 2000;

export interface Vitals {
  messages: number;
  vessels: number;
  /** Journaled, and not yet in the store. */
  behindBytes: number;
  /** Upper bound in seconds → alerts that were stored within it since they came in, from the start on. */
  stored: [withinS: number, alerts: number][];
}

export class Product {
  private readonly child: ChildProcess;
  private readonly url: string;
  private complaint = '';

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
    child.stderr!.setEncoding('utf8').on('data', (words: string) => {
      this.complaint = `${this.complaint}${words}`.slice(-LINES_OF_COMPLAINT);
    });
  }

  /** Begins a start; `ready` waits for it. @param config settings file */
  static begin(data: string, httpPort: number, tcpPort: number, config?: string): Product {
    const cli = fileURLToPath(new URL('./cli.js', import.meta.url));
    const feed = `tcp-listen://127.0.0.1:${tcpPort}`;
    const args = [cli, 'serve', '--no-demo', '--data', data, '--port', String(httpPort), '--feed', feed];
    if (config !== undefined) args.push('--config', config);
    return new Product(
      spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] }),
      `http://127.0.0.1:${httpPort}`,
    );
  }

  /** Waits until it serves. @throws Error with what it said when it ended instead */
  async ready(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.child.exitCode !== null) throw new Error(`serve ended: ${this.complaint.trim()}`);
      await sleep(POLL_MS);
    }
  }

  /** Waits until all that was journaled is in the store. */
  async caughtUp(): Promise<void> {
    while ((await this.vitals()).behindBytes > 0) await sleep(POLL_MS);
  }

  async vitals(): Promise<Vitals> {
    const text = await this.metrics();
    const value = (name: string): number =>
      Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    const bucket = /^haidang_alert_stored_seconds_bucket{le="([^"]+)"} (\d+)$/gm;
    return {
      messages: value('haidang_feed_messages_total'),
      vessels: value('haidang_vessels'),
      behindBytes: value('haidang_behind_bytes'),
      stored: [...text.matchAll(bucket)].map(([, within, count]) => [
        Number(within!.replace('+Inf', 'Infinity')),
        Number(count),
      ]),
    };
  }

  /** A connection that was kept alive may be closed just then. */
  private async metrics(): Promise<string> {
    for (;;) {
      const answer = await fetch(`${this.url}/metrics`).catch(() => undefined);
      if (answer) return answer.text();
      if (this.child.exitCode !== null) throw new Error(`serve ended: ${this.complaint.trim()}`);
      await sleep(POLL_MS);
    }
  }

  /** Megabytes that it holds in memory, now and at most since it began; Linux only. */
  memory(): { nowMb: number; mostMb: number } {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const mb = (name: string): number =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
    return { nowMb: mb('VmRSS'), mostMb: mb('VmHWM') };
  }

  /** Processor time that it has taken since it began, user and system, in ticks of 10 ms; Linux only. */
  cpuSeconds(): number {
    return secondsIn(`/proc/${this.child.pid}/stat`);
  }

  /** The part of it that the thread took which answers requests and sockets. */
  webSeconds(): number {
    return secondsIn(`/proc/${this.child.pid}/task/${this.child.pid}/stat`);
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** @param stat file of a process or thread (proc(5)) */
function secondsIn(stat: string): number {
  const fields = readFileSync(stat, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
