/** The address bar: which page is shown. Every page can be linked to; the server answers index.html for all of them. */
import { computed, signal } from '@preact/signals';

export type Page =
  | { name: 'console'; vesselId?: string }
  | { name: 'outbox' }
  | { name: 'feeds' }
  | { name: 'case'; id: string }
  | { name: 'unknown' };

export function pageOf(path: string): Page {
  const [first = '', second, ...rest] = path.split('/').filter(Boolean).map(decoded);
  if (rest.length > 0) return { name: 'unknown' };
  if (first === '' && second === undefined) return { name: 'console' };
  if (first === 'vessel' && second) return { name: 'console', vesselId: second };
  if (first === 'case' && second) return { name: 'case', id: second };
  if ((first === 'outbox' || first === 'feeds') && second === undefined) return { name: first };
  return { name: 'unknown' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const path = signal(globalThis.location?.pathname ?? '/');
export const page = computed(() => pageOf(path.value));

export function vesselPath(id: string): string {
  return `/vessel/${encodeURIComponent(id)}`;
}

export function casePath(id: string): string {
  return `/case/${encodeURIComponent(id)}`;
}

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === path.value) return;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  path.value = to;
}

/** Follows back and forward, and turns clicks on our own links into navigation without loading. */
export function startRouter(): void {
  window.addEventListener('popstate', () => {
    path.value = location.pathname;
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="/"]') : null;
    if (link?.target !== '' || link.hasAttribute('download')) return;
    event.preventDefault();
    navigate(link.pathname);
  });
}
