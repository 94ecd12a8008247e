/** Everything that was found and done, the newest on top; it is only ever added to. */
import type { JSX } from 'preact';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { CaseLine } from '../../server/models/case.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import './timeline.css';

const KINDS: Record<CaseLine['kind'], Key> = {
  'alert-raised': 'case.raised',
  'alert-cleared': 'case.cleared',
  'alert-retracted': 'case.retracted',
  'alert-restated': 'case.restated',
  'alert-rose': 'line.rose',
  acknowledged: 'case.acknowledged',
  silenced: 'line.silenced',
  shelved: 'line.shelved',
  unshelved: 'line.unshelved',
  suppressed: 'line.suppressed',
  released: 'line.released',
  escalated: 'line.escalated',
  delivery: 'case.delivery',
  answer: 'case.answer',
  moved: 'line.moved',
  contact: 'line.contact',
  note: 'line.note',
  task: 'line.task',
  'task-answered': 'line.taskAnswered',
  file: 'line.file',
};

interface TimelineProps {
  lines: readonly CaseLine[];
  /** Of the case: where there are several, each line says of which it tells. */
  alerts: readonly Alert[];
}

export function Timeline({ lines, alerts }: TimelineProps): JSX.Element {
  return (
    <ol class="timeline">
      {newestFirst(lines).map((line, i) => (
        <li key={`${line.at} ${line.kind} ${lines.length - i}`} class={line.kind}>
          <time dateTime={new Date(line.at).toISOString()}>
            {formatLocalTime(line.at)} <small>{formatUtcTime(line.at)}</small>
          </time>
          <div>
            <b>{t(KINDS[line.kind])}</b> <span class="by">{actorName(line.by)}</span>
            <p>{said(line.text)}</p>
            {alerts.length > 1 && !TELLING.has(line.kind) && (
              <About alert={alerts.find(({ id }) => id === line.alertId)} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Their own words are those of the alert. */
const TELLING: ReadonlySet<CaseLine['kind']> = new Set([
  'alert-raised',
  'alert-cleared',
  'alert-retracted',
  'alert-rose',
]);

function About({ alert }: { alert: Alert | undefined }): JSX.Element | null {
  if (!alert) return null;
  const { priority, raisedAt } = alert.occurrence;
  return (
    <p class="about-alert" title={said(alert.text)}>
      {t('line.about', { n: priority, time: formatLocalTime(raisedAt), text: said(alert.text) })}
    </p>
  );
}

function newestFirst(lines: readonly CaseLine[]): CaseLine[] {
  return [...lines].reverse();
}
