/** The fleet as a table: found, filtered, sorted, taken away. The address holds the question, so that it can be sent on. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { ft } from '../i18n/fleet-texts.ts';
import { said } from '../i18n/t.ts';
import { ExportMenu } from '../ui/ExportMenu.tsx';
import { navigate } from '../ui/router.ts';
import { FilterBar } from './FilterBar.tsx';
import { FleetTable } from './FleetTable.tsx';
import { type Question, queryOf, questionOf } from './question.ts';
import { FleetWindows } from './windows.ts';
import './fleet.css';

export function FleetPage({ query }: { query: string }): JSX.Element {
  const question = questionOf(query);
  const plain = queryOf(question);
  const windows = useMemo(() => new FleetWindows(plain), [plain]);
  useEffect(() => () => windows.end(), [windows]);
  const change = (next: Question): void => {
    const to = queryOf(next);
    navigate(to === '' ? '/fleet' : `/fleet?${to}`, 'replace');
  };
  const view = windows.view.value;
  return (
    <main class="fleet-page">
      <header class="fleet-head">
        <h1>{ft('fleet.title')}</h1>
        <output aria-label={ft('fleet.title')}>{view && ft('fleet.total', { n: view.total })}</output>
        <ExportMenu
          parts={() => [{ path: '/fleet', query: plain, formats: ['xlsx', 'csv', 'geojson', 'kml', 'gpx'] }]}
        />
      </header>
      <FilterBar question={question} facets={view?.facets} onChange={change} />
      {windows.problem.value && (
        <p class="problem" role="alert">
          {said(windows.problem.value)}
        </p>
      )}
      <FleetTable key={plain} windows={windows} question={question} onChange={change} />
    </main>
  );
}
