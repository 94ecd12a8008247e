/**
 * Who is told of an alert, by which channels: routes name roles, contacts hold them, the vessel's registry entry gives owner
 * and captain. Pure. Knows no gateway and no wording.
 */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Channel, Contact, Route } from '../models/delivery.ts';
import type { Vessel } from '../models/vessel.ts';

export type Role = Contact['role'];

export interface Recipient {
  contactId: string;
  contactName: string;
  role: Role;
  channel: Channel;
  address: string;
  language: 'vi' | 'en';
}

/** Somebody whom the table names and no message can reach. */
export interface Unreachable {
  role: Role;
  why: { vi: string; en: string };
}

export interface RoutingQuestion {
  ruleId: string;
  change: OccurrenceState;
  vessel: Vessel | undefined;
  routes: Route[];
  contacts: Contact[];
}

export const roleNames: Record<Role, { vi: string; en: string }> = {
  duty: { vi: 'Trực ban Chi cục Thủy sản', en: 'fisheries duty officer' },
  surveillance: { vi: 'Kiểm ngư', en: 'fisheries surveillance' },
  'border-station': { vi: 'Đồn biên phòng', en: 'border-guard station' },
  'border-command': { vi: 'Bộ chỉ huy BĐBP tỉnh', en: 'provincial border-guard command' },
  port: { vi: 'Cảng cá', en: 'fishing port' },
  owner: { vi: 'chủ tàu/thuyền trưởng', en: 'owner/captain' },
  centre: { vi: 'Trung tâm điều hành (IOC)', en: 'operations centre' },
  department: { vi: 'Cục Thủy sản và Kiểm ngư', en: 'national fisheries department' },
};

/**
 * All messages that the table asks for, each address at most once a channel, in the order of table and contact list; and
 * whoever is named there but has no address on any of the channels.
 */
export function resolveRecipients(question: RoutingQuestion): { recipients: Recipient[]; unreachable: Unreachable[] } {
  const wanted = channelsByRole(question);
  const recipients = new Map<string, Recipient>();
  const unreachable: Unreachable[] = [];
  for (const [role, channels] of wanted) {
    const holders =
      role === 'owner' ? ownerContacts(question.vessel) : question.contacts.filter((c) => c.role === role);
    if (holders.length === 0) unreachable.push({ role, why: nobody(role) });
    for (const holder of holders) {
      const reached = [...channels].flatMap((channel) => recipientBy(channel, holder) ?? []);
      if (reached.length === 0) unreachable.push({ role, why: noAddress(holder) });
      for (const one of reached) {
        // Owner and captain often share a phone, a station head may hold two roles: one message each is enough.
        const key = `${one.channel} ${addressKey(one.address)}`;
        if (!recipients.has(key)) recipients.set(key, one);
      }
    }
  }
  return { recipients: [...recipients.values()], unreachable };
}

function channelsByRole({ ruleId, change, vessel, routes }: RoutingQuestion): Map<Role, Set<Channel>> {
  const wanted = new Map<Role, Set<Channel>>();
  for (const route of routes) {
    if (!route.rules.includes(ruleId) && !route.rules.includes('*')) continue;
    if (!route.changes.includes(change)) continue;
    // A vessel of unknown length belongs to no length class, so nobody is told on the strength of one.
    if (route.minLengthM !== undefined && (vessel?.lengthM ?? 0) < route.minLengthM) continue;
    for (const role of route.roles) {
      const channels = wanted.get(role) ?? new Set();
      for (const channel of route.channels) channels.add(channel);
      wanted.set(role, channels);
    }
  }
  return wanted;
}

/** Owner and captain as the registry knows them; only a phone is on record there. */
export function ownerContacts(vessel: Vessel | undefined): Contact[] {
  if (!vessel) return [];
  const found: Contact[] = [];
  const add = (kind: 'owner' | 'captain', name: string | undefined, phone: string | undefined) => {
    if (name === undefined && phone === undefined) return;
    found.push({ id: `${kind}:${vessel.id}`, name: name ?? roleNames.owner.vi, role: 'owner', phone, language: 'vi' });
  };
  add('owner', vessel.owner, vessel.ownerPhone);
  add('captain', vessel.captain, vessel.captainPhone);
  return found;
}

function recipientBy(channel: Channel, contact: Contact): Recipient | undefined {
  const address = (channel === 'email' ? contact.email : contact.phone)?.trim();
  if (!address) return undefined;
  const { id: contactId, name: contactName, role, language } = contact;
  return { contactId, contactName, role, channel, address, language };
}

/** 0900 000 001, +84 900 000 001 and 84900000001 are one phone. */
function addressKey(address: string): string {
  if (address.includes('@')) return address.toLowerCase();
  return address.replace(/[^\d+]/g, '').replace(/^(\+|00)?84/, '0');
}

function nobody(role: Role): Unreachable['why'] {
  const { vi, en } = roleNames[role];
  return { vi: `${vi} (chưa có trong danh bạ)`, en: `${en} (nobody on the contact list)` };
}

function noAddress(contact: Contact): Unreachable['why'] {
  return {
    vi: `${contact.name} (thiếu số điện thoại hoặc email)`,
    en: `${contact.name} (no phone number or mail address)`,
  };
}
