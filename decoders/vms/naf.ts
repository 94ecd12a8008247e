/**
 * NAF, the North Atlantic Format of vessel position reports: `//SR//CODE/value//…//ER//`. Fields after naf-format.org
 * and NEAFC/NAFO; what senders do otherwise is noted where it is allowed for. Knows no stream: one record in, one message out.
 */
import { isoTime, utcMs } from '../time.ts';
import { isoCountry } from './countries.ts';
import type { VmsMessage } from './message.ts';

export { type EncodableNaf, encodeNaf } from './naf-encoder.ts';

/** One NAF record. Fields that the record does not give are absent. */
export interface NafMessage extends VmsMessage {
  format: 'naf';
  /** FR */
  from?: string;
  /** AD */
  to?: string;
  /** RN */
  record_no?: string;
  /** ISO 8601 UTC at which the record was sent (RD, RT). */
  record_time?: string;
  /** SQ */
  sequence_no?: string;
  /** TN */
  trip_no?: string;
  /** MA */
  master?: string;
  /** AC */
  activity?: string;
  /** Network that carried it, for example CEL or SAT (MS). */
  network?: string;
  /** RS and RE of a return message. */
  return_status?: string;
  return_error?: string;
  /** All other fields as sent, by their codes: catch (CA), zone (ZO), port (PO), cancelled record (CR), senders' own. */
  other?: Record<string, string>;
}

/** Types that mean a position; without one, or without its time, they are useless. UVMS reads a missing type as POS. */
const positionTypes: ReadonlySet<string> = new Set(['POS', 'MAN', 'AUT']);

/** Takes back the record that CR and YR name. */
const CANCELLATION = 'CAN';

/** Fields that have a name of their own in a message. */
const named: ReadonlySet<string> = new Set(
  'AD FR TM SQ RN RD RT DA TI RC NA XR FS IR IM MM TN LA LO LT LG SP CO AC MA MS OP RS RE SR ER'.split(' '),
);

/** Fields by code; of a repeated code the first non-empty value. `code → value`, both trimmed, codes in upper case. */
type NafFields = ReadonlyMap<string, string>;

/** Splits a record's text between SR and ER. Single slashes inside a value stay in it. */
export function nafFields(text: string): NafFields {
  const fields = new Map<string, string>();
  for (const element of text.split('//')) {
    // An empty value (`//RC///`) leaves its slash in front of the next element.
    const match = /^\/?\s*([A-Za-z]{2})\/(.*)$/s.exec(element);
    if (!match) continue;
    const code = match[1]!.toUpperCase();
    const value = match[2]!.trim();
    if (value !== '' && value !== '/' && !fields.has(code)) fields.set(code, value);
  }
  return fields;
}

/** A record's fields as a message, or the reason why it cannot be used. */
export function nafMessage(fields: NafFields): NafMessage | string {
  const from = fields.get('FR');
  const flag = fields.get('FS')?.toUpperCase();
  if (from !== undefined && !isSender(from)) return 'unknown-country';
  if (flag !== undefined && flag !== 'X' && isoCountry(flag) === undefined) return 'unknown-country';
  const position = nafPosition(fields);
  if (typeof position === 'string') return position;
  const type = fields.get('TM')?.toUpperCase();
  if (!position && positionTypes.has(type ?? 'POS')) return 'no-position';
  const time = nafTime(fields.get('DA'), fields.get('TI'));
  if (typeof time === 'string' && (position || time !== 'no-date-time')) return time;
  const recordTime = nafTime(fields.get('RD'), fields.get('RT'));
  return {
    class: 'VMS',
    format: 'naf',
    time: typeof time === 'number' ? isoTime(time) : undefined,
    lat: position?.lat,
    lon: position?.lon,
    speed: speedKn(fields.get('SP')),
    course: courseDeg(fields.get('CO')),
    type,
    callsign: fields.get('RC'),
    name: fields.get('NA'),
    registration: fields.get('XR'),
    internal_reference: fields.get('IR'),
    flag,
    from,
    to: fields.get('AD'),
    device_id: fields.get('OP'),
    imo: wholeNumber(fields.get('IM')),
    mmsi: wholeNumber(fields.get('MM')),
    record_no: fields.get('RN'),
    record_time: typeof recordTime === 'number' ? isoTime(recordTime) : undefined,
    sequence_no: fields.get('SQ'),
    trip_no: fields.get('TN'),
    master: fields.get('MA'),
    activity: fields.get('AC'),
    network: fields.get('MS'),
    return_status: fields.get('RS'),
    return_error: fields.get('RE'),
    withdrawn: type === CANCELLATION || undefined,
    other: otherFields(fields),
  };
}

