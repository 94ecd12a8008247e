/**
 * Which fixes are the vessel's. Most follow from where it was. One that no vessel could have reached is heard but not
 * believed, until the track that it does not fit has been quiet for so long that it must be over; if both go on, two
 * hulls use one identity, and only the one that was there first is judged, so that no crossing is made up between them.
 *
 * After the idea of Global Fishing Watch's segmenter (ui.md §2: gpsdio-segment): a fix belongs to the track that
 * foretells it best, within 25 kn of error over hypot(hours, ¼).
 */
import { type Fix, FixFlag, NOT_ITS_OWN_PLACE } from '../fix.ts';
import { lonDifference, metresPerDegreeLat, metresPerDegreeLon, quickDistanceM } from '../geometry/ellipsoid.ts';
import type { JudgedState } from './state.ts';

/** Faster than this from one fix to the next is a bad fix (ui.md §2). */
export const IMPOSSIBLE_KN = 50;
/** Two positions of 500 m accuracy (NĐ 26/2019 Đ.44) may be 1 km apart without any movement. */
export const ERROR_OF_TWO_FIXES_M = 1000;
/** Error of a foretold place that grows with time, and the time that counts at least (gpsdio-segment). */
const DISCREPANCY_KN = 25;
const LEAST_HOURS = 0.25;
/** What has not been heard for so long is no track any more (gpsdio-segment). */
export const FORGOTTEN_MS = 8 * 3_600_000;
/** Two wild fixes may agree by chance; three that fit each other are a track of their own (own choice). */
export const ESTABLISHED = 3;
/** A track is over when it has missed so many of its own intervals: at least 20 min (ui.md §2), at most the 6 h of a loss of signal. */
const MISSED_INTERVALS = 3;
const LEAST_PATIENCE_MS = 20 * 60_000;
const MOST_PATIENCE_MS = 6 * 3_600_000;

const HOUR_MS = 3_600_000;
const KN_M_PER_HOUR = 1852;

/**
 * `follows`: it continues the believed track (from `state.last`, which may have been put back to before an odd fix).
 * `aside`: it does not, and is only heard. `takes-over`: it and those heard aside are the track from now on.
 */
export type Verdict = 'follows' | 'aside' | 'takes-over';

/** Could a vessel have got from one fix to the other, later one? */
export function reachable(from: Fix, to: Fix): boolean {
  const hours = (to.fixTime - from.fixTime) / HOUR_MS;
  return (
    quickDistanceM(from.lon, from.lat, to.lon, to.lat) <= IMPOSSIBLE_KN * KN_M_PER_HOUR * hours + ERROR_OF_TWO_FIXES_M
  );
}

/** HOT. Weighs one more fix against what is known, and notes in `state` what is heard aside. */
export function weigh(state: JudgedState, fix: Fix): Verdict {
  if (fix.flags & NOT_ITS_OWN_PLACE) return 'aside';
  if (state.aside && fix.fixTime - state.aside.last.fixTime > FORGOTTEN_MS) state.aside = undefined;
  const { last, aside } = state;
  const isMarked = (fix.flags & FixFlag.jump) !== 0;
  if (!last) return isMarked ? heardAside(state, fix) : 'follows';
  const hours = (fix.fixTime - last.fixTime) / HOUR_MS;
  const distanceM = quickDistanceM(last.lon, last.lat, fix.lon, fix.lat);
  const isNear = distanceM <= allowanceM(hours);
  const canReach = !isMarked && distanceM <= IMPOSSIBLE_KN * KN_M_PER_HOUR * hours + ERROR_OF_TWO_FIXES_M;
  if (!canReach) return heardAside(state, fix);
  if (!aside) {
    if (isNear || discrepancyM(last, fix) <= allowanceM(hours)) return 'follows';
    stepAway(state, fix);
    return 'follows';
  }
  return between(state, last, fix, hours);
}

/** There are two tracks that it may belong to, and it can have been reached from the believed one. */
function between(state: JudgedState, last: Fix, fix: Fix, hours: number): Verdict {
  const aside = state.aside!;
  const mine = discrepancyM(last, fix);
  const theirs = discrepancyM(aside.last, fix);
  const fitsMine = mine <= allowanceM(hours);
  const fitsTheirs = theirs <= allowanceM((fix.fixTime - aside.last.fixTime) / HOUR_MS) && reachable(aside.last, fix);
  if (fitsMine && !(fitsTheirs && theirs < mine && aside.count >= ESTABLISHED)) return 'follows';
  if (!fitsTheirs) {
    if (aside.count < ESTABLISHED) stepAway(state, fix);
    return 'follows';
  }
  return heardAside(state, fix);
}

