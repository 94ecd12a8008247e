/** A report on the screen: its numbers, each a button to its rows, and the rows, each a link to what it is about. */
import type { JSX } from 'preact';
import { formatPosition } from '../../geofences/position-text.ts';
import type { ReportAnswer, ShownTable } from '../../server/api/reports.ts';
import type { ReportRow, ReportValue } from '../../server/reports/report.ts';
import { formatCount, formatDecimal, said } from '../i18n/t.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import { casePath, vesselPath } from '../ui/router.ts';
import { rt } from './texts.ts';
import '../ui/stacked.css';

interface ReportViewProps {
  report: ReportAnswer;
  /** The number whose rows are open. */
  figure: string | undefined;
  onFigure(name: string | undefined): void;
}

export function ReportView({ report, figure, onFigure }: ReportViewProps): JSX.Element {
  const open = report.figures.find(({ name }) => name === figure);
  return (
    <>
      <p>
        <small>
          {rt('reports.made', {
            from: bothStamps(report.period.from),
            to: bothStamps(report.period.to),
            at: bothStamps(report.madeAt),
            by: report.madeBy,
          })}
        </small>
      </p>
      <h2>{rt('reports.figures')}</h2>
      <Figures report={report} figure={figure} onFigure={onFigure} />
      <section aria-live="polite" class="report-rows">
        {open && (
          <p>
            <b>{rt('reports.rowsOf', { name: said(open.words) })}</b>{' '}
            <button type="button" onClick={() => onFigure(undefined)}>
              {rt('reports.allRows')}
            </button>
          </p>
        )}
        {report.tables.map((table) => (
          <Rows key={table.name} table={table} />
        ))}
      </section>
    </>
  );
}

function Figures({ report, figure, onFigure }: ReportViewProps): JSX.Element {
  return (
    <div class="table-scroll">
      <table class="report-figures stacked">
        <thead>
          <tr>
            <th scope="col">{rt('reports.figure')}</th>
            <th scope="col" class="number">
              {rt('reports.value')}
            </th>
            <th scope="col">{rt('reports.definition')}</th>
          </tr>
        </thead>
        <tbody>
          {report.figures.map(({ name, words, definition, value }) => (
            <tr key={name}>
              <th scope="row">{said(words)}</th>
              <td class="number">
                <button
                  type="button"
                  aria-pressed={name === figure}
                  aria-label={rt('reports.opens', { n: value })}
                  onClick={() => onFigure(name)}
                >
                  {formatCount(value)}
                </button>
              </td>
              <td>{said(definition)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rows({ table: { words, columns, rows, total } }: { table: ShownTable }): JSX.Element {
  return (
    <>
      <h2>
        {said(words)} ({formatCount(total)})
      </h2>
      {rows.length === 0 && <p class="empty">{rt('reports.empty')}</p>}
      {rows.length > 0 && (
        <div class="table-scroll">
          <table class="stacked">
            <thead>
              <tr>
                {columns.map(({ name, words: heading, definition }) => (
                  <th scope="col" key={name} title={said(definition)}>
                    {said(heading)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  {columns.map(({ name, words: heading }) => (
                    <td key={name} data-label={said(heading)}>
                      <Cell name={name} row={row} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length < total && <p>{rt('reports.cut', { n: rows.length, total })}</p>}
      <details>
        <summary>{rt('reports.columns')}</summary>
        <dl class="report-definitions">
          {columns.map(({ name, words: heading, definition }) => (
            <div key={name}>
              <dt>{said(heading)}</dt>
              <dd>{said(definition)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function Cell({ name, row: { cells, vesselId, caseId } }: { name: string; row: ReportRow }): JSX.Element {
  const value = cells[name];
  if (name === 'vessel' && vesselId !== undefined) return <a href={vesselPath(vesselId)}>{plain(value)}</a>;
  if (name === 'case' && caseId !== undefined) return <a href={casePath(caseId)}>{plain(value)}</a>;
  if (typeof value === 'object' && 'at' in value) {
    return (
      <time>
        {localStamp(value.at)} <small>{utcStamp(value.at)}</small>
      </time>
    );
  }
  return <>{plain(value)}</>;
}

function plain(value: ReportValue): string {
  if (value === undefined) return '—';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatDecimal(value);
  if ('at' in value) return localStamp(value.at);
  return 'lon' in value ? formatPosition(value.lon, value.lat) : said(value);
}

function bothStamps(time: number): string {
  return `${localStamp(time)} = ${utcStamp(time)}`;
}
