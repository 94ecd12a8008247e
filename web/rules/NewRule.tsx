/** A rule that is not there yet: of which kind it is, for which zone, and what it is called. Its parameters come after. */
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { explainRule, readyRule, ruleKinds, watchesZone } from '../../geofences/rules/index.ts';
import type { RuleKind } from '../../geofences/rules/kind.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { type Language, said } from '../i18n/t.ts';
import { LONGEST_NAME, zoneName } from './names.ts';
import { n } from './new-rule-words.ts';
import '../i18n/rules-texts.ts';

/** The one in hand; it outlives a look at another page. */
export const freshRule = signal<Rule | undefined>(undefined);

/** Not in the list yet: the version that is set first is 1. */
export function isFresh(rule: Rule): boolean {
  return rule.version === 0;
}

/** @param zone what the rule is to watch; undefined: what its kind goes by of itself */
export function NewRule({ zone }: { zone: Zone | undefined }): JSX.Element {
  const offered = [...ruleKinds.values()].filter((kind) => isOffered(kind, zone));
  const kind = useSignal(offered[0]!.kind);
  const chosen = offered.find((one) => one.kind === kind.value)!;
  const typed = useSignal<Partial<Record<Language, string>>>({});
  const names = { ...usualNames(chosen, zone), ...typed.value };
  const make = (event: Event): void => {
    event.preventDefault();
    const rule: Rule = {
      id: `${kind.value}-${Date.now().toString(36)}`,
      kind: kind.value,
      version: 0,
      name: names.vi.trim().slice(0, LONGEST_NAME),
      nameEn: names.en.trim().slice(0, LONGEST_NAME),
    };
    if (zone) rule.zones = [zone.id];
    freshRule.value = rule;
  };
  return (
    <form class="new-rule" onSubmit={make}>
      <h2>{n('newRule')}</h2>
      {zone && <p>{n('newFor', { zone: zoneName(zone) })}</p>}
      <label class="param">
        {n('kind')}{' '}
        <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
          {offered.map((one) => (
            <option key={one.kind} value={one.kind}>
              {said(one.title)}
            </option>
          ))}
        </select>
      </label>
      <p>{said(explainRule({ id: '', kind: chosen.kind }))}</p>
      {(['vi', 'en'] as const).map((language) => (
        <label key={language} class="param">
          {n(language === 'vi' ? 'name' : 'nameEn')}{' '}
          <input
            name={language === 'vi' ? 'rule-name' : 'rule-name-en'}
            required
            maxLength={LONGEST_NAME}
            value={names[language]}
            onInput={(event) => (typed.value = { ...typed.value, [language]: event.currentTarget.value })}
          />
        </label>
      ))}
      <button type="submit" class="primary">
        {n('goOn')}
      </button>
    </form>
  );
}

function usualNames({ title }: RuleKind, zone: Zone | undefined): Record<Language, string> {
  if (!zone) return { vi: title.vi, en: title.en };
  const { name, nameEn = name } = zone.properties;
  return { vi: `${title.vi}: ${name}`, en: `${title.en}: ${nameEn}` };
}

function isOffered({ kind, watches }: RuleKind, zone: Zone | undefined): boolean {
  if (!zone) return true;
  return watches === 'zone' && watchesZone(readyRule({ id: '', kind, zones: [zone.id] }), zone);
}
