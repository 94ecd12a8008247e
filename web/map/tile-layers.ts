/** Further layers of the map: which there are, which of them this browser shows, and which of them do not answer. */
import { computed, signal } from '@preact/signals';
import type { TileLayer } from '../../server/map/config.ts';
import { getJson } from '../api/http.ts';

const STORED = 'haidang.layers';

export const tileLayers = signal<readonly TileLayer[]>([]);
/** By name; those that nobody has switched are as the settings say. */
const switched = signal<Readonly<Record<string, boolean>>>(stored());
/** Names of layers of which no tile comes. */
export const failingLayers = signal<ReadonlySet<string>>(new Set());

export const shownLayers = computed(() => tileLayers.value.filter(({ name, shown }) => switched.value[name] ?? shown));

export function switchLayer(name: string, isOn: boolean): void {
  switched.value = { ...switched.value, [name]: isOn };
  globalThis.localStorage?.setItem(STORED, JSON.stringify(switched.value));
  tellTiles(name, true);
}

/** @param come whether tiles of a layer come */
export function tellTiles(name: string, come: boolean): void {
  if (failingLayers.value.has(name) !== come) return;
  const next = new Set(failingLayers.value);
  if (come) next.delete(name);
  else next.add(name);
  failingLayers.value = next;
}

export async function readLayers(): Promise<void> {
  try {
    tileLayers.value = (await getJson<{ layers: TileLayer[] }>('/map/layers')).layers;
  } catch {
    // Without a line there are no tiles either; the map is complete without them.
  }
}

function stored(): Record<string, boolean> {
  try {
    const found: unknown = JSON.parse(globalThis.localStorage?.getItem(STORED) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}
