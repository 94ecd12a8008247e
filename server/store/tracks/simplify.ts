/**
 * A track for a map at a zoom: fewer fixes, drawn within a pixel of where all of them would be. Kept besides: both ends, what
 * lies at a gap, so many that what is left out looks like no gap, and where it began or ceased to fish, to lie at rest or to call for help.
 *
 * Douglas and Peucker (1973, The Canadian Cartographer 10:112), on the map's own pixels, over stretches of bounded length, so
 * that no track takes more than its length times that.
 */
import { type Fix, FixFlag } from '../../../geofences/fix.ts';
import { LONGEST_HOP_MS } from './chunk-walk.ts';

/** Pixels that the world is wide at zoom 0 (Web Mercator, as Leaflet draws it). */
const WORLD_PIXELS = 256;
export const TOLERANCE_PIXELS = 1;
/** Web Mercator ends here. */
const MAX_LAT = 85.051129;
export const STRETCH_FIXES = 1024;
/** A change of these is seen on the map. */
const SHOWN = FixFlag.fishing | FixFlag.atRest | FixFlag.distress | FixFlag.unmanoeuvrable;
/** Knots at which boats trawl, haul or set (geofences/judging/activity.ts), and how many such fixes in a row are fishing. */
const FISHING_KN = [0.5, 5.5] as const;
const FISHING_FIXES = 3;

/** Keeps stretch by stretch what has to be drawn. */
export async function* simplified(
  pieces: AsyncIterable<Fix[]>,
  zoom: number,
  gapMs: number = LONGEST_HOP_MS,
): AsyncIterable<Fix[]> {
  let waiting: Fix[] = [];
  for await (const piece of pieces) {
    for (const fix of piece) {
      waiting.push(fix);
      if (waiting.length < STRETCH_FIXES) continue;
      const kept = simplify(waiting, zoom, gapMs);
      // Its last one begins the next stretch.
      yield kept.slice(0, -1);
      waiting = [fix];
    }
  }
  yield simplify(waiting, zoom, gapMs);
}

/**
 * @param fixes at most STRETCH_FIXES, in order of fix time
 * @param gapMs two that are kept lie further apart than this only where nothing was heard in between
 */
export function simplify(fixes: readonly Fix[], zoom: number, gapMs: number = LONGEST_HOP_MS): Fix[] {
  const { x, y } = pixelsOf(fixes, zoom);
  const keep = mustKeep(fixes, gapMs);
  let start = 0;
  for (let i = 1; i < fixes.length; i++) {
    if (!keep[i]) continue;
    keepTurns(x, y, start, i, keep);
    start = i;
  }
  keepPace(fixes, gapMs, keep);
  return fixes.filter((_, i) => keep[i]);
}

/** On a world that goes on beyond ±180, so that a track across the meridian is no line round the earth. */
export function pixelsOf(fixes: readonly Fix[], zoom: number): { x: Float64Array; y: Float64Array } {
  const world = WORLD_PIXELS * 2 ** zoom;
  const x = new Float64Array(fixes.length);
  const y = new Float64Array(fixes.length);
  let turns = 0;
  for (const [i, { lon, lat }] of fixes.entries()) {
    const step = i === 0 ? 0 : lon - fixes[i - 1]!.lon;
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    const sine = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
    x[i] = world * (lon / 360 + turns);
    y[i] = (world * Math.log((1 + sine) / (1 - sine))) / (4 * Math.PI);
  }
  return { x, y };
}

function mustKeep(fixes: readonly Fix[], gapMs: number): boolean[] {
  const keep = fixes.map((_, i) => i === 0 || i === fixes.length - 1);
  const fishing = fishingOf(fixes);
  for (let i = 1; i < fixes.length; i++) {
    const [before, fix] = [fixes[i - 1]!, fixes[i]!];
    const isGap = fix.fixTime - before.fixTime > gapMs;
    if (!isGap && ((before.flags ^ fix.flags) & SHOWN) === 0 && fishing[i - 1] === fishing[i]) continue;
    keep[i - 1] = true;
    keep[i] = true;
  }
  return keep;
}

/** A boat that lies still or keeps its course for hours was heard all the time, though two points would draw it. */
function keepPace(fixes: readonly Fix[], gapMs: number, keep: boolean[]): void {
  let last = 0;
  for (let i = 1; i + 1 < fixes.length; i++) {
    keep[i] ||= fixes[i + 1]!.fixTime - fixes[last]!.fixTime > gapMs;
    if (keep[i]) last = i;
  }
}

/** Which fixes look like fishing by their speed: several slow ones in a row. */
function fishingOf(fixes: readonly Fix[]): boolean[] {
  const isSlow = ({ speedKn }: Fix) => speedKn !== undefined && speedKn >= FISHING_KN[0] && speedKn <= FISHING_KN[1];
  const fishing = fixes.map(isSlow);
  for (let start = 0; start < fixes.length; ) {
    let end = start;
    while (end < fixes.length && fishing[end] === fishing[start]) end++;
    if (fishing[start] && end - start < FISHING_FIXES) fishing.fill(false, start, end);
    start = end;
  }
  return fishing;
}

/** Keeps, between two kept ones, whatever lies further than the tolerance from the line between the kept ones next to it. */
function keepTurns(x: Float64Array, y: Float64Array, from: number, to: number, keep: boolean[]): void {
  const open: [number, number][] = [[from, to]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [start, end] = next;
    let farthest = start;
    let most = TOLERANCE_PIXELS;
    for (let i = start + 1; i < end; i++) {
      const distance = distanceToLine(x[i]!, y[i]!, x[start]!, y[start]!, x[end]!, y[end]!);
      if (distance > most) [farthest, most] = [i, distance];
    }
    if (farthest === start) continue;
    keep[farthest] = true;
    open.push([start, farthest], [farthest, end]);
  }
}

/** From a point to the line between two others, its ends included. */
export function distanceToLine(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / square));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
