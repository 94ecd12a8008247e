/** Alerts of what is past: stored positions come hours or days after the fact, and whoever reads on must see that at once. */
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import { t } from '../i18n/t.ts';
import { durationWords } from '../ui/format.ts';

/** Sooner than that is on time: satellite positions take minutes on their way. */
const LATE_MS = 10 * 60_000;

/** Says when the system came to know, if that was late; undefined otherwise. */
export function lateWords({ detectedAt, occurrence }: Alert): string | undefined {
  const late = detectedAt - occurrence.raisedAt;
  if (late < LATE_MS) return undefined;
  return t('alert.late', { age: durationWords(late), time: formatLocalTime(detectedAt) });
}
