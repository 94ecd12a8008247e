/** which-polygon: a box index and its own test, which does not know of edges. */
import type { Feature, FeatureCollection, Polygon } from 'geojson';
import { load } from '../../packages.ts';
import type { Prepare } from '../locator.ts';
import { ringsOf } from './boxes.ts';
import { each } from './each.ts';

type Properties = { zone: number };
type Query = (point: [number, number], all: true) => Properties[] | null;

export const prepare: Prepare = (zones) => {
  const { exports: whichPolygon, version } =
    load<(zones: FeatureCollection<Polygon, Properties>) => Query>('which-polygon');
  const features = zones.map(
    (zone, number): Feature<Polygon, Properties> => ({
      type: 'Feature',
      properties: { zone: number },
      geometry: { type: 'Polygon', coordinates: ringsOf(zone) },
    }),
  );
  const query = whichPolygon({ type: 'FeatureCollection', features });
  return each(`${version}, query for all`, (lon, lat, found) => {
    for (const { zone } of query([lon, lat], true) ?? []) found.push(zone);
  });
};
