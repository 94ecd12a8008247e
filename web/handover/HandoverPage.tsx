/** Shift handover: what stands open, what happened, notes; signed by who leaves and by who takes over. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime, formatTime } from '../../geofences/position-text.ts';
import type { DocumentName } from '../../server/models/entry.ts';
import type { Handover, HandoverContent } from '../../server/models/handover.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { giveShift, readHandoverDraft, readHandovers, takeShift } from '../api/work.ts';
import { DueWords } from '../cases/DueWords.tsx';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { type Key, said, t } from '../i18n/t.ts';
import { casePath } from '../ui/router.ts';
import { sessionState } from '../ui/session.ts';
import '../i18n/page-texts.ts';
import './handover.css';

export function HandoverPage(): JSX.Element {
  const draft = useSignal<HandoverContent | undefined>(undefined);
  const past = useSignal<Handover[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const notes = useSignal('');
  const read = async (): Promise<void> => {
    try {
      [draft.value, past.value] = await Promise.all([readHandoverDraft(), readHandovers()]);
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  useEffect(() => void read(), []);
  const act = async (doing: Promise<unknown>): Promise<void> => {
    problem.value = undefined;
    try {
      await doing;
      notes.value = '';
    } catch (error) {
      problem.value = sentenceFor(error);
      return;
    }
    await read();
  };
  const shown = draft.value;
  return (
    <main class="page handover">
      <h1>{t('handover.title')}</h1>
      <p>
        <a href="/alarms">{t('nav.alarms')}</a>
      </p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!shown && !problem.value && <p>{t('page.loading')}</p>}
      {shown && (
        <section class="panel">
          <Content content={shown} />
          <form
            class="note"
            onSubmit={(event) => {
              event.preventDefault();
              void act(giveShift(shown.from, notes.value));
            }}
          >
            <label>
              {t('handover.notes')}
              <textarea
                rows={3}
                maxLength={5000}
                value={notes.value}
                onInput={(event) => (notes.value = event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="primary">
              {t('handover.give')}
            </button>
          </form>
        </section>
      )}
      <h2>{t('handover.past')}</h2>
      {past.value.length > 0 && (
        <ul class="handovers">
          {past.value.map((one) => (
            <Signed key={one.id} handover={one} onTake={(remarks) => void act(takeShift(one.id, remarks))} />
          ))}
        </ul>
      )}
    </main>
  );
}

function Content({ content }: { content: HandoverContent }): JSX.Element {
  const { happened } = content;
  const counts = [
    [t('handover.alerts'), happened.alerts],
    [t('handover.acknowledged'), happened.acknowledged],
    [t('handover.calls'), happened.calls],
    [t('handover.moved'), happened.moved],
    [t('handover.closed'), happened.closed],
  ] as const;
  return (
    <>
      <p>{t('handover.span', { from: formatTime(content.from), to: formatTime(content.to) })}</p>
      <div class="handover-columns">
        <div>
          <h3>{t('handover.open')}</h3>
          <Counts
            counts={[
              [t('handover.waiting'), content.waiting],
              [t('handover.shelved'), content.shelved.length],
              [t('handover.suppressed'), content.suppressed],
              [t('handover.tasks'), content.openTasks],
            ]}
          />
          <ul class="handover-open">
            {content.openCases.map((one) => (
              <li key={one.id}>
                {one.priority !== undefined && <PriorityMark priority={one.priority as 1 | 2 | 3 | 4} />}{' '}
                <a href={casePath(one.id)}>{one.label}</a> – {said(one.words)} · {t('handover.due')}{' '}
                <DueWords dueAt={one.dueAt} />
              </li>
            ))}
            {content.shelved.map((one) => (
              <li key={one.id}>
                {t('handover.shelved')}: {typeof one.text === 'string' ? one.text : said(one.text)} – {one.reason}{' '}
                <DueWords dueAt={one.until} />
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t('handover.happened')}</h3>
          <Counts counts={counts} />
          {happened.settings.length > 0 && (
            <p>
              {t('handover.settings')}: {happened.settings.map(settingWord).join(', ')}
            </p>
          )}
        </div>
      </div>
    </>
  );
}

function Counts({ counts }: { counts: readonly (readonly [string, number])[] }): JSX.Element {
  return (
    <dl class="counts">
      {counts.map(([what, n]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{n}</dd>
        </div>
      ))}
    </dl>
  );
}

function Signed({ handover, onTake }: { handover: Handover; onTake: (remarks: string) => void }): JSX.Element {
  const remarks = useSignal('');
  const state = sessionState.value;
  const me = state.kind === 'in' ? state.session.user : '';
  return (
    <li class="panel">
      <p>
        <b>{t('handover.givenBy', { who: handover.givenBy, time: formatLocalTime(handover.givenAt) })}</b>
        {' · '}
        {handover.takenAt === undefined
          ? t('handover.notTaken')
          : t('handover.takenBy', { who: handover.takenBy ?? '—', time: formatLocalTime(handover.takenAt) })}
      </p>
      {handover.notes && <p class="quoted">{handover.notes}</p>}
      {handover.remarks && <p class="quoted">{handover.remarks}</p>}
      <details>
        <summary>{t('handover.open')}</summary>
        <Content content={handover.content} />
        <small class="hash">{t('handover.hash', { hash: handover.hash })}</small>
      </details>
      {handover.state === 'given' && me === handover.givenBy && <p>{t('handover.otherMustTake')}</p>}
      {handover.state === 'given' && me !== handover.givenBy && (
        <form
          class="fields"
          onSubmit={(event) => {
            event.preventDefault();
            onTake(remarks.value);
          }}
        >
          <label>
            {t('handover.remarks')}
            <input
              maxLength={5000}
              value={remarks.value}
              onInput={(event) => (remarks.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="primary">
            {t('handover.take')}
          </button>
        </form>
      )}
    </li>
  );
}

const SETTINGS: Readonly<Record<DocumentName, Key>> = {
  zones: 'handover.zones',
  rules: 'handover.rules',
  contacts: 'handover.contacts',
  routing: 'handover.routing',
  formats: 'handover.formats',
  units: 'handover.units',
  rosters: 'handover.rosters',
  templates: 'handover.templates',
  subscriptions: 'handover.subscriptions',
  regulation: 'handover.regulation',
  suppressions: 'handover.suppressions',
  ladders: 'handover.ladders',
  approvals: 'handover.approvals',
  'sign-in': 'handover.signIn',
  feeds: 'handover.feeds',
};

/** One that a later version has brought is called as it is called there. */
function settingWord(name: string): string {
  return Object.hasOwn(SETTINGS, name) ? t(SETTINGS[name as DocumentName]) : name;
}
