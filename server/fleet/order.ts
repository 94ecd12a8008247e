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

/** @param now epoch ms */
export function ordered(rows: Iterable<FleetRow>, sort: FleetSort, now: number): Ordered {
  const known: { row: FleetRow; key: string | number; then: string }[] = [];
  const unknown: { row: FleetRow; then: string }[] = [];
  for (const row of rows) {
    const key = keyOf(row, sort, now);
    const then = row.entry.labelKey;
    if (key === undefined) unknown.push({ row, then });
    else known.push({ row, key, then });
  }
  known.sort((a, b) => (a.key === b.key ? byLabel(a, b) : a.key < b.key ? -1 : 1));
  unknown.sort(byLabel);
  return { known: known.map(({ row }) => row), unknown: unknown.map(({ row }) => row) };
}

interface Labelled {
  row: FleetRow;
  then: string;
}

function byLabel(a: Labelled, b: Labelled): number {
  if (a.then === b.then) return a.row.entry.id < b.row.entry.id ? -1 : 1;
  return a.then < b.then ? -1 : 1;
}

/** Both ways round. */
export function inOrder({ known, unknown }: Ordered, dir: 'asc' | 'desc'): Iterable<FleetRow> {
  return dir === 'asc' ? [...known, ...unknown] : [...known.toReversed(), ...unknown];
}

function keyOf(row: FleetRow, sort: FleetSort, now: number): string | number | undefined {
  const { entry, fix, unit, port, alerts, priority } = row;
  switch (sort) {
    case 'label':
      return entry.labelKey;
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
