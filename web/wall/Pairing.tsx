/** A screen that is no wall yet shows its code until somebody has typed it, and says so when they refuse. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { clockText } from '../ui/format.ts';
import { askPairing, pairingState } from './figures.ts';
import '../i18n/wall-texts.ts';

const RETRY_MS = 5000;

type Shown = { code: string; expiresAt: number } | 'refused' | 'no-server' | undefined;

export function Pairing({ onPaired }: { onPaired: () => void }): JSX.Element {
  const shown = useSignal<Shown>(undefined);
  const round = useSignal(0);
  useEffect(() => {
    let isOver = false;
    void pair(
      (value) => (shown.value = value),
      () => isOver,
    ).then((isPaired) => {
      if (isPaired && !isOver) onPaired();
    });
    return () => {
      isOver = true;
    };
  }, [round.value]);
  const now = shown.value;
  return (
    <main class="wall-plain">
      <h1>{t('wall.pair')}</h1>
      {now === 'refused' && (
        <>
          <p role="alert">{t('wall.refused')}</p>
          <button type="button" onClick={() => round.value++}>
            {t('wall.askAgain')}
          </button>
        </>
      )}
      {now === 'no-server' && <p role="alert">{t('wall.noServer')}</p>}
      {typeof now === 'object' && (
        <>
          <p>{t('wall.pairHow')}</p>
          <output class="wall-code" aria-label={t('wall.pair')}>
            {now.code}
          </output>
          <p class="small">{t('wall.codeUntil', { time: clockText(now.expiresAt, 'local').slice(0, 5) })}</p>
        </>
      )}
    </main>
  );
}

/** Shows a code after the other until one is typed. @returns whether the screen is paired now */
async function pair(show: (shown: Shown) => void, isOver: () => boolean): Promise<boolean> {
  while (!isOver()) {
    try {
      const { device, code, expiresAt, pollSeconds } = await askPairing();
      show({ code, expiresAt });
      let state: Awaited<ReturnType<typeof pairingState>>['state'] = 'waiting';
      while (state === 'waiting' && !isOver()) {
        await pause(pollSeconds * 1000);
        state = (await pairingState(device)).state;
      }
      if (state === 'paired') return true;
      if (state === 'refused') {
        show('refused');
        return false;
      }
    } catch {
      show('no-server');
      await pause(RETRY_MS);
    }
  }
  return false;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
