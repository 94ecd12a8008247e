/** New zones: from what a hand has drawn, from typed coordinates, from another zone. */
import type { Zone, ZoneKind } from '../../geofences/types.ts';
import { placeOf } from '../console/search-places.ts';
import type { Position } from './strands.ts';
import type { Drawn, Tool } from './tools.ts';

/** Nobody has to think of an id; it stays the same whatever the zone is called. */
function freshId(): string {
  return `vung-${Date.now().toString(36)}`;
}

/** @param name what it is called until somebody says otherwise */
export function freshZone({ geometry, radiusNm }: Drawn, name: string, source: string): Zone {
  const kind: ZoneKind = geometry.type === 'LineString' ? 'boundary' : 'monitored';
  const properties = { name, kind, version: 1, source, ...(radiusNm !== undefined && { radiusNm }) };
  return { id: freshId(), geometry, properties };
}

/** The same shape and words under an id of its own; it stands beside the other. */
export function copyOf(zone: Zone, name: string): Zone {
  return { ...zone, id: freshId(), properties: { ...zone.properties, name, nameEn: undefined, version: 1 } };
}

export type TypedFault = { fault: 'unreadable'; n: number; text: string } | { fault: 'few'; n: number };

const LEAST: Readonly<Record<Tool, number>> = { polygon: 3, linestring: 2, rectangle: 2, circle: 1 };
/** Longer than this it is a file. */
const MOST_LINES = 2000;
const USUAL_RADIUS_NM = 5;

/** @param least so many are needed */
export function positionsFromText(text: string, least: number): Position[] | TypedFault {
  const positions: Position[] = [];
  for (const [i, line] of text.split('\n').slice(0, MOST_LINES).entries()) {
    if (line.trim() === '') continue;
    const place = placeOf(line.trim());
    if (!place) return { fault: 'unreadable', n: i + 1, text: line.trim().slice(0, 60) };
    positions.push([place.lon, place.lat]);
  }
  return positions.length < least ? { fault: 'few', n: least } : positions;
}

/** A shape from a list of positions, one a line. */
export function drawnFromText(text: string, tool: Tool): Drawn | TypedFault {
  const positions = positionsFromText(text, LEAST[tool]);
  if ('fault' in positions) return positions;
  const [a, b] = positions as [Position, Position];
  switch (tool) {
    case 'circle':
      return { geometry: { type: 'Point', coordinates: a }, radiusNm: USUAL_RADIUS_NM };
    case 'linestring':
      return { geometry: { type: 'LineString', coordinates: positions } };
    case 'rectangle':
      return { geometry: { type: 'Polygon', coordinates: [[a, [b[0], a[1]], b, [a[0], b[1]], a]] } };
    case 'polygon':
      return { geometry: { type: 'Polygon', coordinates: [[...positions, a]] } };
  }
}
