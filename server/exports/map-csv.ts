/**
 * Features as a table: a row for a place; for a line, an outline or a track a row for each of its points, with the names of
 * columns that our own import of zones reads.
 */
import { csvLine } from '../../decoders/tables/csv-text.ts';
import { type ExportFeature, type ExportShape, type MapSheet, type Plain, propertyText } from './sheet.ts';

type Position = readonly [number, number];
interface Point {
  position: Position;
  ring?: number;
  time?: number;
  details?: Record<string, Plain | undefined>;
}

const FIRST = ['id', 'name', 'lat', 'lon', 'time'];

export function* mapCsvText({ title, about, features, isTakenBack }: MapSheet): Generator<string> {
  yield '\uFEFF';
  if (!isTakenBack) yield `${[title, ...about].map((text) => csvLine([text])).join('\r\n')}\r\n\r\n`;
  const isOutlined = features.some(({ shape }) => shape.type !== 'Point');
  const named = features.flatMap(({ properties, shape }) => [...Object.keys(properties), ...detailNames(shape)]);
  const names = [...new Set(named)].filter((name) => !FIRST.includes(name));
  const head = [...FIRST, ...(isOutlined ? ['ring', 'order'] : []), ...names];
  yield `${csvLine(head)}\r\n`;
  for (const feature of features) {
    for (const line of rowsOf(feature, names, isOutlined)) yield `${line}\r\n`;
  }
}

function* rowsOf({ id, name, shape, time, properties }: ExportFeature, names: string[], isOutlined: boolean) {
  for (const [order, { position, ring, time: at = time, details }] of pointsOf(shape).entries()) {
    const [lon, lat] = position;
    const when = at === undefined ? '' : new Date(at).toISOString();
    const place = isOutlined ? [plain(ring), String(order + 1)] : [];
    const more = names.map((key) => plain(details?.[key] ?? properties[key]));
    yield csvLine([id, name, String(lat), String(lon), when, ...place, ...more]);
  }
}

function plain(value: Plain | object | undefined): string {
  return value === undefined ? '' : propertyText(value);
}

function detailNames(shape: ExportShape): string[] {
  return shape.type === 'Track' ? Object.keys(shape.pieces[0]?.details?.[0] ?? {}) : [];
}

function pointsOf(shape: ExportShape): Point[] {
  const ringed = (rings: readonly (readonly Position[])[]): Point[] =>
    rings.flatMap((positions, n) => positions.map((position) => ({ position, ring: n + 1 })));
  switch (shape.type) {
    case 'Point':
      return [{ position: shape.coordinates }];
    case 'LineString':
      return ringed([shape.coordinates]);
    case 'MultiLineString':
    case 'Polygon':
      return ringed(shape.coordinates);
    case 'MultiPolygon':
      return ringed(shape.coordinates.flat());
    case 'Track':
      return shape.pieces.flatMap(({ positions, times, details }, n) =>
        positions.map((position, at) => ({ position, ring: n + 1, time: times[at]!, details: details?.[at] })),
      );
  }
}
