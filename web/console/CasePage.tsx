/** A case from its first line to the last: what the machine found and what people did, in order. */
import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Case, CaseLine } from '../../server/models/alert.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readCase } from '../api/resources.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { alerts, identity, identityVersion } from '../live/picture.ts';
import { actorName } from '../ui/actor.ts';
import { vesselPath } from '../ui/router.ts';

const KINDS: Record<CaseLine['kind'], Key> = {
  'alert-raised': 'case.raised',
  'alert-cleared': 'case.cleared',
  'alert-retracted': 'case.retracted',
  acknowledged: 'case.acknowledged',
  delivery: 'case.delivery',
  answer: 'case.answer',
};
const STATES: Record<Case['state'], Key> = {
  new: 'case.new',
  acknowledged: 'case.stateAcknowledged',
  closed: 'case.closed',
};
const REFRESH_MS = 10_000;

export function CasePage({ id }: { id: string }): JSX.Element {
  const found = useSignal<Case | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  // A change of one of its alerts is a new line.
  const changes = useComputed(() =>
    [...alerts.value.values()].reduce((newest, a) => (a.caseId === id ? Math.max(newest, a.changeSeq) : newest), 0),
  );
  const newest = changes.value;
  useEffect(() => {
    let ended = false;
    const read = (): void => {
      readCase(id).then(
        (answer) => {
          if (ended) return;
          found.value = answer;
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
  }, [id, newest, found, problem]);
  void identityVersion.value;
  const shown = found.value;
  return (
    <main class="page">
      <h1>{t('case.title')}</h1>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!shown && !problem.value && <p>{t('page.loading')}</p>}
      {shown && (
        <>
          <p class="case-head">
            <a href={vesselPath(shown.vesselId)}>{identity(shown.vesselId)?.label ?? t('vessel.unnamed')}</a>
            <b>{t(STATES[shown.state])}</b>
            <span>{t('case.opened', { time: formatLocalTime(shown.openedAt) })}</span>
            <span>{t('case.updated', { time: formatLocalTime(shown.updatedAt) })}</span>
          </p>
          <ol class="timeline">
            {shown.lines.map((line, i) => (
              <li key={`${line.at} ${line.kind} ${i}`} class={line.kind}>
                <time dateTime={new Date(line.at).toISOString()}>
                  {formatLocalTime(line.at)} <small>{formatUtcTime(line.at)}</small>
                </time>
                <div>
                  <b>{t(KINDS[line.kind])}</b> <span class="by">{actorName(line.by)}</span>
                  <p>{said(line.text)}</p>
                </div>
              </li>
            ))}
          </ol>
        </>
      )}
    </main>
  );
}
