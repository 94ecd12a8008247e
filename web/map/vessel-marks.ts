/** The few rich marks over the symbols: rings of alarmed vessels, corners of the selected one, labels. */
import { drawAlarmRing } from './alarm-ring.ts';
import type { DrawList } from './draw-list.ts';
import { drawGhosts } from './ghosts.ts';
import type { LabelCache } from './label-cache.ts';
import { LABEL_ALL_ZOOM, type Labelled, placeLabels, priorityOf } from './label-places.ts';
import { Age, spriteLook } from './looks.ts';
import type { View } from './mercator.ts';
import { type MapPalette, priorityColour } from './palette.ts';
import { drawLostCross, drawSymbol } from './sprites.ts';
import { UNACKNOWLEDGED } from './VesselStore.ts';

interface Marks extends Labelled {
  palette: MapPalette;
  labels: LabelCache;
  /** Else what waits has a thick ring that stands. */
  flashes: boolean;
  /** Epoch seconds. */
  nowS: number;
  /** What is written beside a vessel: who it is, and its age when that is more than it should be. */
  label(slot: number): string;
}

/** Whether there is anything to mark: an empty picture of the map's size still costs the browser its composition. */
export function hasMarks(list: DrawList, zoom: number): boolean {
  return list.marked.length > 0 || zoom >= LABEL_ALL_ZOOM;
}

/** @param flashing gets the rings of what nobody has acknowledged, so that they flash without being drawn again */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  flashing: CanvasRenderingContext2D,
  view: View,
  marks: Marks,
): void {
  const { list, store, palette } = marks;
  for (const one of [ctx, flashing]) {
    one.setTransform(1, 0, 0, 1, 0, 0);
    one.clearRect(0, 0, one.canvas.width, one.canvas.height);
    one.scale(view.dpr, view.dpr);
  }
  drawGhosts(ctx, view, marks);
  for (const i of list.markedFromBelow()) {
    const slot = list.slot[i]!;
    const alarm = store.alarm[slot]!;
    const [x, y] = [list.px[i]! / view.dpr, list.py[i]! / view.dpr];
    if (alarm > 0) {
      const waits = (alarm & UNACKNOWLEDGED) !== 0;
      const priority = priorityOf(alarm)!;
      const colour = priorityColour(palette, priority);
      const width = waits && !marks.flashes ? 4 : 2.5;
      drawAlarmRing(waits ? flashing : ctx, x, y, { priority, width, colour, halo: palette.halo });
      drawAlarmed(ctx, x, y, list.look[i]!, colour, palette);
    }
    if (slot === marks.selectedSlot) drawCorners(ctx, x, y, palette);
  }
  drawLabels(ctx, view, marks);
}

function drawAlarmed(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  lookNumber: number,
  colour: string,
  palette: MapPalette,
): void {
  const look = spriteLook(lookNumber);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(1.25, 1.25);
  const inColour = { ...palette, own: colour, fishing: colour, other: colour, aid: colour };
  drawSymbol(ctx, { ...look, age: Age.fresh }, inColour);
  if (look.age === Age.lost) drawLostCross(ctx, palette);
  ctx.restore();
}

function drawCorners(ctx: CanvasRenderingContext2D, x: number, y: number, palette: MapPalette): void {
  const r = 17;
  const arm = 6;
  ctx.beginPath();
  for (const [sx, sy] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    ctx.moveTo(x + sx * r, y + sy * (r - arm));
    ctx.lineTo(x + sx * r, y + sy * r);
    ctx.lineTo(x + sx * (r - arm), y + sy * r);
  }
  ctx.lineWidth = 4.5;
  ctx.strokeStyle = palette.halo;
  ctx.stroke();
  ctx.lineWidth = 2.5;
  ctx.strokeStyle = palette.selected;
  ctx.stroke();
}

function drawLabels(ctx: CanvasRenderingContext2D, view: View, marks: Marks): void {
  const { labels } = marks;
  labels.begin();
  const placed = placeLabels(marks, view, (slot, isMarked) => labels.get(marks.label(slot), isMarked, isMarked));
  for (const { picture, box } of placed) {
    const { canvas } = picture;
    ctx.drawImage(canvas, box.left, box.top, canvas.width / view.dpr, canvas.height / view.dpr);
  }
}
