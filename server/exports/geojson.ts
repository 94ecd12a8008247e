/** GeoJSON (RFC 7946). Times of a track stand in `coordTimes`, as the common converters from GPX and KML write them. */
import type { ExportFeature, ExportShape, MapSheet } from './sheet.ts';

export function* geojsonText({ title, about, features }: MapSheet): Generator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(title)},"about":${JSON.stringify(about)},"features":[\n`;
  let isFirst = true;
  for (const feature of features) {
    yield `${isFirst ? '' : ',\n'}${JSON.stringify(featureOf(feature))}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

function featureOf({ id, name, shape, time, properties }: ExportFeature): Record<string, unknown> {
  return {
    type: 'Feature',
    id,
    geometry: geometryOf(shape),
    properties: {
      name,
      ...(time !== undefined && { time: new Date(time).toISOString() }),
      ...(shape.type === 'Point' && shape.radiusNm !== undefined && { radiusNm: shape.radiusNm }),
      ...(shape.type === 'Track' && { coordTimes: shape.pieces.map(({ times }) => times.map(isoTime)) }),
      ...properties,
    },
  };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** A piece of one position is no line: it goes in as a line of no length. */
function geometryOf(shape: ExportShape): unknown {
  if (shape.type === 'Point') return { type: 'Point', coordinates: shape.coordinates };
  if (shape.type !== 'Track') return shape;
  const lines = shape.pieces.map(({ positions }) =>
    positions.length === 1 ? [...positions, ...positions] : positions,
  );
  return { type: 'MultiLineString', coordinates: lines };
}
