/** Evidence of one vessel over the time up to now. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { vesselArchive } from '../api/work.ts';
import { t } from '../i18n/t.ts';
import { ArchiveButton } from './ArchiveButton.tsx';

const HOUR_MS = 3_600_000;
const SPANS_H = [24, 72, 7 * 24, 30 * 24, 90 * 24];

export function VesselArchive({ id, label }: { id: string; label: string }): JSX.Element {
  const hours = useSignal(SPANS_H[1]!);
  const fetch = (): Promise<Blob> => vesselArchive(id, Date.now() - hours.value * HOUR_MS, Date.now());
  return (
    <details class="track-events">
      <summary>{t('archive.vessel')}</summary>
      <p class="track-note">{t('archive.about')}</p>
      <div class="card-buttons">
        <label>
          {t('archive.last')}{' '}
          <select value={hours.value} onChange={(event) => (hours.value = Number(event.currentTarget.value))}>
            {SPANS_H.map((span) => (
              <option key={span} value={span}>
                {span > 72 ? t('archive.days', { n: span / 24 }) : t('archive.hours', { n: span })}
              </option>
            ))}
          </select>
        </label>
        <ArchiveButton label={t('archive.save')} name={`${label.replace(/[^\w-]/g, '_')}.zip`} fetch={fetch} />
      </div>
    </details>
  );
}
