/**
 * Tells a screen reader of new alerts: a P1 at once, what follows within five seconds together, all others together and at most
 * every five seconds. However many come, it says two sentences in that time.
 */
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Alert } from '../../server/models/alert.ts';
import { said, t } from '../i18n/t.ts';
import { alerts, status } from '../live/picture.ts';
import { freshIn, type Known, knownOf, waitsAgain } from './alert-news.ts';

const TOGETHER_MS = 5000;

interface Untold {
  /** Sentences, the gravest first. */
  urgent: string[];
  others: number;
  /** Since then nothing urgent has been said, epoch ms. */
  quietSince: number;
}

export function Announcer(): JSX.Element {
  const urgent = useSignal('');
  const others = useSignal('');
  const known = useRef<Known | undefined>(undefined);
  const untold = useRef<Untold>({ urgent: [], others: 0, quietSince: 0 }).current;

  const tellUrgent = (): void => {
    const [first, ...more] = untold.urgent;
    if (first === undefined || Date.now() - untold.quietSince < TOGETHER_MS) return;
    say(urgent, more.length === 0 ? first : t('alerts.newUrgent', { n: more.length, text: first }));
    untold.urgent = [];
    untold.quietSince = Date.now();
  };

  useSignalEffect(() => {
    const current = [...alerts.value.values()];
    const before = known.current;
    known.current = knownOf(current);
    // What is there when the page opens is read in the list, not shouted.
    if (!before) {
      if (current.length === 0 && !status.value) known.current = undefined;
      return;
    }
    for (const alert of freshIn(current, before)) {
      const sentence = urgentWords(alert, before);
      if (sentence === undefined) untold.others++;
      else untold.urgent.push(sentence);
    }
    tellUrgent();
  });
  useEffect(() => {
    const timer = setInterval(() => {
      tellUrgent();
      if (untold.others === 0) return;
      say(others, t('alerts.new', { n: untold.others }));
      untold.others = 0;
    }, TOGETHER_MS);
    return () => clearInterval(timer);
  }, []);
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

function urgentWords(alert: Alert, before: Known): string | undefined {
  if (waitsAgain(alert, before)) return t('alerts.reAlarm', { text: said(alert.text) });
  return alert.occurrence.priority === 1 ? said(alert.text) : undefined;
}

/** The same words again would change nothing on the page, and be heard by nobody. */
function say(place: Signal<string>, words: string): void {
  place.value = place.peek() === words ? `${words}\u00a0` : words;
}
