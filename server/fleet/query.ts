/** Which vessels of the fleet: the same for the table on a screen and for what is taken out of it. Pure. */
import type { Seen } from '../auth/sight.ts';
import { searchKey } from '../store/search-key.ts';
import { asSeen, type FleetFix, type FleetRow } from './entry.ts';
import { type FleetState, fleetStates, type LengthClass, lengthClassOf, stateOf } from './states.ts';

export interface FleetFilter {
  /** Any part of any name, without diacritics. */
  q?: string;
  /** Those of the registry, or everybody who was heard. */
  of: 'registered' | 'all';
  states?: readonly FleetState[];
  lengths?: readonly LengthClass[];
  gear?: string;
  /** Code of a port, or its name where it has none. */
  port?: string;
  /** Id. */
  unit?: string;
  /** The licence is over, or ends within 60 days. */
  licence?: 'expired' | 'soon';
  /** Only those with open alerts. */
  alerts?: 'open';
  /** Only these, by id: those that somebody's map showed. */
  only?: ReadonlySet<string>;
  /** Only those whose newest position lies within; it may reach over the date line. */
  box?: { west: number; south: number; east: number; north: number };
}

/** How many vessels there are to each choice of a filter. */
export interface FleetFacets {
  gears: [name: string, n: number][];
  ports: [code: string, name: string, n: number][];
  units: [id: string, name: string, n: number][];
  states: [state: FleetState, n: number][];
}

const DAY_MS = 86_400_000;
const LOCAL_OFFSET_MS = 7 * 3_600_000;
/** Warned ahead of the end of a licence (domain.md §1.6). */
export const SOON_DAYS = 60;
const MOST_CHOICES = 200;

/**
 * Those that fit, in the order in which they come.
 * @param seen whoever may be seen, and which of their alerts; undefined: everybody
 * @param now epoch ms
 */
export function selected(rows: Iterable<FleetRow>, filter: FleetFilter, seen: Seen, now: number): FleetRow[] {
  const fits = criterion(filter, now);
  const found: FleetRow[] = [];
  for (const row of rows) {
    if (seen && !seen.has(row.entry.id)) continue;
    const shown = asSeen(row, seen);
    if (fits(shown)) found.push(shown);
  }
  return found;
}

function criterion(filter: FleetFilter, now: number): (row: FleetRow) => boolean {
  const needle = searchKey(filter.q ?? '');
  const states = filter.states && new Set(filter.states);
  const lengths = filter.lengths && new Set(filter.lengths);
  const { of, only, gear, port, unit, box, licence } = filter;
  const [today, soon] = [dayOf(now), dayOf(now + SOON_DAYS * DAY_MS)];
  return (row) => {
    const { entry, fix } = row;
    if (of === 'registered' && !entry.registered) return false;
    if (only && !only.has(entry.id)) return false;
    if (needle !== '' && !entry.search.includes(needle)) return false;
    if (states && !states.has(stateOf(now, entry.intervalMin, fix))) return false;
    if (lengths && !lengths.has(lengthClassOf(entry.lengthM))) return false;
    if (gear !== undefined && entry.gear !== gear) return false;
    if (port !== undefined && entry.homePort !== port) return false;
    if (unit !== undefined && row.unit?.id !== unit) return false;
    if (filter.alerts === 'open' && row.alerts === 0) return false;
    if (box && !(fix && isWithin(fix, box))) return false;
    if (licence === undefined) return true;
    const until = entry.licenceUntil;
    if (until === undefined) return false;
    return licence === 'expired' ? until < today : until >= today && until <= soon;
  };
}

function isWithin({ lon, lat }: FleetFix, { west, south, east, north }: NonNullable<FleetFilter['box']>): boolean {
  if (lat < south || lat > north) return false;
  return [lon, lon - 360, lon + 360].some((copy) => copy >= west && copy <= east);
}

/** The day in Vietnam. */
function dayOf(time: number): string {
  return new Date(time + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** @param now epoch ms */
export function facetsOf(rows: Iterable<FleetRow>, of: FleetFilter['of'], seen: Seen, now: number): FleetFacets {
  const [gears, ports, units, states] = [new Counter(), new Counter(), new Counter(), new Counter()];
  for (const { entry, fix, unit, port } of rows) {
    if ((of === 'registered' && !entry.registered) || (seen && !seen.has(entry.id))) continue;
    states.add(stateOf(now, entry.intervalMin, fix));
    if (entry.gear) gears.add(entry.gear);
    if (entry.homePort) ports.add(entry.homePort, port);
    if (unit) units.add(unit.id, unit.name);
  }
  return {
    gears: gears.largest().map(([name, , n]) => [name, n]),
    ports: ports.largest(),
    units: units.largest(),
    states: fleetStates.map((state) => [state, states.of(state)]),
  };
}

class Counter {
  readonly #counts = new Map<string, [key: string, name: string, n: number]>();

  add(key: string, name = key): void {
    const known = this.#counts.get(key);
    if (known) known[2]++;
    else this.#counts.set(key, [key, name, 1]);
  }

  of(key: string): number {
    return this.#counts.get(key)?.[2] ?? 0;
  }

  largest(): [string, string, number][] {
    return [...this.#counts.values()].sort((a, b) => b[2] - a[2]).slice(0, MOST_CHOICES);
  }
}
