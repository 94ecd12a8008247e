/** A zone's geometry as parts made ready: areas with holes, circles, corridors and directed lines. */
import type { Zone } from '../types.ts';
import { closeRing, densify, unwrap } from './edges.ts';
import { type Part, type Position, preparePart } from './part.ts';
import { circleRing, corridorRings } from './round-shapes.ts';

/** A boundary line, which has sides and no inside; the same geometry with `corridorNm` is an area. */
export function isDirectedLine(zone: Zone): boolean {
  const { type } = zone.geometry;
  return (type === 'LineString' || type === 'MultiLineString') && zone.properties.corridorNm === undefined;
}

/** Parts of a zone, an area being their union. Longitudes are unwrapped: a part across the antimeridian reaches beyond ±180. */
export function prepareZone(zone: Zone, index: number): Part[] {
  const { geometry, properties } = zone;
  const kind = properties.edges ?? 'straight';
  switch (geometry.type) {
    case 'Point':
      return [preparePart([circleRing(geometry.coordinates, properties.radiusNm ?? 0)], index, true)];
    case 'LineString':
      return linesOf(zone, [geometry.coordinates], index);
    case 'MultiLineString':
      return linesOf(zone, geometry.coordinates, index);
    case 'Polygon':
      return [polygonOf(geometry.coordinates)];
    case 'MultiPolygon':
      return geometry.coordinates.map(polygonOf);
  }

  function polygonOf(rings: Position[][]): Part {
    const reference = rings[0]?.[0]?.[0];
    const closed = rings.map((ring) => densify(unwrap(closeRing(ring), reference), kind));
    return preparePart(closed, index, true);
  }
}

function linesOf(zone: Zone, lines: readonly Position[][], index: number): Part[] {
  const kind = zone.properties.edges ?? 'straight';
  const { corridorNm } = zone.properties;
  if (corridorNm === undefined) return lines.map((line) => preparePart([densify(unwrap(line), kind)], index, false));
  return lines.flatMap((line) =>
    corridorRings(unwrap(line), kind, corridorNm).map((ring) => preparePart([ring], index, true)),
  );
}
