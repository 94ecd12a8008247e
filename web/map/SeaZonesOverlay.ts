/**
 * The fishing boundary and the zones of the sea, drawn beneath the land: an area's outline has to close somewhere, and where
 * it does so across land it is no line at sea and must not look like one.
 */
import { CanvasOverlay } from './CanvasOverlay.ts';
import type { View } from './mercator.ts';
import { type MapPalette, readPalette } from './palette.ts';
import { drawZone, isOnShore, isShown } from './zone-drawing.ts';
import type { ZoneShape } from './zones.ts';

export class SeaZonesOverlay extends CanvasOverlay {
  #shapes: ZoneShape[] = [];
  #palette: MapPalette = readPalette();

  constructor() {
    // Leaflet's tile pane, which holds the land, has 200.
    super({ pane: 'sea-zones', zIndex: 150 });
  }

  setZones(shapes: readonly ZoneShape[]): void {
    this.#shapes = shapes.filter((shape) => !isOnShore(shape));
    this.requestRedraw();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.requestRedraw();
  }

  protected override draw(view: View): void {
    const ctx = this.canvases[0]!.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.scale(view.dpr, view.dpr);
    for (const shape of this.#shapes) {
      if (isShown(shape, view.zoom)) drawZone(ctx, view, shape, this.#palette);
    }
  }
}
