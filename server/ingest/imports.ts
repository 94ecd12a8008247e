/** What a confirmed import does when its turn in the journal comes. Doing it twice is as once. */
import { isDeepStrictEqual } from 'node:util';
import type { Zone } from '../../geofences/types.ts';
import type { Act } from '../models/entry.ts';
import type { ImportEntry } from '../models/import.ts';
import { propose, toldOf, waitsForSecond } from './document-acts.ts';
import type { Pipeline } from './pipeline.ts';
import { record } from './record-act.ts';
import { RegisteredChanges } from './registered-changes.ts';

type Collection = { type: 'FeatureCollection'; features: Zone[] };

/** @param at epoch ms @param position of the entry in the journal: the revision of zones that it makes */
export async function applyImport(pipeline: Pipeline, entry: ImportEntry, position: number, at: number): Promise<void> {
  const { entries = [], ports = [], file, counts, table } = entry;
  const changes = new RegisteredChanges();
  for (const one of entries) {
    const registered = pipeline.vessels.register(one, at);
    changes.take(one, registered);
    for (const { id } of [registered.vessel, ...registered.changed]) await pipeline.describe(id, at);
  }
  const told = ports.length > 0 ? await setPorts(pipeline, entry, position, at) : differencesIn(changes);
  record(pipeline, entry, position, at, table, { ...file, ...counts, ...told });
}

/** The counts of the file are those that the person has seen. */
function differencesIn(all: RegisteredChanges): Act['details'] {
  const { changes, more } = all.told();
  return { changes, ...(more !== undefined && { more }) };
}

/** @returns what the trail says of it */
async function setPorts(
  pipeline: Pipeline,
  { ports = [], file, by }: ImportEntry,
  position: number,
  at: number,
): Promise<Act['details']> {
  const held = pipeline.documentInForce('zones');
  const zones = (held?.body as Collection | undefined)?.features ?? [];
  const body: Collection = { type: 'FeatureCollection', features: withPorts(zones, ports) };
  const why = file.name;
  if (waitsForSecond(pipeline, 'zones', by)) {
    const { id, changes, more } = propose(pipeline, { name: 'zones', body, by, why }, position, at);
    return { waits: id, changes, ...(more !== undefined && { more }) };
  }
  const told = toldOf(held, { name: 'zones', body }, position);
  await pipeline.setDocument({
    ...{ name: 'zones', revision: position, body, changedAt: at, changedBy: by, why },
    ...(held && { previous: held.revision }),
  });
  return told;
}

/** Each port in the place of the zone with its id, new ones at the end. */
export function withPorts(zones: readonly Zone[], ports: readonly Zone[]): Zone[] {
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
