/** A contestant's process seen from a bench: greets, answers each line that it is told with one of JSON, sums up at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Why somebody is not in the table. */
export class NotMeasured extends Error {}

interface Launch {
  program: string;
  args: readonly string[];
  /** What to say when the program isn't there. */
  absent: string;
}

export class ContestantProcess {
  private readonly child: ChildProcess;
  private readonly said: AsyncIterator<string>;
  private complaint = '';

  private constructor(child: ChildProcess) {
    this.child = child;
    this.said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    child.stderr!.setEncoding('utf8').on('data', (words: string) => {
      this.complaint = `${this.complaint}${words}`.slice(-2000);
    });
    // It may be gone already; what it said last tells why.
    child.stdin!.on('error', () => {});
  }

  /**
   * Gives the process and its greeting; one of `{"missing"}` says why it cannot take part.
   * @throws NotMeasured when it is not installed or cannot start
   */
  static async start<Greeting extends object>({
    program,
    args,
    absent,
  }: Launch): Promise<{ process: ContestantProcess; greeting: Greeting }> {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    try {
      await once(child, 'spawn');
    } catch {
      throw new NotMeasured(absent);
    }
    const process = new ContestantProcess(child);
    const greeting = await process.next<Greeting | { missing: string }>();
    if ('missing' in greeting) throw new NotMeasured(greeting.missing);
    return { process, greeting };
  }

  /** Tells it a line, and waits for what it says to that. */
  ask<Answer>(line: string): Promise<Answer> {
    this.child.stdin!.write(`${line}\n`);
    return this.next<Answer>();
  }

  end<Summary>(): Promise<Summary> {
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
