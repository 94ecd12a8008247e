/** What was measured, in words, and its tools. By keyboard: move the map, add its middle, take the last one back. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatDistance, formatHours, formatPosition } from '../../geofences/position-text.ts';
import { shownMap } from '../console/focus.ts';
import { language, t } from '../i18n/t.ts';
import { palette } from '../ui/palette.ts';
import { legWords } from './leg-words.ts';
import {
  type Leg,
  legsOf,
  type MeasuredPoint,
  measuredPoints,
  measureSpeedKn,
  RING_STEPS_NM,
  ringStepNm,
  toggleMeasuring,
  undoMeasured,
} from './measure.ts';
import { measuredLine } from './measured.ts';
import '../i18n/panel-texts.ts';

const MOST_SPEED_KN = 60;
/** Above the vessels. */
const Z_INDEX = 455;

/** @param onMiddle adds the middle of the map */
export function MeasurePanel({ onMiddle }: { onMiddle: () => void }): JSX.Element {
  const points = measuredPoints.value;
  const legs = legsOf(points);
  const speedKn = measureSpeedKn.value;
  useMeasuredLine(points, legs, speedKn);
  const totalNm = legs.reduce((sum, { distanceNm }) => sum + distanceNm, 0);
  return (
    <section class="measure-panel" aria-label={t('measure.title')}>
      <header>
        <h2>{t('measure.title')}</h2>
        <button type="button" class="close" aria-label={t('action.close')} onClick={toggleMeasuring}>
          ×
        </button>
      </header>
      {points.length === 0 && <p>{t('measure.how')}</p>}
      <ol aria-live="polite">
        {points.map(({ lon, lat, label }, i) => (
          <li key={`${i}-${lon}-${lat}`}>
            {label && <b>{label} </b>}
            {formatPosition(lon, lat)}
            {i > 0 && <div>{legWords(legs[i - 1]!, speedKn)}</div>}
          </li>
        ))}
      </ol>
      {legs.length > 1 && (
        <p>
          <b>{t('measure.total')}</b> {formatDistance(totalNm, language.value)}
          {speedKn > 0 && ` · ${formatHours(totalNm / speedKn, language.value)}`}
        </p>
      )}
      <div class="measure-tools">
        <button type="button" onClick={onMiddle}>
          {t('measure.middle')}
        </button>
        <button type="button" disabled={points.length === 0} onClick={undoMeasured}>
          {t('measure.undo')}
        </button>
        <label>
          {t('measure.speed')}{' '}
          <input
            type="number"
            min="0"
            max={MOST_SPEED_KN}
            step="0.5"
            value={speedKn}
            onInput={(event) => {
              const wanted = event.currentTarget.valueAsNumber;
              if (wanted >= 0 && wanted <= MOST_SPEED_KN) measureSpeedKn.value = wanted;
            }}
          />
        </label>
        <label>
          {t('measure.rings')}{' '}
          <select value={ringStepNm.value} onChange={(event) => (ringStepNm.value = Number(event.currentTarget.value))}>
            <option value={0}>{t('measure.noRings')}</option>
            {RING_STEPS_NM.map((step) => (
              <option key={step} value={step}>
                {t('measure.every', { nm: step })}
              </option>
            ))}
          </select>
        </label>
      </div>
    </section>
  );
}

function useMeasuredLine(points: readonly MeasuredPoint[], legs: readonly Leg[], speedKn: number): void {
  const map = shownMap.value;
  const stepNm = ringStepNm.value;
  const lang = language.value;
  useEffect(() => {
    if (points.length === 0) return;
    const words = (leg: Leg): string => legWords(leg, speedKn);
    const ringWords = (nm: number): string => formatDistance(nm, lang);
    return map?.lay('measure', Z_INDEX, measuredLine({ points, legs, ringStepNm: stepNm, words, ringWords }));
  }, [map, points, speedKn, stepNm, lang, palette.value]);
}
