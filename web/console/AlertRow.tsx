/** One alert in the list; the selected one opens to be acknowledged. */
import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Sentence } from '../api/http.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { identity, identityVersion } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import { casePath } from '../ui/router.ts';
import { lateWords } from './alert-late.ts';
import { PriorityMark } from './PriorityMark.tsx';

export interface AlertRowProps {
  alert: Alert;
  selected: boolean;
  problem: Sentence | undefined;
  comment: RefObject<HTMLInputElement | null>;
  onSelect(): void;
  onAcknowledge(comment: string): void;
}

const STATES: Record<Alert['occurrence']['state'], Key> = {
  raised: 'alert.raised',
  cleared: 'alert.cleared',
  retracted: 'alert.retracted',
};

export function AlertRow(props: AlertRowProps): JSX.Element {
  const { alert, selected } = props;
  const { occurrence, response } = alert;
  const open = response.state === 'unacknowledged';
  void identityVersion.value;
  const label = identity(occurrence.vesselId)?.label ?? t('vessel.unnamed');
  const late = lateWords(alert);
  return (
    <li
      class={`alert p${occurrence.priority}${open ? ' open' : ''}${selected ? ' selected' : ''}`}
      data-alert={alert.id}
    >
      <button type="button" class="alert-head" aria-expanded={selected} onClick={props.onSelect}>
        <span class="alert-line">
          <PriorityMark priority={occurrence.priority} />
          <b class="alert-vessel">{label}</b>
          <span class="alert-age">{ageWords(now.value - occurrence.raisedAt)}</span>
        </span>
        <span class="alert-text">{said(alert.text)}</span>
        <span class="alert-meta">
          <span>
            {open ? t('alert.unacknowledged') : t('alert.acknowledged')} · {t(STATES[occurrence.state])}
          </span>
          <span>
            {formatLocalTime(occurrence.raisedAt)} <small>{formatUtcTime(occurrence.raisedAt)}</small>
          </span>
          {late && <span class="alert-late">{late}</span>}
        </span>
      </button>
      {selected && <AlertDetail {...props} />}
    </li>
  );
}

function AlertDetail({ alert, problem, comment, onAcknowledge }: AlertRowProps): JSX.Element {
  const typed = useSignal('');
  const detail = useRef<HTMLDivElement>(null);
  // On a phone the opened row may reach beneath the edge of the list.
  useEffect(() => detail.current?.scrollIntoView({ block: 'nearest' }), []);
  const { response } = alert;
  return (
    <div class="alert-detail" ref={detail}>
      {response.state === 'unacknowledged' ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onAcknowledge(typed.value);
          }}
        >
          <label>
            <span class="sr-only">{t('alert.comment')}</span>
            <input
              ref={comment}
              value={typed.value}
              maxLength={2000}
              placeholder={t('alert.comment')}
              onInput={(event) => (typed.value = event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
            />
          </label>
          <button type="submit" class="primary">
            {t('alert.acknowledge')} <kbd>A</kbd>
          </button>
        </form>
      ) : (
        <p>
          {t('alert.acknowledgedBy', {
            who: response.acknowledgedBy ?? '—',
            when: response.acknowledgedAt === undefined ? '—' : formatLocalTime(response.acknowledgedAt),
          })}
          {response.comment ? ` – “${response.comment}”` : ''}
        </p>
      )}
      {problem && (
        <p class="problem" role="alert">
          {said(problem)}
        </p>
      )}
      <a href={casePath(alert.caseId)}>{t('alert.case')}</a>
    </div>
  );
}
