/** Several of a list to tick: a short list stands open, a long one shows what is ticked and finds the rest by name. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import type { Option } from './fields.ts';
import '../i18n/settings-texts.ts';

const SHORT = 13;
/** More rows than anybody reads; the filter finds the others. */
const MOST_ROWS = 40;

export interface ChooserProps {
  labelledBy: string;
  options: readonly Option[];
  chosen: readonly (string | number)[];
  onChange(chosen: (string | number)[]): void;
}

export function Chooser({ labelledBy, options, chosen, onChange }: ChooserProps): JSX.Element {
  const filter = useSignal('');
  // Ticking must not move the row from under the pointer: the order is that of when the list was opened.
  const first = useMemo(() => new Set(chosen), []);
  const unknown = chosen
    .filter((value) => !options.some((one) => one.value === value))
    .map((value) => ({ value, text: String(value) }));
  const all = [...options, ...unknown];
  const wanted = folded(filter.value.trim());
  const isLong = all.length > SHORT;
  const found = isLong
    ? all
        .filter(({ text, value }) =>
          wanted === '' ? first.has(value) || chosen.includes(value) : folded(text).includes(wanted),
        )
        .slice(0, MOST_ROWS)
    : all;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside; the label stands before it.
    <div class="chooser" role="group" aria-labelledby={labelledBy}>
      {isLong && (
        <input
          type="search"
          placeholder={t('settings.find', { n: all.length })}
          aria-label={t('settings.find', { n: all.length })}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
      )}
      {found.map(({ value, text }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() =>
              onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
            }
          />{' '}
          {text}
        </label>
      ))}
      {isLong && chosen.length === 0 && wanted === '' && <small>{t('settings.none')}</small>}
    </div>
  );
}

/** Found without diacritics and capitals, as people type in a hurry. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}
