/** The wall: pairs itself, then shows scenes in turn until it is taken back. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { RequestError } from '../api/http.ts';
import { clearPicture } from '../live/picture.ts';
import { readSelf, type WallSelf } from './figures.ts';
import { Pairing } from './Pairing.tsx';
import { Stage } from './Stage.tsx';
import { mainTextPx, type WallSettings } from './settings.ts';

const RETRY_MS = 5000;

export function Wall({ settings }: { settings: WallSettings }): JSX.Element {
  const self = useSignal<WallSelf | 'asking' | 'none'>('asking');
  useTextSize(settings);
  useEffect(() => {
    if (self.value !== 'asking') return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      readSelf().then(
        (read) => (self.value = read),
        (error: unknown) => {
          const isRefused = error instanceof RequestError && (error.status === 401 || error.status === 403);
          if (isRefused) self.value = 'none';
          else timer = setTimeout(ask, RETRY_MS);
        },
      );
    };
    ask();
    return () => clearTimeout(timer);
  }, [self.value]);

  if (self.value === 'asking') return <main class="wall-plain">Hải Đăng</main>;
  if (self.value === 'none') return <Pairing onPaired={() => (self.value = 'asking')} />;
  return (
    <Stage
      settings={settings}
      self={self.value}
      onRefused={() => {
        clearPicture();
        self.value = 'asking';
      }}
    />
  );
}

/** One variable, of which every size on the wall is a part. */
function useTextSize(settings: WallSettings): void {
  useEffect(() => {
    const size = (): void => {
      const { px } = mainTextPx(settings, innerWidth, innerHeight);
      document.documentElement.style.setProperty('--wall-u', `${px.toFixed(2)}px`);
    };
    size();
    addEventListener('resize', size);
    return () => removeEventListener('resize', size);
  }, [settings]);
}
