/** What most Node programs do: a box index, then turf. */
import type { Feature, Polygon } from 'geojson';
import { load } from '../../packages.ts';
import type { Prepare } from '../locator.ts';
import { ringsOf } from './boxes.ts';
import { indexed } from './indexed.ts';
import type { Turf } from './turf.ts';

export const prepare: Prepare = (zones) => {
  const { exports: turf, version } = load<Turf>('@turf/boolean-point-in-polygon');
  const features = zones.map(
    (zone): Feature<Polygon> => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Polygon', coordinates: ringsOf(zone) },
    }),
  );
  return indexed(zones, `@turf/boolean-point-in-polygon ${version}`, (zone, lon, lat) =>
    turf.booleanPointInPolygon([lon, lat], features[zone]!),
  );
};
