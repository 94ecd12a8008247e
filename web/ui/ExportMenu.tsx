/** Files of what is shown: a button that opens the formats. Each is an act, which the server records before it answers. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { type Key, language, t } from '../i18n/t.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'geojson' | 'kml' | 'gpx';

const FORMATS: Record<ExportFormat, Key> = {
  xlsx: 'export.xlsx',
  csv: 'export.csv',
  geojson: 'export.geojson',
  kml: 'export.kml',
  gpx: 'export.gpx',
};
export const MAP_FORMATS = ['geojson', 'kml', 'gpx', 'csv'] as const satisfies ExportFormat[];

export interface ExportPart {
  /** Absent where there is but one. */
  words?: string;
  /** Below the interface, without its ending: `/fleet`. */
  path: string;
  /** Without `?`. */
  query?: string;
  formats: readonly ExportFormat[];
}

/** @param parts asked for each time it is opened */
export function ExportMenu({ parts, opensUp = false }: { parts: () => ExportPart[]; opensUp?: boolean }): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  const shown = useSignal<ExportPart[]>([]);
  const close = (): void => {
    menu.current!.open = false;
  };
  return (
    <details
      class={opensUp ? 'export-menu up' : 'export-menu'}
      ref={menu}
      onToggle={() => (shown.value = menu.current?.open ? parts() : [])}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        event.stopPropagation();
        close();
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary class="button">{t('export.title')}</summary>
      <div class="export-list">
        <p>{t('export.about')}</p>
        {shown.value.map(({ words, path, query, formats }) => (
          <p key={path} class="export-part">
            {words && <b>{words}</b>}
            {formats.map((format) => (
              <a key={format} class="button" href={addressOf(path, format, query)} download="" onClick={close}>
                {t(FORMATS[format])}
              </a>
            ))}
          </p>
        ))}
      </div>
    </details>
  );
}

function addressOf(path: string, format: ExportFormat, query = ''): string {
  return `/api/v1${path}.${format}?${query}${query === '' ? '' : '&'}lang=${language.value}`;
}
