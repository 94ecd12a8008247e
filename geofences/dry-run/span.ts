/** What a dry run covers: the stretch of time, in days as Vietnam counts them, and how large a fleet. */

/** Vietnam keeps UTC+7 all year. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 24 * 3_600_000;

/**
 * Rules on several vessels keep two days of every vessel in memory: of the demonstration's boats 150 kB each with one such
 * rule in both versions, so about 460 MB for this many.
 */
export const MOST_TOGETHER = 3000;

/** Epoch ms, both inclusive. */
export interface Span {
  from: number;
  to: number;
}

/** The last `days` days up to `to`, that day included: they begin at midnight (GMT+7), so that each is a whole day but the last. */
export function lastDays(days: number, to: number): Span {
  const midnight = Math.floor((to + LOCAL_OFFSET_MS) / DAY_MS) * DAY_MS - LOCAL_OFFSET_MS;
  return { from: midnight - (days - 1) * DAY_MS, to };
}

/** `2026-11-24`: the day in Vietnam. */
export function dayOf(time: number): string {
  return new Date(time + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** Every day of a span, in order. */
export function daysOf({ from, to }: Span): string[] {
  const days: string[] = [];
  for (let time = from; dayOf(time) <= dayOf(to); time += DAY_MS) days.push(dayOf(time));
  return days;
}
