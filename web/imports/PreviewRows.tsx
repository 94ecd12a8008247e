/** What sound rows would do: from what to what. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ImportCounts } from '../../server/models/import.ts';
import type { FieldChange, PreviewRow } from '../../server/registry-import/preview.ts';
import { type FleetKey, ft } from '../i18n/fleet-texts.ts';
import { fieldName, valueWords } from './words.ts';

/** Rows at once; more come when they are asked for. */
const STEP = 100;

const STATES: Record<Exclude<keyof ImportCounts, 'faulty'>, FleetKey> = {
  new: 'imports.new',
  changed: 'imports.changed',
  unchanged: 'imports.unchanged',
};

export function PreviewRows({ rows }: { rows: readonly PreviewRow[] }): JSX.Element {
  const names = Object.keys(STATES) as (keyof typeof STATES)[];
  const firstFilled = names.find((name) => rows.some(({ state }) => state === name)) ?? 'new';
  const chosen = useSignal<keyof typeof STATES | undefined>(undefined);
  const shown = useSignal(STEP);
  const state = chosen.value ?? firstFilled;
  const ofState = rows.filter((row) => row.state === state);
  return (
    <section>
      <fieldset class="imports-states" aria-label={ft('imports.show')}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === state}
            onClick={() => {
              chosen.value = name;
              shown.value = STEP;
            }}
          >
            {ft(STATES[name], { n: rows.filter((row) => row.state === name).length })}
          </button>
        ))}
      </fieldset>
      {ofState.length > 0 && (
        <div class="table-scroll">
          <table class="imports-rows">
            <thead>
              <tr>
                <th scope="col">{ft('imports.row')}</th>
                <th scope="col">{ft('imports.subject')}</th>
                <th scope="col">{ft('imports.changes')}</th>
              </tr>
            </thead>
            <tbody>
              {ofState.slice(0, shown.value).map(({ row, label, changes = [] }) => (
                <tr key={row}>
                  <td class="number">{row}</td>
                  <th scope="row">{label}</th>
                  <td>
                    <Changes changes={changes} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ofState.length > shown.value && (
        <button type="button" onClick={() => (shown.value += STEP)}>
          {ft('imports.more', { n: ofState.length - shown.value })}
        </button>
      )}
    </section>
  );
}

function Changes({ changes }: { changes: readonly FieldChange[] }): JSX.Element {
  return (
    <>
      {changes.map(({ field, from, to }) => (
        <span key={field} class="imports-change">
          {fieldName(field)}: {from !== undefined && <del>{valueWords(field, from)}</del>}
          {from !== undefined && ' → '}
          <b>{valueWords(field, to)}</b>
        </span>
      ))}
    </>
  );
}
