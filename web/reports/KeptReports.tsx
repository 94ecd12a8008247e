/** Reports that were made by themselves: when, of what span, to whom they were mailed; each to be fetched. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { KeptReport } from '../../server/reports/kept.ts';
import { getJson, type Sentence, sentenceFor } from '../api/http.ts';
import { said } from '../i18n/t.ts';
import { localStamp, sizeText } from '../ui/format.ts';
import { rt } from './texts.ts';

/** A schedule whose report is about a part of the product that is not used here. */
interface Unmade {
  schedule: string;
  report: string;
  title: Sentence;
}

export function KeptReports(): JSX.Element {
  const kept = useSignal<KeptReport[] | undefined>(undefined);
  const unmade = useSignal<readonly Unmade[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    getJson<{ kept: KeptReport[]; unmade: Unmade[] }>('/kept-reports').then(
      (answer) => {
        kept.value = answer.kept;
        unmade.value = answer.unmade;
      },
      (error) => (problem.value = sentenceFor(error)),
    );
  }, [kept, unmade, problem]);
  return (
    <section>
      <h2>{rt('reports.kept')}</h2>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {unmade.value.map(({ schedule, title }) => (
        <p key={schedule} role="note">
          {rt('reports.unmade', { schedule, report: said(title) })}
        </p>
      ))}
      {kept.value?.length === 0 && <p class="empty">{rt('reports.keptNone')}</p>}
      {kept.value && kept.value.length > 0 && (
        <div class="table-scroll">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{rt('reports.keptFile')}</th>
                <th scope="col">{rt('reports.keptPeriod')}</th>
                <th scope="col">{rt('reports.keptMails')}</th>
              </tr>
            </thead>
            <tbody>
              {kept.value.map((one) => (
                <tr key={one.file}>
                  <th scope="row">
                    <a href={`/api/v1/kept-reports/${one.file}`} download="">
                      {one.file}
                    </a>{' '}
                    <small>{sizeText(one.bytes)}</small>
                  </th>
                  <td data-label={rt('reports.keptPeriod')}>
                    {localStamp(one.from)} – {localStamp(one.to)}
                  </td>
                  <td data-label={rt('reports.keptMails')}>{mailWords(one.mails)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function mailWords(mails: KeptReport['mails']): string {
  const said = Object.entries(mails).map(([to, how]) =>
    'sentAt' in how
      ? rt('reports.sent', { to, at: localStamp(how.sentAt) })
      : rt('reports.refused', { to, why: how.refused }),
  );
  return said.join('; ') || '—';
}
