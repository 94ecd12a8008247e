/**
 * What may happen to a delivery, as a table. Pure: events come from the journal, in its order, and the same events always
 * give the same delivery. Knows no gateway, no clock and no store.
 */
import type { Delivery, DeliveryState } from '../models/delivery.ts';

/**
 * attempt: about to be handed over (journaled before any byte leaves) · sent: the gateway took it · kept: no gateway ·
 * deferred: refused for now, tried again at nextAttemptAt · failed: given up · requeued: a person asked for another round ·
 * withdrawn: no longer true, so it is not sent
 */
export type DeliveryEventName = 'attempt' | 'sent' | 'kept' | 'deferred' | 'failed' | 'requeued' | 'withdrawn';

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
}

const next: Record<DeliveryState, Partial<Record<DeliveryEventName, DeliveryState>>> = {
  queued: { attempt: 'sending', withdrawn: 'kept' },
  sending: { attempt: 'sending', sent: 'sent', kept: 'kept', deferred: 'queued', failed: 'failed' },
  sent: {},
  kept: { requeued: 'queued' },
  // A gateway that answers after we gave up has still delivered: the late word corrects the record.
  failed: { sent: 'sent', requeued: 'queued' },
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
      after.nextAttemptAt = event.nextAttemptAt ?? delivery.nextAttemptAt;
      break;
    case 'deferred':
      after.nextAttemptAt = event.nextAttemptAt ?? event.at;
      break;
    case 'sent':
      after.sentAt = event.at;
      break;
    case 'requeued':
      // A person asked: the ladder of retries starts again from its first step.
      after.attempts = 0;
      after.nextAttemptAt = event.at;
      break;
  }
  return after;
}
