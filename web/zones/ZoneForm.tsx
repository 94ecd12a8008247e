/** What a zone is called, of which kind it is, where it comes from and when it holds. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { Zone, ZoneKind, ZoneProperties } from '../../geofences/types.ts';
import { ZONE_KINDS } from '../console/zone-kinds.ts';
import { language, t } from '../i18n/t.ts';
import type { ZoneKey } from '../i18n/zones-catalogue.ts';
import { DayField } from '../ui/TimeFields.tsx';
import { dayMonth } from './validity.ts';
import { monthDayOf, z } from './words.ts';

interface ZoneFormProps {
  zone: Zone;
  disabled: boolean;
  onChange(zone: Zone): void;
}

type TextName = 'name' | 'nameEn' | 'source' | 'legalBasis' | 'faults' | 'code' | 'province';
type NumberName = 'radiusNm' | 'corridorNm';
const EDGES = ['straight', 'geodesic', 'rhumb'] as const;

export function ZoneForm({ zone, disabled, onChange }: ZoneFormProps): JSX.Element {
  const { properties, geometry } = zone;
  const set = (change: Partial<ZoneProperties>): void =>
    onChange({ ...zone, properties: given({ ...properties, ...change }) });
  const text = (name: TextName, isLong = false): JSX.Element => (
    <TextField
      key={name}
      name={name}
      value={properties[name] ?? ''}
      isLong={isLong}
      onChange={(value) => set({ [name]: value })}
    />
  );
  const day = (name: 'validFrom' | 'validTo'): JSX.Element => (
    <Field key={`${zone.id} ${name}`} label={`form.${name}`}>
      {(id) => <DayField id={id} name={name} value={properties[name]} onChange={(value) => set({ [name]: value })} />}
    </Field>
  );
  const isLine = geometry.type.endsWith('LineString');
  return (
    <form class="zone-form" onSubmit={(event) => event.preventDefault()}>
      <fieldset disabled={disabled}>
        {text('name')}
        {text('nameEn')}
        <Field label="form.kind">
          {(id) => (
            <select
              id={id}
              value={properties.kind}
              onChange={(event) => set({ kind: event.currentTarget.value as ZoneKind })}
            >
              {Object.entries(ZONE_KINDS).map(([name, key]) => (
                <option key={name} value={name}>
                  {t(key)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {geometry.type === 'Point' && (
          <NumberField
            name="radiusNm"
            value={properties.radiusNm}
            isNeeded
            onChange={(radiusNm) => set({ radiusNm })}
          />
        )}
        {isLine && <Side zone={zone} onChange={(ourSide) => set({ ourSide })} />}
        {isLine && (
          <NumberField name="corridorNm" value={properties.corridorNm} onChange={(corridorNm) => set({ corridorNm })} />
        )}
        {text('source', true)}
        {text('legalBasis', true)}
        {text('faults', true)}
        <div class="two-fields">
          {day('validFrom')}
          {day('validTo')}
        </div>
        <SeasonFields season={properties.season} onChange={(season) => set({ season })} />
        <div class="two-fields">
          {text('code')}
          {text('province')}
        </div>
        {geometry.type !== 'Point' && (
          <Field label="form.edges">
            {(id) => (
              <select
                id={id}
                value={properties.edges ?? 'straight'}
                onChange={(event) => set({ edges: event.currentTarget.value as ZoneProperties['edges'] })}
              >
                {EDGES.map((kind) => (
                  <option key={kind} value={kind}>
                    {z(`form.${kind}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </fieldset>
    </form>
  );
}

/** Without what is not given: an empty text says nothing. `name` and `source` have to be there. */
function given(properties: ZoneProperties): ZoneProperties {
  const kept = Object.entries(properties).filter(
    ([name, value]) => value !== undefined && (value !== '' || name === 'name' || name === 'source'),
  );
  return Object.fromEntries(kept) as unknown as ZoneProperties;
}

interface FieldProps {
  label: ZoneKey;
  /** What is wrong with it. */
  fault?: ZoneKey | false;
  children(id: string): ComponentChildren;
}

function Field({ label, fault, children }: FieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label htmlFor={id}>{z(label)}</label>
      {children(id)}
      {fault && <span class="fault">{z(fault)}</span>}
    </div>
  );
}

