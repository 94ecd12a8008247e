/** Graticule, ports and place names between the land and the vessels. Drawn only when the map has settled. */
import * as L from 'leaflet';
import { CanvasOverlay } from './CanvasOverlay.ts';
import { canvasPoint, drawGraticule } from './graticule.ts';
import { loadSmallPlaces, nameBox, namePoint, type PlaceName, placeNames } from './labels.ts';
import { type View, viewX, viewY } from './mercator.ts';
import { canvasFont, type MapPalette, readPalette } from './palette.ts';
import { type Box, Placement } from './placement.ts';
import { drawZone, isOnShore, isShown } from './zone-drawing.ts';
import { anchor, type ZoneShape, zoneAt } from './zones.ts';

type Point = { x: number; y: number };

const PORT_NAME_ZOOM = 8;
const ISLAND_FONT_PX = 12;
/** Names of water that show from here on are of bays, and smaller. */
const BAY_ZOOM = 7;

export class ChartOverlay extends CanvasOverlay {
  #shapes: ZoneShape[] = [];
  #palette: MapPalette = readPalette();
  #language: 'vi' | 'en' = 'vi';

  readonly #taken: () => Box[];
  /** Whether the names of islands are drawn here. */
  #hasIslands = true;
  readonly #measure = document.createElement('canvas').getContext('2d')!;

  /** @param taken places where no name may stand, in pixels of the map's container */
  constructor(taken: () => Box[]) {
    super({ pane: 'chart', zIndex: 350 });
    this.#taken = taken;
    loadSmallPlaces().then(
      () => this.requestRedraw(),
      () => {},
    );
  }

  setZones(shapes: ZoneShape[]): void {
    this.#shapes = shapes;
    this.requestRedraw();
  }

  setLanguage(language: 'vi' | 'en'): void {
    this.#language = language;
    this.requestRedraw();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.requestRedraw();
  }

  zoneAt(container: L.Point): ZoneShape | undefined {
    if (!this.view) return undefined;
    const point = this.toCanvas(container);
    const shown = this.#shapes.filter((shape) => isShown(shape, this.view!.zoom));
    return zoneAt(shown, this.view, point.x, point.y);
  }

  /** The names of islands are drawn by another layer from now on. */
  leaveIslands(): void {
    this.#hasIslands = false;
    this.requestRedraw();
  }

  /** Where the names of seas and bays belong, in pixels of the map's container. */
  seaBoxes(): Box[] {
    const map = this._map;
    return placeNames().flatMap((place) => {
      if (place.kind !== 'sea' || map.getZoom() < place.minZoom) return [];
      this.#setFont(this.#measure, place);
      const at = map.latLngToContainerPoint([place.lat, place.lon]);
      return [nameBox(at, this.#measure.measureText(this.#nameOf(place)).width)];
    });
  }

  protected override draw(view: View): void {
    const ctx = this.canvases[0]!.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.scale(view.dpr, view.dpr);
    const size = this._map.getSize();
    const left = (view.width - size.x) / 2;
    const top = (view.height - size.y) / 2;
    const seen = { left, top, right: left + size.x, bottom: top + size.y };
    const placement = new Placement();
    for (const box of this.#taken()) placement.force(this.#boxOnCanvas(box));
    drawGraticule(ctx, view, seen, this.#palette, placement);
    const shapes = this.#shapes.filter((shape) => isShown(shape, view.zoom));
    for (const shape of shapes) if (isOnShore(shape)) drawZone(ctx, view, shape, this.#palette);
    this.#drawPlaces(ctx, view, placement);
    if (view.zoom >= PORT_NAME_ZOOM) for (const shape of shapes) this.#drawPortName(ctx, view, shape, placement);
  }

  #boxOnCanvas({ left, top, right, bottom }: Box): Box {
    const { x, y } = this.toCanvas(L.point(left, top));
    return { left: x, top: y, right: x + right - left, bottom: y + bottom - top };
  }

  #drawPlaces(ctx: CanvasRenderingContext2D, view: View, placement: Placement): void {
    for (const place of placeNames()) {
      if (view.zoom < place.minZoom || (place.kind === 'island' && !this.#hasIslands)) continue;
      const { x, y } = canvasPoint(view, place.lon, place.lat);
      if (x < 0 || x > view.width || y < 0 || y > view.height) continue;
      this.#setFont(ctx, place);
      const colour = place.kind === 'sea' ? this.#palette.seaName : this.#palette.ink;
      this.#text(ctx, placement, this.#nameOf(place), namePoint(place, { x, y }), colour);
    }
    ctx.letterSpacing = '0px';
  }

  #nameOf({ name, nameEn }: PlaceName): string {
    return this.#language === 'en' && nameEn ? nameEn : name;
  }

  #setFont(ctx: CanvasRenderingContext2D, { kind, minZoom }: PlaceName): void {
    const sea = kind === 'sea';
    const isLarge = sea && minZoom < BAY_ZOOM;
    ctx.font = canvasFont(isLarge ? 17 : sea ? 13 : ISLAND_FONT_PX, sea ? 'italic' : '');
    ctx.letterSpacing = isLarge ? '2px' : '0px';
  }

  #drawPortName(ctx: CanvasRenderingContext2D, view: View, shape: ZoneShape, placement: Placement): void {
    const point = shape.properties.kind === 'port' ? anchor(shape) : undefined;
    if (!point) return;
    const { name, nameEn } = shape.properties;
    ctx.font = canvasFont(11);
    const text = this.#language === 'en' && nameEn ? nameEn : name;
    const at = { x: viewX(view, point.x), y: viewY(view, point.y) + 12 };
    this.#text(ctx, placement, text, at, this.#palette.port);
  }

  #text(ctx: CanvasRenderingContext2D, placement: Placement, text: string, at: Point, colour: string): void {
    const { x, y } = at;
    if (!placement.take(nameBox(at, ctx.measureText(text).width))) return;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.#palette.halo;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
    ctx.textAlign = 'start';
  }
}
