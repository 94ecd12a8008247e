/**
 * Who is told of an alert, by which channels: routes name roles, contacts hold them, units say what each is responsible for,
 * rosters who is on watch; the vessel's registry entry gives owner and captain. Pure. Knows no gateway and no wording.
 */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Channel } from '../models/channel.ts';
import type { Contact, PushSubscription, Roster, Route, Unit } from '../models/contact.ts';
import { addressKey } from '../models/delivery.ts';
import type { Vessel } from '../models/vessel.ts';
import { coversVessel, unitCovers } from './coverage.ts';
import { onWatchAt, quietUntil } from './watch.ts';

export type Role = Contact['role'];

export interface Recipient {
  contactId: string;
  contactName: string;
  role: Role;
  channel: Channel;
  address: string;
  language: 'vi' | 'en';
  /** SMS with all marks. */
  unicode?: boolean;
  /** Epoch ms before which only what is urgent is sent. */
  quietUntil?: number;
}

/** Somebody whom the table names and no message can reach. */
export interface Unreachable {
  role: Role;
  why: { vi: string; en: string };
}

export interface RoutingQuestion {
  ruleId: string;
  kind?: string;
  priority?: number;
  zoneId?: string;
  /** Distress or boundary: told to everybody of a role before it is told to nobody. */
  urgent?: boolean;
  change: OccurrenceState;
  vessel: Vessel | undefined;
  /** Epoch ms, for rosters and quiet hours. */
  at?: number;
  routes: Route[];
  contacts: Contact[];
  units?: Unit[];
  rosters?: Roster[];
  subscriptions?: PushSubscription[];
}

/** A contact, or owner and captain as the registry knows them, with what is installed on board. */
type Holder = Contact & { device?: string };

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

/** What an alert asks of its readers at any hour (domain.md §2.2: “SOS” and “crossed boundary”). */
export function isUrgent({ kind }: { kind: string }): boolean {
  return kind === 'distress' || kind.startsWith('boundary-');
}

/**
 * All messages that the table asks for, each address at most once a channel, in the order of table and contact list; and
 * whoever is named there but has no address on any of the channels.
 */
export function resolveRecipients(question: RoutingQuestion): { recipients: Recipient[]; unreachable: Unreachable[] } {
  const recipients = new Map<string, Recipient>();
  const unreachable: Unreachable[] = [];
  for (const [role, wanted] of channelsByRole(question)) {
    const { holders, why } = holdersOf(role, question);
    if (holders.length === 0) unreachable.push({ role, why: why ?? nobody(role) });
    for (const holder of holders) {
      const channels = wanted.for(holder.id);
      const reached = channels.flatMap((channel) => recipientsBy(channel, holder, question));
      if (channels.length > 0 && reached.length === 0) unreachable.push({ role, why: noAddress(holder) });
      for (const one of reached) {
        // Owner and captain often share a phone, a station head may hold two roles: one message each is enough.
        const key = `${one.channel} ${addressKey(one.address)}`;
        if (!recipients.has(key)) recipients.set(key, one);
      }
    }
  }
  return { recipients: [...recipients.values()], unreachable };
}

/** Channels that a role is told by: some by everybody, some by who is on watch. */
class WantedChannels {
  readonly #all = new Set<Channel>();
  readonly #onWatch = new Set<Channel>();
  readonly #watch: ReadonlySet<string> | undefined;

  /** @param watch ids of who is on watch; undefined when nobody is, so that everybody is asked */
  constructor(watch: ReadonlySet<string> | undefined) {
    this.#watch = watch;
  }

