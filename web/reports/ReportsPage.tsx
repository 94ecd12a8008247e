/** Reports: choose one and a period, look at its numbers and at the rows behind each, take it away. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ListedReport, ReportAnswer } from '../../server/api/reports.ts';
import { getJson, type Sentence, sentenceFor } from '../api/http.ts';
import { language, said, t } from '../i18n/t.ts';
import { navigate } from '../ui/router.ts';
import { seesSome } from '../ui/session.ts';
import { DayField } from '../ui/TimeFields.tsx';
import { parseDay } from '../ui/written-time.ts';
import { KeptReports } from './KeptReports.tsx';
import { askedOf, pathOf, questionOf, type ReportQuestion } from './question.ts';
import { ReportView } from './ReportView.tsx';
import { rt } from './texts.ts';
import './reports.css';

const FORMATS = { xlsx: 'Excel', pdf: 'PDF', csv: 'CSV' } as const;

export function ReportsPage({ query }: { query: string }): JSX.Element {
  const listed = useSignal<ListedReport[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    getJson<{ reports: ListedReport[] }>('/reports').then(
      ({ reports }) => (listed.value = reports),
      (error) => (problem.value = sentenceFor(error)),
    );
  }, [listed, problem]);
  const asked = questionOf(query);
  const report = listed.value?.find(({ name }) => name === asked.name) ?? listed.value?.[0];
  return (
    <main class="page reports">
      <h1>{rt('reports.title')}</h1>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!listed.value && !problem.value && <p>{t('page.loading')}</p>}
      {listed.value && report && (
        <>
          <Choice reports={listed.value} question={{ ...asked, name: report.name }} />
          <p>{said(report.about)}</p>
          <Files question={{ ...asked, name: report.name }} />
          <Read question={{ ...asked, name: report.name }} />
          {!seesSome() && <KeptReports />}
        </>
      )}
    </main>
  );
}

interface Asked {
  question: ReportQuestion & { name: string };
}

function Choice({ reports, question }: Asked & { reports: ListedReport[] }): JSX.Element {
  const change = (next: Partial<ReportQuestion>): void =>
    navigate(pathOf({ ...question, figure: undefined, ...next }), 'replace');
  const day = (name: 'from' | 'to', words: string): JSX.Element => (
    <div class="day">
      <label for={`report-${name}`}>{words}</label>
      <DayField
        id={`report-${name}`}
        value={question[name]}
        onChange={(value) => (value === undefined || parseDay(value)) && change({ [name]: value })}
      />
    </div>
  );
  return (
    <>
      <div class="report-choice">
        <label>
          {rt('reports.which')}
          <select value={question.name} onChange={(event) => change({ name: event.currentTarget.value })}>
            {reports.map(({ name, title }) => (
              <option key={name} value={name}>
                {said(title)}
              </option>
            ))}
          </select>
        </label>
        {day('from', rt('reports.from'))}
        {day('to', rt('reports.to'))}
      </div>
      <p>
        <small>{rt('reports.gmt7')}</small>
      </p>
    </>
  );
}

function Files({ question }: Asked): JSX.Element {
  const base = `/api/v1/reports/${encodeURIComponent(question.name)}`;
  const period = askedOf({ ...question, figure: undefined });
  return (
    <p class="report-files">
      <b>{rt('reports.files')}</b>
      {Object.entries(FORMATS).map(([format, words]) => (
        <a
          key={format}
          class="button"
          download=""
          href={`${base}?${period}${period && '&'}format=${format}&lang=${language.value}`}
        >
          {words}
        </a>
      ))}
      <small>{rt('reports.recorded')}</small>
    </p>
  );
}

/** What was read stands until what is asked for now has come. */
function Read({ question }: Asked): JSX.Element {
  const path = `/reports/${encodeURIComponent(question.name)}?${askedOf(question)}`;
  const read = useSignal<{ path: string; answer: ReportAnswer } | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    problem.value = undefined;
    const abort = new AbortController();
    getJson<ReportAnswer>(path, abort.signal).then(
      (answer) => (read.value = { path, answer }),
      (error) => {
        if (!abort.signal.aborted) problem.value = sentenceFor(error);
      },
    );
    return () => abort.abort();
  }, [path, read, problem]);
  const shown = read.value?.answer.name === question.name ? read.value : undefined;
  if (problem.value) {
    return (
      <p class="problem" role="alert">
        {said(problem.value)}
      </p>
    );
  }
  if (!shown) return <p>{t('page.loading')}</p>;
  const isOld = shown.path !== path;
  return (
    <div aria-busy={isOld}>
      <ReportView
        report={shown.answer}
        figure={question.figure}
        onFigure={(figure) => navigate(pathOf({ ...question, figure }), 'push')}
      />
    </div>
  );
}
