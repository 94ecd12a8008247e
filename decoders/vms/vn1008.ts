/**
 * One record of notice 1008/TB-TCTS-TTTS → message, by a layout that says how the provider writes it. Knows no stream: one
 * record in, one message out, or the reason why there is none.
 */
import { isoTime, utcMs } from '../time.ts';
import { zoneMinutes } from '../time-zone.ts';
import type { VmsMessage } from './message.ts';
import { toKnots } from './speed-units.ts';
import {
  partsOf,
  type Vn1008Field,
  type Vn1008FieldPart,
  type Vn1008Kind,
  type Vn1008Layout,
  type Vn1008Part,
  vn1008Kinds,
  widthOf,
} from './vn1008-layout.ts';

/** What each kind of message is called in `type`. */
export const vn1008Types = {
  position: 'POS',
  downlink: 'IMG',
  sos: 'SOS',
  poll: 'POLL',
  reply: 'REPLY',
} as const satisfies Record<Vn1008Kind, string>;

/** One message of notice 1008. `device_id` is the notice's ID. A poll's secret code is read past and not kept. */
export interface Vn1008Message extends VmsMessage {
  format: 'vn1008';
  type: (typeof vn1008Types)[Vn1008Kind];
  /** MREF as sent. */
  mref: string;
  sequence_no?: string;
  /** State as sent: `A` is a valid fix. Without one, the position is left out. */
  state?: string;
  /** What a downlink message says. */
  text?: string;
}

/** An SOS that could be read in part is still an SOS: what is missing is named. */
interface Vn1008Reading {
  message: Vn1008Message;
  damaged?: string;
}

type Values = Partial<Record<Vn1008Field, string>>;

/** A layout made ready for reading. */
export class Vn1008Reader {
  private readonly layout: Vn1008Layout;
  private readonly parts: Readonly<Record<Vn1008Kind, Vn1008Part[]>>;
  private readonly separators: Readonly<Record<Vn1008Kind, string>>;
  private readonly zone: number;

  /** @param layout as `checkVn1008Layout` let it pass */
  constructor(layout: Vn1008Layout) {
    this.layout = layout;
    this.parts = forKinds((kind) => partsOf(layout, kind));
    this.separators = forKinds((kind) => layout.kinds[kind].separator ?? layout.separator);
    this.zone = zoneMinutes(layout.timeZone) ?? 0;
  }

  /** @returns the message, or the reason why the record cannot be used */
  read(record: string): Vn1008Reading | string {
    const kind = this.kindOf(record);
    if (!kind) return 'unknown-message';
    const { values, isComplete } = readParts(record, this.parts[kind], this.separators[kind]);
    if (isComplete && !values.id) return 'no-id';
    if (kind === 'sos') return this.sos(record, values, isComplete);
    return isComplete ? this.message(kind, values) : 'not-the-layout';
  }

  private kindOf(record: string): Vn1008Kind | undefined {
    const { kinds } = this.layout;
    const claims = (kind: Vn1008Kind): boolean => kinds[kind].mref.some((word) => this.mrefOf(record, kind) === word);
    return vn1008Kinds.find(claims) ?? vn1008Kinds.find((kind) => kinds[kind].mref.length === 0);
  }

  private mrefOf(record: string, kind: Vn1008Kind): string | undefined {
    return readParts(record, this.parts[kind].slice(0, 2), this.separators[kind]).values.mref;
  }

  private message(kind: Vn1008Kind, values: Values): Vn1008Reading | string {
    const message = this.blank(kind, values);
    if (kind === 'poll' || kind === 'downlink') return { message };
    const time = this.time(values);
    if (typeof time === 'string') return time;
    message.time = isoTime(time);
    if (values.state !== undefined && !/^[A-Za-z]$/.test(values.state)) return 'bad-state';
    if (values.state !== undefined && !this.layout.validStates.includes(values.state)) return { message };
    const position = this.position(values);
    if (typeof position === 'string') return position;
    return { message: Object.assign(message, position, this.motion(values)) };
  }

  /** Whatever can be read of a distress message counts; one that is written like a position is read like one. */
  private sos(record: string, own: Values, isComplete: boolean): Vn1008Reading | string {
    const other = isComplete ? undefined : readParts(record, this.parts.position, this.separators.position);
    const values = other?.isComplete ? other.values : own;
    if (!values.id) return 'not-the-layout';
    const message = this.blank('sos', values);
    const time = this.time(values);
    const position = this.position(values);
    if (typeof time === 'number') message.time = isoTime(time);
    if (typeof position === 'object') Object.assign(message, position, this.motion(values));
    const fault = !isComplete ? 'not-the-layout' : typeof position === 'string' ? position : time;
    return typeof fault === 'string' ? { message, damaged: `sos-${fault}` } : { message };
  }

  private blank(kind: Vn1008Kind, values: Values): Vn1008Message {
    return {
      class: 'VMS',
      format: 'vn1008',
      type: vn1008Types[kind],
      mref: values.mref ?? '',
      device_id: values.id,
      sequence_no: values.seqno,
      state: values.state,
      text: values.text,
    };
  }

  private motion(values: Values): { speed?: number; course?: number } {
    const speed = unsigned(values.speed);
    const course = unsigned(values.direction);
    return {
      speed: speed === undefined ? undefined : toKnots(speed, this.layout.speed),
      course: course === undefined || course > 360 ? undefined : course,
    };
  }

