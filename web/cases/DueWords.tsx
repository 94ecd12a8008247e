/** Until when the next step is wanted; overdue stands out by words, not by colour alone. */
import type { JSX } from 'preact';
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';
import { t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { durationWords } from '../ui/format.ts';

export function DueWords({ dueAt }: { dueAt: number | undefined }): JSX.Element {
  if (dueAt === undefined) return <span>{t('cases.noDue')}</span>;
  const left = dueAt - now.value;
  return (
    <span class={left < 0 ? 'due over' : 'due'}>
      {left < 0 ? t('cases.overdue', { age: durationWords(-left) }) : t('cases.in', { age: durationWords(left) })}{' '}
      <small>
        {formatLocalTime(dueAt)} <span class="wide-only">{formatUtcTime(dueAt)}</span>
      </small>
    </span>
  );
}
