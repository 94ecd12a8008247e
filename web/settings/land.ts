/** Reads what settings documents refer to. */
import type { Contact, Unit } from '../../server/models/contact.ts';
import { readRules, readZones } from '../api/resources.ts';
import { readDocument } from '../api/settings.ts';
import type { Land } from './fields.ts';

export async function readLand(): Promise<Omit<Land, 'draft'>> {
  const [rules, zones, contacts, units] = await Promise.all([
    readRules(),
    readZones(),
    readDocument('contacts'),
    readDocument('units'),
  ]);
  return { rules: rules.body, zones, contacts: contacts.body as Contact[], units: units.body as Unit[] };
}
