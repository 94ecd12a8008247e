/**
 * Which column of a table means what, and how its numbers and times are written: plain data that people can edit, propose
 * and store. Guessed from a header by guess-columns.ts, applied to rows by row.ts.
 */
import { type Fault, isPlain, notOneOf, notZone, type Plain, unknownName } from '../faults.ts';
import { zoneMinutes } from '../time-zone.ts';
import { type SpeedUnit, speedUnits } from '../vms/speed-units.ts';

/** Fields that a column can be. `time` holds date and time, or, beside a `date` column, the time alone; `position` holds both angles. */
const tableFields = [
  'time',
  'date',
  'lat',
  'lon',
  'position',
  'speed',
  'course',
  'heading',
  'registration',
  'name',
  'owner',
  'callsign',
  'mmsi',
  'imo',
  'flag',
  'device_id',
  'internal_reference',
  'home_port',
  'type',
] as const;
export type TableField = (typeof tableFields)[number];

const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];
const decimalMarks = ['point', 'comma', 'either'] as const;
export type DecimalMark = (typeof decimalMarks)[number];
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];
/** `auto`: UTF-8, and rows that are none as Windows-1258, which for other Latin letters is nearly ISO 8859-1. */
const charsets = ['auto', 'utf-8', 'windows-1258', 'windows-1252'] as const;
export type Charset = (typeof charsets)[number];

/** JSON-safe. */
export interface ColumnMap {
  /** Field → its column: the name in the header (case, accents and spaces do not matter) or its number, from 1. */
  columns: Partial<Record<TableField, string | number>>;
  /** False: the table begins with its first row of data, and all columns are numbers. */
  header: boolean;
  speed: SpeedUnit;
  /** Order of day and month in dates that are not ISO 8601. */
  dateOrder: DateOrder;
  /** Of times that say no zone themselves: `+07:00`, `UTC`, `Asia/Ho_Chi_Minh`. */
  timeZone: string;
  decimal: DecimalMark;
  /** Which angle stands first in `position` where no letter says it. */
  positionOrder: 'lat-lon' | 'lon-lat';
  /** Absent: told by the header. Spreadsheets have none. */
  delimiter?: Delimiter;
  charset: Charset;
}

/** What holds where a map says nothing else. */
export const defaultSettings: Omit<ColumnMap, 'columns'> = {
  header: true,
  speed: 'kn',
  dateOrder: 'dmy',
  timeZone: 'UTC',
  decimal: 'either',
  positionOrder: 'lat-lon',
  charset: 'auto',
};

/** More columns than any position table has. */
export const MAX_COLUMNS = 256;

/** A map that a person has edited, or everything that is wrong with it. Absent settings take their default. */
export function checkColumnMap(value: unknown): { map: ColumnMap } | { faults: Fault[] } {
  if (!isPlain(value)) return { faults: [{ at: '.', vi: 'phải là một đối tượng', en: 'it has to be an object' }] };
  const known = ['columns', 'delimiter', ...Object.keys(defaultSettings)];
  const faults = Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => unknownName('.', name));
  const map: Plain = { ...defaultSettings, ...value };
  faults.push(...settingFaults(map));
  if (!isPlain(map.columns)) {
    faults.push({ at: 'columns', vi: 'phải là một đối tượng', en: 'it has to be an object' });
  } else faults.push(...columnFaults(map.columns, map.header === false));
  return faults.length > 0 ? { faults } : { map: map as unknown as ColumnMap };
}

function settingFaults(map: Plain): Fault[] {
  const choices: [string, readonly string[]][] = [
    ['speed', speedUnits],
    ['dateOrder', dateOrders],
    ['decimal', decimalMarks],
    ['positionOrder', ['lat-lon', 'lon-lat']],
    ['charset', charsets],
  ];
  if (map.delimiter !== undefined) choices.push(['delimiter', delimiters]);
  const faults = choices
    .filter(([name, words]) => !(words as readonly unknown[]).includes(map[name]))
    .map(([name, words]) => notOneOf(name, words));
  if (typeof map.header !== 'boolean') {
    faults.push({ at: 'header', vi: 'phải là true hoặc false', en: 'it has to be true or false' });
  }
  if (typeof map.timeZone !== 'string' || zoneMinutes(map.timeZone) === undefined) faults.push(notZone('timeZone'));
  return faults;
}

function columnFaults(columns: Plain, numbersOnly: boolean): Fault[] {
  const faults: Fault[] = [];
  for (const [field, column] of Object.entries(columns)) {
    const at = `columns.${field}`;
    if (!(tableFields as readonly string[]).includes(field)) faults.push(unknownName('columns', field));
    else if (typeof column === 'number') {
      if (!Number.isInteger(column) || column < 1 || column > MAX_COLUMNS) {
        faults.push({
          at,
          vi: `số cột phải là số nguyên từ 1 đến ${MAX_COLUMNS}`,
          en: `a column's number has to be a whole number from 1 to ${MAX_COLUMNS}`,
        });
      }
    } else if (typeof column !== 'string' || column.trim() === '') {
      faults.push({
        at,
        vi: 'phải là tên hoặc số thứ tự của một cột',
        en: 'it has to be the name or the number of a column',
      });
    } else if (numbersOnly) {
      faults.push({
        at,
        vi: 'bảng không có dòng tiêu đề thì chỉ dùng số cột',
        en: 'a table without header has only numbers',
      });
    }
  }
  const has = (field: TableField): boolean => columns[field] !== undefined;
  if (!has('time') && !has('date'))
    faults.push({ at: 'columns.time', vi: 'thiếu cột thời gian', en: 'the column of the time is missing' });
  if (!has('position') && !(has('lat') && has('lon'))) {
    const at = has('lat') ? 'columns.lon' : 'columns.lat';
    faults.push({
      at,
      vi: 'thiếu cột kinh độ hoặc vĩ độ',
      en: 'the column of the latitude or of the longitude is missing',
    });
  }
  return faults;
}

/** A header's words for comparing: without case, accents, punctuation or camel case. */
export function plainWords(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim();
}

/** Field → index of its cell in a row, or the names that this header does not have. */
export function resolveColumns(
  map: ColumnMap,
  header: readonly string[],
): { cells: Partial<Record<TableField, number>> } | { missing: string[] } {
  const names = header.map(plainWords);
  const cells: Partial<Record<TableField, number>> = {};
  const missing: string[] = [];
  for (const [field, column] of Object.entries(map.columns) as [TableField, string | number][]) {
    const at = typeof column === 'number' ? column - 1 : places(header, names, column);
    if (at < 0) missing.push(String(column));
    else cells[field] = at;
  }
  return missing.length > 0 ? { missing } : { cells };
}

/** As it is written, or else by its words; names made of signs only have no words. */
function places(header: readonly string[], names: readonly string[], column: string): number {
  const exact = header.findIndex((name) => name.trim() === column.trim());
  const words = plainWords(column);
  return exact >= 0 || words === '' ? exact : names.indexOf(words);
}
