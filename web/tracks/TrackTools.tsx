/** Which tracks are pinned, how they are coloured, and what the colours mean. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { showVessel } from '../console/focus.ts';
import { type Key, t } from '../i18n/t.ts';
import { identity, identityVersion } from '../live/picture.ts';
import { readPalette } from '../map/palette.ts';
import { drawEvent, type EventShape } from '../map/track-events.ts';
import { coloursOf, SPEED_BINS_KN, TRACK_COLOURINGS, type TrackColouring } from '../map/track-style.ts';
import { palette } from '../ui/palette.ts';
import { isUnseen, pinnedTracks, togglePinned, trackColouring } from './tracks.ts';

const COLOURINGS: Record<TrackColouring, Key> = {
  plain: 'track.plain',
  speed: 'track.bySpeed',
  activity: 'track.byActivity',
};
const ACTIVITIES: readonly Key[] = ['track.unknown', 'track.stopped', 'track.fishing', 'track.transit'];

export function TrackTools(): JSX.Element {
  void identityVersion.value;
  const pins = pinnedTracks.value;
  return (
    <section class="track-tools" aria-label={t('track.tools')}>
      {pins.length > 0 && (
        <ul>
          {pins.map((id, i) => {
            const label = isUnseen(id) ? t('vessel.unseen') : (identity(id)?.label ?? id);
            return (
              <li key={id}>
                <span class={`hue hue-${i}`} aria-hidden="true" />
                <button type="button" class="name" onClick={() => showVessel(id)}>
                  {label}
                </button>
                <button type="button" aria-label={t('track.unpinOf', { name: label })} onClick={() => togglePinned(id)}>
                  ×
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <label>
        {t('track.colour')}{' '}
        <select
          value={trackColouring.value}
          onChange={(event) => (trackColouring.value = event.currentTarget.value as TrackColouring)}
        >
          {TRACK_COLOURINGS.map((colouring) => (
            <option key={colouring} value={colouring}>
              {t(COLOURINGS[colouring])}
            </option>
          ))}
        </select>
      </label>
      <Legend />
    </section>
  );
}

function Legend(): JSX.Element | null {
  const colouring = trackColouring.value;
  void palette.value;
  if (colouring === 'plain') return null;
  const colours = coloursOf(colouring, readPalette());
  const words = colouring === 'activity' ? ACTIVITIES.map((key) => t(key)) : SPEED_BINS_KN.map(binWords);
  return (
    <ol class="track-legend">
      {colouring === 'speed' && <li>{t('track.speedUnit')}</li>}
      {words.map((text, i) => (
        <li key={text}>
          <span ref={(node) => node?.style.setProperty('background', colours[i]!)} />
          {text}
        </li>
      ))}
    </ol>
  );
}

function binWords(least: number, i: number): string {
  const next = SPEED_BINS_KN[i + 1];
  return next === undefined ? `≥ ${least}` : `${least}–${next}`;
}

const SIDE_PX = 18;

/** The shape of an event exactly as the map draws it. */
export function EventSample({ shape, priority }: { shape: EventShape; priority: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = palette.value;
  useEffect(() => {
    const element = canvas.current!;
    element.dataset.palette = shown;
    const dpr = window.devicePixelRatio || 1;
    element.width = element.height = SIDE_PX * dpr;
    const ctx = element.getContext('2d')!;
    ctx.scale(dpr, dpr);
    drawEvent(ctx, SIDE_PX / 2, SIDE_PX / 2, { shape, priority }, readPalette());
  }, [shape, priority, shown]);
  return <canvas ref={canvas} class="event-sample" />;
}
