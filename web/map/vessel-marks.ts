/** The few rich marks over the symbols: rings of alarmed vessels, corners of the selected one, up to 150 labels. */

import type { Priority } from '../../geofences/types.ts';
import { drawAlarmRing, ringReach } from './alarm-ring.ts';
import { type DrawList, TOP_RANK } from './draw-list.ts';
import { drawGhosts } from './ghosts.ts';
import { LABEL_HALF_PX, type LabelCache, type LabelPicture } from './label-cache.ts';
import { Age, spriteLook } from './looks.ts';
import type { View } from './mercator.ts';
import { type MapPalette, priorityColour } from './palette.ts';
import { type Box, Placement } from './placement.ts';
import { drawLostCross, drawSymbol } from './sprites.ts';
import { UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';

/** As many as an officer can use at once (Monitorfish's cap). */
const MAX_LABELS = 150;
/** Labels for everybody only when there is room for them; the selected and the alarmed always have one. */
const LABEL_ALL_ZOOM = 8;
/** Of those that there may be room for, so many are tried: a crowded sea has none for most. */
const MAX_TRIES = 600;
const LABEL_GAP_PX = 8;
/** Between a ring and its label. */
const RING_GAP_PX = 3;
/** A label beside the corners of the selected one. */
const MARK_GAP_PX = 16;

interface Marks {
  store: VesselStore;
  list: DrawList;
  palette: MapPalette;
  labels: LabelCache;
  /** Places where no label may stand, on the canvas in CSS pixels. */
  reserved: readonly Box[];
  selectedSlot: number | undefined;
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

/** Of an alarm code; undefined when there is no alarm. */
function priorityOf(alarm: number): Priority | undefined {
  return alarm === 0 ? undefined : ((alarm & ~UNACKNOWLEDGED) as Priority);
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

/** Entries in the order in which they get a label: selected > alarmed > registered > others; equals by slot, so that it stays. */
function* labelled(marks: Pick<Marks, 'list' | 'store' | 'selectedSlot'>, zoom: number): Generator<number> {
  const { list, store, selectedSlot } = marks;
  const ofSelected = list.marked.find((i) => list.slot[i] === selectedSlot);
  if (ofSelected !== undefined) yield ofSelected;
  const alarmCode = (i: number): number => store.alarm[list.slot[i]!]!;
  const alarmed = list.marked.filter((i) => alarmCode(i) > 0 && i !== ofSelected);
  const weight = (i: number): number => (alarmCode(i) & ~UNACKNOWLEDGED) - (alarmCode(i) & UNACKNOWLEDGED);
  yield* alarmed.sort((a, b) => weight(a) - weight(b));
  yield* list.marked.filter((i) => alarmCode(i) === 0 && i !== ofSelected);
  if (zoom < LABEL_ALL_ZOOM) return;
  const isMarked = new Set(list.marked);
  for (let rank = TOP_RANK; rank >= 0; rank--) {
    for (let i = 0; i < list.length; i++) {
      if (list.rank[i] === rank && list.whole[i] === 1 && !isMarked.has(i)) yield i;
    }
  }
}

function drawLabels(ctx: CanvasRenderingContext2D, view: View, marks: Marks): void {
  const { list, labels, selectedSlot } = marks;
  const placement = new Placement();
  for (const box of marks.reserved) placement.force(box);
  // A name under the ring of another vessel names that one, or nobody.
  for (const i of list.marked) {
    const priority = priorityOf(marks.store.alarm[list.slot[i]!]!);
    if (priority) placement.force(around(list.px[i]! / view.dpr, list.py[i]! / view.dpr, ringReach(priority)));
  }
  const isMarked = new Set(list.marked);
  labels.begin();
  let drawn = 0;
  let tries = 0;
  for (const i of labelled(marks, view.zoom)) {
    if (drawn >= MAX_LABELS || ++tries > MAX_TRIES) return;
    const slot = list.slot[i]!;
    const text = marks.label(slot);
    const bold = isMarked.has(i);
    const label = labels.get(text, bold, bold);
    if (!label) continue;
    const priority = priorityOf(marks.store.alarm[slot]!);
    const markGap = priority ? ringReach(priority) + RING_GAP_PX : MARK_GAP_PX;
    const gap = bold ? markGap : LABEL_GAP_PX;
    const boxes = boxesBeside(list.px[i]! / view.dpr, list.py[i]! / view.dpr, gap, label.width);
    if (drawLabel(ctx, view, placement, label, bold ? boxes : boxes.slice(0, 1), slot === selectedSlot)) drawn++;
  }
}

function around(x: number, y: number, reach: number): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** Where a label may stand beside its vessel: to the right, to the left, above and below. */
function boxesBeside(x: number, y: number, gap: number, width: number): Box[] {
  const at = (left: number, top: number): Box => {
    const [l, t] = [Math.round(left), Math.round(top)];
    return { left: l, top: t, right: l + width, bottom: t + 2 * LABEL_HALF_PX };
  };
  const level = y - LABEL_HALF_PX;
  return [
    at(x + gap, level),
    at(x - gap - width, level),
    at(x - width / 2, y - gap - 2 * LABEL_HALF_PX),
    at(x - width / 2, y + gap),
  ];
}

/** @param must stands there whatever else does */
function drawLabel(
  ctx: CanvasRenderingContext2D,
  view: View,
  placement: Placement,
  { canvas }: LabelPicture,
  boxes: readonly Box[],
  must: boolean,
): boolean {
  const free = placement.takeFirst(boxes);
  const box = free ?? (must ? boxes[0] : undefined);
  if (!box) return false;
  if (!free) placement.force(box);
  ctx.drawImage(canvas, box.left, box.top, canvas.width / view.dpr, canvas.height / view.dpr);
  return true;
}
