/** What the officer has in hand: the alert under the cursor of J and K, and where the map is asked to go. */
import { signal } from '@preact/signals';
import type { Zone } from '../../geofences/types.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readZones } from '../api/resources.ts';
import type { LiveMap } from '../map/LiveMap.ts';
import { keepZones, lastZones } from '../offline/last-picture.ts';
import { shownFleet } from '../replay/replay.ts';
import { navigate, vesselPath } from '../ui/router.ts';
import { middleOf } from './search-places.ts';

export const selectedAlert = signal<string | undefined>(undefined);
/** The alert whose form for shelving is open. */
export const shelving = signal<string | undefined>(undefined);
/** The alert whose form for escalating is open. */
export const escalating = signal<string | undefined>(undefined);

/** All zones that there are, once somebody needed them. */
export const zoneList = signal<readonly Zone[]>([]);
export const zoneProblem = signal<Sentence | undefined>(undefined);
/** The zone whose card is open. */
export const selectedZone = signal<Zone | undefined>(undefined);
/** A place that somebody looked for, with what is said of it. */
export const markedPlace = signal<{ lon: number; lat: number; words: string } | undefined>(undefined);

/** Reads the zones, once. @param again as they are now */
export async function knowZones(again = false): Promise<void> {
  if (zoneList.value.length > 0 && !again) return;
  try {
    zoneList.value = await readZones();
    zoneProblem.value = undefined;
    keepZones(zoneList.value);
  } catch (error) {
    const isAway = error instanceof RequestError && error.status === 0;
    const known = isAway ? await lastZones() : undefined;
    if (known) zoneList.value = known;
    else zoneProblem.value = sentenceFor(error);
  }
}

/** The map on the page, once it stands. */
export const shownMap = signal<LiveMap | undefined>(undefined);
/** A place that was asked for before the map stood. */
let pending: { lon: number; lat: number; besideCard: boolean } | undefined;

export function mapIsReady(ready: LiveMap | undefined): void {
  shownMap.value = ready;
  if (ready && pending) ready.goTo(pending.lon, pending.lat, pending.besideCard);
  if (ready) pending = undefined;
}

/** Degrees; undefined while there is no map. */
export function mapFrame(): { west: number; south: number; east: number; north: number } | undefined {
  return shownMap.peek()?.frame();
}

/** @param besideCard leaves room for the card of what is there */
export function flyTo(lon: number, lat: number, besideCard = true): void {
  const map = shownMap.peek();
  if (map) map.goTo(lon, lat, besideCard);
  else pending = { lon, lat, besideCard };
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

/** Opens the map at a zone and its card. */
export function showZone(zone: Zone): void {
  navigate('/');
  selectedZone.value = zone;
  const { lon, lat } = middleOf(zone);
  flyTo(lon, lat);
}

/** Opens the map at a place and marks it. */
export function showPlace(place: { lon: number; lat: number; words: string }): void {
  navigate('/');
  markedPlace.value = place;
  flyTo(place.lon, place.lat, false);
}

/**
 * Before an act on an alert: its button may be gone after it. @returns what puts whoever works by keyboard back into the row, or
 * into the one beside it where the row has gone
 */
export function stayInList(): () => void {
  const row = document.activeElement?.closest('li.alert');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  return () =>
    setTimeout(() => {
      if (!row || document.activeElement !== document.body) return;
      (row.isConnected ? row : beside)?.querySelector<HTMLElement>('.alert-head')?.focus();
    }, RENDERED_MS);
}

/** By then what has changed stands on the page. */
const RENDERED_MS = 50;
