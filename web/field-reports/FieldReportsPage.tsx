/** Reports from the field: those that wait first, the newest on top. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';
import { uses } from '../ui/session.ts';
import { type ListedFieldReport, readFieldReports } from './api.ts';
import { HotlineForm } from './HotlineForm.tsx';
import { ReportEntry } from './ReportEntry.tsx';
import { ft } from './texts.ts';
import './field-reports.css';

const REFRESH_MS = 15_000;

export function FieldReportsPage(): JSX.Element {
  const reports = useSignal<ListedFieldReport[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const withClosed = useSignal(false);
  const all = withClosed.value;
  const read = async (): Promise<void> => {
    try {
      reports.value = (await readFieldReports(all)).sort(newFirst);
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  useEffect(() => {
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [all]);
  const act = async (doing: Promise<unknown>): Promise<boolean> => {
    problem.value = undefined;
    try {
      await doing;
    } catch (error) {
      problem.value = sentenceFor(error);
      return false;
    }
    await read();
    return true;
  };
  return (
    <main class="page field-reports">
      <h1>{ft('field.title')}</h1>
      <p>
        {ft('field.about')}{' '}
        {uses('publicForm') ? (
          <a href="/r" target="_blank" rel="noreferrer">
            {ft('field.form')}
          </a>
        ) : (
          ft('field.formOff')
        )}
      </p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <HotlineForm act={act} />
      <label class="filter">
        <input type="checkbox" checked={all} onChange={(event) => (withClosed.value = event.currentTarget.checked)} />
        {ft('field.showClosed')}
      </label>
      {!reports.value && !problem.value && <p>{t('page.loading')}</p>}
      {reports.value?.length === 0 && <p class="empty">{ft('field.none')}</p>}
      {reports.value?.map((report) => (
        <ReportEntry key={report.id} report={report} act={act} />
      ))}
    </main>
  );
}

function newFirst(a: ListedFieldReport, b: ListedFieldReport): number {
  const rank = ({ state, topic }: ListedFieldReport): number =>
    (state === 'new' ? 0 : state === 'taken' ? 2 : 4) + (topic === 'danger' ? 0 : 1);
  return rank(a) - rank(b) || b.receivedAt - a.receivedAt;
}
