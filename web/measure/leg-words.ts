/** What stands beside a measured leg. */
import { formatCourse, formatDistance, formatHours } from '../../geofences/position-text.ts';
import { language } from '../i18n/t.ts';
import type { Leg } from './measure.ts';

/** `12 hải lý · 045° · 1 giờ 30 phút`. */
export function legWords({ distanceNm, bearingDeg }: Pick<Leg, 'distanceNm' | 'bearingDeg'>, speedKn: number): string {
  const words = [formatDistance(distanceNm, language.value), formatCourse(bearingDeg)];
  if (speedKn > 0) words.push(formatHours(distanceNm / speedKn, language.value));
  return words.join(' · ');
}
