/** A locator's process. See turns.ts. */
import { ContestantProcess } from '../contestant-process.ts';
import type { Contestant } from './contestants.ts';
import type { Greeting, Order, Summary, Turn } from './turns.ts';

export class LocatorProcess {
  readonly contestant: Contestant;
  readonly greeting: Greeting;
  private readonly process: ContestantProcess;

  private constructor(contestant: Contestant, greeting: Greeting, process: ContestantProcess) {
    this.contestant = contestant;
    this.greeting = greeting;
    this.process = process;
  }

  /** @throws NotMeasured when it is not installed or cannot start */
  static async start(contestant: Contestant, zones: string, folder: string): Promise<LocatorProcess> {
    const [program, ...args] = contestant.start(zones, folder);
    const { absent } = contestant;
    const { process, greeting } = await ContestantProcess.start<Greeting>({ program, args, absent });
    return new LocatorProcess(contestant, greeting, process);
  }

  obey(order: Order): Promise<Turn> {
    return this.process.ask<Turn>(JSON.stringify(order));
  }

  end(): Promise<Summary> {
    return this.process.end<Summary>();
  }

  kill(): void {
    this.process.kill();
  }
}
