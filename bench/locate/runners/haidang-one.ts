/** Ours for one point at a time, as a rule asks. */
import { Locator } from '../../../geofences/geometry/locator.ts';
import type { Prepare } from '../locator.ts';
import { each } from './each.ts';

export const prepare: Prepare = (zones) => {
  const locator = new Locator(zones);
  return each('locate: one point, zone numbers in an array', (lon, lat, found) => {
    locator.locate(lon, lat, found);
  });
};
