/**
 * Every difference between what gpsdecode 3.22 prints and what we give, one by one. A field without a row here must be
 * the same; a row that no message needs makes the test fail.
 */

import { applicationRows, weatherRows } from './gpsd-application-differences.ts';
import { absentIf, absentWhen, type Difference, NONE, onGrid } from './gpsd-places.ts';

const hull = ['to_bow', 'to_stern', 'to_port', 'to_starboard'];
const classA = [1, 2, 3];
const placed = [...classA, 4, 9, 11, 18, 19, 21];
const weather = ['8 1/11', '8 1/31'];
const routes = ['8 1/27', '6 1/28'];

const acknowledged = { mmsi2: 102, mmsi3: 134, mmsi4: 166 };

/** Where the last fields of messages of several lengths end, in bits. */
const ends: Record<number, Record<string, number>> = {
  1: { radio: 168 },
  2: { radio: 168 },
  3: { radio: 168 },
  5: { dte: 423 },
  7: acknowledged,
  13: acknowledged,
  15: { type1_2: 96, offset1_2: 108, mmsi2: 140, type2_1: 146, offset2_1: 158 },
  16: { mmsi2: 144, offset2: 144, increment2: 144 },
  20: Object.fromEntries(
    [2, 3, 4].flatMap((n) => [
      [`offset${n}`, 22 + n * 30],
      [`number${n}`, 26 + n * 30],
      [`timeout${n}`, 29 + n * 30],
      [`increment${n}`, 40 + n * 30],
    ]),
  ),
};

/** `bits:hex` with zeros behind the last bit. */
function withoutTail(data: string): string {
  const [bits, hex] = data.split(':') as [string, string];
  const unused = hex.length * 4 - Number(bits);
  const last = Number.parseInt(hex.slice(-2), 16) & (0xff << unused) & 0xff;
  return `${bits}:${hex.slice(0, -2)}${last.toString(16).padStart(2, '0')}`;
}

/** Words of type 27 for 0–10; 11–14 are "Reserved", 15 "Not defined". */
const navigationWords = [
  'Under way using engine',
  'At anchor',
  'Not under command',
  'Restricted manoeuverability',
  'Constrained by her draught',
  'Moored',
  'Aground',
  'Engaged in fishing',
  'Under way sailing',
  'Reserved for HSC',
  'Reserved for WIG',
];

