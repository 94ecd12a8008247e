/** One message to one contact by one channel, and what became of it. */
import { z } from 'zod';
import { caseStates } from './case.ts';
import { channel } from './channel.ts';
import { type Collection, flag } from './collection.ts';
import { contactRole } from './contact.ts';

/**
 * queued: waits for its turn or its next try (a call: for somebody to make it) · sending: handed to the gateway, answer
 * unknown · sent: the gateway took it · delivered: it arrived, as a receipt or its reader says · kept: no gateway is configured
 * (demo), the message stays here to be read · grouped: told together with others in one message, `groupId` · failed: given up,
 * with the gateway's words · expired: too old to be worth sending, or to be delivered by its network
 */
export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'kept',
  'grouped',
  'failed',
  'expired',
] as const;
const deliveryState = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryState>;
/** States in which something is still to be done. */
export const UNSETTLED = ['queued', 'sending'] as const satisfies DeliveryState[];

export const delivery = z.object({
  /** Made of alert id, change, contact and channel: the same alert never makes it twice. */
  id: z.string(),
  alertId: z.string(),
  caseId: z.string(),
  vesselId: z.string(),
  /** What it tells: a step of an alert; or case: something of a case itself · group: several at once · reply: an answer to somebody's SMS · test. */
  change: z.enum(['raised', 'cleared', 'retracted', 'case', 'group', 'reply', 'test']),
  contactId: z.string(),
  contactName: z.string(),
  /** Who the reader is: decides what a link in it allows. */
  role: contactRole.optional(),
  channel,
  /** Mail address, phone number, URL, push endpoint, or `PROVIDER/DEVICE`. */
  address: z.string(),
  language: z.enum(['vi', 'en']),
  subject: z.string().optional(),
  body: z.string(),
  state: deliveryState,
  attempts: z.int(),
  createdAt: z.number(),
  /** Epoch ms before which it is not tried again. */
  nextAttemptAt: z.number(),
  /** Epoch ms at which that was worked out: a clock that stands before it was set back. Absent: when it was made. */
  waitsSince: z.number().optional(),
  /** Of the record that began the attempt under way: whoever wrote it hands the message over, and nobody else. */
  claim: z.string().optional(),
  sentAt: z.number().optional(),
  /** When a receipt or its reader said that it arrived. */
  deliveredAt: z.number().optional(),
  /** The gateway's last words. */
  answer: z.string().optional(),
  /** Distress or boundary: never held by quiet hours, and first in its lane. */
  urgent: z.boolean().optional(),
  /** What a message that tells several at once says of this one. */
  summary: z
    .object({ topic: z.string(), what: z.string(), label: z.string(), provider: z.string().optional() })
    .optional(),
  /** What the gateway calls it; receipts name it so. */
  gatewayId: z.string().optional(),
  /** The last word of a receipt, kept when it came before the gateway's own answer was known. */
  receipt: z.enum(['delivered', 'failed', 'expired']).optional(),
  /** Epoch ms by which a receipt is expected; without one the contact is told by another channel. */
  confirmBy: z.number().optional(),
  /** The move of a case that it tells; without `from` the case was opened. */
  move: z
    .object({
      from: z.enum(caseStates).optional(),
      to: z.enum(caseStates),
      /** User name, or `system`. */
      by: z.string(),
      /** Id of a reason of the regulation, where the case has ended. */
      reason: z.string().optional(),
    })
    .optional(),
  /** A message that tells several: theirs. */
  members: z.array(z.string()).optional(),
  /** The message that it was told in. */
  groupId: z.string().optional(),
  /** The message that was not confirmed, in whose place this one tells the same. */
  insteadOf: z.string().optional(),
  /** `LADDER/STEP` that it belongs to; it is told to somebody because nobody had taken the matter up. */
  escalation: z.string().optional(),
  /** Earlier ids of the alert that it tells, under which others may have told it. */
  restates: z.array(z.string()).optional(),
  /** Epoch ms at which a person asked for it to be sent again: it is as young as that. */
  requeuedAt: z.number().optional(),
});
export type Delivery = z.infer<typeof delivery>;

/** Columns are never empty: not every database tells that from missing. */
const none = '-';

/** 0900 000 001, +84 900 000 001 and 84900000001 are one phone. */
export function addressKey(address: string): string {
  if (/[@/]/.test(address)) return address.toLowerCase();
  return address.replace(/[^\d+]/g, '').replace(/^(\+|00)?84(?=\d{9}$)/, '0');
}

/** Messages of one lane go to one reader by one channel. */
export function laneOf(delivery: Pick<Delivery, 'address'>): string {
  return addressKey(delivery.address) || none;
}

export const deliveries: Collection<Delivery> = {
  name: 'delivery',
  schema: delivery,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    alert: { type: 'text', of: ({ alertId }) => alertId || none },
    caseFile: { type: 'text', of: ({ caseId }) => caseId || none },
    channel: { type: 'text', of: (one) => one.channel },
    state: { type: 'text', of: ({ state }) => state },
    lane: { type: 'text', of: laneOf },
    nextAttempt: { type: 'integer', of: ({ nextAttemptAt }) => nextAttemptAt },
    gateway: { type: 'text', of: ({ gatewayId }) => gatewayId ?? none },
    traced: { type: 'integer', of: ({ gatewayId }) => flag(gatewayId !== undefined) },
    confirmBy: { type: 'integer', of: ({ confirmBy }) => confirmBy ?? 0 },
    awaited: { type: 'integer', of: ({ state, confirmBy }) => flag(state === 'sent' && confirmBy !== undefined) },
    createdAt: { type: 'integer', of: ({ createdAt }) => createdAt },
  },
  indexes: [
    { name: 'delivery_due', on: ['channel', 'lane', 'nextAttempt'], only: { column: 'state', values: [...UNSETTLED] } },
    { name: 'delivery_gateway', on: ['gateway'], only: { column: 'traced', values: [1] } },
    { name: 'delivery_awaited', on: ['confirmBy'], only: { column: 'awaited', values: [1] } },
    { name: 'delivery_lane', on: ['channel', 'lane', 'createdAt'] },
    { name: 'delivery_created', on: ['createdAt'] },
    { name: 'delivery_alert', on: ['alert'] },
    { name: 'delivery_case', on: ['caseFile', 'createdAt'] },
    { name: 'delivery_state', on: ['state', 'createdAt'] },
  ],
};
