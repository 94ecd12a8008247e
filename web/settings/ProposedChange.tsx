/** What a proposal would change, in the words of the page on which it was made. */
import type { JSX } from 'preact';
import { explainRule } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { said, t } from '../i18n/t.ts';
import { draftOf, differences as ruleDifferences } from '../rules/draft.ts';
import { ruleName } from '../rules/names.ts';
import { differenceName, differenceWords } from '../rules/words.ts';
import { ChangeTable } from '../zones/ChangeTable.tsx';
import { changesOf } from '../zones/changes.ts';
import { DifferenceTable } from './DifferenceTable.tsx';
import { documents, isEdited } from './documents.ts';
import { type Difference, differences, type Land, same } from './fields.ts';
import type { ReadProposal } from './proposals.ts';
import '../i18n/settings-texts.ts';

export function ProposedChange({ read, land }: { read: ReadProposal; land: Land }): JSX.Element {
  const { proposal, before } = read;
  const { name, body, changes, more } = proposal;
  if (before !== undefined && name === 'zones')
    return <ChangeTable changes={changesOf(zonesOf(before), zonesOf(body))} />;
  if (before !== undefined && name === 'rules')
    return <DifferenceTable found={changedRules(before as Rule[], body as Rule[], land.zones)} />;
  if (before !== undefined && isEdited(name))
    return <DifferenceTable found={differences(documents[name].field, before, body, { ...land, draft: body })} />;
  return (
    <>
      <DifferenceTable found={changes.map(({ place, from, to }) => placed(place, from, to))} />
      {more !== undefined && <p>{t('settings.more', { n: more })}</p>}
    </>
  );
}

function zonesOf(body: unknown): readonly Zone[] {
  return (body as { features: Zone[] }).features;
}

function placed(place: string, before: string | undefined, after: string | undefined): Difference {
  return { place, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function changedRules(before: readonly Rule[], after: readonly Rule[], zones: readonly Zone[]): Difference[] {
  const known = new Map(before.map((rule) => [rule.id, rule]));
  const found: Difference[] = [];
  for (const rule of after) {
    const was = known.get(rule.id);
    known.delete(rule.id);
    if (!was) found.push({ place: ruleName(rule), after: said(explainRule(rule)) });
    else if (!same(was, rule)) found.push(...partsOf(was, rule, zones));
  }
  for (const rule of known.values()) found.push({ place: ruleName(rule), before: said(explainRule(rule)) });
  return found;
}

/** What a rule says otherwise, its names, its priority and the bases of its values included. */
function partsOf(was: Rule, rule: Rule, zones: readonly Zone[]): Difference[] {
  return ruleDifferences({ ...draftOf(rule), rule: was }).map((one) => ({
    place: `${ruleName(rule)} › ${differenceName(one)}`,
    before: differenceWords(one, one.before, zones),
    after: differenceWords(one, one.after, zones),
  }));
}
