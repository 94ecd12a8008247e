/** The settings that people change in a form: what each consists of. Whether a change is sound, the server says. */
import type { Contact, Roster, Route, Unit } from '../../server/models/contact.ts';
import type { KeptFeed } from '../../server/models/feed.ts';
import type { Suppression } from '../../server/models/regulation.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { type Key, t } from '../i18n/t.ts';
import { ROLES } from '../ui/roles.ts';
import { dayText } from '../ui/written-time.ts';
import * as choices from './choices.ts';
import { dayOf, type Field, type GroupField, type LeafField, type ListField, type Option } from './fields.ts';
import { laddersField } from './ladders.ts';
import { regulationField } from './regulation.ts';
import { templatesField } from './templates.ts';
import '../i18n/settings-texts.ts';

export type EditedDocument =
  | 'routing'
  | 'units'
  | 'rosters'
  | 'contacts'
  | 'ladders'
  | 'templates'
  | 'regulation'
  | 'suppressions'
  | 'approvals'
  | 'sign-in'
  | 'feeds';

export interface DocumentKind {
  title: Key;
  about: Key;
  field: Field;
}

/** Which alerts something is about; what is not set asks nothing. */
const coverage: GroupField['fields'] = {
  homePorts: { kind: 'choices', label: 'settings.homePorts', options: choices.ports, isOptional: true },
  provinces: { kind: 'codes', label: 'settings.provinces', isOptional: true },
  zones: { kind: 'choices', label: 'settings.zones', options: choices.zones, isOptional: true },
  minLengthM: { kind: 'number', label: 'settings.minLength', isOptional: true },
  belowLengthM: { kind: 'number', label: 'settings.belowLength', isOptional: true },
};

const routing: ListField = {
  kind: 'list',
  label: 'routing.row',
  title: (row: Route, land) => {
    const words = (options: Option[], values: readonly (string | number)[]) =>
      values.map((one) => options.find(({ value }) => value === one)?.text ?? String(one)).join(', ');
    const rules = words(choices.rulesOrAll(land), row.rules);
    const told = words(choices.roles(), row.roles);
    return `${rules} → ${told} (${row.channels.map((one) => t(CHANNELS[one])).join(', ')})${lengthWords(row)}`;
  },
  fresh: (): Route => ({ rules: ['*'], changes: ['raised', 'retracted'], roles: ['duty'], channels: ['email'] }),
  item: {
    kind: 'group',
    label: 'routing.row',
    fields: {
      rules: { kind: 'choices', label: 'routing.rules', options: choices.rulesOrAll },
      kinds: { kind: 'choices', label: 'routing.kinds', options: choices.kinds, isOptional: true },
      maxPriority: { kind: 'choice', label: 'routing.maxPriority', options: choices.priorities, isOptional: true },
      changes: { kind: 'choices', label: 'routing.changes', options: choices.changes },
      roles: { kind: 'choices', label: 'routing.roles', options: choices.roles },
      channels: { kind: 'choices', label: 'routing.channels', options: choices.channels },
      onWatch: { kind: 'flag', label: 'routing.onWatch', isOptional: true },
      ...coverage,
    },
  },
};

function lengthWords({ minLengthM, belowLengthM }: Pick<Route, 'minLengthM' | 'belowLengthM'>): string {
  if (minLengthM === undefined && belowLengthM === undefined) return '';
  if (belowLengthM === undefined) return ` ≥ ${minLengthM} m`;
  return minLengthM === undefined ? ` < ${belowLengthM} m` : ` ${minLengthM}–${belowLengthM} m`;
}

const units: ListField = {
  kind: 'list',
  label: 'settings.unit',
  empty: 'settings.noUnits',
  title: (one: Unit, land) => {
    const above = (land.draft as Unit[]).find(({ id }) => id === one.parent);
    return above ? `${one.name} (${above.name})` : one.name;
  },
  fresh: (): Unit => ({ id: freshId('don-vi'), name: t('settings.freshUnit') }),
  item: {
    kind: 'group',
    label: 'settings.unit',
    fields: {
      name: { kind: 'text', label: 'settings.name' },
      parent: { kind: 'choice', label: 'settings.parent', options: choices.draftedUnits, isOptional: true },
      ...coverage,
      areas: {
        kind: 'choices',
        label: 'settings.areas',
        hint: 'settings.areasHint',
        options: choices.areas,
        isOptional: true,
      },
    },
  },
};

const shift: ListField = {
  kind: 'list',
  label: 'roster.shift',
  title: (one: Roster['shifts'][number], land) => {
    const people = choices.contacts(land).filter(({ value }) => one.contacts.includes(String(value)));
    const days = one.date ?? one.days?.map((day) => choices.weekdays()[day - 1]?.text).join(', ') ?? t('roster.daily');
    return `${one.from}–${one.to} ${days}: ${people.map(({ text }) => text).join(', ')}`;
  },
  fresh: (): Roster['shifts'][number] => ({ contacts: [], from: '07:00', to: '19:00' }),
  item: {
    kind: 'group',
    label: 'roster.shift',
    fields: {
      contacts: { kind: 'choices', label: 'roster.who', options: choices.contacts },
      from: { kind: 'time', label: 'roster.from' },
      to: { kind: 'time', label: 'roster.to', hint: 'roster.overMidnight' },
      days: { kind: 'choices', label: 'roster.days', options: choices.weekdays, isOptional: true },
      date: { kind: 'day', label: 'roster.date', isOptional: true, hint: 'roster.dateHint' },
    },
  },
};

