/** Repairs of areas: draft → repaired draft. Each leaves alone what needs no repair. What they change is said by checks/. */
import { edgeKindOf } from './checks/attributes.ts';
import { closedRing, mapPositions, openRing, type Position, samePosition, type ZoneDraft } from './draft.ts';
import { areaKm2 } from './shapes/area.ts';
import { regionOf, turned } from './shapes/arrangement.ts';
import { meetingsOf } from './shapes/crossings.ts';
import { drawnPolygons, writtenPolygons } from './shapes/drawn.ts';
import { distinctPlaces, withoutDuplicates, withoutSpikes } from './shapes/outline.ts';

/** What is left over where an outline crosses itself by a slip: smaller than this, and than this share of the rest. */
const SLIVER_KM2 = 0.01;
const SLIVER_SHARE = 1e-4;

type Polygons = Position[][][];

function mapRings(draft: ZoneDraft, change: (ring: Position[]) => Position[]): ZoneDraft {
  const { shape } = draft;
  if (shape.type !== 'areas') return draft;
  return withPolygons(
    draft,
    shape.polygons.map((rings) => rings.map(change)),
  );
}

/** Vertices that were counted (drawnVertices, a neighbour by stretches) are others now. Closing a ring, which only adds one at its end, keeps the count. */
function withPolygons(draft: ZoneDraft, polygons: Polygons): ZoneDraft {
  const { drawnVertices: _, ...attributes } = draft.attributes;
  if (Array.isArray(attributes.neighbour)) delete attributes.neighbour;
  return { ...draft, attributes, shape: { type: 'areas', polygons } };
}

export function closeRings(draft: ZoneDraft): ZoneDraft {
  return { ...mapRings(draft, closedRing), attributes: draft.attributes };
}

export function dropDuplicates(draft: ZoneDraft): ZoneDraft {
  const { shape } = draft;
  if (shape.type === 'line') {
    return { ...draft, shape: { type: 'line', positions: withoutDuplicates(shape.positions, false).positions } };
  }
  return mapRings(draft, (ring) => withoutDuplicates(ring, true).positions);
}

/** Rings that are spikes only are left for `dropTinyRings`. */
export function dropSpikes(draft: ZoneDraft): ZoneDraft {
  return mapRings(draft, (ring) => withoutSpikes(ring).positions);
}

/** Holes and parts that are no areas; a zone of nothing else is left as it is. */
export function dropTinyRings(draft: ZoneDraft): ZoneDraft {
  const { shape } = draft;
  if (shape.type !== 'areas') return draft;
  const isReal = (ring: Position[]): boolean => distinctPlaces(ring) >= 3;
  const polygons = shape.polygons.filter(([outer]) => outer && isReal(outer)).map((rings) => rings.filter(isReal));
  return polygons.length === 0 ? draft : withPolygons(draft, polygons);
}

export function pointsToArea(draft: ZoneDraft): ZoneDraft {
  const { shape } = draft;
  if (shape.type !== 'points') return draft;
  return { ...draft, shape: { type: 'areas', polygons: [[closedRing(shape.positions)]] } };
}

/** @param isSwapped which positions have latitude where longitude belongs */
export function swapPositions(draft: ZoneDraft, isSwapped: (position: Position) => boolean): ZoneDraft {
  const shape = mapPositions(draft.shape, (position) => (isSwapped(position) ? [position[1], position[0]] : position));
  return { ...draft, shape };
}

/** East and north of zero. */
export function unsigned([lon, lat]: Position): Position {
  return [Math.abs(lon), Math.abs(lat)];
}

export function unsignPositions(draft: ZoneDraft, isMirrored: (position: Position) => boolean): ZoneDraft {
  const shape = mapPositions(draft.shape, (position) => (isMirrored(position) ? unsigned(position) : position));
  return { ...draft, shape };
}

/** Outlines that cross or touch themselves → the places that they go round, as parts and holes. */
export function untangle(draft: ZoneDraft): ZoneDraft {
  return changeAreas(draft, (polygons) => {
    const mended = allOf(polygons.map(untanglePolygon));
    return mended && withoutSlivers(mended);
  });
}

function untanglePolygon(rings: Position[][]): Polygons | undefined {
  if (!rings.some(isTangled)) return [rings];
  const [outer, ...holes] = rings.map((ring) => (isTangled(ring) ? woundRound(ring) : [[ring]]));
  const taken = allOf(holes);
  if (!outer || !taken || taken.length === 0) return taken && outer;
  const turnedHoles = taken.flatMap((polygon) => properlyTurned(polygon).map((ring) => ring.toReversed()));
  return regionOf([...outer.flatMap(properlyTurned), ...turnedHoles], isInside);
}

function isInside(winding: number): boolean {
  return winding > 0;
}

/** All polygons of the parts, or undefined when any of them could not be made. */
function allOf(parts: (Polygons | undefined)[]): Polygons | undefined {
  return parts.includes(undefined) ? undefined : (parts as Polygons[]).flat();
}

function isTangled(ring: Position[]): boolean {
  return meetingsOf([ring]).found.length > 0;
}

function woundRound(ring: Position[]): Polygons | undefined {
  return regionOf([ring], (winding) => winding !== 0);
}

/** Holes are taken out of their outline as they lie: what is outside does nothing, what sticks out is cut off. */
export function cutHoles(draft: ZoneDraft): ZoneDraft {
  return changeAreas(draft, (polygons) => allOf(polygons.map((rings) => regionOf(properlyTurned(rings), isInside))));
}

/** Parts that overlap or share a border become one. */
export function mergeParts(draft: ZoneDraft): ZoneDraft {
  return changeAreas(draft, (polygons) => regionOf(polygons.flatMap(properlyTurned), isInside));
}

/** Outline counter-clockwise, holes clockwise (RFC 7946 §3.1.6). */
export function properlyTurned(rings: Position[][]): Position[][] {
  return rings.map((ring, index) => turned(closedRing(ring), index === 0 ? 1 : -1));
}

/** @param change of the polygons as they are drawn; undefined or nothing: the draft is left as it is */
function changeAreas(draft: ZoneDraft, change: (polygons: Polygons) => Polygons | undefined): ZoneDraft {
  const { shape } = draft;
  if (shape.type !== 'areas') return draft;
  const kind = edgeKindOf(draft.attributes);
  const polygons = shape.polygons.map((rings) => rings.map(ready));
  const changed = change(drawnPolygons(polygons, kind));
  if (changed === undefined || changed.length === 0) return draft;
  return withPolygons(draft, writtenPolygons(changed, polygons, kind));
}

/** As crossings are looked for: closed, and nothing exactly doubled. */
function ready(ring: Position[]): Position[] {
  return closedRing(openRing(ring).filter((position, i, all) => i === 0 || !samePosition(position, all[i - 1]!)));
}

function withoutSlivers(polygons: Polygons): Polygons {
  const areas = polygons.map((rings) => areaKm2([rings]));
  const least = Math.min(SLIVER_KM2, Math.max(...areas) * SLIVER_SHARE);
  return polygons.filter((_, i) => areas[i]! >= least);
}
