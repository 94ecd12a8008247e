/** The settings documents: what each may hold, and what it holds before anybody has set it. */
import { z } from 'zod';
import { ruleProblem } from '../../geofences/rules/problem.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { defaultRegulation } from '../alerts/default-regulation.ts';
import type { RegulationInForce } from '../alerts/regulated.ts';
import {
  type Contact,
  contactList,
  pushSubscriptions,
  type Roster,
  rosterList,
  routingTable,
  type Unit,
  unitTree,
} from '../models/contact.ts';
import type { DocumentName, SettingsDocument } from '../models/entry.ts';
import { type Ladder, ladderList } from '../models/ladder.ts';
import { approvalList } from '../models/proposal.ts';
import {
  type DocumentVersion,
  type Regulation,
  regulation,
  regulationFault,
  suppressionList,
} from '../models/regulation.ts';
import { defaultSignInRules, signInRules } from '../models/sign-in.ts';
import { messageTemplates } from '../models/template.ts';
import { unitInRing } from '../notify/coverage.ts';
import type { Store } from '../store/store.ts';
import { refuseAccusingRules, refuseAccusingZones } from './accusations.ts';
import { invalidBody } from './faults.ts';
import { checkedFormats } from './feed-formats.ts';
import { checkedFeeds } from './kept-feeds.ts';
import { checkedWhole } from './known-members.ts';

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(lonLat).min(4);
const geometry = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
  z.looseObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  z.looseObject({ type: z.literal('LineString'), coordinates: z.array(lonLat).min(2) }),
  z.looseObject({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(lonLat).min(2)).min(1) }),
  z.looseObject({ type: z.literal('Point'), coordinates: lonLat }),
]);

/** A day of any year: `12-15`; 29 February is one. */
const monthDay = z.string().refine((day) => z.iso.date().safeParse(`2028-${day}`).success, 'a day is MM-DD');
const neighbour = z.object({ vi: z.string().min(1).max(80), en: z.string().min(1).max(80) });
const vertex = z.number().int().nonnegative();

/** ZoneProperties of geofences/types.ts; what else a feature carries stays with it. */
const zoneProperties = z.looseObject({
  name: z.string().min(1).max(200),
  nameEn: z.string().max(200).optional(),
  kind: z.enum(['port', 'coastal', 'inshore', 'offshore', 'boundary', 'closed', 'monitored', 'shelter', 'land']),
  edges: z.enum(['straight', 'geodesic', 'rhumb']).optional(),
  ourSide: z.enum(['left', 'right']).optional(),
  version: z.number().int().positive(),
  source: z.string().max(2000),
  faults: z.string().max(2000).optional(),
  legalBasis: z.string().max(2000).optional(),
  demoOnly: z.boolean().optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  season: z.object({ from: monthDay, to: monthDay }).optional(),
  neighbour: z.union([neighbour, z.array(neighbour.extend({ from: vertex, to: vertex })).max(500)]).optional(),
  radiusNm: z.number().positive().max(1000).optional(),
  corridorNm: z.number().positive().max(1000).optional(),
  code: z.string().max(60).optional(),
  province: z.string().max(60).optional(),
});

/** GeoJSON lets everybody add members of their own (RFC 7946, 6.1): they stay with their zones. */
const zoneCollection = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.looseObject({
        type: z.literal('Feature'),
        id: z.string().min(1).max(100),
        geometry,
        properties: zoneProperties,
      }),
    )
    .max(5000),
});

/** Who and when are written by `withSetters`, whatever is sent of them. */
const ownThreshold = z.object({
  basis: z.string().trim().max(500).optional(),
  since: z.iso.date().optional(),
  by: z.string().optional(),
  at: z.number().optional(),
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
      thresholds: z.record(z.string().max(100), ownThreshold).optional(),
    }),
  )
  .max(1000);

/** What a document says that nobody has set yet. */
export function emptyDocument(name: DocumentName): unknown {
  if (name === 'regulation') return defaultRegulation();
  if (name === 'sign-in') return defaultSignInRules();
  return name === 'zones' ? { type: 'FeatureCollection', features: [] } : [];
}

