/**
 * A Leaflet layer that owns canvases in a pane of its own, as Leaflet 2's BlanketOverlay will: while the map is dragged the
 * pane is only translated, during a zoom it is scaled by CSS, and it is drawn anew when the map has settled.
 */
import * as L from 'leaflet';
import type { View } from './mercator.ts';
import { pixelRatio } from './pixel-ratio.ts';
import { drawNever, drawSoon } from './redraws.ts';

/** Part of the map's size that the canvas reaches beyond it on each side, so that a short drag shows no edge. */
const PADDING = 0.1;
/** Part of the padding that a drag uses up before the picture is drawn anew. */
const REDRAW_AT = 0.7;

interface OverlayOptions {
  pane: string;
  zIndex: number;
  canvases?: number;
}

export abstract class CanvasOverlay extends L.Layer {
  protected readonly canvases: HTMLCanvasElement[] = [];
  readonly #container: HTMLDivElement;
  readonly #options: OverlayOptions;
  #center: L.LatLng | undefined;
  #zoom = 0;
  #view: View | undefined;
  #zooming = false;

  constructor(options: OverlayOptions) {
    super();
    this.#options = options;
    this.#container = L.DomUtil.create('div', 'canvas-overlay leaflet-zoom-animated');
    for (let i = 0; i < (options.canvases ?? 1); i++) {
      this.canvases.push(L.DomUtil.create('canvas', '', this.#container));
    }
  }

  /** Draws everything; canvases have the view's size in device pixels and hold what they held before. */
  protected abstract draw(view: View): void;

  /** Asks for a redraw with one of the next frames of the display; of several layers the upper ones come first. */
  requestRedraw(): void {
    if (this._map) drawSoon(this.#drawNow, this.#options.zIndex);
  }

  readonly #drawNow = (): void => {
    if (this._map && !this.#zooming) this.#redraw();
  };

  /** The view of the last redraw. */
  protected get view(): View | undefined {
    return this.#view;
  }

  /** Position on the canvas, in CSS pixels, of a point of the map's container. */
  protected toCanvas(point: L.Point): L.Point {
    return this._map.containerPointToLayerPoint(point).subtract(L.DomUtil.getPosition(this.#container));
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane(this.#options.pane) ?? map.createPane(this.#options.pane);
    pane.style.zIndex = String(this.#options.zIndex);
    pane.style.pointerEvents = 'none';
    pane.append(this.#container);
    this.#redraw();
    return this;
  }

  override onRemove(): this {
    drawNever(this.#drawNow);
    this.#container.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return {
      viewreset: () => this.requestRedraw(),
      resize: () => this.requestRedraw(),
      moveend: () => this.#settle(),
      move: () => this.#follow(),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.#zooming = true;
        this.#transform(center, zoom);
      },
      zoom: () => this.#transform(this._map.getCenter(), this._map.getZoom()),
    };
  }

  /** A long drag would show the edge of the picture: it is drawn anew before that. */
  #follow(): void {
    const view = this.#view;
    if (!view || this.#zooming) return;
    const size = this._map.getSize();
    const { x, y } = this.toCanvas(L.point(0, 0));
    const most = { x: view.width - size.x, y: view.height - size.y };
    const isNear = (at: number, end: number): boolean => Math.abs(at - end / 2) > (end / 2) * REDRAW_AT;
    if (isNear(x, most.x) || isNear(y, most.y)) this.requestRedraw();
  }

  #settle(): void {
    this.#zooming = false;
    this.requestRedraw();
  }

  #redraw(): void {
    const map = this._map;
    const size = map.getSize();
    // A map whose page is on its way in or out has no area; it is drawn when it is given one.
    if (size.x === 0 || size.y === 0) return;
    const pad = size.multiplyBy(PADDING).round();
    const topLeft = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const origin = map.getPixelOrigin().add(topLeft);
    const dpr = pixelRatio();
    const width = size.x + 2 * pad.x;
    const height = size.y + 2 * pad.y;
    this.#center = map.getCenter();
    this.#zoom = map.getZoom();
    this.#view = { zoom: this.#zoom, scale: 256 * 2 ** this.#zoom, left: origin.x, top: origin.y, width, height, dpr };
    L.DomUtil.setPosition(this.#container, topLeft);
    for (const canvas of this.canvases) {
      const deviceWidth = Math.round(width * dpr);
      const deviceHeight = Math.round(height * dpr);
      if (canvas.width === deviceWidth && canvas.height === deviceHeight) continue;
      canvas.width = deviceWidth;
      canvas.height = deviceHeight;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.draw(this.#view);
  }

  /** Puts the picture of the last redraw where it belongs in another view of the map. */
  #transform(center: L.LatLng, zoom: number): void {
    const map = this._map;
    if (!this.#center || !this.#view) return;
    const scale = map.getZoomScale(zoom, this.#zoom);
    const half = map.getSize().divideBy(2);
    const origin = map
      .project(center, zoom)
      .subtract(half)
      .add(L.DomUtil.getPosition(map.getPane('mapPane')!))
      .round();
    const corner = L.point(this.#view.left, this.#view.top).multiplyBy(scale).subtract(origin);
    L.DomUtil.setTransform(this.#container, corner, scale);
  }
}
