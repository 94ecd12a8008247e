/**
 * Dates and times as tables hold them → epoch ms. Day and month are read in the order that the map says, never by what
 * happens to be possible. A time without a zone of its own is in the map's zone.
 */
import { epochMs, utcMs } from '../time.ts';
import { zoneMinutes } from '../time-zone.ts';
import type { DateOrder } from './column-map.ts';

/** How a table's times are to be read. */
export interface DateReading {
  order: DateOrder;
  /** Minutes ahead of UTC of times that say no zone. */
  zone: number;
  /** The workbook counts its days from 1904 (made on an old Mac). */
  from1904?: boolean;
}

type DateFault = 'no-date-time' | 'bad-date' | 'bad-time';

const MAX_TEXT = 60;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, such that every day after February 1900 is right. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
const FROM_1904 = 1462;
/** 2000-01-01 and 2050-01-01 as spreadsheet days; epochs and written dates are all larger. */
const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 54_789;

const months: ReadonlyMap<string, number> = new Map(
  [
    ['jan', 'ene', 'january', 'enero'],
    ['feb', 'february', 'febrero'],
    ['mar', 'march', 'marzo'],
    ['apr', 'abr', 'april', 'abril'],
    ['may', 'mayo'],
    ['jun', 'june', 'junio'],
    ['jul', 'july', 'julio'],
    ['aug', 'ago', 'august', 'agosto'],
    ['sep', 'sept', 'set', 'september', 'septiembre'],
    ['oct', 'october', 'octubre'],
    ['nov', 'november', 'noviembre'],
    ['dec', 'dic', 'december', 'diciembre'],
  ].flatMap((words, at) => words.map((word) => [word, at + 1] as const)),
);

