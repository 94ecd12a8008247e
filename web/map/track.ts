/** Cuts a vessel's fixes into what was seen and what was not. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import { mercatorX, mercatorY } from './mercator.ts';

const HOUR_MS = 3_600_000;
/** VMS units report every 1–4 h, so a shorter silence is no gap (Monitorfish draws hops over 4 h apart dotted). */
const VMS_GAP_MS = 4 * HOUR_MS;
const DOT_STEPS_MS = [1 / 6, 0.5, 1, 2, 6, 12, 24].map((hours) => hours * HOUR_MS);
const MAX_DOTS = 60;

/** What a vessel does on the way to a point, by its speed. */
export const Activity = { unknown: 0, stopped: 1, fishing: 2, transit: 3 } as const;
export type Activity = (typeof Activity)[keyof typeof Activity];

/** Below this a vessel lies still: speed noise at anchor. */
const STOPPED_KN = 0.5;
/** At sea between the two a boat of these gears hauls or sets (Monitorfish: up to 5.5 kn on two segments in a row). */
const FISHING_KN = 5.5;
const METRES_PER_NM = 1852;
/** Circumference of the earth by WGS 84's major axis, metres. */
const EQUATOR_M = 40_075_017;

export interface TrackPoint {
  x: number;
  y: number;
  time: number;
  /** Over ground on the way to this point, from places and times; undefined at the beginning. */
  speedKn: number | undefined;
  activity: Activity;
}
interface TrackLeg {
  points: TrackPoint[];
}
interface TrackGap {
  from: TrackPoint;
  to: TrackPoint;
  durationMs: number;
}
export interface Track {
  legs: TrackLeg[];
  gaps: TrackGap[];
  /** Equally spaced in time, on seen legs only: close together means slow. */
  dots: Pick<TrackPoint, 'x' | 'y' | 'time'>[];
  dotStepMs: number;
  first: TrackPoint | undefined;
  last: TrackPoint | undefined;
}

export function cutTrack(fixes: readonly Fix[], expectedIntervalMin: number): Track {
  const points = pointsOf(fixes);
  const track: Track = { legs: [], gaps: [], dots: [], dotStepMs: 0, first: points[0], last: points.at(-1) };
  let leg: TrackPoint[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before && point.time - before.time > gapAfter(fixes[i]!, fixes[i - 1]!, expectedIntervalMin)) {
      track.gaps.push({ from: before, to: point, durationMs: point.time - before.time });
      if (leg.length > 1) track.legs.push({ points: leg });
      leg = [];
    }
    leg.push(point);
  });
  if (leg.length > 1) track.legs.push({ points: leg });
  if (track.first && track.last) placeDots(track, track.first.time, track.last.time);
  return track;
}

function pointsOf(fixes: readonly Fix[]): TrackPoint[] {
  const points = fixes.map((fix, i): TrackPoint => {
    const before = fixes[i - 1];
    const speedKn = before && speedBetween(before, fix);
    return { x: mercatorX(fix.lon), y: mercatorY(fix.lat), time: fix.fixTime, speedKn, activity: Activity.unknown };
  });
  points.forEach((point, i) => {
    point.activity = activityOf(point, [points[i - 1], points[i + 1]]);
  });
  return points;
}

/** Knots over ground; what a vessel says of its own speed holds for a moment only, and VMS reports are hours apart. */
function speedBetween(a: Fix, b: Fix): number | undefined {
  const hours = (b.fixTime - a.fixTime) / HOUR_MS;
  if (hours <= 0) return undefined;
  const scale = EQUATOR_M * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  const east = Math.abs(mercatorX(b.lon) - mercatorX(a.lon));
  const north = mercatorY(b.lat) - mercatorY(a.lat);
  return (Math.hypot(Math.min(east, 1 - east), north) * scale) / METRES_PER_NM / hours;
}

/** Fishing takes two segments in a row: one slow one is a boat that waits or turns. */
function activityOf({ speedKn }: TrackPoint, besides: readonly (TrackPoint | undefined)[]): Activity {
  const isSlow = (kn: number | undefined): boolean => kn !== undefined && kn >= STOPPED_KN && kn <= FISHING_KN;
  if (speedKn === undefined) return Activity.unknown;
  if (speedKn < STOPPED_KN) return Activity.stopped;
  return isSlow(speedKn) && besides.some((beside) => isSlow(beside?.speedKn)) ? Activity.fishing : Activity.transit;
}

/** No shorter silence is a gap of a vessel, whatever reports it. */
export function leastGapMin(expectedIntervalMin: number): number {
  return 2 * expectedIntervalMin;
}

/** @returns ms */
function gapAfter(fix: Fix, before: Fix, expectedIntervalMin: number): number {
  const expected = leastGapMin(expectedIntervalMin) * 60_000;
  return fix.source === 'vms' || before.source === 'vms' ? Math.max(expected, VMS_GAP_MS) : expected;
}

/** Where on the track something was at a time; undefined outside it. */
export function placeOnTrack(track: Track, time: number): { x: number; y: number } | undefined {
  const stretches = [...track.legs.map(({ points }) => points), ...track.gaps.map(({ from, to }) => [from, to])];
  for (const points of stretches) {
    const i = points.findIndex((point) => point.time >= time);
    const [a, b] = [points[Math.max(0, i - 1)], points[i]];
    if (!a || !b || a.time > time) continue;
    const part = b.time === a.time ? 0 : (time - a.time) / (b.time - a.time);
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
  }
  return undefined;
}

function placeDots(track: Track, start: number, end: number): void {
  const step = DOT_STEPS_MS.find((ms) => (end - start) / ms <= MAX_DOTS) ?? DOT_STEPS_MS.at(-1)!;
  track.dotStepMs = step;
  for (const { points } of track.legs) {
    let time = Math.ceil(points[0]!.time / step) * step;
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1]!;
      const b = points[i]!;
      for (; time <= b.time; time += step) {
        const f = b.time === a.time ? 0 : (time - a.time) / (b.time - a.time);
        track.dots.push({ x: a.x + (b.x - a.x) * f, y: a.y + (b.y - a.y) * f, time });
      }
    }
  }
}
