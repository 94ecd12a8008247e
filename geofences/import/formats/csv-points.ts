/** A table of points, as decisions list them → drafts: one row a corner, by zone, ring and order. */

import { attributesOf } from '../attributes.ts';
import { type Angle, angleOf, anglePairOf, decimalOf } from '../coordinate-text.ts';
import { type Attributes, closedRing, type Position } from '../draft.ts';
import { placeText } from '../finding.ts';
import { FileRefusal, MAX_VERTICES, type Reading } from '../reading.ts';
import { polygonsOfRings } from '../shapes/nesting.ts';
import { type AngleColumns, type Columns, columnsOf } from './csv-columns.ts';
import { type TableRow, tableRows } from './csv-table.ts';

interface Group {
  rings: Map<string, Point[]>;
  isLine: boolean;
  attributes: Attributes;
}

interface Point {
  position: Position;
  order: number;
}

const LINE = /^(?:line|boundary|đường|duong|tuyến|tuyen|ranh giới|ranh gioi)$/i;
/** Beyond this it is no angle: metres. */
const MOST_DEGREES = 360;

/** Coordinates in degrees or, when a system is named elsewhere, in metres. @throws FileRefusal */
export function readCsvPoints(text: string, reading: Reading): void {
  const [header, ...rows] = tableRows(text, MAX_VERTICES + 2);
  const columns = columnsOf(header?.cells ?? []);
  const letters = { bareN: false, vietnamese: false };
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const position = positionOf(row, columns, letters);
    if (position) place(row, reading.keep(position), columns, groups);
    else sayUnreadable(row, reading);
  }
  // “N” is north in English and south (Nam) in Vietnamese: beside B or Đ nobody can know.
  if (letters.bareN && letters.vietnamese) throw ambiguousLetters();
  for (const group of groups.values()) addGroup(group, reading);
}

function positionOf(
  { cells }: TableRow,
  columns: Columns,
  letters: { bareN: boolean; vietnamese: boolean },
): Position | undefined {
  const pair = columns.pair === undefined ? undefined : anglePairOf(cells[columns.pair] ?? '');
  const first = pair?.[0] ?? (columns.lon && angleIn(cells, columns.lon));
  const second = pair?.[1] ?? (columns.lat && angleIn(cells, columns.lat));
  if (!first || !second) return undefined;
  for (const angle of [first, second]) {
    letters.bareN ||= angle.bareN === true;
    letters.vietnamese ||= angle.vietnamese === true;
  }
  return ordered(first, second, pair !== undefined);
}

/** Letters say which is which; without them a pair in one cell is latitude first, as people say it. */
function ordered(first: Angle, second: Angle, isPair: boolean): Position | undefined {
  if (first.axis !== undefined && first.axis === second.axis) return undefined;
  const hasLonFirst = first.axis === 'lon' || second.axis === 'lat' || (!first.axis && !second.axis && !isPair);
  return hasLonFirst ? [first.degrees, second.degrees] : [second.degrees, first.degrees];
}

function angleIn(cells: readonly string[], { degrees, minutes, seconds }: AngleColumns): Angle | undefined {
  const whole = cells[degrees] ?? '';
  if (minutes === undefined) {
    const metres = decimalOf(whole);
    return Math.abs(metres) > MOST_DEGREES ? { degrees: metres } : angleOf(whole);
  }
  const rest = [cells[minutes] || '0', seconds === undefined ? '' : cells[seconds] || '0'];
  return angleOf([whole, ...rest].filter(Boolean).join(' '));
}

function place(row: TableRow, position: Position, columns: Columns, groups: Map<string, Group>): void {
  const cell = (at: number | undefined): string => (at === undefined ? '' : (row.cells[at] ?? ''));
  const zone = cell(columns.zone);
  let group = groups.get(zone);
  if (!group) {
    const attributes = attributesOf(columns.attributes.map(([name, at]) => [name, cell(at)] as const));
    group = { rings: new Map(), isLine: LINE.test(cell(columns.shape).normalize('NFC')), attributes };
    groups.set(zone, group);
  }
  const ring = cell(columns.ring);
  const points = group.rings.get(ring);
  const point = { position, order: decimalOf(cell(columns.order)) };
  if (points) points.push(point);
  else group.rings.set(ring, [point]);
}

/** A list of corners is closed by its meaning; nobody writes the first one again. */
function addGroup({ rings, isLine, attributes }: Group, reading: Reading): void {
  const lines = [...rings.values()].map(inOrder);
  const isCircle = lines.length === 1 && lines[0]!.length === 1;
  if (isCircle) reading.addPoints(lines[0]!, attributes);
  else if (isLine) reading.addLines(lines, attributes);
  else reading.addAreas(polygonsOfRings(lines.map(closedRing)), attributes);
}

/** By the order column where every point has a number there, else as the rows stand. */
function inOrder(points: Point[]): Position[] {
  const isOrdered = points.every(({ order }) => Number.isFinite(order));
  const sorted = isOrdered ? points.toSorted((a, b) => a.order - b.order) : points;
  return sorted.map(({ position }) => position);
}

function sayUnreadable({ line, cells }: TableRow, reading: Reading): void {
  const shown = cells.join(' | ').slice(0, 80);
  reading.count('row-unreadable', '', 'error', { line }, (count, first) => ({
    vi: `${count} dòng không có kinh độ, vĩ độ đọc được, đầu tiên là ${placeText(first, 'vi')} (“${shown}”); đã bỏ qua.`,
    en: `${count} rows have no readable longitude and latitude, the first is ${placeText(first, 'en')} (“${shown}”); left out.`,
  }));
}

function ambiguousLetters(): FileRefusal {
  return new FileRefusal('letters-ambiguous', {
    vi: 'Tọa độ dùng cả “N” lẫn “B” hoặc “Đ”: “N” có thể là Nam hay North. Hãy viết Bắc, Nam, Đông, Tây hoặc chỉ dùng N, S, E, W.',
    en: 'The coordinates use “N” beside “B” or “Đ”: “N” may be Nam (south) or north. Write Bắc, Nam, Đông, Tây, or N, S, E, W only.',
  });
}