/** A document's body, checked in itself and against the documents that it stands beside. @throws SpokenError `body-invalid` */
export async function checkedDocument(store: Store, name: DocumentName, body: unknown): Promise<unknown> {
  switch (name) {
    case 'contacts': {
      const contacts = checkedWhole(contactList, body);
      refuseTwins(contacts.map(({ id }) => id));
      return contacts;
    }
    case 'routing':
      return checkedWhole(routingTable, body);
    case 'formats':
      return checkedFormats(body);
    case 'units': {
      const units = checkedWhole(unitTree, body);
      const zones = await readZones(store);
      refuseTwins(units.map(({ id }) => id));
      refuseBrokenTree(units);
      units.forEach((unit, index) => {
        refuseBrokenAreas([unit], zones, `[${index}].areas`);
      });
      return units;
    }
    case 'rosters': {
      const rosters = checkedWhole(rosterList, body);
      refuseTwins(rosters.map(({ id }) => id));
      await refuseStrangers(store, rosters);
      return rosters;
    }
    case 'templates':
      return checkedWhole(messageTemplates, body);
    case 'subscriptions':
      return checkedWhole(pushSubscriptions, body);
    case 'regulation': {
      const proposed = checkedWhole(regulation, body);
      const fault = regulationFault(proposed);
      if (fault) throw invalidBody(fault.where, fault.why);
      return proposed;
    }
    case 'ladders': {
      const ladders = checkedWhole(ladderList, body);
      refuseTwins(ladders.map(({ id }) => id));
      return ladders;
    }
    case 'approvals':
      return checkedWhole(approvalList, body);
    case 'feeds':
      return checkedFeeds(body);
    case 'sign-in':
      return checkedWhole(signInRules, body);
    case 'suppressions': {
      const list = checkedWhole(suppressionList, body);
      refuseTwins(list.map(({ id }) => id));
      return list;
    }
    case 'zones': {
      const zones = checkedZones(body);
      const rules = await readRules(store);
      refuseBrokenRules(rules, zones.features, 'features');
      refuseBrokenAreas(await readUnits(store), zones.features, 'features');
      await refuseAccusingZones(store, rules, { was: await readZones(store), is: zones.features });
      return zones;
    }
    case 'rules': {
      const rules = checkedWhole(ruleList, body);
      refuseTwins(rules.map(({ id }) => id));
      const zones = await readZones(store);
      refuseBrokenRules(rules, zones);
      await refuseAccusingRules(store, { was: await readRules(store), is: rules }, zones);
      return rules;
    }
  }
}

/**
 * Rules and zones that somebody wants to try, refused for the same reasons as when they are set; they are held against
 * each other, and against what the store has where one of them is absent.
 * @param zones the features of a zones document
 * @throws SpokenError `body-invalid`
 */
export async function checkedProposal(
  store: Store,
  { rules, zones }: { rules?: unknown; zones?: unknown },
): Promise<{ rules?: Rule[]; zones?: Zone[] }> {
  const proposal: { rules?: Rule[]; zones?: Zone[] } = {};
  if (zones !== undefined) proposal.zones = checkedZones({ type: 'FeatureCollection', features: zones }).features;
  if (rules !== undefined) {
    proposal.rules = checkedWhole(ruleList, rules);
    refuseTwins(proposal.rules.map(({ id }) => id));
  }
  const features = proposal.zones ?? (await readZones(store));
  if (proposal.rules) refuseBrokenRules(proposal.rules, features);
  else refuseBrokenRules(await readRules(store), features, 'features');
  return proposal;
}

function checkedZones(body: unknown): z.infer<typeof zoneCollection> {
  const zones = checkedWhole(zoneCollection, body);
  refuseTwins(
    zones.features.map(({ id }) => id),
    'features',
  );
  refuseCirclesWithoutRadius(zones.features);
  return zones;
}

/** The operating regulation in force; revision 0 is the one that comes with the product. */
export async function readRegulation(store: Store): Promise<RegulationInForce> {
  const set = await store.document('regulation');
  return set ? { revision: set.revision, body: set.body as Regulation } : { revision: 0, body: defaultRegulation() };
}

export async function readLadders(store: Store): Promise<Ladder[]> {
  return ((await store.document('ladders'))?.body ?? []) as Ladder[];
}

export async function readRules(store: Store): Promise<Rule[]> {
  return ((await store.document('rules'))?.body ?? []) as Rule[];
}

async function readUnits(store: Store): Promise<Unit[]> {
  return ((await store.document('units'))?.body ?? []) as Unit[];
}

/** The features of the zones document. */
export async function readZones(store: Store): Promise<Zone[]> {
  return featuresOf(await store.document('zones'));
}

/**
 * The zones that held at an instant (epoch ms): those of today when all that is kept of them is newer, as with positions that
 * are older than the system.
 */