  add(channels: readonly Channel[], onWatch: boolean): void {
    for (const channel of channels) (onWatch && this.#watch ? this.#onWatch : this.#all).add(channel);
  }

  for(contactId: string): Channel[] {
    return [...new Set([...this.#all, ...(this.#watch?.has(contactId) ? this.#onWatch : [])])];
  }
}

function channelsByRole(question: RoutingQuestion): Map<Role, WantedChannels> {
  const { ruleId, kind, priority, change, vessel, zoneId, routes } = question;
  const wanted = new Map<Role, WantedChannels>();
  for (const route of routes) {
    const named = route.rules.includes(ruleId) || route.rules.includes('*');
    if (!named && !(kind !== undefined && route.kinds?.includes(kind))) continue;
    if (!route.changes.includes(change)) continue;
    if (route.maxPriority !== undefined && (priority ?? 1) > route.maxPriority) continue;
    if (!coversVessel(route, { vessel, zoneId })) continue;
    for (const role of route.roles) {
      const channels = wanted.get(role) ?? new WantedChannels(watchOf(role, question));
      channels.add(route.channels, route.onWatch === true);
      wanted.set(role, channels);
    }
  }
  return wanted;
}

function watchOf(role: Role, { contacts, rosters = [], at }: RoutingQuestion): ReadonlySet<string> | undefined {
  if (at === undefined) return undefined;
  const onWatch = onWatchAt(rosters, at);
  const ofRole = contacts.filter((one) => one.role === role && onWatch.has(one.id));
  return ofRole.length > 0 ? new Set(ofRole.map(({ id }) => id)) : undefined;
}

function holdersOf(
  role: Role,
  { contacts, units = [], vessel, zoneId, urgent }: RoutingQuestion,
): { holders: Holder[]; why?: Unreachable['why'] } {
  if (role === 'owner') return { holders: ownerContacts(vessel) };
  const all = contacts.filter((one) => one.role === role);
  const responsible = all.filter(({ unit }) => unitCovers(units, unit, { vessel, zoneId }));
  if (responsible.length > 0 || all.length === 0) return { holders: responsible };
  // Nobody is responsible by the units: for a call for help that is no answer.
  return urgent ? { holders: all } : { holders: [], why: nobodyResponsible(role) };
}

/** Owner and captain as the registry knows them; only a phone and the unit on board are on record there. */
export function ownerContacts(vessel: Vessel | undefined): Holder[] {
  if (!vessel) return [];
  const found: Holder[] = [];
  const { deviceId, provider } = vessel;
  const device = deviceId !== undefined && provider !== undefined ? `${provider}/${deviceId}` : undefined;
  const add = (kind: 'owner' | 'captain', name: string | undefined, phone: string | undefined) => {
    if (name === undefined && phone === undefined) return;
    found.push({ id: `${kind}:${vessel.id}`, name: name ?? roleNames.owner.vi, role: 'owner', phone, language: 'vi' });
  };
  add('owner', vessel.owner, vessel.ownerPhone);
  add('captain', vessel.captain, vessel.captainPhone);
  const onBoard = found.at(-1);
  if (onBoard && device !== undefined) onBoard.device = device;
  return found;
}

/** Every address that a contact has on a channel: one, except for the browsers that push messages go to. */
export function addressesOf(
  channel: Channel,
  contact: Pick<Holder, 'id' | 'email' | 'phone' | 'webhook' | 'device'>,
  subscriptions: readonly PushSubscription[] = [],
): string[] {
  switch (channel) {
    case 'email':
      return listed(contact.email);
    case 'sms':
    case 'call':
      return listed(contact.phone);
    case 'webhook':
      return listed(contact.webhook);
    case 'device':
      return listed(contact.device);
    case 'push':
      return subscriptions.filter(({ contactId }) => contactId === contact.id).map(({ endpoint }) => endpoint);
  }
}

function listed(address: string | undefined): string[] {
  const tidy = address?.trim();
  return tidy ? [tidy] : [];
}

function recipientsBy(channel: Channel, contact: Holder, { at, subscriptions }: RoutingQuestion): Recipient[] {
  const { id: contactId, name: contactName, role, language, unicodeSms, quietHours } = contact;
  const quiet = at === undefined || !quietHours ? undefined : quietUntil(quietHours, at);
  return addressesOf(channel, contact, subscriptions).map((address) => ({
    contactId,
    contactName,
    role,
    channel,
    address,
    language,
    ...(unicodeSms && { unicode: true }),
    ...(quiet !== undefined && { quietUntil: quiet }),
  }));
}

function nobody(role: Role): Unreachable['why'] {
  const { vi, en } = roleNames[role];
  return { vi: `${vi} (chưa có trong danh bạ)`, en: `${en} (nobody on the contact list)` };
}

function nobodyResponsible(role: Role): Unreachable['why'] {
  const { vi, en } = roleNames[role];
  return { vi: `${vi} (không đơn vị nào phụ trách tàu này)`, en: `${en} (no unit is responsible for this vessel)` };
}

function noAddress(contact: Contact): Unreachable['why'] {
  return {
    vi: `${contact.name} (thiếu số điện thoại hoặc email)`,
    en: `${contact.name} (no phone number or mail address)`,
  };
}
