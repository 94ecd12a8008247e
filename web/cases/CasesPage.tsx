/** All cases that are open, the one whose next step is due first on top. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type ListedCase, readCases } from '../api/work.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { said, t } from '../i18n/t.ts';
import { casePath } from '../ui/router.ts';
import { DueWords } from './DueWords.tsx';

const REFRESH_MS = 10_000;

export function CasesPage(): JSX.Element {
  const cases = useSignal<ListedCase[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const withEnded = useSignal(false);
  const all = withEnded.value;
  useEffect(() => {
    let ended = false;
    const read = (): void => {
      readCases(all).then(
        (list) => {
          if (ended) return;
          cases.value = list.sort(byDue);
          problem.value = undefined;
        },
        (error: unknown) => {
          if (!ended) problem.value = sentenceFor(error);
        },
      );
    };
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [all, cases, problem]);
  return (
    <main class="page">
      <h1>{t('cases.title')}</h1>
      <label class="filter">
        <input type="checkbox" checked={all} onChange={(event) => (withEnded.value = event.currentTarget.checked)} />
        {t('cases.showEnded')}
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!cases.value && !problem.value && <p>{t('page.loading')}</p>}
      {cases.value?.length === 0 && <p class="empty">{t('cases.none')}</p>}
      {cases.value && cases.value.length > 0 && <CaseTable cases={cases.value} />}
    </main>
  );
}

function CaseTable({ cases }: { cases: readonly ListedCase[] }): JSX.Element {
  return (
    <div class="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('cases.vessel')}</th>
            <th scope="col">{t('cases.state')}</th>
            <th scope="col">{t('cases.due')}</th>
            <th scope="col" class="wide-only">
              {t('cases.opened')}
            </th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.priority !== undefined && <PriorityMark priority={one.priority as 1 | 2 | 3 | 4} />}{' '}
                <a class="unbroken" href={casePath(one.id)}>
                  {one.label}
                </a>
              </th>
              <td>{said(one.stateWords)}</td>
              <td>
                <DueWords dueAt={one.dueAt} />
              </td>
              <td class="wide-only">
                {formatLocalTime(one.openedAt)} <small>{formatUtcTime(one.openedAt)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function byDue(a: ListedCase, b: ListedCase): number {
  const due = ({ dueAt }: ListedCase): number => dueAt ?? Number.POSITIVE_INFINITY;
  return due(a) === due(b) ? b.updatedAt - a.updatedAt : due(a) - due(b);
}
