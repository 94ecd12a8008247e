/** What rows about fishing ports would change among the zones: a port is a zone of kind `port`, found by its code or its name. */
import { foldName } from '../../geofences/regions/fold-name.ts';
import type { Zone } from '../../geofences/types.ts';
import { HaidangError } from '../errors.ts';
import type { FieldChange, Plan, PreviewRow, Scalar } from './preview.ts';
import { type Columns, faultAt, type ImportFault, type ReadRow } from './rows.ts';

/** Circles round ports whose table says no radius: own choice, as for the ports that come with the product. */
const RADIUS_NM: Record<string, number> = { I: 1.5, II: 1.5, III: 0.8 };
const USUAL_RADIUS_NM = 0.8;
/** About a metre: a table that was written from the zones says the same place. */
const SAME_DEG = 1e-5;

/** @param zones as they hold @param fileName becomes the source of places that it brings */
export function planPorts(rows: ReadRow[], columns: Columns, zones: readonly Zone[], fileName: string): Plan {
  const book = new PortBook(zones);
  const plan: Plan & { ports: Zone[] } = { rows: [], faults: [], ports: [] };
  const seen = new Map<string, number>();
  for (const read of rows) {
    const label = read.values.portName as string | undefined;
    const before = book.find(read.values.code as string | undefined, label);
    const found = [...read.faults, ...faultsWithin(read, columns, before)];
    const id = before?.id ?? `port-${foldName(String(read.values.code ?? label ?? ''))}`;
    const first = seen.get(id);
    if (found.length === 0 && first !== undefined) {
      const error = new HaidangError('import-twice', { value: label!, row: first });
      found.push(faultAt(read.row, columns, 'portName', error, label));
    }
    if (found.length > 0) {
      plan.rows.push({ row: read.row, state: 'faulty', ...(label !== undefined && { label }) });
      plan.faults.push(...found);
      continue;
    }
    seen.set(id, read.row);
    const { row, port } = planned(read, before, id, fileName);
    plan.rows.push(row);
    if (port) plan.ports.push(port);
  }
  return plan;
}

/** Finds ports by what people call them. */
export class PortBook {
  readonly #byName = new Map<string, Zone>();

  constructor(zones: readonly Zone[]) {
    for (const zone of zones) {
      if (zone.properties.kind !== 'port') continue;
      const { name, code } = zone.properties;
      if (code !== undefined) this.#byName.set(foldName(code), zone);
      const bare = bareName(name);
      if (!this.#byName.has(bare)) this.#byName.set(bare, zone);
    }
  }

  /** By its code; by its name where none has that code. */
  find(code: string | undefined, name: string | undefined): Zone | undefined {
    const byCode = code === undefined ? undefined : this.#byName.get(foldName(code));
    const found = byCode ?? (name === undefined ? undefined : this.#byName.get(bareName(name)));
    // A name that another code has is another port.
    const isOther = code !== undefined && !byCode && found?.properties.code !== undefined;
    return isOther ? undefined : found;
  }

  /** Undefined when there is no such port or it has no code. */
  codeOf(called: string): string | undefined {
    return (this.#byName.get(foldName(called)) ?? this.#byName.get(bareName(called)))?.properties.code;
  }
}

/** `Cảng cá Cửa Đại`, `Cửa Đại` → `cua-dai`. */
function bareName(name: string): string {
  return foldName(name).replace(/^(?:cang-ca|ben-ca|cang|ben)-/, '');
}

function placeOf({ values: { position, lon, lat } }: ReadRow): [number, number] | undefined {
  if (lon !== undefined && lat !== undefined) return [Number(lon), Number(lat)];
  return position === undefined ? undefined : [(position as [number, number])[0], (position as [number, number])[1]];
}

function faultsWithin(read: ReadRow, columns: Columns, before: Zone | undefined): ImportFault[] {
  const { portName, lat, lon } = read.values;
  const found: ImportFault[] = [];
  const lacks = (what: { vi: string; en: string }, field: 'portName' | 'lat' | 'lon'): void => {
    found.push(faultAt(read.row, columns, field, new HaidangError('import-missing', { what })));
  };
  if (portName === undefined) lacks({ vi: 'tên cảng', en: 'the name of the port' }, 'portName');
  const isHalf = (lat === undefined) !== (lon === undefined);
  if (read.faults.length === 0 && (isHalf || (!before && !placeOf(read)))) {
    lacks({ vi: 'kinh độ và vĩ độ', en: 'longitude and latitude' }, lat === undefined ? 'lat' : 'lon');
  }
  return found;
}

function planned(
  read: ReadRow,
  before: Zone | undefined,
  id: string,
  fileName: string,
): { row: PreviewRow; port?: Zone } {
  const label = String(read.values.portName);
  const port = portOf(read, before, id, fileName);
  const changes = changesOf(before, port);
  if (before && changes.length === 0) return { row: { row: read.row, state: 'unchanged', label } };
  const version = before ? before.properties.version + 1 : 1;
  return {
    row: { row: read.row, state: before ? 'changed' : 'new', label, changes },
    port: { ...port, properties: { ...port.properties, version } },
  };
}

/** An outline that somebody has drawn is not undone by a point: only a port that is a circle is moved. */
function portOf(read: ReadRow, before: Zone | undefined, id: string, fileName: string): Zone {
  const { portName, portNameEn, code, province, radiusNm, portClass } = read.values;
  const radius = radiusNm ?? (before ? undefined : (RADIUS_NM[String(portClass)] ?? USUAL_RADIUS_NM));
  const isCircle = !before || before.geometry.type === 'Point';
  const place = isCircle ? placeOf(read) : undefined;
  const isMoved = place !== undefined && !(before && isSamePlace(before, place));
  return {
    id,
    geometry: isMoved ? { type: 'Point', coordinates: place } : before!.geometry,
    properties: {
      ...(before?.properties ?? { version: 1, source: fileName }),
      kind: 'port',
      name: String(portName),
      ...(isMoved && { source: fileName }),
      ...(portNameEn !== undefined && { nameEn: String(portNameEn) }),
      ...(code !== undefined && { code: String(code) }),
      ...(province !== undefined && { province: String(province) }),
      ...(radius !== undefined && isCircle && { radiusNm: Number(radius) }),
    },
  };
}

function isSamePlace({ geometry }: Zone, [lon, lat]: [number, number]): boolean {
  if (geometry.type !== 'Point') return false;
  return Math.abs(geometry.coordinates[0] - lon) < SAME_DEG && Math.abs(geometry.coordinates[1] - lat) < SAME_DEG;
}

function changesOf(before: Zone | undefined, after: Zone): FieldChange[] {
  const [was, is] = [before && flat(before), flat(after)];
  return Object.entries(is).flatMap(([field, to]) => {
    const from = was?.[field];
    if (to === undefined || to === from) return [];
    return [{ field, ...(from !== undefined && { from }), to }];
  });
}

function flat({ geometry, properties }: Zone): Record<string, Scalar | undefined> {
  const { name, nameEn, code, province, radiusNm } = properties;
  const [lon, lat] = geometry.type === 'Point' ? geometry.coordinates : [];
  return { portName: name, portNameEn: nameEn, code, province, radiusNm, lat, lon };
}
