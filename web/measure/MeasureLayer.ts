/** The measured line, its points and rings, above the tracks. */
import { circleRing } from '../../geofences/geometry/circle.ts';
import { CanvasOverlay } from '../map/CanvasOverlay.ts';
import { mercatorX, mercatorY, type View, viewX, viewY } from '../map/mercator.ts';
import { canvasFont, type MapPalette, readPalette } from '../map/palette.ts';
import { type Leg, type MeasuredPoint, RING_COUNT } from './measure.ts';

export interface Measured {
  points: readonly MeasuredPoint[];
  legs: readonly Leg[];
  /** 0 for none. */
  ringStepNm: number;
  words(leg: Leg): string;
  ringWords(radiusNm: number): string;
}

export class MeasureLayer extends CanvasOverlay {
  #measured: Measured | undefined;
  #palette: MapPalette = readPalette();

  constructor() {
    super({ pane: 'measure', zIndex: 455 });
  }

  show(measured: Measured): void {
    this.#measured = measured;
    this.requestRedraw();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.requestRedraw();
  }

  protected override draw(view: View): void {
    const canvas = this.canvases[0]!;
    const measured = this.#measured;
    const last = measured?.points.at(-1);
    canvas.style.display = last ? '' : 'none';
    if (!measured || !last) return;
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.scale(view.dpr, view.dpr);
    ctx.lineJoin = 'round';
    if (measured.ringStepNm > 0) this.#rings(ctx, view, measured, last);
    for (const leg of measured.legs) this.#leg(ctx, view, leg, measured.words(leg));
    for (const [i, point] of measured.points.entries()) this.#point(ctx, view, point, String(i + 1));
  }

  #rings(ctx: CanvasRenderingContext2D, view: View, { ringStepNm, ringWords }: Measured, centre: MeasuredPoint): void {
    for (let n = 1; n <= RING_COUNT; n++) {
      const ring = circleRing([centre.lon, centre.lat], n * ringStepNm);
      const points = ring.map(([lon, lat]) => place(view, { lon, lat }));
      this.#line(ctx, points, 1.4, [2, 3]);
      const top = points.reduce((highest, point) => (point[1] < highest[1] ? point : highest));
      this.#text(ctx, ringWords(n * ringStepNm), top[0], top[1] - 8);
    }
  }

  #leg(ctx: CanvasRenderingContext2D, view: View, { from, to }: Leg, words: string): void {
    const [a, b] = [place(view, from), place(view, to)];
    this.#line(ctx, [a, b], 2, [8, 4]);
    this.#text(ctx, words, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 10);
  }

  #line(ctx: CanvasRenderingContext2D, points: readonly [number, number][], width: number, dash: number[]): void {
    for (const [colour, wide] of [
      [this.#palette.halo, width + 3],
      [this.#palette.ink, width],
    ] as const) {
      ctx.setLineDash(colour === this.#palette.halo ? [] : dash);
      ctx.strokeStyle = colour;
      ctx.lineWidth = wide;
      ctx.beginPath();
      for (const [x, y] of points) ctx.lineTo(x, y);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  #point(ctx: CanvasRenderingContext2D, view: View, point: MeasuredPoint, number: string): void {
    const [x, y] = place(view, point);
    ctx.beginPath();
    ctx.arc(x, y, 8, 0, 2 * Math.PI);
    ctx.fillStyle = this.#palette.ink;
    ctx.fill();
    ctx.font = canvasFont(11, 'bold');
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = this.#palette.halo;
    ctx.fillText(number, x, y + 0.5);
    ctx.textAlign = 'start';
  }

  #text(ctx: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    ctx.font = canvasFont(12, 'bold');
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    // On a ground of its own: it stands among labels of vessels that it must not mix with.
    const half = ctx.measureText(text).width / 2 + 4;
    ctx.fillStyle = this.#palette.halo;
    ctx.fillRect(x - half, y - 9, 2 * half, 18);
    ctx.fillStyle = this.#palette.ink;
    ctx.fillText(text, x, y);
    ctx.textAlign = 'start';
  }
}

function place(view: View, { lon, lat }: { lon: number; lat: number }): [number, number] {
  return [viewX(view, mercatorX(lon)), viewY(view, mercatorY(lat))];
}
