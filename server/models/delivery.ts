/** One message to one contact by one channel, and what became of it. */
import { z } from 'zod';
import type { Collection } from './collection.ts';

const channel = z.enum(['email', 'sms']);
export type Channel = z.infer<typeof channel>;
/**
 * queued: waits for its turn or its next try · sending: handed to the gateway, answer unknown · sent: the gateway took it ·
 * kept: no gateway is configured (demo), the message stays here to be read · failed: given up, with the gateway's words
 */
const deliveryState = z.enum(['queued', 'sending', 'sent', 'kept', 'failed']);
export type DeliveryState = z.infer<typeof deliveryState>;
/** States in which something is still to be done. */
export const UNSETTLED = ['queued', 'sending'] as const satisfies DeliveryState[];

const delivery = z.object({
  /** Made of alert id, change, contact and channel: the same alert never makes it twice. */
  id: z.string(),
  alertId: z.string(),
  caseId: z.string(),
  vesselId: z.string(),
  change: z.enum(['raised', 'cleared', 'retracted']),
  contactId: z.string(),
  contactName: z.string(),
  channel,
  /** Mail address or phone number. */
  address: z.string(),
  language: z.enum(['vi', 'en']),
  subject: z.string().optional(),
  body: z.string(),
  state: deliveryState,
  attempts: z.int(),
  createdAt: z.number(),
  /** Epoch ms before which it is not tried again. */
  nextAttemptAt: z.number(),
  sentAt: z.number().optional(),
  /** The gateway's last words. */
  answer: z.string().optional(),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveries: Collection<Delivery> = {
  name: 'delivery',
  schema: delivery,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    alert: { type: 'text', of: ({ alertId }) => alertId },
    channel: { type: 'text', of: (one) => one.channel },
    state: { type: 'text', of: ({ state }) => state },
    nextAttempt: { type: 'integer', of: ({ nextAttemptAt }) => nextAttemptAt },
    createdAt: { type: 'integer', of: ({ createdAt }) => createdAt },
  },
  indexes: [
    { name: 'delivery_due', on: ['channel', 'nextAttempt'], only: { column: 'state', values: [...UNSETTLED] } },
    { name: 'delivery_created', on: ['createdAt'] },
    { name: 'delivery_alert', on: ['alert'] },
    { name: 'delivery_state', on: ['state', 'createdAt'] },
  ],
};

export const contact = z.object({
  id: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  /** Who this is in the recipient matrix (domain.md §2.2). */
  role: z.enum(['duty', 'surveillance', 'border-station', 'border-command', 'port', 'owner', 'centre', 'department']),
  email: z.email().optional(),
  phone: z.string().max(30).optional(),
  language: z.enum(['vi', 'en']).default('vi'),
  /** ISO date on which somebody last checked that this reaches the person. */
  verifiedOn: z.iso.date().optional(),
});
export type Contact = z.infer<typeof contact>;

/** Which roles hear of which alert, by which channels. `owner` is taken from the vessel's registry entry. */
export const route = z.object({
  /** Rule ids; `*` for all. */
  rules: z.array(z.string()).min(1),
  changes: z.array(z.enum(['raised', 'cleared', 'retracted'])).default(['raised', 'retracted']),
  roles: z.array(contact.shape.role).min(1),
  channels: z.array(channel).min(1),
  /** Only vessels of at least this length (24 m: the central tier, NĐ 26/2019 Đ.44). */
  minLengthM: z.number().optional(),
});
export type Route = z.infer<typeof route>;

export const contactList = z.array(contact).max(5000);
export const routingTable = z.array(route).max(500);
