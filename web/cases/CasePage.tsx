/** A case: where it stands, what can be done next, and everything that was found and done, in order. */
import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime, formatTime, formatUtcTime } from '../../geofences/position-text.ts';
import type { Alert } from '../../server/models/alert.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { acknowledge } from '../api/resources.ts';
import { caseArchive, evidenceAddress, readCase, type WholeCase } from '../api/work.ts';
import { isWaiting, RESPONSES } from '../console/alert-states.ts';
import { EscalateButton, LadderLine } from '../console/LadderPanel.tsx';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { ArchiveButton } from '../evidence/ArchiveButton.tsx';
import { language, said, t } from '../i18n/t.ts';
import { alerts, mergeAlerts } from '../live/picture.ts';
import { actorName } from '../ui/actor.ts';
import { vesselPath } from '../ui/router.ts';
import { seesSome } from '../ui/session.ts';
import { ContactPanel } from './ContactPanel.tsx';
import { DueWords } from './DueWords.tsx';
import { FilePanel } from './FilePanel.tsx';
import { MessagePanel } from './MessagePanel.tsx';
import { MovePanel } from './MovePanel.tsx';
import { NotePanel } from './NotePanel.tsx';
import { TaskPanel } from './TaskPanel.tsx';
import { Timeline } from './Timeline.tsx';
import './panels.css';

const REFRESH_MS = 10_000;

/** What the panels of a case share: the case, and the way to do something about it. */
export interface PanelProps {
  shown: WholeCase;
  /** Shows what comes of an act, or why it was refused; resolves to whether it was done. */
  act(doing: Promise<unknown>): Promise<boolean>;
}

export function CasePage({ id }: { id: string }): JSX.Element {
  const { shown, problem, act } = useCase(id);
  return (
    <main class="page case-page">
      {problem && (
        <p class="problem" role="alert">
          {said(problem)}
        </p>
      )}
      {!shown && !problem && <p>{t('page.loading')}</p>}
      {shown && (
        <>
          <CaseHeader shown={shown} />
          <div class="case-columns">
            <div class="case-work">
              <CaseAlerts shown={shown} act={act} />
              <ContactPanel shown={shown} act={act} />
              <MovePanel shown={shown} act={act} />
              <TaskPanel shown={shown} act={act} />
              <MessagePanel shown={shown} act={act} />
              <FilePanel shown={shown} act={act} />
            </div>
            <div class="case-story">
              <h2>{t('case.timeline')}</h2>
              <NotePanel shown={shown} act={act} />
              <Timeline lines={shown.lines} alerts={shown.alerts} />
            </div>
          </div>
        </>
      )}
    </main>
  );
}

function useCase(id: string): { shown: WholeCase | undefined; problem: Sentence | undefined; act: PanelProps['act'] } {
  const found = useSignal<WholeCase | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  // A change of one of its alerts is a new line.
  const changes = useComputed(() =>
    [...alerts.value.values()].reduce((newest, a) => (a.caseId === id ? Math.max(newest, a.changeSeq) : newest), 0),
  );
  const newest = changes.value;
  useEffect(() => {
    let ended = false;
    const read = (): void => {
      readCase(id).then(
        (answer) => {
          if (!ended) found.value = answer;
        },
        (error: unknown) => {
          if (!ended) problem.value = sentenceFor(error);
        },
      );
    };
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [id, newest, found, problem]);
  const act = async (doing: Promise<unknown>): Promise<boolean> => {
    problem.value = undefined;
    try {
      await doing;
      found.value = await readCase(id);
      return true;
    } catch (error) {
      problem.value = sentenceFor(error);
      return false;
    }
  };
  return { shown: found.value?.id === id ? found.value : undefined, problem: problem.value, act };
}

function CaseHeader({ shown }: { shown: WholeCase }): JSX.Element {
  const { inForce } = shown;
  return (
    <header>
      <h1>
        {t('case.title')}:{' '}
        <a class="unbroken" href={vesselPath(shown.vesselId)}>
          {shown.label}
        </a>
      </h1>
      <p class="case-head">
        {shown.priority !== undefined && <PriorityMark priority={shown.priority as 1 | 2 | 3 | 4} />}
        <b class="case-state">{said(inForce.states[shown.state])}</b>
        <span>
          {t('cases.due')}: <DueWords dueAt={shown.dueAt} />
        </span>
        <span>
          {t('case.opened', { time: formatLocalTime(shown.openedAt) })} <small>{formatUtcTime(shown.openedAt)}</small>
        </span>
        {shown.acknowledgedAt !== undefined && (
          <span>
            {t('case.takenUpBy', {
              who: actorName(shown.acknowledgedBy ?? '—'),
              time: formatTime(shown.acknowledgedAt),
            })}
          </span>
        )}
        <span>{regulationWords(shown)}</span>
        <a class="button" href={evidenceAddress(shown.id, 'pdf', language.value)} download>
          {t('case.print')}
        </a>
        {!seesSome() && (
          <ArchiveButton
            label={t('archive.case')}
            name={`${shown.id}.zip`}
            fetch={() => caseArchive(shown.id, language.value)}
          />
        )}
        <a href={evidenceAddress(shown.id, 'json', language.value)} download>
          {t('case.content')}
        </a>
      </p>
    </header>
  );
}

function regulationWords({ inForce, cited }: WholeCase): string {
  const { name, nameEn } = cited ?? inForce;
  const said = language.value === 'en' ? (nameEn ?? name) : name;
  if (!cited) return t('case.regulationBuiltIn', { name: said });
  const since = formatTime(cited.since);
  return t('case.regulation', { name: said, version: cited.version, since });
}

/** The same matter under other ids, as late data had it: which stands for which. */
function Restated({ alert, among }: { alert: Alert; among: readonly Alert[] }): JSX.Element | null {
  const named = (ids: readonly string[]): Alert[] => among.filter(({ id }) => ids.includes(id));
  const { restatedAs, restates = [] } = alert;
  const others = named(restatedAs === undefined ? restates : [restatedAs]);
  if (others.length === 0) return null;
  return (
    <p class="restated">
      {t(restatedAs === undefined ? 'alert.restates' : 'alert.restatedAs')}{' '}
      {others.map(({ id, occurrence }) => (
        <a key={id} href={`#alert-${id}`}>
          {formatLocalTime(occurrence.raisedAt)} <small>{formatUtcTime(occurrence.raisedAt)}</small>
        </a>
      ))}
    </p>
  );
}

function CaseAlerts({ shown, act }: PanelProps): JSX.Element {
  const take = async (id: string): Promise<void> => mergeAlerts([await acknowledge(id, '')]);
  return (
    <section class="panel" aria-labelledby="case-alerts">
      <h2 id="case-alerts">{t('case.alerts')}</h2>
      {shown.ladder?.next && <LadderLine ladder={shown.ladder} label={t('ladder.ofCase')} />}
      <ul class="case-alerts">
        {shown.alerts.map((alert) => (
          <li key={alert.id} id={`alert-${alert.id}`}>
            <PriorityMark priority={alert.occurrence.priority} />
            <span>{said(alert.text)}</span>
            <div class="case-standing">
              <b>{t(RESPONSES[alert.response.state])}</b>
              {isWaiting(alert) && (
                <button type="button" class="primary" onClick={() => void act(take(alert.id))}>
                  {t('alert.acknowledge')}
                </button>
              )}
              <EscalateButton alert={alert} act={act} />
            </div>
            <Restated alert={alert} among={shown.alerts} />
            <LadderLine ladder={alert.ladder} />
          </li>
        ))}
      </ul>
    </section>
  );
}
