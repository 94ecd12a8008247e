/** One shape of several: parts of a zone, or zones. Pure; by @turf/union, whose arithmetic is exact. */
import { union } from '@turf/union';
import type { Zone } from '../../../geofences/types.ts';
import { type Answer, type Polygon, withPolygons, workablePolygons } from './reshaped.ts';

/** The zone with all that the other covers, too; a circle or corridor becomes an area. Holes stay where neither covers them. Two that lie apart become a zone of several parts. */
export function mergedZones(zone: Zone, other: Zone): Answer {
  const [ours, theirs] = [workablePolygons(zone), workablePolygons(other)];
  if ('fault' in ours) return ours;
  if ('fault' in theirs) return theirs;
  return withPolygons(zone, unionOf([...ours, ...theirs]));
}

/** The zone with some of its parts, by their number from 0, made one. */
export function mergedParts(zone: Zone, parts: readonly number[]): Answer {
  const polygons = workablePolygons(zone);
  if ('fault' in polygons) return polygons;
  const chosen = polygons.filter((_, part) => parts.includes(part));
  const rest = polygons.filter((_, part) => !parts.includes(part));
  const merged = unionOf(chosen);
  if (merged.length >= chosen.length) return { fault: 'apart' };
  return withPolygons(zone, [...merged, ...rest]);
}

/** Polygons that do not overlap, of the places that any of those covers. */
export function unionOf(polygons: readonly Polygon[]): Polygon[] {
  if (polygons.length < 2) return [...polygons];
  const features = polygons.map((coordinates) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Polygon' as const, coordinates },
  }));
  const geometry = union({ type: 'FeatureCollection', features })?.geometry;
  if (!geometry) return [];
  return (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Polygon[];
}
