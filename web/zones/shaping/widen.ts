/**
 * A zone wider or narrower by so many nautical miles. Pure. How the new outline runs is @turf/buffer's answer, on a sphere and a
 * plane; where each of its points lies is then put right by the geodesic distance that the rules judge by.
 */
import { buffer } from '@turf/buffer';
import { isIn } from '../../../geofences/geometry/crossing.ts';
import {
  geodesic,
  geodesicPoint,
  METRES_PER_NM,
  metresPerDegreeLat,
  metresPerDegreeLon,
} from '../../../geofences/geometry/ellipsoid.ts';
import { nearestOf } from '../../../geofences/geometry/nearest.ts';
import { type Part, preparePart } from '../../../geofences/geometry/part.ts';
import { ringAreaKm2 } from '../../../geofences/import/shapes/area.ts';
import { regionOf } from '../../../geofences/import/shapes/arrangement.ts';
import type { Zone } from '../../../geofences/types.ts';
import type { Position } from '../strands.ts';
import { unionOf } from './merge.ts';
import { type Answer, type Polygon, withPolygons, workablePolygons } from './reshaped.ts';

/** Within so much an outline is as exact as the rest of the geometry promises. */
const TOLERANCE_M = 10;
/** A hectare: smaller pieces are what rounding leaves in a corner. */
const LEAST_KM2 = 0.01;
/** An outline that is farther off somewhere is none: it is not offered. */
const MOST_OFF_M = 50;
/** Corners in a quarter of a circle, before edges are divided. */
const STEPS = 8;
/** An edge of 600 km becomes pieces of 10 m: bounds the work at a corner that no halving meets. */
const MAX_HALVINGS = 16;
/** One step does it but in a corner that lies equally far from two shores; there each takes off a part of the rest. */
const MOVES = 60;
const NEAR_ENOUGH_M = 0.1;
/** Outlines whose directions differ by less than half a degree meet nowhere near. */
const LEAST_TURN = 0.01;
/** So many lengths of an edge off its middle a corner that it cuts off can lie: at the end of a bay of ten degrees. */
const MOST_ASIDE = 6;

/**
 * @param byNm positive: outwards, into holes, too; negative: inwards. At most ±`MOST_NM`.
 * @returns with the metres that the outline was found to stray at most, measured at its vertices and halfway between them
 */
export function widened(zone: Zone, byNm: number): Answer {
  if (zone.geometry.type === 'Point') return resized(zone, 'radiusNm', byNm);
  if (zone.properties.corridorNm !== undefined) return resized(zone, 'corridorNm', byNm);
  const polygons = workablePolygons(zone);
  if ('fault' in polygons) return polygons;
  const area = unionOf(polygons);
  const found = buffer({ type: 'MultiPolygon' as const, coordinates: area }, byNm, {
    units: 'nauticalmiles',
    steps: STEPS,
  })?.geometry;
  const rough = ((found?.type === 'Polygon' ? [found.coordinates] : found?.coordinates) ?? []) as Polygon[];
  const wanted = rough.filter((rings) => (rings[0]?.length ?? 0) > 3);
  const outline = new Outline(area, byNm);
  const exact = wanted.flatMap((rings) =>
    rings.map((ring, i) => turned(outline.setRight(ring), i === 0)).filter((ring) => ring.length > 3),
  );
  // Two pieces of an outline that were put right one by one may have come to overlap by a hair.
  const clean = regionOf(exact, (winding) => winding > 0);
  if (!clean || outline.offM > MOST_OFF_M) {
    return { fault: 'failed', ...(outline.worst && { at: outline.worst }) };
  }
  const rings = clean.map((polygon) => polygon.filter((ring) => Math.abs(ringAreaKm2(ring)) > LEAST_KM2));
  return withPolygons(
    zone,
    rings.filter(([outer]) => outer !== undefined),
    outline.offM,
  );
}

function turned(ring: Position[], isOuter: boolean): Position[] {
  return ringAreaKm2(ring) > 0 === isOuter ? ring : ring.toReversed();
}

/** A circle stays one, and so does a corridor. */
function resized(zone: Zone, measure: 'radiusNm' | 'corridorNm', byNm: number): Answer {
  const nm = Math.round(((zone.properties[measure] ?? 0) + byNm) * 1000) / 1000;
  if (nm <= 0) return { fault: 'empty' };
  return { zone: { ...zone, properties: { ...zone.properties, [measure]: nm } } };
}

/** The outline of an area, and what is to run at a distance from it. */
class Outline {
  /** What `setRight` could not better, metres. */
  offM = 0;
  /** Where that is. */
  worst: Position | undefined;
  readonly #parts: readonly Part[];
  readonly #distanceM: number;
  readonly #isInside: boolean;

  constructor(area: readonly Polygon[], byNm: number) {
    this.#parts = area.map((rings) => preparePart(rings, 0, true));
    this.#distanceM = Math.abs(byNm) * METRES_PER_NM;
    this.#isInside = byNm < 0;
  }

