/**
 * One pass over the store: which vessels are in view, where on the canvas, with which sprite and above whom; and which of
 * them lies under the pointer. A linear scan of typed arrays takes 0.14 ms for 100,000, so there is no index to keep.
 */
import type { View } from './mercator.ts';
import { CraftClass, type VesselStore } from './VesselStore.ts';

/** Directions a triangle can point in: 5.6° steps. */
export const HEADINGS = 64;
/** Sprites of one look: every heading, then the circle. */
const MOTIONS = HEADINGS + 1;
const CIRCLE = HEADINGS;

export const Age = { fresh: 0, fading: 1, lost: 2 } as const;
export type Age = (typeof Age)[keyof typeof Age];

/** Fading begins at one expected interval, the cross at two (IMO SN.1/Circ.243 "lost", applied per source). */
const FADING_AT = 1;
const LOST_AT = 2;
/** Below this a vessel is stopped: AIS speed noise at anchor. */
const STOPPED_KN_E1 = 5;

export const SPRITES = 5 * 2 * 3 * MOTIONS;

/** What a sprite's number says. */
export interface SpriteLook {
  craft: CraftClass;
  vms: boolean;
  age: Age;
  /** Degrees, or undefined: a circle. */
  headingDeg: number | undefined;
}

export function spriteIndex(craft: number, vms: boolean, age: number, motion: number): number {
  return ((craft * 2 + (vms ? 1 : 0)) * 3 + age) * MOTIONS + motion;
}

export function spriteLook(index: number): SpriteLook {
  const motion = index % MOTIONS;
  const look = (index - motion) / MOTIONS;
  return {
    craft: Math.floor(look / 6) as CraftClass,
    vms: Math.floor(look / 3) % 2 === 1,
    age: (look % 3) as Age,
    headingDeg: motion === CIRCLE ? undefined : (motion * 360) / HEADINGS,
  };
}

/** Age of a fix against what is normal for its own vessel. */
export function ageOf(store: VesselStore, slot: number, nowS: number): Age {
  const intervals = (nowS - store.fixTimeS[slot]!) / (store.intervalMin[slot]! * 60);
  if (intervals > LOST_AT) return Age.lost;
  return intervals > FADING_AT ? Age.fading : Age.fresh;
}

/** 0..63, or the circle when it is stopped or nobody knows where it points. Heading goes before course. */
export function motionOf(store: VesselStore, slot: number): number {
  const speedE1 = store.speedE1[slot]!;
  if (speedE1 >= 0 && speedE1 < STOPPED_KN_E1) return CIRCLE;
  const heading = store.heading[slot]!;
  const degrees = heading >= 0 ? heading : store.courseE1[slot]! / 10;
  if (degrees < 0) return CIRCLE;
  return Math.round((degrees * HEADINGS) / 360) % HEADINGS;
}

/** Levels of the picture, drawn in this order. */
const RANKS = 5;
function rankOf(craft: number, age: number, alarm: number): number {
  if (alarm > 0 || craft === CraftClass.distress) return 4;
  if (age === Age.lost) return 0;
  if (craft === CraftClass.own) return age === Age.fresh ? 3 : 2;
  return 1;
}

/** Rows of pixels that are drawn together: what they span stays in the processor's cache. */
const BAND_PX = 8;

/** What is in view, in columns that are used again for every redraw. */
export class DrawList {
  length = 0;
  /** Canvas position in device pixels. */
  px = new Int32Array(0);
  py = new Int32Array(0);
  slot = new Int32Array(0);
  sprite = new Uint16Array(0);
  rank = new Uint8Array(0);
  /** Entries as they are to be drawn: by rank, and within a rank from the top of the canvas down. */
  order = new Int32Array(0);
  #ends = new Int32Array(0);

  /** Fills `order` by a counting sort. `height`: of the canvas in device pixels. */
  sort(height: number): void {
    const bands = Math.floor(height / BAND_PX) + 1;
    if (this.#ends.length < RANKS * bands) this.#ends = new Int32Array(RANKS * bands);
    const ends = this.#ends.fill(0);
    for (let i = 0; i < this.length; i++) {
      const bucket = this.rank[i]! * bands + Math.floor(this.py[i]! / BAND_PX);
      ends[bucket] = ends[bucket]! + 1;
    }
    for (let bucket = 1; bucket < ends.length; bucket++) ends[bucket] = ends[bucket]! + ends[bucket - 1]!;
    for (let i = this.length - 1; i >= 0; i--) {
      const bucket = this.rank[i]! * bands + Math.floor(this.py[i]! / BAND_PX);
      const place = ends[bucket]! - 1;
      ends[bucket] = place;
      this.order[place] = i;
    }
  }

  reserve(size: number): void {
    if (size <= this.px.length) return;
    const capacity = Math.max(1024, 2 ** Math.ceil(Math.log2(size)));
    this.px = new Int32Array(capacity);
    this.py = new Int32Array(capacity);
    this.slot = new Int32Array(capacity);
    this.sprite = new Uint16Array(capacity);
    this.rank = new Uint8Array(capacity);
    this.order = new Int32Array(capacity);
  }
}

/**
 * Fills `list` with the vessels whose whole sprite (`marginPx` device pixels to each side) lies on the canvas: those cut
 * by its edge are left out, so that copying a sprite needs no clipping. The canvas reaches beyond what is seen.
 */
export function sweep(store: VesselStore, view: View, nowS: number, marginPx: number, list: DrawList): void {
  list.reserve(store.count);
  const { x, y, present, craft, source, alarm } = store;
  const scale = view.scale * view.dpr;
  const left = view.left * view.dpr;
  const top = view.top * view.dpr;
  const right = Math.round(view.width * view.dpr) - marginPx;
  const bottom = Math.round(view.height * view.dpr) - marginPx;
  const middle = (view.left + view.width / 2) / view.scale;
  let n = 0;
  for (let slot = 0; slot < store.end; slot++) {
    if (present[slot] === 0) continue;
    const py = Math.round(y[slot]! * scale - top);
    if (py < marginPx || py >= bottom) continue;
    const world = x[slot]!;
    const px = Math.round((world - Math.round(world - middle)) * scale - left);
    if (px < marginPx || px >= right) continue;
    const age = ageOf(store, slot, nowS);
    const kind = craft[slot]!;
    list.px[n] = px;
    list.py[n] = py;
    list.slot[n] = slot;
    list.sprite[n] = spriteIndex(kind, source[slot] !== 0, age, motionOf(store, slot));
    list.rank[n] = rankOf(kind, age, alarm[slot]!);
    n++;
  }
  list.length = n;
  list.sort(Math.round(view.height * view.dpr));
}

/** The drawn vessel nearest to a canvas position (device pixels) within a radius; one drawn above goes before one below. */
export function hitTest(list: DrawList, px: number, py: number, radiusPx: number): number | undefined {
  const limit = radiusPx * radiusPx;
  let best = -1;
  let bestRank = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < list.length; i++) {
    const dx = list.px[i]! - px;
    const dy = list.py[i]! - py;
    const distance = dx * dx + dy * dy;
    if (distance > limit) continue;
    const rank = list.rank[i]!;
    if (rank < bestRank || (rank === bestRank && distance >= bestDistance)) continue;
    best = i;
    bestRank = rank;
    bestDistance = distance;
  }
  return best < 0 ? undefined : list.slot[best]!;
}