/** It goes on faster than a fishing vessel does: what lies behind may prove to be the true track. */
function stepAway(state: JudgedState, fix: Fix): void {
  state.aside = { since: state.since, last: state.last!, count: state.count };
  state.since = fix.fixTime;
  state.count = 0;
  state.paceMs = 0;
}

/** The one fix since the track stepped away was the odd one. */
function turnBack(state: JudgedState, odd: Fix): void {
  const { last, since, count } = state.aside!;
  state.aside = { since: odd.fixTime, last: odd, count: 1 };
  state.last = last;
  state.since = since;
  state.count = count;
}

function heardAside(state: JudgedState, fix: Fix): Verdict {
  const { last, aside } = state;
  if (!aside || !reachable(aside.last, fix)) {
    // A third place does not displace a track that is a track of its own.
    if (!aside || aside.count < ESTABLISHED) state.aside = { since: fix.fixTime, last: fix, count: 1 };
    return 'aside';
  }
  // Of several places at one time none is the true one before the next moment tells.
  const isLater = !last || fix.fixTime > last.fixTime;
  if (last && isLater && state.count === 1 && aside.since < state.since) {
    turnBack(state, last);
    return 'follows';
  }
  if (isLater && (!last || fix.fixTime - last.fixTime >= patienceMs(state))) return 'takes-over';
  state.aside = { since: aside.since, last: fix, count: Math.min(aside.count + 1, ESTABLISHED) };
  return 'aside';
}

/** A lone fix is not yet a track: two that agree outweigh it. */
function patienceMs({ count, paceMs }: JudgedState): number {
  if (count <= 1) return 0;
  return Math.min(MOST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, MISSED_INTERVALS * paceMs));
}

function allowanceM(hours: number): number {
  return DISCREPANCY_KN * KN_M_PER_HOUR * Math.sqrt(hours * hours + LEAST_HOURS * LEAST_HOURS);
}

/** Staying put, or sliding off the foretold line, is less likely than being foretold: it counts four times (gpsdio-segment). */
const LESS_LIKELY = 4;
/** Slower than this a course means nothing (gpsdio-segment). */
const COURSE_FROM_KN = 0.35;

/**
 * How far a fix is from where the one before lets expect it, metres: the least of the error of dead reckoning, four times
 * the way from where it was, and four times the way off its course. Without speed and course: the way itself.
 */
export function discrepancyM(from: Fix, to: Fix): number {
  const distanceM = quickDistanceM(from.lon, from.lat, to.lon, to.lat);
  if (!isUnderWay(from)) return distanceM;
  const { along, across } = offCourse(from, to);
  const run = from.speedKn! * KN_M_PER_HOUR * ((to.fixTime - from.fixTime) / HOUR_MS);
  const reckoned = Math.hypot(along - run, across);
  const off = along > 0 ? LESS_LIKELY * across : Number.POSITIVE_INFINITY;
  return Math.min(reckoned, LESS_LIKELY * distanceM, off);
}

/** Within some miles of a place the scale of the latitude half-way to it differs by less than this share, up to 60° N or S. */
const SCALE_SHARE = 0.003;

/** What `discrepancyM` comes to at least for any later fix within so many metres of a place. */
export function leastDiscrepancyM(from: Fix, place: Fix, withinM: number): number {
  const wayM = quickDistanceM(from.lon, from.lat, place.lon, place.lat);
  const lessM = withinM + SCALE_SHARE * wayM;
  if (!isUnderWay(from)) return wayM - lessM;
  const { along, across } = offCourse(from, place);
  // Dead reckoning leads ever farther away from what lies behind.
  return Math.min(wayM, along < -lessM ? Math.max(across, -along) : across) - lessM;
}

function isUnderWay({ speedKn, courseDeg, flags }: Fix): boolean {
  return speedKn !== undefined && courseDeg !== undefined && speedKn > COURSE_FROM_KN && !(flags & FixFlag.overspeed);
}

/** Metres to a place along the course and, always positive, across it. */
function offCourse(from: Fix, to: Fix): { along: number; across: number } {
  const middle = (from.lat + to.lat) / 2;
  const x = lonDifference(from.lon, to.lon) * metresPerDegreeLon(middle);
  const y = (to.lat - from.lat) * metresPerDegreeLat(middle);
  const course = (from.courseDeg! * Math.PI) / 180;
  return {
    along: x * Math.sin(course) + y * Math.cos(course),
    across: Math.abs(x * Math.cos(course) - y * Math.sin(course)),
  };
}
