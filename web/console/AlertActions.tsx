/** What the selected alert offers: acknowledge, silence, shelve, bring back, escalate. */
import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Regulation } from '../../server/models/regulation.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readRegulation, shelve, silence, unshelve } from '../api/work.ts';
import { said, t } from '../i18n/t.ts';
import { mergeAlerts } from '../live/picture.ts';
import { actorName } from '../ui/actor.ts';
import { now } from '../ui/clock.ts';
import { durationWords } from '../ui/format.ts';
import { isWaiting } from './alert-states.ts';
import { shelving, stayInList } from './focus.ts';
import { EscalateButton, LadderLine } from './LadderPanel.tsx';

/** Minutes that a shelf may last; longer ones are a standing decision. */
const LENGTHS = [15, 60, 240, 480, 1440];
const MINUTE_MS = 60_000;

interface AlertActionsProps {
  alert: Alert;
  comment: RefObject<HTMLInputElement | null>;
  onAcknowledge(comment: string): void;
}

export function AlertActions({ alert, comment, onAcknowledge }: AlertActionsProps): JSX.Element {
  const typed = useSignal('');
  const problem = useSignal<Sentence | undefined>(undefined);
  const { response, occurrence } = alert;
  const act = async (done: Promise<Alert>): Promise<void> => {
    problem.value = undefined;
    const stay = stayInList();
    try {
      mergeAlerts([await done]);
      shelving.value = undefined;
      stay();
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  const canShelve =
    occurrence.state === 'raised' &&
    occurrence.kind !== 'distress' &&
    ['unacknowledged', 'acknowledged'].includes(response.state);
  return (
    <>
      {isWaiting(alert) && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onAcknowledge(typed.value);
          }}
        >
          <input
            ref={comment}
            value={typed.value}
            maxLength={2000}
            aria-label={t('alert.comment')}
            placeholder={t('alert.comment')}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              // Out of the comment, not out of the alert with what has been typed.
              event.stopPropagation();
              event.currentTarget.blur();
            }}
          />
          <button type="submit" class="primary">
            {t('alert.acknowledge')} <kbd>A</kbd>
          </button>
        </form>
      )}
      {response.acknowledgedAt !== undefined && (
        <p>
          {t('alert.acknowledgedBy', {
            who: actorName(response.acknowledgedBy ?? '—'),
            when: formatLocalTime(response.acknowledgedAt),
          })}
          {response.comment ? ` – “${response.comment}”` : ''}
        </p>
      )}
      {response.state === 'shelved' && <p>{shelfWords(alert)}</p>}
      <LadderLine ladder={alert.ladder} />
      <div class="alert-actions">
        {isWaiting(alert) && response.silencedAt === undefined && (
          <button type="button" onClick={() => void act(silence(alert.id))}>
            {t('alert.silence')} <kbd>M</kbd>
          </button>
        )}
        {isWaiting(alert) && response.silencedBy !== undefined && (
          <span>{t('alert.silencedBy', { who: response.silencedBy })}</span>
        )}
        {canShelve && (
          <button
            type="button"
            aria-expanded={shelving.value === alert.id}
            onClick={() => (shelving.value = shelving.value === alert.id ? undefined : alert.id)}
          >
            {t('alert.shelve')} <kbd>S</kbd>
          </button>
        )}
        {response.state === 'shelved' && (
          <button type="button" onClick={() => void act(unshelve(alert.id))}>
            {t('alert.unshelve')}
          </button>
        )}
        <EscalateButton alert={alert} act={act} hotkey="E" />
      </div>
      {canShelve && shelving.value === alert.id && (
        <ShelveForm onShelve={(minutes, reason) => void act(shelve(alert.id, minutes, reason))} />
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
    </>
  );
}

/** Until when and why it is put aside. */
export function shelfWords({ response }: Alert): string {
  const until = response.shelvedUntil ?? 0;
  return t('alert.shelvedUntil', {
    time: formatLocalTime(until),
    left: durationWords(Math.max(0, until - now.value)),
    reason: response.reason ?? '',
  });
}

function ShelveForm({ onShelve }: { onShelve: (minutes: number, reason: string) => void }): JSX.Element {
  const regulation = useSignal<Regulation | undefined>(undefined);
  const minutes = useSignal(60);
  const reason = useSignal('');
  const more = useSignal('');
  const first = useRef<HTMLSelectElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
    readRegulation().then(
      (read) => {
        regulation.value = read;
        reason.value ||= read.shelving.reasons[0]?.id ?? '';
      },
      () => undefined,
    );
  }, [regulation, reason]);
  const reasons = regulation.value?.shelving.reasons ?? [];
  // The form is whole as it opens: Enter shelves, unless somebody has gone elsewhere in it meanwhile.
  useEffect(() => {
    if (reasons.length > 0 && document.activeElement === first.current) button.current?.focus();
  }, [reasons.length]);
  const chosen = reasons.find(({ id }) => id === reason.value);
  const text = [chosen && said(chosen.words), more.value.trim()].filter(Boolean).join(': ');
  return (
    <form
      class="shelve"
      aria-label={t('alert.shelve')}
      onSubmit={(event) => {
        event.preventDefault();
        onShelve(minutes.value, text);
      }}
    >
      <label>
        {t('alert.reason')}
        <select ref={first} value={reason.value} onChange={(event) => (reason.value = event.currentTarget.value)}>
          {reasons.map(({ id, words }) => (
            <option key={id} value={id}>
              {said(words)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('alert.forHowLong')}
        <select value={minutes.value} onChange={(event) => (minutes.value = Number(event.currentTarget.value))}>
          {LENGTHS.map((length) => (
            <option key={length} value={length}>
              {durationWords(length * MINUTE_MS)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('alert.reasonMore')}
        <input value={more.value} maxLength={300} onInput={(event) => (more.value = event.currentTarget.value)} />
      </label>
      <button ref={button} type="submit" class="primary" disabled={text === ''}>
        {t('alert.shelveNow')}
      </button>
    </form>
  );
}
