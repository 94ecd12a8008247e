/**
 * Features as a table: a row for a place; for a line, an outline or a track a row for each of its points, with the names of
 * columns that our own import of zones reads.
 */
import { csvLine } from '../../decoders/tables/csv-text.ts';
import type { ExportFeature, ExportShape, MapSheet, Plain } from './sheet.ts';

type Position = readonly [number, number];
interface Point {
  position: Position;
  ring?: number;
  time?: number;
}

export function* mapCsvText({ title, about, features }: MapSheet): Generator<string> {
  yield '\uFEFF';
  for (const text of [title, ...about]) yield `${csvLine([text])}\r\n`;
  const isOutlined = features.some(({ shape }) => shape.type !== 'Point');
  const names = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  const head = ['id', 'name', 'lat', 'lon', 'time', ...(isOutlined ? ['ring', 'order'] : []), ...names];
  yield `\r\n${csvLine(head)}\r\n`;
  for (const feature of features) {
    for (const line of rowsOf(feature, names, isOutlined)) yield `${line}\r\n`;
  }
}

function* rowsOf({ id, name, shape, time, properties }: ExportFeature, names: string[], isOutlined: boolean) {
  const more = names.map((key) => plain(properties[key]));
  for (const [order, { position, ring, time: at = time }] of pointsOf(shape).entries()) {
    const [lon, lat] = position;
    const when = at === undefined ? '' : new Date(at).toISOString();
    const place = isOutlined ? [plain(ring), String(order + 1)] : [];
    yield csvLine([id, name, String(lat), String(lon), when, ...place, ...more]);
  }
}

function plain(value: Plain | undefined): string {
  return value === undefined ? '' : String(value);
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
      return shape.pieces.flatMap(({ positions, times }, n) =>
        positions.map((position, at) => ({ position, ring: n + 1, time: times[at]! })),
      );
  }
}
