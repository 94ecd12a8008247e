/** KML 2.2/2.3 (OGC 07-147r2) → drafts. Coordinates are WGS 84 by the standard; heights, styles and pictures are left out. */
import { attributesOf } from '../attributes.ts';
import type { Position } from '../draft.ts';
import { type Place, placeText } from '../finding.ts';
import type { Reading } from '../reading.ts';
import { child, childText, descendants, type XmlElement } from '../xml-tree.ts';

const PLACEMARKS: ReadonlySet<string> = new Set(['Placemark', 'NetworkLink', 'GroundOverlay']);
const GEOMETRIES: ReadonlySet<string> = new Set(['Polygon', 'LineString', 'LinearRing', 'Point', 'Track']);
const DATA: ReadonlySet<string> = new Set(['Data', 'SimpleData']);

export function readKml(root: XmlElement, reading: Reading): void {
  let links = 0;
  for (const element of descendants(root, PLACEMARKS)) {
    if (element.name === 'Placemark') readPlacemark(element, reading);
    else links += element.name === 'NetworkLink' ? 1 : 0;
  }
  if (links === 0) return;
  reading.note('left-out', 'warning', {
    vi: `Tệp có ${links} liên kết đến dữ liệu ở nơi khác; hệ thống không tải về. Hãy lưu dữ liệu đó vào tệp.`,
    en: `The file links to data elsewhere (${links} links), which is not fetched. Save that data into the file.`,
    count: links,
  });
}

function readPlacemark(placemark: XmlElement, reading: Reading): void {
  const attributes = attributesOf(placemarkEntries(placemark));
  const polygons: Position[][][] = [];
  const points: Position[] = [];
  const lines: Position[][] = [];
  for (const geometry of descendants(placemark, GEOMETRIES)) {
    switch (geometry.name) {
      case 'Polygon':
        polygons.push(ringsOf(geometry, reading));
        break;
      case 'LinearRing':
        polygons.push([coordinatesOf(geometry, reading)]);
        break;
      case 'Point':
        points.push(...coordinatesOf(geometry, reading));
        break;
      default:
        lines.push(geometry.name === 'Track' ? trackOf(geometry, reading) : coordinatesOf(geometry, reading));
    }
  }
  if (lines.length > 0) reading.addLines(lines, attributes);
  if (polygons.length > 0) reading.addAreas(polygons, attributes);
  else if (points.length > 0) reading.addPoints(points, attributes);
  else if (lines.length === 0) reading.addAreas([], attributes);
}

function* placemarkEntries(placemark: XmlElement): Generator<[string, string]> {
  const extended = child(placemark, 'ExtendedData');
  for (const data of extended ? descendants(extended, DATA) : []) {
    yield [data.attributes.name ?? '', data.name === 'Data' ? (childText(data, 'value') ?? '') : data.text];
  }
  yield ['name', childText(placemark, 'name') ?? ''];
  yield ['zone-id', placemark.attributes.id ?? ''];
  const span = child(placemark, 'TimeSpan');
  // Of an instant only the day is meant: a zone is valid by days.
  yield ['begin', (span && childText(span, 'begin'))?.slice(0, 10) ?? ''];
  yield ['end', (span && childText(span, 'end'))?.slice(0, 10) ?? ''];
}

function ringsOf(polygon: XmlElement, reading: Reading): Position[][] {
  const outer = child(polygon, 'outerBoundaryIs', 'LinearRing');
  const holes = polygon.children
    .filter(({ name }) => name === 'innerBoundaryIs')
    .flatMap((inner) => inner.children.filter(({ name }) => name === 'LinearRing'));
  return [...(outer ? [outer] : []), ...holes].map((ring, index) => coordinatesOf(ring, reading, { ring: index }));
}

/** `lon,lat[,height]` with white space between; blanks round the commas, which hands put there, are taken out. */
function coordinatesOf(geometry: XmlElement, reading: Reading, where: Partial<Place> = {}): Position[] {
  const element = child(geometry, 'coordinates');
  const text = element?.text.replace(/\s*,\s*/g, ',').trim() ?? '';
  if (text === '') return [];
  const place = { ...where, line: element?.line };
  return text
    .split(/\s+/)
    .flatMap((tuple, index) => positionOf(tuple.split(','), reading, { ...place, vertex: index + 1 }));
}

function trackOf(track: XmlElement, reading: Reading): Position[] {
  return track.children
    .filter(({ name }) => name === 'coord')
    .flatMap((coord) => positionOf(coord.text.trim().split(/\s+/), reading, { line: coord.line }));
}

function positionOf(parts: string[], reading: Reading, place: Place): Position[] {
  const [lon, lat] = parts.map(numberOf);
  if (parts.length <= 3 && lon !== undefined && lat !== undefined) return [reading.keep([lon, lat])];
  reading.count('position-unreadable', '', 'error', place, (count, first) => ({
    vi: `${count} tọa độ không phải “kinh độ,vĩ độ” với dấu chấm thập phân, đầu tiên ở ${placeText(first, 'vi')}; đã bỏ qua.`,
    en: `${count} positions are not “longitude,latitude” with decimal points, the first at ${placeText(first, 'en')}; left out.`,
  }));
  return [];
}

function numberOf(text: string): number | undefined {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
