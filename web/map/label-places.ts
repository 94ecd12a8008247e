/** Which vessels are named on the map, in which order they get their names, and where those stand. Pure. */
import type { Priority } from '../../geofences/types.ts';
import { ringReach } from './alarm-ring.ts';
import { type DrawList, TOP_RANK } from './draw-list.ts';
import type { View } from './mercator.ts';
import { type Box, Placement } from './placement.ts';
import { UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';

/** As many as an officer can use at once (Monitorfish's cap). */
export const MAX_LABELS = 150;
/** Half the height of a label, in CSS pixels. */
export const LABEL_HALF_PX = 8;
/** Labels for everybody only when there is room for them; the selected and the alarmed always have one. */
export const LABEL_ALL_ZOOM = 8;
/** Of those that there may be room for, so many are tried: a crowded sea has none for most. */
const MAX_TRIES = 600;
const LABEL_GAP_PX = 8;
/** Between a ring and its label. */
const RING_GAP_PX = 3;
/** From the selected one to a label beside its corners. */
export const MARK_GAP_PX = 16;

export interface Labelled {
  store: VesselStore;
  list: DrawList;
  selectedSlot: number | undefined;
  /** Places where no label may stand, on the canvas in CSS pixels. */
  reserved: readonly Box[];
}

interface PlacedLabel<Picture> {
  slot: number;
  picture: Picture;
  box: Box;
}

/** Of an alarm code; undefined when there is no alarm. */
export function priorityOf(alarm: number): Priority | undefined {
  return alarm === 0 ? undefined : ((alarm & ~UNACKNOWLEDGED) as Priority);
}

/**
 * The labels of one redraw, at most `MAX_LABELS`. Of two for which there is no room the one that comes first in the order stands; the
 * selected vessel's stands whatever is there.
 * @param pictureOf of the label of a vessel, its width in CSS pixels; undefined while there is none
 */
export function placeLabels<Picture extends { width: number }>(
  labelled: Labelled,
  view: Pick<View, 'zoom' | 'dpr'>,
  pictureOf: (slot: number, isMarked: boolean) => Picture | undefined,
): PlacedLabel<Picture>[] {
  const { list, store, selectedSlot } = labelled;
  const placement = placementAround(labelled, view.dpr);
  const isMarked = new Set(list.marked);
  const placed: PlacedLabel<Picture>[] = [];
  let tries = 0;
  for (const i of inOrder(labelled, view.zoom)) {
    if (placed.length >= MAX_LABELS || ++tries > MAX_TRIES) break;
    const slot = list.slot[i]!;
    const bold = isMarked.has(i);
    const picture = pictureOf(slot, bold);
    if (!picture) continue;
    const gap = bold ? gapBeside(priorityOf(store.alarm[slot]!)) : LABEL_GAP_PX;
    const boxes = boxesBeside(list.px[i]! / view.dpr, list.py[i]! / view.dpr, gap, picture.width);
    const box = placeFor(placement, bold ? boxes : boxes.slice(0, 1), slot === selectedSlot);
    if (box) placed.push({ slot, picture, box });
  }
  return placed;
}

/** Entries in the order in which they get a label: selected > alarmed > registered > others; equals by slot, so that it stays. */
function* inOrder({ list, store, selectedSlot }: Labelled, zoom: number): Generator<number> {
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

/** A name under the ring of another vessel names that one, or nobody. */
function placementAround(labelled: Labelled, dpr: number): Placement {
  const placement = new Placement();
  for (const box of labelled.reserved) placement.force(box);
  for (const box of ringBoxes(labelled, dpr)) placement.force(box);
  return placement;
}

/** The rings of alarmed vessels, on the canvas in CSS pixels. */
export function ringBoxes({ list, store }: Pick<Labelled, 'list' | 'store'>, dpr: number): Box[] {
  return list.marked.flatMap((i) => {
    const priority = priorityOf(store.alarm[list.slot[i]!]!);
    return priority ? [around(list.px[i]! / dpr, list.py[i]! / dpr, ringReach(priority))] : [];
  });
}

/** Round a place, `reach` to each side. */
export function around(x: number, y: number, reach: number): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

function gapBeside(priority: Priority | undefined): number {
  return priority ? ringReach(priority) + RING_GAP_PX : MARK_GAP_PX;
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
function placeFor(placement: Placement, boxes: readonly Box[], must: boolean): Box | undefined {
  const free = placement.takeFirst(boxes);
  if (free || !must) return free;
  placement.force(boxes[0]!);
  return boxes[0];
}
