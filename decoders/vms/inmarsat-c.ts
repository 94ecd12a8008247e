/**
 * Records of an Inmarsat-C land earth station's "retrieve DNID" stream: header and maritime position report. Layout after the
 * Inmarsat-C data report packets and the `T&T` API header. Knows no stream: one record in, one message out.
 */
import { hex } from '../bytes.ts';
import { isoTime, isPlausible, utcMs } from '../time.ts';
import type { VmsMessage } from './message.ts';

type InmarsatRecord = 'DNID' | 'DNID_MSG' | 'MSG' | 'PDN' | 'NDN';

/** One record. `type` is the reason why the unit reported, from its MEM code; DNID and member number together are `device_id`. */
export interface InmarsatMessage extends VmsMessage {
  format: 'inmarsat-c';
  /** Header type: position or data report, message with or without DNID, notice of delivery or of failed delivery. */
  record: InmarsatRecord;
  /** Reference that the land earth station gave it; absent when it arrived damaged. */
  les_message_ref?: number;
  /** Land earth station as operators write it: ocean region's digit and two digits, for example 304. */
  les_id?: number;
  ocean_region?: 'AOR-W' | 'AOR-E' | 'POR' | 'IOR';
  /** ISO 8601 UTC at which the station stored it. */
  stored_time: string;
  dnid?: number;
  member?: number;
  /** Inmarsat mobile number of the unit. */
  mes_number?: number;
  /** Macro encoded message, as `0x0B`. */
  mem_code?: string;
  failure_reason?: number;
  delivery_attempts?: number;
  /** Data that are no position report, as hex. */
  payload?: string;
}

/** What each header type has between message reference and end-of-header byte, in this order. */
const layouts: Readonly<Record<number, { record: InmarsatRecord; fields: readonly HeaderField[] }>> = {
  1: { record: 'DNID', fields: ['presentation', 'les', 'dataLength', 'storedTime', 'dnid', 'member'] },
  2: { record: 'DNID_MSG', fields: ['presentation', 'les', 'dataLength', 'storedTime', 'dnid', 'mes'] },
  3: { record: 'MSG', fields: ['presentation', 'les', 'dataLength', 'storedTime', 'mes'] },
  4: { record: 'PDN', fields: ['attempts', 'storedTime', 'mes'] },
  5: { record: 'NDN', fields: ['failure', 'attempts', 'storedTime', 'mes'] },
};

const sizes = {
  presentation: 1,
  les: 1,
  dataLength: 2,
  storedTime: 4,
  dnid: 2,
  member: 1,
  mes: 4,
  attempts: 1,
  failure: 1,
} as const;

type HeaderField = keyof typeof sizes;

/** Mark (4), type, length. */
const REFERENCE_AT = 6;
const END_OF_HEADER = 2;
/** Data as sent (1: seven-bit text, 2: transparent). */
const TRANSPARENT = 2;
/** Position reports have 8 or 20 bytes; longer texts are nothing of a vessel monitoring system. */
const MAX_DATA = 1024;

export interface InmarsatHeader {
  record: InmarsatRecord;
  /** Bytes of the header as it arrived. */
  length: number;
  /** Bytes that follow the header. */
  dataLength: number;
  reference: number | undefined;
  values: Partial<Record<HeaderField, number>>;
}

/**
 * @param bytes begins with the mark
 * @param missing bytes by which the message reference is short: stations drop its last byte where that is zero
 * @returns undefined when this is no header
 */
export function readHeader(bytes: Uint8Array, missing: 0 | 1): InmarsatHeader | undefined {
  const layout = layouts[bytes[4] ?? 0];
  if (!layout) return undefined;
  let at = REFERENCE_AT + 4 - missing;
  const values: Partial<Record<HeaderField, number>> = {};
  for (const field of layout.fields) {
    values[field] = littleEndian(bytes, at, sizes[field]);
    at += sizes[field];
  }
  const length = at + 1;
  if (bytes.length < length || bytes[5] !== length + missing || bytes[at] !== END_OF_HEADER) return undefined;
  const { presentation = TRANSPARENT, dataLength = 0, storedTime = 0 } = values;
  if (presentation < 1 || presentation > TRANSPARENT || dataLength > MAX_DATA) return undefined;
  if (!isPlausible(storedTime * 1000)) return undefined;
  const reference = missing === 0 ? littleEndian(bytes, REFERENCE_AT, 4) : undefined;
  return { record: layout.record, length, dataLength, reference, values };
}

/** Bytes that a header of this type has; undefined for unknown types. */
export function headerLength(type: number): number | undefined {
  return layouts[type]?.fields.reduce((sum, field) => sum + sizes[field], REFERENCE_AT + 4 + 1);
}

