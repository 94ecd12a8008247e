/** When a zone is in force: its validity dates and its yearly season, in days of Vietnam. */
import type { Season, Zone } from './types.ts';

/** Vietnam keeps GMT+7 all year. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** 29 February comes again after eight years at the latest (1896–1904, 2096–2104). */
const YEARS_AHEAD = 9;

/** May the zone be judged at this time (epoch ms)? Dates and seasons are inclusive. */
export function isInForce(zone: Zone, timeMs: number): boolean {
  const { validFrom, validTo, season } = zone.properties;
  const from = dayStart(validFrom);
  const to = dayStart(validTo);
  if (from !== undefined && timeMs < from) return false;
  if (to !== undefined && timeMs >= to + DAY_MS) return false;
  return !season || isInSeason(season, timeMs);
}

/** The next time (epoch ms) after `timeMs` at which `isInForce` changes; undefined when it never does. */
export function nextChange(zone: Zone, timeMs: number): number | undefined {
  const now = isInForce(zone, timeMs);
  const { validFrom, validTo, season } = zone.properties;
  const from = dayStart(validFrom);
  const to = dayStart(validTo);
  const times: number[] = [];
  if (from !== undefined) times.push(from);
  if (to !== undefined) times.push(to + DAY_MS);
  // A season that has long been over when the zone's validity begins changes nothing until then.
  for (const start of from !== undefined && from > timeMs ? [timeMs, from] : [timeMs]) {
    if (season) times.push(...seasonChanges(season, start));
  }
  return times.sort((a, b) => a - b).find((time) => time > timeMs && isInForce(zone, time) !== now);
}

/** `MM-DD` compares as text. 29 February is a day of leap years: else a season from it begins on 1 March, one to it ends on the 28th. */
function isInSeason({ from, to }: Season, timeMs: number): boolean {
  const day = new Date(timeMs + OFFSET_MS).toISOString().slice(5, 10);
  return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

/** First moments of the days on which a season may begin or be over, from the year of `timeMs` on. */
function seasonChanges({ from, to }: Season, timeMs: number): number[] {
  const year = new Date(timeMs + OFFSET_MS).getUTCFullYear();
  const times: number[] = [];
  for (let ahead = 0; ahead <= YEARS_AHEAD; ahead++) {
    times.push(dayOf(year + ahead, from), dayOf(year + ahead, to), dayOf(year + ahead, to) + DAY_MS);
  }
  return times;
}

/** A day that a year does not have is the one after. */
function dayOf(year: number, monthDay: string): number {
  return Date.UTC(year, Number(monthDay.slice(0, 2)) - 1, Number(monthDay.slice(3, 5))) - OFFSET_MS;
}

/** Beginning of a date in Vietnam, epoch ms; of a full ISO time, that time. */
function dayStart(date: string | undefined): number | undefined {
  if (!date) return undefined;
  const time = Date.parse(date.length === 10 ? `${date}T00:00:00+07:00` : date);
  return Number.isNaN(time) ? undefined : time;
}

/** Is this a day of a (leap) year, written `MM-DD`? */
export function isMonthDay(text: string): boolean {
  const time = Date.parse(`2024-${text}T00:00:00Z`);
  return /^\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().slice(5, 10) === text;
}
