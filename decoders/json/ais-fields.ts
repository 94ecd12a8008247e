/**
 * Fields of AIS messages in the JSON of gpsd and AIS-catcher → fields of AisMessage. Both use the same names; gpsd writes
 * "not available" as it was sent (181°, 511°, "nan") and, asked for it, raw integers; AIS-catcher leaves it out.
 */
import { rateOfTurn } from '../ais/fields.ts';
import type { Plain } from '../faults.ts';

/** What a field is, and so how it is read. */
type Kind = 'count' | 'flag' | 'text' | 'bit' | 'place' | 'corner' | 'own';

const kinds: Readonly<Record<Kind, string>> = {
  count:
    'aid_type ais_version channel_a channel_b dac dest1 dest2 dest_mmsi fid increment1 increment2 increment3 increment4 interval mmsi1 mmsi2 mmsi3 mmsi4 mmsiseq1 mmsiseq2 mmsiseq3 mmsiseq4 model mothership_mmsi number1 number2 number3 number4 offset1 offset1_1 offset1_2 offset2 offset2_1 offset3 offset4 quiet radio regional reserved seqno serial stationtype timeout1 timeout2 timeout3 timeout4 txrx type1_1 type1_2 type2_1 zonesize',
  flag: 'accuracy addressed assigned band band_a band_b cs display dsc gnss msg22 off_position power raim retransmit structured virtual_aid',
  text: 'callsign data destination name shipname text vendorid',
  bit: 'dte',
  place: 'lat lon',
  corner: 'ne_lat ne_lon sw_lat sw_lon',
  own: 'alt course draught epfd heading imo maneuver second shiptype speed status turn',
};

const kindOf: ReadonlyMap<string, Kind> = new Map(
  (Object.keys(kinds) as Kind[]).flatMap((kind) => kinds[kind].split(' ').map((name) => [name, kind] as const)),
);

const hull = 'to_bow to_stern to_port to_starboard';
const classB =
  'reserved speed accuracy lon lat course heading second regional cs display dsc band msg22 assigned raim radio';
const acknowledged = 'mmsi1 mmsiseq1 mmsi2 mmsiseq2 mmsi3 mmsiseq3 mmsi4 mmsiseq4';
const classA = 'status turn speed accuracy lon lat course heading second maneuver raim radio';
const station = 'timestamp year month day hour minute second accuracy lon lat epfd raim radio';

/** Fields of each message type, as AisMessage has them. Type 24 depends on its part. */
const fieldsOf: Readonly<Record<number, string>> = {
  1: classA,
  2: classA,
  3: classA,
  4: station,
  5: `imo ais_version callsign shipname shiptype ${hull} epfd eta month day hour minute draught destination dte`,
  6: 'seqno dest_mmsi retransmit dac fid data',
  7: acknowledged,
  8: 'dac fid data',
  9: 'alt speed accuracy lon lat course second regional dte assigned raim radio',
  10: 'dest_mmsi',
  11: station,
  12: 'seqno dest_mmsi retransmit text',
  13: acknowledged,
  14: 'text',
  15: 'mmsi1 type1_1 offset1_1 type1_2 offset1_2 mmsi2 type2_1 offset2_1',
  16: 'mmsi1 offset1 increment1 mmsi2 offset2 increment2',
  17: 'lon lat data',
  18: classB,
  19: `reserved speed accuracy lon lat course heading second regional shipname shiptype ${hull} epfd raim dte assigned`,
  20: 'offset1 number1 timeout1 increment1 offset2 number2 timeout2 increment2 offset3 number3 timeout3 increment3 offset4 number4 timeout4 increment4',
  21: `aid_type name accuracy lon lat ${hull} epfd second off_position regional raim virtual_aid assigned`,
  22: 'channel_a channel_b txrx power addressed ne_lon ne_lat sw_lon sw_lat dest1 dest2 band_a band_b zonesize',
  23: 'ne_lon ne_lat sw_lon sw_lat stationtype shiptype txrx interval quiet',
  25: 'addressed structured dest_mmsi dac fid data',
  26: 'addressed structured dest_mmsi dac fid data',
  27: 'accuracy raim status lon lat speed course gnss',
};

export const namePart = 'shipname';
export const detailsPart = `shiptype vendorid model serial callsign ${hull} mothership_mmsi epfd`;

/** AIS-catcher's own names. */
const otherNames: Readonly<Record<string, string>> = { stationtype: 'station_type', shiptype: 'ship_type' };

/** Types 17 and 27 have positions on a 1/600° grid, the others on a 1/600 000° grid. */
const isCoarse = (type: number): boolean => type === 17 || type === 27;

/** Names of a type's fields; undefined for a type that carries none we know. */
export function fieldNames(type: number): readonly string[] | undefined {
  return fieldsOf[type]?.split(' ');
}

/** Reads the named fields of an object, each of which is there afterwards, with undefined where it is not available. */
export function readFields(source: Plain, type: number, names: readonly string[]): Plain {
  const fields: Plain = {};
  for (const name of names) fields[name] = readField(source, type, name);
  if (names.includes('to_bow') && sides.every((side) => !numeric(source[side]))) {
    for (const side of sides) fields[side] = undefined;
  }
  if (names.includes('eta')) Object.assign(fields, etaOf(source));
  if (names.includes('timestamp')) Object.assign(fields, timestampOf(source));
  return fields;
}

