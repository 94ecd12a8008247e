/** What a zone is, where its line comes from and what is known to be wrong with it. */
import type { JSX } from 'preact';
import type { ZoneProperties } from '../../geofences/types.ts';
import { language, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { ExportMenu, MAP_FORMATS } from '../ui/ExportMenu.tsx';
import { validityWords } from '../zones/validity.ts';
import { ZONE_KINDS } from './zone-kinds.ts';
import '../i18n/panel-texts.ts';

export function ZoneCard({
  id,
  zone,
  onClose,
}: {
  id: string;
  zone: ZoneProperties;
  onClose: () => void;
}): JSX.Element {
  const name = language.value === 'en' && zone.nameEn ? zone.nameEn : zone.name;
  return (
    <aside class="card" aria-labelledby="zone-title">
      <header>
        <h2 id="zone-title">{name}</h2>
        <button type="button" class="close" aria-label={t('action.close')} onClick={onClose}>
          ×
        </button>
      </header>
      <dl>
        <dt>{t('zone.kind')}</dt>
        <dd>{t(ZONE_KINDS[zone.kind])}</dd>
        {zone.province && (
          <>
            <dt>{t('vessel.province')}</dt>
            <dd>{zone.province}</dd>
          </>
        )}
        {zone.code && (
          <>
            <dt>{t('zone.code')}</dt>
            <dd>{zone.code}</dd>
          </>
        )}
        <dt>{t('zone.valid')}</dt>
        <dd>{validityWords(zone, now.value)}</dd>
        {zone.legalBasis && (
          <>
            <dt>{t('zone.legalBasis')}</dt>
            <dd>{zone.legalBasis}</dd>
          </>
        )}
        <dt>{t('zone.source')}</dt>
        <dd>{zone.source}</dd>
        <dt>{t('zone.faults')}</dt>
        <dd>{zone.faults ?? t('zone.noFaults')}</dd>
      </dl>
      <ExportMenu
        parts={() => [{ path: '/zones', query: `id=${encodeURIComponent(id)}`, formats: MAP_FORMATS }]}
        opensUp
      />
      {zone.demoOnly && <p class="problem">{t('zone.demoOnly')}</p>}
    </aside>
  );
}
