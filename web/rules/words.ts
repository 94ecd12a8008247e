/** How parameters, rules and rates are written on the page. */
import { gearName } from '../../geofences/regions/gear-names.ts';
import { leftAsideName } from '../../geofences/rules/left-aside.ts';
import type { ParamSpec, ParamValue } from '../../geofences/rules/params.ts';
import type { Priority, Zone, ZoneKind } from '../../geofences/types.ts';
import { ZONE_KINDS } from '../console/zone-kinds.ts';
import { formatDecimal, type Key, language, t } from '../i18n/t.ts';
import { dayText } from '../ui/written-time.ts';
import type { Difference, Fault } from './draft.ts';
import { zoneName } from './names.ts';
import { n } from './new-rule-words.ts';
import '../i18n/rules-texts.ts';

const UNITS: Readonly<Record<string, Key>> = {
  nm: 'unit.nm',
  h: 'unit.h',
  min: 'unit.min',
  kn: 'unit.kn',
  m: 'unit.m',
  d: 'unit.days',
  days: 'unit.days',
  fixes: 'unit.fixes',
  vessels: 'unit.vessels',
  reports: 'unit.reports',
};
const CHOICES: Readonly<Record<string, Key>> = { registered: 'choice.registered', all: 'choice.all' };
/** A unit or choice without words of its own is shown as the rule names it. */
export function unitWords(unit: string | undefined): string {
  const key = UNITS[unit ?? ''];
  return key ? t(key) : (unit ?? '');
}

export function choiceWords(choice: string): string {
  const key = CHOICES[choice] ?? ZONE_KINDS[choice as ZoneKind];
  return key ? t(key) : ((gearName(choice) ?? leftAsideName(choice))?.[language.value] ?? choice);
}

/** `P2 – …`, where there is no room for the mark. */
export function priorityWords(priority: Priority): string {
  return `P${priority} – ${t(`priority.${priority}`)}`;
}

/** A value with its unit; lists by their names. */
export function valueWords(spec: ParamSpec | undefined, value: ParamValue | undefined, zones: readonly Zone[]): string {
  if (value === undefined) return spec ? t('rules.byData') : t('rules.allZones');
  if (typeof value === 'boolean') return value ? t('rules.yes') : t('rules.no');
  if (typeof value === 'number') return [formatDecimal(value), unitWords(spec?.unit)].filter(Boolean).join(' ');
  if (typeof value === 'string') return spec?.type === 'time' ? dayText(value) : choiceWords(value);
  if (value.length === 0) return t('rules.nothing');
  if (spec?.type === 'zone-kinds' || spec?.type === 'gears' || spec?.type === 'fix-flags')
    return value.map(choiceWords).join(', ');
  const names = new Map(zones.map((zone) => [zone.id, zoneName(zone)]));
  return value.map((id) => names.get(id) ?? id).join(', ');
}

const PARTS: Record<NonNullable<Difference['part']>, () => string> = {
  name: () => n('name'),
  nameEn: () => n('nameEn'),
  priority: () => n('priority'),
  basis: () => n('basis'),
  since: () => n('since'),
};

export function differenceName({ spec, part }: Difference): string {
  const of = spec ? spec[language.value] : part === undefined ? t('rules.zones') : '';
  return [of, part && PARTS[part]()].filter(Boolean).join(' · ');
}

/** One side of a difference. */
export function differenceWords(
  { spec, part }: Difference,
  value: ParamValue | undefined,
  zones: readonly Zone[],
): string {
  if (part === undefined) return valueWords(spec, value, zones);
  if (value === undefined) return part === 'priority' ? n('usualPriority') : n('notGiven');
  if (part === 'since') return dayText(String(value));
  return part === 'priority' ? `P${value}` : String(value);
}

export function faultWords(fault: Fault): string {
  if (fault.fault === 'too-small') return t('rules.tooSmall', { min: formatDecimal(fault.min) });
  if (fault.fault === 'too-large') return t('rules.tooLarge', { max: formatDecimal(fault.max) });
  return t('rules.notNumber');
}

const rates = {
  vi: new Intl.NumberFormat('vi-VN', { maximumSignificantDigits: 2 }),
  en: new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 }),
};

/** Per hour, in two digits: `1,4` / `1.4`. */
export function rateWords(count: number, hours: number): string {
  return hours > 0 ? rates[language.value].format(count / hours) : '–';
}
