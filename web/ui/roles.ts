/** Who somebody is in the recipient matrix, in words. */
import type { Contact } from '../../server/models/contact.ts';
import type { Key } from '../i18n/t.ts';
import '../i18n/settings-texts.ts';

export const ROLES: Record<Contact['role'], Key> = {
  duty: 'role.duty',
  surveillance: 'role.surveillance',
  'border-station': 'role.border-station',
  'border-command': 'role.border-command',
  port: 'role.port',
  owner: 'role.owner',
  centre: 'role.centre',
  department: 'role.department',
};
