/** Zones and fixes for tests, and slow implementations to hold the fast ones against. */
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';
import type { Zone, ZoneProperties } from '../../geofences/types.ts';

export type Position = [number, number];

export function areaZone(id: string, rings: Position[][], more: Partial<ZoneProperties> = {}): Zone {
  return { id, geometry: { type: 'Polygon', coordinates: rings }, properties: propertiesOf(id, more) };
}

export function squareRing(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

export function boxZone(
  id: string,
  west: number,
  south: number,
  east: number,
  north: number,
  more: Partial<ZoneProperties> = {},
): Zone {
  return areaZone(id, [squareRing(west, south, east, north)], more);
}

export function lineZone(id: string, line: Position[], more: Partial<ZoneProperties> = {}): Zone {
  return {
    id,
    geometry: { type: 'LineString', coordinates: line },
    properties: propertiesOf(id, { kind: 'boundary', ...more }),
  };
}

function propertiesOf(id: string, more: Partial<ZoneProperties>): ZoneProperties {
  return { name: id, kind: 'monitored', version: 1, source: 'test', ...more };
}

export const T0 = Date.UTC(2026, 2, 1);
export const HOUR = 3_600_000;

export function fixAt(hours: number, lon: number, lat: number, more: Partial<Fix> = {}): Fix {
  const fixTime = T0 + Math.round(hours * HOUR);
  return { fixTime, receivedAt: fixTime, lon, lat, source: 'vms', flags: 0, ...more };
}

/** Numbers spread evenly, unlike fc.double's, half of which are next to nothing. */
export const evenly = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((n) => min + (max - min) * (n / 2 ** 30));

/** Coordinates on a grid of 1/64°: sums and products of them are exact, so a slow test of sides is exact too. */
const grid = (low: number, high: number) => fc.integer({ min: low * 64, max: high * 64 }).map((n) => n / 64);

/** A ring that does not cross itself: corners round a centre, sorted by angle. */
export const ringOf = (low: number, high: number): fc.Arbitrary<Position[]> =>
  fc
    .uniqueArray(fc.tuple(grid(low, high), grid(low, high)), { minLength: 3, maxLength: 12, selector: String })
    .map((corners) => {
      const cx = corners.reduce((sum, [x]) => sum + x, 0) / corners.length + 1e-3;
      const cy = corners.reduce((sum, [, y]) => sum + y, 0) / corners.length + 1e-3;
      const sorted = corners.toSorted((a, b) => Math.atan2(a[1] - cy, a[0] - cx) - Math.atan2(b[1] - cy, b[0] - cx));
      return [...sorted, sorted[0]!] as Position[];
    });

export const pointIn = (low: number, high: number): fc.Arbitrary<Position> =>
  fc.tuple(grid(low, high), grid(low, high));
