/**
 * What may happen to a delivery, as a table. Pure: events come from the journal, in its order, and the same events always
 * give the same delivery. Knows no gateway, no clock and no store.
 */
import type { Delivery, DeliveryState } from '../models/delivery.ts';

/**
 * attempt: about to be handed over (journaled before any byte leaves) · sent: the gateway took it · kept: no gateway ·
 * deferred: refused for now, tried again at nextAttemptAt · failed: given up · requeued: a person asked for another round ·
 * withdrawn: no longer true, so it is not sent · grouped: told in another message · expired: too old to be sent ·
 * arrived, lost, timed-out: what a receipt says of it · unconfirmed: no receipt came in time
 */
export type DeliveryEventName =
  | 'attempt'
  | 'sent'
  | 'kept'
  | 'deferred'
  | 'failed'
  | 'requeued'
  | 'withdrawn'
  | 'grouped'
  | 'expired'
  | 'arrived'
  | 'lost'
  | 'timed-out'
  | 'unconfirmed';

/** A journal record about one delivery. */
export interface DeliveryEvent {
  type: 'delivery';
  /** Delivery id. */
  id: string;
  event: DeliveryEventName;
  /** Epoch ms. */
  at: number;
  /** Which attempt of the current round this is about, from 1; without it the latest one is meant. */
  attempt?: number;
  /** The gateway's words, or ours when there are none. */
  answer?: string;
  /** deferred: next try. attempt: end of the lease, after which an attempt without a result counts as lost. Epoch ms. */
  nextAttemptAt?: number;
  /** sent: what the gateway calls it, for its receipts. */
  gatewayId?: string;
  /** sent: when a receipt is expected (epoch ms). */
  confirmBy?: number;
  /** attempt: names this record among those of other runs of the program that begin the same attempt. */
  claim?: string;
  /** grouped: the message that tells it. */
  groupId?: string;
}

/** What a receipt says comes after an attempt at the earliest; `queued` is then a try that was deferred for lack of an answer. */
const receiptEvents = { arrived: 'delivered', lost: 'failed', 'timed-out': 'expired' } as const;
type ReceiptEvent = keyof typeof receiptEvents;
const isReceipt = (event: DeliveryEventName): event is ReceiptEvent => Object.hasOwn(receiptEvents, event);

const next: Record<DeliveryState, Partial<Record<DeliveryEventName, DeliveryState>>> = {
  queued: { attempt: 'sending', withdrawn: 'kept', grouped: 'grouped', expired: 'expired', ...receiptEvents },
  sending: { attempt: 'sending', sent: 'sent', kept: 'kept', deferred: 'queued', failed: 'failed', ...receiptEvents },
  sent: { ...receiptEvents, unconfirmed: 'sent' },
  // It is in somebody's hands: no later word changes that; the gateway's own answer only adds its id and its time.
  delivered: { sent: 'delivered' },
  kept: { requeued: 'queued' },
  grouped: {},
  // A gateway that answers after we gave up has still taken it: the late word corrects the record.
  failed: { sent: 'sent', requeued: 'queued', arrived: 'delivered' },
  expired: { sent: 'sent', requeued: 'queued', arrived: 'delivered' },
};

/** Why the event changes nothing (for the log), or undefined when it applies. */
export function refusalOf(delivery: Delivery, event: DeliveryEvent): string | undefined {
  if (event.id !== delivery.id) return `event for ${event.id} applied to ${delivery.id}`;
  const { attempts, state } = delivery;
  if (event.event === 'attempt') {
    if (next[state].attempt && event.attempt !== undefined && event.attempt <= attempts)
      return `attempt ${event.attempt} was recorded before`;
  } else if (state === 'queued' && event.event === 'sent' && attempts > 0) {
    // The answer to an attempt that had been deferred for lack of one: it did get through.
    return undefined;
  } else if (isReceipt(event.event) && state === 'queued' && attempts === 0 && delivery.channel !== 'call') {
    return `${event.event} before anything was handed over`;
  } else if (event.event === 'sent' && state === 'delivered' && delivery.sentAt !== undefined) {
    return 'it is delivered';
  } else if (event.attempt !== undefined && event.attempt < attempts && event.event !== 'sent') {
    return `attempt ${event.attempt} is over, ${attempts} is under way`;
  }
  return next[state][event.event] ? undefined : `${event.event} is not possible when ${state}`;
}

/** The delivery after the event; the very same object when the event does not apply. */
export function applyDeliveryEvent(delivery: Delivery, event: DeliveryEvent): Delivery {
  if (refusalOf(delivery, event) !== undefined) return delivery;
  const after: Delivery = { ...delivery, state: next[delivery.state][event.event] ?? 'sent' };
  if (event.answer !== undefined) after.answer = event.answer;
  switch (event.event) {
    case 'attempt':
      after.attempts = event.attempt ?? delivery.attempts + 1;
      if (event.claim === undefined) delete after.claim;
      else after.claim = event.claim;
      after.nextAttemptAt = event.nextAttemptAt ?? delivery.nextAttemptAt;
      after.waitsSince = event.at;
      break;
    case 'deferred':
      after.nextAttemptAt = event.nextAttemptAt ?? event.at;
      after.waitsSince = event.at;
      break;
    case 'sent':
      after.sentAt = event.at;
      if (event.gatewayId !== undefined) after.gatewayId = event.gatewayId;
      if (event.confirmBy !== undefined) after.confirmBy = event.confirmBy;
      // The receipt was faster than the answer: it has the last word, and its words.
      if (delivery.receipt) {
        after.state = delivery.receipt;
        if (delivery.answer !== undefined) after.answer = delivery.answer;
      }
      break;
    case 'arrived':
    case 'lost':
    case 'timed-out':
      after.receipt = receiptEvents[event.event];
      if (event.event === 'arrived') after.deliveredAt = event.at;
      // The answer to the attempt itself, not a receipt.
      if (event.attempt !== undefined) after.sentAt = event.at;
      break;
    case 'unconfirmed':
      delete after.confirmBy;
      break;
    case 'grouped':
      after.groupId = event.groupId;
      break;
    case 'requeued':
      // A person asked: the ladder of retries starts again from its first step.
      after.attempts = 0;
      after.nextAttemptAt = event.at;
      after.waitsSince = event.at;
      after.requeuedAt = event.at;
      delete after.receipt;
      delete after.confirmBy;
      break;
  }
  return after;
}
