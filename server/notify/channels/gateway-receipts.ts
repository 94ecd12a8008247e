/** How an HTTP gateway tells us later what became of a message, or passes an SMS on: data, and the reading of it. Pure. */
import { z } from 'zod';
import { tidyAnswer } from './channel.ts';
import type { HeardReceipt, HeardSms } from './hearing.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const path = z.string().min(1).max(100);
const secret = z.string().min(16, 'it has to have 16 characters or more').max(200);

/** Gateways call our route with this secret in the address (`?secret=`) or the header `X-Haidang-Secret`. */
export const gatewayReceipts = z.strictObject({
  secret,
  /** Path to the message's name in what is sent to us: `RequestId`, `data.0.id`. */
  id: path,
  /** Is it our own id ({id} of the request), or what the gateway answered (`gatewayId`)? */
  idIs: z.enum(['ours', 'gateway']).default('ours'),
  status: path,
  delivered: z.array(scalar).min(1),
  failed: z.array(scalar).default([]),
  expired: z.array(scalar).default([]),
});
type GatewayReceipts = z.infer<typeof gatewayReceipts>;

/** SMS that people send to the gateway's number. */
export const gatewayReplies = z.strictObject({ secret, from: path, text: path });
type GatewayReplies = z.infer<typeof gatewayReplies>;

/** @returns undefined where there is nothing at that path */
export function pick(body: unknown, at: string): unknown {
  let value = body;
  for (const key of at.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** `1` and 1 are the same: what comes in an address is always text. */
function isAmong(list: readonly (string | number | boolean)[], value: unknown): boolean {
  return list.some((one) => String(one).toLowerCase() === String(value).toLowerCase());
}

/** A status that is not listed is kept and changes nothing. @returns undefined when it names no message */
export function readReceipt(mapping: GatewayReceipts, body: unknown): HeardReceipt | undefined {
  const id = pick(body, mapping.id);
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id) === '') return undefined;
  const status = pick(body, mapping.status);
  const state = isAmong(mapping.delivered, status)
    ? 'delivered'
    : isAmong(mapping.failed, status)
      ? 'failed'
      : isAmong(mapping.expired, status)
        ? 'expired'
        : 'accepted';
  const named = mapping.idIs === 'ours' ? { deliveryId: String(id) } : { gatewayId: `http:${id}` };
  return { channel: 'sms', ...named, state, answer: tidyAnswer(JSON.stringify(body)) };
}

/** @returns undefined when there is no sender or no text */
export function readReply(mapping: GatewayReplies, body: unknown): HeardSms | undefined {
  const from = pick(body, mapping.from);
  const text = pick(body, mapping.text);
  if ((typeof from !== 'string' && typeof from !== 'number') || typeof text !== 'string') return undefined;
  return { from: String(from).slice(0, 40), text: text.slice(0, 1000) };
}
