/** Files of what is shown: a button that opens the formats. Each is an act, which the server records before it answers. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type Key, language, said, t } from '../i18n/t.ts';

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
  /** Fetches and saves the file instead, where an address cannot ask for it. */
  take?: (format: ExportFormat) => Promise<void>;
}

export interface ExportMenuProps {
  /** Asked for each time it is opened. */
  parts(): ExportPart[] | Promise<ExportPart[]>;
  opensUp?: boolean;
}

export function ExportMenu({ parts, opensUp = false }: ExportMenuProps): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null);
  const shown = useSignal<ExportPart[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const close = (): void => {
    menu.current!.open = false;
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    problem.value = undefined;
    await work().catch((error: unknown) => (problem.value = sentenceFor(error)));
  };
  const open = async (): Promise<void> => {
    shown.value = menu.current?.open ? await parts() : [];
  };
  const takeWith = (take: NonNullable<ExportPart['take']>, format: ExportFormat): Promise<void> =>
    attempt(async () => {
      await take(format);
      if (menu.current) close();
    });
  return (
    <details
      class={opensUp ? 'export-menu up' : 'export-menu'}
      ref={menu}
      onToggle={() => void attempt(open)}
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
        {problem.value && (
          <p class="problem" role="alert">
            {said(problem.value)}
          </p>
        )}
        {shown.value.map(({ words, path, query, formats, take }) => (
          <p key={path} class="export-part">
            {words && <b>{words}</b>}
            {formats.map((format) =>
              take ? (
                <button key={format} type="button" onClick={() => void takeWith(take, format)}>
                  {t(FORMATS[format])}
                </button>
              ) : (
                <a key={format} class="button" href={addressOf(path, format, query)} download="" onClick={close}>
                  {t(FORMATS[format])}
                </a>
              ),
            )}
          </p>
        ))}
      </div>
    </details>
  );
}

function addressOf(path: string, format: ExportFormat, query = ''): string {
  return `/api/v1${path}.${format}?${query}${query === '' ? '' : '&'}lang=${language.value}`;
}