export async function readZonesAt(store: Pick<Store, 'document' | 'documentVersion'>, at: number): Promise<Zone[]> {
  const today = await store.document('zones');
  let then: SettingsDocument | DocumentVersion | undefined = today;
  while (then && then.changedAt > at) {
    then = then.previous === undefined ? undefined : await store.documentVersion('zones', then.previous);
  }
  return featuresOf(then ?? today);
}

function featuresOf(document: Pick<SettingsDocument, 'body'> | undefined): Zone[] {
  return (document?.body as { features: Zone[] } | undefined)?.features ?? [];
}

/** The same objects while the document is not changed, so that what is made ready of them can be kept. */
export class KeptZones {
  readonly #store: Pick<Store, 'document' | 'documentVersion'>;
  #revision: number | undefined;
  #zones: Zone[] = [];

  constructor(store: Pick<Store, 'document' | 'documentVersion'>) {
    this.#store = store;
  }

  async read(): Promise<Zone[]> {
    const document = await this.#store.document('zones');
    if (document?.revision !== this.#revision) {
      this.#revision = document?.revision;
      this.#zones = featuresOf(document);
    }
    return this.#zones;
  }

  /** As `readZonesAt`; the same objects where today's held. */
  async readAt(at: number): Promise<Zone[]> {
    const document = await this.#store.document('zones');
    return !document || document.changedAt <= at ? this.read() : readZonesAt(this.#store, at);
  }
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

function refuseBrokenTree(units: Unit[]): void {
  const known = new Set(units.map(({ id }) => id));
  units.forEach(({ parent }, index) => {
    if (parent === undefined || known.has(parent)) return;
    const why = { vi: `không có đơn vị “${parent}”`, en: `there is no unit “${parent}”` };
    throw invalidBody(`[${index}].parent`, why);
  });
  const ring = unitInRing(units);
  if (!ring) return;
  const why = { vi: `“${ring.name}” là cấp trên của chính nó`, en: `“${ring.name}” stands above itself` };
  throw invalidBody(`[${units.indexOf(ring)}].parent`, why);
}

/** Into a zone that is not there, or that has no inside, nobody would see, and nobody would know why. */
function refuseBrokenAreas(units: Unit[], zones: Zone[], where: string): void {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  for (const { name, areas = [] } of units) {
    for (const id of areas) {
      const zone = byId.get(id);
      if (!zone) {
        throw invalidBody(where, {
          vi: `đơn vị “${name}” có địa bàn là vùng “${id}”, mà không có vùng này`,
          en: `the unit “${name}” has the zone “${id}” as its area, and there is none`,
        });
      }
      const { geometry, properties } = zone;
      if (!geometry.type.endsWith('LineString') || properties.corridorNm !== undefined) continue;
      throw invalidBody(where, {
        vi: `đơn vị “${name}” có địa bàn là “${properties.name}”, mà đó là một đường, không có bên trong`,
        en: `the unit “${name}” has “${properties.nameEn ?? properties.name}” as its area, which is a line and has no inside`,
      });
    }
  }
}

/** A watch kept by nobody on the contact list would be one that nobody hears of. */
async function refuseStrangers(store: Store, rosters: Roster[]): Promise<void> {
  const contacts = ((await store.document('contacts'))?.body ?? []) as Contact[];
  const known = new Set(contacts.map(({ id }) => id));
  rosters.forEach(({ shifts }, at) => {
    shifts.forEach(({ contacts: named }, shift) => {
      const stranger = named.find((id) => !known.has(id));
      if (stranger === undefined) return;
      const why = { vi: `không có liên hệ “${stranger}”`, en: `there is no contact “${stranger}”` };
      throw invalidBody(`[${at}].shifts[${shift}].contacts`, why);
    });
  });
}

/** @param where what the fault is in, when that is not the rule's own place in the list */
function refuseBrokenRules(rules: Rule[], zones: Zone[], where?: string): void {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  rules.forEach((rule, index) => {
    const stranger = Array.isArray(rule.zones) ? rule.zones.find((id) => !byId.has(id)) : undefined;
    if (stranger !== undefined) {
      const name = { vi: rule.name ?? rule.id, en: rule.nameEn ?? rule.id };
      throw invalidBody(where ?? `[${index}]`, {
        vi: `quy tắc “${name.vi}” dùng vùng “${stranger}”, mà không có vùng này`,
        en: `the rule “${name.en}” uses the zone “${stranger}”, and there is none`,
      });
    }
    const problem = ruleProblem(rule, byId);
    if (problem) throw invalidBody(where ?? `[${index}]`, problem);
  });
}
