/**
 * Payloads of Iridium SBD units. Every maker has a layout of its own, often one that its customer chooses; a codec is that
 * layout as data, so that a new device needs no program.
 */
import { isPlausible } from '../time.ts';

export interface SbdField {
  /**
   * `lat`, `lon` (degrees), `time` (epoch seconds), `speed` (knots), `course` (degrees) and `valid` (0: no fix) make the
   * position; any other name is put out as it is. Without name: skipped.
   */
  name?: string;
  /** Width, 1–32. */
  bits: number;
  /** Two's complement. Default false. */
  signed?: boolean;
  /** Least significant byte first; needs whole bytes on a byte's edge. Default false: most significant bit first. */
  littleEndian?: boolean;
  /** Value = raw × scale + offset. Defaults 1 and 0. */
  scale?: number;
  offset?: number;
  /** Raw value that stands for "not available". */
  none?: number;
}

export interface SbdCodec {
  name: string;
  /** Beginnings of the IMEIs of its devices. Without: any device whose payload fits and which no other codec names. */
  imei?: readonly string[];
  /** Bytes of the whole payload, when it has more than the fields. */
  length?: number;
  fields: readonly SbdField[];
}

/** Epoch seconds of 2000-01-01, from which several makers count. */
const Y2000 = 946_684_800;
const KN_PER_KMH = 1 / 1.852;

/**
 * Meitrack T622 with the parameters 01,02,03,04,05,08, as in the vector of traccar; three bytes follow that its source leaves
 * unread.
 */
export const t622: SbdCodec = {
  name: 't622',
  length: 19,
  fields: [
    { name: 'event', bits: 8 },
    { name: 'lat', bits: 32, signed: true, littleEndian: true, scale: 1e-6 },
    { name: 'lon', bits: 32, signed: true, littleEndian: true, scale: 1e-6 },
    { name: 'time', bits: 32, littleEndian: true, offset: Y2000 },
    { name: 'valid', bits: 8 },
    { name: 'speed', bits: 16, littleEndian: true, scale: KN_PER_KMH },
  ],
};

/** For devices whose layout can be chosen: 16 bytes, most significant first, 1e-6°, Unix time, 0.1 kn, 0.1°. */
export const plain: SbdCodec = {
  name: 'plain',
  fields: [
    { name: 'lat', bits: 32, signed: true, scale: 1e-6 },
    { name: 'lon', bits: 32, signed: true, scale: 1e-6 },
    { name: 'time', bits: 32 },
    { name: 'speed', bits: 16, scale: 0.1, none: 0xffff },
    { name: 'course', bits: 16, scale: 0.1, none: 0xffff },
  ],
};

export const defaultCodecs: readonly SbdCodec[] = [t622, plain];

/** What a codec read. */
interface SbdReading {
  codec: string;
  /** Epoch ms. */
  time?: number;
  lat?: number;
  lon?: number;
  speedKn?: number;
  courseDeg?: number;
  /** Fields of other names. */
  values?: Record<string, number>;
}

/** Reports wait in a unit while there is no sky; they aren't made after the session that carried them. */
const OLDEST_MS = 60 * 86_400_000;
const AHEAD_MS = 3_600_000;

/**
 * Reads a payload with the codec that its device has, or else with the only one that makes sense of it.
 * @param sessionTime epoch ms of the session that carried it
 * @returns undefined when no codec fits, or several do
 */
