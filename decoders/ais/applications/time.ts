/** Times of applications: UTC without a year, most without a month. */
import { twoDigits } from '../fields.ts';
import type { Payload } from './payload.ts';

/** A day of the month and time of day; each absent when the sender doesn't know it. */
export interface DayTime {
  day?: number;
  hour?: number;
  minute?: number;
}

/** `day` (5 bits), `hour` (5), `minute` (6) from `at`; 0, 24 and 60 are "not available". */
export function dayTime(payload: Payload, at: number): DayTime {
  return {
    day: payload.fromOne(31, at, 5),
    hour: payload.upTo(23, at + 5, 5),
    minute: payload.upTo(59, at + 10, 6),
  };
}

/** `DDThh:mmZ` as gpsd writes it, when all three are known. */
export function dayTimeText({ day, hour, minute }: DayTime): string | undefined {
  if (day === undefined || hour === undefined || minute === undefined) return undefined;
  return `${twoDigits[day]}T${twoDigits[hour]}:${twoDigits[minute]}Z`;
}

/** `MM-DDThh:mmZ`, when all four are known. */
export function monthTimeText(month: number | undefined, time: DayTime): string | undefined {
  const text = dayTimeText(time);
  return month === undefined || text === undefined ? undefined : `${twoDigits[month]}-${text}`;
}
