/** The settings documents: what each may hold, and what it holds before anybody has set it. */
import { z } from 'zod';
import { ruleProblem } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { isMonthDay } from '../../geofences/validity.ts';
import { contactList, routingTable } from '../models/delivery.ts';
import type { DocumentName } from '../models/entry.ts';
import type { Store } from '../store/store.ts';
import { checked, invalidBody } from './faults.ts';

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(lonLat).min(4);
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  z.object({ type: z.literal('LineString'), coordinates: z.array(lonLat).min(2) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(lonLat).min(2)).min(1) }),
  z.object({ type: z.literal('Point'), coordinates: lonLat }),
]);

const monthDay = z.string().refine(isMonthDay);

/** ZoneProperties of geofences/types.ts; what else a feature carries stays with it. */
const zoneProperties = z.looseObject({
  name: z.string().min(1).max(200),
  nameEn: z.string().max(200).optional(),
  kind: z.enum(['port', 'coastal', 'inshore', 'offshore', 'boundary', 'closed', 'monitored', 'shelter']),
  edges: z.enum(['straight', 'geodesic', 'rhumb']).optional(),
  ourSide: z.enum(['left', 'right']).optional(),
  version: z.number().int().positive(),
  source: z.string().max(2000),
  faults: z.string().max(2000).optional(),
  demoOnly: z.boolean().optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  season: z.object({ from: monthDay, to: monthDay }).optional(),
  radiusNm: z.number().positive().max(1000).optional(),
  corridorNm: z.number().positive().max(1000).optional(),
  code: z.string().max(60).optional(),
  province: z.string().max(60).optional(),
});

const zoneCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({ type: z.literal('Feature'), id: z.string().min(1).max(100), geometry, properties: zoneProperties }),
    )
    .max(5000),
});

const ruleList = z
  .array(
    z.object({
      id: z.string().min(1).max(100),
      kind: z.string(),
      version: z.number().int().positive().optional(),
      zones: z.array(z.string()).optional(),
      params: z.record(z.string(), z.unknown()).optional(),
      priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
      name: z.string().max(200).optional(),
      nameEn: z.string().max(200).optional(),
    }),
  )
  .max(1000);

export const documentNames = ['zones', 'rules', 'contacts', 'routing'] as const satisfies readonly DocumentName[];

/** What a document says that nobody has set yet. */
export function emptyDocument(name: DocumentName): unknown {
  return name === 'zones' ? { type: 'FeatureCollection', features: [] } : [];
}

/** A document's body, checked in itself and against the documents that it stands beside. @throws SpokenError `body-invalid` */
export async function checkedDocument(store: Store, name: DocumentName, body: unknown): Promise<unknown> {
  switch (name) {
    case 'contacts': {
      const contacts = checked(contactList, body);
      refuseTwins(contacts.map(({ id }) => id));
      return contacts;
    }
    case 'routing':
      return checked(routingTable, body);
    case 'zones': {
      const zones = checked(zoneCollection, body);
      refuseTwins(
        zones.features.map(({ id }) => id),
        'features',
      );
      refuseCirclesWithoutRadius(zones.features);
      refuseBrokenRules(await readRules(store), zones.features, 'features');
      return zones;
    }
    case 'rules': {
      const rules = checked(ruleList, body);
      refuseTwins(rules.map(({ id }) => id));
      refuseBrokenRules(rules, await readZones(store));
      return rules;
    }
  }
}

export async function readRules(store: Store): Promise<Rule[]> {
  return ((await store.document('rules'))?.body ?? []) as Rule[];
}

/** The features of the zones document. */
export async function readZones(store: Store): Promise<Zone[]> {
  return ((await store.document('zones'))?.body as { features: Zone[] } | undefined)?.features ?? [];
}

function refuseTwins(ids: string[], list = ''): void {
  const seen = new Set<string>();
  ids.forEach((id, index) => {
    if (seen.has(id)) {
      throw invalidBody(`${list}[${index}].id`, { vi: `mã “${id}” bị trùng`, en: `the id “${id}” is used twice` });
    }
    seen.add(id);
  });
}

function refuseCirclesWithoutRadius(zones: z.infer<typeof zoneCollection>['features']): void {
  const index = zones.findIndex((zone) => zone.geometry.type === 'Point' && zone.properties.radiusNm === undefined);
  if (index < 0) return;
  throw invalidBody(`features[${index}].properties.radiusNm`, {
    vi: 'vùng tròn cần bán kính',
    en: 'a circle needs a radius',
  });
}

/** @param where what the fault is in, when that is not the rule's own place in the list */
function refuseBrokenRules(rules: Rule[], zones: Zone[], where?: string): void {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  rules.forEach((rule, index) => {
    const problem = ruleProblem(rule, byId);
    if (problem) throw invalidBody(where ?? `[${index}]`, { vi: problem, en: problem });
  });
}
