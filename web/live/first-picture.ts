/** What can wait gives way to the picture itself: on a poor link the map and its zones would take the line from the first alerts. */
import { effect } from '@preact/signals';
import { status } from './picture.ts';

/** Without a connection there is no picture to wait for. */
const LONGEST_MS = 4000;

/** Comes once the first picture is there, or is not to be expected soon. */
export function firstPicture(): Promise<void> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, LONGEST_MS);
    stop = effect(() => {
      if (status.value) queueMicrotask(done);
    });
  });
}
