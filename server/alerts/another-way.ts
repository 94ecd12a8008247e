/** What is told to a contact whom a message has not reached: the same by the next way there is. Pure. */
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import { addressesOf, isUrgent, ownerContacts } from '../notify/routing.ts';
import { composer, deliver } from './messages.ts';
import type { Telling, Told } from './told.ts';

/** From the quickest to the surest; a person who telephones comes last. */
const otherWays: readonly Channel[] = ['push', 'sms', 'device', 'email', 'call'];

/**
 * The message by the next way that this contact has not been told by. Nothing when another way has taken it already, and
 * nobody is asked to telephone an officer about what is not urgent.
 */
export function anotherMessage(matter: Omit<Telling, 'change'>, failed: Delivery): Delivery | undefined {
  const { alert, told, desk } = matter;
  const { change, contactId } = failed;
  if (change !== 'raised' || alert.occurrence.state !== 'raised') return undefined;
  const since = firstOf(failed, told).createdAt;
  // Of what was told before it rose, or was raised anew, nothing counts.
  const mine = told.filter(
    (one) => one.contactId === contactId && one.change === change && one.id !== failed.id && one.createdAt >= since,
  );
  if (mine.some(({ state }) => state === 'delivered')) return undefined;
  // Another browser of theirs has it or is about to: only when none does, they are told otherwise.
  if (failed.channel === 'push' && mine.some((one) => one.channel === 'push' && isUnderWay(one))) return undefined;
  const contact = [...desk.contacts(), ...ownerContacts(desk.vessel(alert.occurrence.vesselId))].find(
    ({ id }) => id === contactId,
  );
  if (!contact) return undefined;
  const used = new Set([failed.channel, ...mine.map(({ channel }) => channel)]);
  for (const channel of otherWays) {
    if (used.has(channel)) continue;
    if (channel === 'call' && contact.role !== 'owner' && !isUrgent(alert.occurrence)) continue;
    const [address] = addressesOf(channel, contact, desk.subscriptions?.());
    if (address === undefined) continue;
    const { id, name: contactName, role, language, unicodeSms: unicode } = contact;
    const telling: Telling = { ...matter, change };
    const to = { contactId: id, contactName, role, channel, address, language, unicode };
    return { ...deliver(telling, to, composer(telling)), insteadOf: failed.id };
  }
  return undefined;
}

function isUnderWay({ state }: Told): boolean {
  return state === 'queued' || state === 'sending' || state === 'sent';
}

/** Calls that somebody would make in place of a message, though it has come to its reader by now. */
export function callsAfterArrival(told: readonly Told[], arrived: Told, at: number): DeliveryEvent[] {
  const since = firstOf(arrived, told).createdAt;
  return told
    .filter((one) => one.contactId === arrived.contactId && one.change === arrived.change && one.createdAt >= since)
    .filter(isStandIn)
    .map(({ id }) => withdrawal(id, at, 'told by another channel'));
}

/** Calls to officers about an alert that one of them has acknowledged. Owner and captain are still to be called. */
export function callsAfterAcknowledgement(told: readonly Told[], at: number): DeliveryEvent[] {
  return told
    .filter((one) => (isStandIn(one) || (isToMake(one) && one.escalation !== undefined)) && one.role !== 'owner')
    .map(({ id }) => withdrawal(id, at, 'somebody has acknowledged the alert'));
}

/** Calls about an alert whose case has ended. */
export function callsAfterEnd(told: readonly Told[], at: number): DeliveryEvent[] {
  return told.filter(isToMake).map(({ id }) => withdrawal(id, at, 'the case has ended'));
}

function isToMake({ channel, state }: Told): boolean {
  return channel === 'call' && state === 'queued';
}

function isStandIn(one: Told): boolean {
  return isToMake(one) && one.insteadOf !== undefined;
}

function withdrawal(id: string, at: number, why: string): DeliveryEvent {
  return { type: 'delivery', id, event: 'withdrawn', at, answer: `Not called: ${why}.` };
}

/** The message with which telling began that this one goes on with. */
function firstOf(one: Told, told: readonly Told[]): Told {
  const before = one.insteadOf === undefined ? undefined : told.find(({ id }) => id === one.insteadOf);
  return before && before.createdAt <= one.createdAt && before.id !== one.id ? firstOf(before, told) : one;
}
