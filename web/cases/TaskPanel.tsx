/** Tasks of a case: given to a unit or a person with a due time, answered once. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Task } from '../../server/models/case.ts';
import { answerTask, giveTask } from '../api/work.ts';
import { type Key, t } from '../i18n/t.ts';
import { serverNow } from '../live/picture.ts';
import { durationWords } from '../ui/format.ts';
import type { PanelProps } from './CasePage.tsx';
import { DueWords } from './DueWords.tsx';

const STATES: Record<Task['state'], Key> = { open: 'task.open', done: 'task.done', declined: 'task.declined' };
const HOUR_MS = 3_600_000;
/** Hours until a task is due. */
const HOURS = [1, 2, 4, 8, 24, 72, 168];

export function TaskPanel({ shown, act }: PanelProps): JSX.Element {
  const what = useSignal('');
  const assignee = useSignal('');
  const hours = useSignal(4);
  const give = async (): Promise<void> => {
    const dueAt = serverNow() + hours.value * HOUR_MS;
    if (await act(giveTask(shown.id, { what: what.value, assignee: assignee.value, dueAt: Math.round(dueAt) })))
      what.value = '';
  };
  return (
    <section class="panel" aria-labelledby="task-title">
      <h2 id="task-title">{t('task.title')}</h2>
      {shown.tasks.length > 0 && (
        <ul class="tasks">
          {shown.tasks.map((task) => (
            <li key={task.id} class={task.state}>
              <b>{task.assignee}</b>: {task.what}{' '}
              {task.state === 'open' ? <DueWords dueAt={task.dueAt} /> : <b>{t(STATES[task.state])}</b>}
              {task.answeredAt !== undefined && (
                <p>
                  {task.answer} <small>{`${task.answeredBy} ${formatLocalTime(task.answeredAt)}`}</small>
                </p>
              )}
              {task.state === 'open' && <AnswerForm task={task} act={act} />}
            </li>
          ))}
        </ul>
      )}
      {shown.closedAt === undefined && (
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          <label>
            {t('task.assignee')}
            <input
              required
              maxLength={200}
              value={assignee.value}
              onInput={(event) => (assignee.value = event.currentTarget.value)}
            />
          </label>
          <label>
            {t('task.what')}
            <input
              required
              maxLength={2000}
              value={what.value}
              onInput={(event) => (what.value = event.currentTarget.value)}
            />
          </label>
          <label>
            {t('task.due')}
            <select value={hours.value} onChange={(event) => (hours.value = Number(event.currentTarget.value))}>
              {HOURS.map((one) => (
                <option key={one} value={one}>
                  {t('cases.in', { age: durationWords(one * HOUR_MS) })}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">{t('task.give')}</button>
        </form>
      )}
    </section>
  );
}

function AnswerForm({ task, act }: { task: Task; act: PanelProps['act'] }): JSX.Element {
  const answer = useSignal('');
  const send = (state: 'done' | 'declined') => void act(answerTask(task.id, { state, answer: answer.value }));
  const ready = answer.value.trim() !== '';
  return (
    <span class="answer">
      <input
        aria-label={t('task.answer')}
        placeholder={t('task.answer')}
        maxLength={2000}
        value={answer.value}
        onInput={(event) => (answer.value = event.currentTarget.value)}
      />
      <button type="button" disabled={!ready} onClick={() => send('done')}>
        {t('task.done')}
      </button>
      <button type="button" disabled={!ready} onClick={() => send('declined')}>
        {t('task.declined')}
      </button>
    </span>
  );
}
