/** What a gateway said later about a message that it had taken, kept as it came: also twice, too early, or about nothing we know. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { channel } from './channel.ts';
import { type Collection, flag } from './collection.ts';

/** accepted: on its way · delivered, failed, expired: the end of it */
const receiptState = z.enum(['accepted', 'delivered', 'failed', 'expired']);
export type ReceiptState = z.infer<typeof receiptState>;

export const receipt = z.object({
  /** Made of what it says: the same receipt twice is one row. */
  id: z.string(),
  channel,
  /** What the gateway calls the message. */
  gatewayId: z.string().optional(),
  /** The message, once it is known. */
  deliveryId: z.string().optional(),
  state: receiptState,
  answer: z.string(),
  /** Epoch ms at which it first came. */
  at: z.number(),
  /** How often it has come. */
  times: z.int(),
});
export type Receipt = z.infer<typeof receipt>;

export function receiptIdOf(said: Pick<Receipt, 'channel' | 'gatewayId' | 'deliveryId' | 'state'>): string {
  const parts = [said.channel, said.gatewayId ?? '', said.gatewayId ? '' : (said.deliveryId ?? ''), said.state];
  return `rcp-${createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 20)}`;
}

export const receipts: Collection<Receipt> = {
  name: 'receipt',
  schema: receipt,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    gateway: { type: 'text', of: ({ gatewayId }) => gatewayId ?? '-' },
    unclaimed: { type: 'integer', of: ({ deliveryId }) => flag(deliveryId === undefined) },
    at: { type: 'integer', of: ({ at }) => at },
  },
  indexes: [
    { name: 'receipt_gateway', on: ['gateway'] },
    { name: 'receipt_unclaimed', on: ['at'], only: { column: 'unclaimed', values: [1] } },
    { name: 'receipt_at', on: ['at'] },
  ],
};
