/** Longitudes and latitudes of a chunk, on the coarsest grid that keeps them exact. */
import type { Fix } from '../../../geofences/fix.ts';
import type { BitReader, BitWriter } from './bits.ts';
import { asBefore, type Expect, readColumn, unfolded, writeColumn } from './column.ts';
import { DEGREE_STEPS } from './grid.ts';

/** 1/10,000 minute, the resolution of AIS; decimal degrees of up to five places lie on it too. */
const AIS_DEGREE_STEPS = 600_000;
const GRIDS = [DEGREE_STEPS, AIS_DEGREE_STEPS];
const GRID_BITS = 1;

/** @param times epoch ms of the fixes */
export function writePlaces(out: BitWriter, fixes: readonly Fix[], times: Float64Array): void {
  const grid = fixes.every(({ lon, lat }) => liesOn(AIS_DEGREE_STEPS, lon) && liesOn(AIS_DEGREE_STEPS, lat)) ? 1 : 0;
  const steps = GRIDS[grid]!;
  const expectations = expectationsFrom(times);
  out.bits(grid, GRID_BITS);
  for (const of of [(fix: Fix) => fix.lon, (fix: Fix) => fix.lat]) {
    writeColumn(
      out,
      Float64Array.from(fixes, (fix) => Math.round(of(fix) * steps)),
      expectations,
    );
  }
}

export function readPlaces(input: BitReader, count: number, times: Float64Array): [Float64Array, Float64Array] {
  const steps = GRIDS[input.bits(GRID_BITS)]!;
  const expectations = expectationsFrom(times);
  const read = (): Float64Array => {
    const values = readColumn(input, count, expectations);
    for (let i = 0; i < count; i++) values[i] = degrees(values[i]!, steps);
    return values;
  };
  return [read(), read()];
}

function liesOn(steps: number, value: number): boolean {
  return degrees(Math.round(value * steps), steps) === value;
}

/** The number of steps as degrees on the grid of fixes (grid.ts). */
function degrees(count: number, steps: number): number {
  return steps === DEGREE_STEPS ? count / steps : Math.round((count / steps) * DEGREE_STEPS) / DEGREE_STEPS;
}

/** As before, or as far further as the time says that it went on. */
function expectationsFrom(times: Float64Array): readonly Expect[] {
  const asSteady: Expect = (before, at) => {
    if (at < 2) return before[at - 1]!;
    const ago = times[at - 1]! - times[at - 2]!;
    if (ago === 0) return before[at - 1]!;
    const share = Math.min((times[at]! - times[at - 1]!) / ago, LONGEST_SHARE);
    return before[at - 1]! + Math.round((before[at - 1]! - before[at - 2]!) * share);
  };
  asSteady.restore = (values, differences) => {
    let [before, last] = [values[0]!, values[0]!];
    for (let at = 1; at < values.length; at++) {
      let expected = last;
      const ago = at < 2 ? 0 : times[at - 1]! - times[at - 2]!;
      if (ago !== 0) {
        const share = Math.min((times[at]! - times[at - 1]!) / ago, LONGEST_SHARE);
        expected = last + Math.round((last - before) * share);
      }
      before = last;
      last = expected + unfolded(differences[at - 1]!);
      values[at] = last;
    }
  };
  return [asBefore, asSteady];
}

/** After a gap nobody knows that it went on as before. */
const LONGEST_SHARE = 4;
