/** Whose side lies beyond a boundary at a place, as the zone's own properties say (domain.md §1.4: the alert must say which). */
import { densify, unwrap } from './geometry/edges.ts';
import { lonDifference, metresPerDegreeLat, metresPerDegreeLon } from './geometry/ellipsoid.ts';
import type { Position } from './geometry/part.ts';
import type { EdgeKind, Neighbour, NeighbourStretch, Zone } from './types.ts';

/** Undefined where the zone names nobody. */
export function neighbourAt(zone: Zone, lon: number, lat: number): Neighbour | undefined {
  const { neighbour } = zone.properties;
  if (!neighbour) return undefined;
  if (!isByStretch(neighbour)) return neighbour;
  const edge = nearestEdge(outlines(zone), zone.properties.edges ?? 'straight', lon, lat);
  return neighbour.find(({ from, to }) => edge >= from && edge < to);
}

/** A border has a handful of neighbours; more is no border. */
const MAX_STRETCHES = 500;
const MAX_NAME = 80;

/** A neighbour as a file names it, `{vi, en}` or a list of those with `from` and `to`; undefined when it is neither. */
export function neighbourFrom(value: unknown): Neighbour | NeighbourStretch[] | undefined {
  if (!Array.isArray(value)) return named(value);
  if (value.length > MAX_STRETCHES) return undefined;
  const stretches: NeighbourStretch[] = [];
  for (const entry of value) {
    const name = named(entry);
    const { from, to } = (entry ?? {}) as Record<string, unknown>;
    if (!name || !isVertex(from) || !isVertex(to)) return undefined;
    stretches.push({ from, to, ...name });
  }
  return stretches;
}

function named(value: unknown): Neighbour | undefined {
  const { vi, en } = (value ?? {}) as Record<string, unknown>;
  return isName(vi) && isName(en) ? { vi, en } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
}

function isVertex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isByStretch(neighbour: Neighbour | readonly NeighbourStretch[]): neighbour is readonly NeighbourStretch[] {
  return Array.isArray(neighbour);
}

/** Its lines, or the outer rings of its parts, in their order. */
function outlines({ geometry }: Zone): readonly (readonly Position[])[] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
      return geometry.coordinates;
    case 'Polygon':
      return geometry.coordinates.slice(0, 1);
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((part) => part.slice(0, 1));
    case 'Point':
      return [];
  }
}

/**
 * The edge that passes nearest by its first vertex, vertices being counted on from one line to the next; −1 without edges. As
 * the edges really run, in the local plane: stretches are miles long.
 */
function nearestEdge(lines: readonly (readonly Position[])[], edges: EdgeKind, lon: number, lat: number): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  let before = 0;
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i++) {
      const distance = distanceM(densify(unwrap([line[i]!, line[i + 1]!]), edges), lon, lat);
      if (distance >= least) continue;
      least = distance;
      nearest = before + i;
    }
    before += line.length;
  }
  return nearest;
}

/** Metres to the nearest of straight pieces. */
function distanceM(pieces: readonly Position[], lon: number, lat: number): number {
  const kx = metresPerDegreeLon(lat);
  const ky = metresPerDegreeLat(lat);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < pieces.length; i++) {
    const [[lonA, latA], [lonB, latB]] = [pieces[i]!, pieces[i + 1]!];
    const [dx, dy] = [(lonB - lonA) * kx, (latB - latA) * ky];
    // By its middle: both ends of a piece have to be reckoned from the same side of the antimeridian.
    const x0 = lonDifference(lon, (lonA + lonB) / 2) * kx - dx / 2;
    const y0 = (latA - lat) * ky;
    const t = Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x0 + t * dx, y0 + t * dy));
  }
  return least;
}
