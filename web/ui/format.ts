/** How the screens write ages, times with seconds, and sizes. Positions, speeds and minutes come from geofences/position-text.ts. */
import type { Key } from '../i18n/t.ts';
import { formatCount, t } from '../i18n/t.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

/** Up to this many of a unit are written in it: 89 minutes say more than 1 hour. */
const UNITS: readonly { key: Key; unitMs: number; belowMs: number }[] = [
  { key: 'age.seconds', unitMs: 1000, belowMs: 90_000 },
  { key: 'age.minutes', unitMs: MINUTE_MS, belowMs: 90 * MINUTE_MS },
  { key: 'age.hours', unitMs: HOUR_MS, belowMs: 2 * DAY_MS },
  { key: 'age.days', unitMs: DAY_MS, belowMs: 2 * YEAR_MS },
  { key: 'age.years', unitMs: YEAR_MS, belowMs: Number.POSITIVE_INFINITY },
];

/** `3 phút trước` / `3 minutes ago`; a time ahead of the server's clock says so. */
export function ageWords(ageMs: number): string {
  if (ageMs < -MINUTE_MS) return t('age.ahead');
  return t('age.ago', { age: durationWords(Math.max(0, ageMs)) });
}

/** `3 phút` / `3 minutes`. */
export function durationWords(ms: number): string {
  const unit = UNITS.find(({ belowMs }) => ms < belowMs)!;
  return t(unit.key, { n: Math.floor(ms / unit.unitMs) });
}

/** `08:05:09`, of GMT+7 or UTC. */
export function clockText(time: number, zone: 'local' | 'utc'): string {
  return new Date(zone === 'local' ? time + LOCAL_OFFSET_MS : time).toISOString().slice(11, 19);
}

/** `24/11/2026`, of GMT+7 or UTC. */
export function dateText(time: number, zone: 'local' | 'utc'): string {
  const [year, month, day] = new Date(zone === 'local' ? time + LOCAL_OFFSET_MS : time)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return `${day}/${month}/${year}`;
}

/** `24/11/2026 08:05:09 GMT+7`: with the year, because an old log may be shown. */
export function localStamp(time: number): string {
  return `${dateText(time, 'local')} ${clockText(time, 'local')} GMT+7`;
}

/** `24/11/2026 08:05 GMT+7`: for lists that go back over years. */
export function minuteStamp(time: number): string {
  return `${dateText(time, 'local')} ${clockText(time, 'local').slice(0, 5)} GMT+7`;
}

export function utcStamp(time: number): string {
  return `${dateText(time, 'utc')} ${clockText(time, 'utc')} UTC`;
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatCount(unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10)} ${SIZE_UNITS[unit]}`;
}
