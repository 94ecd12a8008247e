/**
 * All zones, made ready once. A uniform grid says for every cell which zones cover it wholly and which have an edge in
 * it, so that a point looks only at edges beside it, however many zones and vertices lie elsewhere.
 */
import type { Zone } from '../types.ts';
import { lonDifference, METRES_PER_NM, metresPerDegreeLat, metresPerDegreeLon } from './ellipsoid.ts';
import { buildGrid, type Grid } from './grid.ts';
import { type Nearest, nearestOf } from './nearest.ts';
import { type Part, partContains, prepareZone } from './shape.ts';
import { type Cut, cutsOf } from './track-crossing.ts';

/** A zone that the way between two fixes met. Fractions run from 0 at the first to 1 at the second fix. */
export interface ZoneCrossing {
  zone: number;
  /** `entered`, `left`: by where the two ends are. `clipped`: both ends out, cut through. `passed`: a line was crossed. */
  change: 'entered' | 'left' | 'clipped' | 'passed';
  /** Where: entering by the last cut, leaving by the first; a clip by both; a line by its last cut. */
  fraction: number;
  /** Clip only: where it left again. */
  endFraction?: number;
  /** Line only: from our side to theirs? Undefined when the line does not say which side is ours. */
  outwards?: boolean;
}

/** What lies ahead on a course. */
export interface Ahead {
  distanceNm: number;
  lon: number;
  lat: number;
  /** Line only: from our side to theirs? Undefined when the line does not say which side is ours. */
  outwards?: boolean;
}

/** A longer way is cheaper to hold against every zone's box than against every cell of its own. */
const MAX_WALKED_CELLS = 64;

export class Locator {
  readonly zones: readonly Zone[];
  readonly indexOf = new Map<string, number>();
  private readonly parts: Part[] = [];
  private readonly partsOf: Part[][];
  private readonly grid: Grid;
  private readonly wraps: boolean;
  private readonly met: Uint32Array;
  private stamp = 0;
  /** Reused by every walk. */
  private readonly along: number[] = [];
  private readonly cuts: Cut[] = [];
  /** Last answer of `nearest` by zone: several rules ask for the same fix. */
  private readonly measured: { lon: number; lat: number; nearest: Nearest | undefined }[] = [];

  constructor(zones: readonly Zone[]) {
    this.zones = zones;
    this.partsOf = zones.map((zone, index) => prepareZone(zone, index).filter((part) => part.ax.length > 0));
    for (const parts of this.partsOf) this.parts.push(...parts);
    zones.forEach((zone, index) => {
      this.indexOf.set(zone.id, index);
    });
    this.grid = buildGrid(this.parts);
    this.wraps = this.parts.some((part) => part.east > 180 || part.west < -180);
    this.met = new Uint32Array(zones.length);
  }

  /** Edges of a zone, for distances. */
  partsOfZone(index: number): Part[] {
    return this.partsOf[index] ?? [];
  }

  /** Indices of all zones that contain the point (its edge included), ascending, written to `out`, which is emptied first. */
  locate(lon: number, lat: number, out: number[]): number[] {
    out.length = 0;
    this.locateAt(lon, lat, out);
    if (this.wraps) {
      this.locateAt(lon + 360, lat, out);
      this.locateAt(lon - 360, lat, out);
    }
    if (out.length > 1) out.sort(ascending);
    return out;
  }

  private locateAt(lon: number, lat: number, out: number[]): void {
    const { grid, parts } = this;
    const column = Math.floor((lon - grid.west) / grid.cellDeg);
    const row = Math.floor((lat - grid.south) / grid.cellDeg);
    if (!(column >= 0 && column < grid.columns && row >= 0 && row < grid.rows)) return;
    const cell = row * grid.columns + column;
    for (let i = grid.fullStart[cell]!, end = grid.fullStart[cell + 1]!; i < end; i++) {
      addOnce(out, parts[grid.fullItems[i]!]!.zone);
    }
    for (let i = grid.mixedStart[cell]!, end = grid.mixedStart[cell + 1]!; i < end; i++) {
      const part = parts[grid.mixedItems[i]!]!;
      if (partContains(part, lon, lat)) addOnce(out, part.zone);
    }
  }

