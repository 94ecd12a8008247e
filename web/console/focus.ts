/** What the officer has in hand: the alert under the cursor of J and K, and where the map is asked to go. */
import { signal } from '@preact/signals';
import type { LiveMap } from '../map/LiveMap.ts';
import { shownFleet } from '../replay/replay.ts';
import { navigate, vesselPath } from '../ui/router.ts';

export const selectedAlert = signal<string | undefined>(undefined);
/** The alert whose form for shelving is open. */
export const shelving = signal<string | undefined>(undefined);

let map: LiveMap | undefined;
/** A place that was asked for before the map stood. */
let pending: { lon: number; lat: number } | undefined;

export function mapIsReady(ready: LiveMap | undefined): void {
  map = ready;
  if (map && pending) map.goTo(pending.lon, pending.lat);
  if (map) pending = undefined;
}

export function flyTo(lon: number, lat: number): void {
  if (map) map.goTo(lon, lat);
  else pending = { lon, lat };
}

/** Selects a vessel and goes to it; false when its position is not known. */
export function showVessel(id: string): boolean {
  navigate(vesselPath(id));
  return flyToVessel(id);
}

export function flyToVessel(id: string): boolean {
  const { store } = shownFleet.peek();
  const slot = store.slotOf(id);
  if (slot === undefined || store.present[slot] === 0) return false;
  flyTo(store.lonE5[slot]! / 1e5, store.latE5[slot]! / 1e5);
  return true;
}
