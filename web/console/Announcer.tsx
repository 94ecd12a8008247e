/** Tells a screen reader of new alerts, in as few sentences as `announcing.ts` makes of them. */
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { alerts, status } from '../live/picture.ts';
import { type Known, knownOf } from './alert-news.ts';
import { Announcements, TOGETHER_MS } from './announcing.ts';

export function Announcer(): JSX.Element {
  const urgent = useSignal('');
  const others = useSignal('');
  const known = useRef<Known | undefined>(undefined);
  const untold = useRef(new Announcements()).current;

  useSignalEffect(() => {
    const current = [...alerts.value.values()];
    const before = known.current;
    known.current = knownOf(current);
    // What is there when the page opens is read in the list, not shouted.
    if (!before) {
      if (current.length === 0 && !status.value) known.current = undefined;
      return;
    }
    untold.add(current, before);
    say(urgent, untold.takeUrgent(performance.now()));
  });
  useEffect(() => {
    const timer = setInterval(() => {
      say(urgent, untold.takeUrgent(performance.now()));
      say(others, untold.takeOthers());
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

/** The same words again would change nothing on the page, and be heard by nobody. */
function say(place: Signal<string>, words: string | undefined): void {
  if (words !== undefined) place.value = place.peek() === words ? `${words}\u00a0` : words;
}
