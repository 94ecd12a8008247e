/** How long two vessels were together: slots at which they were near each other, joined into runs. Pure. */
import { lonDifference, normalLon } from '../geometry/ellipsoid.ts';
import type { Sample } from './slot-fixes.ts';

/** One slot at which they were near. */
export interface Meeting {
  slot: number;
  /** Halfway between them. */
  lon: number;
  lat: number;
  distanceNm: number;
  /** The slower one's speed, and the faster one's. */
  slowKn: number;
  fastKn: number;
}

/** Where and when a stretch of being together began or ended. */
export type End = Pick<Meeting, 'slot' | 'lon' | 'lat'>;

/** A stretch of being together. */
export interface Run {
  first: End;
  last: End;
  /** Empty when all of it is forgotten but its end. */
  meetings: readonly Meeting[];
}

export function meetingOf(slot: number, one: Sample, other: Sample, distanceNm: number): Meeting {
  const speeds = [one.speedKn ?? 0, other.speedKn ?? 0];
  return {
    slot,
    lon: normalLon(one.lon + lonDifference(one.lon, other.lon) / 2),
    lat: (one.lat + other.lat) / 2,
    distanceNm,
    slowKn: Math.min(...speeds),
    fastKn: Math.max(...speeds),
  };
}

/** Runs of meetings, ascending, of which none is farther than `joinSlots` from the next. */
export function runsOf(meetings: Iterable<Meeting>, joinSlots: number): Run[] {
  const ordered = [...meetings].sort((a, b) => a.slot - b.slot);
  const runs: Meeting[][] = [];
  for (const meeting of ordered) {
    const run = runs[runs.length - 1];
    if (run && meeting.slot - run[run.length - 1]!.slot <= joinSlots) run.push(meeting);
    else runs.push([meeting]);
  }
  return runs.map((run) => ({ first: run[0]!, last: run[run.length - 1]!, meetings: run }));
}

/** Middle value; of an even number, the lower of both. */
export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[(ordered.length - 1) >> 1] ?? Number.NaN;
}
