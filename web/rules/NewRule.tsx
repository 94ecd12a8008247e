/** A rule that is not there yet: of which kind it is, for which zone, and what it is called. Its parameters come after. */
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { explainRule, readyRule, ruleKinds, watchesZone } from '../../geofences/rules/index.ts';
import type { RuleKind } from '../../geofences/rules/kind.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { said } from '../i18n/t.ts';
import { zoneName } from './names.ts';
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
  const name = useSignal<string | undefined>(undefined);
  const usual = zone ? `${chosen.title.vi}: ${zone.properties.name}` : chosen.title.vi;
  const make = (event: Event): void => {
    event.preventDefault();
    const rule: Rule = {
      id: `${kind.value}-${Date.now().toString(36)}`,
      kind: kind.value,
      version: 0,
      name: (name.value ?? usual).trim().slice(0, 200),
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
      <label class="param">
        {n('name')}{' '}
        <input
          name="rule-name"
          required
          maxLength={200}
          value={name.value ?? usual}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        {n('goOn')}
      </button>
    </form>
  );
}

function isOffered({ kind, watches }: RuleKind, zone: Zone | undefined): boolean {
  if (!zone) return true;
  return watches === 'zone' && watchesZone(readyRule({ id: '', kind, zones: [zone.id] }), zone);
}
