/** Whom the routing tells of each rule by length class: what the table, the contacts, the units and the rosters come to together. */
import { z } from 'zod';
import { readyRule } from '../../geofences/rules/index.ts';
import type { Rule } from '../../geofences/types.ts';
import type { Channel } from '../models/channel.ts';
import {
  type Contact,
  contactList,
  type PushSubscription,
  type Roster,
  type Route as RoutingRow,
  rosterList,
  routingTable,
  type Unit,
  unitTree,
} from '../models/contact.ts';
import type { DocumentName } from '../models/entry.ts';
import type { Vessel } from '../models/vessel.ts';
import { isUrgent, type Role, resolveRecipients } from '../notify/routing.ts';
import type { Store } from '../store/store.ts';
import { routingRows } from './answers/messages.ts';
import { readRules } from './documents.ts';
import { checked } from './faults.ts';
import { jsonBody } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

/** Whole metres that stand for the classes below 15 m, 15 to 24 m and from 24 m (NĐ 26/2019 Đ.44). */
const previewLengthsM = [12, 18, 26] as const;
const mostRules = 200;

const question = z.object({
  /** What is proposed, in place of what holds. */
  routing: routingTable.optional(),
  contacts: contactList.optional(),
  units: unitTree.optional(),
  rosters: rosterList.optional(),
  homePort: z.string().max(100).optional(),
  province: z.string().max(100).optional(),
  zone: z.string().max(100).optional(),
});

interface RoutingCell {
  role: Role;
  name: string;
  channels: Channel[];
}

/** One rule and one length class. */
export interface RoutingPreviewRow {
  ruleId: string;
  kind: string;
  priority: number;
  lengthM: number;
  told: RoutingCell[];
  /** Roles that the table names and that nobody or no address stands behind. */
  unreachable: { role: Role; why: { vi: string; en: string } }[];
}

type Land = Pick<
  Parameters<typeof resolveRecipients>[0],
  'routes' | 'contacts' | 'units' | 'rosters' | 'subscriptions'
>;

export function routingPreviewRoutes({ store, clock }: ApiContext): Route[] {
  return [
    {
      method: 'post',
      path: '/settings/routing/preview',
      access: 'read',
      contract: {
        vi: 'Ai được báo theo bảng phân công',
        en: 'Whom each rule tells, now or with what is proposed',
        body: question,
        gives: { 200: routingRows },
      },
      body: jsonBody,
      async handle(request, response) {
        const asked = checked(question, request.body);
        const land: Land = {
          routes: asked.routing ?? (await list<RoutingRow>(store, 'routing')),
          contacts: asked.contacts ?? (await list<Contact>(store, 'contacts')),
          units: asked.units ?? (await list<Unit>(store, 'units')),
          rosters: asked.rosters ?? (await list<Roster>(store, 'rosters')),
          subscriptions: await list<PushSubscription>(store, 'subscriptions'),
        };
        const rules = (await readRules(store)).slice(0, mostRules);
        response.json({ rows: rules.flatMap((rule) => rowsOf(rule, asked, land, clock())) });
      },
    },
  ];
}

function rowsOf(rule: Rule, asked: z.infer<typeof question>, land: Land, at: number): RoutingPreviewRow[] {
  const { kind } = rule;
  const priority = rule.priority ?? readyRule(rule).kind.priority;
  return previewLengthsM.map((lengthM) => {
    const vessel = exampleVessel(lengthM, asked);
    const { recipients, unreachable } = resolveRecipients({
      ...{ ...land, ruleId: rule.id, kind, priority, vessel, at, zoneId: asked.zone },
      ...{ urgent: isUrgent(rule), change: 'raised' },
    });
    const told = new Map<string, RoutingCell>();
    for (const { contactId, contactName: name, role, channel } of recipients) {
      const cell = told.get(contactId) ?? { role, name, channels: [] };
      // Several browsers of one person are one way.
      if (!cell.channels.includes(channel)) cell.channels.push(channel);
      told.set(contactId, cell);
    }
    return { ruleId: rule.id, kind, priority, lengthM, told: [...told.values()], unreachable };
  });
}

/** Nobody's boat: its owner has a number, since whether a real one does is no matter of routing. */
function exampleVessel(lengthM: number, { homePort, province }: z.infer<typeof question>): Vessel {
  const boat = { id: 'example', kind: 'vessel', label: '', registered: true, firstHeardAt: 0 };
  return { ...boat, lengthM, homePort, province, ownerPhone: '0900000000' };
}

async function list<T>(store: Store, name: DocumentName): Promise<T[]> {
  return ((await store.document(name))?.body ?? []) as T[];
}
