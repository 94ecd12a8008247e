/** What a draft of the zones says otherwise than what is saved, and how it is put upon what somebody else has saved. Pure. */
import type { Zone, ZoneProperties } from '../../geofences/types.ts';

/** `shape`: its geometry. */
export type ChangedPart = 'shape' | keyof ZoneProperties;

export interface ZoneChange {
  id: string;
  change: 'added' | 'removed' | 'changed';
  before?: Zone;
  after?: Zone;
  /** Of a changed zone: what of it, the version left out. */
  parts: ChangedPart[];
}

export function changesOf(before: readonly Zone[], after: readonly Zone[]): ZoneChange[] {
  const known = byId(before);
  const found: ZoneChange[] = [];
  for (const zone of after) {
    const was = known.get(zone.id);
    known.delete(zone.id);
    if (!was) found.push({ id: zone.id, change: 'added', after: zone, parts: [] });
    else if (was !== zone) {
      const parts = partsThatDiffer(was, zone);
      if (parts.length > 0) found.push({ id: zone.id, change: 'changed', before: was, after: zone, parts });
    }
  }
  for (const zone of known.values()) found.push({ id: zone.id, change: 'removed', before: zone, parts: [] });
  return found;
}

function byId(zones: readonly Zone[]): Map<string, Zone> {
  return new Map(zones.map((zone) => [zone.id, zone]));
}

function partsThatDiffer(a: Zone, b: Zone): ChangedPart[] {
  const parts: ChangedPart[] = same(a.geometry, b.geometry) ? [] : ['shape'];
  const names = new Set([...Object.keys(a.properties), ...Object.keys(b.properties)] as (keyof ZoneProperties)[]);
  names.delete('version');
  for (const name of names) if (!same(a.properties[name], b.properties[name])) parts.push(name);
  return parts;
}

/** The same JSON, whatever the order of its names. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [given(a), given(b)];
  return (
    left.size === right.size && [...left].every(([name, value]) => right.has(name) && same(value, right.get(name)))
  );
}

function given(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([, one]) => one !== undefined));
}

/** The draft as it would be saved: each changed zone under the version that follows the saved one, so that an alert says by which it was judged. */
export function proposedZones(saved: readonly Zone[], draft: readonly Zone[]): Zone[] {
  const changes = new Map(changesOf(saved, draft).map((change) => [change.id, change]));
  const known = byId(saved);
  return draft.map((zone) => {
    const change = changes.get(zone.id);
    if (!change) return known.get(zone.id) ?? zone;
    const version = change.before ? change.before.properties.version + 1 : zone.properties.version;
    return { ...zone, properties: { ...zone.properties, version } };
  });
}

export interface Conflict {
  id: string;
  /** Undefined: it was removed. */
  mine: Zone | undefined;
  theirs: Zone | undefined;
}

/**
 * My changes to `base` put upon what somebody else has made of it meanwhile. A zone that both have changed, and not to the
 * same, stays as I have it and is named: a person decides.
 */
export function rebased(
  base: readonly Zone[],
  theirs: readonly Zone[],
  mine: readonly Zone[],
): { zones: Zone[]; conflicts: Conflict[] } {
  const myChanges = changesOf(base, mine);
  const theirChanges = new Map(changesOf(base, theirs).map((change) => [change.id, change]));
  let zones = [...theirs];
  const conflicts: Conflict[] = [];
  for (const { id, after } of myChanges) {
    const their = theirChanges.get(id);
    if (their && !same(withoutVersion(their.after), withoutVersion(after))) {
      conflicts.push({ id, mine: after, theirs: their.after });
    }
    zones = withZone(zones, id, after);
  }
  return { zones, conflicts };
}

function withoutVersion(zone: Zone | undefined): unknown {
  return zone && { ...zone, properties: { ...zone.properties, version: 0 } };
}

/** The list with that zone in its place, at the end when it is new, or without it. */
export function withZone(zones: readonly Zone[], id: string, zone: Zone | undefined): Zone[] {
  if (!zone) return zones.filter((one) => one.id !== id);
  const at = zones.findIndex((one) => one.id === id);
  return at < 0 ? [...zones, zone] : zones.with(at, zone);
}
