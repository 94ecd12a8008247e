/** The boat that was last heard of off Hoàng Sa, eleven days before the demonstration starts, and never since. */
import { moving } from './border-boats.ts';
import type { State } from './craft.ts';
import { offset, type Place } from './sea.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ground: Place = [111.3, 15.1];

/** When it fell silent. Whole days, so that a restart on the same day tells the same story. */
export function lastWords(startTime: number): number {
  return Math.floor(startTime / DAY) * DAY - 11 * DAY + 4 * HOUR;
}

export function lostBoat(startTime: number, time: number): State {
  const at = (instant: number) =>
    offset(ground, 3 * Math.sin(instant / (3 * HOUR)), 2 * Math.cos(instant / (4 * HOUR)));
  return { ...moving(at, time), silent: time > lastWords(startTime) };
}
