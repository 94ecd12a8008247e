/**
 * Measures decoders beside each other: all are there at once, one works at a time, and they take turns, since a shared
 * machine may be twice as fast in one minute as in the next and would otherwise favour whoever ran then.
 */
import { NotMeasured } from '../contestant-process.ts';
import type { Contestant } from './contestants.ts';
import type { CorpusFiles } from './corpus.ts';
import { DecoderProcess } from './decoder-process.ts';
import type { Summary } from './turns.ts';

/** How long each works before it is the next one's turn: the same for all, so that nobody profits from a short lull. */
const TURN_MS = 1000;

interface Measured extends Summary {
  about: string;
  /** Of one decoding of the corpus, on average over each round. */
  roundSeconds: number[];
}

export interface Contest {
  measured: Measured[];
  /** Name → why it isn't among them. */
  skipped: Record<string, string>;
}

/**
 * @param rounds turns of each that count, after one that does not, in which compilers and caches warm up
 * @param onRound called before each; 0 is the warm-up
 */
export async function compete(
  contestants: readonly Contestant[],
  files: CorpusFiles,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Contest> {
  const contest: Contest = { measured: [], skipped: {} };
  const present = new Set<DecoderProcess>();
  const roundSeconds = new Map<string, number[]>();
  /** Does it for each that is still there, one after the other; who fails is out. */
  const inTurn = async (act: (decoder: DecoderProcess) => Promise<unknown>): Promise<void> => {
    for (const decoder of present) {
      await act(decoder).catch((error: unknown) => {
        present.delete(decoder);
        contest.skipped[decoder.name] = reason(error);
      });
    }
  };
  try {
    for (const contestant of contestants) {
      await DecoderProcess.start(contestant, files).then(
        (decoder) => present.add(decoder),
        (error: unknown) => {
          contest.skipped[contestant.name] = reason(error);
        },
      );
    }
    for (let round = 0; round <= rounds; round++) {
      onRound(round);
      await inTurn(async (decoder) => {
        const seconds = await work(decoder);
        if (round > 0) roundSeconds.set(decoder.name, [...(roundSeconds.get(decoder.name) ?? []), seconds]);
      });
    }
    await inTurn(async (decoder) => {
      const summary = await decoder.end();
      contest.measured.push({
        ...summary,
        about: decoder.about,
        roundSeconds: roundSeconds.get(decoder.name) ?? [],
      });
    });
  } finally {
    for (const decoder of present) decoder.kill();
  }
  return contest;
}

/** Decodes again and again until its time is over. @returns the average seconds */
async function work(decoder: DecoderProcess): Promise<number> {
  const began = performance.now();
  let sum = 0;
  let times = 0;
  while (times === 0 || performance.now() - began < TURN_MS) {
    sum += (await decoder.turn()).seconds;
    times++;
  }
  return sum / times;
}

function reason(error: unknown): string {
  if (error instanceof NotMeasured) return error.message;
  throw error;
}
