/** turf alone: every zone is asked; their boxes are given, so that most answer at once. */
import type { BBox, Feature, Polygon } from 'geojson';
import { load } from '../../packages.ts';
import type { Prepare } from '../locator.ts';
import { boxOf, ringsOf } from './boxes.ts';
import { each } from './each.ts';

export type Turf = { booleanPointInPolygon(point: [number, number], polygon: Feature<Polygon>): boolean };

export const prepare: Prepare = (zones) => {
  const { exports: turf, version } = load<Turf>('@turf/boolean-point-in-polygon');
  const features = zones.map(
    (zone): Feature<Polygon> => ({
      type: 'Feature',
      bbox: boxOf(zone) as BBox,
      properties: {},
      geometry: { type: 'Polygon', coordinates: ringsOf(zone) },
    }),
  );
  return each(`@turf/boolean-point-in-polygon ${version}, each zone with its box`, (lon, lat, found) => {
    for (let zone = 0; zone < features.length; zone++) {
      if (turf.booleanPointInPolygon([lon, lat], features[zone]!)) found.push(zone);
    }
  });
};
