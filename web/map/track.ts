/** Cuts a vessel's fixes into what was seen and what was not. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import { mercatorX, mercatorY } from './mercator.ts';

const HOUR_MS = 3_600_000;
/** VMS units report every 1–4 h, so a shorter silence is no gap (Monitorfish draws hops over 4 h apart dotted). */
const VMS_GAP_MS = 4 * HOUR_MS;
const DOT_STEPS_MS = [1 / 6, 0.5, 1, 2, 6, 12, 24].map((hours) => hours * HOUR_MS);
const MAX_DOTS = 60;

export interface TrackPoint {
  x: number;
  y: number;
  time: number;
}
export interface TrackLeg {
  points: TrackPoint[];
}
export interface TrackGap {
  from: TrackPoint;
  to: TrackPoint;
  durationMs: number;
}
export interface Track {
  legs: TrackLeg[];
  gaps: TrackGap[];
  /** Equally spaced in time, on seen legs only: close together means slow. */
  dots: TrackPoint[];
  dotStepMs: number;
  first: TrackPoint | undefined;
  last: TrackPoint | undefined;
}

export function cutTrack(fixes: readonly Fix[], expectedIntervalMin: number): Track {
  const points = fixes.map((fix) => ({ x: mercatorX(fix.lon), y: mercatorY(fix.lat), time: fix.fixTime }));
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

function gapAfter(fix: Fix, before: Fix, expectedIntervalMin: number): number {
  const expected = 2 * expectedIntervalMin * 60_000;
  return fix.source === 'vms' || before.source === 'vms' ? Math.max(expected, VMS_GAP_MS) : expected;
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
