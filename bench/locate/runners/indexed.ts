/** A box index over the zones, and a test of each zone whose box contains the point. */
import type { Zone } from '../../../geofences/types.ts';
import { load } from '../../packages.ts';
import type { PointLocator } from '../locator.ts';
import { boxOf } from './boxes.ts';
import { each } from './each.ts';

interface Flatbush {
  add(west: number, south: number, east: number, north: number): number;
  finish(): void;
  search(west: number, south: number, east: number, north: number): number[];
}

export function indexed(
  zones: readonly Zone[],
  test: string,
  contains: (zone: number, lon: number, lat: number) => boolean,
): PointLocator {
  const { exports, version } = load<{ default: new (count: number) => Flatbush }>('flatbush');
  const index = new exports.default(zones.length);
  for (const zone of zones) index.add(...boxOf(zone));
  index.finish();
  return each(`flatbush ${version}, then ${test}`, (lon, lat, found) => {
    for (const zone of index.search(lon, lat, lon, lat)) if (contains(zone, lon, lat)) found.push(zone);
  });
}
