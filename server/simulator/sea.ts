/**
 * Steering on a small patch of sea: distances, bearings and paths with straight edges in lon/lat.
 * Flat within one leg (error < 0.3 % over 200 nm at these latitudes); it knows no vessel and no zone.
 */

/** [longitude, latitude] in degrees. */
export type Place = readonly [lon: number, lat: number];

const NM_PER_DEGREE = 60.04; // mean sphere of 6371.0088 km
const RADIANS = Math.PI / 180;

/** East and north parts in nautical miles of the way from `a` to `b`. */
export function eastNorthNm(a: Place, b: Place): [eastNm: number, northNm: number] {
  const scale = Math.cos(((a[1] + b[1]) / 2) * RADIANS);
  return [(b[0] - a[0]) * NM_PER_DEGREE * scale, (b[1] - a[1]) * NM_PER_DEGREE];
}

export function distanceNm(a: Place, b: Place): number {
  return Math.hypot(...eastNorthNm(a, b));
}

/** Course in degrees true, 0..360, of a movement given by its parts. */
export function courseOf(east: number, north: number): number {
  const degrees = Math.atan2(east, north) / RADIANS;
  return degrees < 0 ? degrees + 360 : degrees;
}

function bearingDeg(a: Place, b: Place): number {
  return courseOf(...eastNorthNm(a, b));
}

/** The place so many nautical miles east and north of another. */
export function offset(from: Place, eastNm: number, northNm: number): Place {
  const lat = from[1] + northNm / NM_PER_DEGREE;
  return [from[0] + eastNm / (NM_PER_DEGREE * Math.cos(((from[1] + lat) / 2) * RADIANS)), lat];
}

export function lengthNm(path: readonly Place[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) sum += distanceNm(path[i - 1]!, path[i]!);
  return sum;
}

/** Where one is after so many miles along a path, and the course of that leg. Beyond its ends: the end. */
export function along(path: readonly Place[], doneNm: number): { place: Place; courseDeg: number } {
  let rest = Math.max(0, doneNm);
  for (let i = 1; i < path.length; i++) {
    const a = path[i - 1]!;
    const b = path[i]!;
    const leg = distanceNm(a, b);
    if (rest < leg || (i === path.length - 1 && leg > 0)) {
      const part = Math.min(1, rest / leg);
      return { place: [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part], courseDeg: bearingDeg(a, b) };
    }
    rest -= leg;
  }
  return { place: path[path.length - 1]!, courseDeg: 0 };
}
