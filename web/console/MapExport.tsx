/** What the map shows, to take away: the vessels within its frame that its filter shows, the open alerts, the zones. */
import type { JSX } from 'preact';
import { isFiltered } from '../filters/filters.ts';
import { formatCount, t } from '../i18n/t.ts';
import { replaying } from '../replay/replay.ts';
import { ExportMenu, type ExportPart, MAP_FORMATS } from '../ui/ExportMenu.tsx';
import { mapFrame } from './focus.ts';

export function MapExport({ selected }: { selected: string | undefined }): JSX.Element {
  return (
    <div class="map-export">
      <ExportMenu parts={() => shownParts(selected)} opensUp />
    </div>
  );
}

async function shownParts(selected: string | undefined): Promise<ExportPart[]> {
  const { saveShown, shownWithin } = await import('../filters/shown-vessels.ts');
  const frame = mapFrame();
  const ids = frame ? shownWithin(frame, selected) : [];
  const n = formatCount(ids.length);
  const words = isFiltered.peek() ? t('export.shown', { n }) : t('export.inFrame', { n });
  const box = frame && new URLSearchParams(Object.entries(frame).map(([side, deg]) => [side, deg.toFixed(5)]));
  return [
    {
      words: replaying.peek() ? `${words} ${t('export.asNow')}` : words,
      path: '/fleet',
      query: `of=all&${box ?? ''}`,
      formats: ids.length > 0 ? ['xlsx', ...MAP_FORMATS] : [],
      ...(isFiltered.peek() && { take: (format) => saveShown(ids, format) }),
    },
    { words: t('export.alerts'), path: '/alerts', formats: MAP_FORMATS },
    { words: t('export.zones'), path: '/zones', formats: MAP_FORMATS },
    { words: t('export.notes'), path: '/map/notes', formats: MAP_FORMATS },
  ];
}
