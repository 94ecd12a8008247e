/**
 * Vessel symbols as lists of pixels. Drawing paths or images costs 4–5 µs a symbol without a GPU; copying the ~100 pixels
 * of a symbol that was drawn once into an ImageData costs a twentieth of that and the same for every shape.
 */

import { Age, SPRITES, type SpriteLook, spriteLook } from './looks.ts';
import type { MapPalette } from './palette.ts';
import { CraftClass } from './VesselStore.ts';

/** Half the side of a sprite in CSS pixels: the longest symbol plus its outline. */
const HALF_CSS = 9;
/** Side of the dot that a thinned vessel is, CSS pixels. */
const DOT_CSS = 3;

export interface Sprite {
  /** Rows of neighbouring pixels: distance of the first from the middle one in the target's pixels, then their number. */
  runs: Int32Array;
  /** RGBA as the target holds them; one run after the other. */
  pixels: Int32Array;
}

export class SpriteSheet {
  /** Half the side in device pixels. */
  readonly half: number;
  readonly dotPx: number;
  readonly #stride: number;
  readonly #dpr: number;
  readonly #palette: MapPalette;
  readonly #sprites: (Sprite | undefined)[] = new Array(SPRITES);
  /** RGBA by look; 0 where it has not been asked for. */
  readonly #dots = new Int32Array(SPRITES);
  readonly #ctx: CanvasRenderingContext2D;
  /** All below this number are rasterised. */
  #prepared = 0;

  /** `stride` is the width of the target in device pixels. A new palette, width or DPR needs a new sheet. */
  constructor(palette: MapPalette, stride: number, dpr: number) {
    this.#palette = palette;
    this.#stride = stride;
    this.#dpr = dpr;
    this.half = Math.ceil(HALF_CSS * dpr);
    this.dotPx = Math.round(DOT_CSS * dpr);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = this.half * 2;
    this.#ctx = canvas.getContext('2d', { willReadFrequently: true })!;
  }