interface Clock {
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

/**
 * Epoch ms of a date with its time, together in `text` or the date apart in `dateText`; otherwise why there is none. Takes ISO
 * 8601, day/month/year in any order with the time before or behind, month names, SA and CH (a.m. and p.m. in Vietnamese),
 * spreadsheet days, epoch seconds and milliseconds.
 */
export function parseTime(text: string, dateText: string | undefined, reading: DateReading): number | DateFault {
  if (text.length > MAX_TEXT || (dateText?.length ?? 0) > MAX_TEXT) return 'bad-time';
  const number = numberIn(text);
  if (number !== undefined) return ofNumber(number, text, dateText, reading);
  const { rest, zone } = withoutZone(text.trim().replace(/^(\d{8})[ T](\d\d)(\d\d)(\d\d)?$/, compactClock));
  const found = clockIn(rest);
  if (found === 'bad-time') return found;
  // Exports write a date by itself with the midnight that it begins with.
  const date = found.rest === '' ? (dateText ?? '').replace(/[T ]0?0:00(?::00(?:\.0+)?)?$/, '').trim() : found.rest;
  if (date === '' || !found.clock) return date === '' || dateOf(date, reading) ? 'no-date-time' : 'bad-date';
  return joined(date, found.clock, zone, reading);
}

/** The two numbers of a date of which one is the day and the other the month; undefined when the order is plain without a map. */
export function dayAndMonth(text: string): [number, number] | undefined {
  const match = /(?:^|\s)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?\d{2,4}(?:\s|$)/.exec(text.slice(0, MAX_TEXT));
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

function joined(date: string, clock: Clock, zone: number | undefined, reading: DateReading): number | DateFault {
  const parts = dateOf(date, reading);
  if (!parts) return 'bad-date';
  const local = utcMs(...parts, clock.hour, clock.minute, clock.second, clock.ms);
  return local === undefined ? 'bad-date' : local - (zone ?? reading.zone) * 60_000;
}

function numberIn(text: string): number | undefined {
  return /^\d+(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : undefined;
}

/** A bare number: a spreadsheet's day or part of a day, an epoch, or digits of date and time without separators. */
function ofNumber(
  number: number,
  text: string,
  dateText: string | undefined,
  reading: DateReading,
): number | DateFault {
  if (number < 1) {
    const clock = clockOf(Math.round(number * DAY_MS));
    return dateText === undefined || dateText.trim() === ''
      ? 'no-date-time'
      : joined(dateText.trim(), clock, undefined, reading);
  }
  const serial = number + (reading.from1904 ? FROM_1904 : 0);
  if (serial >= FIRST_SERIAL && serial < LAST_SERIAL) return ofSerial(serial, reading);
  const digits = /^\s*(\d{8})(\d{2})(\d{2})(\d{2})?\s*$/.exec(text);
  if (digits && dateOf(digits[1]!, reading)) {
    const clock = checked(Number(digits[2]), Number(digits[3]), Number(digits[4] ?? 0), 0);
    return clock ? joined(digits[1]!, clock, undefined, reading) : 'bad-time';
  }
  if (/^\s*\d{8}\s*$/.test(text)) return dateOf(text.trim(), reading) ? 'no-date-time' : 'bad-date';
  return epochMs(number) ?? 'bad-date';
}

/** Spreadsheets hold milliseconds badly: rounded to the second when it is that close. */
function ofSerial(serial: number, { zone }: DateReading): number {
  const ms = Math.round(serial * DAY_MS);
  const second = Math.round(ms / 1000) * 1000;
  return SERIAL_ZERO + (Math.abs(ms - second) < 10 ? second : ms) - zone * 60_000;
}

function clockOf(msOfDay: number): Clock {
  const second = Math.round(msOfDay / 1000);
  return { hour: Math.floor(second / 3600), minute: Math.floor(second / 60) % 60, second: second % 60, ms: 0 };
}

function checked(hour: number, minute: number, second: number, ms: number): Clock | undefined {
  return hour <= 23 && minute <= 59 && second <= 59 ? { hour, minute, second, ms } : undefined;
}

const NUMERIC_ZONE = /^(.*\d[:h]\d\d(?::\d\d(?:[.,]\d+)?)?)\s*([+-]\d\d(?::?\d\d)?)$/i;
/** Begins at its letters: with what stands before it in the pattern, hostile text took time by the fourth power of its length. */
const NAMED_ZONE = /(Z|(?:UTC|GMT|ICT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?)\s*\)?$/i;

function compactClock(_: string, date: string, hour: string, minute: string, second = '00'): string {
  return `${date} ${hour}:${minute}:${second}`;
}

/** A zone behind a time: `Z`, `+07:00`, `(GMT+7)`. A date's own dashes are not one. */
function withoutZone(text: string): { rest: string; zone?: number } {
  const [before, written] = NUMERIC_ZONE.exec(text)?.slice(1) ?? beforeNamedZone(text);
  const zone = written === undefined ? undefined : zoneMinutes(written);
  return zone === undefined ? { rest: text } : { rest: before!.trim(), zone };
}

/** @returns nothing when no figure stands before a zone: it is none then */
function beforeNamedZone(text: string): string[] {
  const match = NAMED_ZONE.exec(text);
  if (!match) return [];
  const before = text.slice(0, match.index).trimEnd();
  return /\d/.test(before) ? [before.endsWith('(') ? before.slice(0, -1) : before, match[1]!] : [];
}

const CLOCK =
  /(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})(?:\s*(?::|m|'|phút)\s*(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:s|giây|phút)?\s*(am|pm|a\.\s?m\.|p\.\s?m\.|sa|ch)?(?![\p{L}\d])/iu;

/** The time of day in a text, and what is left of the text without it. */
function clockIn(text: string): { clock?: Clock; rest: string } | 'bad-time' {
  const match = CLOCK.exec(text);
  if (!match) return { rest: text };
  const half = match[5]?.toLowerCase();
  let hour = Number(match[1]);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return 'bad-time';
    hour = (hour % 12) + (half.startsWith('p') || half === 'ch' ? 12 : 0);
  }
  const ms = Math.floor(Number(`0.${match[4] ?? 0}`) * 1000);
  const clock = checked(hour, Number(match[2]), Number(match[3] ?? 0), ms);
  if (!clock) return 'bad-time';
  const before = text.slice(0, match.index).replace(/(?:T|[,-])\s*$/, '');
  const behind = text.slice(match.index + match[0].length);
  return { clock, rest: `${before} ${behind}`.replace(/ngày|[,()]/giu, ' ').trim() };
}

/** Year, month and day; undefined when they are none. Whether the day exists in its month is for the calendar to say. */
function dateOf(text: string, { order, from1904 }: DateReading): [number, number, number] | undefined {
  const serial = numberIn(text);
  if (serial !== undefined && text.trim().length < 8) return ofDay(serial + (from1904 ? FROM_1904 : 0));
  const iso = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(text) ?? /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const named = /^(\d{1,2})[\s\-/.]+(?:de )?(\p{L}{3,10})\.?[\s\-/.]+(?:de )?(\d{4}|\d{2})$/iu.exec(text);
  const month = named ? months.get(named[2]!.toLowerCase()) : undefined;
  if (named) return month === undefined ? undefined : [fullYear(named[3]!), month, Number(named[1])];
  const parts = /^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [first, second, third] = [parts[1]!, parts[2]!, parts[3]!];
  if (order === 'ymd')
    return third.length === 4 ? undefined : [fullYear(first.padStart(2, '0')), Number(second), Number(third)];
  return order === 'dmy'
    ? [fullYear(third), Number(second), Number(first)]
    : [fullYear(third), Number(first), Number(second)];
}

function ofDay(serial: number): [number, number, number] | undefined {
  if (serial < FIRST_SERIAL || serial >= LAST_SERIAL) return undefined;
  const date = new Date(SERIAL_ZERO + Math.floor(serial) * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

/** Midnight behind a date, as spreadsheets and databases write it. */
const MIDNIGHT = /[T ]\s*0?0:00(?::00(?:\.0+)?)?(?:\s*Z)?$/;

/** A day by itself: `2026-12-31` for `31/12/2026`, `2026-12-31 00:00:00` or a spreadsheet's number; undefined when it is none. */
export function parseDay(text: string, reading: Omit<DateReading, 'zone'>): string | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const parts = dateOf(text.trim().replace(MIDNIGHT, ''), { ...reading, zone: 0 });
  const ms = parts && utcMs(...parts, 0, 0, 0, 0);
  return ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 10);
}
