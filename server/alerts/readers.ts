/** Who reads a change of an alert, given what each of them has read before. Pure. */
import type { OccurrenceState } from '../../geofences/types.ts';
import { addressesOf, isUrgent, type Recipient, type Role, resolveRecipients } from '../notify/routing.ts';
import type { Telling, Told } from './told.ts';

/** Each browser of a contact reads for itself; a number or mailbox that changes is the same reader. */
function addressee({ contactId, channel, address }: Pick<Told, 'contactId' | 'channel' | 'address'>): string {
  return channel === 'push' ? `${contactId} push ${address}` : `${contactId} ${channel}`;
}

export function recipientsOf(
  { alert, desk, at }: Omit<Telling, 'change'>,
  change: OccurrenceState,
  routes = desk.routes(),
) {
  const { ruleId, kind, priority, zoneId, vesselId } = alert.occurrence;
  return resolveRecipients({
    ruleId,
    kind,
    priority,
    zoneId,
    urgent: isUrgent(alert.occurrence),
    change,
    at,
    vessel: desk.vessel(vesselId),
    routes,
    contacts: desk.contacts(),
    units: desk.units?.(),
    rosters: desk.rosters?.(),
    subscriptions: desk.subscriptions?.(),
  });
}

/** Kept without ever having been handed over: withdrawn, or old news. The addressee will never read it. */
function isSilent(one: Told): boolean {
  return one.attempts === 0 && one.state === 'kept';
}

/** Nothing of it has left the house so far. */
function isUnread(one: Told): boolean {
  return isSilent(one) || (one.attempts === 0 && one.state === 'queued');
}

/** The last word that each addressee has, by addressee. */
function lastWord(told: Told[]): Map<string, Told> {
  return new Map(told.map((one) => [addressee(one), one]));
}

/**
 * Whoever may have read that it was raised, at the address where they read it; except those for whom the table now asks
 * for raises and not for retractions.
 */
export function readersOfRaise(telling: Telling): Recipient[] {
  const wantRaises = new Set(recipientsOf(telling, 'raised').recipients.map(addressee));
  const wantRetractions = new Set(recipientsOf(telling, 'retracted').recipients.map(addressee));
  const readers = [...lastWord(telling.told.filter((one) => !isUnread(one))).values()]
    .filter((one) => one.change !== 'retracted')
    .filter((one) => wantRetractions.has(addressee(one)) || !wantRaises.has(addressee(one)))
    .flatMap(reachedNow(telling));
  return unique(readers);
}

/** The routed ones whose last word on this alert was another; on a renewed raise also those who believe it is over. */
export function notYetTold(telling: Telling, routed: Recipient[]): Recipient[] {
  const { change, told } = telling;
  const last = lastWord(told.filter((one) => !isSilent(one)));
  const fresh = routed.filter((one) => last.get(addressee(one))?.change !== change);
  if (change !== 'raised') return fresh;
  const named = new Set(routed.map(addressee));
  const misled = [...last.values()].filter((one) => !named.has(addressee(one)) && one.change !== 'raised');
  return unique([...fresh, ...misled.flatMap(reachedNow(telling))]);
}

/** Those whom a ladder called in hear that it is over, also where the table does not name them; nobody is called for that. */
export function escalatedReaders(telling: Telling, routed: Recipient[]): Recipient[] {
  const { told } = telling;
  const calledIn = told.filter((one) => one.escalation !== undefined && one.channel !== 'call' && !isUnread(one));
  const named = new Set(routed.map(addressee));
  const last = lastWord(told.filter((one) => !isSilent(one)));
  const readers = [...lastWord(calledIn).values()]
    .filter((one) => !named.has(addressee(one)) && last.get(addressee(one))?.change === 'raised')
    .flatMap(reachedNow(telling));
  return unique(readers);
}

/** A browser that is gone reads nothing: in its place those that its contact has now. */
function reachedNow({ desk }: Telling): (one: Told) => Recipient[] {
  const subscriptions = desk.subscriptions?.();
  return (one) => {
    if (one.channel !== 'push' || !subscriptions) return [asRecipient(one)];
    const theirs = addressesOf('push', { id: one.contactId }, subscriptions);
    const addresses = theirs.length === 0 || theirs.includes(one.address) ? [one.address] : theirs;
    return addresses.map((address) => asRecipient({ ...one, address }));
  };
}

function unique(recipients: Recipient[]): Recipient[] {
  return [...new Map(recipients.toReversed().map((one) => [addressee(one), one])).values()].reverse();
}

function asRecipient(one: Told): Recipient {
  const { contactId, contactName, channel, address, language } = one;
  const role: Role = one.role ?? (/^(owner|captain):/.test(contactId) ? 'owner' : 'duty');
  return { contactId, contactName, role, channel, address, language };
}
