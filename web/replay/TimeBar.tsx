/** The bar under a map that shows the past: where in time it is, how fast it goes, and the way back. Keys: Space , . [ ] L */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount, said, t } from '../i18n/t.ts';
import { serverNow } from '../live/picture.ts';
import { clockText, dateText } from '../ui/format.ts';
import { bindKeys } from '../ui/keys.ts';
import { MomentField } from '../ui/TimeFields.tsx';
import {
  backToLive,
  changeSpeed,
  isLoading,
  isPlaying,
  replayProblem,
  replaySpeed,
  replayTime,
  replayVersion,
  SPEEDS,
  seek,
  setSpeed,
  shownFleet,
  togglePlaying,
} from './replay.ts';
import '../i18n/panel-texts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How far the bar reaches back, in days. */
const REACHES = [1, 2, 7, 30] as const;
const STEP_MS = 10 * MINUTE_MS;

export function TimeBar(): JSX.Element {
  const reachDays = useSignal<number>(2);
  useEffect(
    () =>
      bindKeys({
        ' ': togglePlaying,
        ',': () => seek(replayTime.peek() - STEP_MS),
        '.': () => seek(replayTime.peek() + STEP_MS),
        '[': () => changeSpeed(-1),
        ']': () => changeSpeed(1),
      }),
    [],
  );
  const bar = useRef<HTMLElement>(null);
  useEffect(() => tellHeight(bar.current!), []);
  const time = replayTime.value;
  const end = serverNow();
  const start = Math.min(end - reachDays.value * DAY_MS, time);
  void replayVersion.value;
  const isEmpty = !isLoading.value && !replayProblem.value && shownFleet.value.store.count === 0;
  const words = `${dateText(time, 'local')} ${clockText(time, 'local')} GMT+7`;
  return (
    <>
      <div class="replay-frame" aria-hidden="true" />
      <p class="replay-strip" role="status">
        <strong>{t('replay.strip')}</strong> <time>{words}</time>{' '}
        <small>
          {dateText(time, 'utc')} {clockText(time, 'utc')} UTC
        </small>
      </p>
      <section class="time-bar" aria-label={t('replay.bar')} ref={bar}>
        <button type="button" onClick={togglePlaying} title={t('replay.playKey')}>
          {isPlaying.value ? `❚❚ ${t('replay.pause')}` : `▶ ${t('replay.play')}`}
        </button>
        <button
          type="button"
          onClick={() => seek(time - STEP_MS)}
          aria-label={t('replay.back')}
          title={t('replay.back')}
        >
          −10′
        </button>
        <button type="button" onClick={() => seek(time + STEP_MS)} aria-label={t('replay.on')} title={t('replay.on')}>
          +10′
        </button>
        <button type="button" class="primary" onClick={backToLive}>
          {t('replay.toLive')}
        </button>
        <input
          type="range"
          min={start}
          max={end}
          step={MINUTE_MS}
          value={time}
          aria-label={t('replay.time')}
          aria-valuetext={words}
          onInput={(event) => seek(Number(event.currentTarget.value))}
        />
        <MomentField label={t('replay.timeLocal')} time={time} onChange={seek} />
        <label>
          {t('replay.speed')}{' '}
          <select value={replaySpeed.value} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {formatCount(speed)}×
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('replay.reach')}{' '}
          <select value={reachDays.value} onChange={(event) => (reachDays.value = Number(event.currentTarget.value))}>
            {REACHES.map((days) => (
              <option key={days} value={days}>
                {t('age.days', { n: days })}
              </option>
            ))}
          </select>
        </label>
        <small class="replay-note rings">{t('replay.rings')}</small>
        {isLoading.value && <span class="replay-note">{t('replay.loading')}</span>}
        {isEmpty && (
          <span class="replay-note" role="status">
            {t('replay.empty')}
          </span>
        )}
        {replayProblem.value && (
          <span class="replay-note" role="alert">
            {said(replayProblem.value)}
          </span>
        )}
      </section>
    </>
  );
}

/** What lies at the map's lower edge stands above the bar, however many lines it takes. Returns the way to end it. */
function tellHeight(bar: HTMLElement): () => void {
  const { style } = document.documentElement;
  const sizes = new ResizeObserver(() => style.setProperty('--time-bar', `${bar.offsetHeight}px`));
  sizes.observe(bar);
  return () => {
    sizes.disconnect();
    style.removeProperty('--time-bar');
  };
}
