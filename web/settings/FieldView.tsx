/** The form of a field, whatever it is: each says what is wrong with it where it stands. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Sentence } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';
import { ClockField, DayField } from '../ui/TimeFields.tsx';
import { Chooser } from './Chooser.tsx';
import { dayOf, endOfDay, type Field, type GroupField, type Land, type LeafField } from './fields.ts';
import { ListView } from './ListView.tsx';
import { VesselChooser } from './VesselChooser.tsx';
import '../i18n/settings-texts.ts';

/** Where the server found something wrong, as it names places: `moves[3].reasons`. */
export interface Fault {
  where: string;
  sentence: Sentence;
}

export interface FieldProps<F extends Field = Field> {
  field: F;
  value: unknown;
  land: Land;
  path: string;
  fault: Fault | undefined;
  onChange(value: unknown): void;
}

export function FieldView(props: FieldProps): JSX.Element {
  const { field } = props;
  if (field.kind === 'list') return <ListView {...props} field={field} />;
  if (field.kind === 'group') return <GroupView {...props} field={field} />;
  return <LeafView {...props} field={field} />;
}

function GroupView(props: FieldProps<GroupField>): JSX.Element {
  const { field, value, onChange } = props;
  if (field.isOptional && value === undefined)
    return (
      <p class="field">
        <button type="button" onClick={() => onChange(emptyGroup(field))}>
          {t('settings.set', { what: t(field.label) })}
        </button>
      </p>
    );
  return (
    <fieldset class="field group">
      <legend>{t(field.label)}</legend>
      <GroupFields {...props} />
      {field.isOptional && (
        <button type="button" onClick={() => onChange(undefined)}>
          {t('settings.unset', { what: t(field.label) })}
        </button>
      )}
    </fieldset>
  );
}

function emptyGroup({ fields }: GroupField): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { kind }]) => [name, kind === 'choices' || kind === 'list' ? [] : '']),
  );
}

export function GroupFields({ field, value, land, path, fault, onChange }: FieldProps<GroupField>): JSX.Element {
  const parts = (value ?? {}) as Record<string, unknown>;
  return (
    <>
      {Object.entries(field.fields).map(([name, part]) => (
        <FieldView
          key={name}
          field={part}
          value={parts[name]}
          land={land}
          path={path === '' ? name : `${path}.${name}`}
          fault={fault}
          onChange={(next) => {
            const { [name]: _, ...rest } = parts;
            // What is not set is absent: an empty text would be a value.
            onChange(next === undefined ? rest : { ...parts, [name]: next });
          }}
        />
      ))}
    </>
  );
}

/** Is a place this one, or within it? */
export function isWithin(where: string, path: string): boolean {
  return where === path || where.startsWith(`${path}.`) || where.startsWith(`${path}[`);
}

function LeafView({ field, value, land, path, fault, onChange }: FieldProps<LeafField>): JSX.Element {
  const id = useId();
  const isFaulty = fault !== undefined && isWithin(fault.where, path);
  const hasOwnLabel = field.kind === 'choices' || field.kind === 'words' || field.kind === 'vessels';
  return (
    <div class={isFaulty ? 'field faulty' : 'field'} data-field={path}>
      {hasOwnLabel ? <span id={id}>{t(field.label)}</span> : <label for={id}>{t(field.label)}</label>}
      <Input field={field} value={value} land={land} id={id} isFaulty={isFaulty} onChange={onChange} />
      {field.hint && <small>{t(field.hint)}</small>}
      {isFaulty && (
        <p class="problem" id={`${id}-fault`}>
          {said(fault.sentence)}
        </p>
      )}
    </div>
  );
}

interface InputProps extends Pick<FieldProps<LeafField>, 'field' | 'value' | 'land' | 'onChange'> {
  id: string;
  isFaulty: boolean;
}

function Input({ field, value, land, id, isFaulty, onChange }: InputProps): JSX.Element {
  const common = { id, 'aria-invalid': isFaulty, 'aria-describedby': isFaulty ? `${id}-fault` : undefined };
  const written = { id, isFaulty, describedBy: isFaulty ? `${id}-fault` : undefined };
  const text = (entered: string): void => onChange(entered === '' && field.isOptional ? undefined : entered);
  switch (field.kind) {
    case 'words': {
      const words = (value ?? { vi: '', en: '' }) as Sentence;
      return (
        <span class="two-words">
          {(['vi', 'en'] as const).map((language) => (
            <input
              key={language}
              lang={language}
              aria-label={`${t(field.label)} (${language === 'vi' ? 'Tiếng Việt' : 'English'})`}
              value={words[language]}
              onInput={(event) => onChange({ ...words, [language]: event.currentTarget.value })}
            />
          ))}
        </span>
      );
    }
    case 'number':
      return (
        <input
          {...common}
          type="number"
          step="any"
          value={value as number | undefined}
          onInput={({ currentTarget: { value: entered, valueAsNumber } }) =>
            onChange(entered === '' ? (field.isOptional ? undefined : null) : valueAsNumber)
          }
        />
      );
    case 'flag':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget: { checked } }) => onChange(checked || !field.isOptional ? checked : undefined)}
        />
      );
    case 'until':
      return (
        <DayField
          {...written}
          value={typeof value === 'number' ? dayOf(value) : undefined}
          onChange={(day) => onChange(endOfDay(day ?? '') ?? null)}
        />
      );
    case 'choice':
      return (
        <select
          {...common}
          value={String(value ?? '')}
          onChange={({ currentTarget: { value: chosen } }) =>
            onChange(field.options(land).find((one) => String(one.value) === chosen)?.value)
          }
        >
          {(field.isOptional || value === undefined) && <option value="">{t('settings.notSet')}</option>}
          {field.options(land).map((one) => (
            <option key={one.value} value={one.value}>
              {one.text}
            </option>
          ))}
        </select>
      );
    case 'choices':
      return (
        <Chooser
          labelledBy={id}
          options={field.options(land)}
          chosen={(value ?? []) as (string | number)[]}
          onChange={(chosen) => onChange(chosen.length === 0 && field.isOptional ? undefined : chosen)}
        />
      );
    case 'vessels':
      return (
        <VesselChooser
          labelledBy={id}
          chosen={(value ?? []) as string[]}
          onChange={(chosen) => onChange(chosen.length === 0 && field.isOptional ? undefined : chosen)}
        />
      );
    case 'codes':
      return (
        <input
          {...common}
          value={((value ?? []) as string[]).join(', ')}
          onChange={({ currentTarget: { value: entered } }) => {
            const codes = entered
              .split(/[,;\n]/)
              .map((one) => one.trim())
              .filter(Boolean);
            onChange(codes.length === 0 && field.isOptional ? undefined : codes);
          }}
        />
      );
    case 'time':
      return <ClockField {...written} value={String(value ?? '')} onChange={(clock) => text(clock ?? '')} />;
    case 'day':
      return <DayField {...written} value={String(value ?? '')} onChange={(day) => text(day ?? '')} />;
    case 'text':
      return field.isLong ? (
        <textarea {...common} value={String(value ?? '')} onInput={(event) => text(event.currentTarget.value)} />
      ) : (
        <input {...common} value={String(value ?? '')} onInput={(event) => text(event.currentTarget.value)} />
      );
  }
}
