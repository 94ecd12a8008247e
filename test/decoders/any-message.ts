/** Messages of every type as a sender means them: any of the fields may be missing but those that make a message. */
import fc from 'fast-check';
import { dataOf } from './application-bits.ts';

type Fields = Record<string, fc.Arbitrary<unknown>>;

const whole = (min: number, max: number) => fc.integer({ min, max });
const bits = (width: number) => whole(0, 2 ** width - 1);
const tenths = (min: number, max: number) => whole(min * 10, max * 10).map((n) => n / 10);
const grid = (steps: number, limit: number) =>
  whole(-limit * steps, limit * steps).map((n) => Math.round((n / steps) * 1e7) / 1e7 + 0);
const text = (max: number) => fc.stringMatching(new RegExp(`^[A-Z0-9][ -?A-Z\\[\\]_]{0,${max - 2}}[A-Z0-9]$`));
const data = (most: number) => whole(1, most).chain(dataOf);
const flag = fc.boolean();

const required = new Set(['type', 'part', 'repeat', 'mmsi']);

/** Not every field, but those that stand before one that is there and can't be left out: `always`. */
function message(
  type: number | readonly number[],
  fields: Fields,
  always: readonly string[] = [],
): fc.Arbitrary<object> {
  const types = typeof type === 'number' ? [type] : type;
  const all: Fields = { type: fc.constantFrom(...types), repeat: whole(0, 3), mmsi: whole(0, 999_999_999), ...fields };
  const requiredKeys = Object.keys(all).filter((name) => required.has(name) || always.includes(name));
  return fc.record(all, { requiredKeys });
}

/** Of several groups of fields the first ones. */
function firstOf(groups: readonly Fields[], least: number): fc.Arbitrary<object> {
  return whole(least, groups.length).chain((count) =>
    fc.record(Object.assign({}, ...groups.slice(0, count)) as Fields),
  );
}

const place = { accuracy: flag, lon: grid(600_000, 180), lat: grid(600_000, 90) };
const motion = { speed: tenths(0, 102), course: tenths(0, 359), heading: whole(0, 359), second: whole(0, 59) };
const hull = { to_bow: whole(1, 511), to_stern: whole(0, 511), to_port: whole(0, 63), to_starboard: whole(0, 63) };
const region = { ne_lon: grid(600, 180), ne_lat: grid(600, 90), sw_lon: grid(600, 180), sw_lat: grid(600, 90) };
const mmsi = bits(30);
/** Turns that the raw field can hold, as degrees a minute to 0.1. */
const turn = fc.oneof(
  fc.constantFrom('fastleft' as const, 'fastright' as const),
  whole(-126, 126).map((raw) => (Math.sign(raw) * Math.round((raw / 4.733) ** 2 * 10)) / 10 + 0),
);
const classB = { reserved: bits(8), ...place, ...motion, assigned: flag, raim: flag };
const stations = [1, 2, 3, 4].map((n) => ({ [`mmsi${n}`]: mmsi, [`mmsiseq${n}`]: bits(2) }));
const reservations = [1, 2, 3, 4].map((n) => ({
  [`offset${n}`]: bits(12),
  [`number${n}`]: bits(4),
  [`timeout${n}`]: bits(3),
  [`increment${n}`]: bits(11),
}));
const questions: Fields[] = [
  { mmsi1: mmsi, type1_1: bits(6), offset1_1: bits(12) },
  { type1_2: bits(6), offset1_2: bits(12) },
  { mmsi2: mmsi, type2_1: bits(6), offset2_1: bits(12) },
];
const orders = [1, 2].map((n) => ({ [`mmsi${n}`]: mmsi, [`offset${n}`]: bits(12), [`increment${n}`]: bits(10) }));

/** A message together with fields that come in groups. */
function withGroups(type: number | readonly number[], groups: readonly Fields[]): fc.Arbitrary<object> {
  return fc.tuple(message(type, {}), firstOf(groups, 1)).map(([base, rest]) => ({ ...base, ...rest }));
}

function binary(type: 25 | 26): fc.Arbitrary<object> {
  const destination = fc.oneof(
    fc.constant({ addressed: false }),
    fc.record({ addressed: fc.constant(true), dest_mmsi: mmsi }),
  );
  const application = fc.oneof(
    fc.constant({ structured: false }),
    // Area codes above 999 are reserved, so that no application is read from these.
    fc
      .record({ dac: whole(1000, 1023), fid: bits(6) })
      .map(({ dac, fid }) => ({ structured: true, dac, fid, app_id: dac * 64 + fid })),
  );
  const state = type === 26 ? fc.record({ radio: bits(20) }) : fc.constant({});
  return fc
    .tuple(message(type, {}), destination, application, fc.record({ data: data(80) }), state)
    .map((parts) => Object.assign({}, ...parts) as object);
}

