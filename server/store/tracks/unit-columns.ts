/** Columns of measured values: in the coarsest unit that keeps them exact, and with values that are not available. */
import type { Fix } from '../../../geofences/fix.ts';
import type { BitReader, BitWriter } from './bits.ts';
import { type Expect, readColumn, writeColumn } from './column.ts';

const UNIT_BITS = 2;
/** Speeds in tenths of a knot, courses in whole degrees: ten of the steps that fixes are kept in. */
const STEP_UNITS = [1, 10];

const PRESENCE_BITS = 2;
const NONE_PRESENT = 0;
const ALL_PRESENT = 1;
const SOME_PRESENT = 2;

/** @param unit that was chosen, for expectations that look at other columns */
type ExpectIn = (unit: number) => readonly Expect[] | undefined;
const BY_DEFAULT: ExpectIn = () => undefined;

/** Whole numbers, in the largest of these units (at most four) in which all of them are whole. */
export function writeInUnit(
  out: BitWriter,
  values: Float64Array,
  units: readonly number[],
  expect = BY_DEFAULT,
  turn = 0,
): void {
  const choice = units.findLastIndex((unit) => unit === 1 || values.every((value) => Number.isInteger(value / unit)));
  const unit = units[choice]!;
  const goesRound = turn > 0 && values.every((value) => value >= 0 && value < turn);
  out.bits(choice, UNIT_BITS);
  out.bits(goesRound ? 1 : 0, 1);
  const counted = values.map((value) => value / unit);
  writeColumn(out, counted, expect(unit), goesRound ? turn / unit : 0);
}

/** @param units, expect, turn as they were written */
export function readInUnit(
  input: BitReader,
  count: number,
  units: readonly number[],
  expect = BY_DEFAULT,
  turn = 0,
): Float64Array {
  const unit = units[input.bits(UNIT_BITS)]!;
  const goesRound = input.bits(1) === 1;
  const values = readColumn(input, count, expect(unit), goesRound ? turn / unit : 0);
  if (unit !== 1) for (let i = 0; i < count; i++) values[i]! *= unit;
  return values;
}

/** @param steps of a unit of the value, on which it lies · @param turn where it goes round, in units of the value */
export function writeOptional(
  out: BitWriter,
  fixes: readonly Fix[],
  of: (fix: Fix) => number | undefined,
  steps: number,
  turn = 0,
): void {
  const present = fixes.filter((fix) => of(fix) !== undefined);
  const presence = present.length === 0 ? NONE_PRESENT : present.length === fixes.length ? ALL_PRESENT : SOME_PRESENT;
  out.bits(presence, PRESENCE_BITS);
  if (presence === NONE_PRESENT) return;
  if (presence === SOME_PRESENT) {
    writeColumn(
      out,
      Float64Array.from(fixes, (fix) => (of(fix) === undefined ? 0 : 1)),
    );
    out.bits(present.length, 24);
  }
  const values = Float64Array.from(present, (fix) => Math.round(of(fix)! * steps));
  writeInUnit(out, values, STEP_UNITS, BY_DEFAULT, turn * steps);
}

/** @returns NaN where there is none */
export function readOptional(input: BitReader, count: number, steps: number, turn = 0): Float64Array {
  const presence = input.bits(PRESENCE_BITS);
  if (presence === NONE_PRESENT) return new Float64Array(count).fill(Number.NaN);
  const isPresent = presence === SOME_PRESENT ? readColumn(input, count) : undefined;
  const present = isPresent ? input.bits(24) : count;
  const values = readInUnit(input, present, STEP_UNITS, BY_DEFAULT, turn * steps);
  for (let i = 0; i < present; i++) values[i]! /= steps;
  if (!isPresent) return values;
  let next = 0;
  return isPresent.map((is) => (is === 1 ? values[next++]! : Number.NaN));
}
