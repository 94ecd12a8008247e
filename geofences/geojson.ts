/** GeoJSON (RFC 7946) → zones. Says in one sentence what is wrong and in which feature. */
import { isCalendarDay } from './in-force.ts';
import { neighbourFrom } from './neighbour.ts';
import type { EdgeKind, Season, Zone, ZoneKind, ZoneProperties } from './types.ts';

const KINDS: readonly ZoneKind[] = [
  'port',
  'coastal',
  'inshore',
  'offshore',
  'boundary',
  'closed',
  'monitored',
  'shelter',
  'land',
];
const EDGES: readonly EdgeKind[] = ['straight', 'geodesic', 'rhumb'];

/** A wider corridor is a mistake of units. */
const MAX_CORRIDOR_NM = 1000;

export class GeoJsonProblem extends Error {}

export interface ZoneFile {
  zones: Zone[];
  /** The id as the file has it (a GeoJSON id may be a number), by position in `zones`. */
  ids: (string | number)[];
  /** Features that can be no zone: without geometry, or a point without `radiusNm`. */
  skipped: number;
}

type Plain = Record<string, unknown>;

/** Every feature that can be a zone. Throws a GeoJsonProblem. */
export function zonesFromGeoJson(value: unknown): ZoneFile {
  const file: ZoneFile = { zones: [], ids: [], skipped: 0 };
  featuresOf(value).forEach((feature, index) => {
    const properties = isPlain(feature.properties) ? feature.properties : {};
    const id = idOf(feature, properties, index);
    const where = `feature "${id}"`;
    if (!isPlain(feature.geometry)) {
      file.skipped++;
      return;
    }
    const geometry = geometryOf(feature.geometry, where);
    if (geometry.type === 'Point' && typeof properties.radiusNm !== 'number') {
      file.skipped++;
      return;
    }
    file.zones.push({ id: String(id), geometry, properties: propertiesOf(properties, String(id), where) });
    file.ids.push(id);
  });
  return file;
}

function featuresOf(value: unknown): Plain[] {
  if (!isPlain(value)) throw new GeoJsonProblem('it is not a GeoJSON object');
  if (value.type === 'Feature') return [value];
  if (value.type !== 'FeatureCollection' || !Array.isArray(value.features)) {
    throw new GeoJsonProblem('it is not a GeoJSON FeatureCollection');
  }
  return value.features.map((feature, index) => {
    if (!isPlain(feature)) throw new GeoJsonProblem(`feature ${index + 1} is not an object`);
    return feature;
  });
}

function idOf(feature: Plain, properties: Plain, index: number): string | number {
  for (const candidate of [feature.id, properties.id, properties.name]) {
    if (typeof candidate === 'number' || (typeof candidate === 'string' && candidate !== '')) return candidate;
  }
  return `feature-${index + 1}`;
}

function geometryOf(geometry: Plain, where: string): Zone['geometry'] {
  const { type, coordinates } = geometry;
  switch (type) {
    case 'Point':
      return { type, coordinates: position(coordinates, where) };
    case 'LineString':
      return { type, coordinates: line(coordinates, where, 2) };
    case 'MultiLineString':
      return { type, coordinates: list(coordinates, where).map((part) => line(part, where, 2)) };
    case 'Polygon':
      return { type, coordinates: polygon(coordinates, where) };
    case 'MultiPolygon':
      return { type, coordinates: list(coordinates, where).map((part) => polygon(part, where)) };
    default:
      throw new GeoJsonProblem(`${where} is a ${String(type)}, which can be no zone`);
  }
}

function polygon(value: unknown, where: string): [number, number][][] {
  const rings = list(value, where).map((ring) => line(ring, where, 3));
  if (rings.length === 0) throw new GeoJsonProblem(`${where} has a polygon without a ring`);
  return rings;
}

function line(value: unknown, where: string, least: number): [number, number][] {
  const positions = list(value, where).map((entry) => position(entry, where));
  if (positions.length < least) throw new GeoJsonProblem(`${where} has a line of fewer than ${least} positions`);
  return positions;
}

