/**
 * One pass over the store: which vessels are in view, where on the canvas, who has a whole symbol and who is thinned to a dot,
 * and who stands above whom. A linear scan of typed arrays is so fast that there is no index to keep.
 */
import { ALARM_RANK, type DrawList, TOP_RANK } from './draw-list.ts';
import { Age, ageOf, motionOf, spriteIndex } from './looks.ts';
import type { View } from './mercator.ts';
import { CraftClass, UNACKNOWLEDGED, type VesselStore } from './VesselStore.ts';

/** Up to so many in view are drawn whole, however close they lie: a screen bears them. */
export const THIN_ABOVE = 2500;
/** Side of a cell in which one whole symbol stays, CSS pixels (ui.md §1: 16 to 24). */
const CELL_PX = 16;

interface SweepOptions {
  /** Epoch seconds. */
  nowS: number;
  /** Device pixels that a sprite reaches to each side of its place. */
  marginPx: number;
  /** 1 for slots that are never thinned and always labelled first: what is selected, what is watched. */
  kept?: Uint8Array | undefined;
  /** 1 where a vessel is shown; all are without it. Never hides what is alarmed, in distress or kept. */
  shown?: Uint8Array | undefined;
}

function rankOf(craft: number, age: number, alarm: number): number {
  if (craft === CraftClass.distress) return TOP_RANK;
  if (alarm > 0) return TOP_RANK + 1 - (alarm & ~UNACKNOWLEDGED);
  if (age === Age.lost) return 0;
  if (craft === CraftClass.own) return age === Age.fresh ? 3 : 2;
  return 1;
}

/**
 * Fills `list` with the vessels whose whole sprite lies on the canvas: those cut by its edge are left out, so that copying a
 * sprite needs no clipping. The canvas reaches beyond what is seen.
 */
export function sweep(store: VesselStore, view: View, options: SweepOptions, list: DrawList): void {
  list.begin(store.count);
  gather(store, view, options, list);
  if (list.length <= THIN_ABOVE) list.whole.fill(1, 0, list.length);
  else thin(view, list);
  list.sort(Math.round(view.height * view.dpr));
  // Where a dot points nobody sees: only whole symbols are worth the look.
  for (let n = 0; n < list.wholeCount; n++) {
    const i = list.order[n]!;
    list.look[i] = list.look[i]! + motionOf(store, list.slot[i]!);
  }
}

/** What a hundred thousand times a frame is done stands in one loop, with every column at hand. */
function gather(store: VesselStore, view: View, options: SweepOptions, list: DrawList): void {
  const { nowS, marginPx, kept, shown } = options;
  const { x, y, present, craft, source, alarm, end } = store;
  const { px: pxs, py: pys, slot: slots, look, rank: ranks, whole } = list;
  const scale = view.scale * view.dpr;
  const left = view.left * view.dpr;
  const top = view.top * view.dpr;
  const right = Math.round(view.width * view.dpr) - marginPx - 0.5;
  const bottom = Math.round(view.height * view.dpr) - marginPx - 0.5;
  const first = marginPx - 0.5;
  const middle = (view.left + view.width / 2) / view.scale;
  let n = 0;
  for (let slot = 0; slot < end; slot++) {
    const py = y[slot]! * scale - top;
    if (py < first || py >= bottom || present[slot] === 0) continue;
    const world = x[slot]!;
    const copy = world - middle > 0.5 ? world - 1 : world - middle < -0.5 ? world + 1 : world;
    const px = copy * scale - left;
    if (px < first || px >= right) continue;
    const alarmCode = alarm[slot]!;
    const isMarked = alarmCode > 0 || (kept !== undefined && kept[slot] === 1);
    const kind = craft[slot]!;
    if (shown !== undefined && shown[slot] === 0 && !isMarked && kind !== CraftClass.distress) continue;
    const age = ageOf(store, slot, nowS);
    const rank = rankOf(kind, age, alarmCode);
    // Not negative: truncating is rounding down.
    pxs[n] = px + 0.5;
    pys[n] = py + 0.5;
    slots[n] = slot;
    look[n] = spriteIndex(kind, source[slot] !== 0, age, 0);
    ranks[n] = rank;
    whole[n] = isMarked || rank >= ALARM_RANK ? 1 : 0;
    if (isMarked) list.marked.push(n);
    n++;
  }
  list.length = n;
}

function thin(view: View, list: DrawList): void {
  const cellPx = CELL_PX * view.dpr;
  const shift = (corner: number): number => {
    const at = Math.round(corner * view.dpr);
    return ((at % cellPx) + cellPx) % cellPx;
  };
  list.thin(cellPx, shift(view.left), shift(view.top), view.width * view.dpr, view.height * view.dpr);
}
