/** Whose acknowledgement counts: the units that an alert was told to, and those above them. Pure. */
import type { Contact, Unit } from '../models/contact.ts';
import { addressKey } from '../models/delivery.ts';
import { chainOf } from '../notify/units-above.ts';
import type { Actor } from './desk-port.ts';
import type { Told } from './told.ts';

interface People {
  contacts: readonly Contact[];
  units: readonly Unit[];
}

/** Units of the officers whom an alert was told to so far. */
export function unitsTold(told: readonly Told[], contacts: readonly Contact[]): Set<string> {
  const ids = new Set(told.filter(({ role }) => role !== 'owner').map(({ contactId }) => contactId));
  return new Set(contacts.flatMap(({ id, unit }) => (unit !== undefined && ids.has(id) ? [unit] : [])));
}

/** The unit that somebody speaks for: their account's, or that of the contact whom the answered message was sent to. */
export function unitOf({ by, unit }: Actor, told: readonly Told[], contacts: readonly Contact[]): string | undefined {
  if (unit !== undefined) return unit;
  const [, way, who = ''] = /^(link|sms):(.+)$/s.exec(by) ?? [];
  if (way === undefined) return undefined;
  const contactId =
    way === 'link'
      ? who
      : told.find(({ channel, address }) => channel === 'sms' && addressKey(address) === addressKey(who))?.contactId;
  return contacts.find(({ id }) => id === contactId)?.unit;
}

/**
 * Somebody without a unit answers for the whole province, and whoever answers a message was told. Where none of those who were
 * told has a unit, anybody is right.
 */
export function isRight({ by, unit }: Actor, told: readonly Told[], { contacts, units }: People): boolean {
  if (unit === undefined || /^(link|sms):/.test(by)) return true;
  const responsible = unitsTold(told, contacts);
  return responsible.size === 0 || [...responsible].some((one) => chainOf(units, one).includes(unit));
}
