/** One parameter of a rule as its schema describes it: what it means, its unit, its limits, its default and where that comes from. */
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { ParamSpec, ParamValue } from '../../geofences/rules/params.ts';
import type { OwnThreshold, Zone } from '../../geofences/types.ts';
import { formatDecimal, language, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { DayField } from '../ui/TimeFields.tsx';
import { dayText } from '../ui/written-time.ts';
import { type Draft, equal, faultOf, valueInForce } from './draft.ts';
import { n } from './new-rule-words.ts';
import { choiceWords, faultWords, unitWords, valueWords } from './words.ts';
import { ZonePicker } from './ZonePicker.tsx';
import '../i18n/rules-texts.ts';

interface ParamFieldProps {
  spec: ParamSpec;
  draft: Draft;
  zones: readonly Zone[];
  disabled: boolean;
  /** `undefined`: back to the default. */
  onChange(value: ParamValue | undefined): void;
  /** What a value of its own rests on. */
  onBasis(own: OwnThreshold): void;
}

export function ParamField(props: ParamFieldProps): JSX.Element {
  const { spec, draft, zones, disabled, onChange } = props;
  const value = valueInForce(draft, spec);
  const name = spec[language.value];
  if (spec.type === 'zones') {
    return (
      <Field {...props}>
        <ZonePicker legend={name} zones={zones} chosen={listed(value)} disabled={disabled} onChange={onChange} />
      </Field>
    );
  }
  if (spec.type === 'zone-kinds' || spec.type === 'gears' || spec.type === 'fix-flags') {
    return (
      <Field {...props}>
        <fieldset disabled={disabled}>
          <legend>{name}</legend>
          <div class="choices">
            {spec.choices?.map((kind) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  checked={listed(value).includes(kind)}
                  onChange={() => onChange(toggled(listed(value), kind))}
                />{' '}
                {choiceWords(kind)}
              </label>
            ))}
          </div>
        </fieldset>
      </Field>
    );
  }
  return <Labelled {...props} />;
}

/** A field that has one control. */
function Labelled(props: ParamFieldProps): JSX.Element {
  const { spec, draft, disabled, onChange } = props;
  const id = useId();
  const noteId = useId();
  const value = valueInForce(draft, spec);
  const fault = faultOf(draft, spec);
  const name = spec[language.value];
  if (spec.type === 'boolean') {
    return (
      <Field {...props} noteId={noteId}>
        <label class="tick">
          <input
            type="checkbox"
            disabled={disabled}
            checked={value === true}
            aria-describedby={noteId}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />{' '}
          {name}
        </label>
      </Field>
    );
  }
  return (
    <Field {...props} noteId={noteId}>
      <label for={id}>{name}</label>
      <div class="control">
        {spec.type === 'choice' ? (
          <select
            id={id}
            disabled={disabled}
            value={String(value ?? '')}
            aria-describedby={noteId}
            onChange={(event) => onChange(event.currentTarget.value)}
          >
            {spec.choices?.map((choice) => (
              <option key={choice} value={choice}>
                {choiceWords(choice)}
              </option>
            ))}
          </select>
        ) : spec.type === 'time' ? (
          <TimeInput id={id} noteId={noteId} value={value} disabled={disabled} onChange={onChange} />
        ) : (
          <input
            id={id}
            type="number"
            step="any"
            min={spec.min}
            max={spec.max}
            disabled={disabled}
            placeholder={typeof spec.default === 'number' ? formatDecimal(spec.default) : t('rules.byData')}
            value={shownNumber(draft.params[spec.name])}
            aria-invalid={fault !== undefined}
            aria-describedby={noteId}
            onInput={(event) => onChange(numberOf(event.currentTarget))}
          />
        )}
        {spec.unit && <span class="unit">{unitWords(spec.unit)}</span>}
      </div>
    </Field>
  );
}

