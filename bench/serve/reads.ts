/** What people and partners read all day, and how much of it: one line a kind, spread over kept connections. */

interface Kind {
  name: string;
  /** Part of all requests. */
  share: number;
  /** @param ids of vessels @returns asked one after the other, from the start again at the end */
  paths(ids: readonly string[]): string[];
}

/** One person or program on one kept connection. */
export interface Reader {
  kind: string;
  perSecond: number;
  paths: string[];
}

/** Requests a second on one connection at most: more would wait for each other. */
const MOST_PER_CONNECTION = 10;

const each =
  (path: (id: string) => string) =>
  (ids: readonly string[]): string[] =>
    ids.map((id) => `/api/v1${path(id)}`);
const fixed =
  (...paths: string[]) =>
  (): string[] =>
    paths.map((path) => `/api/v1${path}`);

export const kinds: readonly Kind[] = [
  { name: 'positions', share: 0.2, paths: each((id) => `/vessels?limit=100&after=${id}`) },
  { name: 'vessel', share: 0.16, paths: each((id) => `/vessels/${id}`) },
  { name: 'track', share: 0.16, paths: each((id) => `/vessels/${id}/track`) },
  { name: 'alerts', share: 0.16, paths: fixed('/alerts?limit=100', '/alerts?state=all&limit=100') },
  { name: 'cases', share: 0.12, paths: fixed('/cases?limit=100', '/cases?open=true&limit=100') },
  {
    name: 'fleet page',
    share: 0.12,
    paths: fixed('/fleet?of=all', '/fleet?of=all&sort=state&offset=300', '/fleet?of=all&facets=yes&q=BOAT+12'),
  },
  { name: 'reports', share: 0.08, paths: fixed('/reports', '/kept-reports') },
];

/** One report is made anew each second; the product makes two a second for one address at most. */
const made: Reader = { kind: 'report made', perSecond: 1, paths: fixed('/reports/daily-vms', '/reports/crossings')() };

/** @param perSecond all requests together */
export function readersOf(perSecond: number, ids: readonly string[]): Reader[] {
  const readers = kinds.flatMap(({ name, share, paths }) => {
    const wanted = Math.max(1, Math.round(share * perSecond) - (name === 'reports' ? made.perSecond : 0));
    const count = Math.ceil(wanted / MOST_PER_CONNECTION);
    return Array.from({ length: count }, (_, i) => ({
      kind: name,
      perSecond: Math.floor((wanted * (i + 1)) / count) - Math.floor((wanted * i) / count),
      paths: paths(ids.filter((_id, at) => at % count === i)),
    }));
  });
  return [...readers, made];
}