const messageRows: Difference[] = [
  {
    why: 'no data has no length',
    types: [6, 8, 17, 25, 26],
    fields: ['data'],
    ours: absentWhen('0:'),
  },
  {
    why: 'a text of nothing but padding says nothing',
    types: [5, 12, 14, 19, 21, 24, '6 1/30', '8 1/29', '8 200/10'],
    fields: ['callsign', 'shipname', 'destination', 'text', 'name', 'vin'],
    ours: absentWhen(''),
  },
  {
    why: 'degrees are printed to 1e-6, or in applications to 1e-4; ours to 1e-7',
    types: [...placed, ...routes],
    fields: ['lon', 'lat'],
    ours: onGrid(600_000, 6),
  },
  {
    why: 'beyond ±180° there is nothing: 181 means "not available", the rest is noise',
    types: [...placed, 17, 22, 23, 27, ...weather],
    fields: ['lon', 'ne_lon', 'sw_lon'],
    ours: ({ value }) => (Math.abs(Number(value)) > 180 ? undefined : NONE),
  },
  {
    why: 'as above, ±90°',
    types: [...placed, 17, 22, 23, 27, ...weather],
    fields: ['lat', 'ne_lat', 'sw_lat'],
    ours: ({ value }) => (Math.abs(Number(value)) > 90 ? undefined : NONE),
  },
  {
    why: 'types 17 and 27 have a grid of 1/10 minute (1/600°), of which gpsd prints 0.1° (11 km)',
    types: [17, 27],
    fields: ['lon', 'lat'],
    ours: onGrid(600, 1),
  },
  {
    why: 'the corners of a region are printed as text',
    types: [22, 23],
    fields: ['ne_lon', 'ne_lat', 'sw_lon', 'sw_lat'],
    ours: onGrid(600, 6),
  },
  { why: '15: not defined', types: classA, fields: ['status'], ours: absentWhen(15) },
  {
    why: 'type 27 prints the words for the status, one for all from 11 to 14',
    types: [27],
    fields: ['status'],
    ours: ({ value, ours }) => {
      if (value === 'Not defined') return undefined;
      if (value !== 'Reserved') return navigationWords.indexOf(String(value));
      return Number(ours.status) >= 11 && Number(ours.status) <= 14 ? ours.status : NONE;
    },
  },
  { why: '−128: no turn information', types: classA, fields: ['turn'], ours: absentWhen('nan') },
  {
    why: 'gpsd 3.22 squares the raw rate of turn and so loses its sign, and rounds to whole degrees a minute',
    types: classA,
    fields: ['turn'],
    ours: ({ value, ours }) => {
      const own = ours.turn;
      if (typeof own !== 'number' || typeof value !== 'number') return NONE;
      const raw = Math.round(4.733 * Math.sqrt(Math.abs(own)));
      return Math.round((raw / 4.733) ** 2) === value ? own : NONE;
    },
  },
  {
    why: '102.2 kn "or more" has a word',
    types: classA,
    fields: ['speed'],
    ours: ({ value }) => (value === 'fast' ? 102.2 : NONE),
  },
  { why: '1023: no speed', types: classA, fields: ['speed'], ours: absentWhen('nan') },
  { why: '102.3 kn is "not available"', types: [18, 19], fields: ['speed'], ours: absentWhen(102.3) },
  {
    why: '1022 kn "or more" has a word',
    types: [9],
    fields: ['speed'],
    ours: ({ value }) => (value === 'fast' ? 1022 : NONE),
  },
  { why: '1023: no speed', types: [9], fields: ['speed'], ours: absentWhen('nan') },
  {
    why: '4094 m "or more" has a word',
    types: [9],
    fields: ['alt'],
    ours: ({ value }) => (value === 'high' ? 4094 : NONE),
  },
  { why: '4095: no altitude', types: [9], fields: ['alt'], ours: absentWhen('nan') },
  { why: '63: no speed', types: [27], fields: ['speed'], ours: absentWhen(63) },
  {
    why: '360.0° is "not available", what is above is reserved',
    types: [...classA, 9, 18, 19, 27],
    fields: ['course'],
    ours: absentIf((v) => v >= 360),
  },
  {
    why: '511° is "not available", 360–510 are reserved',
    types: [...classA, 18, 19],
    fields: ['heading'],
    ours: absentIf((v) => v >= 360),
  },
  { why: '60: no UTC second', types: [...classA, 9, 18, 19, 21], fields: ['second'], ours: absentWhen(60) },
  { why: '0: not available', types: classA, fields: ['maneuver'], ours: absentWhen(0) },
  { why: '0: undefined', types: [4, 5, 11, 19, 21], fields: ['epfd'], ours: absentWhen(0) },
  { why: '0: not available', types: [5, 19, 24], fields: ['shiptype'], ours: absentWhen(0) },
  { why: '0: not available', types: [5], fields: ['imo', 'draught'], ours: absentWhen(0) },
  {
    why: 'all four distances 0: not available',
    types: [5, 19, 21, 24],
    fields: hull,
    ours: ({ theirs }) => (hull.every((side) => theirs[side] === 0) ? undefined : NONE),
  },
  {
    why: 'parts of a time that are "not available", or that no calendar has, make no time',
    types: [4, 11],
    fields: ['timestamp'],
    ours: ({ value }) => {
      const text = String(value);
      const time = Date.parse(text);
      const isReal =
        /^(?!0000)\d{4}-/.test(text) &&
        !Number.isNaN(time) &&
        new Date(time).toISOString().startsWith(text.slice(0, 19));
      return isReal ? NONE : undefined;
    },
  },
  {
    why: 'an arrival without month, day, hour or minute is none',
    types: [5, ...routes],
    fields: ['eta', 'start'],
    ours: ({ value }) =>
      /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\dZ$/.test(String(value)) ? NONE : undefined,
  },
  {
    why: 'what lies behind the end of a short message is printed as 0, or as the bits that are left of it',
    types: [...classA, 5, 7, 13, 15, 16, 20],
    fields: [...new Set(Object.values(ends).flatMap((of) => Object.keys(of)))],
    ours: ({ name, theirs, bits }) =>
      bits !== undefined && bits < (ends[theirs.type as number]![name] ?? 0) ? undefined : NONE,
  },
  {
    why: '0 is printed for a destination or an application that the message says it has not',
    types: [25, 26],
    fields: ['dest_mmsi', 'app_id'],
    ours: ({ name, theirs }) => (theirs[name === 'app_id' ? 'structured' : 'addressed'] === false ? undefined : NONE),
  },
  {
    why: 'gpsd cuts the communication state off the data of type 26, but prints 0 for it',
    types: [26],
    fields: ['radio'],
    ours: ({ value, ours }) => (value === 0 ? ours.radio : NONE),
  },
  {
    why: 'behind the data of type 26 stand bits of its communication state, up to the end of the last byte',
    types: [26],
    fields: ['data'],
    ours: ({ value }) => withoutTail(String(value)),
  },
  {
    why: 'older edition: all seven letters are the vendor; M.1371-4 made the last four model and serial',
    types: [24],
    fields: ['vendorid'],
    ours: ({ value, ours }) => (String(value).startsWith(String(ours.vendorid ?? '')) ? ours.vendorid : NONE),
  },
];

export const differences: readonly Difference[] = [...messageRows, ...weatherRows, ...applicationRows];
