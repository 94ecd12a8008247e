/** Times as messages write them. No clock in here: every function works on what it is given. */

/** Receivers' clocks that were never set say 1970 or 2106: only 2000-01-01 to 2050-01-01 counts as a time (AIS-catcher #596). */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2050, 0, 1);

export function isPlausible(epochMs: number): boolean {
  return epochMs >= EARLIEST_MS && epochMs < LATEST_MS;
}

/** Epoch seconds, or milliseconds when above 1e11 (both occur in tag blocks and trailers) → epoch ms; undefined when implausible. */
export function epochMs(value: number): number | undefined {
  const ms = value > 1e11 ? Math.round(value) : Math.round(value * 1000);
  return isPlausible(ms) ? ms : undefined;
}

/** ISO 8601 UTC; with milliseconds only when there are any. */
export function isoTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Epoch ms of a date and time of day that exist in the calendar, otherwise undefined. `month` is 1–12. */
export function utcMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms = 0,
): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(time);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return isPlausible(time) ? time : undefined;
}
