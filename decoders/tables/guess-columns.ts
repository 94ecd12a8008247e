/**
 * Proposes a column map from a table's header, and says of each part how sure it is and why. A guess is only a proposal: it
 * is kept beside what it led to, so that a person can see and change it.
 */
import { zoneMinutes } from '../time-zone.ts';
import { unitIn } from '../vms/speed-units.ts';
import { type ColumnMap, defaultSettings, plainWords, type TableField } from './column-map.ts';
import { type HeaderLanguage, type HeaderWord, headerWords } from './header-words.ts';

interface ColumnGuess {
  field: TableField;
  /** As the header writes it, and its number from 1. */
  column: string;
  number: number;
  /** 0–1. */
  sure: number;
}

/** A setting that the header does not say outright, or that it does. */
interface Assumption {
  setting: 'speed' | 'dateOrder' | 'timeZone' | 'positionOrder';
  value: string;
  sure: number;
  /** `header`: it says so · `language`: usual where this language is written · `usual`: nothing speaks for or against it. */
  because: 'header' | 'language' | 'usual';
}

export interface MapGuess {
  map: ColumnMap;
  columns: ColumnGuess[];
  assumptions: Assumption[];
  /** Columns that stand for nothing we know. */
  unused: string[];
  language: HeaderLanguage;
}

/** A header that contains the words among others makes less sure. */
const PART_OF_NAME = 0.8;
/** … and below this a column is not worth guessing. */
const LEAST_SURE = 0.4;
/** The columns without which there is no position must be at least this sure, or the row is no header. */
const HEADER_SURE = 0.5;

/** What a header says of its table; undefined when it names no time or no position, and so is none. */
export function guessColumns(header: readonly string[]): MapGuess | undefined {
  // Most of a header's names are words; this is asked of every row that cannot be read.
  if (2 * header.filter((name) => /\d/.test(name)).length > header.length) return undefined;
  const found = assigned(header);
  const of = (field: TableField): ColumnGuess | undefined => found.find((one) => one.field === field);
  const isThere = (field: TableField): boolean => (of(field)?.sure ?? 0) >= HEADER_SURE;
  if (!isThere('time') && !isThere('date')) return undefined;
  const hasBoth = isThere('lat') && isThere('lon');
  if (!hasBoth && !isThere('position')) return undefined;
  // Beside two columns of their own, a third one called position is a name of a place.
  const unwanted: TableField[] = hasBoth ? ['position'] : ['lat', 'lon'];
  const columns = found.filter(({ field }) => !unwanted.includes(field));
  const language = languageOf(header);
  const assumptions = assume(header, columns, language);
  return {
    map: mapOf(header, columns, assumptions),
    columns,
    assumptions,
    unused: header.filter((name, at) => name.trim() !== '' && !columns.some(({ number }) => number === at + 1)),
    language,
  };
}

/** What a column of this name most likely is; undefined when nothing is likely. */
export function fieldNamed(column: string): TableField | undefined {
  const best = candidatesOf(column).sort((a, b) => b.sure - a.sure)[0];
  return best && best.sure >= HEADER_SURE ? best.field : undefined;
}

/** Each field to at most one column and each column to at most one field, the surest first. */
function assigned(header: readonly string[]): ColumnGuess[] {
  const candidates = header.flatMap((name, at) => candidatesOf(name).map((one) => ({ ...one, number: at + 1 })));
  candidates.sort((a, b) => b.sure - a.sure || a.number - b.number);
  const taken: ColumnGuess[] = [];
  for (const one of candidates) {
    if (!taken.some(({ field, number }) => field === one.field || number === one.number)) taken.push(one);
  }
  return taken.sort((a, b) => a.number - b.number);
}

function candidatesOf(column: string): Omit<ColumnGuess, 'number'>[] {
  const best = new Map<TableField, number>();
  for (const { field, sure } of matchesOf(column)) best.set(field, Math.max(best.get(field) ?? 0, sure));
  return [...best].map(([field, sure]) => ({ field, column: column.trim(), sure: Math.round(sure * 100) / 100 }));
}

/** Longest name of a column that is looked at, and most of its words. */
const MAX_NAME = 80;
const MAX_WORDS = 10;

const byWords: ReadonlyMap<string, HeaderWord[]> = headerWords.reduce(
  (map, one) => map.set(one.words, [...(map.get(one.words) ?? []), one]),
  new Map<string, HeaderWord[]>(),
);

/** Everything that a column's name, or some of its words side by side, may mean. */
function matchesOf(column: string): HeaderWord[] {
  if (column.length > MAX_NAME) return [];
  const name = nameWithoutUnits(column);
  const words = name.split(' ').slice(0, MAX_WORDS);
  const found: HeaderWord[] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= words.length; to++) {
      const part = words.slice(from, to).join(' ');
      const weight = part === name ? 1 : PART_OF_NAME * Math.sqrt(part.length / name.length);
      for (const one of byWords.get(part) ?? []) {
        if (one.sure * weight >= LEAST_SURE) found.push({ ...one, sure: one.sure * weight });
      }
    }
  }
  return found;
}