const rosters: ListField = {
  kind: 'list',
  label: 'roster.roster',
  title: (one: Roster) => `${one.name ?? one.id} (${t('roster.shifts', { n: one.shifts.length })})`,
  fresh: (): Roster => ({ id: freshId('lich-truc'), name: t('roster.fresh'), shifts: [] }),
  item: {
    kind: 'group',
    label: 'roster.roster',
    fields: { name: { kind: 'text', label: 'settings.name', isOptional: true }, shifts: shift },
  },
};

const contacts: ListField = {
  kind: 'list',
  label: 'contacts.one',
  title: (one: Contact) => `${one.name} (${t(ROLES[one.role])})`,
  fresh: (): Contact => ({ id: freshId('lien-he'), name: t('contacts.fresh'), role: 'duty', language: 'vi' }),
  item: {
    kind: 'group',
    label: 'contacts.one',
    fields: {
      name: { kind: 'text', label: 'settings.name' },
      role: { kind: 'choice', label: 'contacts.role', options: choices.roles },
      unit: { kind: 'choice', label: 'settings.unit', options: choices.units, isOptional: true },
      user: { kind: 'text', label: 'contacts.user', isOptional: true, hint: 'contacts.userHint' },
      phone: { kind: 'text', label: 'channel.call', isOptional: true },
      email: { kind: 'text', label: 'channel.email', isOptional: true },
      webhook: { kind: 'text', label: 'channel.webhook', isOptional: true },
      caseMoves: { kind: 'flag', label: 'contacts.caseMoves', isOptional: true },
      language: { kind: 'choice', label: 'language.label', options: choices.languages },
      unicodeSms: { kind: 'flag', label: 'contacts.unicodeSms', isOptional: true },
      quietHours: {
        kind: 'group',
        label: 'contacts.quietHours',
        isOptional: true,
        fields: { from: { kind: 'time', label: 'roster.from' }, to: { kind: 'time', label: 'roster.to' } },
      },
      verifiedOn: { kind: 'day', label: 'contacts.verifiedOn', isOptional: true },
    },
  },
};

const suppressionDays = 30;

const suppressions: ListField = {
  kind: 'list',
  label: 'suppression.one',
  title: (one: Suppression, land) => {
    const names = choices.rules(land).filter(({ value }) => one.rules.includes(String(value)));
    // Nothing, while somebody writes it.
    const day = typeof one.until === 'number' ? dayText(dayOf(one.until)) : '…';
    return `${names.map(({ text }) => text).join(', ')}: ${one.reason} (${t('suppression.until', { day })})`;
  },
  fresh: (): Suppression => ({
    id: freshId('tat'),
    rules: [],
    reason: '',
    until: Math.floor(Date.now() / 1000) * 1000 + suppressionDays * 86_400_000,
  }),
  item: {
    kind: 'group',
    label: 'suppression.one',
    fields: {
      rules: { kind: 'choices', label: 'routing.rules', options: choices.rules },
      vessels: { kind: 'vessels', label: 'suppression.vessels', isOptional: true, hint: 'suppression.vesselsHint' },
      zones: { kind: 'choices', label: 'settings.zones', options: choices.zones, isOptional: true },
      reason: { kind: 'text', label: 'alert.reason' },
      until: { kind: 'until', label: 'suppression.review' },
    },
  },
};

const signIn: GroupField = {
  kind: 'group',
  label: 'signIn.title',
  fields: {
    secondFactorRoles: { kind: 'choices', label: 'signIn.roles', options: choices.userRoles },
    graceDays: { kind: 'number', label: 'signIn.graceDays', hint: 'signIn.graceHint' },
  },
};

const approvals: LeafField = {
  kind: 'choices',
  label: 'approvals.which',
  hint: 'approvals.hint',
  options: choices.approvable,
};

const keptFeeds: ListField = {
  kind: 'list',
  label: 'keptFeeds.feed',
  title: ({ name, url, paused }: KeptFeed) =>
    [name, url, paused && t('keptFeeds.isPaused')].filter(Boolean).join(' · '),
  fresh: (): KeptFeed => ({ url: 'tcp://' }),
  item: {
    kind: 'group',
    label: 'keptFeeds.feed',
    fields: {
      name: { kind: 'text', label: 'settings.name', isOptional: true },
      url: { kind: 'text', label: 'keptFeeds.url', hint: 'keptFeeds.urlHint' },
      paused: { kind: 'flag', label: 'keptFeeds.paused', isOptional: true },
    },
  },
};

export const documents: Record<EditedDocument, DocumentKind> = {
  routing: { title: 'routing.title', about: 'routing.about', field: routing },
  units: { title: 'settings.units', about: 'settings.unitsAbout', field: units },
  rosters: { title: 'roster.title', about: 'roster.about', field: rosters },
  contacts: { title: 'contacts.title', about: 'contacts.explanation', field: contacts },
  ladders: { title: 'ladders.title', about: 'ladders.about', field: laddersField(freshId) },
  templates: { title: 'template.title', about: 'template.about', field: templatesField },
  regulation: { title: 'regulation.title', about: 'regulation.about', field: regulationField },
  suppressions: { title: 'suppression.title', about: 'suppression.about', field: suppressions },
  approvals: { title: 'approvals.title', about: 'approvals.about', field: approvals },
  'sign-in': { title: 'signIn.title', about: 'signIn.about', field: signIn },
  feeds: { title: 'keptFeeds.title', about: 'keptFeeds.about', field: keptFeeds },
};

export function isEdited(name: string): name is EditedDocument {
  return Object.hasOwn(documents, name);
}

/** An id that nobody has to think of. */
function freshId(stem: string): string {
  return `${stem}-${Date.now().toString(36)}`;
}
