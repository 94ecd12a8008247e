/** Rows of cells → rows of values, each fault with its place. Pure. */
import { HaidangError } from '../errors.ts';
import type { ColumnChoice, ImportField } from './columns.ts';
import type { RawRow } from './table.ts';
import { type Reading, readValue, type Value } from './values.ts';

/** What is wrong with a row, where, and what to do. */
export interface ImportFault {
  /** As the spreadsheet numbers it. */
  row: number;
  /** Heading of the column; absent where it is about the row. */
  column?: string;
  value?: string;
  vi: string;
  en: string;
}

export interface ReadRow {
  row: number;
  values: Partial<Record<ImportField, Value>>;
  faults: ImportFault[];
}

export interface Columns {
  headings: readonly string[];
  choice: ColumnChoice;
}

/** Cells that say that nothing is known. */
const NOTHING = /^(?:[-–—.]|n\/?a|#n\/a|null|chưa có|không rõ)$/i;

export function readRow({ number, cells }: RawRow, columns: Columns, reading: Reading): ReadRow {
  const read: ReadRow = { row: number, values: {}, faults: [] };
  for (const [field, at] of Object.entries(columns.choice) as [ImportField, number][]) {
    const text = cells[at] ?? '';
    if (text === '' || NOTHING.test(text)) continue;
    const value = readValue(field, text, reading);
    if (value instanceof HaidangError) read.faults.push(faultAt(number, columns, field, value, text));
    else read.values[field] = value;
  }
  return read;
}

/** A fault of one cell, or of the row where the field has no column. */
export function faultAt(
  row: number,
  { headings, choice }: Columns,
  field: ImportField | undefined,
  error: HaidangError,
  value?: string,
): ImportFault {
  const at = field === undefined ? undefined : choice[field];
  return {
    row,
    ...(at !== undefined && { column: headings[at] || `#${at + 1}` }),
    ...(value !== undefined && { value: value.slice(0, 200) }),
    vi: error.sentence('vi'),
    en: error.sentence('en'),
  };
}
