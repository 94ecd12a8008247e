/** The geometry file of a shapefile (ESRI Shapefile Technical Description, July 1998). Heights and measures are left out. */
import type { Position } from '../draft.ts';
import { FileRefusal, type Reading } from '../reading.ts';

export type ShpRecord =
  | { type: 'rings' | 'lines'; parts: Position[][] }
  | { type: 'points'; positions: Position[] }
  | { type: 'null' };

const FILE_CODE = 9994;
const HEADER_BYTES = 100;
/** Shape type → what it is; with heights (+10) and with measures (+20) alike. */
const KINDS: Readonly<Record<number, ShpRecord['type']>> = {
  0: 'null',
  1: 'points',
  3: 'lines',
  5: 'rings',
  8: 'points',
};
const MULTI_POINT = 8;

/** One record after another, in the order of the attribute file's rows. @throws FileRefusal */
export function* shpRecords(bytes: Uint8Array, reading: Reading): Generator<ShpRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getInt32(0) !== FILE_CODE) {
    throw broken('không phải tệp .shp', 'it is no .shp file');
  }
  let at = HEADER_BYTES;
  while (at + 12 <= bytes.length) {
    const end = at + 8 + view.getInt32(at + 4) * 2;
    if (end < at + 12 || end > bytes.length) throw cutShort();
    yield record(new DataView(bytes.buffer, bytes.byteOffset + at + 8, end - at - 8), reading);
    at = end;
  }
}

function record(view: DataView, reading: Reading): ShpRecord {
  const shapeType = view.getInt32(0, true);
  const plainType = shapeType > 10 && shapeType < 30 ? shapeType % 10 : shapeType;
  const type = KINDS[plainType];
  switch (type) {
    case undefined:
      throw broken(`kiểu hình ${shapeType} không phải vùng`, `its shape type ${shapeType} can be no zone`);
    case 'null':
      return { type };
    case 'points': {
      const isMulti = plainType === MULTI_POINT;
      const count = isMulti ? countAt(view, 36) : 1;
      return { type, positions: positionsAt(view, isMulti ? 40 : 4, count, reading) };
    }
    default:
      return { type, parts: partsOf(view, reading) };
  }
}

function partsOf(view: DataView, reading: Reading): Position[][] {
  const partCount = countAt(view, 36);
  const pointCount = countAt(view, 40);
  const pointsAt = 44 + partCount * 4;
  if (partCount > pointCount || pointsAt + pointCount * 16 > view.byteLength) throw cutShort();
  const parts: Position[][] = [];
  for (let part = 0; part < partCount; part++) {
    const from = view.getInt32(44 + part * 4, true);
    const to = part + 1 < partCount ? view.getInt32(48 + part * 4, true) : pointCount;
    if (from < 0 || to < from || to > pointCount) throw cutShort();
    parts.push(positionsAt(view, pointsAt + from * 16, to - from, reading));
  }
  return parts;
}

function countAt(view: DataView, at: number): number {
  const count = at + 4 <= view.byteLength ? view.getInt32(at, true) : -1;
  if (count < 0) throw cutShort();
  return count;
}

function positionsAt(view: DataView, at: number, count: number, reading: Reading): Position[] {
  if (at + count * 16 > view.byteLength) throw cutShort();
  const positions: Position[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = [view.getFloat64(at + i * 16, true), view.getFloat64(at + i * 16 + 8, true)];
    if (!Number.isFinite(x) || !Number.isFinite(y)) throw cutShort();
    positions.push(reading.keep([x, y]));
  }
  return positions;
}

function cutShort(): FileRefusal {
  return broken('tệp bị hỏng hoặc bị cắt ngang', 'it is damaged or ends too early');
}

function broken(vi: string, en: string): FileRefusal {
  return new FileRefusal('file-broken', {
    vi: `Không đọc được tệp hình .shp: ${vi}.`,
    en: `The .shp file cannot be read: ${en}.`,
  });
}
