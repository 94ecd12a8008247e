/** A decoder's process. See turns.ts. */
import { ContestantProcess } from '../contestant-process.ts';
import type { Contestant } from './contestants.ts';
import type { CorpusFiles } from './corpus.ts';
import type { Greeting, Summary, Turn } from './turns.ts';

export class DecoderProcess {
  readonly name: string;
  readonly about: string;
  private readonly process: ContestantProcess;

  private constructor(name: string, about: string, process: ContestantProcess) {
    this.name = name;
    this.about = about;
    this.process = process;
  }

  /** @throws NotMeasured when it is not installed or cannot start */
  static async start({ name, absent, start }: Contestant, files: CorpusFiles): Promise<DecoderProcess> {
    const [program, ...args] = start(files);
    const { process, greeting } = await ContestantProcess.start<Greeting>({ program, args, absent });
    return new DecoderProcess(name, greeting.about, process);
  }

  /** Has it decode the corpus once. */
  turn(): Promise<Turn> {
    return this.process.ask<Turn>('');
  }

  end(): Promise<Summary> {
    return this.process.end<Summary>();
  }

  kill(): void {
    this.process.kill();
  }
}
