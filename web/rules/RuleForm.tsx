/** A rule's parameters, and beside them in plain words what it does with them. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { explainRule, readyRule } from '../../geofences/rules/index.ts';
import type { Explanation } from '../../geofences/rules/kind.ts';
import type { Priority, Zone } from '../../geofences/types.ts';
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
  withBasis,
  withParam,
  withPriority,
  withZones,
  zonesFor,
} from './draft.ts';
import { LONGEST_NAME } from './names.ts';
import { n } from './new-rule-words.ts';
import { ParamField } from './ParamField.tsx';
import { priorityWords } from './words.ts';
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
      <Naming draft={draft} disabled={disabled} onChange={onChange} />
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
          onBasis={(own) => onChange(withBasis(draft, spec.name, own))}
        />
      ))}
    </form>
  );
}

/** What it is called, and how urgent it is. */
function Naming({ draft, disabled, onChange }: Omit<RuleFormProps, 'zones'>): JSX.Element {
  const { kind } = readyRule(draft.rule);
  const isNameless = draft.name?.trim() === '';
  return (
    <>
      <h3>{n('naming')}</h3>
      {(['name', 'nameEn'] as const).map((field) => (
        <label key={field} class="param">
          {n(field)}{' '}
          <input
            name={field}
            disabled={disabled}
            maxLength={LONGEST_NAME}
            aria-invalid={field === 'name' && isNameless}
            value={draft[field] ?? ''}
            onInput={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
          />
        </label>
      ))}
      {isNameless && (
        <p class="fault" role="alert">
          {n('nameNeeded')}
        </p>
      )}
      <label class="param">
        {n('priority')}{' '}
        <select
          name="priority"
          disabled={disabled}
          value={String(draft.priority ?? '')}
          onChange={({ currentTarget: { value } }) =>
            onChange(withPriority(draft, value === '' ? undefined : (Number(value) as Priority)))
          }
        >
          <option value="">{n('usualPriorityOf', { priority: priorityWords(kind.priority) })}</option>
          {([1, 2, 3, 4] as const).map((priority) => (
            <option key={priority} value={priority}>
              {priorityWords(priority)}
            </option>
          ))}
        </select>
      </label>
    </>
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
