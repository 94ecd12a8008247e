/** A vessel's fixes as a track that breaks where nobody heard it. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import { expectedIntervalMin } from '../models/expected-interval.ts';
import type { Vessel } from '../models/vessel.ts';
import type { ExportFeature, TrackPiece } from './sheet.ts';

/** Shorter silences are none to whoever looks at a track of days. */
const SHORTEST_GAP_MIN = 60;

/** @param fixes in order of fix time, at least one */
export function trackFeature(vessel: Vessel, fixes: readonly Fix[]): ExportFeature {
  const gapMin = Math.max(SHORTEST_GAP_MIN, 2 * expectedIntervalMin(vessel));
  const pieces: Required<TrackPiece>[] = [];
  let last: Fix | undefined;
  for (const fix of fixes) {
    const isApart = !last || fix.fixTime - last.fixTime > gapMin * 60_000;
    if (isApart) pieces.push({ positions: [], times: [], details: [] });
    const piece = pieces.at(-1)!;
    piece.positions.push([fix.lon, fix.lat]);
    piece.times.push(fix.fixTime);
    piece.details.push({
      speedKn: fix.speedKn,
      courseDeg: fix.courseDeg,
      source: fix.source,
      receivedAt: new Date(fix.receivedAt).toISOString(),
    });
    last = fix;
  }
  const { registration, mmsi, deviceId } = vessel;
  return {
    id: vessel.id,
    name: vessel.label,
    shape: { type: 'Track', pieces },
    properties: { registration, vessel: vessel.name, mmsi, device: deviceId },
  };
}
