/** What is told to a contact whom a message has not reached: the same by the next way there is. Pure. */
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import { addressesOf, isUrgent, ownerContacts } from '../notify/routing.ts';
import { composer, deliver, type Step, type Told } from './messages.ts';

/** From the quickest to the surest; a person who telephones comes last. */
const otherWays: readonly Channel[] = ['push', 'sms', 'device', 'email', 'call'];

/**
 * The message by the next way that this contact has not been told by. Nothing when another way has taken it already, and
 * nobody is asked to telephone an officer about what is not urgent.
 */
export function anotherMessage(question: Omit<Step, 'step'>, failed: Delivery): Delivery | undefined {
  const { alert, told, desk } = question;
  const { change, contactId } = failed;
  if (change !== 'raised' || alert.occurrence.state !== 'raised') return undefined;
  const since = firstOf(failed, told).createdAt;
  // Of what was told before it rose, or was raised anew, nothing counts.
  const mine = told.filter(
    (one) => one.contactId === contactId && one.change === change && one.id !== failed.id && one.createdAt >= since,
  );
  if (mine.some(({ state }) => state === 'delivered')) return undefined;
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
    const step: Step = { ...question, step: change };
    const to = { contactId: id, contactName, role, channel, address, language, unicode };
    return { ...deliver(step, to, composer(step)), insteadOf: failed.id };
  }
  return undefined;
}

/** The message with which telling began that this one goes on with. */
function firstOf(one: Told, told: readonly Told[]): Told {
  const before = one.insteadOf === undefined ? undefined : told.find(({ id }) => id === one.insteadOf);
  return before && before.createdAt <= one.createdAt && before.id !== one.id ? firstOf(before, told) : one;
}
