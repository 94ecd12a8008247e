/**
 * All vessels on the map: symbols copied into one picture by software (ui.md §5: 100,000 in 24 ms without a GPU), with a
 * second canvas over it for rings, corners and labels. `data-vessels` and `data-drawn` on the first canvas say how many
 * vessels the store holds and how many symbols the last redraw put on it.
 */
import * as L from 'leaflet';
import { blit } from './blit.ts';
import { CanvasOverlay } from './CanvasOverlay.ts';
import { LabelCache } from './label-cache.ts';
import type { View } from './mercator.ts';
import { type MapPalette, readPalette } from './palette.ts';
import type { Box } from './placement.ts';
import { SpriteSheet } from './sprites.ts';
import { DrawList, hitTest, sweep } from './sweep.ts';
import { UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';
import { drawMarks } from './vessel-marks.ts';

/** New data alone redraws at most twice a second: positions come once a second and move by a pixel at most. */
const DATA_REDRAW_MS = 500;
/** Vessels grow old without data. */
const AGE_REDRAW_MS = 15_000;
/** Half a period of the flash of unacknowledged alarms: 1 Hz, below WCAG's limit and our own of 2 Hz. */
const FLASH_MS = 500;
const HIT_MOUSE_PX = 8;
const HIT_TOUCH_PX = 22;

export interface VesselLayerEvents {
  /** Places where no label may stand, in pixels of the map's container. */
  reserved(): Box[];
  onSelect(id: string | undefined, at: L.LatLng): void;
}

export class VesselLayer extends CanvasOverlay {
  readonly #store: VesselStore;
  readonly #clock: () => number;
  readonly #events: VesselLayerEvents;
  readonly #list = new DrawList();
  readonly #reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  #palette: MapPalette = readPalette();
  #sheet: SpriteSheet | undefined;
  #labels: LabelCache | undefined;
  #image: ImageData | undefined;
  #pixels = new Int32Array(0);
  #drawnVersion = -1;
  #lastDrawnAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #flashOn = true;
  #selected: string | undefined;
  #hoveredSlot: number | undefined;
  #pointer: L.Point | undefined;
  #hoverFrame = 0;

  /** `clock` gives the server's time in epoch ms. */
  constructor(store: VesselStore, clock: () => number, events: VesselLayerEvents) {
    super({ pane: 'vessels', zIndex: 450, canvases: 2 });
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
    this.canvases[0]!.className = 'vessel-symbols';
  }

  select(id: string | undefined): void {
    this.#selected = id;
    this.#redrawMarks();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.#sheet = undefined;
    this.#labels = undefined;
    this.requestRedraw();
  }

  override onAdd(map: L.Map): this {
    this.#timer = setInterval(() => this.#tick(), FLASH_MS);
    map.on('mousemove', this.#onMove, this);
    map.on('mouseout', this.#onOut, this);
    map.on('click', this.#onClick, this);
    return super.onAdd(map);
  }

  override onRemove(): this {
    clearInterval(this.#timer);
    this._map.off('mousemove', this.#onMove, this).off('mouseout', this.#onOut, this).off('click', this.#onClick, this);
    return super.onRemove();
  }

  protected override draw(view: View): void {
    const started = performance.now();
    const canvas = this.canvases[0]!;
    const ctx = canvas.getContext('2d')!;
    if (!this.#image || this.#image.width !== canvas.width || this.#image.height !== canvas.height) {
      this.#image = ctx.createImageData(canvas.width, canvas.height);
      this.#pixels = new Int32Array(this.#image.data.buffer);
      this.#sheet = undefined;
      this.#labels = undefined;
    }
    this.#sheet ??= new SpriteSheet(this.#palette, canvas.width, view.dpr);
    const sheet = this.#sheet;
    sweep(this.#store, view, this.#clock() / 1000, sheet.half, this.#list);
    blit(this.#pixels, this.#list, canvas.width, (index) => sheet.get(index));
    ctx.putImageData(this.#image, 0, 0);
    canvas.dataset.vessels = String(this.#store.count);
    canvas.dataset.drawn = String(this.#list.length);
    this.#redrawMarks();
    this.#drawnVersion = this.#store.version;
    this.#lastDrawnAt = performance.now();
    tellDuration('vessel-redraw', started);
  }

  #redrawMarks(): void {
    const view = this.view;
    if (!view) return;
    this.#labels ??= new LabelCache(this.#palette, view.dpr);
    drawMarks(this.canvases[1]!.getContext('2d')!, view, {
      store: this.#store,
      list: this.#list,
      palette: this.#palette,
      labels: this.#labels,
      reserved: this.#events.reserved().map((box) => this.#boxOnCanvas(box)),
      selectedSlot: this.#selected === undefined ? undefined : this.#store.slotOf(this.#selected),
      hoveredSlot: this.#hoveredSlot,
      flashOn: this.#flashOn,
      reducedMotion: this.#reducedMotion.matches,
    });
  }

  #boxOnCanvas(box: Box): Box {
    const { x, y } = this.toCanvas(L.point(box.left, box.top));
    return { left: x, top: y, right: x + box.right - box.left, bottom: y + box.bottom - box.top };
  }

  #tick(): void {
    const age = performance.now() - this.#lastDrawnAt;
    if ((this.#store.version !== this.#drawnVersion && age >= DATA_REDRAW_MS) || age >= AGE_REDRAW_MS) {
      this.requestRedraw();
    }
    const flashing = !this.#reducedMotion.matches && this.#store.alarm.some((code) => (code & UNACKNOWLEDGED) !== 0);
    const next = flashing ? !this.#flashOn : true;
    if (next === this.#flashOn) return;
    this.#flashOn = next;
    this.#redrawMarks();
  }

  #slotAt(container: L.Point, radius: number): number | undefined {
    const view = this.view;
    if (!view) return undefined;
    const point = this.toCanvas(container).multiplyBy(view.dpr);
    return hitTest(this.#list, point.x, point.y, radius * view.dpr);
  }

  #onMove(event: L.LeafletMouseEvent): void {
    this.#pointer = event.containerPoint;
    if (this.#hoverFrame !== 0) return;
    this.#hoverFrame = requestAnimationFrame(() => {
      this.#hoverFrame = 0;
      const started = performance.now();
      if (this.#pointer) this.#hover(this.#slotAt(this.#pointer, HIT_MOUSE_PX));
      tellDuration('vessel-hover', started);
    });
  }

  #onOut(): void {
    this.#pointer = undefined;
    this.#hover(undefined);
  }

  #hover(slot: number | undefined): void {
    if (slot === this.#hoveredSlot) return;
    this.#hoveredSlot = slot;
    this._map?.getContainer().classList.toggle('over-vessel', slot !== undefined);
    this.#redrawMarks();
  }

  #onClick(event: L.LeafletMouseEvent): void {
    const pointer = event.originalEvent as PointerEvent;
    const radius = pointer.pointerType === 'touch' ? HIT_TOUCH_PX : HIT_MOUSE_PX;
    const slot = this.#slotAt(event.containerPoint, radius);
    this.#events.onSelect(slot === undefined ? undefined : this.#store.identities[slot]?.id, event.latlng);
  }
}

/** For whoever observes the page's measures (`haidang bench map`, the browser's own tools); nothing of it is kept. */
function tellDuration(name: string, started: number): void {
  performance.measure(name, { start: started, end: performance.now() });
  performance.clearMeasures(name);
}
