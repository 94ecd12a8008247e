/** The grid on which fixes are kept. */
import type { Fix } from '../../../geofences/fix.ts';

/** Steps of a degree: 1e-7°, 1 cm. */
export const DEGREE_STEPS = 1e7;
export const KNOT_STEPS = 100;
export const COURSE_STEPS = 10;

/** The fix as a chunk will give it back: what the rules judge must be what is kept. */
export function onGrid(fix: Fix): Fix {
  const snapped: Fix = {
    ...fix,
    fixTime: Math.round(fix.fixTime),
    receivedAt: Math.round(fix.receivedAt),
    lon: Math.round(fix.lon * DEGREE_STEPS) / DEGREE_STEPS,
    lat: Math.round(fix.lat * DEGREE_STEPS) / DEGREE_STEPS,
  };
  if (fix.speedKn !== undefined) snapped.speedKn = Math.round(fix.speedKn * KNOT_STEPS) / KNOT_STEPS;
  if (fix.courseDeg !== undefined) snapped.courseDeg = Math.round(fix.courseDeg * COURSE_STEPS) / COURSE_STEPS;
  if (fix.headingDeg !== undefined) snapped.headingDeg = Math.round(fix.headingDeg * COURSE_STEPS) / COURSE_STEPS;
  if (fix.accuracyM !== undefined) snapped.accuracyM = Math.round(fix.accuracyM);
  return snapped;
}
