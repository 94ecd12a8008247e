/** Land and coast from our own file, without any tile server: tiles that a worker draws. */
import * as L from 'leaflet';
import type { FromWorker, ToWorker } from './basemap-worker.ts';
import { type MapPalette, readPalette } from './palette.ts';
import { pixelRatio } from './pixel-ratio.ts';
import { drawNever, drawSoon } from './redraws.ts';

const TILE_PX = 512;
/** After all that is drawn on this side: the worker takes a processor of its own for a while. */
const TILES_ORDER = 0;

interface Tile {
  canvas: HTMLCanvasElement;
  coords: L.Coords;
  done: L.DoneCallback | undefined;
}

export class Basemap extends L.GridLayer {
  readonly #worker = new Worker(new URL('./basemap-worker.ts', import.meta.url), { type: 'module' });
  readonly #tiles = new Map<number, Tile>();
  #nextId = 1;
  /** By id: not sent to the worker yet. */
  #asked = new Map<number, L.Coords>();
  #palette: MapPalette = readPalette();

  /** `onState` hears when the detailed coast is drawn or why there is none. */
  constructor(onState: (state: 'world' | 'detail' | 'failed') => void) {
    super({ tileSize: TILE_PX, updateWhenZooming: false, keepBuffer: 1, pane: 'tilePane' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'tile') {
        this.#show(data.id, data.bitmap);
        return;
      }
      if (data.kind === 'loaded' && data.detail) this.#redrawAll();
      onState(data.kind === 'failed' ? 'failed' : data.detail ? 'detail' : 'world');
    };
    this.on('tileunload', (event) => {
      const id = Number((event as L.TileEvent).tile.dataset.id);
      this.#tiles.delete(id);
      if (this.#asked.delete(id)) return;
      this.#send({ kind: 'cancel', id });
    });
  }

  repaint(): void {
    this.#palette = readPalette();
    this.#redrawAll();
  }

  /** Ends the worker; the layer is of no use afterwards. */
  destroy(): void {
    this.remove();
    drawNever(this.#sendAsked);
    this.#worker.terminate();
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    const id = this.#nextId++;
    canvas.dataset.id = String(id);
    this.#tiles.set(id, { canvas, coords, done });
    this.#request(id, coords);
    return canvas;
  }

  #request(id: number, coords: L.Coords): void {
    this.#asked.set(id, coords);
    drawSoon(this.#sendAsked, TILES_ORDER);
  }

  readonly #sendAsked = (): void => {
    for (const [id, coords] of this.#asked) this.#sendRequest(id, coords);
    this.#asked.clear();
  };

  #sendRequest(id: number, coords: L.Coords): void {
    const dpr = pixelRatio();
    // A tile of 512 pixels is one level above the 256-pixel scheme that zoom levels count in.
    const z = coords.z - 1;
    const across = 2 ** z;
    const { land, coast } = this.#palette;
    const x = z >= 0 ? ((coords.x % across) + across) % across : coords.x;
    this.#send({ kind: 'draw', id, z, x, y: coords.y, size: Math.round(TILE_PX * dpr), dpr, colours: { land, coast } });
  }

  #show(id: number, bitmap: ImageBitmap): void {
    const tile = this.#tiles.get(id);
    if (!tile) {
      bitmap.close();
      return;
    }
    tile.canvas.width = bitmap.width;
    tile.canvas.height = bitmap.height;
    tile.canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(bitmap);
    tile.done?.(undefined, tile.canvas);
    tile.done = undefined;
  }

  /** In place, so that the old drawing stays until the new one is there. */
  #redrawAll(): void {
    for (const [id, tile] of this.#tiles) this.#request(id, tile.coords);
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
