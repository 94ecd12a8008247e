/** Distances and lines on the WGS84 ellipsoid. Degrees in, metres out. Knows no zone. */

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const RAD = Math.PI / 180;
/** The international nautical mile. */
export const METRES_PER_NM = 1852;

/** Metres a degree of latitude spans at `lat` (meridional radius of curvature M). */
export function metresPerDegreeLat(lat: number): number {
  const s = Math.sin(lat * RAD);
  const w = 1 - E2 * s * s;
  return (A * (1 - E2) * RAD) / (w * Math.sqrt(w));
}

/** Metres a degree of longitude spans at `lat` (radius of the parallel, N·cos φ). */
export function metresPerDegreeLon(lat: number): number {
  const s = Math.sin(lat * RAD);
  return (A * Math.cos(lat * RAD) * RAD) / Math.sqrt(1 - E2 * s * s);
}

/** Writes the place in metres from the earth's centre (WGS84 geocentric axes) to out[at], out[at + 1], out[at + 2]. */
export function writeGeocentric(lon: number, lat: number, out: Float64Array, at: number): void {
  const s = Math.sin(lat * RAD);
  const n = A / Math.sqrt(1 - E2 * s * s);
  const toAxis = n * Math.cos(lat * RAD);
  out[at] = toAxis * Math.cos(lon * RAD);
  out[at + 1] = toAxis * Math.sin(lon * RAD);
  out[at + 2] = n * (1 - E2) * s;
}

const here = new Float64Array(3);
const there = new Float64Array(3);

/** Metres east and north, in the horizontal plane of the first place, of the straight line to the second. */
export function eastNorthM(lonA: number, latA: number, lonB: number, latB: number): [east: number, north: number] {
  writeGeocentric(lonA, latA, here, 0);
  writeGeocentric(lonB, latB, there, 0);
  const [dx, dy, dz] = [there[0]! - here[0]!, there[1]! - here[1]!, there[2]! - here[2]!];
  const [sinLon, cosLon] = [Math.sin(lonA * RAD), Math.cos(lonA * RAD)];
  const east = cosLon * dy - sinLon * dx;
  return [east, Math.cos(latA * RAD) * dz - Math.sin(latA * RAD) * (cosLon * dx + sinLon * dy)];
}

/** A longitude brought into −180..180. */
export function normalLon(lon: number): number {
  return lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
}

/** Difference of two longitudes, brought into −180..180. */
export function lonDifference(from: number, to: number): number {
  const d = to - from;
  return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

/**
 * Distance in metres by the local scale of the middle latitude. Error against the geodesic < 0.02 % up to 60 nm in
 * 0–30° N; meant for plausibility and for finding the nearest point, not for what a person is told.
 */
export function quickDistanceM(lonA: number, latA: number, lonB: number, latB: number): number {
  const mid = (latA + latB) / 2;
  const x = lonDifference(lonA, lonB) * metresPerDegreeLon(mid);
  const y = (latB - latA) * metresPerDegreeLat(mid);
  return Math.sqrt(x * x + y * y);
}

/** Course over the ground from A to B, degrees 0–360, by the same scale as `quickDistanceM`. */
export function quickBearingDeg(lonA: number, latA: number, lonB: number, latB: number): number {
  const mid = (latA + latB) / 2;
  const x = lonDifference(lonA, lonB) * metresPerDegreeLon(mid);
  const y = (latB - latA) * metresPerDegreeLat(mid);
  return (Math.atan2(x, y) / RAD + 360) % 360;
}

interface Geodesic {
  distanceM: number;
  /** Forward azimuth at the first point, radians. */
  azimuth: number;
}

/** Geodesic between two points (T. Vincenty, Survey Review 23, 1975, inverse formula); < 1 mm, not for antipodal points. */
export function geodesic(lonA: number, latA: number, lonB: number, latB: number): Geodesic {
  const L = lonDifference(lonA, lonB) * RAD;
  const u1 = Math.atan((1 - F) * Math.tan(latA * RAD));
  const u2 = Math.atan((1 - F) * Math.tan(latB * RAD));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = L;
  for (let round = 0; ; round++) {
    const sl = Math.sin(lambda);
    const cl = Math.cos(lambda);
    const east = c2 * sl;
    const north = c1 * s2 - s1 * c2 * cl;
    const sinSigma = Math.sqrt(east * east + north * north);
    const cosSigma = s1 * s2 + c1 * c2 * cl;
    // A last bit apart, or a whole turn: one place.
    if (sinSigma === 0 && cosSigma > 0) return { distanceM: 0, azimuth: 0 };
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * sl) / sinSigma;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    const cos2m = cos2Alpha === 0 ? 0 : cosSigma - (2 * s1 * s2) / cos2Alpha;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const next = L + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m * cos2m - 1)));
    if (Math.abs(next - lambda) < 1e-12 || round > 100) {
      const { a, delta } = seriesTerms(cos2Alpha, sinSigma, cosSigma, cos2m);
      return { distanceM: B * a * (sigma - delta), azimuth: Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl) };
    }
    lambda = next;
  }
}

