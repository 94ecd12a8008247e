/** A checked draft → the zone as it would be stored: rings closed and turned as RFC 7946 wants them. */
import { neighbourFrom } from '../neighbour.ts';
import type { Zone, ZoneProperties } from '../types.ts';
import { zoneKindOf } from './attributes.ts';
import { corridorNmOf, countOf, edgesOf, ourSideOf, radiusNmOf } from './checks/attributes.ts';
import { dayOf, seasonOf } from './checks/calendar.ts';
import { type Attributes, closedRing, type DraftShape, draftLabel, type ZoneDraft } from './draft.ts';
import { properlyTurned } from './repairs.ts';

const MAX_NAME = 200;
const MAX_CODE = 60;

/** @param source said where the file says nothing of it; undefined: this shape is no zone */
export function zoneOf(draft: ZoneDraft, source: string): Zone | undefined {
  const { drawnVertices, neighbour } = draft.attributes;
  const isCounted = countOf(drawnVertices) !== undefined || Array.isArray(neighbour);
  const geometry = geometryOf(draft.shape, isCounted);
  return geometry && { id: draft.id, geometry, properties: propertiesOf(draft, source) };
}

/** @param isCounted some of its vertices are counted from the first on: turning the ring round would count others */
function geometryOf(shape: DraftShape, isCounted: boolean): Zone['geometry'] | undefined {
  switch (shape.type) {
    case 'areas': {
      const polygons = shape.polygons.map((rings) => (isCounted ? rings.map(closedRing) : properlyTurned(rings)));
      const [only] = polygons;
      if (polygons.length === 1) return { type: 'Polygon', coordinates: only! };
      return { type: 'MultiPolygon', coordinates: polygons };
    }
    case 'line':
      return { type: 'LineString', coordinates: shape.positions };
    case 'point':
      return { type: 'Point', coordinates: shape.position };
    default:
      return undefined;
  }
}

function propertiesOf(draft: ZoneDraft, source: string): ZoneProperties {
  const { attributes } = draft;
  const properties: ZoneProperties = {
    name: draftLabel(draft).slice(0, MAX_NAME),
    kind: zoneKindOf(String(attributes.kind)) ?? 'monitored',
    version: countOf(attributes.version) ?? 1,
    source: textOf(attributes.source) ?? source,
  };
  const optional: Partial<ZoneProperties> = {
    nameEn: textOf(attributes.nameEn, MAX_NAME),
    faults: textOf(attributes.faults),
    legalBasis: textOf(attributes.legalBasis),
    edges: edgesOf(attributes),
    ourSide: ourSideOf(attributes),
    demoOnly: isTrue(attributes.demoOnly) || undefined,
    validFrom: dayOf(String(attributes.validFrom ?? '')),
    validTo: dayOf(String(attributes.validTo ?? '')),
    season: seasonOf(attributes.season),
    neighbour: attributes.neighbour === undefined ? undefined : neighbourFrom(attributes.neighbour),
    drawnVertices: countOf(attributes.drawnVertices),
    radiusNm: radiusNmOf(attributes),
    corridorNm: corridorNmOf(attributes),
    code: textOf(attributes.code, MAX_CODE),
    province: textOf(attributes.province, MAX_CODE),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { ...properties, ...Object.fromEntries(given) };
}

function textOf(value: unknown, most = 2_000): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, most) : '';
  return text === '' ? undefined : text;
}

function isTrue(value: Attributes['demoOnly']): boolean {
  return value === true || value === 'true';
}
