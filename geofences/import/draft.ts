/** A zone as a file has it, before anybody has said that it may be used: rings may be open, crossed or empty. */

/** [longitude, latitude], degrees, WGS84. */
export type Position = [number, number];

export type DraftShape =
  /** Polygons, each a list of rings: the outer one, then holes. A closed ring repeats its first position. */
  | { type: 'areas'; polygons: Position[][][] }
  | { type: 'line'; positions: Position[] }
  | { type: 'point'; position: Position }
  /** Loose points that together may be the corners of an area. */
  | { type: 'points'; positions: Position[] }
  | { type: 'empty' };

/** Attributes that mean something to us, under the names of ZoneProperties. Values as the file has them. */
export const attributeNames = [
  'id',
  'name',
  'nameEn',
  'kind',
  'edges',
  'ourSide',
  'version',
  'source',
  'faults',
  'legalBasis',
  'demoOnly',
  'validFrom',
  'validTo',
  'season',
  'neighbour',
  'drawnVertices',
  'radiusNm',
  'corridorNm',
  'code',
  'province',
] as const;
export type AttributeName = (typeof attributeNames)[number];
export type Attributes = { [name in AttributeName]?: unknown };

export interface ZoneDraft {
  /** Its number in the file, from 0; repairs keep it. */
  key: number;
  id: string;
  shape: DraftShape;
  attributes: Attributes;
  /** Its coordinates were computed from those of the file, and nobody has accepted that yet. */
  isConverted?: true;
}

/** How people find it again: by its name, else by its id. */
export function draftLabel({ attributes, id }: ZoneDraft): string {
  const { name } = attributes;
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : id;
}

export function samePosition(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function isClosed(ring: readonly Position[]): boolean {
  return ring.length > 1 && samePosition(ring[0]!, ring[ring.length - 1]!);
}

/** The ring without the repetition of its first position, if it has one. */
export function openRing(ring: Position[]): Position[] {
  return isClosed(ring) ? ring.slice(0, -1) : ring;
}

export function closedRing(ring: Position[]): Position[] {
  return ring.length > 1 && !isClosed(ring) ? [...ring, ring[0]!] : ring;
}

/** All positions of a shape, ring after ring. */
export function* positionsOf(shape: DraftShape): Generator<Position> {
  if (shape.type === 'areas') for (const ring of shape.polygons.flat()) yield* ring;
  else if (shape.type === 'point') yield shape.position;
  else if (shape.type !== 'empty') yield* shape.positions;
}

/** The shape with each position replaced. */
export function mapPositions(shape: DraftShape, change: (position: Position) => Position): DraftShape {
  switch (shape.type) {
    case 'areas':
      return { type: 'areas', polygons: shape.polygons.map((rings) => rings.map((ring) => ring.map(change))) };
    case 'point':
      return { type: 'point', position: change(shape.position) };
    case 'empty':
      return shape;
    default:
      return { type: shape.type, positions: shape.positions.map(change) };
  }
}
