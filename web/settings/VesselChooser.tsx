/** Vessels by their registration, name or MMSI; what is kept are their ids. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { useFoundVessels } from '../ui/found-vessels.ts';
import { vesselLabel } from './fields.ts';
import '../i18n/settings-texts.ts';

export interface VesselChooserProps {
  labelledBy: string;
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

export function VesselChooser({ labelledBy, chosen, onChange }: VesselChooserProps): JSX.Element {
  const query = useSignal('');
  const found = useFoundVessels(query);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need its legend inside; the label stands before it.
    <div class="chooser" role="group" aria-labelledby={labelledBy}>
      {chosen.map((id) => (
        <button
          type="button"
          class="chip"
          key={id}
          aria-label={t('settings.remove', { what: vesselLabel(id) })}
          onClick={() => onChange(chosen.filter((one) => one !== id))}
        >
          {vesselLabel(id)} ×
        </button>
      ))}
      <input
        type="search"
        placeholder={t('suppression.findVessel')}
        aria-label={t('suppression.findVessel')}
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
      />
      {found.value
        .filter(({ id }) => !chosen.includes(id))
        .map(({ id, label }) => (
          <button
            type="button"
            key={id}
            onClick={() => {
              onChange([...chosen, id]);
              query.value = '';
            }}
          >
            + {label}
          </button>
        ))}
    </div>
  );
}
