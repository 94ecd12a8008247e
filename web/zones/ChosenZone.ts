/** The zone that is looked at, drawn over the others; of a directed line also which way it runs and on which side our waters lie. */
import { CanvasOverlay } from '../map/CanvasOverlay.ts';
import { type View, viewX, viewY } from '../map/mercator.ts';
import { canvasFont, readPalette } from '../map/palette.ts';
import type { ZoneShape } from '../map/zones.ts';

/** Between two ticks on our side. */
const TICK_EVERY_PX = 26;
const TICK_PX = 9;
/** Between two arrowheads along the line. */
const ARROW_EVERY_PX = 150;
const ARROW_PX = 9;

export class ChosenZone extends CanvasOverlay {
  #shape: ZoneShape | undefined;
  #others: readonly ZoneShape[] = [];
  #isArea = false;
  #words = '';

  constructor() {
    super({ pane: 'chosen-zone', zIndex: 420 });
  }

  /** @param words written on our side of a directed line */
  show(shape: ZoneShape | undefined, isArea: boolean, words: string): void {
    this.#shape = shape;
    this.#isArea = isArea;
    this.#words = words;
    this.requestRedraw();
  }

  /** Of a file that is looked at before it is taken up, or of an earlier version: dashed. */
  showBeside(shapes: readonly ZoneShape[]): void {
    this.#others = shapes;
    this.requestRedraw();
  }

  protected override draw(view: View): void {
    const ctx = this.canvases[0]!.getContext('2d')!;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.scale(view.dpr, view.dpr);
    const palette = readPalette();
    ctx.strokeStyle = palette.selected;
    ctx.fillStyle = palette.selected;
    ctx.lineJoin = 'round';
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    for (const shape of this.#others) this.#outline(ctx, view, shape, false);
    ctx.setLineDash([]);
    if (!this.#shape) return;
    ctx.lineWidth = 2.5;
    this.#outline(ctx, view, this.#shape, this.#isArea);
    const { ourSide, corridorNm } = this.#shape.properties;
    if (this.#isArea || corridorNm !== undefined) return;
    for (const line of this.#shape.lines) {
      const points = pointsOf(view, line);
      arrows(ctx, points);
      if (ourSide) this.#ourSide(ctx, points, ourSide === 'left' ? 1 : -1, palette.halo);
    }
  }

  #outline(ctx: CanvasRenderingContext2D, view: View, { lines, circle }: ZoneShape, isFilled: boolean): void {
    ctx.beginPath();
    for (const line of lines) {
      for (let i = 0; i < line.length; i += 2) {
        const [x, y] = [viewX(view, line[i]!), viewY(view, line[i + 1]!)];
        if (i === 0) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
    }
    if (circle) {
      const [x, y] = [viewX(view, circle.x), viewY(view, circle.y)];
      const radius = Math.max(3, circle.radius * view.scale);
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
    }
    if (isFilled) {
      ctx.globalAlpha = 0.1;
      ctx.fill('evenodd');
      ctx.globalAlpha = 1;
    }
    ctx.stroke();
  }

  /** @param side 1: left of the line's direction; on a screen, where y runs down, left of (dx, dy) is (dy, −dx) */
  #ourSide(ctx: CanvasRenderingContext2D, points: readonly Place[], side: 1 | -1, halo: string): void {
    let written = false;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    walk(points, TICK_EVERY_PX, (x, y, dx, dy) => {
      ctx.moveTo(x, y);
      ctx.lineTo(x + dy * TICK_PX * side, y - dx * TICK_PX * side);
    });
    ctx.stroke();
    walk(points, 4 * TICK_EVERY_PX, (x, y, dx, dy) => {
      if (written || !isSeen(ctx, x, y)) return;
      written = true;
      ctx.font = canvasFont(12, '600');
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.lineWidth = 4;
      ctx.strokeStyle = halo;
      const [tx, ty] = [x + dy * 30 * side, y - dx * 30 * side];
      ctx.strokeText(this.#words, tx, ty);
      ctx.fillText(this.#words, tx, ty);
    });
  }
}

type Place = readonly [x: number, y: number];

function pointsOf(view: View, line: Float64Array): Place[] {
  const points: Place[] = [];
  for (let i = 0; i < line.length; i += 2) points.push([viewX(view, line[i]!), viewY(view, line[i + 1]!)]);
  return points;
}

function arrows(ctx: CanvasRenderingContext2D, points: readonly Place[]): void {
  ctx.beginPath();
  walk(points, ARROW_EVERY_PX, (x, y, dx, dy) => {
    ctx.moveTo(x + dx * ARROW_PX, y + dy * ARROW_PX);
    ctx.lineTo(x - (dx + dy) * ARROW_PX * 0.6, y - (dy - dx) * ARROW_PX * 0.6);
    ctx.lineTo(x - (dx - dy) * ARROW_PX * 0.6, y - (dy + dx) * ARROW_PX * 0.6);
    ctx.closePath();
  });
  ctx.fill();
}

/** So far beyond the canvas nothing is marked. */
const BEYOND_PX = 50;
/** Marks on one line: a line seen from near may be very long beyond the view. */
const MOST_MARKS = 2000;

function isSeen(ctx: CanvasRenderingContext2D, x: number, y: number): boolean {
  const { width, height } = ctx.canvas;
  return x > BEYOND_PX && y > BEYOND_PX && x < width - BEYOND_PX && y < height - BEYOND_PX;
}

/** Calls for a place every so many pixels along a line, the first half a step in, with the direction there as a unit vector. */
function walk(
  points: readonly Place[],
  everyPx: number,
  mark: (x: number, y: number, dx: number, dy: number) => void,
): void {
  let left = everyPx / 2;
  let marks = 0;
  for (let i = 1; i < points.length && marks < MOST_MARKS; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1]!, points[i]!];
    const length = Math.hypot(bx - ax, by - ay);
    const [dx, dy] = [(bx - ax) / (length || 1), (by - ay) / (length || 1)];
    for (; left <= length && marks < MOST_MARKS; left += everyPx, marks++) mark(ax + dx * left, ay + dy * left, dx, dy);
    left = Math.max(0, left - length);
  }
}
