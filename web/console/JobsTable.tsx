/** What the product does by itself at its times, when it last did, and what went wrong. For administrators. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { JobView } from '../../server/jobs/scheduler.ts';
import { readJobs } from '../api/resources.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import '../ui/stacked.css';
import '../i18n/page-texts.ts';

const AGAIN_MS = 10_000;
const STATES: Record<JobView['state'], Key> = {
  running: 'jobs.running',
  waiting: 'jobs.waiting',
  failed: 'jobs.failed',
};
const SYMBOLS: Record<JobView['state'], string> = { running: '▶', waiting: '●', failed: '✕' };

export function JobsTable(): JSX.Element {
  const jobs = useSignal<JobView[] | 'unread' | undefined>(undefined);
  useEffect(() => {
    const read = (): void => {
      readJobs().then(
        (list) => (jobs.value = list),
        () => (jobs.value = 'unread'),
      );
    };
    read();
    const timer = setInterval(read, AGAIN_MS);
    return () => clearInterval(timer);
  }, [jobs]);
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">{t('jobs.title')}</h2>
      {jobs.value === undefined && <p>{t('page.loading')}</p>}
      {jobs.value === 'unread' && <p class="problem">{t('jobs.unread')}</p>}
      {Array.isArray(jobs.value) && (
        <div class="table-scroll">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{t('jobs.job')}</th>
                <th scope="col">{t('jobs.state')}</th>
                <th scope="col">{t('jobs.lastRun')}</th>
                <th scope="col">{t('jobs.nextRun')}</th>
                <th scope="col">{t('jobs.lastError')}</th>
              </tr>
            </thead>
            <tbody>
              {jobs.value.map((job) => (
                <JobRow key={job.name} job={job} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function JobRow({ job }: { job: JobView }): JSX.Element {
  const { lastError } = job;
  return (
    <tr>
      <th scope="row" title={job.name}>
        {said(job.title)}
      </th>
      <td>
        <span class={`feed-state ${job.state === 'failed' ? 'failed' : 'open'}`}>
          <span aria-hidden="true">{SYMBOLS[job.state]}</span> {t(STATES[job.state])}
        </span>
      </td>
      <td data-label={t('jobs.lastRun')}>
        {job.lastRunAt === undefined ? t('jobs.never') : <Stamp time={job.lastRunAt} />}
      </td>
      <td data-label={t('jobs.nextRun')}>{job.nextRunAt !== undefined && <Stamp time={job.nextRunAt} />}</td>
      <td data-label={t('jobs.lastError')}>
        {lastError === undefined ? (
          t('jobs.noError')
        ) : (
          <>
            <Stamp time={lastError.at} />
            <p class="problem">{lastError.why}</p>
          </>
        )}
      </td>
    </tr>
  );
}

function Stamp({ time }: { time: number }): JSX.Element {
  return (
    <time dateTime={new Date(time).toISOString()}>
      {localStamp(time)} <small class="unbroken">{utcStamp(time)}</small>
    </time>
  );
}
