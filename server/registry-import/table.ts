/** A file of rows → cells, each row with the number under which a spreadsheet shows it. Pure; bounded in rows and columns. */
import { MAX_COLUMNS } from '../../decoders/tables/column-map.ts';
import { readWorkbook, type WorkbookFault } from '../../decoders/tables/xlsx/workbook.ts';
import { textOf } from '../../geofences/import/file-text.ts';
import { tableRows } from '../../geofences/import/formats/csv-table.ts';

/** The fleet of the largest province is a third of it. */
export const mostRows = 20_000;

export interface RawRow {
  /** From 1. */
  number: number;
  cells: string[];
}

export interface RawSheet {
  rows: RawRow[];
  /** It goes on beyond `mostRows`. */
  isCut: boolean;
}

export interface RawTable {
  /** Those with any cell filled. */
  sheets: RawSheet[];
  isWorkbook: boolean;
  /** A workbook that counts its days from 1904. */
  from1904: boolean;
}

export type TableFault = WorkbookFault | 'old-xls' | 'not-a-table';

const SEPARATORS = [';', '\t', ','] as const;
/** A title and a date stand above the header of official tables. */
const LOOKED_AT_LINES = 20;
const OLD_XLS = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b];

/** @returns why a file is no table that can be read */
export function readTable(bytes: Uint8Array): RawTable | TableFault {
  if (beginsWith(bytes, OLD_XLS)) return 'old-xls';
  return beginsWith(bytes, ZIP) ? workbook(bytes) : plainTable(bytes);
}

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function workbook(bytes: Uint8Array): RawTable | TableFault {
  const table: RawTable = { sheets: [], isWorkbook: true, from1904: false };
  let sheet: RawSheet = { rows: [], isCut: false };
  const fault = readWorkbook(bytes, {
    sheet(from1904) {
      table.from1904 = from1904;
      sheet = { rows: [], isCut: false };
    },
    row: (cells, number) => take(sheet, { number, cells: cells.map(tidy) }),
    sheetEnd() {
      if (sheet.rows.length > 0) table.sheets.push(sheet);
    },
  });
  return fault ?? table;
}

function plainTable(bytes: Uint8Array): RawTable | TableFault {
  const text = isUnmarkedUtf16(bytes) ? new TextDecoder('utf-16le').decode(bytes) : textOf(bytes);
  if (text.includes('\0')) return 'not-a-table';
  const sheet: RawSheet = { rows: [], isCut: false };
  for (const { cells, line } of tableRows(text, mostRows + 1, separatorOf(text))) {
    take(sheet, { number: line, cells: cells.slice(0, MAX_COLUMNS).map(tidy) });
  }
  return { sheets: sheet.rows.length > 0 ? [sheet] : [], isWorkbook: false, from1904: false };
}

function take(sheet: RawSheet, row: RawRow): void {
  if (row.cells.every((cell) => cell === '')) return;
  if (sheet.rows.length < mostRows) sheet.rows.push(row);
  else sheet.isCut = true;
}

/** One form of each letter, without the spaces and invisible marks that come along with copied cells. */
function tidy(cell: string): string {
  return cell
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u00a0\s]+/gu, ' ')
    .trim();
}

/** Letters of the Latin script leave every second byte empty. */
function isUnmarkedUtf16(bytes: Uint8Array): boolean {
  const looked = bytes.subarray(0, 400);
  return looked.length >= 4 && looked.filter((byte, at) => at % 2 === 1 && byte === 0).length > looked.length / 4;
}

/** The one that cuts the first lines into most cells; a comma only where it beats the others, for it may be a decimal comma. */
function separatorOf(text: string): string {
  const lines = text.slice(0, 64_000).split('\n', LOOKED_AT_LINES);
  const most = (separator: string): number => Math.max(...lines.map((line) => line.split(separator).length));
  const counts = SEPARATORS.map(most);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}
