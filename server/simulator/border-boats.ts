/**
 * Boats that work near the boundary all the time. `border` boats stray over it for half a day in every two days, each
 * eight hours after the one before, so that two days of history always show some that came back and two that are
 * still out. `border-near` boats come close and turn. Functions of absolute time: a restart changes nothing.
 */
import { type BoundarySite, boundarySite, nearSite } from './boundary.ts';
import type { Boat, State } from './craft.ts';
import { courseOf, eastNorthNm, type Place } from './sea.ts';

const HOUR = 3_600_000;
const cycleHours = 48;

/** Hour of the cycle → nautical miles beyond the line; straight between the knots. */
const stray: readonly [hour: number, outNm: number][] = [
  [0, -18],
  [11, -17],
  [15.5, -5],
  [18, 3.5],
  [23, 9],
  [30, 7],
  [34.5, 3],
  [37, -5],
  [41, -17],
  [48, -18],
];
/** The same, for boats that turn at 2.6 nm (inside the 6-nm warning band, outside 1 nm). */
const approach: readonly [hour: number, outNm: number][] = [
  [0, -16],
  [14, -14],
  [19, -4],
  [22, -2.6],
  [25, -4.5],
  [31, -14],
  [48, -16],
];

/** @param place how many boats of this life come before it  @param count how many there are */
export function borderBoat(boat: Boat, place: number, count: number, time: number): State {
  const near = boat.life === 'border-near';
  const at = (instant: number) => {
    const hours = (((instant / HOUR + (place * cycleHours) / count) % cycleHours) + cycleHours) % cycleHours;
    // Comes and goes along the line over 13 h, 3 nm to either side: about 1.5 kn at most.
    const alongNm = 3 * Math.sin((2 * Math.PI * instant) / (13 * HOUR) + place);
    return nearSite(siteOf(place, count, near), interpolate(near ? approach : stray, hours), alongNm);
  };
  return moving(at, time);
}

function siteOf(place: number, count: number, near: boolean): BoundarySite {
  const part = (place + 0.5) / count;
  return near ? boundarySite(1, 0.3 + 0.4 * part) : boundarySite(place % 2 ? 1 : 0, 0.28 + 0.44 * part);
}

function interpolate(knots: readonly [number, number][], x: number): number {
  for (let i = 1; i < knots.length; i++) {
    const [x0, y0] = knots[i - 1]!;
    const [x1, y1] = knots[i]!;
    if (x <= x1) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
  return knots[knots.length - 1]![1];
}

/** State of something whose place is a function of time; speed and course from half a minute to either side. */
export function moving(at: (time: number) => Place, time: number): State {
  const half = 30_000;
  const [east, north] = eastNorthNm(at(time - half), at(time + half));
  const speedKn = Math.hypot(east, north) / ((2 * half) / HOUR);
  const [lon, lat] = at(time);
  return {
    lon,
    lat,
    speedKn,
    courseDeg: courseOf(east, north),
    doing: speedKn > 5 ? 'passage' : 'fishing',
    silent: false,
  };
}
