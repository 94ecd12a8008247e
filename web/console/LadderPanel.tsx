/** Where an alert stands on its escalation ladder, and the way to take the next step at once. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { LadderEnd, LadderState } from '../../server/models/ladder.ts';
import { escalate } from '../api/work.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { escalating } from './focus.ts';

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

interface EscalateButtonProps {
  alert: Alert;
  /** Shows what comes of it, or why it was refused. */
  act(doing: Promise<Alert>): Promise<unknown>;
  /** The key that opens it, where there is one. */
  hotkey?: string;
}

/** Nothing where there is no ladder, or no step left on it. */
export function EscalateButton({ alert, act, hotkey }: EscalateButtonProps): JSX.Element | null {
  const { id, ladder, response } = alert;
  const isOpen = escalating.value === id;
  const isLive = ['unacknowledged', 'acknowledged', 'returned'].includes(response.state);
  if (!isLive || !ladder || ladder.done.length >= ladder.of) return null;
  return (
    <>
      <button type="button" aria-expanded={isOpen} onClick={() => (escalating.value = isOpen ? undefined : id)}>
        {t('ladder.escalate')}… {hotkey && <kbd>{hotkey}</kbd>}
      </button>
      {isOpen && (
        <EscalateForm
          onEscalate={(reason) => {
            escalating.value = undefined;
            void act(escalate(id, reason));
          }}
        />
      )}
    </>
  );
}

/** It opens with a reason: Enter takes it, typing replaces it. */
function EscalateForm({ onEscalate }: { onEscalate: (reason: string) => void }): JSX.Element {
  const reason = useSignal<string>(t('ladder.escalate'));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const text = reason.value.trim();
  return (
    <form
      class="escalate"
      aria-label={t('ladder.escalateNow')}
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') onEscalate(text);
      }}
    >
      <label>
        {t('alert.reason')}
        <input
          ref={field}
          value={reason.value}
          maxLength={500}
          onInput={(event) => (reason.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            // The form alone, not what it stands in.
            event.stopPropagation();
            escalating.value = undefined;
          }}
        />
      </label>
      <button type="submit" class="primary" disabled={text === ''}>
        {t('ladder.escalateNow')}
      </button>
    </form>
  );
}
