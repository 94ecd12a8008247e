/** Types that say who a craft is: 5 and 24. Bit offsets from ITU-R M.1371-5 Annex 8 §3.3 and §3.22. */
import type { Bits } from './bits.ts';
import * as field from './fields.ts';
import * as layout from './layout/static-a.ts';
import type { AisStaticA, AisStaticBDetails, AisStaticBName, AisStaticBUnknown } from './message.ts';

export function staticA(bits: Bits, repeat: number, mmsi: number): AisStaticA {
  const { words } = bits;
  const hasHull = (words[10]! | layout.toStarboard(words)) !== 0;
  const month = unlessBeyond(field.unless(layout.month(words), 0), 12);
  const day = field.unless(layout.day(words), 0);
  const hour = unlessBeyond(layout.hour(words), 23);
  const minute = unlessBeyond(layout.minute(words), 59);
  return {
    class: 'AIS',
    type: 5,
    repeat,
    mmsi,
    imo: field.unless(layout.imo(words), 0),
    ais_version: layout.aisVersion(words),
    callsign: bits.text(70, 7),
    shipname: bits.text(112, 20),
    shiptype: field.unless(layout.shiptype(words), 0),
    to_bow: hasHull ? layout.toBow(words) : undefined,
    to_stern: hasHull ? layout.toStern(words) : undefined,
    to_port: hasHull ? layout.toPort(words) : undefined,
    to_starboard: hasHull ? layout.toStarboard(words) : undefined,
    epfd: field.unless(layout.epfd(words), 0),
    eta: eta(month, day, hour, minute),
    month,
    day,
    hour,
    minute,
    draught: draughtM[layout.draught(words)],
    destination: bits.text(302, 20),
    dte: bits.unsignedIf(422, 1),
  };
}

/** 8 bits → metres. */
const draughtM: readonly (number | undefined)[] = Array.from({ length: 256 }, (_, raw) =>
  raw === 0 ? undefined : raw / 10,
);

type Part = number | undefined;

/** `MM-DDT` by 32 × month + day, and `hh:mmZ` by 60 × hour + minute: every text that may come, made once. */
const etaDates: readonly string[] = Array.from(
  { length: 13 * 32 },
  (_, at) => `${field.twoDigits[at >> 5]}-${field.twoDigits[at & 31]}T`,
);
const etaTimes: readonly string[] = Array.from(
  { length: 24 * 60 },
  (_, at) => `${field.twoDigits[Math.floor(at / 60)]}:${field.twoDigits[at % 60]}Z`,
);

function eta(month: Part, day: Part, hour: Part, minute: Part): string | undefined {
  if (month === undefined || day === undefined || hour === undefined || minute === undefined) return undefined;
  return etaDates[month * 32 + day]! + etaTimes[hour * 60 + minute]!;
}

function unlessBeyond(value: number | undefined, last: number): number | undefined {
  return value === undefined || value > last ? undefined : value;
}

export function staticB(
  bits: Bits,
  repeat: number,
  mmsi: number,
): AisStaticBName | AisStaticBDetails | AisStaticBUnknown {
  const part = bits.unsigned(38, 2);
  if (part === 0) return { class: 'AIS', type: 24, repeat, mmsi, part: 'A', shipname: bits.text(40, 20) };
  return part === 1 ? staticBDetails(bits, repeat, mmsi) : { class: 'AIS', type: 24, repeat, mmsi };
}

function staticBDetails(bits: Bits, repeat: number, mmsi: number): AisStaticBDetails {
  // 98MIDxxxx is a craft of a mother ship: it sends her identity where others send their size.
  const hasMother = Math.floor(mmsi / 10_000_000) === 98;
  const hull = field.dimensions(bits, hasMother ? bits.length : 132);
  const mother = hasMother ? bits.unsignedIf(132, 30) : 0;
  return {
    class: 'AIS',
    type: 24,
    repeat,
    mmsi,
    part: 'B',
    shiptype: field.unless(bits.unsigned(40, 8), 0),
    vendorid: bits.text(48, 3),
    model: bits.unsigned(66, 4),
    serial: bits.unsigned(70, 20),
    callsign: bits.text(90, 7),
    to_bow: hull.to_bow,
    to_stern: hull.to_stern,
    to_port: hull.to_port,
    to_starboard: hull.to_starboard,
    mothership_mmsi: mother === 0 ? undefined : mother,
    epfd: epfd(bits),
  };
}

/** Added by M.1371-5 where older units send spare bits. */
function epfd(bits: Bits): number | undefined {
  const value = bits.unsignedIf(162, 4);
  return value === 0 ? undefined : value;
}
