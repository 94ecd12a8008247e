/** On pages without the list of alerts: the most urgent one that sounds, the way to it, and silence. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { silence } from '../api/work.ts';
import { said, t } from '../i18n/t.ts';
import { mergeAlerts } from '../live/picture.ts';
import { bindKeys } from '../ui/keys.ts';
import { sounding } from './alarm-sound.ts';
import { PriorityMark } from './PriorityMark.tsx';

export function WaitingStrip(): JSX.Element | null {
  useEffect(() => bindKeys({ m: quiet }), []);
  const alert = sounding.value;
  if (alert?.occurrence.priority !== 1) return null;
  return (
    <p class="waiting-strip">
      <PriorityMark priority={1} /> <a href={`/?alert=${encodeURIComponent(alert.id)}`}>{said(alert.text)}</a>{' '}
      <button type="button" onClick={quiet}>
        {t('alert.silence')} <kbd>M</kbd>
      </button>
    </p>
  );
}

/** What cannot be silenced goes on sounding: that says it. */
function quiet(): void {
  const alert = sounding.peek();
  if (alert?.occurrence.priority !== 1) return;
  silence(alert.id).then(
    (silenced) => mergeAlerts([silenced]),
    () => undefined,
  );
}
