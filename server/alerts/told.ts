/** What has been said about an alert so far, and what is to be said now. */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeskOptions } from './desk-port.ts';

/** A delivery without its words. */
export type Told = Pick<
  Delivery,
  | 'id'
  | 'change'
  | 'contactId'
  | 'contactName'
  | 'role'
  | 'channel'
  | 'address'
  | 'language'
  | 'state'
  | 'attempts'
  | 'createdAt'
  | 'insteadOf'
  | 'escalation'
>;

export function toldBy(delivery: Delivery): Told {
  const { id, change, contactId, contactName, role, channel, address, language, state, attempts } = delivery;
  const { createdAt, insteadOf, escalation } = delivery;
  return {
    id,
    change,
    contactId,
    contactName,
    role,
    channel,
    address,
    language,
    state,
    attempts,
    createdAt,
    insteadOf,
    escalation,
  };
}

/** What is to be said now: an alert was raised, has cleared or was taken back. */
export interface Telling {
  change: OccurrenceState;
  alert: Alert;
  /** Epoch ms at which the system learned it. */
  at: number;
  /** Messages about this alert so far, oldest first. */
  told: Told[];
  /** It has become graver: whoever was told before is told again. */
  graver?: boolean;
  desk: DeskOptions;
}

const order: Record<Delivery['change'], number> = {
  raised: 0,
  cleared: 1,
  retracted: 2,
  case: 3,
  group: 3,
  reply: 3,
  test: 3,
};

/** As they were made; a store may give those of one moment in any order. */
export function inOrder(deliveries: Delivery[]): Delivery[] {
  return deliveries.toSorted((a, b) => a.createdAt - b.createdAt || order[a.change] - order[b.change]);
}
