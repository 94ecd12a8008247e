/** Tells a screen reader of new alerts: each P1 at once, all others together and at most every five seconds. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Alert } from '../../server/models/alert.ts';
import { said, t } from '../i18n/t.ts';
import { alerts, status } from '../live/picture.ts';
import { isWaiting } from './alert-states.ts';

const TOGETHER_MS = 5000;

export function Announcer(): JSX.Element {
  const urgent = useSignal('');
  const others = useSignal('');
  const known = useRef<Set<string> | undefined>(undefined);
  const pending = useRef(0);

  useSignalEffect(() => {
    const current = alerts.value;
    const before = known.current;
    // What is there when the page opens is read in the list, not shouted.
    // An alert that waits again after somebody took it up counts as another one.
    known.current = new Set([...current.values()].map(wordOf));
    if (!before) {
      if (current.size === 0 && !status.value) known.current = undefined;
      return;
    }
    for (const alert of current.values()) {
      if (before.has(wordOf(alert)) || !isWaiting(alert)) continue;
      if (before.has(`${alert.id} seen`)) urgent.value = t('alerts.reAlarm', { text: said(alert.text) });
      else if (alert.occurrence.priority === 1) urgent.value = said(alert.text);
      else pending.current++;
    }
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (pending.current === 0) return;
      others.value = t('alerts.new', { n: pending.current });
      pending.current = 0;
    }, TOGETHER_MS);
    return () => clearInterval(timer);
  }, [others]);
  return (
    <>
      <p class="sr-only" role="alert">
        {urgent.value}
      </p>
      <p class="sr-only" role="status">
        {others.value}
      </p>
    </>
  );
}

function wordOf(alert: Alert): string {
  return `${alert.id} ${isWaiting(alert) ? alert.occurrence.priority : 'seen'}`;
}
