/**
 * What a report is made of: tables of rows that are stored, and numbers each of which is how many of those rows it counts (or
 * what one of their columns adds up to). A number without its rows cannot be written.
 */
import type { Zone } from '../../geofences/types.ts';
import type { Reach } from '../auth/permissions.ts';
import type { Regulation } from '../models/regulation.ts';
import type { Store } from '../store/store.ts';
import type { Words } from '../system-words.ts';

/** `at`: epoch ms, written by both clocks · `lon`, `lat`: degrees · `vi`, `en`: words · undefined: not known */
export type ReportValue = string | number | { at: number } | { lon: number; lat: number } | Words | undefined;

export interface ReportColumn {
  name: string;
  words: Words;
  /** Where it comes from and what it means. */
  definition: Words;
  /** Characters. */
  width: number;
  /** A time gets a column for each clock. */
  isTime?: true;
}

export interface ReportTable {
  name: string;
  words: Words;
  columns: readonly ReportColumn[];
}

export interface ReportFigure {
  name: string;
  words: Words;
  definition: Words;
  /** Table whose rows it counts. */
  table: string;
  /** The column that is added up; absent: rows are counted. */
  sum?: string;
}

export interface ReportRow {
  /** Of what it shows: vessel, alert, case, handover. The same in every report over the same journal. */
  id: string;
  /** By column. */
  cells: Record<string, ReportValue>;
  /** Figures that count it. */
  counts: string[];
  /** What it opens on a screen. */
  vesselId?: string;
  caseId?: string;
}

/** Epoch ms, `to` excluded. */
export interface Period {
  from: number;
  to: number;
}

/** What a report is made from: a store that shows whoever asks their own vessels only. */
export interface ReportSources {
  store: Store;
  zones: readonly Zone[];
  regulation: Regulation;
}

export interface Report {
  /** In addresses and file names: it stays. */
  name: string;
  title: Words;
  /** What it tells, as of when, and on what basis. */
  about: Words;
  /** The narrowest that may ask for it. */
  reach: Reach;
  /** Not there where nobody looks after fisheries. */
  isAboutFishing?: true;
  /** `day`: the day in Vietnam so far · `days`: so many up to now. */
  usual: 'day' | { days: number };
  tables: readonly ReportTable[];
  figures: readonly ReportFigure[];
  /** The figures of a table once more for each value of a column; `none`: what rows without one are called. */
  split?: { table: string; by: string; none: Words };
  /** By table. What is not there has no rows. */
  rows(sources: ReportSources, period: Period): Promise<Record<string, ReportRow[]>>;
}

/** `27/11/2026 21:42`, and some room. */
const TIME_CHARACTERS = 17;

export function column(
  name: string,
  words: Words,
  width: number,
  definition: Words,
  more: Pick<ReportColumn, 'isTime'> = {},
): ReportColumn {
  return { name, words, width, definition, ...more };
}

/** A column of a time, which takes one for each clock. */
export function timeColumn(name: string, words: Words, definition: Words): ReportColumn {
  return column(name, words, TIME_CHARACTERS, definition, { isTime: true });
}

/** Makes the numbers of one table. */
export function figureOf(table: string): (name: string, words: Words, definition: Words) => ReportFigure {
  return (name, words, definition) => ({ name, words, definition, table });
}