  private position(values: Values): { lat: number; lon: number } | string {
    if (values.latitude === undefined || values.longitude === undefined) return 'no-position';
    const lat = this.degrees(values.latitude, values.northSouth, 'NS', 90);
    if (lat === undefined) return 'bad-latitude';
    const lon = this.degrees(values.longitude, values.eastWest, 'EW', 180);
    return lon === undefined ? 'bad-longitude' : { lat, lon };
  }

  /** A letter is needed with degrees and minutes; decimal degrees may carry a sign instead. */
  private degrees(text: string, letter: string | undefined, letters: string, limit: 90 | 180): number | undefined {
    const { coordinates, impliedDecimals } = this.layout;
    const at = letter === undefined ? -1 : letters.indexOf(letter.toUpperCase());
    if (letter !== undefined && at < 0) return undefined;
    const signed = coordinates === 'dd.dddd' && letter === undefined;
    const match = (signed ? /^([+-]?)(\d+(?:\.\d*)?)$/ : /^()(\d+(?:\.\d*)?)$/).exec(text);
    if (!match || (at < 0 && !signed)) return undefined;
    const size = sizeOf(withPoint(match[2]!, impliedDecimals), coordinates, limit === 90 ? 2 : 3);
    if (size === undefined || size > limit) return undefined;
    const negative = at === 1 || match[1] === '-';
    return Math.round((negative ? -size : size) * 1e7) / 1e7 + 0;
  }

  private time(values: Values): number | string {
    if (values.date === undefined || values.time === undefined) return 'no-date-time';
    const date = dateParts(values.date.replace(/[/.-]/g, ''), this.layout.date);
    if (!date) return 'bad-date';
    const clock = /^(\d{2}):?(\d{2}):?(?:(\d{2})(\.\d+)?)?$/.exec(values.time);
    if (!clock || Number(clock[1]) > 23 || Number(clock[2]) > 59 || Number(clock[3] ?? 0) > 59) return 'bad-time';
    const ms = Math.floor(Number(clock[4] ?? 0) * 1000);
    const local = utcMs(...date, Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), ms);
    if (local === undefined) return 'bad-date';
    const said = values.gmt === undefined ? undefined : zoneMinutes(values.gmt);
    return local - (said ?? this.zone) * 60_000;
  }
}

function forKinds<T>(of: (kind: Vn1008Kind) => T): Record<Vn1008Kind, T> {
  return Object.fromEntries(vn1008Kinds.map((kind) => [kind, of(kind)])) as Record<Vn1008Kind, T>;
}

/** Reads as far as the record follows the parts. Empty fields are left out. */
function readParts(
  record: string,
  parts: readonly Vn1008Part[],
  separator: string,
): { values: Values; isComplete: boolean } {
  const values: Values = {};
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if ('literal' in part) {
      if (!record.startsWith(part.literal, at)) return { values, isComplete: false };
      at += part.literal.length;
      continue;
    }
    const end = endOf(record, at, part, parts[index + 1], separator);
    if (end < 0) return { values, isComplete: false };
    const value = record.slice(at, end).trim();
    if (value !== '') values[part.field] = value;
    at = end;
  }
  return { values, isComplete: at === record.length };
}

function endOf(
  record: string,
  at: number,
  part: Vn1008FieldPart,
  next: Vn1008Part | undefined,
  separator: string,
): number {
  const stop = next !== undefined && 'literal' in next ? record.indexOf(next.literal, at) : -1;
  // A letter that was left out between separators is no character at all.
  if (part.width === undefined && stop >= 0) return stop;
  const width = widthOf(part);
  if (width !== undefined) return at + width <= record.length ? at + width : -1;
  if (next !== undefined) return -1;
  // A further field behind the last is one too many; only a text may hold anything.
  const surplus = separator === '' || part.field === 'text' ? -1 : record.indexOf(separator, at);
  return surplus < 0 ? record.length : surplus;
}

function withPoint(digits: string, impliedDecimals: number): string {
  if (digits.includes('.') || impliedDecimals === 0 || digits.length <= impliedDecimals) return digits;
  return `${digits.slice(0, -impliedDecimals)}.${digits.slice(-impliedDecimals)}`;
}

function sizeOf(text: string, notation: Vn1008Layout['coordinates'], degreeDigits: number): number | undefined {
  if (notation === 'dd.dddd') return Number(text);
  const whole = text.split('.')[0]!.length;
  const degrees = Number(text.slice(0, degreeDigits));
  if (notation === 'ddmm.mmmm') {
    const minutes = Number(text.slice(degreeDigits));
    return whole === degreeDigits + 2 && minutes < 60 ? degrees + minutes / 60 : undefined;
  }
  const minutes = Number(text.slice(degreeDigits, degreeDigits + 2));
  const seconds = Number(text.slice(degreeDigits + 2));
  if (whole !== degreeDigits + 4 || minutes >= 60 || seconds >= 60) return undefined;
  return degrees + minutes / 60 + seconds / 3600;
}

/** Year, month and day in the order that the layout's letters say. */
function dateParts(text: string, notation: string): [number, number, number] | undefined {
  if (text.length !== notation.length || !/^\d+$/.test(text)) return undefined;
  const part = (letter: string): number =>
    Number(text.slice(notation.indexOf(letter), notation.lastIndexOf(letter) + 1));
  const year = part('y');
  return [year < 100 ? 2000 + year : year, part('m'), part('d')];
}

function unsigned(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}(\.\d*)?$/.test(text) ? Number(text) : undefined;
}
