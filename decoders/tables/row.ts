/** One row of a table → message, by a column map. Knows no file and no stream. */
import { isoTime } from '../time.ts';
import { zoneMinutes } from '../time-zone.ts';
import type { VmsMessage } from '../vms/message.ts';
import { toKnots, unitIn } from '../vms/speed-units.ts';
import type { ColumnMap, TableField } from './column-map.ts';
import { type Angle, parseAngle, parseAngles } from './coordinates.ts';
import { type DateReading, parseTime } from './dates.ts';
import type { Evidence } from './evidence.ts';

/** A row of a CSV file or a worksheet. */
export interface TableMessage extends VmsMessage {
  format: 'csv';
  /** Owner's name as written. */
  owner?: string;
  /** Base port as written. */
  home_port?: string;
}

/** What is written where there is nothing to write. */
const EMPTY = /^(?:|null|nil|none|n\/a|#n\/a|na|nan|-+|\.|không có|không|trống)$/i;

/** Longest text of a cell that is taken over. */
const MAX_TEXT = 200;

export class RowReader {
  private readonly map: ColumnMap;
  private readonly cells: Partial<Record<TableField, number>>;
  private readonly dates: DateReading;

  /** @param cells index of each field's cell in a row */
  constructor(map: ColumnMap, cells: Partial<Record<TableField, number>>, from1904 = false) {
    this.map = map;
    this.cells = cells;
    this.dates = { order: map.dateOrder, zone: zoneMinutes(map.timeZone) ?? 0, from1904 };
  }

  /** @returns the message, or the reason why the row cannot be used */
  read(row: readonly string[], evidence: Evidence): TableMessage | string {
    const text = (field: TableField): string | undefined => this.text(row, field);
    const time = this.time(text('time'), text('date'), evidence);
    if (typeof time === 'string') return time;
    const position = this.position(row, evidence);
    if (typeof position === 'string') return position;
    return {
      class: 'VMS',
      format: 'csv',
      time: isoTime(time),
      lat: position?.lat,
      lon: position?.lon,
      speed: this.speed(text('speed')),
      course: degreesIn(text('course'), 360),
      heading: degreesIn(text('heading'), 359.999),
      type: text('type'),
      callsign: text('callsign'),
      name: text('name'),
      registration: text('registration'),
      internal_reference: text('internal_reference'),
      flag: text('flag'),
      device_id: text('device_id'),
      imo: identity(text('imo')),
      mmsi: identity(text('mmsi')),
      owner: text('owner'),
      home_port: text('home_port'),
    };
  }

  private text(row: readonly string[], field: TableField): string | undefined {
    const at = this.cells[field];
    const text = at === undefined ? '' : (row[at] ?? '').trim();
    return EMPTY.test(text) ? undefined : text.slice(0, MAX_TEXT);
  }

  private time(time: string | undefined, date: string | undefined, evidence: Evidence): number | string {
    if (time === undefined && date === undefined) return 'no-date-time';
    evidence.date(`${date ?? ''} ${time ?? ''}`, this.dates.order);
    return time === undefined ? parseTime(date!, undefined, this.dates) : parseTime(time, date, this.dates);
  }

  /** Undefined when the row says that there is none. */
  private position(row: readonly string[], evidence: Evidence): { lat: number; lon: number } | string | undefined {
    const angles = this.angles(row);
    if (!Array.isArray(angles)) return angles;
    const [lat, lon] = angles;
    if (evidence.isSwapped(lat, lon)) return 'lat-lon-swapped';
    if (Math.abs(lat.degrees) > 90 || lat.axis === 'lon') return 'bad-latitude';
    return lon.axis === 'lat' ? 'bad-longitude' : { lat: lat.degrees, lon: lon.degrees };
  }

  private angles(row: readonly string[]): [Angle, Angle] | string | undefined {
    const { decimal, positionOrder } = this.map;
    const both = this.text(row, 'position');
    if (both !== undefined) {
      const angles = parseAngles(both, decimal);
      if (!angles) return 'bad-position';
      const isLonFirst =
        angles[0].axis === 'lon' || angles[1].axis === 'lat' || (!angles[0].axis && positionOrder === 'lon-lat');
      return isLonFirst ? [angles[1], angles[0]] : angles;
    }
    const latText = this.text(row, 'lat');
    const lonText = this.text(row, 'lon');
    if (latText === undefined && lonText === undefined) return undefined;
    if (latText === undefined || lonText === undefined) return 'no-position';
    const lat = parseAngle(latText, decimal);
    if (!lat) return 'bad-latitude';
    const lon = parseAngle(lonText, decimal);
    return lon ? [lat, lon] : 'bad-longitude';
  }

  /** A unit in the cell goes before the map's. What is no number is no speed; the position stands without it. */
  private speed(text: string | undefined): number | undefined {
    const match = text === undefined ? null : /^(\d{1,4}(?:[.,]\d+)?)\s*(.{0,20})$/.exec(text);
    if (!match) return undefined;
    const unit = match[2] === '' ? this.map.speed : unitIn(match[2]!);
    return unit && toKnots(Number(match[1]!.replace(',', '.')), unit);
  }
}

function degreesIn(text: string | undefined, limit: number): number | undefined {
  const match = text === undefined ? null : /^(\d{1,3}(?:[.,]\d+)?)\s*°?$/.exec(text);
  const value = match ? Number(match[1]!.replace(',', '.')) : Number.NaN;
  return value <= limit ? value : undefined;
}

/** MMSI and IMO numbers, also as `IMO 9074729`. */
function identity(text: string | undefined): number | undefined {
  const match = text === undefined ? null : /^(?:mmsi|imo)?\s*:?\s*(\d{1,10})$/i.exec(text);
  const value = match ? Number(match[1]) : 0;
  return value > 0 ? value : undefined;
}
