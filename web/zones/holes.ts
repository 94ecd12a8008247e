/**
 * Holes in an area: cut out and filled again. Pure. Whether a hole lies well, the check of zones says (`hole-outside`): here is
 * only decided in which part it is.
 */
import type { Zone } from '../../geofences/types.ts';
import type { Position, Strand } from './strands.ts';

type Rings = readonly Position[][];

/** May it have holes? */
export function isArea({ geometry }: Zone): boolean {
  return geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
}

/**
 * The zone with another hole, in the part that has most of its vertices.
 * @param ring not closed
 * @returns undefined when no vertex lies in the zone
 */
export function withHole(zone: Zone, ring: readonly Position[]): Zone | undefined {
  const { geometry } = zone;
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return undefined;
  const parts: readonly Rings[] = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const within = parts.map((rings) => ring.filter((position) => isWithin(rings[0]!, position)).length);
  const most = Math.max(...within);
  if (most === 0) return undefined;
  const part = within.indexOf(most);
  const cut = [...parts[part]!, [...ring, ring[0]!]];
  return withRings(zone, part, cut);
}

/** The zone without one of its holes. */
export function withoutHole(zone: Zone, { part, ring }: Strand): Zone {
  const { geometry } = zone;
  if (ring === 0) return zone;
  if (geometry.type === 'Polygon') return withRings(zone, 0, geometry.coordinates.toSpliced(ring, 1));
  if (geometry.type !== 'MultiPolygon') return zone;
  return withRings(zone, part, geometry.coordinates[part]!.toSpliced(ring, 1));
}

function withRings(zone: Zone, part: number, rings: Position[][]): Zone {
  const { geometry } = zone;
  if (geometry.type === 'MultiPolygon') {
    return { ...zone, geometry: { ...geometry, coordinates: geometry.coordinates.with(part, rings) } };
  }
  return { ...zone, geometry: { type: 'Polygon', coordinates: rings } };
}

/** By the number of edges that a ray to the east crosses. */
function isWithin(ring: readonly Position[], [lon, lat]: Position): boolean {
  let isIn = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[aLon, aLat], [bLon, bLat]] = [ring[i]!, ring[j]!];
    if (aLat > lat === bLat > lat) continue;
    if (lon < aLon + ((lat - aLat) / (bLat - aLat)) * (bLon - aLon)) isIn = !isIn;
  }
  return isIn;
}
