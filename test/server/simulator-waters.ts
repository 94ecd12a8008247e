/** The sea as the simulator's tests know it: boundary, ports, distances, worked out independently of the simulator. */
import { readFileSync } from 'node:fs';
import type { State } from '../../server/simulator/craft.ts';
import { demoSizes, Fleet } from '../../server/simulator/fleet.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const start = Date.UTC(2026, 10, 24, 3, 0, 0);

const maritime = JSON.parse(readFileSync('geofences/regions/data/vietnam-maritime.json', 'utf8')) as {
  outer_border_demo_75: { lonlat: [number, number][] };
  ports: { code: string; lon: number; lat: number }[];
};
const border = maritime.outer_border_demo_75.lonlat;
export const ports = maritime.ports;
/** The boundary closed over the mainland. */
const ourWaters = [...border, [105, 21.5], [103, 15]] as [number, number][];

/** Haversine, independent of the simulator's flat steering. */
export function nauticalMiles(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 3440.065 * Math.asin(Math.sqrt(h));
}

export function inOurWaters({ lon, lat }: { lon: number; lat: number }): boolean {
  let inside = false;
  ourWaters.forEach(([x1, y1], i) => {
    const [x2, y2] = ourWaters[(i + 1) % ourWaters.length]!;
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}

/** Whether the way from a to b cuts an edge of the boundary, by the signs of the four turns. */
export function cutsBoundary(a: State, b: State): boolean {
  const turn = (p: number[], q: number[], r: number[]) =>
    Math.sign((q[0]! - p[0]!) * (r[1]! - p[1]!) - (q[1]! - p[1]!) * (r[0]! - p[0]!));
  const from = [a.lon, a.lat];
  const to = [b.lon, b.lat];
  return border.some((p, i) => {
    const q = border[i + 1];
    return q !== undefined && turn(from, to, p) !== turn(from, to, q) && turn(p, q, from) !== turn(p, q, to);
  });
}

export function* times(from: number, to: number, step: number): Generator<number> {
  for (let time = from; time <= to; time += step) yield time;
}

export const demo = () => new Fleet(1, demoSizes, { startTime: start });
