/** A layer for what is drawn only now and then: what it draws comes with whatever asks for it. */
import { CanvasOverlay } from './CanvasOverlay.ts';
import type { View } from './mercator.ts';
import { type MapPalette, readPalette } from './palette.ts';

/** Draws on an empty canvas, in CSS pixels. */
export type Paint = (ctx: CanvasRenderingContext2D, view: View, palette: MapPalette) => void;

export class PaintedOverlay extends CanvasOverlay {
  readonly #paint: Paint;
  readonly #palette = readPalette();

  constructor(pane: string, zIndex: number, paint: Paint) {
    super({ pane, zIndex });
    this.#paint = paint;
  }

  protected override draw(view: View): void {
    const canvas = this.canvases[0]!;
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.scale(view.dpr, view.dpr);
    ctx.lineJoin = 'round';
    this.#paint(ctx, view, this.#palette);
  }
}
