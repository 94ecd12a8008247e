/** Where an alert stands on its escalation ladder, and the way to take the next step at once. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { LadderEnd, LadderState } from '../../server/models/ladder.ts';
import { escalate } from '../api/work.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';

const ENDS: Record<LadderEnd, Key> = {
  acknowledged: 'ladder.acknowledged',
  over: 'ladder.over',
  retracted: 'ladder.retracted',
  shelved: 'ladder.shelved',
  suppressed: 'ladder.suppressed',
  closed: 'ladder.closed',
  'moved-on': 'ladder.movedOn',
  'no-ladder': 'ladder.none',
};

/** @param label what it is that climbs, where that is not plain */
export function LadderLine({ ladder, label }: { ladder: LadderState | undefined; label?: string }): JSX.Element | null {
  if (!ladder) return null;
  const { next, ended, done, of } = ladder;
  const steps = t('ladder.steps', { done: done.length, of });
  if (ended) {
    const who = ended.by === undefined ? '' : ` (${actorName(ended.by)})`;
    return (
      <p class="ladder">
        {t('ladder.ended', { why: t(ENDS[ended.why]) })}
        {who}. {steps}
      </p>
    );
  }
  if (!next) return <p class="ladder">{t('ladder.top', { of })}</p>;
  return (
    <p class="ladder">
      {label && <b>{label}: </b>}
      {t('ladder.next', { time: formatLocalTime(next.at), what: said(next.words) })}{' '}
      <small>
        {formatUtcTime(next.at)} · {steps}
      </small>
    </p>
  );
}

export interface EscalateButtonProps {
  alert: Alert;
  /** Shows what comes of it, or why it was refused. */
  act(doing: Promise<Alert>): Promise<unknown>;
}

/** Nothing where there is no ladder, or no step left on it. */
export function EscalateButton({ alert: { id, ladder, response }, act }: EscalateButtonProps): JSX.Element | null {
  const open = useSignal(false);
  const reason = useSignal('');
  const isLive = ['unacknowledged', 'acknowledged', 'returned'].includes(response.state);
  if (!isLive || !ladder || ladder.done.length >= ladder.of) return null;
  return (
    <>
      <button type="button" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        {t('ladder.escalate')}…
      </button>
      {open.value && (
        <form
          class="escalate"
          onSubmit={(event) => {
            event.preventDefault();
            void act(escalate(id, reason.value.trim()));
            open.value = false;
            reason.value = '';
          }}
        >
          <label>
            {t('alert.reason')}
            <input
              value={reason.value}
              maxLength={500}
              onInput={(event) => (reason.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="primary" disabled={reason.value.trim() === ''}>
            {t('ladder.escalateNow')}
          </button>
        </form>
      )}
    </>
  );
}
