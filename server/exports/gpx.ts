/** GPX 1.1, for chart plotters: points as waypoints, tracks and outlines as tracks. It has no areas and no free properties. */
import { circleRing } from '../../geofences/geometry/circle.ts';
import { type ExportFeature, type ExportShape, type MapSheet, propertyText } from './sheet.ts';
import { element } from './xml-text.ts';

type Position = readonly [number, number];
interface Segment {
  positions: readonly Position[];
  times?: readonly number[];
}

/** Waypoints have to stand before tracks. */
export function* gpxText({ title, about, features }: MapSheet): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Hải Đăng" xmlns="http://www.topografix.com/GPX/1/1">\n';
  yield `<metadata>${element('name', title)}${element('desc', about.join('\n'))}</metadata>\n`;
  const isPlace = ({ shape }: ExportFeature): boolean => shape.type === 'Point' && shape.radiusNm === undefined;
  for (const feature of features) if (isPlace(feature)) yield `${waypoint(feature)}\n`;
  for (const feature of features) if (!isPlace(feature)) yield `${track(feature)}\n`;
  yield '</gpx>\n';
}

function waypoint(feature: ExportFeature): string {
  const { shape, name, time } = feature;
  return `${point('wpt', (shape as { coordinates: Position }).coordinates, time, named(name, feature))}</wpt>`;
}

function track(feature: ExportFeature): string {
  const segments = segmentsOf(feature.shape).map(({ positions, times }) => {
    const points = positions.map((position, at) => `${point('trkpt', position, times?.[at])}</trkpt>`);
    return `<trkseg>${points.join('')}</trkseg>`;
  });
  return `<trk>${named(feature.name, feature)}${segments.join('')}</trk>`;
}

function point(tag: string, [lon, lat]: Position, time?: number, more = ''): string {
  return `<${tag} lat="${lat}" lon="${lon}">${element('time', time && new Date(time).toISOString())}${more}`;
}

function named(name: string, { properties }: ExportFeature): string {
  const said = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${propertyText(value)}`],
  );
  const words = said.join('; ');
  return `${element('name', name)}${words === '' ? '' : element('desc', words)}`;
}

function segmentsOf(shape: ExportShape): Segment[] {
  switch (shape.type) {
    case 'Point':
      return [{ positions: circleRing([...shape.coordinates], shape.radiusNm ?? 0) }];
    case 'LineString':
      return [{ positions: shape.coordinates }];
    case 'MultiLineString':
    case 'Polygon':
      return shape.coordinates.map((positions) => ({ positions }));
    case 'MultiPolygon':
      return shape.coordinates.flat().map((positions) => ({ positions }));
    case 'Track':
      return shape.pieces;
  }
}
