/** What the map shows, to take away: every vessel within its frame, the open alerts, the zones. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { ExportMenu, type ExportPart, MAP_FORMATS } from '../ui/ExportMenu.tsx';
import { mapFrame } from './focus.ts';

export function MapExport(): JSX.Element {
  return (
    <div class="map-export">
      <ExportMenu parts={shownParts} opensUp />
    </div>
  );
}

function shownParts(): ExportPart[] {
  const frame = mapFrame();
  const box = frame && new URLSearchParams(Object.entries(frame).map(([side, deg]) => [side, deg.toFixed(5)]));
  return [
    { words: t('export.inFrame'), path: '/fleet', query: `of=all&${box ?? ''}`, formats: ['xlsx', ...MAP_FORMATS] },
    { words: t('export.alerts'), path: '/alerts', formats: MAP_FORMATS },
    { words: t('export.zones'), path: '/zones', formats: MAP_FORMATS },
  ];
}
