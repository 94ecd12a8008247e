/**
 * Fewer fixes of long ago: where a vessel was at any time is told to within a distance, silences stay what they were, and what
 * has to do with an alert is not touched. The journal keeps everything; tracks can be made from it again.
 */
import { type Fix, FixFlag } from '../../../geofences/fix.ts';
import { lonDifference, metresPerDegreeLat, metresPerDegreeLon } from '../../../geofences/geometry/ellipsoid.ts';

export interface ThinningTier {
  /** For fixes older than this. */
  afterDays: number;
  /** Metres by which a place at a time, taken from the fixes that are left, may be beside the fix that was there. */
  toleranceM: number;
  /** No two fixes that are left are further apart, unless they were before. */
  everyMinutes: number;
}

/** Epoch ms, both included. */
export type Window = readonly [from: number, to: number];

/** A change of these is a finding in itself. */
const TOLD = FixFlag.fishing | FixFlag.atRest | FixFlag.unmanoeuvrable | FixFlag.distress;
/** Such fixes are always kept. */
const ALWAYS = FixFlag.distress | FixFlag.placeAssumed | FixFlag.swapped | FixFlag.jump | FixFlag.overspeed;
/** So many are looked at together, which bounds the work. */
const STRETCH_FIXES = 1024;

/**
 * @param fixes of one vessel in order of fix time
 * @param windows times in which every fix is kept
 * @returns some of them, the first and the last always
 */
export function thin(fixes: readonly Fix[], tier: ThinningTier, windows: readonly Window[]): Fix[] {
  const everyMs = tier.everyMinutes * 60_000;
  const keep = mustKeep(fixes, everyMs, windows);
  const way = new TimedWay(fixes);
  let start = 0;
  for (let i = 1; i < fixes.length; i++) {
    if (!keep[i]) continue;
    keepFar(way, start, i, tier.toleranceM, keep);
    start = i;
  }
  keepOften(fixes, everyMs, keep);
  return fixes.filter((_, i) => keep[i]);
}

function mustKeep(fixes: readonly Fix[], everyMs: number, windows: readonly Window[]): boolean[] {
  const keep = fixes.map(
    ({ fixTime, flags }, i) =>
      i % STRETCH_FIXES === 0 ||
      i === fixes.length - 1 ||
      (flags & ALWAYS) !== 0 ||
      windows.some(([from, to]) => fixTime >= from && fixTime <= to),
  );
  for (let i = 1; i < fixes.length; i++) {
    const [before, fix] = [fixes[i - 1]!, fixes[i]!];
    const isSame = before.source === fix.source && ((before.flags ^ fix.flags) & TOLD) === 0;
    if (isSame && fix.fixTime - before.fixTime <= everyMs) continue;
    keep[i - 1] = true;
    keep[i] = true;
  }
  return keep;
}

/** Fixes on a plane in metres; a place at a time is on the straight line between the two fixes round it. */
class TimedWay {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #times: Float64Array;

  constructor(fixes: readonly Fix[]) {
    const [first] = fixes;
    const middle = (first!.lat + fixes.at(-1)!.lat) / 2;
    const [perLon, perLat] = [metresPerDegreeLon(middle), metresPerDegreeLat(middle)];
    this.#x = Float64Array.from(fixes, ({ lon }) => lonDifference(first!.lon, lon) * perLon);
    this.#y = Float64Array.from(fixes, ({ lat }) => (lat - first!.lat) * perLat);
    this.#times = Float64Array.from(fixes, ({ fixTime }) => fixTime);
  }

  /** Metres between fix `i` and where the vessel would be then, were there only the fixes `a` and `b`. */
  error(i: number, a: number, b: number): number {
    const [x, y, times] = [this.#x, this.#y, this.#times];
    const took = times[b]! - times[a]!;
    const share = took > 0 ? (times[i]! - times[a]!) / took : 0;
    return Math.hypot(x[i]! - x[a]! - (x[b]! - x[a]!) * share, y[i]! - y[a]! - (y[b]! - y[a]!) * share);
  }
}

/** Keeps, between two kept ones, what is further off than the tolerance, farthest first. */
function keepFar(way: TimedWay, from: number, to: number, toleranceM: number, keep: boolean[]): void {
  const open: [number, number][] = [[from, to]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [start, end] = next;
    let farthest = start;
    let most = toleranceM;
    for (let i = start + 1; i < end; i++) {
      const error = way.error(i, start, end);
      if (error > most) [farthest, most] = [i, error];
    }
    if (farthest === start) continue;
    keep[farthest] = true;
    open.push([start, farthest], [farthest, end]);
  }
}

function keepOften(fixes: readonly Fix[], everyMs: number, keep: boolean[]): void {
  let last = fixes[0]!.fixTime;
  for (let i = 1; i < fixes.length; i++) {
    // The next fix is too far from the last one that is left: this one has to be.
    if (!keep[i] && i + 1 < fixes.length && fixes[i + 1]!.fixTime - last > everyMs) keep[i] = true;
    if (keep[i]) last = fixes[i]!.fixTime;
  }
}
