/** A TCP server that we call: connects again, with growing pauses, for as long as it takes. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, type Sentence } from './feed.ts';
import type { IntakePort } from './intake.ts';
import { ReadingFeed } from './reading-feed.ts';
import type { NetworkSpec } from './url.ts';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
const keepAliveMs = 30_000;
/** A station that says nothing for so long is taken for gone, though the connection still stands. */
const defaultIdleSeconds = 600;

export class TcpFeed extends ReadingFeed {
  readonly #spec: NetworkSpec;
  /** While we hold back, silence is ours and not the station's. */
  #taking = false;
  /** This time. */
  #isConnected = false;

  constructor(name: string, spec: NetworkSpec, port: IntakePort, onProblem: (problem: Sentence) => void) {
    super(name, port, onProblem);
    this.#spec = spec;
  }

  protected async run(): Promise<void> {
    const { signal } = this.stopping;
    let pauseMs = firstPauseMs;
    while (!signal.aborted) {
      let heard = false;
      this.#isConnected = false;
      let why = reasonOf('EPIPE');
      try {
        for await (const chunk of await this.#connect()) {
          heard = true;
          this.#taking = true;
          await this.intake.takeAhead(chunk as Buffer);
          this.#taking = false;
        }
      } catch (error) {
        why = error instanceof Silence ? error.words : reasonOf(error);
      }
      this.#taking = false;
      if (signal.aborted) return;
      if (heard) await this.intake.end().catch(() => undefined);
      // Only a server that has really said something earns a fresh start: one that hangs up at once is not hammered.
      if (heard) pauseMs = firstPauseMs;
      const pause = pauseMs * (0.75 + Math.random() / 2);
      this.record.set('waiting', this.#isConnected ? lost(this.#spec, why) : unreached(this.#spec, why));
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      this.record.reconnected();
    }
  }

  #connect(): Promise<Socket> {
    const { host, port, idleSeconds = defaultIdleSeconds } = this.#spec;
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
      const giveUp = () => socket.destroy(new Error('stopping'));
      this.stopping.signal.addEventListener('abort', giveUp, { once: true });
      socket.setTimeout(idleSeconds * 1000, () => {
        if (!this.#taking) socket.destroy(new Silence(idleSeconds));
      });
      socket.once('error', reject);
      socket.once('close', () => this.stopping.signal.removeEventListener('abort', giveUp));
      socket.once('connect', () => {
        this.#isConnected = true;
        this.record.set('open');
        resolve(socket);
      });
    });
  }
}

class Silence extends Error {
  readonly words: Sentence;

  constructor(seconds: number) {
    super('silence');
    this.words = {
      vi: `không nghe được gì trong ${seconds} giây`,
      en: `nothing was heard for ${seconds} seconds`,
    };
  }
}

function lost({ host, port }: NetworkSpec, why: Sentence): Sentence {
  return {
    vi: `Mất kết nối tới ${host}:${port} (${why.vi}); đang tự kết nối lại.`,
    en: `The connection to ${host}:${port} is lost (${why.en}); it is being made again.`,
  };
}

function unreached({ host, port }: NetworkSpec, why: Sentence): Sentence {
  return {
    vi: `Không nối được tới ${host}:${port} (${why.vi}); đang tự thử lại.`,
    en: `Cannot connect to ${host}:${port} (${why.en}); it is tried again.`,
  };
}
