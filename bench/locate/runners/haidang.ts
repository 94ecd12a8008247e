/** Ours for many points at once. */
import { Hits } from '../../../geofences/geometry/locate-batch.ts';
import { Locator } from '../../../geofences/geometry/locator.ts';
import type { Prepare } from '../locator.ts';

export const prepare: Prepare = (zones) => {
  const locator = new Locator(zones);
  const hits = new Hits();
  let first = 0;
  return {
    about: 'locateMany: points in two arrays, zone numbers in one',
    locate: ({ lons, lats }, from, to) => {
      first = from;
      locator.locateMany(lons.subarray(from, to), lats.subarray(from, to), hits);
    },
    found: (point) => [...hits.zones.subarray(hits.starts[point - first], hits.starts[point - first + 1])],
  };
};
