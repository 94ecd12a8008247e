/** Puts the service worker in place once the picture is there: what it fetches would stand in its way on a poor link. */
import { isWhole } from '../live/picture.ts';

const AFTER_MS = 5000;

/** Browsers have workers on https and on this machine only; elsewhere the program works as before, without both. */
export const hasWorkers = 'serviceWorker' in navigator && globalThis.isSecureContext;

export function registerWorker(): void {
  if (!hasWorkers) return;
  const register = (): void => {
    // Without it everything that needs a line still works, and what needs it says that it is missing.
    navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch(() => undefined);
  };
  let isAsked = false;
  isWhole.subscribe((whole) => {
    if (!whole || isAsked) return;
    isAsked = true;
    setTimeout(register, AFTER_MS);
  });
}