interface TextFieldProps {
  name: TextName;
  value: string;
  isLong: boolean;
  onChange(value: string): void;
}

function TextField({ name, value, isLong, onChange }: TextFieldProps): JSX.Element {
  const isMissing = name === 'name' && value.trim() === '';
  const common = { name, value, maxLength: isLong ? 2000 : name === 'code' || name === 'province' ? 60 : 200 };
  return (
    <Field label={`form.${name}`} fault={isMissing && 'form.nameNeeded'}>
      {(id) =>
        isLong ? (
          <textarea id={id} {...common} rows={2} onChange={(event) => onChange(event.currentTarget.value.trim())} />
        ) : (
          <input
            id={id}
            {...common}
            aria-invalid={isMissing}
            onChange={(event) => onChange(event.currentTarget.value.trim())}
          />
        )
      }
    </Field>
  );
}

interface NumberFieldProps {
  name: NumberName;
  value: number | undefined;
  isNeeded?: boolean;
  onChange(value: number | undefined): void;
}

function NumberField({ name, value, isNeeded, onChange }: NumberFieldProps): JSX.Element {
  const isBad = useSignal(false);
  const take = (text: string): void => {
    const number = Number(text.replace(',', '.'));
    isBad.value = text === '' ? isNeeded === true : !(number > 0 && number <= 1000);
    if (!isBad.value) onChange(text === '' ? undefined : number);
  };
  return (
    <Field label={name === 'radiusNm' ? 'form.radius' : 'form.corridor'} fault={isBad.value && 'form.badNumber'}>
      {(id) => (
        <input
          id={id}
          name={name}
          inputMode="decimal"
          value={value === undefined ? '' : asTyped(value)}
          aria-invalid={isBad.value}
          onChange={(event) => take(event.currentTarget.value.trim())}
        />
      )}
    </Field>
  );
}

/** All its decimals, as the language writes them. */
function asTyped(value: number): string {
  return language.value === 'vi' ? String(value).replace('.', ',') : String(value);
}

function Side({ zone, onChange }: { zone: Zone; onChange: (side: 'left' | 'right' | undefined) => void }): JSX.Element {
  const group = useId();
  const { ourSide } = zone.properties;
  const choice = (side: 'left' | 'right' | undefined, label: ZoneKey): JSX.Element => (
    <label>
      <input type="radio" name={group} checked={ourSide === side} onChange={() => onChange(side)} /> {z(label)}
    </label>
  );
  return (
    <fieldset class="field choices-row">
      <legend>{z('form.ourSide')}</legend>
      {choice('left', 'form.left')}
      {choice('right', 'form.right')}
      {choice(undefined, 'form.noSide')}
    </fieldset>
  );
}

type Season = ZoneProperties['season'];

/** Both days or none: half a season is no season. */
function SeasonFields({ season, onChange }: { season: Season; onChange: (season: Season) => void }): JSX.Element {
  const from = useSignal(season ? dayMonth(season.from) : '');
  const to = useSignal(season ? dayMonth(season.to) : '');
  useEffect(() => {
    from.value = season ? dayMonth(season.from) : '';
    to.value = season ? dayMonth(season.to) : '';
  }, [season?.from, season?.to]);
  /** One day alone has no other to run to. */
  const isBad = (text: string, other: string): boolean => (text === '' ? other !== '' : monthDayOf(text) === undefined);
  const take = (): void => {
    const [first, last] = [monthDayOf(from.value), monthDayOf(to.value)];
    if (first && last) onChange({ from: first, to: last });
    else if (from.value.trim() === '' && to.value.trim() === '') onChange(undefined);
  };
  const input = (name: 'seasonFrom' | 'seasonTo', field: typeof from, other: typeof from): JSX.Element => (
    <Field label={`form.${name}`} fault={isBad(field.value.trim(), other.value.trim()) && 'form.badDay'}>
      {(id) => (
        <input
          id={id}
          name={name}
          placeholder="15/12"
          value={field.value}
          aria-invalid={isBad(field.value.trim(), other.value.trim())}
          onInput={(event) => (field.value = event.currentTarget.value)}
          onChange={take}
        />
      )}
    </Field>
  );
  return (
    <div class="two-fields">
      {input('seasonFrom', from, to)}
      {input('seasonTo', to, from)}
    </div>
  );
}
