/** Types that say where something is: 1–3, 4, 9, 11, 18, 19, 21, 27. Bit offsets from ITU-R M.1371-5 Annex 8 §3. */
import type { Bits } from './bits.ts';
import * as field from './fields.ts';
import type {
  AisAidToNavigation,
  AisExtendedB,
  AisLongRange,
  AisPositionA,
  AisPositionB,
  AisSarAircraft,
  AisTimeReport,
} from './message.ts';

export function positionA(bits: Bits, type: AisPositionA['type'], repeat: number, mmsi: number): AisPositionA {
  return {
    class: 'AIS',
    type,
    repeat,
    mmsi,
    status: field.unless(bits.unsigned(38, 4), 15),
    turn: field.rateOfTurn(bits.signed(42, 8)),
    speed: field.speed(bits, 50),
    accuracy: bits.flag(60),
    lon: field.longitude(bits, 61),
    lat: field.latitude(bits, 89),
    course: field.course(bits, 116),
    heading: field.heading(bits, 128),
    second: field.unless(bits.unsigned(137, 6), 60),
    maneuver: field.unless(bits.unsigned(143, 2), 0),
    raim: bits.flag(148),
    radio: bits.unsignedIf(149, 19),
  };
}

export function timeReport(bits: Bits, type: AisTimeReport['type'], repeat: number, mmsi: number): AisTimeReport {
  const year = field.unless(bits.unsigned(38, 14), 0);
  const month = within(bits.unsigned(52, 4), 1, 12);
  const day = within(bits.unsigned(56, 5), 1, 31);
  const hour = within(bits.unsigned(61, 5), 0, 23);
  const minute = within(bits.unsigned(66, 6), 0, 59);
  const second = within(bits.unsigned(72, 6), 0, 59);
  return {
    class: 'AIS',
    type,
    repeat,
    mmsi,
    timestamp: timestamp(year, month, day, hour, minute, second),
    year,
    month,
    day,
    hour,
    minute,
    second,
    accuracy: bits.flag(78),
    lon: field.longitude(bits, 79),
    lat: field.latitude(bits, 107),
    epfd: field.unless(bits.unsigned(134, 4), 0),
    raim: bits.flag(148),
    radio: bits.unsignedIf(149, 19),
  };
}

function within(value: number, low: number, high: number): number | undefined {
  return value >= low && value <= high ? value : undefined;
}

type Part = number | undefined;

function timestamp(year: Part, month: Part, day: Part, hour: Part, minute: Part, second: Part): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (year > 9999 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return undefined;
  const date = `${String(year).padStart(4, '0')}-${field.two(month)}-${field.two(day)}`;
  return `${date}T${field.two(hour)}:${field.two(minute)}:${field.two(second)}Z`;
}

export function sarAircraft(bits: Bits, repeat: number, mmsi: number): AisSarAircraft {
  return {
    class: 'AIS',
    type: 9,
    repeat,
    mmsi,
    alt: field.unless(bits.unsigned(38, 12), 4095),
    speed: field.unless(bits.unsigned(50, 10), 1023),
    accuracy: bits.flag(60),
    lon: field.longitude(bits, 61),
    lat: field.latitude(bits, 89),
    course: field.course(bits, 116),
    second: field.unless(bits.unsigned(128, 6), 60),
    regional: bits.unsigned(134, 8),
    dte: bits.unsigned(142, 1),
    assigned: bits.flag(146),
    raim: bits.flag(147),
    radio: bits.unsignedIf(148, 20),
  };
}

export function positionB(bits: Bits, repeat: number, mmsi: number): AisPositionB {
  return {
    class: 'AIS',
    type: 18,
    repeat,
    mmsi,
    reserved: bits.unsigned(38, 8),
    speed: field.speed(bits, 46),
    accuracy: bits.flag(56),
    lon: field.longitude(bits, 57),
    lat: field.latitude(bits, 85),
    course: field.course(bits, 112),
    heading: field.heading(bits, 124),
    second: field.unless(bits.unsigned(133, 6), 60),
    regional: bits.unsigned(139, 2),
    cs: bits.flag(141),
    display: bits.flag(142),
    dsc: bits.flag(143),
    band: bits.flag(144),
    msg22: bits.flag(145),
    assigned: bits.flag(146),
    raim: bits.flag(147),
    radio: bits.unsignedIf(148, 20),
  };
}

export function extendedB(bits: Bits, repeat: number, mmsi: number): AisExtendedB {
  const hull = field.dimensions(bits, 271);
  return {
    class: 'AIS',
    type: 19,
    repeat,
    mmsi,
    reserved: bits.unsigned(38, 8),
    speed: field.speed(bits, 46),
    accuracy: bits.flag(56),
    lon: field.longitude(bits, 57),
    lat: field.latitude(bits, 85),
    course: field.course(bits, 112),
    heading: field.heading(bits, 124),
    second: field.unless(bits.unsigned(133, 6), 60),
    regional: bits.unsigned(139, 4),
    shipname: bits.text(143, 20),
    shiptype: field.unless(bits.unsigned(263, 8), 0),
    to_bow: hull.to_bow,
    to_stern: hull.to_stern,
    to_port: hull.to_port,
    to_starboard: hull.to_starboard,
    epfd: field.unless(bits.unsigned(301, 4), 0),
    raim: bits.flag(305),
    dte: bits.unsigned(306, 1),
    assigned: bits.flag(307),
  };
}

export function aidToNavigation(bits: Bits, repeat: number, mmsi: number): AisAidToNavigation {
  const size = field.dimensions(bits, 219);
  return {
    class: 'AIS',
    type: 21,
    repeat,
    mmsi,
    aid_type: bits.unsigned(38, 5),
    name: aidName(bits),
    accuracy: bits.flag(163),
    lon: field.longitude(bits, 164),
    lat: field.latitude(bits, 192),
    to_bow: size.to_bow,
    to_stern: size.to_stern,
    to_port: size.to_port,
    to_starboard: size.to_starboard,
    epfd: field.unless(bits.unsigned(249, 4), 0),
    second: field.unless(bits.unsigned(253, 6), 60),
    off_position: bits.flag(259),
    regional: bits.unsigned(260, 8),
    raim: bits.flag(268),
    virtual_aid: bits.flagIf(269),
    assigned: bits.flagIf(270),
  };
}

/** Only a name that fills its 20 letters goes on in the extension (up to 14 letters); otherwise what is there is padding. */
function aidName(bits: Bits): string | undefined {
  const name = bits.text(43, 20);
  if (name === undefined || !isFull(bits)) return name;
  const extension = bits.text(272, 14);
  return extension === undefined ? name : name.padEnd(20) + extension;
}

/** No `@` in the 20 letters of a name. */
function isFull(bits: Bits): boolean {
  for (let i = 19; i >= 0; i--) if (bits.unsigned(43 + i * 6, 6) === 0) return false;
  return true;
}

export function longRange(bits: Bits, repeat: number, mmsi: number): AisLongRange {
  const speed = bits.unsignedIf(79, 6);
  const course = bits.unsignedIf(85, 9);
  return {
    class: 'AIS',
    type: 27,
    repeat,
    mmsi,
    accuracy: bits.flag(38),
    raim: bits.flag(39),
    status: field.unless(bits.unsigned(40, 4), 15),
    lon: field.coarseLongitude(bits, 44),
    lat: field.coarseLatitude(bits, 62),
    speed: speed === 63 ? undefined : speed,
    course: course === undefined || course >= 360 ? undefined : course,
    gnss: bits.flagIf(94),
  };
}