/** Units and zones, and whatever stands in brackets, say how a column is written and not what it is. */
function nameWithoutUnits(column: string): string {
  const words = plainWords(column.replace(/[([].*?[)\]]/g, ' '));
  const name = words
    .replace(/\b(?:km\/h|m\/s|hai ly\/gio|knots?|kts?|kn|(?:utc|gmt|ict)(?: \d{1,4})*|gio vn|gio viet nam)\b/g, ' ')
    .replaceAll('/', ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' ? words : name;
}

/** Written Vietnamese shows by its letters; without them, and in the other languages, by its words. */
function languageOf(header: readonly string[]): HeaderLanguage {
  const counts = { vi: 0, es: 0, en: 0 };
  for (const name of header) {
    if (/[đơưăĐƠƯĂ\u1ea0-\u1ef9]/.test(name.slice(0, MAX_NAME).normalize('NFC'))) counts.vi += 1;
    for (const language of new Set(matchesOf(name).map((one) => one.language))) counts[language] += 1;
  }
  if (counts.vi > 0 && counts.vi >= counts.es && counts.vi >= counts.en) return 'vi';
  return counts.es > 0 && counts.es >= counts.en ? 'es' : 'en';
}

function assume(header: readonly string[], columns: readonly ColumnGuess[], language: HeaderLanguage): Assumption[] {
  const nameOf = (...fields: TableField[]): string =>
    columns
      .filter(({ field }) => fields.includes(field))
      .map(({ number }) => header[number - 1]!)
      .join(' ');
  const assumptions = [zone(nameOf('time', 'date'), language), dateOrder(language)];
  if (columns.some(({ field }) => field === 'speed')) assumptions.push(speed(nameOf('speed')));
  if (columns.some(({ field }) => field === 'position'))
    assumptions.push(positionOrder(plainWords(nameOf('position')).replaceAll('/', ' ')));
  return assumptions;
}

function zone(name: string, language: HeaderLanguage): Assumption {
  const written = /(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d\d)?|[+-]\d\d:\d\d/i.exec(name)?.[0].replace(/\s/g, '');
  if (written !== undefined && zoneMinutes(written) !== undefined) {
    return { setting: 'timeZone', value: offsetText(zoneMinutes(written)!), sure: 1, because: 'header' };
  }
  const words = ` ${plainWords(name)} `;
  if (/ (?:utc|gmt|zulu) /.test(words)) return { setting: 'timeZone', value: 'UTC', sure: 1, because: 'header' };
  if (/ (?:gio vn|gio viet nam|ict) /.test(words)) {
    return { setting: 'timeZone', value: '+07:00', sure: 1, because: 'header' };
  }
  if (language === 'vi') return { setting: 'timeZone', value: '+07:00', sure: 0.9, because: 'language' };
  return { setting: 'timeZone', value: 'UTC', sure: 0.5, because: 'usual' };
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Both Việt Nam and the Spanish-speaking countries write the day first; in English it is either. */
function dateOrder(language: HeaderLanguage): Assumption {
  const isUsual = language === 'en';
  return { setting: 'dateOrder', value: 'dmy', sure: isUsual ? 0.6 : 0.95, because: isUsual ? 'usual' : 'language' };
}

function speed(name: string): Assumption {
  const unit = unitIn(name);
  if (unit) return { setting: 'speed', value: unit, sure: 1, because: 'header' };
  return { setting: 'speed', value: 'kn', sure: 0.7, because: 'usual' };
}

function positionOrder(words: string): Assumption {
  const lat = words.search(/\b(?:vi do|lat)/);
  const lon = words.search(/\b(?:kinh|lon|lng)/);
  const isSaid = lat >= 0 && lon >= 0;
  const value = isSaid && lon < lat ? 'lon-lat' : 'lat-lon';
  return { setting: 'positionOrder', value, sure: isSaid ? 1 : 0.7, because: isSaid ? 'header' : 'usual' };
}

function mapOf(
  header: readonly string[],
  columns: readonly ColumnGuess[],
  assumptions: readonly Assumption[],
): ColumnMap {
  const settings = Object.fromEntries(assumptions.map(({ setting, value }) => [setting, value]));
  // A name that occurs twice does not say which column is meant.
  const isUnique = (name: string): boolean =>
    header.filter((other) => plainWords(other) === plainWords(name)).length === 1;
  const named = columns.map(({ field, column, number }) => [field, isUnique(column) ? column : number]);
  return { columns: Object.fromEntries(named), ...defaultSettings, ...settings };
}
