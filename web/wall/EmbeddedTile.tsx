/** One tile for the page of somebody else: `/wall/tile/reporting#key=hd_…`. The key stays behind the `#`, which no server is sent. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said } from '../i18n/t.ts';
import { now, startClock } from '../ui/clock.ts';
import { type ReadTile, readTile } from './figures.ts';
import { TileView } from './Strip.tsx';

const EVERY_MS = 15_000;

export function EmbeddedTile({ name }: { name: string }): JSX.Element {
  const tile = useSignal<ReadTile | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    startClock();
    const key = new URLSearchParams(location.hash.slice(1)).get('key') ?? undefined;
    const ask = (): void => {
      readTile(name, key).then(
        (read) => {
          tile.value = read;
          problem.value = undefined;
        },
        (error: unknown) => (problem.value = sentenceFor(error)),
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => clearInterval(timer);
  }, [name]);
  const shown = tile.value;
  return (
    <main class={problem.value ? 'embedded stale' : 'embedded'}>
      {shown && <TileView name={shown.name} tile={shown} time={now.value} />}
      {shown?.demo && <strong class="wall-demo">DEMO</strong>}
      {problem.value && (
        <p role="alert">
          <b>KHÔNG CÓ DỮ LIỆU · NO DATA</b> {said(problem.value)}
        </p>
      )}
    </main>
  );
}