/** A record as a message, or the reason why it cannot be used. */
export function inmarsatMessage(header: InmarsatHeader, data: Uint8Array): InmarsatMessage | string {
  const { record, reference, values } = header;
  const storedAt = values.storedTime! * 1000;
  const isReport = record === 'DNID' && values.presentation === TRANSPARENT && data.length >= PACKET_1;
  const report = isReport ? positionReport(data, storedAt) : { payload: data.length === 0 ? undefined : hex(data) };
  if (typeof report === 'string') return report;
  const { dnid, member, mes, les } = values;
  return {
    class: 'VMS',
    format: 'inmarsat-c',
    record,
    ...report,
    device_id: member === undefined ? mes?.toString() : `${dnid}/${member}`,
    dnid,
    member,
    mes_number: mes,
    les_message_ref: reference,
    les_id: les === undefined ? undefined : (les >> 6) * 100 + (les & 0x3f),
    ocean_region: les === undefined ? undefined : regions[les >> 6],
    stored_time: isoTime(storedAt),
    failure_reason: values.failure,
    delivery_attempts: values.attempts,
  };
}

const regions = ['AOR-W', 'AOR-E', 'POR', 'IOR'] as const;

const memWords: Readonly<Record<number, string>> = {
  11: 'normal',
  64: 'power-up',
  66: 'power-down',
  68: 'antenna-disconnected',
  69: 'antenna-blocked',
  70: 'stored-position',
  71: 'io-event',
  72: 'zone-enter',
  73: 'zone-leave',
  80: 'sleep-enter',
  81: 'sleep',
  82: 'sleep-leave',
  83: 'sleep-enter-fixed-time',
  88: 'manual',
  89: 'speed-above-limit',
  90: 'speed-below-limit',
  91: 'gps-blocked',
};

/** Bytes of the first packet, and of both. */
const PACKET_1 = 8;
const PACKETS = 20;
/** Data report format of maritime units. A byte too many in the header shows here first. */
const MARITIME = 1;
const NO_SPEED = 0xff;

type PositionReport = Pick<InmarsatMessage, 'time' | 'lat' | 'lon' | 'speed' | 'course' | 'type' | 'mem_code'>;

function positionReport(data: Uint8Array, storedAt: number): PositionReport | string {
  let at = 0;
  const bits = (count: number): number => {
    let value = 0;
    for (const end = at + count; at < end; at++) value = value * 2 + ((data[at >> 3]! >> (7 - (at & 7))) & 1);
    return value;
  };
  const isMaritime = bits(2) === MARITIME;
  const lat = degrees(bits(1), bits(7), bits(6), bits(5), 90);
  const lon = degrees(bits(1), bits(8), bits(6), bits(5), 180);
  const mem = bits(7);
  bits(1);
  const time = fixTime(bits(5), bits(5), bits(5) * 2, storedAt);
  if (!isMaritime) return 'bad-report-format';
  if (lat === undefined) return 'bad-latitude';
  if (lon === undefined) return 'bad-longitude';
  if (typeof time === 'string') return time;
  // In other lengths the second packet holds something else.
  const speed = data.length === PACKETS ? bits(8) : NO_SPEED;
  const course = data.length === PACKETS ? bits(9) : undefined;
  return {
    time: isoTime(time),
    lat,
    lon,
    speed: speed === NO_SPEED ? undefined : (speed * 2) / 10,
    course: course !== undefined && course <= 360 ? course : undefined,
    type: memWords[mem],
    mem_code: `0x${mem.toString(16).toUpperCase().padStart(2, '0')}`,
  };
}

/** Hundredths of a minute come in steps of four, so that 25 and more are no fraction. */
function degrees(isNegative: number, whole: number, minutes: number, fraction: number, limit: number) {
  const size = whole + (minutes + fraction * 0.04) / 60;
  if (minutes > 59 || fraction > 24 || size > limit) return undefined;
  // `+ 0` turns −0 into 0.
  return Math.round((isNegative ? -size : size) * 1e7) / 1e7 + 0;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The report says only the day of the month. It was made before it was stored, so that a day after that of storing is one of
 * the month before (or of the last month that has such a day). Clocks may disagree: what is later on the same day, or an hour
 * later across midnight, is still this month's.
 */
function fixTime(day: number, hour: number, minute: number, storedAt: number): number | string {
  if (hour > 23 || minute > 58) return 'bad-time';
  const latest = Math.max(Math.floor(storedAt / DAY_MS) * DAY_MS + DAY_MS - 1, storedAt + HOUR_MS);
  const stored = new Date(storedAt);
  for (let back = -1; back <= 2; back++) {
    const month = new Date(Date.UTC(stored.getUTCFullYear(), stored.getUTCMonth() - back, 1));
    const time = utcMs(month.getUTCFullYear(), month.getUTCMonth() + 1, day, hour, minute, 0);
    if (time !== undefined && time <= latest) return time;
  }
  return 'bad-date';
}

function littleEndian(bytes: Uint8Array, from: number, size: number): number {
  let value = 0;
  for (let at = from + size - 1; at >= from; at--) value = value * 256 + (bytes[at] ?? 0);
  return value;
}
