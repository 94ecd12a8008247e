/** The further layers of the map, each with its switch, whose it is, and whether it comes. */
import type { JSX } from 'preact';
import { language, t } from '../i18n/t.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { failingLayers, shownLayers, switchLayer, tileLayers } from './tile-layers.ts';

export function LayersPanel(): JSX.Element {
  const shown = new Set(shownLayers.value.map(({ name }) => name));
  return (
    <PanelFrame title={t('layers.title')}>
      {tileLayers.value.map(({ name, nameEn, attribution, url }) => (
        <div key={name}>
          <label class="choice">
            <input
              type="checkbox"
              checked={shown.has(name)}
              onChange={(event) => switchLayer(name, event.currentTarget.checked)}
            />
            {language.value === 'en' ? (nameEn ?? name) : name}
          </label>
          <p>
            <small>
              {attribution} · {new URL(url).host}
            </small>
          </p>
          {failingLayers.value.has(name) && <p role="status">{t('layers.failing')}</p>}
        </div>
      ))}
      <p>
        <small>{t('layers.about')}</small>
      </p>
    </PanelFrame>
  );
}
