/** The columns of a file: what stands above them, what is in them, and what they are taken for. */
import type { JSX } from 'preact';
import type { ColumnChoice, ImportField } from '../../server/registry-import/columns.ts';
import type { ImportPreview } from '../../server/registry-import/preview.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { fieldName } from './words.ts';

interface ColumnTableProps {
  preview: ImportPreview;
  onColumns(choice: ColumnChoice): void;
}

export function ColumnTable({ preview, onColumns }: ColumnTableProps): JSX.Element {
  const { columns, fields, missing } = preview;
  const set = (at: number, field: ImportField | ''): void => {
    const choice: ColumnChoice = {};
    for (const column of columns) {
      if (column.field && column.at !== at && column.field !== field) choice[column.field] = column.at;
    }
    if (field !== '') choice[field] = at;
    onColumns(choice);
  };
  const named = columns.filter(({ field }) => field).length;
  return (
    <details class="imports-columns" open={missing !== undefined}>
      <summary>
        {ft('imports.columns')} ({named}/{columns.length})
      </summary>
      <p>{ft('imports.columnsAbout')}</p>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{ft('imports.heading')}</th>
              <th scope="col">{ft('imports.samples')}</th>
              <th scope="col">{ft('imports.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ at, heading, field, samples }) => (
              <tr key={at}>
                <th scope="row">{heading || `#${at + 1}`}</th>
                <td>{samples.join(' · ')}</td>
                <td>
                  <select
                    aria-label={`${ft('imports.meaning')}: ${heading || at + 1}`}
                    value={field ?? ''}
                    onChange={(event) => set(at, event.currentTarget.value as ImportField | '')}
                  >
                    <option value="">{ft('imports.ignored')}</option>
                    {fields.map((one) => (
                      <option key={one} value={one}>
                        {fieldName(one)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
