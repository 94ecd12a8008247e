/** Importing a table: choosing it, saying which column is what, looking at what it would do, confirming. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { csvText } from '../../decoders/tables/csv-text.ts';
import type { ImportDone } from '../../server/api/imports.ts';
import type { ImportTable } from '../../server/models/import.ts';
import type { ColumnChoice } from '../../server/registry-import/columns.ts';
import type { ImportPreview } from '../../server/registry-import/preview.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { confirmImport, previewImport, type Upload } from '../api/imports.ts';
import { fleetMessages } from '../i18n/fleet-catalogue.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { said } from '../i18n/t.ts';
import { saveText } from '../ui/save-file.ts';
import { mayDo } from '../ui/session.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { FaultTable } from './FaultTable.tsx';
import { PreviewRows } from './PreviewRows.tsx';
import { fieldName, TABLES, TEMPLATES } from './words.ts';
import './imports.css';

const MOST_BYTES = 8 * 1024 * 1024;

export function ImportsView(): JSX.Element {
  const table = useSignal<ImportTable>('vessels');
  const owes = useSignal(true);
  const file = useSignal<File | undefined>(undefined);
  const columns = useSignal<ColumnChoice | undefined>(undefined);
  const preview = useSignal<ImportPreview | undefined>(undefined);
  const busy = useSignal<'reading' | 'writing' | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const done = useSignal<{ file: string; done: ImportDone } | undefined>(undefined);
  /** Only the answer to the newest question counts. */
  const asked = useSignal(0);

  const upload = (): Upload => ({
    table: table.value,
    file: file.value!,
    ...(columns.value && { columns: columns.value }),
    owes: owes.value,
  });
  const read = async (): Promise<void> => {
    if (!file.value) return;
    const turn = ++asked.value;
    problem.value = undefined;
    done.value = undefined;
    busy.value = 'reading';
    try {
      const shown = await previewImport(upload());
      if (turn === asked.value) preview.value = shown;
    } catch (error) {
      if (turn !== asked.value) return;
      preview.value = undefined;
      problem.value = sentenceFor(error);
    }
    if (turn === asked.value) busy.value = undefined;
  };
  const choose = (change: () => void): void => {
    change();
    columns.value = undefined;
    preview.value = undefined;
    void read();
  };
  const confirm = async (): Promise<void> => {
    busy.value = 'writing';
    problem.value = undefined;
    try {
      done.value = { file: file.value!.name, done: await confirmImport(upload(), preview.value!.plan) };
      preview.value = undefined;
      file.value = undefined;
      columns.value = undefined;
    } catch (error) {
      problem.value = sentenceFor(error);
      // What has changed meanwhile is shown, to be confirmed anew.
      preview.value = await previewImport(upload()).catch(() => undefined);
    }
    busy.value = undefined;
  };
  return (
    <>
      <h1>{ft('imports.title')}</h1>
      <p class="imports-about">{ft('imports.about')}</p>
      <fieldset class="imports-what" disabled={busy.value === 'writing'}>
        <legend>{ft('imports.what')}</legend>
        {(Object.keys(TABLES) as ImportTable[]).filter(isOffered).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="table"
              checked={table.value === one}
              onChange={() => choose(() => (table.value = one))}
            />{' '}
            {ft(TABLES[one])}
          </label>
        ))}
      </fieldset>
      {table.value === 'vessels' && (
        <label class="imports-owes">
          <input
            type="checkbox"
            checked={owes.value}
            onChange={(event) => {
              owes.value = event.currentTarget.checked;
              void read();
            }}
          />{' '}
          {ft('imports.owes')}
        </label>
      )}
      <label class="button imports-file">
        {ft('imports.choose')}
        <input
          class="sr-only"
          type="file"
          accept=".xlsx,.csv,.txt,.tsv,text/csv"
          disabled={busy.value === 'writing'}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            if (!chosen) return;
            event.currentTarget.value = '';
            if (chosen.size > MOST_BYTES) problem.value = fleetMessages['imports.tooLarge'];
            else choose(() => (file.value = chosen));
          }}
        />
      </label>{' '}
      <button type="button" onClick={() => saveTemplate(table.value)}>
        {ft('imports.template')}
      </button>{' '}
      <small>{ft('imports.limits')}</small>
      {file.value && <p class="imports-name">{file.value.name}</p>}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {busy.value && <p role="status">{ft(busy.value === 'reading' ? 'imports.reading' : 'imports.writing')}</p>}
      {done.value && <Done {...done.value} isFleet={table.value !== 'ports'} />}
      {preview.value && (
        <Shown
          preview={preview.value}
          isBusy={busy.value !== undefined}
          onColumns={(next) => {
            columns.value = next;
            void read();
          }}
          onConfirm={() => void confirm()}
        />
      )}
    </>
  );
}

function saveTemplate(table: ImportTable): void {
  saveText(`haidang-${table}.csv`, 'text/csv', csvText([TEMPLATES[table].map(fieldName)]));
}

function isOffered(table: ImportTable): boolean {
  return mayDo(table === 'ports' ? 'settings:write' : 'registry:write');
}

interface ShownProps {
  preview: ImportPreview;
  isBusy: boolean;
  onColumns(choice: ColumnChoice): void;
  onConfirm(): void;
}

function Shown({ preview, isBusy, onColumns, onConfirm }: ShownProps): JSX.Element {
  const { counts, missing, faults } = preview;
  const written = counts.new + counts.changed;
  return (
    <>
      {missing && (
        <p class="problem" role="alert">
          {ft('imports.missing', { what: fieldName(missing) })}
        </p>
      )}
      {preview.sheet && <p>{ft('imports.sheet', preview.sheet)}</p>}
      <ColumnTable preview={preview} onColumns={onColumns} />
      {!missing && (
        <>
          <h2>{ft('imports.preview')}</h2>
          <p class="imports-counts" role="status">
            <b>{ft('imports.ready', { n: written + counts.unchanged })}</b>
            {': '}
            {ft('imports.new', { n: counts.new })}, {ft('imports.changed', { n: counts.changed })},{' '}
            {ft('imports.unchanged', { n: counts.unchanged })} · <b>{ft('imports.faulty', { n: counts.faulty })}</b>
          </p>
          <p>
            {written > 0 ? (
              <button type="button" class="primary" disabled={isBusy} onClick={onConfirm}>
                {ft('imports.confirm', { n: written })}
              </button>
            ) : (
              ft('imports.nothing')
            )}
          </p>
          {faults.length > 0 && <FaultTable faults={faults} fileName={preview.file.name} />}
          <PreviewRows rows={preview.rows} />
        </>
      )}
    </>
  );
}

function Done({ file, done, isFleet }: { file: string; done: ImportDone; isFleet: boolean }): JSX.Element {
  const { counts, act, waits } = done;
  return (
    <p class="imports-done" role="status">
      {act === undefined
        ? ft('imports.already', { file })
        : ft('imports.done', {
            ...{ file, act, added: counts.new, changed: counts.changed },
            n: counts.new + counts.changed,
          })}{' '}
      {waits !== undefined && <a href="/settings/proposals">{ft('imports.waits')}</a>}
      {isFleet && <a href="/fleet">{ft('imports.toFleet')}</a>}
    </p>
  );
}
