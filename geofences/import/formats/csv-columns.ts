/** The header line of a table of points: which column holds what, in English or Vietnamese. */
import { foldName } from '../../regions/fold-name.ts';
import { attributeNameOf } from '../attributes.ts';
import type { AttributeName } from '../draft.ts';
import { FileRefusal } from '../reading.ts';

/** One coordinate in up to three columns: degrees (decimal, or with the rest in the same cell), minutes, seconds. */
export interface AngleColumns {
  degrees: number;
  minutes?: number;
  seconds?: number;
}

export interface Columns {
  /** Both in one cell. */
  pair?: number;
  lon?: AngleColumns;
  lat?: AngleColumns;
  /** Which area a point belongs to. */
  zone?: number;
  /** Which ring of the area. */
  ring?: number;
  order?: number;
  /** `area` or `line`. */
  shape?: number;
  attributes: [AttributeName, number][];
}

const PAIR = ['coordinates', 'position', 'toa-do', 'vi-tri'];
const LON = ['lon', 'lng', 'long', 'longitude', 'kinh-do', 'x', 'easting', 'y-vn2000'];
const LAT = ['lat', 'latitude', 'vi-do', 'y', 'northing', 'x-vn2000'];
const ZONE = ['zone', 'vung', 'khu-vuc', 'area', 'polygon', 'ten-vung', 'ten-khu-vuc', 'name', 'ten'];
const RING = ['ring', 'vong', 'ring-id', 'lo', 'hole', 'part', 'phan'];
const ORDER = ['order', 'stt', 'tt', 'thu-tu', 'diem', 'point', 'no', 'so', 'vertex', 'dinh', 'seq'];
const SHAPE = ['shape', 'hinh', 'dang', 'geometry'];
const DEGREES = ['deg', 'degrees', 'do'];
const MINUTES = ['min', 'minutes', 'phut', 'm'];
const SECONDS = ['sec', 'seconds', 'giay', 's'];

/** @throws FileRefusal `column-missing` */
export function columnsOf(header: readonly string[]): Columns {
  const folded = header.map((cell) => foldName(cell.slice(0, 80)));
  const find = (names: readonly string[]): number | undefined => {
    const at = folded.findIndex((name) => names.includes(name));
    return at < 0 ? undefined : at;
  };
  const columns: Columns = { attributes: [] };
  const [lon, lat] = [angleColumns(LON, find), angleColumns(LAT, find)];
  const pair = find(PAIR);
  if (lon && lat) Object.assign(columns, { lon, lat });
  else if (pair !== undefined) columns.pair = pair;
  else throw noCoordinates(header);
  Object.assign(columns, { zone: find(ZONE), ring: find(RING), order: find(ORDER), shape: find(SHAPE) });
  header.forEach((cell, at) => {
    const name = attributeNameOf(cell);
    if (name && at !== columns.ring && at !== columns.order) columns.attributes.push([name, at]);
  });
  return columns;
}

function angleColumns(
  names: readonly string[],
  find: (names: readonly string[]) => number | undefined,
): AngleColumns | undefined {
  const withUnit = (units: readonly string[]): string[] =>
    names.flatMap((name) => units.map((unit) => `${name}-${unit}`));
  const degrees = find(withUnit(DEGREES)) ?? find(names);
  if (degrees === undefined) return undefined;
  const columns: AngleColumns = { degrees };
  const [minutes, seconds] = [find(withUnit(MINUTES)), find(withUnit(SECONDS))];
  if (minutes !== undefined) columns.minutes = minutes;
  if (seconds !== undefined) columns.seconds = seconds;
  return columns;
}

function noCoordinates(header: readonly string[]): FileRefusal {
  const shown = header.slice(0, 8).join(', ').slice(0, 120);
  return new FileRefusal('column-missing', {
    vi: `Dòng đầu (“${shown}”) không có cột kinh độ và vĩ độ. Dòng đầu cần có, ví dụ: vùng; stt; kinh độ; vĩ độ.`,
    en: `The first line (“${shown}”) has no columns for longitude and latitude. It should be like: zone; order; lon; lat.`,
    places: [{ line: 1 }],
  });
}
