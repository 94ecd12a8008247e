/** Puts the service worker in place once the page stands, so that it takes nothing from the first picture. */

/** Browsers have workers on https and on this machine only; elsewhere the program works as before, without both. */
export const hasWorkers = 'serviceWorker' in navigator && globalThis.isSecureContext;

export function registerWorker(): void {
  if (!hasWorkers) return;
  const register = (): void => {
    // Without it everything that needs a line still works, and what needs it says that it is missing.
    navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
