/** What every part of a start is given. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';

export interface Starting {
  config: Config;
  log: Logger;
  /** Each part adds how it is ended. */
  stops: Stops;
  /** Told of what should not have happened, and stopped nothing. */
  onProblem: (sentence: string, error: unknown) => void;
}

type Stop = () => Promise<void> | void;

/** What has been begun and has to be ended, the last begun first. */
export class Stops {
  readonly #stops: Stop[] = [];

  add(stop: Stop): void {
    this.#stops.push(stop);
  }

  /** Ends all of it, each once. */
  async run(): Promise<void> {
    for (const one of this.#stops.splice(0).reverse()) await one();
  }
}
