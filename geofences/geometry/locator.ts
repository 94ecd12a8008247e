/**
 * All zones, made ready once: which of them contain a point, what a way does with them, how far their outlines are. Says
 * what lies where; whether a zone is in force at the time is in-force.ts's.
 */
import type { Zone } from '../types.ts';
import { buildCellTree } from './build-cell-tree.ts';
import { type CellTree, locateOne } from './cell-tree.ts';
import { areaChanges, type Change, isIn, lineChanges } from './crossing.ts';
import { METRES_PER_NM, normalLon } from './ellipsoid.ts';
import { type Hits, locateBatch } from './locate-batch.ts';
import { type Nearest, nearestOf } from './nearest.ts';
import { type Part, withinTurn } from './part.ts';
import { prepareZone } from './shape.ts';
import { pointOn, type Way, wayAlong, wayBetween } from './way.ts';
import { collectAlong, isClear, ZoneCollector } from './way-cells.ts';

/** A zone that the way between two fixes met. Fractions run from 0 at the first to 1 at the second fix. */
export interface ZoneCrossing {
  zone: number;
  /**
   * `entered`, `left`: by where the two ends are. `clipped`: both ends out, cut through. `passed`: a line was crossed.
   * `returned`: out of an area, or over a line, and back again on the same way.
   */
  change: 'entered' | 'left' | 'clipped' | 'passed' | 'returned';
  /**
   * Where: entering by the last time it comes in, leaving by the first time it goes out; a clip, and a way there and back, by
   * both; a line by its last cut.
   */
  fraction: number;
  /** The place of the crossing on the way, which is a geodesic: on a way of 100 km up to 70 m off the straight line in lon/lat. */
  lon: number;
  lat: number;
  /** Clip: where it left again. There and back: where it came back. */
  endFraction?: number;
  endLon?: number;
  endLat?: number;
  /** Line only: from our side to theirs (there and back: at first)? Undefined when the line does not say which side is ours. */
  outwards?: boolean;
}

/** What lies ahead on a course. */
export interface Ahead {
  distanceNm: number;
  lon: number;
  lat: number;
  /** Of an area: into it, or out of it. */
  into?: boolean;
  /** Of a line that says which side is ours: out to theirs, or back. */
  outwards?: boolean;
}

/** What a vessel that keeps its course and speed comes to, and when. */
interface BoundaryAhead extends Ahead {
  minutes: number;
}

/** Where a vessel is and where it goes; a fix is one. */
interface Movement {
  lon: number;
  lat: number;
  speedKn?: number;
  courseDeg?: number;
}

/** Half a day ahead is as far as anyone plans a warning; a course kept so long is already a guess. */
const DEFAULT_WITHIN_MINUTES = 720;
/** Bounds the work for a speed that is none: 23 h at the 102 kn that AIS can say. */
const MAX_AHEAD_NM = 2_400;
/** A stretch of 30 nm, two hours at 15 kn, is looked at every 2 nm (own choice). */
const REACH_STEPS = 16;

export class Locator {
  readonly zones: readonly Zone[];
  readonly indexOf = new Map<string, number>();
  private readonly partsOf: Part[][];
  private readonly areas: CellTree;
  private readonly lines: CellTree;
  /** Reused by every call. */
  private readonly found: Int32Array;
  /** The place whose answer stands in `found`: a fix is asked about several times. */
  private foundLon = Number.NaN;
  private foundLat = Number.NaN;
  private foundCount = 0;
  private readonly along: ZoneCollector;
  /** Last answer of `nearest` by zone: several rules ask for the same fix. */
  private readonly measured: { lon: number; lat: number; nearest: Nearest | undefined }[] = [];

