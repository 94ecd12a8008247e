/** Goes through many things so that whatever else is to be done is done in between. */
import { setImmediate } from 'node:timers/promises';

/** Rows of a table that are worked on at once: each takes a tenth of a millisecond and more. */
const AT_ONCE = 100;

export async function* unhurried<T>(things: readonly T[]): AsyncGenerator<T> {
  for (const [n, thing] of things.entries()) {
    if (n > 0 && n % AT_ONCE === 0) await setImmediate();
    yield thing;
  }
}