const sides = hull.split(' ');

function readField(source: Plain, type: number, name: string): unknown {
  const raw = source[name] ?? source[otherNames[name] ?? name];
  if (sides.includes(name)) return numeric(raw);
  switch (kindOf.get(name)) {
    case 'count':
      return numeric(raw);
    case 'flag':
      return raw === undefined || raw === null ? undefined : raw === true || raw === 1;
    case 'bit':
      return typeof raw === 'boolean' ? Number(raw) : numeric(raw);
    case 'text':
      return textOf(raw);
    case 'place':
      return degrees(name, raw, source.scaled === false ? (isCoarse(type) ? 600 : 600_000) : 1);
    case 'corner':
      return degrees(name, Number(raw), source.scaled === false ? 600 : 1);
    case 'own':
      return ownField(source, type, name, raw);
    default:
      return undefined;
  }
}

function numeric(raw: unknown): number | undefined {
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined;
}

function textOf(raw: unknown): string | undefined {
  const text = typeof raw === 'string' ? raw.trimEnd() : '';
  return text === '' ? undefined : text;
}

function degrees(name: string, raw: unknown, grid: number): number | undefined {
  const value = numeric(raw);
  const limit = name.endsWith('lat') ? 90 : 180;
  return value === undefined || Math.abs(value) > limit * grid ? undefined : Math.round((value / grid) * 1e7) / 1e7 + 0;
}

function unless(value: number | undefined, notAvailable: number): number | undefined {
  return value === notAvailable ? undefined : value;
}

function ownField(source: Plain, type: number, name: string, raw: unknown): unknown {
  const isRaw = source.scaled === false;
  const number = numeric(raw);
  switch (name) {
    case 'turn':
      return turnOf(source, raw);
    case 'speed':
      return speedOf(type, raw, isRaw);
    case 'course':
      return below360(isRaw && type !== 27 ? tenth(number, 10) : tenth(number, 1));
    case 'heading':
      return below360(number);
    case 'draught':
      return unless(tenth(number, isRaw ? 10 : 1), 0);
    case 'alt':
      return raw === 'high' ? 4094 : unless(number, 4095);
    case 'status':
      return unless(number, 15);
    case 'second':
      return unless(number, 60);
    case 'shiptype':
      return type === 23 ? number : unless(number, 0);
    default:
      // epfd, imo, maneuver
      return unless(number, 0);
  }
}

/** AIS-catcher computes in single precision: 90.800003 is 90.8. */
function tenth(value: number | undefined, scale: number): number | undefined {
  return value === undefined ? undefined : Math.round((value / scale) * 10) / 10;
}

function below360(value: number | undefined): number | undefined {
  return value === undefined || value >= 360 ? undefined : value;
}

/** gpsd says “fast” for the greatest value and “nan” for none. */
function speedOf(type: number, raw: unknown, isRaw: boolean): number | undefined {
  const isWhole = type === 9 || type === 27;
  if (raw === 'fast') return type === 9 ? 1022 : 102.2;
  const value = isRaw && !isWhole ? tenth(numeric(raw), 10) : tenth(numeric(raw), 1);
  return unless(value, type === 27 ? 63 : type === 9 ? 1023 : 102.3);
}

function turnOf(source: Plain, raw: unknown): unknown {
  if (raw === 'fastleft' || raw === 'fastright') return raw;
  const sent = source.scaled === false ? numeric(raw) : numeric(source.turn_unscaled);
  if (sent !== undefined) return rateOfTurn(sent);
  return raw === 'nan' ? undefined : tenth(numeric(raw), 1);
}

/** `MM-DDThh:mmZ`, in which 0, 24 and 60 stand for what was not said. */
function etaOf(source: Plain): Plain {
  const parts = typeof source.eta === 'string' ? /^(\d\d)-(\d\d)T(\d\d):(\d\d)Z$/.exec(source.eta) : null;
  if (!parts) return { eta: undefined, month: undefined, day: undefined, hour: undefined, minute: undefined };
  const [month, day, hour, minute] = parts.slice(1).map(Number) as [number, number, number, number];
  const given = {
    month: month >= 1 && month <= 12 ? month : undefined,
    day: day === 0 ? undefined : day,
    hour: hour > 23 ? undefined : hour,
    minute: minute > 59 ? undefined : minute,
  };
  const isComplete = Object.values(given).every((part) => part !== undefined);
  return { eta: isComplete ? source.eta : undefined, ...given };
}

/** gpsd writes the time as one text, AIS-catcher as its parts too. */
function timestampOf(source: Plain): Plain {
  const text = typeof source.timestamp === 'string' ? source.timestamp : '';
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(text)?.slice(1).map(Number);
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
  const bounds = [
    [1, 9999],
    [1, 12],
    [1, 31],
    [0, 23],
    [0, 59],
    [0, 59],
  ] as const;
  const given: Plain = {};
  for (const [at, name] of names.entries()) {
    const value = parts ? parts[at] : numeric(source[name]);
    const [low, high] = bounds[at]!;
    given[name] = value !== undefined && value >= low && value <= high ? value : undefined;
  }
  const isComplete = names.every((name) => given[name] !== undefined) && !Number.isNaN(Date.parse(text));
  return { timestamp: isComplete ? text : undefined, ...given };
}
