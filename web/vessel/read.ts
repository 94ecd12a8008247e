/** Reads one thing for as long as something is shown, and again when what it depends on changes. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';

interface Read<T> {
  /** The newest answer; what was read before stands until then. */
  found: T | undefined;
  problem: Sentence | undefined;
}

/** @param on what it depends on */
export function useRead<T>(read: (signal: AbortSignal) => Promise<T>, on: readonly unknown[]): Read<T> {
  const found = useSignal<T | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    read(abort.signal).then(
      (answer) => {
        found.value = answer;
        problem.value = undefined;
      },
      (error: unknown) => {
        if (!abort.signal.aborted) problem.value = sentenceFor(error);
      },
    );
    return () => abort.abort();
  }, on);
  return { found: found.value, problem: problem.value };
}
