/** The grid on which fixes are kept, and when two of them are one observation. */
import { type Fix, FixFlag } from '../../../geofences/fix.ts';

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

/** The same observation, however often it arrives; a call for help is never the repetition of a report without one. */
export function sameFix(a: Fix, b: Fix): boolean {
  if (a.fixTime !== b.fixTime || a.lon !== b.lon || a.lat !== b.lat || a.source !== b.source) return false;
  return ((a.flags ^ b.flags) & FixFlag.distress) === 0;
}
