/** What feeds share that read one thing in one loop, as fast as the journal takes it. */
import { type Feed, type FeedHealth, HealthRecord, type Sentence } from './feed.ts';
import { Intake, type IntakePort } from './intake.ts';

export abstract class ReadingFeed implements Feed {
  readonly name: string;
  protected readonly record: HealthRecord;
  /** Aborted when the feed is to end. */
  protected readonly stopping = new AbortController();
  protected readonly intake: Intake;
  #running: Promise<void> = Promise.resolve();

  constructor(name: string, port: IntakePort, onProblem: (problem: Sentence) => void) {
    this.name = name;
    this.record = new HealthRecord(onProblem);
    this.intake = new Intake(port, this.record, this.stopping.signal);
  }

  start(): void {
    this.#running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.#running;
  }

  health(): FeedHealth {
    return this.record.now();
  }

  /** Reads until there is no more or `stopping` is aborted. Never rejects. */
  protected abstract run(): Promise<void>;
}
