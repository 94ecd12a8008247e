/**
 * When a zone is in force: its dates of validity and its yearly season. Days are days in Vietnam (GMT+7), and the last
 * one is included. Pure; knows no rule.
 */
import type { ZoneProperties } from './types.ts';

/** Vietnam keeps UTC+7 all year; there has been no summer time since 1975. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** A season that begins the day after it ended would go on for ever; a chain of so many years is as good. */
const MAX_CHAINED_YEARS = 100;

/** A stretch of time, epoch ms, `until` excluded, over all of which a zone is in force or is not. */
export interface ForceSpan {
  from: number;
  until: number;
  inForce: boolean;
}

type Dated = Pick<ZoneProperties, 'validFrom' | 'validTo' | 'season'>;

/** The stretch around `time`. When the zone is not in force, the stretch may be shorter than the whole pause. */
export function forceSpanAt(zone: Dated, time: number): ForceSpan {
  const from = dayStart(zone.validFrom) ?? Number.NEGATIVE_INFINITY;
  const until = (dayStart(zone.validTo) ?? Number.POSITIVE_INFINITY) + DAY_MS;
  if (time < from) return { from: Number.NEGATIVE_INFINITY, until: from, inForce: false };
  if (time >= until) return { from: until, until: Number.POSITIVE_INFINITY, inForce: false };
  const season = zone.season && seasonAround(zone.season, time);
  if (!season) return { from, until, inForce: true };
  return { from: Math.max(from, season.from), until: Math.min(until, season.until), inForce: season.inForce };
}

/** Beginning of an ISO date in Vietnam (epoch ms), or the instant that a longer text names; undefined for anything else. */
export function dayStart(date: string | undefined): number | undefined {
  if (!date) return undefined;
  const time = Date.parse(date.length === 10 ? `${date}T00:00:00+07:00` : date);
  return Number.isNaN(time) ? undefined : time;
}

/** Is there such a day? 30 February is written like one. */
export function isCalendarDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return date.length === 10 && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** End of an ISO date in Vietnam: the beginning of the next one. */
export function dayEnd(date: string): number | undefined {
  const start = dayStart(date);
  return start === undefined ? undefined : start + DAY_MS;
}

interface MonthDay {
  month: number;
  day: number;
}

/** Undefined for a season that cannot be read. */
function seasonAround(season: NonNullable<Dated['season']>, time: number): ForceSpan | undefined {
  const first = monthDay(season.from);
  const last = monthDay(season.to);
  if (!first || !last) return undefined;
  const year = new Date(time + LOCAL_OFFSET_MS).getUTCFullYear();
  let previousEnd = localTime(year, 0, 1);
  let nextStart = localTime(year + 1, 0, 1);
  for (const begun of [year - 1, year]) {
    const span = seasonOf(begun, first, last);
    if (time >= span.from && time < span.until) return chained(span, begun, first, last);
    if (span.until <= time) previousEnd = Math.max(previousEnd, span.until);
    if (span.from > time && span.until > span.from) nextStart = Math.min(nextStart, span.from);
  }
  return { from: previousEnd, until: nextStart, inForce: false };
}

/** The season that begins in a year. 29 February begins as 1 March and ends as 28 February where the year has none. */
function seasonOf(year: number, first: MonthDay, last: MonthDay): ForceSpan {
  const wraps = last.month < first.month || (last.month === first.month && last.day < first.day);
  const endYear = wraps ? year + 1 : year;
  const from = localTime(year, first.month, first.day);
  const until = Math.min(localTime(endYear, last.month, last.day + 1), localTime(endYear, last.month + 1, 1));
  return { from, until, inForce: true };
}

/** Seasons that follow each other without a day between are one. */
function chained(span: ForceSpan, begun: number, first: MonthDay, last: MonthDay): ForceSpan {
  let { from, until } = span;
  for (let year = begun + 1; year <= begun + MAX_CHAINED_YEARS; year++) {
    const next = seasonOf(year, first, last);
    if (next.from > until) break;
    until = next.until;
  }
  for (let year = begun - 1; year >= begun - MAX_CHAINED_YEARS; year--) {
    const before = seasonOf(year, first, last);
    if (before.until < from) break;
    from = before.from;
  }
  return { from, until, inForce: true };
}

function localTime(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) - LOCAL_OFFSET_MS;
}

/** `12-15`: the 15th of December; months count from 0. */
function monthDay(text: string): MonthDay | undefined {
  const match = /^(\d\d)-(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [month, day] = [Number(match[1]) - 1, Number(match[2])];
  return month >= 0 && month < 12 && day >= 1 && day <= 31 ? { month, day } : undefined;
}
