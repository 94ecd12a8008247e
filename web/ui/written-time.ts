/**
 * Days and times as people here write them: day before month, 24 hours, GMT+7. A browser's own date field follows the country
 * of the computer, where 03/04 may be the fourth of March. Pure.
 */

const LOCAL_OFFSET_MS = 7 * 3_600_000;
const DAY = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/;
const DAY_DIGITS = /^(\d{2})(\d{2})(\d{4})$/;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK = /^(\d{1,2})(?:[:hg.](\d{2})|[hg])$/i;
const CLOCK_DIGITS = /^(\d{2})(\d{2})$/;
const DAY_AND_CLOCK = /^(.+?)[ ,]+(\S+)$/;

/** `26/11/2026` (also `26.11.2026`, `26112026`, `2026-11-26`) to `2026-11-26`; undefined when it is no day of the calendar. */
export function parseDay(text: string): string | undefined {
  const written = text.trim();
  const iso = ISO_DAY.exec(written);
  const parts = iso?.slice(1).reverse() ?? (DAY.exec(written) ?? DAY_DIGITS.exec(written))?.slice(1);
  if (!parts) return undefined;
  const [day = 0, month = 0, year = 0] = parts.map(Number);
  const at = new Date(Date.UTC(year, month - 1, day));
  // The 31st of a month that has none would silently be the first of the next; a year below 100 one of the last century.
  const isReal = at.getUTCDate() === day && at.getUTCMonth() === month - 1 && at.getUTCFullYear() === year;
  return isReal ? at.toISOString().slice(0, 10) : undefined;
}

/** `2026-11-26` as it is written here: `26/11/2026`; anything else as it stands. */
export function dayText(day: string): string {
  return ISO_DAY.test(day) ? day.split('-').reverse().join('/') : day;
}

/** `8:05` (also `08h05`, `08g05`, `8h`, `0805`) to `08:05`; undefined when no clock shows it. */
export function parseClock(text: string): string | undefined {
  const parts = (CLOCK.exec(text.trim()) ?? CLOCK_DIGITS.exec(text.trim()))?.slice(1);
  if (!parts) return undefined;
  const [hour = 0, minute = 0] = parts.map((part) => Number(part ?? 0));
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : undefined;
}

/** `24/11/2026 08:05` (also `08h05`, `08g05`), GMT+7, to epoch ms; undefined when it is no such time. */
export function parseLocalTime(text: string): number | undefined {
  const [, date = '', clock = ''] = DAY_AND_CLOCK.exec(text.trim()) ?? [];
  const [day, time] = [parseDay(date), parseClock(clock)];
  return day && time ? Date.parse(`${day}T${time}Z`) - LOCAL_OFFSET_MS : undefined;
}
