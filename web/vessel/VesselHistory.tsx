/** What the rules found about a vessel, and what was done about it. */
import type { JSX } from 'preact';
import type { Alert } from '../../server/models/alert.ts';
import { type ListedCase, readVesselCases } from '../api/work.ts';
import { DueWords } from '../cases/DueWords.tsx';
import { RESPONSES } from '../console/alert-states.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { said, t } from '../i18n/t.ts';
import { vt } from '../i18n/vessel-catalogue.ts';
import { minuteStamp } from '../ui/format.ts';
import { casePath } from '../ui/router.ts';
import { isOwner } from '../ui/session.ts';
import { useRead } from './read.ts';
import '../ui/stacked.css';

/** More of them stand in the reports. */
const MOST_SHOWN = 100;

export function VesselAlerts({ alerts }: { alerts: readonly Alert[] | undefined }): JSX.Element {
  return (
    <section class="panel" aria-labelledby="vessel-alerts">
      <h2 id="vessel-alerts">{vt('record.alerts')}</h2>
      {!alerts && <p>{t('page.loading')}</p>}
      {alerts?.length === 0 && <p class="empty">{vt('record.noAlerts')}</p>}
      {alerts && alerts.length > 0 && (
        <div class="table-scroll tall">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{vt('record.raised')}</th>
                <th scope="col">{vt('record.what')}</th>
                <th scope="col">{vt('record.standing')}</th>
              </tr>
            </thead>
            <tbody>
              {alerts.slice(0, MOST_SHOWN).map((alert) => (
                <AlertLine key={alert.id} alert={alert} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {alerts && alerts.length > MOST_SHOWN && <p>{vt('record.onlyNewest', { n: MOST_SHOWN })}</p>}
    </section>
  );
}

function AlertLine({ alert: { occurrence, text, response, caseId, restatedAs } }: { alert: Alert }): JSX.Element {
  const ended = { raised: undefined, cleared: 'alert.cleared', retracted: 'alert.retracted' } as const;
  const end = restatedAs === undefined ? ended[occurrence.state] : 'alert.restated';
  return (
    <tr>
      <td data-label={vt('record.raised')}>{minuteStamp(occurrence.raisedAt)}</td>
      <td>
        <PriorityMark priority={occurrence.priority} />{' '}
        {caseId && !isOwner() ? <a href={casePath(caseId)}>{said(text)}</a> : said(text)}
      </td>
      <td data-label={vt('record.standing')}>
        {[end && t(end), t(RESPONSES[response.state])].filter(Boolean).join(' · ')}
      </td>
    </tr>
  );
}

export function VesselCases({ id, changes }: { id: string; changes: number }): JSX.Element {
  const { found, problem } = useRead((signal) => readVesselCases(id, signal), [id, changes]);
  return (
    <section class="panel" aria-labelledby="vessel-cases">
      <h2 id="vessel-cases">{vt('record.cases')}</h2>
      {problem && (
        <p class="problem" role="alert">
          {said(problem)}
        </p>
      )}
      {found?.length === 0 && <p class="empty">{vt('record.noCases')}</p>}
      {found && found.length > 0 && (
        <div class="table-scroll tall">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{t('cases.opened')}</th>
                <th scope="col">{t('cases.state')}</th>
                <th scope="col">{t('cases.due')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <CaseLine key={one.id} one={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CaseLine({ one }: { one: ListedCase }): JSX.Element {
  return (
    <tr>
      <td data-label={t('cases.opened')}>
        <a href={casePath(one.id)}>{minuteStamp(one.openedAt)}</a>
      </td>
      <td data-label={t('cases.state')}>
        {said(one.stateWords)}
        {one.closedReason && <small> {one.closedReason}</small>}
      </td>
      <td data-label={t('cases.due')}>
        {one.closedAt === undefined ? <DueWords dueAt={one.dueAt} /> : minuteStamp(one.closedAt)}
      </td>
    </tr>
  );
}
