/** The most pressing alerts with their whole sentences. */
import type { JSX } from 'preact';
import { isWaiting } from '../console/alert-states.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { said, t } from '../i18n/t.ts';
import { alerts, identityVersion } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { durationWords } from '../ui/format.ts';
import { labelOf } from './AlarmRail.tsx';
import { alarmRows } from './scenes.ts';
import '../i18n/wall-texts.ts';

export function AlertsScene(): JSX.Element {
  const { rows, more } = alarmRows(alerts.value.values());
  void identityVersion.value;
  return (
    <>
      <h1>{t('wall.alarms')}</h1>
      {rows.length === 0 && <p class="wall-calm">{t('wall.noAlarms')}</p>}
      <ol class="wall-alerts">
        {rows.map((alert) => (
          <li key={alert.id} class={`p${alert.occurrence.priority}${isWaiting(alert) ? ' waits' : ''}`}>
            <PriorityMark priority={alert.occurrence.priority} />
            <span>
              <b>{labelOf(alert)}</b>
              <span class="small wall-sentence">{said(alert.text)}</span>
            </span>
            <span class="small wall-when">
              {durationWords(Math.max(0, now.value - alert.occurrence.raisedAt))}
              <br />
              {t(isWaiting(alert) ? 'wall.waits' : 'wall.taken')}
            </span>
          </li>
        ))}
      </ol>
      {more > 0 && <p class="small">{t('wall.more', { n: more })}</p>}
    </>
  );
}
