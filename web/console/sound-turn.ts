/** Of the windows of one browser one sounds: whoever holds a lock of the browser. Closed, it leaves its turn to the next. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { onlyPart } from './windows.ts';

const LOCK = 'haidang.sound';

export interface Turn {
  isOurs: ReadonlySignal<boolean>;
  end: () => void;
}

/** @param wants whether this window would sound: a signal read in it is followed */
export function takeTurns(wants: () => boolean): Turn {
  // A page by plain HTTP from another machine has no locks: there the window that shows everything sounds.
  const locks: LockManager | undefined = navigator.locks;
  const isOurs = signal(locks === undefined && onlyPart.peek() === undefined);
  if (!locks) return { isOurs, end: () => {} };
  const end = effect(() => {
    if (!wants()) return;
    const asking = new AbortController();
    let leave = (): void => {};
    const hold = (): Promise<void> | undefined => {
      if (asking.signal.aborted) return undefined;
      isOurs.value = true;
      return new Promise((resolve) => {
        leave = resolve;
      });
    };
    // Refused only because we no longer ask.
    locks.request(LOCK, { signal: asking.signal }, hold).catch(() => {});
    return () => {
      isOurs.value = false;
      asking.abort();
      leave();
    };
  });
  return { isOurs, end };
}