function Field({
  spec,
  draft,
  zones,
  disabled,
  onChange,
  onBasis,
  noteId,
  children,
}: ParamFieldProps & { noteId?: string; children: ComponentChildren }): JSX.Element {
  const fault = faultOf(draft, spec);
  const isGiven = draft.params[spec.name] !== undefined;
  const { min, max } = spec;
  return (
    <div class="param" data-param={spec.name}>
      {children}
      {fault && (
        <p class="fault" role="alert">
          {faultWords(fault)}
        </p>
      )}
      <p class="param-note" id={noteId}>
        {t('rules.default', { value: valueWords(spec, spec.default, zones) })}
        {min !== undefined && max !== undefined && (
          <> · {t('rules.between', { min: formatDecimal(min), max: formatDecimal(max) })}</>
        )}
        <br />
        {t(isGiven ? 'rules.sourceOfDefault' : 'rules.source', { source: spec.source[language.value] })}
      </p>
      {isGiven && <OwnNote spec={spec} draft={draft} disabled={disabled} onBasis={onBasis} />}
      {isGiven && !disabled && (
        <button
          type="button"
          class="reset"
          aria-label={t('rules.resetLabel', { what: spec[language.value] })}
          onClick={() => onChange(undefined)}
        >
          {t('rules.reset')}
        </button>
      )}
    </div>
  );
}

/** Who set a value that is not the default's, and on what basis; both can be given anew. */
function OwnNote({ spec, draft, disabled, onBasis }: Omit<ParamFieldProps, 'zones' | 'onChange'>): JSX.Element {
  const own = draft.thresholds[spec.name] ?? {};
  const { basis = '', since, by, at } = own;
  const held = draft.rule.thresholds?.[spec.name];
  const isNew =
    !equal(draft.rule.params?.[spec.name], draft.params[spec.name]) || (by === undefined && !!(held ?? basis));
  const basisId = useId();
  const sinceId = useId();
  const setter = isNew
    ? n('notSetYet')
    : by === undefined || at === undefined
      ? n('setterUnknown')
      : n('setBy', { who: actorName(by), when: formatTime(at) });
  return (
    <div class="own-threshold">
      <p class="param-note">
        {setter} {basis ? n('ownBasis', { basis }) : <b>{n('noBasis')}</b>}{' '}
        {since !== undefined && n('ownSince', { day: dayText(since) })}
      </p>
      {!disabled && (
        <>
          <label for={basisId}>{n('basis')}</label>
          <input
            id={basisId}
            maxLength={LONGEST_BASIS}
            value={basis}
            onInput={(event) => onBasis({ ...own, basis: event.currentTarget.value })}
          />
          <label for={sinceId}>{n('since')}</label>
          <DayField id={sinceId} value={since ?? ''} onChange={(day) => onBasis({ ...own, since: day })} />
        </>
      )}
    </div>
  );
}

/** Characters, as the settings take it. */
const LONGEST_BASIS = 500;

function listed(value: ParamValue | undefined): string[] {
  return Array.isArray(value) ? value : [];
}

function toggled(list: readonly string[], one: string): string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

interface TimeInputProps extends Pick<ParamFieldProps, 'disabled' | 'onChange'> {
  id: string;
  noteId: string;
  value: ParamValue | undefined;
}

/** A day, or nothing yet; a rule that came by the API may name a time of the day, which is shown as it is written. */
function TimeInput({ id, noteId, value, disabled, onChange }: TimeInputProps): JSX.Element {
  const field = { id, disabled, value: typeof value === 'string' ? value : '' };
  if (!TIME_OF_DAY.test(field.value)) return <DayField {...field} describedBy={noteId} onChange={onChange} />;
  return (
    <input
      {...field}
      type="text"
      aria-describedby={noteId}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

const TIME_OF_DAY = /^\d{4}-\d\d-\d\dT/;

/** An empty field says what holds without it by its placeholder. */
function shownNumber(value: ParamValue | undefined): number | '' | undefined {
  if (value === undefined) return '';
  // What somebody is typing and is no number yet stays as it stands in the field.
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function numberOf(input: HTMLInputElement): number | undefined {
  if (input.validity.badInput) return Number.NaN;
  return input.value === '' ? undefined : input.valueAsNumber;
}
