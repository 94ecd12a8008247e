/** KML 2.2, with Google's `gx:Track` for tracks: it holds the times, and a pause in it is a gap. */
import { circleRing } from '../../geofences/geometry/circle.ts';
import { type ExportFeature, type ExportShape, type MapSheet, propertyText } from './sheet.ts';
import { element, xmlText } from './xml-text.ts';

type Position = readonly [number, number];

export function* kmlText({ title, about, features }: MapSheet): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">\n<Document>\n';
  yield `${element('name', title)}${element('description', about.join('\n'))}\n`;
  for (const feature of features) yield `${placemark(feature)}\n`;
  yield '</Document>\n</kml>\n';
}

function placemark({ id, name, shape, time, properties }: ExportFeature): string {
  const when = time === undefined ? '' : `<TimeStamp>${element('when', isoTime(time))}</TimeStamp>`;
  const data = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`<Data name="${xmlText(key)}">${element('value', propertyText(value))}</Data>`],
  );
  const more = data.length === 0 ? '' : `<ExtendedData>${data.join('')}</ExtendedData>`;
  return `<Placemark id="${xmlText(id)}">${element('name', name)}${when}${more}${shapeText(shape)}</Placemark>`;
}

function shapeText(shape: ExportShape): string {
  switch (shape.type) {
    case 'Point':
      return shape.radiusNm === undefined
        ? `<Point>${coordinates([shape.coordinates])}</Point>`
        : polygon([circleRing([...shape.coordinates], shape.radiusNm)]);
    case 'LineString':
      return line(shape.coordinates);
    case 'MultiLineString':
      return several(shape.coordinates.map(line));
    case 'Polygon':
      return polygon(shape.coordinates);
    case 'MultiPolygon':
      return several(shape.coordinates.map(polygon));
    case 'Track':
      return `<gx:MultiTrack><gx:interpolate>0</gx:interpolate>${shape.pieces.map(track).join('')}</gx:MultiTrack>`;
  }
}

function track({ positions, times }: { positions: readonly Position[]; times: readonly number[] }): string {
  const whens = times.map((time) => element('when', isoTime(time))).join('');
  const places = positions.map(([lon, lat]) => `<gx:coord>${lon} ${lat} 0</gx:coord>`).join('');
  return `<gx:Track>${whens}${places}</gx:Track>`;
}

function several(shapes: string[]): string {
  return `<MultiGeometry>${shapes.join('')}</MultiGeometry>`;
}

function line(positions: readonly Position[]): string {
  return `<LineString>${coordinates(positions)}</LineString>`;
}

function polygon([outer = [], ...holes]: readonly (readonly Position[])[]): string {
  const ring = (positions: readonly Position[]): string => `<LinearRing>${coordinates(positions)}</LinearRing>`;
  const inner = holes.map((hole) => `<innerBoundaryIs>${ring(hole)}</innerBoundaryIs>`).join('');
  return `<Polygon><outerBoundaryIs>${ring(outer)}</outerBoundaryIs>${inner}</Polygon>`;
}

function coordinates(positions: readonly Position[]): string {
  return `<coordinates>${positions.map(([lon, lat]) => `${lon},${lat}`).join(' ')}</coordinates>`;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
