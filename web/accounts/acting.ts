/** Doing something and saying what went wrong with it. */
import { type Signal, useSignal } from '@preact/signals';
import { type Sentence, sentenceFor } from '../api/http.ts';

interface Acting {
  problem: Signal<Sentence | undefined>;
  run(doing: () => Promise<void>): Promise<void>;
}

export function useActing(): Acting {
  const problem = useSignal<Sentence | undefined>(undefined);
  return {
    problem,
    async run(doing) {
      problem.value = undefined;
      try {
        await doing();
      } catch (error) {
        problem.value = sentenceFor(error);
      }
    },
  };
}
