/** One vessel: who it is, where and how old that is, whom to call, what is open. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatHours, formatLocalTime } from '../../geofences/position-text.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readVessel, type VesselDetail } from '../api/resources.ts';
import { VesselArchive } from '../evidence/VesselArchive.tsx';
import { language, said, t } from '../i18n/t.ts';
import { alerts, identity, identityVersion } from '../live/picture.ts';
import { shownFleet } from '../replay/replay.ts';
import { EventSample } from '../tracks/TrackTools.tsx';
import { MOST_PINNED, pinnedTracks, type TrackState, togglePinned } from '../tracks/tracks.ts';
import { ExportMenu, MAP_FORMATS } from '../ui/ExportMenu.tsx';
import { casePath, navigate, recordPath } from '../ui/router.ts';
import { seesSome } from '../ui/session.ts';
import { ordered } from './alert-order.ts';
import { PossibleArea } from './PossibleArea.tsx';
import { PriorityMark } from './PriorityMark.tsx';
import { VesselPosition } from './VesselPosition.tsx';
import { VesselRegistry } from './VesselRegistry.tsx';

export interface VesselCardProps {
  id: string;
  track: TrackState;
  trackWanted: boolean;
  onTrack(): void;
}

export function VesselCard({ id, track, trackWanted, onTrack }: VesselCardProps): JSX.Element {
  const detail = useSignal<VesselDetail | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const isUnseen = useSignal(false);
  useEffect(() => {
    const abort = new AbortController();
    readVessel(id, abort.signal).then(
      (read) => (detail.value = read),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        isUnseen.value = error instanceof RequestError && error.status === 404;
        problem.value = sentenceFor(error);
      },
    );
    return () => abort.abort();
  }, [id, detail, problem, isUnseen]);

  void identityVersion.value;
  const known = identity(id);
  // Nothing is known of it here, which is no word on whether it has reported or is registered.
  if (isUnseen.value && !known) return <UnseenCard />;
  const vessel = detail.value;
  const name = vessel?.name ?? known?.name;
  const label = known?.label ?? vessel?.label ?? t('vessel.unnamed');
  const open = ordered(alerts.value.values()).filter((alert) => alert.occurrence.vesselId === id);
  const caseId = open[0]?.caseId ?? vessel?.alerts?.[0]?.caseId;
  return (
    <aside class="card" aria-labelledby="vessel-title">
      <header>
        <h2 id="vessel-title">
          {label} {name && name !== label && <small>{name}</small>}
        </h2>
        <button type="button" class="close" aria-label={t('action.close')} onClick={() => navigate('/')}>
          ×
        </button>
      </header>
      <VesselPosition id={id} latest={vessel?.latest} />
      {open.length > 0 && !shownFleet.value.live && <p class="empty">{t('replay.alertsNow')}</p>}
      {open.map((alert) => (
        <p key={alert.id} class={`card-alert p${alert.occurrence.priority}`}>
          <PriorityMark priority={alert.occurrence.priority} /> {said(alert.text)}
        </p>
      ))}
      <PossibleArea id={id} open={open} />
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <VesselRegistry
        vessel={vessel}
        registered={known?.registered ?? vessel?.registered ?? false}
        mmsi={known?.mmsi}
      />
      <TrackNote track={track} wanted={trackWanted} />
      <TrackEvents track={track} />
      <div class="card-buttons">
        <button type="button" aria-pressed={trackWanted} onClick={onTrack}>
          {trackWanted ? t('track.hide') : t('track.show')}
        </button>
        <PinButton id={id} />
        <ExportMenu parts={() => [{ path: trackPath(id), query: spanOf(track), formats: MAP_FORMATS }]} opensUp />
        <a class="button" href={recordPath(id)}>
          {t('vessel.record')}
        </a>
        {caseId && (
          <a class="button" href={casePath(caseId)}>
            {t('alert.case')}
          </a>
        )}
      </div>
      {vessel && !seesSome() && <VesselArchive id={id} label={label} />}
    </aside>
  );
}

/** A link may name a vessel that whoever opens it must not see, or that is not there. */
function UnseenCard(): JSX.Element {
  return (
    <aside class="card" aria-labelledby="vessel-title">
      <header>
        <h2 id="vessel-title">{t('vessel.unseen')}</h2>
        <button type="button" class="close" aria-label={t('action.close')} onClick={() => navigate('/')}>
          ×
        </button>
      </header>
      <p class="problem" role="alert">
        {t('vessel.unseenWhy')}
      </p>
    </aside>
  );
}

function trackPath(id: string): string {
  return `/vessels/${encodeURIComponent(id)}/track`;
}

/** The stretch that the map shows; the server's own, the newest two days, while it shows none. */
function spanOf({ track }: TrackState): string {
  return track?.first && track.last ? `from=${track.first.time}&to=${track.last.time}` : '';
}

function TrackNote({ track: { track, problem }, wanted }: { track: TrackState; wanted: boolean }): JSX.Element | null {
  if (problem) return <p class="problem">{said(problem)}</p>;
  if (!wanted || !track) return null;
  if (!track.first || !track.last) return <p class="track-note">{t('track.none')}</p>;
  return (
    <p class="track-note">
      {t('track.coverage', {
        from: formatLocalTime(track.first.time),
        to: formatLocalTime(track.last.time),
        step: formatHours(track.dotStepMs / 3_600_000, language.value),
      })}{' '}
      {t('track.gaps', { n: track.gaps.length })}
    </p>
  );
}

function PinButton({ id }: { id: string }): JSX.Element {
  const isPinned = pinnedTracks.value.includes(id);
  const isFull = !isPinned && pinnedTracks.value.length >= MOST_PINNED;
  return (
    <button
      type="button"
      aria-pressed={isPinned}
      disabled={isFull}
      title={isFull ? t('track.pinFull', { n: MOST_PINNED }) : t('track.pinWhy')}
      onClick={() => togglePinned(id)}
    >
      {isPinned ? t('track.unpin') : t('track.pin')}
    </button>
  );
}

function TrackEvents({ track: { events } }: { track: TrackState }): JSX.Element | null {
  if (events.length === 0) return null;
  return (
    <details class="track-events">
      <summary>{t('track.events', { n: events.length })}</summary>
      <ul>
        {events.map(({ shape, priority, words }) => (
          <li key={words}>
            <EventSample shape={shape} priority={priority} /> <span>{words}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
