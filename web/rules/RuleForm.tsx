/** A rule's parameters, and beside them in plain words what it does with them. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { explainRule } from '../../geofences/rules/index.ts';
import type { Explanation } from '../../geofences/rules/kind.ts';
import type { Zone } from '../../geofences/types.ts';
import { Row } from '../console/Row.tsx';
import { said, t } from '../i18n/t.ts';
import { durationWords } from '../ui/format.ts';
import {
  contradictionOf,
  type Draft,
  isValid,
  proposedRule,
  specsOf,
  watchesZones,
  withParam,
  withZones,
  zonesFor,
} from './draft.ts';
import { ParamField } from './ParamField.tsx';
import { ZonePicker } from './ZonePicker.tsx';
import '../i18n/rules-texts.ts';

interface RuleFormProps {
  draft: Draft;
  zones: readonly Zone[];
  disabled: boolean;
  onChange(draft: Draft): void;
}

export function RuleForm({ draft, zones, disabled, onChange }: RuleFormProps): JSX.Element {
  return (
    <form class="rule-form" onSubmit={(event) => event.preventDefault()}>
      <h3>{t('rules.parameters')}</h3>
      {watchesZones(draft.rule) && (
        <WatchedZones draft={draft} zones={zonesFor(draft.rule, zones)} disabled={disabled} onChange={onChange} />
      )}
      {specsOf(draft.rule).map((spec) => (
        <ParamField
          key={spec.name}
          spec={spec}
          draft={draft}
          zones={zones}
          disabled={disabled}
          onChange={(value) => onChange(withParam(draft, spec.name, value))}
        />
      ))}
    </form>
  );
}

/** All that its kind allows, or some by name. */
function WatchedZones({ draft, zones, disabled, onChange }: RuleFormProps): JSX.Element {
  const group = useId();
  const named = draft.zones !== undefined;
  return (
    <div class="param">
      <fieldset disabled={disabled}>
        <legend>{t('rules.zones')}</legend>
        <label>
          <input type="radio" name={group} checked={!named} onChange={() => onChange(withZones(draft, undefined))} />{' '}
          {t('rules.allZones')}
        </label>
        <label>
          <input
            type="radio"
            name={group}
            checked={named}
            onChange={() => onChange(withZones(draft, draft.rule.zones ?? []))}
          />{' '}
          {t('rules.namedZones')}
        </label>
      </fieldset>
      {draft.zones && (
        <ZonePicker
          legend={t('rules.namedZones')}
          isLegendHidden
          zones={zones}
          chosen={draft.zones}
          disabled={disabled}
          onChange={(chosen) => onChange(withZones(draft, chosen))}
        />
      )}
      {draft.zones?.length === 0 && (
        <p class="fault" role="alert">
          {t('rules.zoneNeeded')}
        </p>
      )}
    </div>
  );
}

/** What a kind may say of itself beside what it does. */
interface Told extends Explanation {
  consequence?: Explanation;
  action?: Explanation;
  minutesToAct?: number;
}

export function RuleWords({ draft }: { draft: Draft }): JSX.Element {
  const told: Told | undefined = isValid(draft) ? explainRule(proposedRule(draft)) : undefined;
  const contradicted = contradictionOf(draft);
  return (
    <section class="rule-words" aria-labelledby="rule-words">
      <h3 id="rule-words">{t('rules.whatItDoes')}</h3>
      {!told && <p>{contradicted ? `${said(contradicted)}.` : t('rules.invalid')}</p>}
      {told && <p>{said(told)}</p>}
      {told && (told.consequence ?? told.action) && (
        <dl>
          <Row name={t('rules.consequence')}>{told.consequence && said(told.consequence)}</Row>
          <Row name={t('rules.action')}>{told.action && said(told.action)}</Row>
          <Row name={t('rules.minutesToAct')}>
            {told.minutesToAct !== undefined && durationWords(told.minutesToAct * 60_000)}
          </Row>
        </dl>
      )}
    </section>
  );
}
