/**
 * A zone as the pieces that a hand takes hold of: one for each ring or line, and for a circle the ring that stands for it.
 * Pure. Positions are [longitude, latitude] in degrees; a ring does not repeat its first position.
 */
import { geodesicPoint, METRES_PER_NM, quickDistanceM } from '../../geofences/geometry/ellipsoid.ts';
import type { NeighbourStretch, Zone, ZoneProperties } from '../../geofences/types.ts';

export type Position = [lon: number, lat: number];

export interface Strand {
  /** Of an area or a line with several parts, from 0. */
  part: number;
  /** 0 the outer ring or the line, from 1 the holes. */
  ring: number;
  form: 'ring' | 'line' | 'circle';
  positions: Position[];
}

/** Handles on a circle: enough to look round, few enough to take one. */
const CIRCLE_CORNERS = 24;
const LEAST: Readonly<Record<Strand['form'], number>> = { ring: 3, line: 2, circle: CIRCLE_CORNERS };

export function strandsOf({ geometry, properties }: Zone): Strand[] {
  switch (geometry.type) {
    case 'Polygon':
      return ringsOf(geometry.coordinates, 0);
    case 'MultiPolygon':
      return geometry.coordinates.flatMap(ringsOf);
    case 'LineString':
      return [{ part: 0, ring: 0, form: 'line', positions: geometry.coordinates }];
    case 'MultiLineString':
      return geometry.coordinates.map((positions, part) => ({ part, ring: 0, form: 'line', positions }));
    case 'Point':
      return [
        {
          part: 0,
          ring: 0,
          form: 'circle',
          positions: cornersOfCircle(geometry.coordinates, properties.radiusNm ?? 0),
        },
      ];
  }
}

function ringsOf(rings: readonly Position[][], part: number): Strand[] {
  return rings.map((closed, ring) => ({ part, ring, form: 'ring', positions: opened(closed) }));
}

function opened(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return ring.length > 1 && first![0] === last![0] && first![1] === last![1] ? ring.slice(0, -1) : ring;
}

/** The outline of `radiusNm` round a place. */
export function cornersOfCircle([lon, lat]: Position, radiusNm: number): Position[] {
  const radiusM = Math.max(radiusNm * METRES_PER_NM, 1);
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) =>
    geodesicPoint(lon, lat, (-2 * Math.PI * i) / CIRCLE_CORNERS, radiusM),
  );
}

/** The circle that such an outline stands for: to 0.01 nm, 18 m, finer than a hand can draw. */
export function circleOf(corners: readonly Position[]): { center: Position; radiusNm: number } {
  const [west, east] = ends(corners.map(([lon]) => lon));
  const [south, north] = ends(corners.map(([, lat]) => lat));
  const center: Position = [(west + east) / 2, (south + north) / 2];
  const sum = corners.reduce((total, [lon, lat]) => total + quickDistanceM(...center, lon, lat), 0);
  return { center, radiusNm: Math.max(0.01, round(sum / corners.length / METRES_PER_NM, 2)) };
}

function ends(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function round(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** May a strand have so few positions? */
export function isEnough({ form }: Strand, positions: number): boolean {
  return positions >= LEAST[form];
}

/**
 * The zone with one of its strands replaced. What its properties count by vertices (neighbours, the drawn part) is counted
 * anew: it goes on meaning the same stretch.
 * @param how `moved`: a circle keeps its radius, since a screen does not show the same miles at every latitude
 */
export function withStrand(zone: Zone, strand: Strand, positions: Position[], how?: 'moved'): Zone {
  const { geometry, properties } = zone;
  switch (geometry.type) {
    case 'Point': {
      const { center, radiusNm } = circleOf(positions);
      if (how === 'moved') return { ...zone, geometry: { ...geometry, coordinates: center } };
      return { ...zone, properties: { ...properties, radiusNm } };
    }
    case 'LineString':
      return {
        ...zone,
        geometry: { ...geometry, coordinates: positions },
        properties: recounted(properties, strand, positions),
      };
    case 'MultiLineString':
      return { ...zone, geometry: { ...geometry, coordinates: geometry.coordinates.with(strand.part, positions) } };
    case 'Polygon':
      return {
        ...zone,
        geometry: { ...geometry, coordinates: geometry.coordinates.with(strand.ring, closed(positions)) },
        properties: recounted(properties, strand, positions),
      };
    case 'MultiPolygon': {
      const rings = geometry.coordinates[strand.part]!.with(strand.ring, closed(positions));
      return { ...zone, geometry: { ...geometry, coordinates: geometry.coordinates.with(strand.part, rings) } };
    }
  }
}

function closed(ring: Position[]): Position[] {
  return [...ring, ring[0]!];
}

function recounted(properties: ZoneProperties, { ring, positions: before }: Strand, after: Position[]): ZoneProperties {
  const { drawnVertices, neighbour } = properties;
  if (ring !== 0 || before.length === after.length) return properties;
  const index = indexShift(before, after);
  const counted: ZoneProperties = { ...properties };
  if (drawnVertices !== undefined) counted.drawnVertices = index(drawnVertices - 1) + 1;
  if (Array.isArray(neighbour)) {
    counted.neighbour = (neighbour as readonly NeighbourStretch[]).map((stretch) => ({
      ...stretch,
      from: index(stretch.from),
      to: index(stretch.to),
    }));
  }
  return counted;
}

/** Where the vertex of an index is now. What lies between the common beginning and the common end is as near as it can be. */
function indexShift(before: readonly Position[], after: readonly Position[]): (index: number) => number {
  const same = (a: Position | undefined, b: Position | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && same(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const shift = after.length - before.length;
  return (index) => {
    if (index < head) return index;
    if (index >= before.length - tail) return index + shift;
    return Math.min(index, Math.max(head, after.length - tail - 1));
  };
}

/** Degrees and minutes to a ten-thousandth, some 0.2 m: `15°28.3′N 108°41.25′E`, in a form that can be typed again. */
export function typedPosition([lon, lat]: Position): string {
  return `${typedAngle(lat, 2, lat < 0 ? 'S' : 'N')} ${typedAngle(lon, 3, lon < 0 ? 'W' : 'E')}`;
}

function typedAngle(value: number, width: number, hemisphere: string): string {
  const parts = Math.round(Math.abs(value) * 600_000);
  const degrees = String(Math.floor(parts / 600_000)).padStart(width, '0');
  const minutes = ((parts % 600_000) / 10_000).toFixed(4).replace(/0{1,3}$/, '');
  return `${degrees}°${minutes.padStart(minutes.split('.')[1]!.length + 3, '0')}′${hemisphere}`;
}
