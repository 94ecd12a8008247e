/** GeoJSON (RFC 7946, and the `crs` member of its 2008 forerunner) → drafts. Heights are left out. */
import { attributesOf } from '../attributes.ts';
import { type Crs, crsFromName, WGS84 } from '../crs.ts';
import { crsRefusal } from '../crs-findings.ts';
import type { Attributes, Position } from '../draft.ts';
import { type Place, placeText } from '../finding.ts';
import { FileRefusal, MAX_DEPTH, type Reading } from '../reading.ts';

type Plain = Record<string, unknown>;

/** @returns the system of the coordinates @throws FileRefusal */
export function readGeoJson(text: string, reading: Reading): Crs {
  const root = parse(text);
  const crs = crsOf(root);
  new GeoJsonReader(reading).read(root, {}, 0);
  return crs;
}

function parse(text: string): Plain {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = error instanceof Error ? error.message : String(error);
    throw new FileRefusal('file-broken', {
      vi: `Tệp không phải JSON đúng (${at}).`,
      en: `The file is not valid JSON (${at}).`,
    });
  }
  if (isPlain(value)) return value;
  throw new FileRefusal('file-broken', {
    vi: 'Tệp là JSON nhưng không phải GeoJSON.',
    en: 'The file is JSON but not GeoJSON.',
  });
}

/** Without a `crs` member it is WGS 84 by the standard. */
function crsOf(root: Plain): Crs {
  if (root.crs === undefined || root.crs === null) return WGS84;
  const properties = isPlain(root.crs) && isPlain(root.crs.properties) ? root.crs.properties : {};
  const name = typeof properties.name === 'string' ? properties.name : '?';
  const crs = crsFromName(name);
  if (!crs) throw crsRefusal(name.slice(0, 80));
  return crs;
}

class GeoJsonReader {
  private readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  read(value: Plain, attributes: Attributes, depth: number): void {
    if (depth > MAX_DEPTH) throw tooDeep();
    switch (value.type) {
      case 'FeatureCollection':
        for (const feature of listOf(value.features)) this.readFeature(feature, depth);
        return;
      case 'Feature':
        this.readFeature(value, depth);
        return;
      case 'GeometryCollection':
        if (holdsNothing(value)) this.reading.addAreas([], attributes);
        for (const geometry of geometriesOf(value)) {
          if (!holdsNothing(geometry)) this.read(geometry, attributes, depth + 1);
        }
        return;
      default:
        this.readGeometry(value, attributes);
    }
  }

  private readFeature(feature: unknown, depth: number): void {
    if (!isPlain(feature)) return;
    const properties = isPlain(feature.properties) ? feature.properties : {};
    const entries = Object.entries(properties);
    if (feature.id !== undefined) entries.push(['id', feature.id]);
    const attributes = attributesOf(entries);
    if (isPlain(feature.geometry)) this.read(feature.geometry, attributes, depth + 1);
    else this.reading.addAreas([], attributes);
  }

  private readGeometry({ type, coordinates }: Plain, attributes: Attributes): void {
    switch (type) {
      case 'Point':
        this.reading.addPoints(this.line([coordinates]), attributes);
        return;
      case 'MultiPoint':
        if (listOf(coordinates).length === 0) this.reading.addAreas([], attributes);
        else this.reading.addPoints(this.line(coordinates), attributes);
        return;
      case 'LineString':
        this.reading.addLines([this.line(coordinates)], attributes);
        return;
      case 'MultiLineString':
        this.reading.addLines(
          listOf(coordinates).map((line) => this.line(line)),
          attributes,
        );
        return;
      case 'Polygon':
        this.reading.addAreas([this.rings(coordinates, undefined)], attributes);
        return;
      case 'MultiPolygon': {
        const parts = listOf(coordinates);
        this.reading.addAreas(
          parts.map((rings, part) => this.rings(rings, parts.length > 1 ? part + 1 : undefined)),
          attributes,
        );
        return;
      }
      default:
        this.reading.note('left-out', 'warning', {
          vi: `Có phần kiểu “${String(type).slice(0, 40)}” không thể là vùng; đã bỏ qua.`,
          en: `A part of type “${String(type).slice(0, 40)}” can be no zone and was left out.`,
        });
    }
  }

  private rings(value: unknown, part: number | undefined): Position[][] {
    return listOf(value).map((ring, index) => this.line(ring, { part, ring: index }));
  }

  private line(value: unknown, where: Partial<Place> = {}): Position[] {
    const positions: Position[] = [];
    listOf(value).forEach((entry, index) => {
      const [x, y] = Array.isArray(entry) ? (entry as unknown[]) : [];
      if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)) {
        positions.push(this.reading.keep([x, y]));
        return;
      }
      const place: Place = { ...where, vertex: index + 1 };
      const name = `${this.reading.drafts.length + 1}`;
      this.reading.count('position-unreadable', name, 'error', place, (count, first) => ({
        vi: `Đối tượng ${name}: ${count} tọa độ không phải [kinh độ, vĩ độ], đầu tiên ở ${placeText(first, 'vi')}; đã bỏ qua.`,
        en: `Feature ${name}: ${count} positions are not [longitude, latitude], the first at ${placeText(first, 'en')}; left out.`,
      }));
    });
    return positions;
  }
}

function geometriesOf({ geometries }: Plain): Plain[] {
  return listOf(geometries).filter(isPlain);
}

/** Of a collection: no geometry but collections of which the same is true. One nested too deep is left to be refused. */
function holdsNothing(value: Plain, depth = 0): boolean {
  if (value.type !== 'GeometryCollection' || depth > MAX_DEPTH) return false;
  return geometriesOf(value).every((geometry) => holdsNothing(geometry, depth + 1));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooDeep(): FileRefusal {
  return new FileRefusal('nested-too-deep', {
    vi: `Tệp có hơn ${MAX_DEPTH} cấp lồng nhau.`,
    en: `The file is nested more than ${MAX_DEPTH} levels deep.`,
  });
}