  constructor(zones: readonly Zone[]) {
    this.zones = zones;
    this.partsOf = zones.map((zone, index) => prepareZone(zone, index).filter((part) => part.edges.length > 0));
    zones.forEach((zone, index) => {
      this.indexOf.set(zone.id, index);
    });
    const placed = this.partsOf.flat().flatMap(withinTurn);
    this.areas = buildCellTree(placed.filter((part) => part.closed));
    this.lines = buildCellTree(placed.filter((part) => !part.closed));
    this.found = new Int32Array(this.areas.maxHits);
    this.along = new ZoneCollector(zones.length);
  }

  /** Edges of a zone. */
  partsOfZone(index: number): Part[] {
    return this.partsOf[index] ?? [];
  }

  /** Indices of all zones that contain the point (its edge included), ascending, written to `out`, which is emptied first. */
  locate(lon: number, lat: number, out: number[]): number[] {
    if (lon !== this.foundLon || lat !== this.foundLat) {
      this.foundCount = locateOne(this.areas, normalLon(lon), lat, this.found, 0);
      this.foundLon = lon;
      this.foundLat = lat;
    }
    out.length = 0;
    for (let i = 0; i < this.foundCount; i++) out.push(this.found[i]!);
    return out;
  }

  /**
   * The same for many points at once, into `hits`, which is made larger when it has to be: the way to look up thousands.
   * Longitudes and latitudes of the first `count` places are taken.
   */
  locateMany(lons: Float64Array, lats: Float64Array, hits: Hits, count = Math.min(lons.length, lats.length)): void {
    locateBatch(this.areas, lons, lats, count, hits);
  }

  contains(index: number, lon: number, lat: number): boolean {
    return isIn(this.partsOfZone(index), lon, lat);
  }

  /** Every zone entered, left, clipped, passed, or left and entered again on the way A→B, a geodesic. Nothing is allocated when no edge is near. */
  cross(lonA: number, latA: number, lonB: number, latB: number): readonly ZoneCrossing[] {
    const meetsNoArea = isClear(this.areas, lonA, latA, lonB, latB);
    const meetsNoLine = isClear(this.lines, lonA, latA, lonB, latB);
    if (meetsNoArea && meetsNoLine) return NONE;
    const way = wayBetween(lonA, latA, lonB, latB);
    this.along.begin();
    if (!meetsNoArea) collectAlong(this.areas, way, this.along);
    if (!meetsNoLine) collectAlong(this.lines, way, this.along);
    if (this.along.zones.length === 0) return NONE;
    const found: ZoneCrossing[] = [];
    for (const zone of this.along.zones.sort(ascending)) {
      const crossing = this.isLine(zone) ? this.passing(zone, way) : this.crossing(zone, way);
      if (crossing) found.push(crossing);
    }
    return found;
  }

  private isLine(index: number): boolean {
    return this.partsOfZone(index)[0]?.closed === false;
  }

  private crossing(zone: number, way: Way): ZoneCrossing | undefined {
    const changes = areaChanges(this.partsOfZone(zone), way);
    const first = changes[0];
    const last = changes[changes.length - 1];
    if (!first || !last) return undefined;
    if (changes.length % 2 === 1) {
      return first.into ? { zone, change: 'entered', ...placeOf(last) } : { zone, change: 'left', ...placeOf(first) };
    }
    if (!(last.fraction > first.fraction)) return undefined;
    return { zone, change: first.into ? 'clipped' : 'returned', ...placeOf(first), ...endOf(last) };
  }

  /** An even number of cuts leaves a vessel on the side where it was. */
  private passing(zone: number, way: Way): ZoneCrossing | undefined {
    const cuts = lineChanges(this.partsOfZone(zone), way);
    const last = cuts[cuts.length - 1];
    if (!last) return undefined;
    const first = cuts[0]!;
    if (first.into !== last.into) {
      if (!(last.fraction > first.fraction)) return undefined;
      const outwards = this.isOutwards(zone, first);
      return { zone, change: 'returned', ...placeOf(first), ...endOf(last), outwards };
    }
    return { zone, change: 'passed', ...placeOf(last), outwards: this.isOutwards(zone, last) };
  }

