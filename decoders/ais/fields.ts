/**
 * Fields that several message types share, with their scales and their "not available" values (ITU-R M.1371-5
 * Annex 8 §3). Values that the recommendation leaves undefined (course 3601–4095, heading 360–510) are no values either.
 */
import type { Bits } from './bits.ts';
import type { AisPositionA } from './message.ts';

/** Degrees on the 1/600 000° grid, to 1e-7°; 28 bits. Undefined for 181° and whatever else lies beyond ±180°. */
export function longitude(bits: Bits, start: number): number | undefined {
  return fineLongitude(bits.signed(start, 28));
}

/** As `longitude`, 27 bits, ±90°. */
export function latitude(bits: Bits, start: number): number | undefined {
  return fineLatitude(bits.signed(start, 27));
}

/** As `longitude`, of the field's value. */
export function fineLongitude(raw: number): number | undefined {
  return raw > 108_000_000 || raw < -108_000_000 ? undefined : fineDegrees(raw);
}

/** As `latitude`, of the field's value. */
export function fineLatitude(raw: number): number | undefined {
  return raw > 54_000_000 || raw < -54_000_000 ? undefined : fineDegrees(raw);
}

/** 1e7 ÷ 600 000. Multiples end in 0, 1/3 or 2/3, so that the product's own error never decides how it is rounded. */
const FINE_TO_E7 = 50 / 3;

/** A double of this size has no room for fractions, so that adding it rounds. Half a unit, where that differs from Math.round, does not occur. */
const ROUNDING = 1.5 * 2 ** 52;

/** Degrees to 1e-7° of a number on the 1/600 000° grid. */
export function fineDegrees(raw: number): number {
  return (raw * FINE_TO_E7 + ROUNDING - ROUNDING) / 1e7;
}

/** Degrees on the 1/600° grid of long-range and regional messages; 18 bits. */
export function coarseLongitude(bits: Bits, start: number): number | undefined {
  return degrees(bits.signed(start, 18), 600, 180);
}

/** As `coarseLongitude`, 17 bits. */
export function coarseLatitude(bits: Bits, start: number): number | undefined {
  return degrees(bits.signed(start, 17), 600, 90);
}

function degrees(raw: number, grid: number, limit: number): number | undefined {
  if (raw > limit * grid || raw < -limit * grid) return undefined;
  return Math.round((raw / grid) * 1e7) / 1e7;
}

/** Knots to 0.1; 10 bits. */
export function speed(bits: Bits, start: number): number | undefined {
  return speedKn[bits.unsigned(start, 10)];
}

/** Degrees to 0.1; 12 bits. */
export function course(bits: Bits, start: number): number | undefined {
  return courseDeg[bits.unsigned(start, 12)];
}

/** Whole degrees; 9 bits. */
export function heading(bits: Bits, start: number): number | undefined {
  return headingDeg[bits.unsigned(start, 9)];
}

/** Type 27's whole knots; undefined where the message is cut off before them. */
export function longRangeSpeed(bits: Bits): number | undefined {
  const raw = bits.unsignedIf(79, 6);
  return raw === 63 ? undefined : raw;
}

/** Type 27's whole degrees, likewise. */
export function longRangeCourse(bits: Bits): number | undefined {
  const raw = bits.unsignedIf(85, 9);
  return raw === undefined || raw >= 360 ? undefined : raw;
}

/**
 * Scaled values by the field's value, undefined where it holds none: one load, where a division would also have to make
 * a number object for every message.
 */
function table(size: number, scaled: (raw: number) => number | undefined): readonly (number | undefined)[] {
  return Array.from({ length: size }, (_, raw) => scaled(raw));
}

/** 10 bits → knots. */
export const speedKn = table(1024, (raw) => (raw === 1023 ? undefined : raw / 10));
/** 12 bits → degrees. */
export const courseDeg = table(4096, (raw) => (raw >= 3600 ? undefined : raw / 10));
/** 9 bits → degrees. */
export const headingDeg = table(512, (raw) => (raw >= 360 ? undefined : raw));

/** Value of a field, or undefined where it holds its "not available". */
export function unless(value: number, notAvailable: number): number | undefined {
  return value === notAvailable ? undefined : value;
}

/** Raw = 4.733·√(degrees a minute), signed; −128 not available, ±127 more than 5° in 30 s without a turn indicator. */
export function rateOfTurn(raw: number): AisPositionA['turn'] {
  return turns[raw + 128];
}

const turns: readonly AisPositionA['turn'][] = Array.from({ length: 256 }, (_, at) => turnOf(at - 128));

function turnOf(raw: number): AisPositionA['turn'] {
  if (raw === -128) return undefined;
  if (raw === 127) return 'fastright';
  if (raw === -127) return 'fastleft';
  const root = raw / 4.733;
  return (Math.sign(raw) * Math.round(root * root * 10)) / 10;
}

/** The four distances from `start`, or four times undefined when all are 0 (not available). 30 bits. */
export interface Dimensions {
  to_bow: number | undefined;
  to_stern: number | undefined;
  to_port: number | undefined;
  to_starboard: number | undefined;
}

const unknownDimensions: Dimensions = {
  to_bow: undefined,
  to_stern: undefined,
  to_port: undefined,
  to_starboard: undefined,
};

export function dimensions(bits: Bits, start: number): Dimensions {
  if (start + 30 > bits.length || bits.unsigned(start, 30) === 0) return unknownDimensions;
  return {
    to_bow: bits.unsigned(start, 9),
    to_stern: bits.unsigned(start + 9, 9),
    to_port: bits.unsigned(start + 18, 6),
    to_starboard: bits.unsigned(start + 24, 6),
  };
}

/** Numbers below 100 as two digits. */
export const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