/** Point on the geodesic from A, `distanceM` along `azimuth` (radians); Vincenty's direct formula. */
export function geodesicPoint(lonA: number, latA: number, azimuth: number, distanceM: number): [number, number] {
  const tanU1 = (1 - F) * Math.tan(latA * RAD);
  const cosU1 = 1 / Math.sqrt(1 + tanU1 * tanU1);
  const sinU1 = tanU1 * cosU1;
  const [sinAz, cosAz] = [Math.sin(azimuth), Math.cos(azimuth)];
  const sigma1 = Math.atan2(tanU1, cosAz);
  const sinAlpha = cosU1 * sinAz;
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  let sigma = distanceM / B;
  let cos2m = 0;
  for (let round = 0; round < 100; round++) {
    cos2m = Math.cos(2 * sigma1 + sigma);
    const { a, delta } = seriesTerms(cos2Alpha, Math.sin(sigma), Math.cos(sigma), cos2m);
    const next = distanceM / (B * a) + delta;
    const done = Math.abs(next - sigma) < 1e-13;
    sigma = next;
    if (done) break;
  }
  const [ss, cs] = [Math.sin(sigma), Math.cos(sigma)];
  const t = sinU1 * ss - cosU1 * cs * cosAz;
  const lat = Math.atan2(sinU1 * cs + cosU1 * ss * cosAz, (1 - F) * Math.hypot(sinAlpha, t));
  const lambda = Math.atan2(ss * sinAz, cosU1 * cs - sinU1 * ss * cosAz);
  const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
  const L = lambda - (1 - c) * F * sinAlpha * (sigma + c * ss * (cos2m + c * cs * (2 * cos2m * cos2m - 1)));
  return [lonA + L / RAD, lat / RAD];
}

function seriesTerms(cos2Alpha: number, sinSigma: number, cosSigma: number, cos2m: number) {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const inner =
    cosSigma * (2 * cos2m * cos2m - 1) - (b / 6) * cos2m * (4 * sinSigma * sinSigma - 3) * (4 * cos2m * cos2m - 3);
  return { a, delta: b * sinSigma * (cos2m + (b / 4) * inner) };
}

/** Isometric latitude: a rhumb line is straight in (longitude, isometric latitude). */
function isometric(lat: number): number {
  const s = Math.sin(lat * RAD);
  const e = Math.sqrt(E2);
  return Math.atanh(s) - e * Math.atanh(e * s);
}

/** Halfway along the rhumb line (constant course) by latitude; along a parallel, by longitude. */
export function rhumbMidpoint(lonA: number, latA: number, lonB: number, latB: number): [number, number] {
  const lat = (latA + latB) / 2;
  const [from, to] = [isometric(latA), isometric(latB)];
  const part = Math.abs(to - from) < 1e-12 ? 0.5 : (isometric(lat) - from) / (to - from);
  return [lonA + part * lonDifference(lonA, lonB), lat];
}

/** Halfway along the geodesic. */
export function geodesicMidpoint(lonA: number, latA: number, lonB: number, latB: number): [number, number] {
  const line = geodesic(lonA, latA, lonB, latB);
  return geodesicPoint(lonA, latA, line.azimuth, line.distanceM / 2);
}
