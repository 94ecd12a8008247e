/**
 * Tracks of one or several vessels: seen legs solid, gaps dashed with their duration, dots equally spaced in time, what happened
 * as shapes. Several are told apart by the name at their beginning as well as by colour.
 */
import type * as L from 'leaflet';
import { CanvasOverlay } from './CanvasOverlay.ts';
import { type View, viewX, viewY } from './mercator.ts';
import { canvasFont, type MapPalette, readPalette } from './palette.ts';
import { Placement } from './placement.ts';
import type { Track, TrackPoint } from './track.ts';
import { drawEvent, type TrackEvent } from './track-events.ts';
import { coloursOf, piecesOf, type TrackColouring, widthOf } from './track-style.ts';

/** Software rasterisers are superlinear in the length of a path: at most this many segments in one. */
const SEGMENTS = 50;
const EVENT_HIT_PX = 9;
/** Between two labels of times along a track. */
const TEXT_PX = 11;

/** Words for the labels; they change with the language. */
export interface TrackWords {
  duration(ms: number): string;
  time(ms: number): string;
}

export interface ShownTrack {
  track: Track;
  colouring: TrackColouring;
  events: readonly TrackEvent[];
  /** Said at its beginning where there are several. */
  name: string;
  /** Which of the colours for several tracks; undefined for the one of the selected vessel. */
  hue: number | undefined;
}

export class TrackLayer extends CanvasOverlay {
  #tracks: readonly ShownTrack[] = [];
  #words: TrackWords | undefined;
  #palette: MapPalette = readPalette();

  constructor() {
    super({ pane: 'track', zIndex: 400 });
  }

  show(tracks: readonly ShownTrack[], words: TrackWords): void {
    this.#tracks = tracks;
    this.#words = words;
    this.requestRedraw();
  }

  repaint(): void {
    this.#palette = readPalette();
    this.requestRedraw();
  }

  /** What happened under a point of the map's container. */
  eventAt(container: L.Point): TrackEvent | undefined {
    const view = this.view;
    if (!view) return undefined;
    const { x, y } = this.toCanvas(container);
    return this.#tracks
      .flatMap(({ events }) => events)
      .findLast((event) => Math.hypot(viewX(view, event.x) - x, viewY(view, event.y) - y) <= EVENT_HIT_PX);
  }

  protected override draw(view: View): void {
    const canvas = this.canvases[0]!;
    // An empty picture of the map's size still costs the browser its composition.
    canvas.style.display = this.#tracks.length === 0 ? 'none' : '';
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.scale(view.dpr, view.dpr);
    ctx.lineJoin = 'round';
    for (const shown of this.#tracks) this.#track(ctx, view, shown);
    for (const { events } of this.#tracks) {
      for (const event of events) drawEvent(ctx, viewX(view, event.x), viewY(view, event.y), event, this.#palette);
    }
    const placement = new Placement();
    for (const shown of this.#tracks) this.#labels(ctx, view, shown, placement);
  }

  #track(ctx: CanvasRenderingContext2D, view: View, { track, colouring, hue }: ShownTrack): void {
    const own = this.#colourOf(hue);
    const colours = colouring === 'plain' ? [own] : coloursOf(colouring, this.#palette);
    for (const { points } of track.legs) this.#line(ctx, view, points, this.#palette.halo, 5);
    for (const { points } of track.legs) {
      for (const piece of piecesOf(points, colouring)) {
        this.#line(ctx, view, piece.points, colours[piece.bin] ?? own, widthOf(piece.bin, colouring));
      }
    }
    for (const { from, to } of track.gaps) {
      this.#line(ctx, view, [from, to], this.#palette.halo, 4, [3, 6]);
      this.#line(ctx, view, [from, to], own, 1.8, [3, 6]);
    }
    ctx.fillStyle = own;
    for (const dot of track.dots) {
      ctx.beginPath();
      ctx.arc(viewX(view, dot.x), viewY(view, dot.y), 2.4, 0, 2 * Math.PI);
      ctx.fill();
    }
  }

  #colourOf(hue: number | undefined): string {
    const { track, hue0, hue1, hue2, hue3, hue4, hue5 } = this.#palette;
    const hues = [hue0, hue1, hue2, hue3, hue4, hue5];
    return hue === undefined ? track : hues[hue % hues.length]!;
  }

  #line(
    ctx: CanvasRenderingContext2D,
    view: View,
    points: readonly TrackPoint[],
    colour: string,
    width: number,
    dash: number[] = [],
  ): void {
    ctx.setLineDash(dash);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    for (let start = 0; start + 1 < points.length; start += SEGMENTS) {
      ctx.beginPath();
      for (const point of points.slice(start, start + SEGMENTS + 1)) {
        ctx.lineTo(viewX(view, point.x), viewY(view, point.y));
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  #labels(ctx: CanvasRenderingContext2D, view: View, { track, name, hue }: ShownTrack, placement: Placement): void {
    const words = this.#words;
    const { first, last, gaps } = track;
    if (!words || !first || !last) return;
    ctx.textBaseline = 'middle';
    const place = (text: string, point: { x: number; y: number }, below: number): void =>
      this.#text(ctx, placement, text, viewX(view, point.x), viewY(view, point.y) + below);
    ctx.font = canvasFont(TEXT_PX);
    // At its end stands the vessel with its own label.
    place(hue === undefined ? words.time(first.time) : `${name} ${words.time(first.time)}`, first, 14);
    place(words.time(last.time), last, 26);
    for (const { from, to, durationMs } of gaps) {
      place(words.duration(durationMs), { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, 0);
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
