/**
 * Shapes as they run on the earth, laid into the plane of longitude and latitude in which crossings and nesting are looked for:
 * longitudes go on over ±180, and edges that are geodesics or rhumb lines are broken into pieces, as the engine judges them.
 */
import { densify, unwrap } from '../../geometry/edges.ts';
import { normalLon } from '../../geometry/ellipsoid.ts';
import type { EdgeKind } from '../../types.ts';
import type { Position } from '../draft.ts';

export interface DrawnRing {
  positions: Position[];
  /** By piece: the edge that it is of, counted in the ring that was drawn. */
  edges: number[];
}

/**
 * Longitudes that go on over ±180 instead of jumping. What is not in degrees (a file in metres, numbers that are no places) stays.
 * @param reference longitude, degrees, within half a turn of which it begins
 */
export function continuous(ring: readonly Position[], reference?: number): Position[] {
  return ring.every(([lon]) => Math.abs(lon) <= 180) ? unwrap(ring, reference) : [...ring];
}

/** @param reference longitude, degrees: the ring begins within half a turn of it */
export function drawnRing(ring: readonly Position[], kind: EdgeKind, reference?: number): DrawnRing {
  const even = continuous(ring, reference);
  const positions = even.slice(0, 1);
  const edges: number[] = [];
  for (let edge = 0; edge + 1 < even.length; edge++) {
    const pieces = densify([even[edge]!, even[edge + 1]!], kind);
    for (let i = 1; i < pieces.length; i++) {
      positions.push(pieces[i]!);
      edges.push(edge);
    }
  }
  return { positions, edges };
}

/** All in one frame, that of the first vertex. */
export function drawnPolygons(polygons: readonly Position[][][], kind: EdgeKind): Position[][][] {
  const reference = polygons[0]?.[0]?.[0]?.[0];
  return polygons.map((rings) => rings.map((ring) => drawnRing(ring, kind, reference).positions));
}

/** What was made of drawn polygons, as they would be written: without the vertices that only follow a bend, from −180 to 180. */
export function writtenPolygons(
  made: readonly Position[][][],
  drawnFrom: readonly Position[][][],
  kind: EdgeKind,
): Position[][][] {
  const isVertex = kind === 'straight' ? () => true : vertexTest(drawnFrom, kind);
  return made.map((rings) => rings.map((ring) => written(ring, isVertex)));
}

type VertexTest = (position: Position) => boolean;

/** False for the inner points of bent edges. */
function vertexTest(polygons: readonly Position[][][], kind: EdgeKind): VertexTest {
  const reference = polygons[0]?.[0]?.[0]?.[0];
  const inner = new Set<string>();
  for (const ring of polygons.flat()) {
    const { positions, edges } = drawnRing(ring, kind, reference);
    for (let i = 1; i < edges.length; i++) if (edges[i] === edges[i - 1]) inner.add(keyOf(positions[i]!));
  }
  return (position) => !inner.has(keyOf(position));
}

function keyOf([lon, lat]: Position): string {
  return `${lon} ${lat}`;
}

/** A ring may begin at an inner point: it is closed anew where its first vertex is. */
function written(ring: readonly Position[], isVertex: VertexTest): Position[] {
  if (ring.length < 4) return ring.map(onEarth);
  const kept = ring.slice(0, -1).filter(isVertex);
  const open = kept.length >= 3 ? kept : ring.slice(0, -1);
  return [...open, open[0]!].map(onEarth);
}

/** With the longitude from −180 to 180. */
export function onEarth([lon, lat]: Position): Position {
  return [normalLon(lon), lat];
}
