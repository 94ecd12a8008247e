/** Zones to tick: what is ticked stands first, the rest can be filtered by name. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { Zone } from '../../geofences/types.ts';
import { t } from '../i18n/t.ts';
import { zoneName } from './names.ts';
import { choiceWords } from './words.ts';
import '../i18n/rules-texts.ts';

interface ZonePickerProps {
  legend: string;
  /** What stands above it says the same already. */
  isLegendHidden?: boolean;
  zones: readonly Zone[];
  chosen: readonly string[];
  disabled: boolean;
  onChange(chosen: string[]): void;
}

/** More rows than anybody reads; the filter finds the others. */
const MOST_ROWS = 60;
const FILTER_FROM = 10;

export function ZonePicker({
  legend,
  isLegendHidden,
  zones,
  chosen,
  disabled,
  onChange,
}: ZonePickerProps): JSX.Element {
  const filter = useSignal('');
  const filterId = useId();
  // Ticking must not move the row from under the pointer: the order is that of when the list was opened.
  const first = useMemo(() => new Set(chosen), [zones]);
  const wanted = folded(filter.value.trim());
  const found = [...zones]
    .filter((zone) => wanted === '' || folded(`${zoneName(zone)} ${zone.id}`).includes(wanted))
    .sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || (zoneName(a) < zoneName(b) ? -1 : 1));
  const toggle = (id: string): void =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset class="zone-picker" disabled={disabled}>
      <legend class={isLegendHidden ? 'sr-only' : undefined}>{legend}</legend>
      <p class="picked">{t('rules.zonesChosen', { n: chosen.length })}</p>
      {zones.length > FILTER_FROM && (
        <input
          id={filterId}
          type="search"
          aria-label={t('rules.zoneFilter')}
          placeholder={t('rules.zoneFilter')}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
      )}
      <ul>
        {found.slice(0, MOST_ROWS).map((zone) => (
          <li key={zone.id}>
            <label>
              <input type="checkbox" checked={chosen.includes(zone.id)} onChange={() => toggle(zone.id)} />
              <span>
                {zoneName(zone)} <small>{choiceWords(zone.properties.kind)}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > MOST_ROWS && <p class="picked">{t('rules.zonesFurther', { n: found.length - MOST_ROWS })}</p>}
    </fieldset>
  );
}

/** Found without diacritics and capitals, as people type in a hurry. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}