  /**
   * Rasterises some of the sprites that nobody has asked for yet, so that a redraw that needs many of them at once finds them.
   * @param untilMs of `performance.now()`; false when there are none left
   */
  prepare(untilMs: number): boolean {
    for (; this.#prepared < SPRITES; this.#prepared++) {
      if (performance.now() >= untilMs) return true;
      this.get(this.#prepared);
    }
    return false;
  }

  get(index: number): Sprite {
    const known = this.#sprites[index];
    if (known) return known;
    const made = this.#rasterise(spriteLook(index));
    this.#sprites[index] = made;
    return made;
  }

  dot(index: number): number {
    const known = this.#dots[index]!;
    if (known !== 0) return known;
    const ctx = this.#ctx;
    const { craft, age } = spriteLook(index);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, 1, 1);
    ctx.globalAlpha = OPACITY[age];
    ctx.fillStyle = colourOf(craft, this.#palette);
    ctx.fillRect(0, 0, 1, 1);
    ctx.globalAlpha = 1;
    const made = new Int32Array(ctx.getImageData(0, 0, 1, 1).data.buffer)[0]!;
    this.#dots[index] = made;
    return made;
  }

  #rasterise(look: SpriteLook): Sprite {
    const side = this.half * 2;
    const ctx = this.#ctx;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, side, side);
    ctx.translate(this.half, this.half);
    ctx.scale(this.#dpr, this.#dpr);
    drawSymbol(ctx, look, this.#palette);
    const image = new Int32Array(ctx.getImageData(0, 0, side, side).data.buffer);
    const runs: number[] = [];
    const pixels: number[] = [];
    for (let i = 0; i < image.length; i++) {
      const pixel = image[i]!;
      if (pixel === 0) continue;
      pixels.push(pixel);
      const column = i % side;
      if (column > 0 && image[i - 1] !== 0) runs[runs.length - 1] = runs.at(-1)! + 1;
      else runs.push((Math.floor(i / side) - this.half) * this.#stride + column - this.half, 1);
    }
    return { runs: Int32Array.from(runs), pixels: Int32Array.from(pixels) };
  }
}

/** Opacity by age: fading is seen at a glance, lost is still there to be clicked. */
const OPACITY = { [Age.fresh]: 1, [Age.fading]: 0.55, [Age.lost]: 0.4 };

type Corner = readonly [x: number, y: number];
/** The radius of a circle, or corners, round the origin, in CSS pixels. */
export type Form = number | readonly Corner[];

/** Acute apex to the heading (IMO SN.1/Circ.243/Rev.2). */
const TRIANGLE: readonly Corner[] = [
  [0, -8],
  [4.2, 5.5],
  [-4.2, 5.5],
];
/** A hull with a bow: as many pixels as the triangle, so that it takes no longer to draw. */
const HULL: readonly Corner[] = [
  [0, -7.5],
  [3.2, -3],
  [3.2, 4.5],
  [-3.2, 4.5],
  [-3.2, -3],
];
const SQUARE: readonly Corner[] = [
  [3.2, -3.2],
  [3.2, 3.2],
  [-3.2, 3.2],
  [-3.2, -3.2],
];

/** What a craft is and whether it moves can be told by the form alone: who fishes has round and pointed forms, other craft straight ones. */
export function formOf({ craft, headingDeg }: Pick<SpriteLook, 'craft' | 'headingDeg'>): Form {
  if (craft === CraftClass.aid) return turned(SQUARE, 45, 1.1);
  if (craft === CraftClass.distress) return 6;
  const size = craft === CraftClass.own ? 1 : 0.85;
  if (craft === CraftClass.other) return turned(headingDeg === undefined ? SQUARE : HULL, headingDeg ?? 0, size);
  return headingDeg === undefined ? 4 * size : turned(TRIANGLE, headingDeg, size);
}

function turned(corners: readonly Corner[], headingDeg: number, size: number): Corner[] {
  const angle = (headingDeg * Math.PI) / 180;
  const sin = Math.sin(angle) * size;
  const cos = Math.cos(angle) * size;
  return corners.map(([x, y]) => [x * cos - y * sin, x * sin + y * cos]);
}

/** Draws one symbol round the origin, in CSS pixels. VMS is filled, AIS is an outline; age fades and crosses out. */
export function drawSymbol(ctx: CanvasRenderingContext2D, look: SpriteLook, palette: MapPalette): void {
  const colour = colourOf(look.craft, palette);
  const form = formOf(look);
  ctx.save();
  ctx.globalAlpha = OPACITY[look.age];
  ctx.beginPath();
  if (typeof form === 'number') ctx.arc(0, 0, form, 0, 2 * Math.PI);
  else for (const [x, y] of form) ctx.lineTo(x, y);
  ctx.closePath();
  ctx.lineJoin = 'round';
  if (look.vms) {
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = palette.outline;
  } else {
    ctx.fillStyle = palette.halo;
    ctx.fill();
    ctx.lineWidth = 1.7;
    ctx.strokeStyle = colour;
  }
  ctx.stroke();
  if (look.craft === CraftClass.distress) cross(ctx, 4, 1.7, colour);
  ctx.restore();
  if (look.age === Age.lost) drawLostCross(ctx, palette);
}

export function drawLostCross(ctx: CanvasRenderingContext2D, palette: MapPalette): void {
  cross(ctx, 6, 1.4, palette.ink);
}

export function colourOf(craft: CraftClass, palette: MapPalette): string {
  if (craft === CraftClass.own) return palette.own;
  if (craft === CraftClass.fishing) return palette.fishing;
  if (craft === CraftClass.aid) return palette.aid;
  return craft === CraftClass.distress ? palette.p1 : palette.other;
}

function cross(ctx: CanvasRenderingContext2D, radius: number, width: number, colour: string): void {
  ctx.beginPath();
  ctx.moveTo(-radius, -radius);
  ctx.lineTo(radius, radius);
  ctx.moveTo(radius, -radius);
  ctx.lineTo(-radius, radius);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
}