function otherFields(fields: NafFields): Record<string, string> | undefined {
  const others = [...fields].filter(([code]) => !named.has(code));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** Senders are countries, organisations (NAF reserves X… for them) or, in national systems, providers of any other length. */
function isSender(code: string): boolean {
  return code.length !== 3 || /^X/i.test(code) || isoCountry(code) !== undefined;
}

/** Decimal degrees (LT, LG) before degrees and minutes (LA, LO): they are the finer notation. */
function nafPosition(fields: NafFields): { lat: number; lon: number } | string | undefined {
  const lt = fields.get('LT');
  const lg = fields.get('LG');
  const la = fields.get('LA');
  const lo = fields.get('LO');
  if (lt === undefined && lg === undefined && la === undefined && lo === undefined) return undefined;
  const lat =
    lt !== undefined ? decimalDegrees(lt, 90) : degreesMinutes(la, /^([NS])\s?(\d{2})(\d{2}(?:\.\d+)?)$/i, 90);
  if (lat === undefined) return lt === undefined && la === undefined ? 'no-position' : 'bad-latitude';
  const lon =
    lg !== undefined ? decimalDegrees(lg, 180) : degreesMinutes(lo, /^([EW])\s?(\d{3})(\d{2}(?:\.\d+)?)$/i, 180);
  if (lon === undefined) return lg === undefined && lo === undefined ? 'no-position' : 'bad-longitude';
  return { lat, lon };
}

function decimalDegrees(text: string, limit: number): number | undefined {
  if (!/^[+-]?(\d{1,3}(\.\d*)?|\.\d+)$/.test(text)) return undefined;
  // `+ 0` turns −0 into 0.
  return within(Math.round(Number(text) * 1e7) / 1e7 + 0, limit);
}

function degreesMinutes(text: string | undefined, form: RegExp, limit: number): number | undefined {
  const match = text === undefined ? null : form.exec(text);
  if (!match || Number(match[3]) >= 60) return undefined;
  const size = Number(match[2]) + Number(match[3]) / 60;
  const sign = /[SW]/i.test(match[1]!) ? -1 : 1;
  return within(Math.round(sign * size * 1e7) / 1e7 + 0, limit);
}

function within(value: number, limit: number): number | undefined {
  return Math.abs(value) <= limit ? value : undefined;
}

/** Epoch ms of YYYYMMDD or YYMMDD (Panama, Seychelles) and HHMM or HHMMSS (CLS), or the reason why there is none. */
function nafTime(date: string | undefined, time: string | undefined): number | string {
  if (date === undefined || time === undefined) return 'no-date-time';
  const ymd = /^(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(date);
  if (!ymd) return 'bad-date';
  // Short times have lost their leading zeros.
  const hms = /^(\d{2})(\d{2})(\d{2})?$/.exec(time.padStart(time.length > 4 ? 6 : 4, '0'));
  if (!hms || Number(hms[1]) > 23 || Number(hms[2]) > 59 || Number(hms[3] ?? 0) > 59) return 'bad-time';
  const year = ymd[1]!.length === 2 ? 2000 + Number(ymd[1]) : Number(ymd[1]);
  const ms = utcMs(year, Number(ymd[2]), Number(ymd[3]), Number(hms[1]), Number(hms[2]), Number(hms[3] ?? 0));
  return ms ?? 'bad-date';
}

/** SP is in tenths of a knot. What is no number is no speed; the position stands without it. */
function speedKn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) / 10_000 : undefined;
}

function courseDeg(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= 360 ? value : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
