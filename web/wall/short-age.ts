/** Ages as short as they can be said: a wall has room for few letters. */
import { type Key, t } from '../i18n/t.ts';
import '../i18n/wall-texts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const UNITS: readonly { key: Key; unitMs: number; belowMs: number }[] = [
  { key: 'short.seconds', unitMs: 1000, belowMs: 90_000 },
  { key: 'short.minutes', unitMs: MINUTE_MS, belowMs: 90 * MINUTE_MS },
  { key: 'short.hours', unitMs: HOUR_MS, belowMs: 48 * HOUR_MS },
  { key: 'short.days', unitMs: 24 * HOUR_MS, belowMs: Number.POSITIVE_INFINITY },
];

/** `4 ph` / `4 min`; what is ahead is now. */
export function shortAge(ms: number): string {
  const age = Math.max(0, ms);
  const unit = UNITS.find(({ belowMs }) => age < belowMs)!;
  return t(unit.key, { n: Math.floor(age / unit.unitMs) });
}
