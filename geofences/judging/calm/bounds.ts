/** Bounds within which nothing comes of fixes: how they are kept. settle-down.ts works them out. */
import type { Fix } from '../../fix.ts';
import { type Activity, LEG_MS } from '../activity.ts';
import {
  ABOVE_KN,
  AROUND_HALF,
  AROUND_INLAND_KM,
  AROUND_LAT,
  AROUND_LON,
  BELOW_KN,
  CLOCK_UNTIL,
  FASTEST_KN,
  FIRM_UNTIL,
  flagsOf,
  HALF,
  isSettled,
  LAT,
  LEG_KN,
  LEG_LAT,
  LEG_LON,
  LEG_SORT,
  LEG_TIME,
  LEG_UNTIL,
  LegSort,
  LON,
  NEWEST,
  PAST,
  PAST_COUNT,
  PAST_NUMBERS,
  SETTLED_AT,
  SETTLED_LEG,
  SLOWEST_KN,
  SORT,
  SORT_BESIDE,
  SORT_HAS_HEADING,
  SORT_MOVES,
  unsettle,
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
  /** … of the greater one in which the same holds wherever no edge is met, nor land farther inland than so many km. */
  aroundHalf: number;
  inlandKm: number;
  aboveKn: number;
  belowKn: number;
  moves: boolean;
  /** Something odd was heard beside the track. */
  isBeside: boolean;
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
  calm[at + SORT] =
    fix.flags |
    (fix.headingDeg === undefined ? 0 : SORT_HAS_HEADING) |
    (bounds.moves ? SORT_MOVES : 0) |
    (bounds.isBeside ? SORT_BESIDE : 0);
  [calm[at + SLOWEST_KN], calm[at + FASTEST_KN]] = bounds.fishingKn;
  noteLeg(calm, at, bounds.activity);
  calm[at + AROUND_LON] = fix.lon;
  calm[at + AROUND_LAT] = fix.lat;
  calm[at + AROUND_HALF] = bounds.aroundHalf;
  calm[at + AROUND_INLAND_KM] = bounds.inlandKm;
  calm[at + SETTLED_AT] = fix.fixTime;
  calm[at + SETTLED_LEG] = legStart(bounds.activity);
}

/** What holds goes on to hold around another fix, which is not the newest one yet. */
export function keepAround(calm: Float64Array, at: number, fix: Fix, half: number): void {
  if (calm[at + NEWEST]! > calm[at + SETTLED_AT]!) remember(calm, at);
  calm[at + LON] = fix.lon;
  calm[at + LAT] = fix.lat;
  calm[at + HALF] = half;
  calm[at + SETTLED_AT] = fix.fixTime;
  calm[at + SETTLED_LEG] = Number.isFinite(calm[at + LEG_UNTIL]!) ? calm[at + LEG_TIME]! : Number.NaN;
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

/** From now on every fix is judged by everything. What fixes have passed within is kept for those that come late. */
export function disturb(calm: Float64Array, at: number): void {
  if (isSettled(calm, at) && calm[at + NEWEST]! > calm[at + SETTLED_AT]!) remember(calm, at);
  unsettle(calm, at);
}

function remember(calm: Float64Array, at: number): void {
  const past = at + PAST;
  calm.copyWithin(past + PAST_NUMBERS, past, past + (PAST_COUNT - 1) * PAST_NUMBERS);
  calm.copyWithin(past, at + LON, at + SORT + 1);
  calm[past + PAST_SETTLED_AT] = calm[at + SETTLED_AT]!;
  calm[past + PAST_LEG] = calm[at + SETTLED_LEG]!;
  calm[past + PAST_END] = calm[at + NEWEST]!;
}

const PAST_SETTLED_AT = SORT - LON + 1;
const PAST_LEG = PAST_SETTLED_AT + 1;
const PAST_END = PAST_LEG + 1;

/** Bounds that held at some time. */
export interface HeldBounds {
  /** Their numbers stand there as those that hold now do at the vessel's place. */
  at: number;
  /** Fix times between which fixes have passed within them. */
  since: number;
  until: number;
  /** When the leg began that the activity was in at `since`; NaN: it was in none. */
  leg: number;
}

/** Reused by every call. */
const held: HeldBounds = { at: 0, since: 0, until: 0, leg: 0 };

/** The bounds that held at a fix time, in an object that the next call overwrites; undefined: none that are known. */
export function boundsAt(calm: Float64Array, at: number, fixTime: number): HeldBounds | undefined {
  if (isSettled(calm, at) && fixTime > calm[at + SETTLED_AT]!) {
    return hold(at, calm[at + SETTLED_AT]!, calm[at + NEWEST]!, calm[at + SETTLED_LEG]!);
  }
  for (let past = at + PAST, n = 0; n < PAST_COUNT; past += PAST_NUMBERS, n++) {
    const since = calm[past + PAST_SETTLED_AT]!;
    const until = calm[past + PAST_END]!;
    if (fixTime > since && fixTime < until) return hold(past - LON, since, until, calm[past + PAST_LEG]!);
  }
  return undefined;
}

function hold(at: number, since: number, until: number, leg: number): HeldBounds {
  held.at = at;
  held.since = since;
  held.until = until;
  held.leg = leg;
  return held;
}
