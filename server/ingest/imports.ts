/** What a confirmed import does when its turn in the journal comes. Doing it twice is as once. */
import { isDeepStrictEqual } from 'node:util';
import type { Zone } from '../../geofences/types.ts';
import type { ImportEntry } from '../models/import.ts';
import { propose, waitsForSecond } from './document-acts.ts';
import type { Pipeline } from './pipeline.ts';

type Collection = { type: 'FeatureCollection'; features: Zone[] };

/** @param at epoch ms @param position of the entry in the journal: the revision of zones that it makes */
export async function applyImport(
  pipeline: Pipeline,
  { entries = [], ports = [], file, by }: ImportEntry,
  position: number,
  at: number,
): Promise<void> {
  for (const entry of entries) {
    const { vessel, changed } = pipeline.vessels.register(entry, at);
    for (const { id } of [vessel, ...changed]) await pipeline.describe(id, at);
  }
  if (ports.length === 0) return;
  const held = pipeline.documentInForce('zones');
  const zones = (held?.body as Collection | undefined)?.features ?? [];
  const body: Collection = { type: 'FeatureCollection', features: withPorts(zones, ports) };
  const why = file.name;
  if (waitsForSecond(pipeline, 'zones', by)) {
    propose(pipeline, { name: 'zones', body, by, why }, position, at);
    return;
  }
  await pipeline.setDocument({
    ...{ name: 'zones', revision: position, body, changedAt: at, changedBy: by, why },
    ...(held && { previous: held.revision }),
  });
}

/** Each port in the place of the zone with its id, new ones at the end. */
function withPorts(zones: readonly Zone[], ports: readonly Zone[]): Zone[] {
  const left = new Map(ports.map((port) => [port.id, { type: 'Feature' as const, ...port }]));
  const merged = zones.map((zone) => {
    const port = left.get(zone.id);
    left.delete(zone.id);
    return port ? under(nextVersion(zone, port), port) : zone;
  });
  return [...merged, ...left.values()];
}

/** Somebody may have changed the port since the import was looked at: no two shapes share a version. */
function nextVersion(held: Zone, port: Zone): number {
  const { version } = held.properties;
  if (isDeepStrictEqual({ type: 'Feature', ...under(version, port) }, { type: 'Feature', ...held })) return version;
  return Math.max(port.properties.version, version + 1);
}

function under<T extends Zone>(version: number, zone: T): T {
  return { ...zone, properties: { ...zone.properties, version } };
}
