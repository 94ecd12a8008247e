/** What each settings document is called. */
import type { DocumentName } from '../../server/models/entry.ts';
import type { Key } from '../i18n/t.ts';
import '../i18n/settings-texts.ts';

const TITLES: Readonly<Record<DocumentName, Key>> = {
  zones: 'settings.zones',
  rules: 'routing.rules',
  contacts: 'contacts.title',
  routing: 'routing.title',
  formats: 'approvals.formats',
  units: 'settings.units',
  rosters: 'roster.title',
  templates: 'template.title',
  subscriptions: 'approvals.subscriptions',
  regulation: 'regulation.title',
  suppressions: 'suppression.title',
  ladders: 'ladders.title',
  approvals: 'approvals.title',
  'sign-in': 'signIn.title',
  feeds: 'keptFeeds.title',
};

/** Of those that two people may have to change. */
export function approvableTitles(): Record<string, Key> {
  const { subscriptions: _byBrowsers, approvals: _byItself, ...rest } = TITLES;
  return rest;
}

export function documentTitle(name: DocumentName): Key {
  return TITLES[name];
}
