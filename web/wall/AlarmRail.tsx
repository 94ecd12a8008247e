/** At most seven alerts beside the map: whose, what, since when, and whether somebody has taken it up. */
import type { JSX } from 'preact';
import { ruleKinds } from '../../geofences/rules/index.ts';
import type { Alert } from '../../server/models/alert.ts';
import { isWaiting } from '../console/alert-states.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { type Key, said, t } from '../i18n/t.ts';
import { alerts, identity, identityVersion } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { alarmRows } from './scenes.ts';
import { shortAge } from './short-age.ts';
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
        <b>{shortAge(now.value - raisedAt)}</b> {fewWords(alert)}
      </span>
    </li>
  );
}

export function labelOf({ occurrence: { vesselId } }: Alert): string {
  return identity(vesselId)?.label ?? vesselId;
}

/** As few letters as a row has room for. */
const FEW: Readonly<Record<string, Key>> = {
  'boundary-cross': 'wall.crossed',
  'boundary-approach': 'wall.near',
  'boundary-time': 'wall.heading',
  silence: 'wall.lost',
};

function fewWords(alert: Alert): string {
  const few = FEW[alert.occurrence.kind];
  return few ? t(few) : kindWords(alert);
}

/** What kind of thing it is; the whole sentence stands in the scene of alerts. */
export function kindWords({ occurrence, text }: Alert): string {
  const title = ruleKinds.get(occurrence.kind)?.title;
  return title ? said(title) : said(text);
}
