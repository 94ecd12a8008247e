/**
 * All vessels on the map: symbols copied into one picture by software, with two canvases over it: rings, corners and labels, and
 * what flashes. What the pointer is on is told by an element of the page, so that pointing draws nothing anew.
 * `data-vessels`, `data-drawn` and `data-thinned` on the first canvas say how many vessels the store holds, how many the last
 * redraw put on it, and how many of those as dots.
 */
import * as L from 'leaflet';
import { blit } from './blit.ts';
import { CanvasOverlay } from './CanvasOverlay.ts';
import { DrawList, hitTest } from './draw-list.ts';
import type { IslandNames } from './IslandNames.ts';
import { LabelCache } from './label-cache.ts';
import { around, MARK_GAP_PX, ringBoxes } from './label-places.ts';
import type { View } from './mercator.ts';
import { type MapPalette, readPalette } from './palette.ts';
import type { Box } from './placement.ts';
import { drawNever, drawSoon } from './redraws.ts';
import { SpriteSheet } from './sprites.ts';
import { sweep } from './sweep.ts';
import { UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';
import { VesselTip } from './VesselTip.ts';
import { drawMarks, hasMarks } from './vessel-marks.ts';

/** New data alone redraws at most so often: positions come twice a second and move by a pixel at most. */
const DATA_REDRAW_MS = 450;
/** Vessels grow old without data. */
const AGE_REDRAW_MS = 15_000;
/** Half a period of the flash of unacknowledged alarms: 1 Hz, below WCAG's limit and our own of 2 Hz. */
const FLASH_MS = 500;
/** Sprites are prepared while nothing is to be drawn, so many milliseconds of a frame. */
const PREPARE_MS = 3;
const PREPARE_ORDER = -1;
const HIT_MOUSE_PX = 8;
const HIT_TOUCH_PX = 22;

/** Says who is shown. */
export interface VesselFilter {
  /** 1 a slot that is shown. @param nowS epoch seconds */
  look(store: VesselStore, nowS: number): Uint8Array;
}

interface VesselLayerEvents {
  /** Places where no label may stand, in pixels of the map's container. */
  reserved(): Box[];
  /** Where names of seas belong, likewise: names of islands leave them free. */
  seaNames(): Box[];
  /** A name of an island stands elsewhere beside it now. */
  onIslandNames(): void;
  onSelect(id: string | undefined, at: L.LatLng): void;
  /** What is written beside a vessel. */
  label(slot: number): string;
  /** What is said of the vessel under the pointer: who it is, and how old that is. */
  words(slot: number): readonly string[];
  /** After each redraw: how many are in view, and how many of them are thinned to dots. */
  onDrawn(inView: number, thinned: number): void;
}

export class VesselLayer extends CanvasOverlay {
  #store: VesselStore;
  #clock: () => number;
  readonly #events: VesselLayerEvents;
  readonly #list = new DrawList();
  readonly #tip = new VesselTip();
  readonly #reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
  #palette: MapPalette = readPalette();
  #sheet: SpriteSheet | undefined;
  #labels: LabelCache | undefined;
  #islands: IslandNames | undefined;
  #image: ImageData | undefined;
  #pixels = new Int32Array(0);
  #keptSlots = new Uint8Array(0);
  #drawnVersion = -1;
  #lastDrawnAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #marksFrame = 0;
  #selected: string | undefined;
  #hoveredSlot: number | undefined;
  #pointer: L.Point | undefined;
  #hoverFrame = 0;
  #filter: VesselFilter | undefined;
  #isStill = false;

  /** `clock` gives the time that the vessels are shown at, in epoch ms. */
  constructor(store: VesselStore, clock: () => number, events: VesselLayerEvents) {
    super({ pane: 'vessels', zIndex: 450, canvases: 3 });
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
    this.canvases[0]!.className = 'vessel-symbols';
  }

  /** Shows another fleet, or the same at another time. */
  show(store: VesselStore, clock: () => number): void {
    this.#store = store;
    this.#clock = clock;
    this.#hover(undefined);
    this.requestRedraw();
  }

  /** Hides whoever it does not show; nobody without one. */
  filterBy(filter: VesselFilter | undefined): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#hover(undefined);
    this.requestRedraw();
  }

  /** Draws them among the vessels from now on. */
  nameIslands(islands: IslandNames): void {
    this.#islands = islands;
    this.requestRedraw();
  }

  /** Where the names of islands stand, in pixels of the map's container. */
  islandBoxes(): Box[] {
    if (!this._map || !this.#islands) return [];
    const { x, y } = this.toCanvas(L.point(0, 0));
    return this.#islands.boxes.map((box) => moved(box, -x, -y));
  }

  /** As for who wants reduced motion. */
  flashNothing(): void {
    this.#isStill = true;
    this.requestRedraw();
  }

  select(id: string | undefined): void {
    this.#selected = id;
    this.requestRedraw();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.#sheet = undefined;
    this.#labels = undefined;
    this.requestRedraw();
  }

  /** What has come is drawn with the next frame, unless the last redraw was a moment ago: then `#tick` does it. */
  redrawForData(): void {
    if (performance.now() - this.#lastDrawnAt >= DATA_REDRAW_MS) this.requestRedraw();
  }

  override onAdd(map: L.Map): this {
    this.#timer = setInterval(() => this.#tick(), FLASH_MS);
    map.on('mousemove', this.#onMove, this);
    map.on('mouseout', this.#onOut, this);
    map.on('click', this.#onClick, this);
    this.#tip.addTo(map);
    return super.onAdd(map);
  }

  override onRemove(): this {
    clearInterval(this.#timer);
    cancelAnimationFrame(this.#marksFrame);
    this.#marksFrame = 0;
    drawNever(this.#prepareSprites);
    this.#tip.remove();
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
    if (!this.#sheet) {
      this.#sheet = new SpriteSheet(this.#palette, canvas.width, view.dpr);
      drawSoon(this.#prepareSprites, PREPARE_ORDER);
    }
    const list = this.#list;
    const nowS = this.#clock() / 1000;
    const shown = this.#filter?.look(this.#store, nowS);
    sweep(this.#store, view, { nowS, marginPx: this.#sheet.half, kept: this.#kept(), shown }, list);
    blit(this.#pixels, list, canvas.width, this.#sheet);
    ctx.putImageData(this.#image, 0, 0);
    this.#drawIslandNames(ctx, view);
    const thinned = list.length - list.wholeCount;
    Object.assign(canvas.dataset, { vessels: this.#store.count, drawn: list.length, thinned });
    // The first marks after none are slow, since the browser has thrown away what it drew them on, and can wait for a frame.
    if (this.canvases[1]!.style.display === 'none') this.#drawMarksSoon();
    else this.#drawMarks();
    this.#drawnVersion = this.#store.version;
    this.#lastDrawnAt = performance.now();
    this.#events.onDrawn(list.length, thinned);
    tellDuration('vessel-redraw', started);
  }

  #drawIslandNames(ctx: CanvasRenderingContext2D, view: View): void {
    const list = this.#list;
    const marks = ringBoxes({ list, store: this.#store }, view.dpr);
    const selected = list.marked.find((i) => list.slot[i] === this.#selectedSlot());
    if (selected !== undefined)
      marks.push(around(list.px[selected]! / view.dpr, list.py[selected]! / view.dpr, MARK_GAP_PX));
    const taken = [...this.#events.reserved(), ...this.#events.seaNames()].map((box) => this.#boxOnCanvas(box));
    const labels = this.#labelCache(view);
    if (this.#islands?.draw(ctx, this.#image!, view, { list, labels, taken, marks })) this.#events.onIslandNames();
  }

  #labelCache({ dpr }: View): LabelCache {
    this.#labels ??= new LabelCache(this.#palette, dpr);
    return this.#labels;
  }

  readonly #prepareSprites = (): void => {
    if (this.#sheet?.prepare(performance.now() + PREPARE_MS)) drawSoon(this.#prepareSprites, PREPARE_ORDER);
  };

  /** Undefined when nothing is selected: then nobody has to be asked for. */
  #kept(): Uint8Array | undefined {
    const slot = this.#selectedSlot();
    if (slot === undefined) return undefined;
    if (this.#keptSlots.length < this.#store.end) this.#keptSlots = new Uint8Array(this.#store.x.length);
    else this.#keptSlots.fill(0);
    this.#keptSlots[slot] = 1;
    return this.#keptSlots;
  }

  #selectedSlot(): number | undefined {
    return this.#selected === undefined ? undefined : this.#store.slotOf(this.#selected);
  }

  #drawMarks(): void {
    const view = this.view;
    if (!view) return;
    const isMarked = hasMarks(this.#list, view.zoom);
    this.canvases[1]!.style.display = isMarked ? '' : 'none';
    if (!isMarked) return;
    const labels = this.#labelCache(view);
    const [, marks, flashing] = this.canvases.map((canvas) => canvas.getContext('2d')!);
    drawMarks(marks!, flashing!, view, {
      store: this.#store,
      list: this.#list,
      palette: this.#palette,
      labels,
      reserved: [
        ...this.#events.reserved().map((box) => this.#boxOnCanvas(box)),
        ...(this.#islands?.boxes ?? []),
        ...this.#beyondEdges(view),
      ],
      selectedSlot: this.#selectedSlot(),
      flashes: this.#flashes,
      nowS: this.#clock() / 1000,
      label: (slot) => this.#events.label(slot),
    });
    if (labels.left > 0) this.#drawMarksSoon();
  }

  /** The labels that there was no time for. */
  #drawMarksSoon(): void {
    if (this.#marksFrame !== 0) return;
    this.#marksFrame = requestAnimationFrame(() => {
      this.#marksFrame = 0;
      if (this._map) this.#drawMarks();
    });
  }

  /** What of the canvas lies outside the map's frame: a label there would be cut. */
  #beyondEdges({ width, height }: View): Box[] {
    const size = this._map.getSize();
    const { left, top, right, bottom } = this.#boxOnCanvas({ left: 0, top: 0, right: size.x, bottom: size.y });
    return [
      { left: 0, top: 0, right: left, bottom: height },
      { left: right, top: 0, right: width, bottom: height },
      { left, top: 0, right, bottom: top },
      { left, top: bottom, right, bottom: height },
    ];
  }

  #boxOnCanvas(box: Box): Box {
    const { x, y } = this.toCanvas(L.point(0, 0));
    return moved(box, x, y);
  }

  get #flashes(): boolean {
    return !this.#isStill && !this.#reducedMotion.matches;
  }

  #tick(): void {
    const age = performance.now() - this.#lastDrawnAt;
    if ((this.#store.version !== this.#drawnVersion && age >= DATA_REDRAW_MS) || age >= AGE_REDRAW_MS) {
      this.requestRedraw();
    }
    const { style } = this.canvases[2]!;
    const waits = this.#list.marked.some((i) => (this.#store.alarm[this.#list.slot[i]!]! & UNACKNOWLEDGED) !== 0);
    if (!waits) style.display = 'none';
    else if (style.display === 'none' || !this.#flashes) style.display = '';
    else style.display = 'none';
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
      if (!this.#pointer || !this._map) return;
      const started = performance.now();
      this.#hover(this.#slotAt(this.#pointer, HIT_MOUSE_PX));
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
    if (slot === undefined) this.#tip.hide();
    else {
      const at = L.latLng(this.#store.latE5[slot]! / 1e5, this.#store.lonE5[slot]! / 1e5);
      this.#tip.say(at, this.#events.words(slot));
    }
  }

  #onClick(event: L.LeafletMouseEvent): void {
    const pointer = event.originalEvent as PointerEvent;
    const radius = pointer.pointerType === 'touch' ? HIT_TOUCH_PX : HIT_MOUSE_PX;
    const slot = this.#slotAt(event.containerPoint, radius);
    this.#events.onSelect(slot === undefined ? undefined : this.#store.identities[slot]?.id, event.latlng);
  }
}

function moved({ left, top, right, bottom }: Box, x: number, y: number): Box {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

/** For whoever observes the page's measures (`haidang bench map`, the browser's own tools); nothing of it is kept. */
function tellDuration(name: string, started: number): void {
  performance.measure(name, { start: started, end: performance.now() });
  performance.clearMeasures(name);
}
