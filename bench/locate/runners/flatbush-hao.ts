/** A box index, then the exact test that turf itself stands on. */
import { load } from '../../packages.ts';
import type { Prepare } from '../locator.ts';
import { type Ring, ringsOf } from './boxes.ts';
import { indexed } from './indexed.ts';

/** False is out, 0 on an edge. */
type PointInPolygon = (point: [number, number], polygon: Ring[]) => boolean | 0;

export const prepare: Prepare = (zones) => {
  const { exports, version } = load<PointInPolygon | { default: PointInPolygon }>('point-in-polygon-hao');
  const pointInPolygon = typeof exports === 'function' ? exports : exports.default;
  const polygons = zones.map(ringsOf);
  return indexed(
    zones,
    `point-in-polygon-hao ${version}`,
    (zone, lon, lat) => pointInPolygon([lon, lat], polygons[zone]!) !== false,
  );
};
