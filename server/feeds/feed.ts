/** What every transport has in common: how it is started, stopped, and how it says how it is. */
import { HaidangError } from '../errors.ts';
import { systemWords, type Words } from '../system-words.ts';

export type Sentence = Words;

type FeedState = 'connecting' | 'open' | 'waiting' | 'ended' | 'failed';

export interface FeedHealth {
  state: FeedState;
  /** Why it waits or failed. */
  problem?: Sentence;
  reconnects: number;
  /** Epoch ms of the last byte that came in. */
  lastByteAt?: number;
  /** Bytes that could not be taken, by reason: they never reached the journal. */
  dropped: Record<string, number>;
}

export interface Feed {
  readonly name: string;
  start(): void;
  /** Ends it; what has been handed over stays handed over. */
  stop(): Promise<void>;
  health(): FeedHealth;
}

/** A feed's health as it changes; tells of every new problem once. */
export class HealthRecord {
  readonly #health: FeedHealth = { state: 'connecting', reconnects: 0, dropped: {} };
  readonly #onProblem: (problem: Sentence) => void;

  constructor(onProblem: (problem: Sentence) => void) {
    this.#onProblem = onProblem;
  }

  now(): FeedHealth {
    return { ...this.#health, dropped: { ...this.#health.dropped } };
  }

  set(state: FeedState, problem?: Sentence): void {
    const isNews = problem !== undefined && problem.en !== this.#health.problem?.en;
    this.#health.state = state;
    this.#health.problem = problem;
    if (isNews) this.#onProblem(problem);
  }

  heard(at: number): void {
    this.#health.lastByteAt = at;
  }

  reconnected(): void {
    this.#health.reconnects++;
  }

  drop(reason: string, count = 1): void {
    this.#health.dropped[reason] = (this.#health.dropped[reason] ?? 0) + count;
  }
}

/** Why it failed, as a part of a sentence. */
export function reasonOf(error: unknown): Sentence {
  if (!(error instanceof HaidangError)) return systemWords(error);
  const { why } = error.details;
  if (why === undefined) return { vi: error.sentence('vi'), en: error.sentence('en') };
  return typeof why === 'object' ? why : systemWords(why);
}
