/** Types that say where something is: 1–3, 4, 9, 11, 18, 19, 21, 27. Bit offsets from ITU-R M.1371-5 Annex 8 §3. */
import type { Bits } from './bits.ts';
import * as field from './fields.ts';
import * as station from './layout/base-station.ts';
import * as classA from './layout/class-a.ts';
import * as classB from './layout/class-b.ts';
import type {
  AisAidToNavigation,
  AisExtendedB,
  AisLongRange,
  AisPositionA,
  AisPositionB,
  AisSarAircraft,
  AisTimeReport,
} from './message.ts';

/** HOT. */
export function positionA(bits: Bits, type: AisPositionA['type'], repeat: number, mmsi: number): AisPositionA {
  const { words } = bits;
  return {
    class: 'AIS',
    type,
    repeat,
    mmsi,
    status: field.unless(classA.status(words), 15),
    turn: field.rateOfTurn(classA.turn(words)),
    speed: field.speedKn[classA.speed(words)],
    accuracy: classA.accuracy(words),
    lon: field.fineLongitude(classA.lon(words)),
    lat: field.fineLatitude(classA.lat(words)),
    course: field.courseDeg[classA.course(words)],
    heading: field.headingDeg[classA.heading(words)],
    second: field.unless(classA.second(words), 60),
    maneuver: field.unless(classA.maneuver(words), 0),
    raim: classA.raim(words),
    radio: bits.length >= classA.LENGTH_WITH_RADIO ? classA.radio(words) : undefined,
  };
}

/** HOT: base stations send every ten seconds. */
export function timeReport(bits: Bits, type: AisTimeReport['type'], repeat: number, mmsi: number): AisTimeReport {
  const { words } = bits;
  const year = field.unless(station.year(words), 0);
  const month = within(station.month(words), 1, 12);
  const day = within(station.day(words), 1, 31);
  const hour = within(station.hour(words), 0, 23);
  const minute = within(station.minute(words), 0, 59);
  const second = within(station.second(words), 0, 59);
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
    accuracy: station.accuracy(words),
    lon: field.fineLongitude(station.lon(words)),
    lat: field.fineLatitude(station.lat(words)),
    epfd: field.unless(station.epfd(words), 0),
    raim: station.raim(words),
    radio: bits.length >= station.LENGTH_WITH_RADIO ? station.radio(words) : undefined,
  };
}

function within(value: number, low: number, high: number): number | undefined {
  return value >= low && value <= high ? value : undefined;
}

type Part = number | undefined;

/** Minutes lately written, by minute of the hour: year, month, day, hour and minute in one number, and their text. */
const writtenMinutes = new Float64Array(60).fill(-1);
const writtenTexts: string[] = new Array(60).fill('');

function timestamp(year: Part, month: Part, day: Part, hour: Part, minute: Part, second: Part): string | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const minuteOf = (((year * 16 + month) * 32 + day) * 32 + hour) * 64 + minute;
  if (minuteOf !== writtenMinutes[minute]) {
    if (year > 9999 || day > daysOf(year, month)) return undefined;
    const date = `${String(year).padStart(4, '0')}-${field.twoDigits[month]}-${field.twoDigits[day]}`;
    writtenTexts[minute] = `${date}T${field.twoDigits[hour]}:${field.twoDigits[minute]}:`;
    writtenMinutes[minute] = minuteOf;
  }
  return writtenTexts[minute]! + secondZ[second]!;
}

const secondZ: readonly string[] = field.twoDigits.slice(0, 60).map((second) => `${second}Z`);

/** Days of a month, 1–12, in the Gregorian calendar. */
function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
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

/** HOT. */
export function positionB(bits: Bits, repeat: number, mmsi: number): AisPositionB {
  const { words } = bits;
  return {
    class: 'AIS',
    type: 18,
    repeat,
    mmsi,
    reserved: classB.reserved(words),
    speed: field.speedKn[classB.speed(words)],
    accuracy: classB.accuracy(words),
    lon: field.fineLongitude(classB.lon(words)),
    lat: field.fineLatitude(classB.lat(words)),
    course: field.courseDeg[classB.course(words)],
    heading: field.headingDeg[classB.heading(words)],
    second: field.unless(classB.second(words), 60),
    regional: classB.regional(words),
    cs: classB.cs(words),
    display: classB.display(words),
    dsc: classB.dsc(words),
    band: classB.band(words),
    msg22: classB.msg22(words),
    assigned: classB.assigned(words),
    raim: classB.raim(words),
    radio: bits.length >= classB.LENGTH_WITH_RADIO ? classB.radio(words) : undefined,
  };
}

export function extendedB(bits: Bits, repeat: number, mmsi: number): AisExtendedB {
  const { words } = bits;
  const hull = field.dimensions(bits, 271);
  return {
    class: 'AIS',
    type: 19,
    repeat,
    mmsi,
    reserved: classB.reserved(words),
    speed: field.speedKn[classB.speed(words)],
    accuracy: classB.accuracy(words),
    lon: field.fineLongitude(classB.lon(words)),
    lat: field.fineLatitude(classB.lat(words)),
    course: field.courseDeg[classB.course(words)],
    heading: field.headingDeg[classB.heading(words)],
    second: field.unless(classB.second(words), 60),
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
    speed: field.longRangeSpeed(bits),
    course: field.longRangeCourse(bits),
    gnss: bits.flagIf(94),
  };
}
