/**
 * Counts what a table's rows say for and against its map, and proposes a change where they speak against it. Proposes only:
 * rows are read as the map says, and those that cannot be are rejected.
 */

import type { ColumnMap } from './column-map.ts';
import type { Angle } from './coordinates.ts';
import { dayAndMonth } from './dates.ts';

export interface TableProposal {
  kind: 'swap-lat-lon' | 'date-order';
  /** Columns that it is about, as the map has them. */
  columns: (string | number)[];
  rows: {
    /** Rows that are possible only if the map is changed: numbers beyond 90°, letters of the other angle, a 13th month. */
    onlyIfChanged: number;
    /** Rows that are possible only as the map is. */
    onlyAsMapped: number;
    /** Rows that could be either. */
    either: number;
  };
  /** The header itself names the columns the other way round. */
  headerSays: boolean;
  /** 0–1. */
  sure: number;
  /** What to change in the map, to be merged into it. */
  change: Partial<ColumnMap>;
}

interface Counts {
  onlyIfChanged: number;
  onlyAsMapped: number;
  either: number;
}

/** JSON-safe. */
export interface EvidenceState {
  swap: Counts;
  order: Counts;
}

const none = (): Counts => ({ onlyIfChanged: 0, onlyAsMapped: 0, either: 0 });

/** How sure a header makes that names the columns the other way round, before any row is seen. */
const HEADER_SURE = 0.8;

export class Evidence {
  private swap = none();
  private order = none();

  save(): EvidenceState {
    return { swap: { ...this.swap }, order: { ...this.order } };
  }

  restore(state: EvidenceState): void {
    this.swap = { ...state.swap };
    this.order = { ...state.order };
  }

  /**
   * Weighs what stands in the columns of latitude and longitude.
   * @returns true when it is possible only the other way round
   */
  isSwapped(lat: Angle, lon: Angle): boolean {
    const asMapped = lat.axis !== 'lon' && lon.axis !== 'lat' && Math.abs(lat.degrees) <= 90;
    const changed = lat.axis !== 'lat' && lon.axis !== 'lon' && Math.abs(lon.degrees) <= 90;
    count(this.swap, asMapped, changed);
    return changed && !asMapped;
  }

  /** Weighs a date as it is written. */
  date(text: string, order: ColumnMap['dateOrder']): void {
    if (order === 'ymd') return;
    const [first, second] = dayAndMonth(text) ?? [0, 0];
    const isDayFirst = isDay(first) && isMonth(second);
    const isMonthFirst = isDay(second) && isMonth(first);
    if (order === 'dmy') count(this.order, isDayFirst, isMonthFirst);
    else count(this.order, isMonthFirst, isDayFirst);
  }

  /** What the rows so far, or the header, speak for. */
  proposals(map: ColumnMap, headerSwapped: boolean): TableProposal[] {
    const proposals: TableProposal[] = [];
    if (this.swap.onlyIfChanged > 0 || headerSwapped) {
      proposals.push({
        kind: 'swap-lat-lon',
        columns: columnsOf(map, ['lat', 'lon', 'position']),
        rows: { ...this.swap },
        headerSays: headerSwapped,
        sure: sureness(this.swap, headerSwapped),
        change: swapped(map),
      });
    }
    if (this.order.onlyIfChanged > 0) {
      proposals.push({
        kind: 'date-order',
        columns: columnsOf(map, ['date', 'time']),
        rows: { ...this.order },
        headerSays: false,
        sure: sureness(this.order, false),
        change: { dateOrder: map.dateOrder === 'dmy' ? 'mdy' : 'dmy' },
      });
    }
    return proposals;
  }
}

/** A map with a proposal's change in it. */
export function applyProposal(map: ColumnMap, { change }: TableProposal): ColumnMap {
  return { ...map, ...change };
}

function count(counts: Counts, asMapped: boolean, changed: boolean): void {
  if (asMapped && changed) counts.either++;
  else if (asMapped) counts.onlyAsMapped++;
  else if (changed) counts.onlyIfChanged++;
}

/** The share of rows that ask for the change, less the more there are few of them (one row alone: 0.5). */
function sureness({ onlyIfChanged, onlyAsMapped }: Counts, headerSays: boolean): number {
  const rows = onlyIfChanged + onlyAsMapped;
  const share = rows === 0 ? 0 : (onlyIfChanged / rows) * (onlyIfChanged / (onlyIfChanged + 1));
  const sure = headerSays && onlyAsMapped === 0 ? Math.max(HEADER_SURE, share) : share;
  return Math.round(sure * 100) / 100;
}

function columnsOf({ columns }: ColumnMap, fields: (keyof ColumnMap['columns'])[]): (string | number)[] {
  return fields.flatMap((field) => columns[field] ?? []);
}

function swapped({ columns, positionOrder }: ColumnMap): Partial<ColumnMap> {
  if (columns.position !== undefined) return { positionOrder: positionOrder === 'lat-lon' ? 'lon-lat' : 'lat-lon' };
  return { columns: { ...columns, lat: columns.lon, lon: columns.lat } };
}

function isDay(value: number): boolean {
  return value >= 1 && value <= 31;
}

function isMonth(value: number): boolean {
  return value >= 1 && value <= 12;
}
