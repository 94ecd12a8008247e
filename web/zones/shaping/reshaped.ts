/**
 * A zone under another shape, or why there is none: what merging and widening answer. Pure; edges are straight in longitude and
 * latitude, positions [longitude, latitude] in degrees.
 */

import { areaRings, isDirectedLine } from '../../../geofences/geometry/shape.ts';
import { areaKm2 } from '../../../geofences/import/shapes/area.ts';
import { meetingsOf } from '../../../geofences/import/shapes/crossings.ts';
import type { Zone } from '../../../geofences/types.ts';
import type { Position } from '../strands.ts';

export type Polygon = Position[][];

/**
 * `empty`: nothing is left. `antimeridian`: it reaches 180°. `crossing`: the outline crosses itself, so what is inside is not
 * said. `large`: more vertices than are worked on. `apart`: parts that do not touch are one zone of several parts already.
 * `failed`: it could not be worked out exactly. What is asked for leaves a neck, at `at`, of as good as no width: whether it is open
 * hangs on less than the plane is exact to by which the outline is first drawn.
 */
export type ShapeFault = 'empty' | 'antimeridian' | 'crossing' | 'large' | 'apart' | 'failed';

export interface Reshaped {
  zone: Zone;
  /** Metres by which the new outline was found to stray from the distance asked for; absent where it is exact. */
  offM?: number;
}

/** `at`: the place that the fault is about. */
export type Answer = Reshaped | Refused;

export interface Refused {
  fault: ShapeFault;
  at?: Position;
}

/** An honest outline has some thousands; twice as many take seconds. */
const MOST_VERTICES = 20_000;
/** Wider than any strip of sea that a rule knows: the exclusive economic zone. */
export const MOST_NM = 200;
/** 1 cm. */
const DECIMALS = 1e7;
const KM2_PER_SQUARE_NM = 1.852 ** 2;

/** @returns undefined for what has no area of its own: a line, and a corridor, whose pieces overlap */
export function areaOf(zone: Zone): { km2: number; squareNm: number } | undefined {
  if (zone.geometry.type.endsWith('LineString')) return undefined;
  const { geometry, properties } = zone;
  const isCircle = geometry.type === 'Point';
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const km2 = isCircle ? areaKm2(areaRings(zone)) : areaKm2(polygons as Polygon[], properties.edges);
  return { km2, squareNm: km2 / KM2_PER_SQUARE_NM };
}

/** A zone's polygons if they can be worked on. */
export function workablePolygons(zone: Zone): Polygon[] | Refused {
  if (isDirectedLine(zone)) return { fault: 'empty' };
  const polygons = areaRings(zone);
  const fault = faultOf(polygons);
  if (fault) return { fault };
  for (const ring of polygons.flat()) {
    const at = crossingOf(ring);
    if (at) return { fault: 'crossing', at };
  }
  return polygons;
}

function faultOf(polygons: readonly Polygon[]): ShapeFault | undefined {
  const positions = polygons.flat(2);
  if (positions.length === 0) return 'empty';
  if (positions.length > MOST_VERTICES) return 'large';
  return positions.some(([lon]) => Math.abs(lon) >= 180) ? 'antimeridian' : undefined;
}

/** Where a ring first crosses or runs along itself. Closed, positions that follow one another differ. */
export function crossingOf(ring: readonly Position[]): Position | undefined {
  const distinct = ring.filter((position, i) => i === 0 || !isSame(position, ring[i - 1]!));
  return meetingsOf([distinct]).found.find(({ kind }) => kind !== 'touch')?.position;
}

function isSame([aLon, aLat]: Position, [bLon, bLat]: Position): boolean {
  return aLon === bLon && aLat === bLat;
}

/** The zone under that shape. What its properties say of vertices by their number, or of a circle or line, is said no more. */
export function withPolygons({ id, properties }: Zone, polygons: readonly Polygon[], offM?: number): Answer {
  const fault = faultOf(polygons);
  if (fault) return { fault };
  const { edges: _edges, drawnVertices: _drawn, radiusNm: _radius, corridorNm: _corridor, ...kept } = properties;
  if (Array.isArray(kept.neighbour)) delete kept.neighbour;
  delete kept.ourSide;
  const shape = polygons.map((rings) => rings.map((ring) => ring.map(rounded)));
  const geometry: Zone['geometry'] =
    shape.length === 1 ? { type: 'Polygon', coordinates: shape[0]! } : { type: 'MultiPolygon', coordinates: shape };
  return { zone: { id, geometry, properties: kept }, ...(offM !== undefined && { offM }) };
}

/** Whether a new shape loses what was said of single stretches of the outline. */
export function losesStretches(before: Zone, after: Zone): boolean {
  return (
    (before.properties.drawnVertices !== undefined && after.properties.drawnVertices === undefined) ||
    (before.properties.neighbour !== undefined && after.properties.neighbour === undefined)
  );
}

function rounded([lon, lat]: Position): Position {
  return [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS];
}
