/** What rules and zones are called on the screen. */
import type { Rule, Zone } from '../../geofences/types.ts';
import { language } from '../i18n/t.ts';

/** Characters, as the settings take it. */
export const LONGEST_NAME = 200;

export function ruleName(rule: Rule): string {
  return (language.value === 'en' ? rule.nameEn : rule.name) ?? rule.name ?? rule.id;
}

export function zoneName(zone: Zone): string {
  const { name, nameEn } = zone.properties;
  return language.value === 'en' ? (nameEn ?? name) : name;
}
