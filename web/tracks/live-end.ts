/** The live end of a track. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import type { VesselStore } from '../map/VesselStore.ts';

const SOURCES: readonly Fix['source'][] = ['ais', 'vms', 'manual'];

/** The same fixes, or with the live position behind them when it is newer. */
export function withLivePosition(fixes: Fix[], store: VesselStore, slot: number): Fix[] {
  const last = fixes.at(-1);
  const fixTime = store.fixTimeS[slot]! * 1000;
  // Frames carry whole seconds: the same fix looks up to one second older.
  if (store.present[slot] === 0 || !last || fixTime <= last.fixTime) return fixes;
  const [lon, lat] = [store.lonE5[slot]! / 1e5, store.latE5[slot]! / 1e5];
  return [
    ...fixes,
    { fixTime, receivedAt: fixTime, lon, lat, source: SOURCES[store.source[slot]!] ?? 'manual', flags: 0 },
  ];
}
