/** What an import would do, worked out before anything is written, and shown to whoever confirms it. */
import { createHash } from 'node:crypto';
import type { Zone } from '../../geofences/types.ts';
import { HaidangError } from '../errors.ts';
import type { ImportCounts, ImportedFile, ImportTable } from '../models/import.ts';
import type { RegistryEntry } from '../models/vessel.ts';
import { type ColumnChoice, fieldsOf, guessChoice, headingRow, type ImportField } from './columns.ts';
import type { Columns, ImportFault, ReadRow } from './rows.ts';
import { readRow } from './rows.ts';
import { mostRows, type RawSheet, type RawTable, type TableFault } from './table.ts';
import { unhurried } from './unhurried.ts';

export type Scalar = string | number | boolean;

/** Names as the registry and zones have them. */
export interface FieldChange {
  field: string;
  from?: Scalar;
  to: Scalar;
}

export interface PreviewRow {
  /** As the spreadsheet numbers it. */
  row: number;
  state: keyof ImportCounts;
  /** Registration of the vessel, or name of the port. */
  label?: string;
  changes?: FieldChange[];
}

interface PreviewColumn {
  /** From 0. */
  at: number;
  heading: string;
  field?: ImportField;
  /** The first cells that are filled. */
  samples: string[];
}

export interface ImportPreview {
  table: ImportTable;
  file: ImportedFile;
  /** Which of the workbook's filled sheets was read, from 1; absent where there is but one. */
  sheet?: { at: number; of: number };
  columns: PreviewColumn[];
  /** What columns may be. */
  fields: readonly ImportField[];
  /** A field without which nothing can be read: to be given a column by hand. */
  missing?: ImportField;
  counts: ImportCounts;
  rows: PreviewRow[];
  faults: ImportFault[];
  /** Stands for all that would be written; the confirmation names it. */
  plan: string;
}

/** What rows come to, for a table of one kind. */
export interface Plan {
  rows: PreviewRow[];
  faults: ImportFault[];
  entries?: RegistryEntry[];
  ports?: Zone[];
}

export interface Prepared {
  preview: ImportPreview;
  entries?: RegistryEntry[];
  ports?: Zone[];
}

interface ImportJob {
  table: ImportTable;
  file: ImportedFile;
  raw: RawTable | TableFault;
  /** Columns as a person has corrected them. */
  choice?: ColumnChoice;
}

const SAMPLES = 3;
const noCounts: ImportCounts = { new: 0, changed: 0, unchanged: 0, faulty: 0 };

/**
 * Others get their turn in between: a large table takes seconds.
 * @param planned works out what sound rows would do
 * @throws HaidangError `import-unreadable`
 */
export async function prepareImport(
  { table, file, raw, choice: chosen }: ImportJob,
  planned: (rows: ReadRow[], columns: Columns) => Plan | Promise<Plan>,
): Promise<Prepared> {
  if (typeof raw === 'string') throw new HaidangError('import-unreadable', { why: faultWords[raw] });
  const { sheet, heading, at } = sheetOf(table, raw);
  const headings = sheet.rows[heading]?.cells ?? [];
  const choice = chosen ?? guessChoice(table, headings);
  const fields = fieldsOf[table];
  const data = sheet.rows.slice(heading + 1);
  const of = raw.sheets.length;
  const shown = {
    table,
    file,
    ...(of > 1 && { sheet: { at, of } }),
    fields,
    columns: columnsShown(headings, choice, data),
  };
  const must = fields[0]!;
  if (choice[must] === undefined) {
    return { preview: { ...shown, missing: must, counts: noCounts, rows: [], faults: [], plan: '' } };
  }
  const columns = { headings, choice };
  const read: ReadRow[] = [];
  for await (const row of unhurried(data)) {
    if (!isHeadingAgain(row.cells, headings)) read.push(readRow(row, columns, raw));
  }
  const plan = await planned(read, columns);
  const counts = { ...noCounts };
  for (const { state } of plan.rows) counts[state]++;
  const { entries, ports } = plan;
  const preview = { ...shown, counts, rows: plan.rows, faults: plan.faults, plan: hashOf({ table, entries, ports }) };
  return { preview, entries, ports };
}

/** The sheet whose heading names most, and where it stands. @throws HaidangError `import-unreadable` */
function sheetOf(table: ImportTable, { sheets }: RawTable): { sheet: RawSheet; heading: number; at: number } {
  const found = sheets
    .map((sheet, n) => ({ sheet, heading: headingRow(table, sheet.rows), at: n + 1 }))
    .sort((a, b) => Number(b.heading >= 0) - Number(a.heading >= 0))[0];
  if (!found) {
    const why = { vi: 'tệp không có dòng nào', en: 'it has no rows' };
    throw new HaidangError('import-unreadable', { why });
  }
  if (found.sheet.isCut) {
    const why = {
      vi: `tệp có hơn ${mostRows} dòng; hãy chia thành nhiều tệp`,
      en: `it has more than ${mostRows} rows; split it`,
    };
    throw new HaidangError('import-unreadable', { why });
  }
  return { ...found, heading: Math.max(0, found.heading) };
}

function columnsShown(headings: readonly string[], choice: ColumnChoice, data: RawSheet['rows']): PreviewColumn[] {
  const fieldAt = new Map(Object.entries(choice).map(([field, at]) => [at, field as ImportField]));
  return headings.map((heading, at) => {
    const samples: string[] = [];
    for (const { cells } of data) {
      if (samples.length >= SAMPLES) break;
      if (cells[at]) samples.push(cells[at].slice(0, 60));
    }
    return { at, heading: heading.slice(0, 120), field: fieldAt.get(at), samples };
  });
}

/** Printed tables repeat their heading on every page. */
function isHeadingAgain(cells: readonly string[], headings: readonly string[]): boolean {
  return headings.every((heading, at) => heading === (cells[at] ?? ''));
}

function hashOf(written: unknown): string {
  return createHash('sha256').update(JSON.stringify(written)).digest('hex');
}

const damaged = { vi: 'tệp Excel bị hỏng', en: 'the workbook is damaged' };
const tooLarge = { vi: 'nội dung tệp Excel quá lớn', en: 'what the workbook holds is too large' };
const faultWords: Record<TableFault, { vi: string; en: string }> = {
  'zip-damaged': damaged,
  'zip-unsupported': damaged,
  'xlsx-damaged': damaged,
  'zip-too-large': tooLarge,
  'xlsx-too-large': tooLarge,
  'old-xls': { vi: 'tệp .xls kiểu cũ hoặc có mật khẩu', en: 'it is an old .xls or locked with a password' },
  'not-a-table': { vi: 'tệp không phải bảng', en: 'it is no table' },
};
