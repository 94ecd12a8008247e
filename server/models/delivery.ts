/** One message to one contact by one channel, and what became of it. */
import { z } from 'zod';

export type Channel = 'email' | 'sms';
/**
 * queued: waits for its turn or its next try · sending: handed to the gateway, answer unknown · sent: the gateway took it ·
 * kept: no gateway is configured (demo), the message stays here to be read · failed: given up, with the gateway's words
 */
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'kept' | 'failed';

export interface Delivery {
  /** Made of alert id, change, contact and channel: the same alert never makes it twice. */
  id: string;
  alertId: string;
  caseId: string;
  vesselId: string;
  change: 'raised' | 'cleared' | 'retracted';
  contactId: string;
  contactName: string;
  channel: Channel;
  /** Mail address or phone number. */
  address: string;
  language: 'vi' | 'en';
  subject?: string;
  body: string;
  state: DeliveryState;
  attempts: number;
  createdAt: number;
  /** Epoch ms before which it is not tried again. */
  nextAttemptAt: number;
  sentAt?: number;
  /** The gateway's last words. */
  answer?: string;
}

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
  channels: z.array(z.enum(['email', 'sms'])).min(1),
  /** Only vessels of at least this length (24 m: the central tier, NĐ 26/2019 Đ.44). */
  minLengthM: z.number().optional(),
});
export type Route = z.infer<typeof route>;

export const contactList = z.array(contact).max(5000);
export const routingTable = z.array(route).max(500);
