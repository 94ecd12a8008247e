/** The list of alerts: unacknowledged first; it stands still while somebody points at it or has the keyboard in it. */
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Alert } from '../../server/models/alert.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { acknowledge } from '../api/resources.ts';
import { silence } from '../api/work.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { alerts, mergeAlerts, status } from '../live/picture.ts';
import { bindKeys } from '../ui/keys.ts';
import { casePath, navigate, vesselPath } from '../ui/router.ts';
import { AlertRow } from './AlertRow.tsx';
import { AsideList } from './AsideList.tsx';
import { GROUPINGS, type Grouping, groupsOf } from './alert-groups.ts';
import { alikeTo, frozen, neighbour, ordered } from './alert-order.ts';
import { isAside, isWaiting } from './alert-states.ts';
import { escalating, flyTo, selectedAlert, shelving, showVessel, stayInList } from './focus.ts';
import { PriorityMark } from './PriorityMark.tsx';
import { PushSwitch } from './PushSwitch.tsx';
import { SoundSwitch } from './SoundSwitch.tsx';
import { keepStill } from './still-list.ts';
import { onlyPart, openPart } from './windows.ts';

/** Rows in the page at once; the rest is counted and comes up as these are dealt with. */
const MAX_ROWS = 100;

export function AlertRail(): JSX.Element {
  const frame = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const comment = useRef<HTMLInputElement>(null);
  const held = useSignal<{ order: string[]; showsOver: boolean } | undefined>(undefined);
  const problem = useSignal<{ id: string; sentence: Sentence } | undefined>(undefined);
  const opened = useSignal<ReadonlySet<string>>(new Set());
  /** A press met another row than the one that was there a moment before. */
  const missed = useSignal(false);
  const open = [...alerts.value.values()];
  const all = ordered(open.filter((alert) => !isAside(alert)));
  const aside = ordered(open.filter(isAside));
  const { shown, hidden } = held.value ? frozen(all, held.value.order) : { shown: all, hidden: [] };
  const groups = groupsOf(shown, grouping.value).map((group) => {
    const isOpen = opened.value.has(group.key) || group.rest.some(({ id }) => id === selectedAlert.value);
    return { ...group, isOpen, rows: isOpen ? [group.lead, ...group.rest] : [group.lead] };
  });
  const rows = groups.flatMap((group) => group.rows).slice(0, MAX_ROWS);
  const inView = new Set(rows);
  const waiting = all.filter(isWaiting).length;
  const over = all.filter(({ response }) => response.state === 'returned').length;

  const hold = (): void => {
    held.value ??= { order: all.map((alert) => alert.id), showsOver: over > 0 };
  };
  const release = (): void => {
    if (list.current?.matches(':hover') || list.current?.contains(document.activeElement)) return;
    held.value = undefined;
    missed.value = false;
  };
  useEffect(() => keepStill(frame.current!, list.current!.querySelector('ol')!, () => (missed.value = true)), [missed]);
  const send = async (id: string, text: string): Promise<void> => {
    problem.value = undefined;
    const stay = stayInList();
    try {
      mergeAlerts([await acknowledge(id, text)]);
      stay();
    } catch (error) {
      problem.value = { id, sentence: sentenceFor(error) };
    }
  };

  const sendAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await send(id, '');
  };
  const quiet = async (id: string): Promise<void> => {
    try {
      mergeAlerts([await silence(id)]);
    } catch (error) {
      problem.value = { id, sentence: sentenceFor(error) };
    }
  };

  // A mail's link (`/?alert=ID`) names an alert: it is taken in hand as soon as the picture has it.
  const linked = useRef(new URLSearchParams(location.search).get('alert'));
  const named = linked.current === null ? undefined : standingFor(linked.current);
  useEffect(() => {
    if (!named) return;
    linked.current = null;
    select(named);
    fly(named);
  }, [named]);

  // The one in hand was restated under another id: it stays in hand.
  const heir = selectedAlert.value === undefined ? undefined : standingFor(selectedAlert.value);
  useEffect(() => {
    if (heir) selectedAlert.value = heir.id;
  }, [heir]);

  const current = useRef(rows);
  current.current = rows;
  useEffect(() => {
    const selected = (): Alert | undefined => current.current.find((alert) => alert.id === selectedAlert.value);
    const move = (step: 1 | -1): void => {
      const next = neighbour(current.current, selectedAlert.value, step);
      if (!next) return;
      select(next);
      list.current?.querySelector(`[data-alert="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' });
    };
    return bindKeys({
      j: () => move(1),
      k: () => move(-1),
      Enter: () => {
        const alert = selected();
        if (alert) fly(alert);
      },
      a: () => {
        const alert = selected();
        if (alert && isWaiting(alert)) void send(alert.id, comment.current?.value ?? '');
      },
      c: () => {
        const alert = selected();
        if (!alert || alert.caseId === '') return;
        const done = isWaiting(alert) ? send(alert.id, comment.current?.value ?? '') : Promise.resolve();
        void done.then(() => problem.value?.id !== alert.id && navigate(casePath(alert.caseId)));
      },
      'Shift+a': () => comment.current?.focus(),
      s: () => {
        shelving.value = shelving.value === undefined ? selected()?.id : undefined;
        escalating.value = undefined;
      },
      e: () => {
        escalating.value = escalating.value === undefined ? selected()?.id : undefined;
        shelving.value = undefined;
      },
      b: nextGrouping,
      m: () => {
        const alert = selected();
        if (alert && isWaiting(alert)) void quiet(alert.id);
      },
    });
  }, []);

  return (
    <section class="rail" aria-labelledby="rail-title" ref={frame}>
      <div class="rail-head">
        <h2 id="rail-title">
          {t('alerts.title')}{' '}
          <span class={waiting > 0 ? 'waiting-count some' : 'waiting-count'}>
            {t('alerts.waiting', { n: waiting - over })}
          </span>
        </h2>
        <button type="button" class="sound grouping" title={t('alerts.groupWhy')} onClick={nextGrouping}>
          {t(GROUPING_WORDS[grouping.value])}
        </button>
        {(held.value?.showsOver ?? over > 0) && (
          <span class="waiting-count">{t('alerts.waitingOver', { n: over })}</span>
        )}
        <SoundSwitch />
        <PushSwitch />
        {onlyPart.value === undefined && (
          <button
            type="button"
            class="sound own-window"
            aria-label={t('window.alerts')}
            title={t('window.alerts')}
            onClick={() => openPart('alerts')}
          >
            ↗
          </button>
        )}
      </div>
      {all.length === 0 && <p class="empty">{status.value ? t('alerts.none') : t('connection.connecting')}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only stands still while somebody is in it */}
      <div
        class="rail-list"
        ref={list}
        onMouseEnter={hold}
        onFocusIn={hold}
        onMouseLeave={release}
        onFocusOut={() => setTimeout(release)}
      >
        <ol>
          {groups.map((group) => (
            <Fragment key={group.key}>
              {group.rows
                .filter((alert) => inView.has(alert))
                .map((alert) => (
                  <AlertRow
                    key={alert.id}
                    alert={alert}
                    selected={alert.id === selectedAlert.value}
                    problem={problem.value?.id === alert.id ? problem.value.sentence : undefined}
                    comment={comment}
                    onSelect={() => {
                      select(alert);
                      fly(alert);
                    }}
                    alike={alert.id === selectedAlert.value ? alikeTo(alert, rows) : []}
                    onAcknowledge={(text) => void send(alert.id, text)}
                    onAcknowledgeAll={(ids) => void sendAll(ids)}
                  />
                ))}
              {group.rest.length > 0 && inView.has(group.lead) && (
                <li class="fold" data-presses={`fold ${group.key}`}>
                  <button
                    type="button"
                    aria-expanded={group.isOpen}
                    onClick={() => (opened.value = toggled(opened.value, group.key))}
                  >
                    {group.isOpen
                      ? t('alerts.fold')
                      : t('alerts.unfold', { n: group.rest.length, waiting: group.rest.filter(isWaiting).length })}
                  </button>
                </li>
              )}
            </Fragment>
          ))}
        </ol>
        <RailNews
          missed={missed.value}
          hidden={hidden}
          further={furtherThan(rows.length, groups)}
          onTake={(alert) => {
            held.value = undefined;
            missed.value = false;
            select(alert);
            fly(alert);
          }}
        />
      </div>
      <AsideList
        aside={aside}
        comment={comment}
        onSelect={(alert) => {
          select(alert);
          fly(alert);
        }}
      />
    </section>
  );
}

interface RailNewsProps {
  /** A press was not taken. */
  missed: boolean;
  /** Those that came while the list stood still. */
  hidden: readonly Alert[];
  /** Rows for which there is no room. */
  further: number;
  onTake(alert: Alert): void;
}

/**
 * What the list does not show. It lies over the list's lower edge, so that no row moves under the pointer when something comes;
 * that somebody is in distress is seen although the list stands still.
 */
function RailNews({ missed, hidden, further, onTake }: RailNewsProps): JSX.Element {
  const urgent = hidden.find((alert) => alert.occurrence.priority === 1 && isWaiting(alert));
  return (
    <div class={missed || hidden.length > 0 || further > 0 ? 'rail-news' : 'rail-news none'}>
      <p class="held" role="status">
        {missed && t('alerts.pressMissed')} {hidden.length > 0 && t('alerts.held', { n: hidden.length })}{' '}
        {further > 0 && t('alerts.further', { n: further })}
      </p>
      {urgent && (
        <p class="urgent">
          <PriorityMark priority={1} />{' '}
          <button type="button" data-presses={urgent.id} title={said(urgent.text)} onClick={() => onTake(urgent)}>
            {said(urgent.text)}
          </button>
        </p>
      )}
    </div>
  );
}

const GROUPING_KEY = 'haidang.grouping';
const GROUPING_WORDS: Readonly<Record<Grouping, Key>> = {
  none: 'alerts.group',
  vessel: 'alerts.groupVessel',
  rule: 'alerts.groupRule',
};
const grouping = signal<Grouping>(GROUPINGS.find((one) => one === localStorage.getItem(GROUPING_KEY)) ?? 'none');

function nextGrouping(): void {
  grouping.value = GROUPINGS[(GROUPINGS.indexOf(grouping.peek()) + 1) % GROUPINGS.length]!;
  localStorage.setItem(GROUPING_KEY, grouping.peek());
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Rows that would stand there if there were room; those that are folded away are counted where they are. */
function furtherThan(shown: number, groups: readonly { rows: readonly Alert[] }[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0) - shown;
}

function select(alert: Alert): void {
  selectedAlert.value = alert.id;
  navigate(vesselPath(alert.occurrence.vesselId), 'replace');
}

/** The alert of that id, or the one that stands in its place since it was restated. */
function standingFor(id: string): Alert | undefined {
  return alerts.value.get(id) ?? [...alerts.value.values()].find(({ restates }) => restates?.includes(id));
}

/** To where the vessel is now; to where it happened when nobody knows. */
function fly(alert: Alert): void {
  if (!showVessel(alert.occurrence.vesselId)) flyTo(alert.occurrence.lon, alert.occurrence.lat);
}
