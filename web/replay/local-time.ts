/** Times as people here write them: day before month, GMT+7. Pure. */

const LOCAL_OFFSET_MS = 7 * 3_600_000;
const WRITTEN = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ ,]+(\d{1,2})[:hg](\d{2})\s*$/;

/** `24/11/2026 08:05` (also `08h05`, `08g05`) to epoch ms; undefined when it is no such time. */
export function parseLocalTime(text: string): number | undefined {
  const parts = WRITTEN.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = parts;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // The 31st of a month that has none would silently be the first of the next.
  const isReal = at.getUTCDate() === day && at.getUTCMonth() === month - 1 && at.getUTCHours() === hour && minute < 60;
  return isReal ? at.getTime() - LOCAL_OFFSET_MS : undefined;
}
