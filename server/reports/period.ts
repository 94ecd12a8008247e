/** The span of time that a report is about. Pure. */
import type { Period, Report } from './report.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;
/** A year and a day. */
const LONGEST_MS = 366 * DAY_MS;

/** Beginning of the day in Vietnam, epoch ms. */
export function dayOf(time: number): number {
  return Math.floor((time + LOCAL_OFFSET_MS) / DAY_MS) * DAY_MS - LOCAL_OFFSET_MS;
}

/**
 * What is asked for, else what is usual up to `to`. Nothing lies ahead: an end after `now` becomes now.
 * @returns undefined where there is no such span, or it is longer than LONGEST_MS
 */
export function periodOf({ usual }: Pick<Report, 'usual'>, asked: Partial<Period>, now: number): Period | undefined {
  const to = Math.min(asked.to ?? now, now);
  const from = asked.from ?? (usual === 'day' ? dayOf(to - 1) : to - usual.days * DAY_MS);
  return from < to && to - from <= LONGEST_MS ? { from, to } : undefined;
}
