/** The fleet in the order of a column. Pure. */
import { searchKey } from '../store/search-key.ts';
import type { FleetRow } from './entry.ts';
import { fleetStates, stateOf } from './states.ts';

export const fleetSorts = [
  'label',
  'name',
  'device',
  'length',
  'gear',
  'port',
  'unit',
  'state',
  'age',
  'speed',
  'licence',
  'alerts',
] as const;
export type FleetSort = (typeof fleetSorts)[number];

/** Ascending; whoever has no value comes last, whichever way round it is read. */
export interface Ordered {
  known: readonly FleetRow[];
  unknown: readonly FleetRow[];
}

/** Their order changes with every position or alert, that of the others only when somebody describes a vessel otherwise. */
const restless: ReadonlySet<FleetSort> = new Set(['state', 'age', 'speed', 'alerts']);

export function isRestless(sort: FleetSort): boolean {
  return restless.has(sort);
}

/** By label, and by id where they have the same. */
export function byLabel(rows: Iterable<FleetRow>): FleetRow[] {
  return [...rows].sort(({ entry: a }, { entry: b }) => {
    if (a.labelKey === b.labelKey) return a.id < b.id ? -1 : 1;
    return a.labelKey < b.labelKey ? -1 : 1;
  });
}

/** @param rows by label: those that are equal stay so @param now epoch ms */
export function ordered(rows: readonly FleetRow[], sort: FleetSort, now: number): Ordered {
  if (sort === 'label') return { known: rows, unknown: [] };
  const known: { row: FleetRow; key: string | number }[] = [];
  const unknown: FleetRow[] = [];
  for (const row of rows) {
    const key = keyOf(row, sort, now);
    if (key === undefined) unknown.push(row);
    else known.push({ row, key });
  }
  known.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  return { known: known.map(({ row }) => row), unknown };
}

/** Both ways round. */
export function inOrder({ known, unknown }: Ordered, dir: 'asc' | 'desc'): Iterable<FleetRow> {
  return dir === 'asc' ? [...known, ...unknown] : [...known.toReversed(), ...unknown];
}

function keyOf(row: FleetRow, sort: Exclude<FleetSort, 'label'>, now: number): string | number | undefined {
  const { entry, fix, unit, port, alerts, priority } = row;
  switch (sort) {
    case 'name':
      return wordKey(entry.name);
    case 'device':
      return wordKey(entry.deviceId ?? (entry.mmsi === undefined ? undefined : String(entry.mmsi)));
    case 'length':
      return entry.lengthM;
    case 'gear':
      return wordKey(entry.gear);
    case 'port':
      return wordKey(port);
    case 'unit':
      return wordKey(unit?.name);
    case 'state':
      return fleetStates.indexOf(stateOf(now, entry.intervalMin, fix));
    case 'age':
      return fix && -fix.fixTime;
    case 'speed':
      return fix?.speedKn;
    case 'licence':
      return entry.licenceUntil;
    case 'alerts':
      return alerts === 0 ? undefined : alerts * 10 - (priority ?? 4);
  }
}

function wordKey(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : searchKey(text);
}