  private isOutwards(zone: number, cut: Change): boolean | undefined {
    const ours = this.zones[zone]!.properties.ourSide;
    return ours === undefined ? undefined : cut.into === (ours === 'right');
  }

  /**
   * The place farthest from the zone's outline among `REACH_STEPS` on a stretch of the way A→B, and how far it is, nautical
   * miles: how deep the stretch goes that lies between two meetings with that outline.
   */
  farthestOn(
    index: number,
    from: { lon: number; lat: number },
    to: { lon: number; lat: number },
    stretch: { fraction: number; endFraction: number },
  ): { lon: number; lat: number; distanceNm: number } {
    const way = wayBetween(from.lon, from.lat, to.lon, to.lat);
    const { fraction, endFraction } = stretch;
    let farthest = { lon: from.lon, lat: from.lat, distanceNm: 0 };
    for (let step = 1; step < REACH_STEPS; step++) {
      const { lon, lat } = pointOn(way, fraction + ((endFraction - fraction) * step) / REACH_STEPS);
      const distanceNm = nearestOf(this.partsOfZone(index), normalLon(lon), lat)?.distanceNm ?? 0;
      if (distanceNm > farthest.distanceNm) farthest = { lon: normalLon(lon), lat, distanceNm };
    }
    return farthest;
  }

  /** Distance to the nearest point of the zone's outline, whichever side the point is on, with the side. */
  nearest(index: number, lon: number, lat: number): Nearest | undefined {
    const last = this.measured[index];
    if (last && last.lon === lon && last.lat === lat) return last.nearest;
    const parts = this.partsOfZone(index);
    const nearest = nearestOf(parts, lon, lat);
    if (nearest && parts[0]!.closed) nearest.inside = isIn(parts, lon, lat);
    this.measured[index] = { lon, lat, nearest };
    return nearest;
  }

  /**
   * Where a vessel that keeps its course first comes over the zone's outline: into or out of an area, over a line. Its way
   * is the geodesic that sets out on the course. Undefined when that is not within reach.
   */
  ahead(index: number, lon: number, lat: number, courseDeg: number, reachNm: number): Ahead | undefined {
    const way = wayAlong(lon, lat, (courseDeg * Math.PI) / 180, reachNm * METRES_PER_NM);
    const parts = this.partsOfZone(index);
    const isLine = this.isLine(index);
    const next = (isLine ? lineChanges : areaChanges)(parts, way)[0];
    if (!next) return undefined;
    const { fraction, ...place } = placeOf(next);
    const ahead = { distanceNm: fraction * reachNm, ...place };
    return isLine ? { ...ahead, outwards: this.isOutwards(index, next) } : { ...ahead, into: next.into };
  }

  /**
   * What a vessel that keeps course and speed comes to next of the zone's outline, as `ahead`. Undefined when it won't
   * within so many minutes, or stands still, or course or speed is not known.
   */
  timeToBoundary(movement: Movement, index: number, withinMinutes = DEFAULT_WITHIN_MINUTES): BoundaryAhead | undefined {
    const { lon, lat, speedKn, courseDeg } = movement;
    if (!speedKn || courseDeg === undefined || !(speedKn > 0 && withinMinutes > 0)) return undefined;
    const reachNm = Math.min(MAX_AHEAD_NM, (speedKn * withinMinutes) / 60);
    const ahead = this.ahead(index, lon, lat, courseDeg, reachNm);
    return ahead && { ...ahead, minutes: (ahead.distanceNm * 60) / speedKn };
  }
}

function endOf({ fraction, lon, lat }: Change): { endFraction: number; endLon: number; endLat: number } {
  return { endFraction: fraction, endLon: normalLon(lon), endLat: lat };
}

function placeOf({ fraction, lon, lat }: Change): { fraction: number; lon: number; lat: number } {
  return { fraction, lon: normalLon(lon), lat };
}

const NONE: readonly ZoneCrossing[] = [];

function ascending(a: number, b: number): number {
  return a - b;
}
