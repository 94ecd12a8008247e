/** What a new data folder starts with: zones, rules, contacts and routing, journaled like every later change. */
import { readFileSync } from 'node:fs';
import { type VietnamMaritimeData, vietnamZones } from '../geofences/regions/vietnam.ts';
import { defaultRules } from '../geofences/regions/vietnam-rules.ts';
import type { Zone } from '../geofences/types.ts';
import { defaultLadders } from './alerts/default-ladders.ts';
import { defaultRegulation } from './alerts/default-regulation.ts';
import type { Config } from './config.ts';
import type { EngineRoom } from './ingest/room.ts';
import type { DocumentName } from './models/entry.ts';
import { defaultSignInRules } from './models/sign-in.ts';
import { defaultRouting, demoContacts } from './notify/routing-defaults.ts';
import type { Store } from './store/store.ts';

/** Beside the built program, or in the room that owns it when run from source. */
const GEOGRAPHY = [
  new URL('./data/vietnam-maritime.json', import.meta.url),
  new URL('../geofences/regions/data/vietnam-maritime.json', import.meta.url),
];

/** Kinds of rule that fisheries law is about; a landlocked province starts without them, and without the zones of the sea. */
const fishingRules: ReadonlySet<string> = new Set([
  ...['boundary-cross', 'boundary-approach', 'boundary-time', 'closed-area', 'wrong-zone', 'departure'],
  ...['declaration-missed', 'reporting-rate'],
]);

/** Journals the first contents of every settings document that the store lacks. */
export async function setUp(room: EngineRoom, store: Store, config: Config): Promise<void> {
  const { fishing } = config.modules;
  const first: Record<DocumentName, () => unknown> = {
    zones: () => ({ type: 'FeatureCollection', features: (fishing ? defaultZones() : []).map(feature) }),
    rules: () => defaultRules().filter(({ kind }) => fishing || !fishingRules.has(kind)),
    contacts: () => config.contacts ?? (config.demo ? demoContacts() : []),
    routing: () => config.routing ?? defaultRouting(),
    formats: () => [],
    units: () => [],
    rosters: () => [],
    templates: () => [],
    subscriptions: () => [],
    regulation: () => defaultRegulation(),
    suppressions: () => [],
    ladders: () => defaultLadders(),
    approvals: () => [],
    'sign-in': () => defaultSignInRules(),
    feeds: () => [],
  };
  const names = Object.keys(first) as DocumentName[];
  if ((await missingOf(store, names)).length === 0) return;
  // What an earlier start journaled need not have come into the store yet.
  await room.caughtUp;
  const missing = await missingOf(store, names);
  await Promise.all(missing.map((name) => room.act({ type: 'document', name, body: first[name](), by: 'system' })));
}

async function missingOf(store: Store, names: readonly DocumentName[]): Promise<DocumentName[]> {
  const missing: DocumentName[] = [];
  for (const name of names) if (!(await store.document(name))) missing.push(name);
  return missing;
}

/** The zones that the product ships, but for the coastline. */
export function defaultZones(): Zone[] {
  return vietnamZones(geography());
}

function feature(zone: object): object {
  return { type: 'Feature', ...zone };
}

function geography(): VietnamMaritimeData {
  for (const url of GEOGRAPHY) {
    try {
      return JSON.parse(readFileSync(url, 'utf8')) as VietnamMaritimeData;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('vietnam-maritime.json is missing from the installation');
}
