/** Who may be told: contacts, the units they belong to, who is on watch when, and which alerts go to whom. */
import { z } from 'zod';
import { channel } from './channel.ts';

/** Who somebody is in the recipient matrix (domain.md §2.2). */
export const contactRole = z.enum([
  'duty',
  'surveillance',
  'border-station',
  'border-command',
  'port',
  'owner',
  'centre',
  'department',
]);

/** `22:30`, Vietnamese time. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as HH:MM');
const idList = z.array(z.string().min(1).max(100)).min(1).max(500);

/** Which alerts something is about. What is absent asks nothing; what is there must hold. */
const coverage = {
  /** Codes of ports. */
  homePorts: idList.optional(),
  /** Zones that the alert is about. */
  zones: idList.optional(),
  provinces: idList.optional(),
  /** Length overall, from … to below (15–24 m: the province's; from 24 m: the department's; NĐ 26/2019 Đ.44). */
  minLengthM: z.number().optional(),
  belowLengthM: z.number().optional(),
};

const contact = z.object({
  id: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  role: contactRole,
  /** Unit that it belongs to: it hears of what that unit covers. Without one, of everything. */
  unit: z.string().min(1).max(40).optional(),
  /** Account of this person: a browser that they are signed in with is told without being asked whose it is. */
  user: z.string().min(1).max(100).optional(),
  email: z.email().optional(),
  phone: z.string().max(30).optional(),
  /** Where a program of theirs takes messages. */
  webhook: z.url({ protocol: /^https?$/, error: 'it has to be an address like https://host/path' }).optional(),
  /** That program also hears of every move of a case, beside the alerts that the routing sends it. */
  caseMoves: z.boolean().optional(),
  language: z.enum(['vi', 'en']).default('vi'),
  /** SMS with all marks: 70 characters a part in place of 160. */
  unicodeSms: z.boolean().optional(),
  /** When only distress and boundary alerts are sent at once; the rest waits until it ends. May run over midnight. */
  quietHours: z.object({ from: clockTime, to: clockTime }).optional(),
  /** ISO date on which somebody last checked that this reaches the person. */
  verifiedOn: z.iso.date().optional(),
});
export type Contact = z.infer<typeof contact>;

/** Which roles hear of which alert, by which channels. `owner` is taken from the vessel's registry entry. */
const route = z.object({
  /** Rule ids; `*` for all. */
  rules: z.array(z.string()).min(1),
  /** Kinds of rule beside them. */
  kinds: z.array(z.string()).max(100).optional(),
  /** Only alerts of this priority or more urgent (1 is the most urgent). */
  maxPriority: z.number().int().min(1).max(3).optional(),
  changes: z.array(z.enum(['raised', 'cleared', 'retracted'])).default(['raised', 'retracted']),
  roles: z.array(contactRole).min(1),
  channels: z.array(channel).min(1),
  /** Only who is on watch by the rosters; everybody of the role when nobody is. */
  onWatch: z.boolean().optional(),
  ...coverage,
});
export type Route = z.infer<typeof route>;

/** Province, station, port, commune: a tree, since none of these is for ever. */
const unit = z.object({
  id: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  /** Unit above; what covers nothing by itself covers what that one does. */
  parent: z.string().min(1).max(40).optional(),
  /** Zones: its people see, beside the vessels that it covers, whoever is in them now, and the alerts raised in them. */
  areas: idList.optional(),
  ...coverage,
});
export type Unit = z.infer<typeof unit>;

/** Who is on watch: by date, or the same every week. Times are Vietnamese; a shift may run over midnight. */
const roster = z.object({
  id: z.string().min(1).max(40),
  name: z.string().max(120).optional(),
  shifts: z
    .array(
      z.object({
        contacts: z.array(z.string().min(1).max(40)).min(1).max(50),
        from: clockTime,
        to: clockTime,
        /** 1 Monday … 7 Sunday: the day on which it begins. Absent with `date`: every day. */
        days: z.array(z.number().int().min(1).max(7)).min(1).optional(),
        /** This day only; then the weekly shifts of its roster do not count on that day. */
        date: z.iso.date().optional(),
      }),
    )
    .max(2000),
});
export type Roster = z.infer<typeof roster>;

/** A browser that wants to be told, for a contact. */
export const pushSubscription = z.object({
  contactId: z.string().min(1).max(100),
  endpoint: z.url({ protocol: /^https?$/ }).max(2000),
  /** base64url: the browser's public key (65 bytes) and its secret (16 bytes). */
  p256dh: z.string().regex(/^[\w-]{80,100}$/),
  auth: z.string().regex(/^[\w-]{20,30}$/),
  by: z.string().max(100).optional(),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

export const contactList = z.array(contact).max(5000);
export const routingTable = z.array(route).max(500);
export const unitTree = z.array(unit).max(2000);
export const rosterList = z.array(roster).max(200);
export const pushSubscriptions = z.array(pushSubscription).max(5000);
