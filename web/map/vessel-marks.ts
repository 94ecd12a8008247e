/** The few rich marks over the symbols: rings of alarmed vessels, corners of the selected one, up to 150 labels. */

import { LABEL_HALF_PX, type LabelCache } from './label-cache.ts';
import type { View } from './mercator.ts';
import { type MapPalette, priorityColour } from './palette.ts';
import { type Box, Placement } from './placement.ts';
import { drawLostCross, drawSymbol } from './sprites.ts';
import { Age, type DrawList, spriteLook } from './sweep.ts';
import { CraftClass, UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';

/** As many as an officer can use at once (Monitorfish's cap). */
const MAX_LABELS = 150;
/** Labels for everybody only when there is room for them; the selected and the alarmed always have one. */
const LABEL_ALL_ZOOM = 8;
const LABEL_GAP_PX = 8;

export interface Marks {
  store: VesselStore;
  list: DrawList;
  palette: MapPalette;
  labels: LabelCache;
  /** Places where no label may stand, on the canvas in CSS pixels. */
  reserved: readonly Box[];
  selectedSlot: number | undefined;
  hoveredSlot: number | undefined;
  /** False in the dark half of the flash of unacknowledged alarms. */
  flashOn: boolean;
  reducedMotion: boolean;
}

export function drawMarks(ctx: CanvasRenderingContext2D, view: View, marks: Marks): void {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.scale(view.dpr, view.dpr);
  const { list, store } = marks;
  const labels: { i: number; level: number }[] = [];
  for (let i = 0; i < list.length; i++) {
    const slot = list.slot[i]!;
    const alarm = store.alarm[slot]!;
    if (alarm > 0) drawAlarm(ctx, view, marks, i, alarm);
    if (slot === marks.selectedSlot) drawCorners(ctx, list.px[i]! / view.dpr, list.py[i]! / view.dpr, marks.palette);
    const level = labelLevel(marks, slot, alarm, view.zoom);
    if (level > 0) labels.push({ i, level });
  }
  labels.sort((a, b) => b.level - a.level || list.slot[a.i]! - list.slot[b.i]!);
  drawLabels(ctx, view, marks, labels);
}

/** 0: no label. Selected and pointed at > alarmed > registered > others. */
function labelLevel(marks: Marks, slot: number, alarm: number, zoom: number): number {
  if (slot === marks.selectedSlot || slot === marks.hoveredSlot) return 5;
  if (alarm > 0) return 4;
  if (zoom < LABEL_ALL_ZOOM) return 0;
  return marks.store.craft[slot] === CraftClass.own ? 3 : 2;
}

function drawAlarm(ctx: CanvasRenderingContext2D, view: View, marks: Marks, i: number, alarm: number): void {
  const { list, palette } = marks;
  const unacknowledged = (alarm & UNACKNOWLEDGED) !== 0;
  const colour = priorityColour(palette, alarm & ~UNACKNOWLEDGED);
  ctx.save();
  ctx.translate(list.px[i]! / view.dpr, list.py[i]! / view.dpr);
  if (!unacknowledged || marks.flashOn) {
    ctx.beginPath();
    ctx.arc(0, 0, 13, 0, 2 * Math.PI);
    ctx.lineWidth = unacknowledged && marks.reducedMotion ? 5 : 2.5;
    ctx.strokeStyle = palette.halo;
    ctx.lineWidth += 2;
    ctx.stroke();
    ctx.lineWidth -= 2;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
  ctx.scale(1.25, 1.25);
  const look = spriteLook(list.sprite[i]!);
  drawSymbol(
    ctx,
    { ...look, age: Age.fresh },
    { ...palette, own: colour, fishing: colour, other: colour, aid: colour },
  );
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

function drawLabels(
  ctx: CanvasRenderingContext2D,
  view: View,
  marks: Marks,
  labels: { i: number; level: number }[],
): void {
  const { list, store } = marks;
  const placement = new Placement();
  for (const box of marks.reserved) placement.force(box);
  let drawn = 0;
  for (const { i, level } of labels) {
    if (drawn >= MAX_LABELS) return;
    const text = store.identities[list.slot[i]!]?.label;
    if (!text) continue;
    const { canvas, width } = marks.labels.get(text, level >= 4);
    const x = Math.round(list.px[i]! / view.dpr + LABEL_GAP_PX + (level >= 4 ? 8 : 0));
    const y = Math.round(list.py[i]! / view.dpr - LABEL_HALF_PX);
    const box = { left: x, top: y, right: x + width, bottom: y + 2 * LABEL_HALF_PX };
    if (level === 5) placement.force(box);
    else if (!placement.take(box)) continue;
    ctx.drawImage(canvas, x, y, canvas.width / view.dpr, canvas.height / view.dpr);
    drawn++;
  }
}
