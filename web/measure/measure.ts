/** Measuring on the map: a line of points with range and true bearing of each leg, and rings round the last one. */
import { signal } from '@preact/signals';
import { geodesic, METRES_PER_NM } from '../../geofences/geometry/ellipsoid.ts';

export interface MeasuredPoint {
  lon: number;
  lat: number;
  /** The vessel that it was put on. */
  label?: string;
}

export interface Leg {
  from: MeasuredPoint;
  to: MeasuredPoint;
  distanceNm: number;
  /** True bearing at `from`, degrees 0 to 360. */
  bearingDeg: number;
}

export const RING_STEPS_NM = [1, 2, 5, 10, 20, 50] as const;
export const RING_COUNT = 4;
const MOST_POINTS = 50;
const USUAL_SPEED_KN = 8;

export const measuring = signal(false);
export const measuredPoints = signal<readonly MeasuredPoint[]>([]);
/** Nautical miles between rings; 0 for none. */
export const ringStepNm = signal(0);
/** For times of arrival. */
export const measureSpeedKn = signal(USUAL_SPEED_KN);

export function toggleMeasuring(): void {
  measuring.value = !measuring.value;
  if (!measuring.value) measuredPoints.value = [];
}

export function addMeasured(point: MeasuredPoint): void {
  if (measuredPoints.value.length < MOST_POINTS) measuredPoints.value = [...measuredPoints.value, point];
}

export function undoMeasured(): void {
  measuredPoints.value = measuredPoints.value.slice(0, -1);
}

/** On the ellipsoid (WGS 84). */
export function legsOf(points: readonly MeasuredPoint[]): Leg[] {
  return points.slice(1).map((to, i) => {
    const from = points[i]!;
    const { distanceM, azimuth } = geodesic(from.lon, from.lat, to.lon, to.lat);
    const bearingDeg = (azimuth * 180) / Math.PI;
    return { from, to, distanceNm: distanceM / METRES_PER_NM, bearingDeg: (bearingDeg + 360) % 360 };
  });
}
