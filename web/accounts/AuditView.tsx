/** The audit trail: searched by person, act, subject and time, and taken out as a table. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Act } from '../../server/models/entry.ts';
import { actsTable, readActs } from '../api/accounts.ts';
import { said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import { DayField } from '../ui/TimeFields.tsx';
import { ActDetails } from './ActDetails.tsx';
import { actKinds } from './act-kinds.ts';
import { useActing } from './acting.ts';
import { nameReports, subjectWords } from './trail-words.ts';
import './accounts.css';
import '../i18n/access-texts.ts';

const LIMIT = '200';

export function AuditView(): JSX.Element {
  const found = useSignal<{ acts: Act[]; next?: string } | undefined>(undefined);
  const query = useSignal(new URLSearchParams({ limit: LIMIT }));
  const { problem, run } = useActing();
  const read = (): Promise<void> =>
    run(async () => {
      found.value = await readActs(query.value);
    });
  const readOlder = (after: string): Promise<void> =>
    run(async () => {
      const older = await readActs(new URLSearchParams([...query.value, ['after', after]]));
      found.value = { ...older, acts: [...(found.value?.acts ?? []), ...older.acts] };
    });
  useEffect(() => {
    nameReports();
    void read();
  }, []);
  const days = useSignal<Days>({});
  const day = (name: keyof Days, words: string): JSX.Element => (
    <div class="day">
      <label for={`audit-${name}`}>{words}</label>
      <DayField
        id={`audit-${name}`}
        value={days.value[name]}
        onChange={(value) => (days.value = { ...days.value, [name]: value })}
      />
    </div>
  );
  const search = (event: SubmitEvent): void => {
    event.preventDefault();
    query.value = queryOf(new FormData(event.currentTarget as HTMLFormElement), days.value);
    void read();
  };
  const table = new URLSearchParams(query.value);
  table.delete('limit');
  const next = found.value?.next;
  return (
    <>
      <h1>{t('audit.title')}</h1>
      <p>{t('audit.about')}</p>
      <form class="account-form row" onSubmit={search}>
        <label>
          {t('audit.by')}
          <input name="by" maxLength={100} />
        </label>
        <label>
          {t('audit.about.field')}
          <input name="about" maxLength={100} />
        </label>
        {day('from', t('audit.from'))}
        {day('to', t('audit.to'))}
        <button type="submit" class="primary">
          {t('audit.search')}
        </button>
        <a class="button" href={actsTable(table)} download="haidang-acts.csv">
          {t('audit.export')}
        </a>
      </form>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {found.value?.acts.length === 0 && <p class="empty">{t('audit.none')}</p>}
      {!found.value && !problem.value && <p>{t('page.loading')}</p>}
      <div class="table-scroll">
        <table class="acts stacked">
          <thead>
            <tr>
              <th scope="col">{t('audit.when')}</th>
              <th scope="col">{t('audit.by')}</th>
              <th scope="col">{t('audit.kind')}</th>
              <th scope="col">{t('audit.subject')}</th>
              <th scope="col">{t('audit.details')}</th>
            </tr>
          </thead>
          <tbody>
            {found.value?.acts.map((act) => (
              <tr key={act.id} data-kind={act.kind}>
                <th scope="row">
                  {localStamp(act.at)} <small>{utcStamp(act.at)}</small>
                </th>
                <td>{actorName(act.by)}</td>
                <td title={act.kind}>{t(actKinds[act.kind])}</td>
                <td class="broken" title={act.subject}>
                  {subjectWords(act)}
                </td>
                <td class="broken">{act.details && <ActDetails details={act.details} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next !== undefined && (
        <p>
          {t('audit.cut')}{' '}
          <button type="button" onClick={() => void readOlder(next)}>
            {t('audit.older')}
          </button>
        </p>
      )}
    </>
  );
}

/** ISO days of Việt Nam, both inclusive. */
interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

function queryOf(form: FormData, { from, to }: Days): URLSearchParams {
  const query = new URLSearchParams({ limit: LIMIT });
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  for (const name of ['by', 'about']) if (text(name) !== '') query.set(name, text(name));
  if (from !== undefined) query.set('from', String(Date.parse(`${from}T00:00:00+07:00`)));
  if (to !== undefined) query.set('to', String(Date.parse(`${to}T23:59:59.999+07:00`)));
  return query;
}
