/** Rows that are left out: where, what is wrong, what to do; the whole list to take away. */
import type { JSX } from 'preact';
import { csvText } from '../../decoders/tables/csv-text.ts';
import type { ImportFault } from '../../server/registry-import/rows.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { said } from '../i18n/t.ts';
import { saveText } from '../ui/save-file.ts';

/** More are read in the list that is taken away. */
const MOST_ROWS = 200;

export function FaultTable({ faults, fileName }: { faults: readonly ImportFault[]; fileName: string }): JSX.Element {
  return (
    <section aria-labelledby="imports-faults">
      <h2 id="imports-faults">{ft('imports.faults')}</h2>
      <p>
        <button type="button" onClick={() => save(faults, fileName)}>
          {ft('imports.faultsCsv')}
        </button>
      </p>
      <div class="table-scroll">
        <table class="imports-faults">
          <thead>
            <tr>
              <th scope="col">{ft('imports.row')}</th>
              <th scope="col">{ft('imports.column')}</th>
              <th scope="col">{ft('imports.why')}</th>
            </tr>
          </thead>
          <tbody>
            {faults.slice(0, MOST_ROWS).map((fault, n) => (
              <tr key={n}>
                <th scope="row" class="number">
                  {fault.row}
                </th>
                <td>{fault.column}</td>
                <td>{said(fault)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {faults.length > MOST_ROWS && <p>{ft('imports.more', { n: faults.length - MOST_ROWS })}</p>}
    </section>
  );
}

function save(faults: readonly ImportFault[], fileName: string): void {
  const head = [ft('imports.row'), ft('imports.column'), ft('imports.value'), ft('imports.why')];
  const rows = faults.map((fault) => [String(fault.row), fault.column ?? '', fault.value ?? '', said(fault)]);
  saveText(`${fileName.replace(/\.\w+$/, '')}-loi.csv`, 'text/csv', csvText([head, ...rows]));
}
