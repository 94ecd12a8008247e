/** Everything that was found and done, the newest on top; it is only ever added to. */
import type { JSX } from 'preact';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { CaseLine } from '../../server/models/case.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';

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

export function Timeline({ lines }: { lines: readonly CaseLine[] }): JSX.Element {
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
          </div>
        </li>
      ))}
    </ol>
  );
}

function newestFirst(lines: readonly CaseLine[]): CaseLine[] {
  return [...lines].reverse();
}