  /**
   * The ring with each vertex at the distance, and edges divided until they keep to it. Vertices of a strait that is in truth
   * narrower than the sphere has it have no such place: they are left out, and with all of them the ring.
   */
  setRight(ring: readonly Position[]): Position[] {
    const moved = ring.slice(0, -1).flatMap((position) => {
      const right = this.#moved(position);
      return right ? [right] : [];
    });
    if (moved.length < 3) return [];
    for (const position of moved) this.#note(position);
    const right = moved.flatMap((from, i) => {
      const between: Position[] = [];
      this.#divide(from, moved[(i + 1) % moved.length]!, between, 0);
      return [from, ...between];
    });
    return [...right, right[0]!];
  }

  #divide(a: Position, b: Position, out: Position[], depth: number): void {
    const middle: Position = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const missM = this.#missM(middle);
    if (Math.abs(missM) <= TOLERANCE_M || depth === MAX_HALVINGS) {
      this.#note(middle);
      return;
    }
    // Too far from the nearest shore: the edge may cut off a corner between two, where the outlines along them meet.
    const corner = missM > 0 ? this.#corner(a, b, middle) : undefined;
    const isBetter = corner !== undefined && Math.abs(this.#missM(corner)) < missM;
    const right = this.#moved(isBetter ? corner : middle);
    if (!right) {
      this.#note(middle);
      return;
    }
    this.#divide(a, right, out, depth + 1);
    out.push(right);
    this.#divide(right, b, out, depth + 1);
  }

  /** Where the outlines through two places on it would meet if both ran straight on; undefined when they run alike. */
  #corner(a: Position, b: Position, middle: Position): Position | undefined {
    const [kx, ky] = [metresPerDegreeLon(middle[1]), metresPerDegreeLat(middle[1])];
    const [ua, ub] = [this.#away(a), this.#away(b)];
    const turn = ua[0] * ub[1] - ua[1] * ub[0];
    if (Math.abs(turn) < LEAST_TURN) return undefined;
    const along = ([lon, lat]: Position, [east, north]: Position): number =>
      (lon - middle[0]) * kx * east + (lat - middle[1]) * ky * north;
    const [wa, wb] = [along(a, ua), along(b, ub)];
    const [east, north] = [(wa * ub[1] - wb * ua[1]) / turn, (wb * ua[0] - wa * ub[0]) / turn];
    const [dx, dy] = [((b[0] - a[0]) * kx) / 2, ((b[1] - a[1]) * ky) / 2];
    const lengthM = 2 * Math.hypot(dx, dy);
    const toEnd = Math.min(Math.hypot(east - dx, north - dy), Math.hypot(east + dx, north + dy));
    // At an end the corner has been found already.
    if (toEnd < lengthM * LEAST_TURN || Math.hypot(east, north) > lengthM * MOST_ASIDE) return undefined;
    return [middle[0] + east / kx, middle[1] + north / ky];
  }

  /** Unit vector east and north from the nearest shore to a place. */
  #away([lon, lat]: Position): Position {
    const near = nearestOf(this.#parts, lon, lat)!;
    const { azimuth } = geodesic(near.lon, near.lat, lon, lat);
    return [Math.sin(azimuth), Math.cos(azimuth)];
  }

  /**
   * The place brought to the distance, if there is one near it on the right side of the outline. Where it then is too near to
   * another shore, it goes on along the outline of the first: the tip of a wedge may lie miles off.
   */
  #moved([lon, lat]: Position): Position | undefined {
    let place: Position = [lon, lat];
    let kept: Position | undefined;
    for (let move = 0; ; move++) {
      const near = nearestOf(this.#parts, ...place);
      if (!near || near.distanceNm === 0 || isIn(this.#parts, ...place) !== this.#isInside) return undefined;
      const missM = near.distanceNm * METRES_PER_NM - this.#distanceM;
      if (Math.abs(missM) < NEAR_ENOUGH_M || (move === MOVES && Math.abs(missM) <= TOLERANCE_M)) return place;
      if (move === MOVES) return undefined;
      const { azimuth } = geodesic(near.lon, near.lat, ...place);
      const away: Position = [Math.sin(azimuth), Math.cos(azimuth)];
      const alongM = kept && alongOutlineM(kept, away, -missM);
      if (kept && alongM !== undefined && Math.abs(alongM) <= this.#distanceM) {
        place = shifted(place, kept[1] * alongM, -kept[0] * alongM);
      } else place = geodesicPoint(near.lon, near.lat, azimuth, this.#distanceM);
      kept = away;
    }
  }

  /** Metres beyond the distance; negative: short of it. */
  #missM([lon, lat]: Position): number {
    const near = nearestOf(this.#parts, lon, lat);
    return near ? near.distanceNm * METRES_PER_NM - this.#distanceM : 0;
  }

  #note(position: Position): void {
    const offM = Math.abs(this.#missM(position));
    if (offM <= this.offM) return;
    this.offM = offM;
    this.worst = position;
  }
}

/**
 * How far to go at right angles to one shore (clockwise of the way from it) to get so much farther from another one, metres;
 * undefined where both lie in the same direction, or in opposite ones. @param kept @param away unit vectors from the two, east and north
 */
function alongOutlineM(kept: Position, away: Position, fartherM: number): number | undefined {
  const gain = kept[1] * away[0] - kept[0] * away[1];
  return Math.abs(gain) < LEAST_TURN ? undefined : fartherM / gain;
}

function shifted([lon, lat]: Position, eastM: number, northM: number): Position {
  return [lon + eastM / metresPerDegreeLon(lat), lat + northM / metresPerDegreeLat(lat)];
}