export function readPayload(
  payload: Uint8Array,
  imei: string,
  sessionTime: number,
  codecs: readonly SbdCodec[],
): SbdReading | undefined {
  const own = codecs.filter((codec) => codec.imei?.some((beginning) => imei.startsWith(beginning)));
  const tried = own.length > 0 ? own : codecs.filter((codec) => codec.imei === undefined);
  const fitting = tried
    .map((codec) => read(codec, payload, sessionTime))
    .filter((reading): reading is SbdReading => reading !== undefined);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function read(codec: SbdCodec, payload: Uint8Array, sessionTime: number): SbdReading | undefined {
  const bitLength = codec.fields.reduce((sum, { bits }) => sum + bits, 0);
  if (payload.length !== (codec.length ?? Math.ceil(bitLength / 8)) || bitLength > payload.length * 8) return undefined;
  const found = new Map<string, number>();
  let at = 0;
  for (const field of codec.fields) {
    const value = fieldValue(payload, at, field);
    if (field.name !== undefined && value !== undefined) found.set(field.name, value);
    at += field.bits;
  }
  return reading(codec.name, found, sessionTime);
}

const positionFields = ['lat', 'lon', 'time', 'speed', 'course'];

function reading(codec: string, found: Map<string, number>, sessionTime: number): SbdReading | undefined {
  const [lat, lon, seconds, speed, course] = positionFields.map((name) => found.get(name));
  const time = seconds === undefined ? undefined : Math.round(seconds * 1000);
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  if (time === undefined || !isPlausible(time)) return undefined;
  if (time < sessionTime - OLDEST_MS || time > sessionTime + AHEAD_MS) return undefined;
  const others = [...found].filter(([name]) => !positionFields.includes(name));
  const values = others.length === 0 ? undefined : Object.fromEntries(others);
  if (found.get('valid') === 0) return { codec, time, values };
  return {
    codec,
    time,
    lat: rounded(lat, 1e7),
    lon: rounded(lon, 1e7),
    speedKn: speed === undefined || speed < 0 ? undefined : rounded(speed, 100),
    courseDeg: course !== undefined && course >= 0 && course <= 360 ? rounded(course, 100) : undefined,
    values,
  };
}

function fieldValue(payload: Uint8Array, at: number, field: SbdField): number | undefined {
  const { bits, signed, littleEndian, scale = 1, offset = 0, none } = field;
  let raw = 0;
  for (let i = 0; i < bits; i++) {
    const bit = littleEndian ? at + bits - 8 - (i & ~7) + (i & 7) : at + i;
    raw = raw * 2 + ((payload[bit >> 3]! >> (7 - (bit & 7))) & 1);
  }
  if (raw === none) return undefined;
  if (signed && raw >= 2 ** (bits - 1)) raw -= 2 ** bits;
  return raw * scale + offset;
}

/** Scales leave digits that the device never sent. `+ 0` turns −0 into 0. */
function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps + 0;
}

const fieldKeys: ReadonlySet<string> = new Set([
  'name',
  'bits',
  'signed',
  'littleEndian',
  'scale',
  'offset',
  'none',
] satisfies (keyof SbdField)[]);

const codecKeys: ReadonlySet<string> = new Set(['name', 'imei', 'length', 'fields'] satisfies (keyof SbdCodec)[]);

/** Checks codecs that people wrote (JSON, parsed). Gives them back, or says in English what is wrong and where. */
export function sbdCodecs(value: unknown): SbdCodec[] | string {
  if (!Array.isArray(value)) return 'codecs: a list is needed';
  for (const [index, codec] of value.entries()) {
    const fault = isObject(codec) ? codecFault(codec) : 'an object is needed';
    if (fault !== undefined) return `codecs[${index}]: ${fault}`;
  }
  return value as SbdCodec[];
}

function codecFault(codec: Record<string, unknown>): string | undefined {
  const unknown = Object.keys(codec).find((key) => !codecKeys.has(key));
  if (unknown !== undefined) return `${unknown}: there is no such setting`;
  const { name, imei, length, fields } = codec;
  if (typeof name !== 'string' || name === '') return 'name: a text is needed';
  if (
    imei !== undefined &&
    !(Array.isArray(imei) && imei.every((one) => typeof one === 'string' && /^\d+$/.test(one)))
  ) {
    return 'imei: a list of beginnings, digits only, is needed';
  }
  if (!Array.isArray(fields) || fields.length === 0) return 'fields: a list is needed';
  let at = 0;
  for (const [index, field] of fields.entries()) {
    const fault = isObject(field) ? fieldFault(field, at) : 'an object is needed';
    if (fault !== undefined) return `fields[${index}]: ${fault}`;
    at += field.bits;
  }
  if (length !== undefined && !(Number.isInteger(length) && (length as number) * 8 >= at)) {
    return `length: whole bytes, at least ${Math.ceil(at / 8)}, are needed`;
  }
  return undefined;
}

function fieldFault(field: Record<string, unknown>, at: number): string | undefined {
  const unknown = Object.keys(field).find((key) => !fieldKeys.has(key));
  if (unknown !== undefined) return `${unknown}: there is no such setting`;
  const { name, bits, signed, littleEndian } = field;
  if (name !== undefined && (typeof name !== 'string' || name === '')) return 'name: a text is needed';
  if (!Number.isInteger(bits) || (bits as number) < 1 || (bits as number) > 32) return 'bits: 1 to 32 are needed';
  for (const flag of [signed, littleEndian]) {
    if (flag !== undefined && typeof flag !== 'boolean') return 'signed, littleEndian: true or false is needed';
  }
  if (littleEndian && ((bits as number) % 8 !== 0 || at % 8 !== 0)) return 'littleEndian: whole bytes are needed';
  for (const key of ['scale', 'offset', 'none']) {
    if (field[key] !== undefined && !Number.isFinite(field[key])) return `${key}: a number is needed`;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
