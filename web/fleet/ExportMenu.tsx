/** Files of what is shown: a button that opens the formats. Each is an act, which the server records before it answers. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { type FleetKey, ft } from '../i18n/fleet-texts.ts';
import { language } from '../i18n/t.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'geojson' | 'kml' | 'gpx';

const FORMATS: Record<ExportFormat, FleetKey> = {
  xlsx: 'export.xlsx',
  csv: 'export.csv',
  geojson: 'export.geojson',
  kml: 'export.kml',
  gpx: 'export.gpx',
};

export interface ExportMenuProps {
  /** Below the interface, without its ending: `/fleet`. */
  path: string;
  /** Without `?`. */
  query: string;
  formats: readonly ExportFormat[];
}

export function ExportMenu({ path, query, formats }: ExportMenuProps): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  const more = `${query}${query === '' ? '' : '&'}lang=${language.value}`;
  return (
    <details
      class="export-menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        event.stopPropagation();
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary class="button">{ft('export.title')}</summary>
      <div class="export-list">
        <p>{ft('export.about')}</p>
        {formats.map((format) => (
          <a
            key={format}
            class="button"
            href={`/api/v1${path}.${format}?${more}`}
            download=""
            onClick={() => {
              menu.current!.open = false;
            }}
          >
            {ft(FORMATS[format])}
          </a>
        ))}
      </div>
    </details>
  );
}
