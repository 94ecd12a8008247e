/** The browsers that push messages go to, as a settings document. Pure but for the hash of an address. */
import { createHash } from 'node:crypto';
import type { PushSubscription } from '../models/contact.ts';
import type { Delivery } from '../models/delivery.ts';

/** A contact changes their browsers: bounded by people's devices. The oldest one goes. */
const browsersPerContact = 10;
const fingerprintLength = 8;

/** The list with this browser, which belongs to one contact at a time. */
export function subscribed(list: readonly PushSubscription[], wanted: PushSubscription): PushSubscription[] {
  const known = list.filter(({ endpoint }) => endpoint !== wanted.endpoint);
  const others = known.filter(({ contactId }) => contactId !== wanted.contactId);
  const theirs = known.filter(({ contactId }) => contactId === wanted.contactId).slice(1 - browsersPerContact);
  return [...others, ...theirs, wanted];
}

export function unsubscribed(list: readonly PushSubscription[], endpoint: string): PushSubscription[] {
  return list.filter((one) => one.endpoint !== endpoint);
}

/** A browser without what reaches it: host of its push service, and enough of a hash to tell two of them apart. */
export function shownEndpoint(endpoint: string): string {
  const hash = createHash('sha256').update(endpoint).digest('hex').slice(0, fingerprintLength);
  return `${URL.canParse(endpoint) ? new URL(endpoint).host : '?'} #${hash}`;
}

/** A message as readers may see it: whoever knows a push endpoint is known to it as the one who may write there. */
export function shownDelivery<T extends Pick<Delivery, 'channel' | 'address'>>(delivery: T): T {
  return delivery.channel === 'push' ? { ...delivery, address: shownEndpoint(delivery.address) } : delivery;
}
