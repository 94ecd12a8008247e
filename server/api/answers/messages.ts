/** Answers about messages to people, their channels and contacts. Times are epoch ms. */
import { z } from 'zod';
import { bilingual } from '../../models/alert.ts';
import { channel } from '../../models/channel.ts';
import { contactRole } from '../../models/contact.ts';
import { delivery } from '../../models/delivery.ts';
import { receipt } from '../../models/receipt.ts';
import type { ChannelView } from '../channels.ts';

/** With the message in which it was told together with others. */
export const shownMessage = delivery.extend({ group: delivery.optional() });
export const messageList = z.object({ deliveries: z.array(shownMessage) });
export const oneMessage = z.object({ delivery: delivery.optional() });
export const receiptList = z.object({ receipts: z.array(receipt) });

const moment = z.object({ at: z.number(), contactName: z.string(), answer: z.string().optional() });
const channelView = z.object({
  channel,
  isSet: z.boolean(),
  failingSince: z.number().optional(),
  why: z.string().optional(),
  lastSuccess: moment.optional(),
  lastFailure: moment.optional(),
}) satisfies z.ZodType<ChannelView>;
export const channelViews = z.object({ channels: z.array(channelView), lookedAt: z.int() });

const checkedContact = z.object({
  id: z.string(),
  name: z.string(),
  role: contactRole,
  verifiedOn: z.string().optional(),
  channels: z.array(channel),
  faults: z.array(bilingual),
});
export const checkedContacts = z.object({ contacts: z.array(checkedContact) });
export const verified = z.object({ id: z.string(), verifiedOn: z.iso.date() });

const contactName = z.object({ id: z.string(), name: z.string() });
export const pushKey = z.object({ publicKey: z.string().optional(), contact: contactName.optional() });
export const subscriber = z.object({ contact: contactName });
export const maybeSubscriber = z.object({ contact: contactName.optional() });

export const heardGateway = z.object({ ok: z.literal(true), understood: z.boolean().optional() });

const cell = z.object({ role: contactRole, name: z.string(), channels: z.array(channel) });
export const routingRows = z.object({
  rows: z.array(
    z.object({
      ruleId: z.string(),
      kind: z.string(),
      priority: z.int(),
      lengthM: z.number(),
      told: z.array(cell),
      unreachable: z.array(z.object({ role: contactRole, why: bilingual })),
    }),
  ),
});
export const templateRows = z.object({
  rows: z.array(z.object({ sms: z.string(), unicode: z.string(), givesWay: z.boolean() })),
});
