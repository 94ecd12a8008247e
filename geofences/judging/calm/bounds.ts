/** Bounds within which nothing comes of fixes: how they are kept. settle-down.ts works them out. */
import type { Fix } from '../../fix.ts';
import { type Activity, LEG_MS } from '../activity.ts';
import {
  ABOVE_KN,
  BELOW_KN,
  CLOCK_UNTIL,
  FASTEST_KN,
  FIRM_UNTIL,
  flagsOf,
  HALF,
  LAT,
  LEG_KN,
  LEG_LAT,
  LEG_LON,
  LEG_SORT,
  LEG_TIME,
  LEG_UNTIL,
  LegSort,
  LON,
  SETTLED_AT,
  SETTLED_LEG,
  SLOWEST_KN,
  SORT,
  SORT_HAS_HEADING,
  SORT_MOVES,
} from './numbers.ts';
import { moveTo } from './passing.ts';

/** How far, how long and at what speeds nothing comes of fixes like `fix`, see settle-down.ts. */
export interface Bounds {
  fix: Fix;
  /** Fix times, the activity apart, and the engine's clock. */
  firmUntil: number;
  clockUntil: number;
  activity: Activity;
  /** Between which it fishes, knots. */
  fishingKn: readonly [number, number];
  /** Half the side of a square around the fix, degrees. */
  half: number;
  aboveKn: number;
  belowKn: number;
  moves: boolean;
}

/** Nothing passes before there is room. */
export function keepWithin(calm: Float64Array, at: number, bounds: Bounds): void {
  const { fix } = bounds;
  moveTo(calm, at, fix);
  calm[at + FIRM_UNTIL] = bounds.firmUntil;
  calm[at + CLOCK_UNTIL] = bounds.clockUntil;
  calm[at + LON] = fix.lon;
  calm[at + LAT] = fix.lat;
  calm[at + HALF] = bounds.half;
  calm[at + ABOVE_KN] = bounds.aboveKn;
  calm[at + BELOW_KN] = bounds.belowKn;
  calm[at + SORT] = fix.flags + (fix.headingDeg === undefined ? 0 : SORT_HAS_HEADING) + (bounds.moves ? SORT_MOVES : 0);
  [calm[at + SLOWEST_KN], calm[at + FASTEST_KN]] = bounds.fishingKn;
  noteLeg(calm, at, bounds.activity);
  calm[at + SETTLED_AT] = fix.fixTime;
  calm[at + SETTLED_LEG] = legStart(bounds.activity);
}

/** A fix with which nothing but a leg of the activity ends is the newest one now. */
export function beginLeg(calm: Float64Array, at: number, fix: Fix, next: Activity): void {
  moveTo(calm, at, fix);
  noteLeg(calm, at, next);
}

/** What has to be known of the leg that an activity is in. */
function noteLeg(calm: Float64Array, at: number, { kind, from, slowLegs }: Activity): void {
  calm[at + LEG_SORT] = LegSort.other;
  if (kind === 'in-port') calm[at + LEG_UNTIL] = Number.POSITIVE_INFINITY;
  else if (!from) calm[at + LEG_UNTIL] = Number.NEGATIVE_INFINITY;
  else {
    calm[at + LEG_UNTIL] = from.fixTime + LEG_MS - 1;
    calm[at + LEG_TIME] = from.fixTime;
    calm[at + LEG_LON] = from.lon;
    calm[at + LEG_LAT] = from.lat;
    calm[at + LEG_KN] = from.speedKn ?? Number.NaN;
    if (from.flags !== flagsOf(calm, at)) return;
    if (kind === 'fishing') calm[at + LEG_SORT] = LegSort.fishing;
    else if (slowLegs === 0 && kind === 'stopped') calm[at + LEG_SORT] = LegSort.stopped;
    else if (slowLegs === 0 && kind === 'under-way') calm[at + LEG_SORT] = LegSort.underWay;
  }
}

/** Fix time at which the leg began that an activity is in; NaN: it is in none. */
export function legStart({ kind, from }: Activity): number {
  return kind === 'in-port' || !from ? Number.NaN : from.fixTime;
}

/** Fix time from which on the bounds hold, and when the leg began that the activity was in then; NaN: it was in none. */
export function settledAt(calm: Float64Array, at: number): number {
  return calm[at + SETTLED_AT]!;
}

export function settledLeg(calm: Float64Array, at: number): number {
  return calm[at + SETTLED_LEG]!;
}
