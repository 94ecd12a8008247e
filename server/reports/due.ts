/** When a schedule was due last, and what span it tells of. Pure: by the clock in Vietnam, which knows no summer time. */
import type { ReportSchedule } from './config.ts';
import { DAY_MS, dayOf } from './period.ts';
import type { Period } from './report.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;

type When = Pick<ReportSchedule, 'every' | 'weekday' | 'day' | 'at'>;

/** From the time before the last one, up to the last one that is not after `now` (epoch ms). */
export function lastDue(when: When, now: number): Period {
  const to = dueBefore(when, now);
  return { from: dueBefore(when, to - 1), to };
}

function dueBefore({ every, weekday, day, at }: When, time: number): number {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const intoDay = (hour * 60 + minute) * 60_000;
  for (let midnight = dayOf(time); ; midnight -= DAY_MS) {
    if (midnight + intoDay > time) continue;
    const date = new Date(midnight + LOCAL_OFFSET_MS);
    const fits =
      every === 'day' || (every === 'week' ? (date.getUTCDay() || 7) === weekday : date.getUTCDate() === day);
    if (fits) return midnight + intoDay;
  }
}
