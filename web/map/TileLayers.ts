/** Pictures of depths or charts from a tile server, beneath the land or over it, and always beneath the names and the vessels. */
import * as L from 'leaflet';
import type { TileLayer } from '../../server/map/config.ts';

/** So many tiles in a row that do not come: the server is away, or has none here. */
const FAILING_AFTER = 3;
/** Under the zones of the sea (150), or over the land (200) and under ports and names (350). */
const PANES = { under: '120', over: '250' } as const;

export class TileLayers {
  readonly #map: L.Map;
  readonly #maxZoom: number;
  readonly #onTiles: (name: string, come: boolean) => void;
  readonly #shown = new Map<string, L.TileLayer>();

  /** @param onTiles hears whether a layer's tiles come */
  constructor(map: L.Map, onTiles: (name: string, come: boolean) => void) {
    this.#map = map;
    this.#maxZoom = map.getMaxZoom();
    this.#onTiles = onTiles;
    for (const [place, zIndex] of Object.entries(PANES)) {
      const pane = map.createPane(`tiles-${place}`);
      pane.style.zIndex = zIndex;
      pane.classList.add('chart-tiles');
    }
  }

  show(layers: readonly TileLayer[]): void {
    const wanted = new Map(layers.map((layer) => [layer.name, layer]));
    for (const [name, layer] of this.#shown) {
      if (wanted.has(name)) continue;
      layer.remove();
      this.#shown.delete(name);
    }
    for (const layer of layers) if (!this.#shown.has(layer.name)) this.#add(layer);
  }

  #add({ name, url, minZoom, maxZoom, opacity, over }: TileLayer): void {
    let missed = 0;
    const layer = L.tileLayer(url, {
      pane: over ? 'tiles-over' : 'tiles-under',
      minZoom,
      maxNativeZoom: maxZoom,
      maxZoom: this.#maxZoom,
      opacity,
      keepBuffer: 1,
      referrerPolicy: 'no-referrer',
      crossOrigin: isOwnHost(url) ? 'anonymous' : false,
    });
    layer.on('tileload', () => {
      missed = 0;
      this.#onTiles(name, true);
    });
    layer.on('tileerror', () => {
      missed++;
      if (missed >= FAILING_AFTER) this.#onTiles(name, false);
    });
    layer.addTo(this.#map);
    this.#shown.set(name, layer);
  }
}

/** A cookie is its host's, whatever the port: a tile server beside us must not be sent the session. It then has to allow that it is asked (CORS). */
function isOwnHost(url: string): boolean {
  return new URL(url).hostname === location.hostname;
}
