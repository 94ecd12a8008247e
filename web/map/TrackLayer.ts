/** The track of one vessel: seen legs solid, gaps dashed with their duration, dots equally spaced in time. */
import { CanvasOverlay } from './CanvasOverlay.ts';
import { type View, viewX, viewY } from './mercator.ts';
import { canvasFont, type MapPalette, readPalette } from './palette.ts';
import { Placement } from './placement.ts';
import type { Track, TrackPoint } from './track.ts';

/** Software rasterisers are superlinear in the length of a path: at most this many segments in one. */
const SEGMENTS = 50;

/** Words for the labels; they change with the language. */
export interface TrackWords {
  duration(ms: number): string;
  time(ms: number): string;
}

export class TrackLayer extends CanvasOverlay {
  #track: Track | undefined;
  #words: TrackWords | undefined;
  #palette: MapPalette = readPalette();

  constructor() {
    super({ pane: 'track', zIndex: 400 });
  }

  show(track: Track | undefined, words: TrackWords): void {
    this.#track = track;
    this.#words = words;
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
    if (!this.#track) return;
    ctx.scale(view.dpr, view.dpr);
    ctx.lineJoin = 'round';
    for (const { points } of this.#track.legs) this.#line(ctx, view, points, []);
    for (const { from, to } of this.#track.gaps) this.#line(ctx, view, [from, to], [3, 6]);
    ctx.fillStyle = this.#palette.track;
    for (const dot of this.#track.dots) {
      ctx.beginPath();
      ctx.arc(viewX(view, dot.x), viewY(view, dot.y), 2.6, 0, 2 * Math.PI);
      ctx.fill();
    }
    this.#labels(ctx, view, this.#track);
  }

  #line(ctx: CanvasRenderingContext2D, view: View, points: TrackPoint[], dash: number[]): void {
    ctx.setLineDash(dash);
    for (const [colour, width] of [
      [this.#palette.halo, 4],
      [this.#palette.track, 1.8],
    ] as const) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      for (let start = 0; start + 1 < points.length; start += SEGMENTS) {
        ctx.beginPath();
        for (const point of points.slice(start, start + SEGMENTS + 1)) {
          ctx.lineTo(viewX(view, point.x), viewY(view, point.y));
        }
        ctx.stroke();
      }
    }
    ctx.setLineDash([]);
  }

  #labels(ctx: CanvasRenderingContext2D, view: View, track: Track): void {
    const words = this.#words;
    if (!words) return;
    const placement = new Placement();
    ctx.font = canvasFont(11);
    ctx.textBaseline = 'middle';
    if (track.first)
      this.#text(
        ctx,
        placement,
        words.time(track.first.time),
        viewX(view, track.first.x),
        viewY(view, track.first.y) + 14,
      );
    if (track.last)
      this.#text(
        ctx,
        placement,
        words.time(track.last.time),
        viewX(view, track.last.x),
        viewY(view, track.last.y) + 26,
      );
    for (const { from, to, durationMs } of track.gaps) {
      const x = (viewX(view, from.x) + viewX(view, to.x)) / 2;
      const y = (viewY(view, from.y) + viewY(view, to.y)) / 2;
      this.#text(ctx, placement, words.duration(durationMs), x, y);
    }
  }

  #text(ctx: CanvasRenderingContext2D, placement: Placement, text: string, x: number, y: number): void {
    const half = ctx.measureText(text).width / 2;
    if (!placement.take({ left: x - half, top: y - 8, right: x + half, bottom: y + 8 })) return;
    ctx.lineWidth = 3;
    ctx.strokeStyle = this.#palette.halo;
    ctx.strokeText(text, x - half, y);
    ctx.fillStyle = this.#palette.ink;
    ctx.fillText(text, x - half, y);
  }
}