function position(value: unknown, where: string): [number, number] {
  const [lon, lat] = list(value, where);
  if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat)) {
    throw new GeoJsonProblem(`${where} has a position that is not [longitude, latitude]`);
  }
  if (Math.abs(lat) > 90 || Math.abs(lon) > 360) {
    throw new GeoJsonProblem(
      `${where} has the position [${lon}, ${lat}]: longitude comes first, latitude is −90 to 90`,
    );
  }
  return [lon, lat];
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new GeoJsonProblem(`${where} has coordinates that are not a list`);
  return value;
}

function propertiesOf(given: Plain, id: string, where: string): ZoneProperties {
  const properties: ZoneProperties = {
    name: text(given.name) ?? id,
    kind: KINDS.find((kind) => kind === given.kind) ?? 'monitored',
    version: typeof given.version === 'number' ? given.version : 1,
    source: text(given.source) ?? 'file',
  };
  if (given.edges !== undefined) {
    const edges = EDGES.find((kind) => kind === given.edges);
    if (!edges) throw new GeoJsonProblem(`${where} has edges "${String(given.edges)}", not one of ${EDGES.join(', ')}`);
    properties.edges = edges;
  }
  if (given.ourSide !== undefined) {
    if (given.ourSide !== 'left' && given.ourSide !== 'right') {
      throw new GeoJsonProblem(`${where} has ourSide "${String(given.ourSide)}", not left or right`);
    }
    properties.ourSide = given.ourSide;
  }
  if (typeof given.radiusNm === 'number') properties.radiusNm = given.radiusNm;
  if (given.corridorNm !== undefined) properties.corridorNm = corridorOf(given.corridorNm, where);
  if (typeof given.outlineErrorKm === 'number') properties.outlineErrorKm = given.outlineErrorKm;
  if (given.demoOnly === true) properties.demoOnly = true;
  if (given.season !== undefined) properties.season = seasonOf(given.season, where);
  if (given.neighbour !== undefined) properties.neighbour = neighbourOf(given.neighbour, where);
  for (const name of ['validFrom', 'validTo'] as const) {
    const value = given[name] ?? '';
    if (value !== '') properties[name] = dayOf(value, name, where);
  }
  for (const name of ['nameEn', 'faults', 'legalBasis', 'code', 'province'] as const) {
    const value = text(given[name]);
    if (value !== undefined) properties[name] = value;
  }
  return properties;
}

function corridorOf(value: unknown, where: string): number {
  if (typeof value === 'number' && value > 0 && value <= MAX_CORRIDOR_NM) return value;
  throw new GeoJsonProblem(
    `${where} has corridorNm ${JSON.stringify(value)}, not 0 to ${MAX_CORRIDOR_NM} nautical miles`,
  );
}

/** A date that nobody can read would be taken for none, and the zone for one that is always in force. */
function dayOf(value: unknown, name: string, where: string): string {
  if (typeof value === 'string' && isCalendarDay(value)) return value;
  throw new GeoJsonProblem(`${where} has ${name} ${JSON.stringify(value)}, not a date as "YYYY-MM-DD"`);
}

function seasonOf(value: unknown, where: string): Season {
  const { from, to } = isPlain(value) ? value : {};
  const isDay = (day: unknown): day is string => typeof day === 'string' && MONTH_DAY.test(day);
  if (!isDay(from) || !isDay(to)) {
    throw new GeoJsonProblem(`${where} has a season that is not {"from":"MM-DD","to":"MM-DD"}`);
  }
  return { from, to };
}

/** `02-29` is a day; `02-30` is none. */
const MONTH_DAY =
  /^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))$/;

function neighbourOf(value: unknown, where: string): ZoneProperties['neighbour'] {
  const neighbour = neighbourFrom(value);
  if (neighbour) return neighbour;
  throw new GeoJsonProblem(
    `${where} has a neighbour that is neither {"vi":…,"en":…} nor a list of those with "from" and "to", its vertices`,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
