/** At most seven alerts beside the map: whose, what, since when, and whether somebody has taken it up. */
import type { JSX } from 'preact';
import type { Alert } from '../../server/models/alert.ts';
import { isWaiting } from '../console/alert-states.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { t } from '../i18n/t.ts';
import { alerts, identity, identityVersion } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { alarmRows } from './scenes.ts';
import { shortAge } from './short-age.ts';
import { shortKind } from './short-kind.ts';
import '../i18n/wall-texts.ts';

export function AlarmRail(): JSX.Element {
  const { rows, more } = alarmRows(alerts.value.values());
  void identityVersion.value;
  return (
    <aside class="wall-rail" aria-label={t('wall.alarms')}>
      {rows.length === 0 && <p class="wall-calm">{t('wall.noAlarms')}</p>}
      <ol>
        {rows.map((alert) => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ol>
      {more > 0 && <p class="small wall-more">{t('wall.more', { n: more })}</p>}
    </aside>
  );
}

function Row({ alert }: { alert: Alert }): JSX.Element {
  const { priority, raisedAt } = alert.occurrence;
  const waits = isWaiting(alert);
  return (
    <li class={`p${priority}${waits ? ' waits' : ''}`} data-alert={alert.id}>
      <PriorityMark priority={priority} />
      <b>{labelOf(alert)}</b>
      {/* The age first: where the words are too long for a row, they are what is cut. */}
      <span class="small">
        {shortAge(now.value - raisedAt)} · {shortKind(alert)}
      </span>
    </li>
  );
}

export function labelOf({ occurrence: { vesselId } }: Alert): string {
  return identity(vesselId)?.label ?? vesselId;
}
