/** The address bar: which page is shown. Every page can be linked to; the server answers index.html for all of them. */
import { computed, signal } from '@preact/signals';

/** A place and a time (epoch ms) at which something was: what an example of a trial links to. */
export interface Moment {
  time: number;
  lon: number;
  lat: number;
}

export type Page =
  | { name: 'console'; vesselId?: string; moment?: Moment }
  | { name: 'vessel'; id: string }
  | { name: 'outbox' }
  | { name: 'contacts' }
  | { name: 'feeds' }
  | { name: 'rules'; ruleId?: string; zoneId?: string }
  | { name: 'zones'; zoneId?: string }
  | { name: 'settings'; part?: string }
  | { name: 'cases' }
  | { name: 'handover' }
  | { name: 'alarms' }
  | { name: 'truth' }
  | { name: 'field-reports' }
  | { name: 'own' }
  | { name: 'fleet'; query: string }
  | { name: 'reports'; query: string }
  | { name: 'case'; id: string }
  | { name: 'unknown' };

/** @param address path and query */
export function pageOf(address: string): Page {
  const [path = '', query = ''] = address.split('?');
  const [first = '', second, ...rest] = path.split('/').filter(Boolean).map(decoded);
  if (first === 'vessel' && second && rest.length === 1 && rest[0] === 'record') return { name: 'vessel', id: second };
  if (rest.length > 0) return { name: 'unknown' };
  if (first === '' && second === undefined) return { name: 'console' };
  if (first === 'vessel' && second) {
    const moment = momentOf(query);
    return { name: 'console', vesselId: second, ...(moment && { moment }) };
  }
  if (first === 'rules') {
    const zoneId = new URLSearchParams(query).get('zone');
    return { name: 'rules', ...(second && { ruleId: second }), ...(zoneId && { zoneId }) };
  }
  if (first === 'zones') return { name: 'zones', ...(second && { zoneId: second }) };
  if (first === 'settings') return { name: 'settings', ...(second && { part: second }) };
  if ((first === 'fleet' || first === 'reports') && second === undefined) return { name: first, query };
  if (first === 'case' && second) return { name: 'case', id: second };
  if (isPlain(first) && second === undefined) return { name: first };
  return { name: 'unknown' };
}

/** Pages without anything after their name. */
const plainPages = [
  ...(['outbox', 'contacts', 'feeds', 'cases', 'handover', 'alarms', 'truth', 'field-reports', 'own'] as const),
];

function isPlain(name: string): name is (typeof plainPages)[number] {
  return (plainPages as readonly string[]).includes(name);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function momentOf(query: string): Moment | undefined {
  const said = new URLSearchParams(query);
  const [time = Number.NaN, lon = Number.NaN, lat = Number.NaN] = ['at', 'lon', 'lat'].map((name) => {
    const text = said.get(name);
    return text ? Number(text) : Number.NaN;
  });
  const isPlace = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  // Beyond this there is no date.
  return isPlace && Math.abs(time) <= 8.64e15 ? { time, lon, lat } : undefined;
}

const address = signal(here());
export const page = computed(() => pageOf(address.value));
/** Path and query. */
export const currentAddress = computed(() => address.value);

function here(): string {
  return globalThis.location ? location.pathname + location.search : '/';
}

export function vesselPath(id: string): string {
  return `/vessel/${encodeURIComponent(id)}`;
}

/** All that is known of a vessel, on a page of its own. */
export function recordPath(id: string): string {
  return `${vesselPath(id)}/record`;
}

/** The vessel where and when something was, on a map that looks there. */
export function momentPath(id: string, { time, lon, lat }: Moment): string {
  return `${vesselPath(id)}?at=${time}&lon=${lon}&lat=${lat}`;
}

export function rulePath(id: string): string {
  return `/rules/${encodeURIComponent(id)}`;
}

/** A rule that is not there yet, for a zone if one is named. */
export function newRulePath(zoneId?: string): string {
  return zoneId === undefined ? '/rules/new' : `/rules/new?zone=${encodeURIComponent(zoneId)}`;
}

export function zonePath(id: string): string {
  return `/zones/${encodeURIComponent(id)}`;
}

export function casePath(id: string): string {
  return `/case/${encodeURIComponent(id)}`;
}

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === address.value) return;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  address.value = to;
}

/** Follows back and forward, and turns clicks on our own links into navigation without loading. */
export function startRouter(): void {
  window.addEventListener('popstate', () => {
    address.value = here();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="/"]') : null;
    if (link?.target !== '' || link.hasAttribute('download')) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