  /** HOT. One part that contains the point, for maps whose parts do not overlap. */
  partAt(lon: number, lat: number): Part | undefined {
    const { grid, parts } = this;
    const column = Math.floor((lon - grid.west) / grid.cellDeg);
    const row = Math.floor((lat - grid.south) / grid.cellDeg);
    if (!(column >= 0 && column < grid.columns && row >= 0 && row < grid.rows)) return undefined;
    const cell = row * grid.columns + column;
    if (grid.fullStart[cell]! < grid.fullStart[cell + 1]!) return parts[grid.fullItems[grid.fullStart[cell]!]!];
    for (let i = grid.mixedStart[cell]!, end = grid.mixedStart[cell + 1]!; i < end; i++) {
      const part = parts[grid.mixedItems[i]!]!;
      if (partContains(part, lon, lat)) return part;
    }
    return undefined;
  }

  contains(index: number, lon: number, lat: number): boolean {
    for (const part of this.partsOfZone(index)) {
      if (partContains(part, lon, lat)) return true;
      if (this.wraps && (partContains(part, lon + 360, lat) || partContains(part, lon - 360, lat))) return true;
    }
    return false;
  }

  /** Every zone entered, left, clipped or passed on the straight way A→B. Nothing is allocated when nothing is met. */
  cross(lonA: number, latA: number, lonB: number, latB: number): ZoneCrossing[] {
    const endLon = lonA + lonDifference(lonA, lonB);
    let found = this.crossAt(lonA, latA, endLon, latB);
    if (this.wraps) {
      for (const shift of [360, -360]) {
        for (const crossing of this.crossAt(lonA + shift, latA, endLon + shift, latB)) {
          if (!found.some((known) => known.zone === crossing.zone)) found = [...found, crossing];
        }
      }
    }
    return found;
  }

  private crossAt(lonA: number, latA: number, lonB: number, latB: number): ZoneCrossing[] {
    const zones = this.zonesWithEdgesAlong(lonA, latA, lonB, latB);
    if (zones.length === 0) return NONE;
    let found: ZoneCrossing[] | undefined;
    for (const zone of zones) {
      const crossing = this.crossingOf(zone, lonA, latA, lonB, latB);
      if (!crossing) continue;
      if (found) found.push(crossing);
      else found = [crossing];
    }
    return found ?? NONE;
  }

  private zonesWithEdgesAlong(lonA: number, latA: number, lonB: number, latB: number): readonly number[] {
    const { west, south, cellDeg, columns, rows, mixedStart, mixedItems } = this.grid;
    const c0 = Math.max(0, Math.floor((Math.min(lonA, lonB) - west) / cellDeg));
    const c1 = Math.min(columns - 1, Math.floor((Math.max(lonA, lonB) - west) / cellDeg));
    const r0 = Math.max(0, Math.floor((Math.min(latA, latB) - south) / cellDeg));
    const r1 = Math.min(rows - 1, Math.floor((Math.max(latA, latB) - south) / cellDeg));
    if (c1 < c0 || r1 < r0) return NO_ZONES;
    this.stamp++;
    const found = this.along;
    found.length = 0;
    if ((c1 - c0 + 1) * (r1 - r0 + 1) > MAX_WALKED_CELLS) {
      for (const part of this.parts) this.meet(part.zone, found);
      return found;
    }
    for (let r = r0; r <= r1; r++) {
      for (let cell = r * columns + c0, last = r * columns + c1; cell <= last; cell++) {
        for (let i = mixedStart[cell]!, end = mixedStart[cell + 1]!; i < end; i++) {
          this.meet(this.parts[mixedItems[i]!]!.zone, found);
        }
      }
    }
    return found.length > 1 ? found.sort(ascending) : found;
  }

  private meet(zone: number, found: number[]): void {
    if (this.met[zone] === this.stamp) return;
    this.met[zone] = this.stamp;
    found.push(zone);
  }

