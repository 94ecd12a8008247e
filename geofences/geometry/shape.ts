/** A zone's geometry as parts made ready: areas with holes, circles, corridors and directed lines. */
import type { Zone } from '../types.ts';
import { circleRing } from './circle.ts';
import { corridorRings } from './corridor.ts';
import { closeRing, densify, unwrap } from './edges.ts';
import { type Part, type Position, preparePart } from './part.ts';

/** A boundary line, which has sides and no inside; the same geometry with `corridorNm` is an area. */
export function isDirectedLine(zone: Zone): boolean {
  const { type } = zone.geometry;
  return (type === 'LineString' || type === 'MultiLineString') && zone.properties.corridorNm === undefined;
}

/** Parts of a zone, an area being their union. Longitudes are unwrapped: a part across the antimeridian reaches beyond ±180. */
export function prepareZone(zone: Zone, index: number): Part[] {
  const { geometry, properties } = zone;
  if (!isDirectedLine(zone)) return areaRings(zone).map((rings) => preparePart(rings, index, true));
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : (geometry.coordinates as Position[][]);
  const kind = properties.edges ?? 'straight';
  return lines.map((line) => preparePart([densify(unwrap(line), kind)], index, false));
}

/**
 * A zone that is an area as polygons, the area being their union: closed rings with edges straight in lon/lat, the outer one
 * first, longitudes unwrapped. None for a directed line.
 */
export function areaRings(zone: Zone): Position[][][] {
  const { geometry, properties } = zone;
  const kind = properties.edges ?? 'straight';
  switch (geometry.type) {
    case 'Point':
      return [[circleRing(geometry.coordinates, properties.radiusNm ?? 0)]];
    case 'LineString':
      return corridorOf(zone, [geometry.coordinates]);
    case 'MultiLineString':
      return corridorOf(zone, geometry.coordinates);
    case 'Polygon':
      return [polygonOf(geometry.coordinates)];
    case 'MultiPolygon':
      return geometry.coordinates.map(polygonOf);
  }

  function polygonOf(rings: Position[][]): Position[][] {
    const reference = rings[0]?.[0]?.[0];
    return rings.map((ring) => densify(unwrap(closeRing(ring), reference), kind));
  }
}

function corridorOf({ properties }: Zone, lines: readonly Position[][]): Position[][][] {
  const { corridorNm, edges } = properties;
  if (corridorNm === undefined) return [];
  return lines.flatMap((line) => corridorRings(unwrap(line), edges ?? 'straight', corridorNm).map((ring) => [ring]));
}
