/** Records of notice 1008 for the fleet simulator and for tests, by the same layouts that are read. */
import { zoneMinutes } from '../time-zone.ts';
import { knotsPer } from './speed-units.ts';
import { type Vn1008Message, vn1008Types } from './vn1008.ts';
import {
  defaultVn1008Layout,
  partsOf,
  type Vn1008Field,
  type Vn1008FieldPart,
  type Vn1008Kind,
  type Vn1008Layout,
  type Vn1008Part,
  vn1008Kinds,
  widthOf,
} from './vn1008-layout.ts';

/** `type` says the kind; without it a position is written. */
export type EncodableVn1008 = Partial<Omit<Vn1008Message, 'class' | 'format'>>;

/**
 * One message as a record without its end. Coordinates to 0.0001′ (or as far as the layout's width goes), speed and course to
 * 0.1; the state is `A` with a position and `V` without one. What does not fit its field is cut or, in text, made of spaces.
 */
export function encodeVn1008(message: EncodableVn1008, layout: Vn1008Layout = defaultVn1008Layout): string {
  const kind = vn1008Kinds.find((one) => vn1008Types[one] === message.type) ?? 'position';
  const parts = partsOf(layout, kind);
  return parts
    .map((part, at) => ('literal' in part ? part.literal : written(part, parts[at + 1], message, kind, layout)))
    .join('');
}

function written(
  part: Vn1008FieldPart,
  next: Vn1008Part | undefined,
  message: EncodableVn1008,
  kind: Vn1008Kind,
  layout: Vn1008Layout,
): string {
  const width = widthOf(part);
  const value = clean(fieldText(part.field, width, message, kind, layout), next, layout);
  if (width === undefined || (part.width === undefined && value === '' && next && 'literal' in next)) return value;
  const isNumber = part.field === 'speed' || part.field === 'direction' || part.field === 'seqno';
  const padded = value !== '' && isNumber ? value.padStart(width, '0') : value.padEnd(width, ' ');
  return padded.slice(0, width);
}

/** A value must not hold what ends it. */
function clean(value: string, next: Vn1008Part | undefined, { recordEnd }: Vn1008Layout): string {
  const ends = next !== undefined && 'literal' in next ? [next.literal, recordEnd] : [recordEnd];
  const stop = ends.includes(' ') ? '_' : ' ';
  return ends.reduce((text, end) => text.replaceAll(end, stop), value).replace(/[\r\n]/g, stop);
}

function fieldText(
  field: Vn1008Field,
  width: number | undefined,
  message: EncodableVn1008,
  kind: Vn1008Kind,
  layout: Vn1008Layout,
): string {
  const { lat, lon, time } = message;
  switch (field) {
    case 'mref':
      return message.mref ?? layout.kinds[kind].mref[0] ?? vn1008Types[kind];
    case 'seqno':
      return message.sequence_no ?? '';
    case 'id':
      return message.device_id ?? '';
    case 'time':
      return time === undefined ? '' : local(time, layout).slice(11, 19).replaceAll(':', '');
    case 'date':
      return time === undefined ? '' : dateOf(local(time, layout), layout.date);
    case 'gmt':
      return gmt(layout);
    case 'state':
      return message.state ?? (lat === undefined ? 'V' : layout.validStates[0]!);
    case 'latitude':
      return lat === undefined ? '' : angle(lat, 2, width, layout);
    case 'longitude':
      return lon === undefined ? '' : angle(lon, 3, width, layout);
    case 'northSouth':
      return lat === undefined ? '' : lat < 0 ? 'S' : 'N';
    case 'eastWest':
      return lon === undefined ? '' : lon < 0 ? 'W' : 'E';
    case 'speed':
      return message.speed === undefined ? '' : tenths(message.speed / knotsPer[layout.speed], width);
    case 'direction':
      return message.course === undefined ? '' : tenths(message.course, width);
    case 'secretCode':
      return '';
    case 'text':
      return message.text ?? '';
  }
}

function tenths(value: number, width: number | undefined): string {
  return value.toFixed(width !== undefined && width < 5 ? 0 : 1);
}

/** ISO 8601 of the layout's own time zone. */
function local(iso: string, layout: Vn1008Layout): string {
  return new Date(Date.parse(iso) + (zoneMinutes(layout.timeZone) ?? 0) * 60_000).toISOString();
}

function dateOf(iso: string, notation: Vn1008Layout['date']): string {
  const year = notation.includes('yyyy') ? iso.slice(0, 4) : iso.slice(2, 4);
  return notation.replace(/y+/, year).replace('mm', iso.slice(5, 7)).replace('dd', iso.slice(8, 10));
}

function gmt({ timeZone }: Vn1008Layout): string {
  const minutes = zoneMinutes(timeZone) ?? 0;
  if (minutes === 0) return 'GMT';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `GMT${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`;
}

/** Decimals that fit the width, or four of a minute. */
function angle(degrees: number, degreeDigits: number, width: number | undefined, layout: Vn1008Layout): string {
  const { coordinates, impliedDecimals } = layout;
  const wholeDigits = degreeDigits + { 'dd.dddd': 0, 'ddmm.mmmm': 2, ddmmss: 4 }[coordinates];
  const usual = { 'dd.dddd': 6, 'ddmm.mmmm': 4, ddmmss: 0 }[coordinates];
  const fitting = width === undefined ? usual : Math.max(0, width - wholeDigits - 1);
  const decimals = impliedDecimals > 0 ? impliedDecimals : Math.min(fitting, 6);
  const text = notated(Math.abs(degrees), coordinates, degreeDigits, decimals);
  return impliedDecimals > 0 ? text.replace('.', '') : text;
}

function notated(size: number, notation: Vn1008Layout['coordinates'], degreeDigits: number, decimals: number): string {
  const scale = 10 ** decimals;
  const perDegree = { 'dd.dddd': 1, 'ddmm.mmmm': 60, ddmmss: 3600 }[notation];
  // In whole units of the last decimal, so that 59.99996′ becomes the next degree and not 60′.
  const units = Math.round(size * perDegree * scale);
  const last = units % ((notation === 'dd.dddd' ? 1000 : 60) * scale);
  const rest = Math.floor(units / ((notation === 'dd.dddd' ? 1000 : 60) * scale));
  const lastText = (last / scale).toFixed(decimals);
  const digits = (text: string, count: number): string => text.padStart(count + (decimals > 0 ? decimals + 1 : 0), '0');
  if (notation === 'dd.dddd') return digits(lastText, degreeDigits);
  if (notation === 'ddmm.mmmm') return String(rest).padStart(degreeDigits, '0') + digits(lastText, 2);
  const minutes = String(rest % 60).padStart(2, '0');
  return String(Math.floor(rest / 60)).padStart(degreeDigits, '0') + minutes + digits(lastText, 2);
}
