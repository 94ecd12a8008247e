/** One ticking second for everything that shows an age or a clock. */
import { signal } from '@preact/signals';
import { serverNow } from '../live/picture.ts';

/** The server's time, epoch ms, at the last whole second. */
export const now = signal(Date.now());

export function startClock(): void {
  const tick = (): void => {
    now.value = serverNow();
    setTimeout(tick, 1000 - (Date.now() % 1000));
  };
  tick();
}
