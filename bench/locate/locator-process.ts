/** A locator's process seen from the bench: greets, does what it is told, sums up. See turns.ts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Contestant } from './contestants.ts';
import type { Greeting, Order, Summary, Turn } from './turns.ts';

/** Why a locator is not in the table. */
export class NotMeasured extends Error {}

export class LocatorProcess {
  readonly contestant: Contestant;
  about = '';
  prepareSeconds = 0;
  indexMb: number | undefined;
  private readonly child: ChildProcess;
  private readonly said: AsyncIterator<string>;
  private complaint = '';

  private constructor(contestant: Contestant, child: ChildProcess) {
    this.contestant = contestant;
    this.child = child;
    this.said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = `${this.complaint}${text}`.slice(-2000);
    });
    // It may be gone already; what it said last tells why.
    child.stdin!.on('error', () => {});
  }

  /** @throws NotMeasured when it is not installed or cannot start */
  static async start(contestant: Contestant, zones: string, folder: string): Promise<LocatorProcess> {
    const [program, ...args] = contestant.start(zones, folder);
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    try {
      await once(child, 'spawn');
    } catch {
      throw new NotMeasured(contestant.absent);
    }
    const locator = new LocatorProcess(contestant, child);
    const greeting = await locator.next<Greeting>();
    if ('missing' in greeting) throw new NotMeasured(greeting.missing);
    Object.assign(locator, greeting);
    return locator;
  }

  obey(order: Order): Promise<Turn> {
    this.child.stdin!.write(`${JSON.stringify(order)}\n`);
    return this.next<Turn>();
  }

  end(): Promise<Summary> {
    this.child.stdin!.end();
    return this.next<Summary>();
  }

  /** Ends it without asking; for when the bench itself fails. */
  kill(): void {
    this.child.kill();
  }

  /** @throws NotMeasured when it ended instead of saying something */
  private async next<T>(): Promise<T> {
    const { value, done } = await this.said.next();
    if (!done) return JSON.parse(value) as T;
    const last = this.complaint.trim().split('\n').pop();
    throw new NotMeasured(`it stopped${last ? `: ${last}` : ''}`);
  }
}
