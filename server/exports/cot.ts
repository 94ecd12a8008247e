/** Cursor on Target events, as patrol tablets (ATAK and its kin) read them. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import type { Vessel } from '../models/vessel.ts';
import { xmlText } from './xml-text.ts';

/** Neutral, sea surface, non-military, fishing (MIL-STD-2525 as CoT spells it). Nobody is called friend or foe by us. */
const FISHING = 'a-n-S-X-F';
/** What is not known, as CoT writes it. */
const UNKNOWN = '9999999.0';
/** VMS duty: within 500 m at 99 % (NĐ 26/2019 Đ.44); of AIS a usual GNSS. */
const ERROR_M = { vms: 500, ais: 30, manual: 2000 } as const;
const KN_TO_MS = 1852 / 3600;
const MINUTE_MS = 60_000;

/**
 * One event.
 * @param now epoch ms @param staleMinutes after the fix, by when a tablet greys it out
 */
export function cotEvent(
  vessel: Vessel,
  fix: Fix,
  { now, staleMinutes }: { now: number; staleMinutes: number },
): string {
  const { id, label, registration, mmsi, gear } = vessel;
  const { fixTime, lon, lat, speedKn, courseDeg, source } = fix;
  const iso = (time: number): string => new Date(time).toISOString();
  const times = `time="${iso(now)}" start="${iso(fixTime)}" stale="${iso(fixTime + staleMinutes * MINUTE_MS)}"`;
  const motion = [
    ...(courseDeg === undefined ? [] : [`course="${courseDeg.toFixed(1)}"`]),
    ...(speedKn === undefined ? [] : [`speed="${(speedKn * KN_TO_MS).toFixed(2)}"`]),
  ];
  const remarks = [registration, mmsi && `MMSI ${mmsi}`, gear, source.toUpperCase()].filter(Boolean).join(' · ');
  return (
    `<event version="2.0" uid="haidang-${xmlText(id)}" type="${FISHING}" how="m-g" ${times}>` +
    `<point lat="${lat.toFixed(6)}" lon="${lon.toFixed(6)}" hae="${UNKNOWN}" ce="${(fix.accuracyM ?? ERROR_M[source]).toFixed(1)}" le="${UNKNOWN}"/>` +
    `<detail><contact callsign="${xmlText(label)}"/>${motion.length > 0 ? `<track ${motion.join(' ')}/>` : ''}` +
    `<remarks>${xmlText(remarks)}</remarks></detail></event>`
  );
}
