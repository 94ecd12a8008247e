/** Where the selected vessel may be while it is silent: the circle on the map, and what it means. The past is shown without it. */
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatDistance, formatLocalTime, formatPosition, formatSpeed } from '../../geofences/position-text.ts';
import { MOST_POSSIBLE_NM } from '../../geofences/rules/silence-watch.ts';
import type { Alert } from '../../server/models/alert.ts';
import { language, t } from '../i18n/t.ts';
import { positionVersion } from '../live/picture.ts';
import { shownFleet } from '../replay/replay.ts';
import { now } from '../ui/clock.ts';
import { palette } from '../ui/palette.ts';
import { selectedAlert, shownMap } from './focus.ts';
import { narrowest, possiblePlaces, type Sighting } from './possible-area.ts';
import { possibleCircle } from './possible-circle.ts';
import '../i18n/panel-texts.ts';

const MINUTE_MS = 60_000;
/** Above tracks, beneath notes and vessels. */
const Z_INDEX = 410;

/** The circle holds until the minute is over: a vessel is never beyond what is drawn. */
const untilMinute = computed(() => Math.ceil(now.value / MINUTE_MS) * MINUTE_MS);

/** @param open alerts of the vessel that are not closed */
export function PossibleArea({ id, open }: { id: string; open: readonly Alert[] }): JSX.Element | null {
  void positionVersion.value;
  const until = untilMinute.value;
  const inHand = open.filter((alert) => alert.id === selectedAlert.value);
  const seen = lastSeen(id);
  const areasOf = (of: readonly Alert[]) =>
    of.map(({ occurrence }) => possiblePlaces(occurrence, seen, until)).filter((area) => area !== undefined);
  const area = shownFleet.value.live ? (narrowest(areasOf(inHand)) ?? narrowest(areasOf(open))) : undefined;
  const map = shownMap.value;
  const colours = palette.value;
  const time = formatLocalTime(until);
  const label = t('possible.label', { time });
  const { lon, lat, radiusNm } = area ?? {};
  useEffect(() => {
    if (!map || lon === undefined || lat === undefined || radiusNm === undefined) return;
    return map.lay('possible', Z_INDEX, possibleCircle({ lon, lat, radiusNm }, label));
  }, [map, lon, lat, radiusNm, label, colours]);
  if (!area) return null;
  const told = {
    place: formatPosition(area.lon, area.lat),
    speed: formatSpeed(area.maxKn, language.value),
    radius: formatDistance(radiusNm ?? MOST_POSSIBLE_NM, language.value),
    time,
  };
  return (
    <p class="possible-area track-note">
      {radiusNm === undefined ? t('possible.anywhere', told) : t('possible.circle', told)}
    </p>
  );
}

function lastSeen(id: string): Sighting | undefined {
  const { store } = shownFleet.value;
  const slot = store.slotOf(id);
  if (slot === undefined || store.present[slot] === 0) return undefined;
  return { lon: store.lonE5[slot]! / 1e5, lat: store.latE5[slot]! / 1e5, fixTime: store.fixTimeS[slot]! * 1000 };
}