  private crossingOf(zone: number, lonA: number, latA: number, lonB: number, latB: number): ZoneCrossing | undefined {
    const parts = this.partsOfZone(zone);
    const cuts = this.cuts;
    cuts.length = 0;
    for (const part of parts) cutsOf(part, lonA, latA, lonB, latB, cuts);
    if (cuts.length > 1) cuts.sort(byFraction);
    if (parts[0]?.closed === false) return this.passing(zone, cuts);
    const inA = parts.some((part) => partContains(part, lonA, latA));
    const inB = parts.some((part) => partContains(part, lonB, latB));
    const first = cuts[0]?.fraction;
    const last = cuts[cuts.length - 1]?.fraction;
    if (inA !== inB) {
      const fraction = (inA ? first : last) ?? this.bisect(parts, inA, lonA, latA, lonB, latB);
      return { zone, change: inB ? 'entered' : 'left', fraction };
    }
    if (!inA && first !== undefined && last !== undefined && last > first) {
      return { zone, change: 'clipped', fraction: first, endFraction: last };
    }
    return undefined;
  }

  /** An even number of cuts leaves a vessel on the side where it was. */
  private passing(zone: number, cuts: Cut[]): ZoneCrossing | undefined {
    const last = cuts[cuts.length - 1];
    if (!last || cuts[0]!.toLeft !== last.toLeft) return undefined;
    const ours = this.zones[zone]!.properties.ourSide;
    return {
      zone,
      change: 'passed',
      fraction: last.fraction,
      outwards: ours === undefined ? undefined : last.toLeft === (ours === 'right'),
    };
  }

  /** Only for ends that lie on the edge itself, where no cut is counted. */
  private bisect(parts: Part[], inA: boolean, lonA: number, latA: number, lonB: number, latB: number): number {
    let [low, high] = [0, 1];
    for (let round = 0; round < 40; round++) {
      const middle = (low + high) / 2;
      const [lon, lat] = [lonA + (lonB - lonA) * middle, latA + (latB - latA) * middle];
      if (parts.some((part) => partContains(part, lon, lat)) === inA) low = middle;
      else high = middle;
    }
    return high;
  }

  /** Distance to the zone's nearest edge, whichever side the point is on. */
  nearest(index: number, lon: number, lat: number): Nearest | undefined {
    const last = this.measured[index];
    if (last && last.lon === lon && last.lat === lat) return last.nearest;
    const nearest = nearestOf(this.partsOfZone(index), lon, lat);
    this.measured[index] = { lon, lat, nearest };
    return nearest;
  }

  /**
   * Where a vessel that keeps its course first meets the zone's edge. Along the straight way in lon/lat, which departs
   * from the rhumb line by less than 0.2 % within 60 nm in 0–30° N.
   */
  ahead(index: number, lon: number, lat: number, courseDeg: number, reachNm: number): Ahead | undefined {
    const course = (courseDeg * Math.PI) / 180;
    const reachM = reachNm * METRES_PER_NM;
    const north = (reachM * Math.cos(course)) / metresPerDegreeLat(lat);
    const endLat = lat + north;
    const endLon = lon + (reachM * Math.sin(course)) / metresPerDegreeLon(lat + north / 2);
    const cuts = this.cuts;
    cuts.length = 0;
    for (const shift of this.wraps ? [0, 360, -360] : NO_SHIFT) {
      for (const part of this.partsOfZone(index)) cutsOf(part, lon + shift, lat, endLon + shift, endLat, cuts);
    }
    let first: Cut | undefined;
    for (const cut of cuts) if (!first || cut.fraction < first.fraction) first = cut;
    if (!first) return undefined;
    const ours = this.zones[index]!.properties.ourSide;
    const isLine = this.partsOfZone(index)[0]?.closed === false;
    const outwards = isLine && ours ? first.toLeft === (ours === 'right') : undefined;
    const { fraction } = first;
    return {
      distanceNm: fraction * reachNm,
      lon: lon + (endLon - lon) * fraction,
      lat: lat + (endLat - lat) * fraction,
      outwards,
    };
  }
}

const NO_SHIFT: readonly number[] = [0];
const NONE: ZoneCrossing[] = [];
const NO_ZONES: readonly number[] = [];

function byFraction(a: Cut, b: Cut): number {
  return a.fraction - b.fraction;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function addOnce(out: number[], zone: number): void {
  if (!out.includes(zone)) out.push(zone);
}
