/**
 * How questions are put to a database that may be away. A reader hears so at once. The writer waits until it is back: what it
 * was about to write is in the journal and nowhere else yet, and the records after it must not be judged without it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { HaidangError } from '../../errors.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

interface PatienceOptions {
  waits: boolean;
  /** One of several writers, each held off from what another has taken over. */
  isFenced?: boolean;
  /** Told why the database does not answer, and with undefined that it does again. */
  onAway?: (why: string | undefined) => void;
}

export class Patience {
  readonly #options: PatienceOptions;
  #isAway = false;
  #ended = false;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** No more waiting: the program ends, and the journal has what was not written. */
  end(): void {
    this.#ended = true;
  }

  /**
   * @param ask put again until it is answered, so it must not matter whether it was before
   * @throws HaidangError `store-away` where nobody waits
   */
  async ask<T>(ask: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (this.#ended) throw awayError('shutting down');
      try {
        const answer = await ask();
        if (this.#isAway) this.#options.onAway?.(undefined);
        this.#isAway = false;
        return answer;
      } catch (error) {
        if (!isOfDatabase(error)) throw error;
        if (this.#options.isFenced && isDuplicateKey(error)) throw new LeaseLost();
        if (!this.#options.waits) throw awayError(error);
        this.#isAway = true;
        this.#options.onAway?.(reason(error));
      }
      await pause(wait);
    }
  }
}

/** The partition that was to be written is another process's by now. */
export class LeaseLost extends Error {
  constructor() {
    super('another process has taken the partition over');
  }
}

/** A document that is there but may not be replaced by us: its insertion instead is refused. */
function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoError && error.code === 11000;
}

/** Anything that the driver or the server says: none of it is mended by dropping what was to be written. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof mongo.MongoError || (error instanceof Error && error.name.startsWith('Mongo'));
}

export function awayError(error: unknown): HaidangError {
  return new HaidangError('store-away', { why: reason(error) });
}

/** The driver's words on one line. They name host and port, never the password. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
