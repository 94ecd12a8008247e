/** Where the selected vessel is, and how old that knowledge is. Follows the live picture. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Fix } from '../../geofences/fix.ts';
import { formatCourse, formatPosition, formatSpeed } from '../../geofences/position-text.ts';
import { type Key, language, t } from '../i18n/t.ts';
import { positionVersion, serverNow } from '../live/picture.ts';
import { estimateOf } from '../map/estimate.ts';
import { ageOf } from '../map/looks.ts';
import { latitude, longitude } from '../map/mercator.ts';
import type { VesselStore } from '../map/VesselStore.ts';
import { AGE_KEYS } from '../map/vessel-words.ts';
import { replayTime, replayVersion, shownFleet } from '../replay/replay.ts';
import { now } from '../ui/clock.ts';
import { ageWords, localStamp, utcStamp } from '../ui/format.ts';
import { Row } from './Row.tsx';

interface Shown {
  lon: number;
  lat: number;
  speedKn: number | undefined;
  courseDeg: number | undefined;
  headingDeg: number | undefined;
  fixTime: number;
  source: Fix['source'];
}

const SOURCES: Record<Fix['source'], Key> = { ais: 'source.ais', vms: 'source.vms', manual: 'source.manual' };
const SOURCE_CODES: readonly Fix['source'][] = ['ais', 'vms', 'manual'];

export function VesselPosition({ id, latest }: { id: string; latest: Fix | undefined }): JSX.Element {
  void positionVersion.value;
  void replayVersion.value;
  const { store, live } = shownFleet.value;
  const at = live ? now.value : replayTime.value;
  const slot = store.slotOf(id);
  const ofRegistry = live ? latest && fromFix(latest) : undefined;
  const shown = slot !== undefined && store.present[slot] === 1 ? fromPicture(store, slot) : ofRegistry;
  const received = useReceived(shown, live ? latest : undefined);
  if (!shown) return <p class="empty">{live ? t('vessel.noPosition') : t('replay.noPosition')}</p>;
  const age = slot === undefined ? undefined : ageOf(store, slot, at / 1000);
  const estimate = slot === undefined ? undefined : estimateOf(store, slot, at / 1000);
  return (
    <dl class="position">
      <Row name={t('vessel.position')}>
        <b>{formatPosition(shown.lon, shown.lat)}</b>
      </Row>
      <Row name={t('vessel.estimated')}>
        {estimate && (
          <>
            ≈ {formatPosition(longitude(estimate.x), latitude(estimate.y))} <small>{t('vessel.estimatedWhy')}</small>
          </>
        )}
      </Row>
      <Row name={t('vessel.age')}>
        <b class={age ? 'old' : undefined}>{ageWords(at - shown.fixTime)}</b>
        {age === undefined ? '' : ` · ${t(AGE_KEYS[age]!)}`}
      </Row>
      <Row name={t('vessel.fixTime')}>
        {localStamp(shown.fixTime)} <small>{utcStamp(shown.fixTime)}</small>
      </Row>
      <Row name={t('vessel.received')}>{live && received !== undefined && localStamp(received)}</Row>
      <Row name={t('vessel.speed')}>
        {shown.speedKn === undefined ? t('vessel.unknown') : formatSpeed(shown.speedKn, language.value)}
      </Row>
      <Row name={t('vessel.course')}>
        {shown.courseDeg === undefined ? t('vessel.unknown') : formatCourse(shown.courseDeg)}
      </Row>
      <Row name={t('vessel.heading')}>{shown.headingDeg !== undefined && formatCourse(shown.headingDeg)}</Row>
      <Row name={t('vessel.source')}>{t(SOURCES[shown.source])}</Row>
    </dl>
  );
}

/** The server says when it received the fix that it answered with; a newer one was received when its frame came. */
function useReceived(shown: Shown | undefined, latest: Fix | undefined): number | undefined {
  const seen = useRef<{ fixTime: number; at: number | undefined }>({ fixTime: 0, at: undefined });
  if (!shown) return undefined;
  // Frames carry whole seconds.
  if (latest && Math.floor(latest.fixTime / 1000) === Math.floor(shown.fixTime / 1000)) return latest.receivedAt;
  if (seen.current.fixTime !== shown.fixTime) {
    seen.current = { fixTime: shown.fixTime, at: seen.current.fixTime === 0 ? undefined : serverNow() };
  }
  return seen.current.at;
}

function fromPicture(store: VesselStore, slot: number): Shown {
  const available = (value: number): number | undefined => (value < 0 ? undefined : value);
  const speedE1 = available(store.speedE1[slot]!);
  const courseE1 = available(store.courseE1[slot]!);
  return {
    lon: store.lonE5[slot]! / 1e5,
    lat: store.latE5[slot]! / 1e5,
    speedKn: speedE1 === undefined ? undefined : speedE1 / 10,
    courseDeg: courseE1 === undefined ? undefined : courseE1 / 10,
    headingDeg: available(store.heading[slot]!),
    fixTime: store.fixTimeS[slot]! * 1000,
    source: SOURCE_CODES[store.source[slot]!] ?? 'manual',
  };
}

function fromFix(fix: Fix): Shown {
  const { lon, lat, speedKn, courseDeg, headingDeg, fixTime, source } = fix;
  return { lon, lat, speedKn, courseDeg, headingDeg, fixTime, source };
}
