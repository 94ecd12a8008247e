/** What can be chosen in the settings: roles, channels, states, rules, zones, people, each in words. */
import type { CaseState } from '../../server/models/case.ts';
import type { Route, Unit } from '../../server/models/contact.ts';
import type { Regulation, Requirement } from '../../server/models/regulation.ts';
import { USER_ROLES } from '../accounts/role-words.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { ruleName, zoneName } from '../rules/names.ts';
import { ROLES } from '../ui/roles.ts';
import type { Land, Option } from './fields.ts';
import { approvableTitles } from './titles.ts';
import '../i18n/settings-texts.ts';

const CHANGES: Record<Route['changes'][number], Key> = {
  raised: 'alert.raised',
  cleared: 'alert.cleared',
  retracted: 'alert.retracted',
};
const REQUIREMENTS: Record<Requirement, Key> = {
  note: 'case.note',
  reason: 'alert.reason',
  recordNo: 'case.recordNo',
  fileNo: 'case.fileNo',
  attempt: 'missing.attempt',
  'file:record': 'file.record',
  'file:explanation': 'file.explanation',
  'file:photo': 'file.photo',
  'file:other': 'file.title',
  'no-open-task': 'missing.tasks',
};
const DAYS = ['day.1', 'day.2', 'day.3', 'day.4', 'day.5', 'day.6', 'day.7'] as const satisfies Key[];

function keyed(words: Record<string, Key>): Option[] {
  return Object.entries(words).map(([value, key]) => ({ value, text: t(key) }));
}

export const roles = (): Option[] => keyed(ROLES);
export const userRoles = (): Option[] => keyed(USER_ROLES);
export const channels = (): Option[] => keyed(CHANNELS);
export const changes = (): Option[] => keyed(CHANGES);
export const requirements = (): Option[] => keyed(REQUIREMENTS);
export const offers = (): Option[] => keyed({ note: 'case.note', recordNo: 'case.recordNo', fileNo: 'case.fileNo' });
export const weekdays = (): Option[] => DAYS.map((key, n) => ({ value: n + 1, text: t(key) }));
export const priorities = (): Option[] =>
  (['priority.1', 'priority.2', 'priority.3'] as const).map((key, n) => ({
    value: n + 1,
    text: `${n + 1} · ${t(key)}`,
  }));
export const approvable = (): Option[] => keyed(approvableTitles());
export const languages = (): Option[] => [
  { value: 'vi', text: 'Tiếng Việt' },
  { value: 'en', text: 'English' },
];

export const rules = ({ rules: all }: Land): Option[] => all.map((rule) => ({ value: rule.id, text: ruleName(rule) }));
export const rulesOrAll = (land: Land): Option[] => [{ value: '*', text: t('settings.allRules') }, ...rules(land)];
export const zones = ({ zones: all }: Land): Option[] => all.map((zone) => ({ value: zone.id, text: zoneName(zone) }));
/** Those that have an inside. */
export const areas = (land: Land): Option[] =>
  zones({
    ...land,
    zones: land.zones.filter(
      ({ geometry, properties }) => !geometry.type.endsWith('LineString') || properties.corridorNm !== undefined,
    ),
  });
export const contacts = ({ contacts: all }: Land): Option[] => all.map(({ id, name }) => ({ value: id, text: name }));
export const units = ({ units: all }: Land): Option[] => all.map(({ id, name }) => ({ value: id, text: name }));
/** Those of the tree in hand, one that is just being added included. */
export const draftedUnits = ({ draft }: Land): Option[] =>
  (draft as Unit[]).map(({ id, name }) => ({ value: id, text: name }));

/** Kinds of rules, by what the province's rules of that kind are called. */
export const kinds = ({ rules: all }: Land): Option[] => {
  const names = new Map<string, string[]>();
  for (const rule of all) names.set(rule.kind, [...(names.get(rule.kind) ?? []), ruleName(rule)]);
  return [...names].map(([value, texts]) => ({ value, text: texts.join(' / ') }));
};

/** Under the names that the regulation in hand gives them. */
export const states = ({ draft }: Land): Option[] =>
  Object.entries((draft as Regulation).states).map(([value, words]) => ({
    value: value as CaseState,
    text: said(words),
  }));

/** Codes of ports, as vessels have them in the registry. */
export const ports = ({ zones: all }: Land): Option[] =>
  all.flatMap((zone) => {
    const { kind, code } = zone.properties;
    return kind === 'port' && code !== undefined ? [{ value: code, text: zoneName(zone) }] : [];
  });