export const messages: Record<string, fc.Arbitrary<object>> = {
  'position of class A (1, 2, 3)': message([1, 2, 3], {
    ...place,
    ...motion,
    status: whole(0, 14),
    turn,
    maneuver: whole(1, 3),
    raim: flag,
    radio: bits(19),
  }),
  'base station (4) and answer (11)': message([4, 11], {
    ...place,
    epfd: whole(1, 15),
    raim: flag,
    radio: bits(19),
    year: whole(1, 9999),
    month: whole(1, 12),
    day: whole(1, 31),
    hour: whole(0, 23),
    minute: whole(0, 59),
    second: whole(0, 59),
  }),
  'static and voyage of class A (5)': message(5, {
    ais_version: bits(2),
    imo: whole(1, 2 ** 30 - 1),
    callsign: text(7),
    shipname: text(20),
    shiptype: whole(1, 255),
    ...hull,
    epfd: whole(1, 15),
    month: whole(1, 12),
    day: whole(1, 31),
    hour: whole(0, 23),
    minute: whole(0, 59),
    draught: tenths(1, 25),
    destination: text(20),
    dte: bits(1),
  }),
  'addressed binary (6)': message(6, {
    seqno: bits(2),
    dest_mmsi: mmsi,
    retransmit: flag,
    dac: whole(1000, 1023),
    fid: bits(6),
    data: data(920),
  }),
  'acknowledgements (7, 13)': withGroups([7, 13], stations),
  'broadcast binary (8)': message(8, { dac: whole(1000, 1023), fid: bits(6), data: data(952) }),
  'search-and-rescue aircraft (9)': message(9, {
    ...place,
    alt: whole(0, 4094),
    speed: whole(0, 1022),
    course: tenths(0, 359),
    second: whole(0, 59),
    regional: bits(8),
    dte: bits(1),
    assigned: flag,
    raim: flag,
    radio: bits(20),
  }),
  'UTC inquiry (10)': message(10, { dest_mmsi: mmsi }),
  'addressed safety text (12)': message(12, { seqno: bits(2), dest_mmsi: mmsi, retransmit: flag, text: text(156) }),
  'broadcast safety text (14)': message(14, { text: text(161) }),
  'interrogation (15)': withGroups(15, questions),
  'assignment (16)': withGroups(16, orders),
  'differential corrections (17)': message(17, { lon: grid(600, 180), lat: grid(600, 90), data: data(736) }),
  'position of class B (18)': message(18, {
    ...classB,
    regional: bits(2),
    cs: flag,
    display: flag,
    dsc: flag,
    band: flag,
    msg22: flag,
    radio: bits(20),
  }),
  'extended position of class B (19)': message(19, {
    ...classB,
    ...hull,
    regional: bits(4),
    shipname: text(20),
    shiptype: whole(1, 255),
    epfd: whole(1, 15),
    dte: bits(1),
  }),
  'slot reservations (20)': withGroups(20, reservations),
  'aid to navigation (21)': message(21, {
    ...place,
    ...hull,
    aid_type: bits(5),
    name: text(34),
    epfd: whole(1, 15),
    second: whole(0, 59),
    off_position: flag,
    regional: bits(8),
    raim: flag,
    virtual_aid: flag,
    assigned: flag,
  }),
  'channels for a region (22)': message(22, {
    channel_a: bits(12),
    channel_b: bits(12),
    txrx: bits(4),
    power: flag,
    ...region,
    band_a: flag,
    band_b: flag,
    zonesize: bits(3),
  }),
  'channels for two stations (22)': message(
    22,
    { addressed: fc.constant(true), dest1: mmsi, dest2: mmsi, channel_a: bits(12), power: flag },
    ['addressed', 'dest1', 'dest2'],
  ),
  'group assignment (23)': message(
    23,
    { ...region, stationtype: bits(4), shiptype: bits(8), txrx: bits(2), interval: bits(4), quiet: bits(4) },
    ['stationtype', 'shiptype', 'txrx', 'interval', 'quiet'],
  ),
  'name of class B (24A)': message(24, { part: fc.constant('A'), shipname: text(20) }),
  'details of class B (24B)': message(24, {
    part: fc.constant('B'),
    mmsi: whole(200_000_000, 799_999_999),
    shiptype: whole(1, 255),
    vendorid: text(3),
    model: bits(4),
    serial: bits(20),
    callsign: text(7),
    ...hull,
    epfd: whole(1, 15),
  }),
  'details of a craft of a mother ship (24B)': message(24, {
    part: fc.constant('B'),
    mmsi: whole(980_000_000, 989_999_999),
    mothership_mmsi: whole(1, 999_999_999),
  }),
  'a part of type 24 that nobody defined': message(24, {}),
  'single-slot binary (25)': binary(25),
  'multi-slot binary (26)': binary(26),
  'long range (27)': message(27, {
    accuracy: flag,
    lon: grid(600, 180),
    lat: grid(600, 90),
    raim: flag,
    status: whole(0, 14),
    speed: whole(0, 62),
    course: whole(0, 359),
    gnss: flag,
  }),
  'single-slot aid to navigation (28)': message(28, {
    lon: grid(600_000, 180),
    lat: grid(600_000, 90),
    second: whole(0, 59),
    restricted: bits(2),
    station_type: bits(3),
    aid_type: bits(7),
    iala_mrn: bits(17),
    // 0, 4, 14 and 15 have no meaning in metres or knots.
    dimension: fc.constantFrom(0, 4, 14, 15),
    dimensions_a: bits(9),
    dimensions_b: bits(11),
    dimension_additional_data: flag,
    charted_status: flag,
    station_status: bits(4),
    status_bits: bits(8),
    auth: flag,
  }),
};
