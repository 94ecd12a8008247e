/** What is taken out of the fleet's table, column by column. People are not in it: who needs them looks at the vessel. */
import { formatPosition } from '../../geofences/position-text.ts';
import type { ExportFeature, Language, Plain } from '../exports/sheet.ts';
import type { FleetRow } from './entry.ts';
import { lengthClassOf, stateOf } from './states.ts';
import { classWords, say, sourceWords, stateWords, type Words } from './words.ts';

/** `at`: a time in epoch ms · `day`: an ISO day */
export type TableValue = string | number | { at: number } | { day: string } | undefined;

interface TableColumn {
  /** As GeoJSON and the others call it. */
  name: string;
  words: Words;
  /** Characters. */
  width: number;
  value: (row: FleetRow, now: number, language: Language) => TableValue;
}

const MINUTE_MS = 60_000;

export const fleetColumns: readonly TableColumn[] = [
  column('registration', ['Số đăng ký', 'Registration'], 16, ({ entry }) => entry.registration),
  column('vessel', ['Tên tàu', 'Vessel name'], 22, ({ entry }) => entry.name),
  column('mmsi', ['MMSI', 'MMSI'], 11, ({ entry }) => entry.mmsi),
  column('device', ['Mã thiết bị', 'Device'], 16, ({ entry }) => entry.deviceId),
  column('provider', ['Nhà cung cấp', 'Provider'], 14, ({ entry }) => entry.provider),
  column('lengthM', ['Chiều dài lớn nhất (m)', 'Length overall (m)'], 10, ({ entry }) => entry.lengthM),
  column('lengthClass', ['Hạng tàu', 'Length class'], 16, ({ entry }, _now, language) =>
    say(classWords[lengthClassOf(entry.lengthM)], language),
  ),
  column('gear', ['Nghề', 'Gear'], 14, ({ entry }) => entry.gear),
  column('port', ['Cảng', 'Home port'], 20, ({ port }) => port),
  column('province', ['Tỉnh', 'Province'], 14, ({ entry }) => entry.province),
  column('unit', ['Đơn vị', 'Unit'], 22, ({ unit }) => unit?.name),
  column('state', ['Trạng thái', 'State'], 20, ({ entry, fix }, now, language) =>
    say(stateWords[stateOf(now, entry.intervalMin, fix)], language),
  ),
  column('fixTime', ['Giờ định vị (GMT+7)', 'Fix time (GMT+7)'], 18, ({ fix }) => fix && { at: fix.fixTime }),
  column(
    'ageMin',
    ['Tuổi tín hiệu (phút)', 'Age (min)'],
    10,
    ({ fix }, now) => fix && Math.max(0, Math.floor((now - fix.fixTime) / MINUTE_MS)),
  ),
  column('intervalMin', ['Nhịp báo (phút)', 'Interval (min)'], 10, ({ entry }) => entry.intervalMin),
  column('position', ['Vị trí', 'Position'], 24, ({ fix }) => fix && formatPosition(fix.lon, fix.lat)),
  column('lat', ['Vĩ độ', 'Latitude'], 11, ({ fix }) => fix && rounded(fix.lat)),
  column('lon', ['Kinh độ', 'Longitude'], 11, ({ fix }) => fix && rounded(fix.lon)),
  column('speedKn', ['Vận tốc (hải lý/giờ)', 'Speed (kn)'], 10, ({ fix }) => fix?.speedKn),
  column('courseDeg', ['Hướng đi (°)', 'Course (°)'], 8, ({ fix }) => fix?.courseDeg),
  column(
    'source',
    ['Nguồn', 'Source'],
    10,
    ({ fix }, _now, language) => fix && say(sourceWords[fix.source]!, language),
  ),
  column('licenceUntil', ['Hạn giấy phép', 'Licence until'], 13, ({ entry }) => dayOf(entry.licenceUntil)),
  column('certificateUntil', ['Hạn đăng kiểm', 'Certificate until'], 13, ({ entry }) => dayOf(entry.certificateUntil)),
  column('openAlerts', ['Cảnh báo đang mở', 'Open alerts'], 10, ({ alerts }) => alerts),
];

function column(name: string, words: Words, width: number, value: TableColumn['value']): TableColumn {
  return { name, words, width, value };
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

function dayOf(day: string | undefined): TableValue {
  return day === undefined ? undefined : { day };
}

/** A place on a map; undefined for who has none. */
export function featureOf(row: FleetRow, now: number, language: Language): ExportFeature | undefined {
  const { entry, fix } = row;
  if (!fix) return undefined;
  const properties: Record<string, Plain | undefined> = {};
  for (const { name, value } of fleetColumns) {
    if (name === 'lat' || name === 'lon') continue;
    properties[name] = plain(value(row, now, language));
  }
  const shape = { type: 'Point' as const, coordinates: [rounded(fix.lon), rounded(fix.lat)] as [number, number] };
  return { id: entry.id, name: entry.label, time: fix.fixTime, shape, properties };
}

function plain(value: TableValue): Plain | undefined {
  if (typeof value !== 'object') return value;
  return 'at' in value ? new Date(value.at).toISOString() : value.day;
}
