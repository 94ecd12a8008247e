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
import { ageWords, durationWords } from '../ui/format.ts';
import { casePath } from '../ui/router.ts';
import { AlertActions } from './AlertActions.tsx';
import { lateWords } from './alert-late.ts';
import { isWaiting, RESPONSES } from './alert-states.ts';
import { PriorityMark } from './PriorityMark.tsx';

interface AlertRowProps {
  alert: Alert;
  selected: boolean;
  problem: Sentence | undefined;
  comment: RefObject<HTMLInputElement | null>;
  onSelect(): void;
  /** Waiting ones of the same rule that are on the screen, this one included. */
  alike: readonly Alert[];
  onAcknowledge(comment: string): void;
  onAcknowledgeAll(ids: readonly string[]): void;
}

const STATES: Record<Alert['occurrence']['state'], Key> = {
  raised: 'alert.raised',
  cleared: 'alert.cleared',
  retracted: 'alert.retracted',
};

export function AlertRow(props: AlertRowProps): JSX.Element {
  const { alert, selected } = props;
  const { occurrence, response } = alert;
  const open = isWaiting(alert);
  void identityVersion.value;
  const label = identity(occurrence.vesselId)?.label ?? t('vessel.unnamed');
  const late = lateWords(alert);
  const due = dueWords(alert);
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
            {t(RESPONSES[response.state])}
            {response.state !== 'returned' && ` · ${t(STATES[occurrence.state])}`}
          </span>
          <span>
            {formatLocalTime(occurrence.raisedAt)} <small>{formatUtcTime(occurrence.raisedAt)}</small>
          </span>
          {due && <span class="alert-due">{due}</span>}
          {late && <span class="alert-late">{late}</span>}
        </span>
      </button>
      {selected && <AlertDetail {...props} />}
    </li>
  );
}

function AlertDetail({ alert, alike, problem, comment, onAcknowledge, onAcknowledgeAll }: AlertRowProps): JSX.Element {
  const detail = useRef<HTMLDivElement>(null);
  // On a phone the opened row may reach beneath the edge of the list.
  useEffect(() => detail.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div class="alert-detail" ref={detail}>
      <AlertActions alert={alert} comment={comment} onAcknowledge={onAcknowledge} />
      {alike.length > 1 && isWaiting(alert) && <TogetherButton alike={alike} onAcknowledgeAll={onAcknowledgeAll} />}
      {problem && (
        <p class="problem" role="alert">
          {said(problem)}
        </p>
      )}
      {alert.caseId !== '' && (
        <a href={casePath(alert.caseId)}>
          {t('alert.case')} <kbd>C</kbd>
        </a>
      )}
    </div>
  );
}

/** Acknowledges all that are alike, once the number has been confirmed. */
function TogetherButton({ alike, onAcknowledgeAll }: Pick<AlertRowProps, 'alike' | 'onAcknowledgeAll'>): JSX.Element {
  const asked = useSignal(false);
  const words = t(asked.value ? 'alert.togetherSure' : 'alert.together', { n: alike.length });
  return (
    <button
      type="button"
      class="together"
      onClick={() => {
        if (asked.value) onAcknowledgeAll(alike.map(({ id }) => id));
        asked.value = !asked.value;
      }}
    >
      {words}
    </button>
  );
}

/** Until when it wants its acknowledgement. */
function dueWords({ dueAt }: Alert): string | undefined {
  if (dueAt === undefined) return undefined;
  const over = now.value - dueAt;
  return over > 0 ? t('alert.overdue', { age: durationWords(over) }) : t('alert.due', { time: formatLocalTime(dueAt) });
}
