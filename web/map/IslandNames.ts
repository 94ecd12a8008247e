/**
 * Names of islands over the symbols of vessels, on the side where they cover fewest, and under the rings of alarmed ones. Drawn into
 * the symbols' own canvas: one more of the map's size would cost the browser its composition in every frame.
 */
import type { DrawList } from './draw-list.ts';
import { canvasPoint } from './graticule.ts';
import type { Island, IslandName } from './island-places.ts';
import { placeIslandNames } from './island-places.ts';
import type { LabelCache } from './label-cache.ts';
import { type PlaceName, placeNames } from './labels.ts';
import type { View } from './mercator.ts';
import { type Box, overlap } from './placement.ts';

/** A vessel so near to a name is touched by it, CSS pixels: half a symbol. */
const SYMBOL_PX = 5;
/** No name reaches further from its island than its own width and this, CSS pixels. */
const REACH_PX = 48;

type Point = { x: number; y: number };

interface Shown {
  list: DrawList;
  labels: LabelCache;
  /** Places where no name may stand, on the canvas in CSS pixels. */
  taken: readonly Box[];
  /** Alarmed and selected vessels, likewise. */
  marks: readonly Box[];
}

export class IslandNames {
  #names: IslandName<PlaceName>[] = [];
  #sides = new Map<PlaceName, number>();

  /** Where they stand, on the canvas in CSS pixels. */
  get boxes(): Box[] {
    return this.#names.map(({ box }) => box);
  }

  /**
   * @param image the symbols, as they were put on the canvas
   * @returns whether one of them stands elsewhere beside its island than it did
   */
  draw(ctx: CanvasRenderingContext2D, image: ImageData, view: View, shown: Shown): boolean {
    const before = this.#sides;
    const islands = islandsIn(view, shown.labels);
    const vessels = vesselsBy(islands, shown.list, view.dpr);
    const covered = (box: Box): number => vessels.filter((vessel) => isTouched(vessel, box)).length;
    this.#names = placeIslandNames(islands, { ...shown, covered }, before);
    this.#sides = new Map(this.#names.map(({ place, side }) => [place, side]));
    for (const { place, box } of this.#names) {
      const { canvas } = shown.labels.get(place.name, false, true)!;
      ctx.drawImage(canvas, Math.round(box.left * view.dpr), Math.round(box.top * view.dpr));
    }
    for (const mark of shown.marks)
      if (this.boxes.some((box) => overlap(box, mark))) uncover(ctx, image, mark, view.dpr);
    return this.#sides.size !== before.size || this.#names.some(({ place, side }) => before.get(place) !== side);
  }
}

function islandsIn(view: View, labels: LabelCache): Island<PlaceName>[] {
  const islands: Island<PlaceName>[] = [];
  for (const place of placeNames()) {
    if (place.kind !== 'island' || view.zoom < place.minZoom) continue;
    const { x, y } = canvasPoint(view, place.lon, place.lat);
    if (x < 0 || x > view.width || y < 0 || y > view.height) continue;
    islands.push({ place, x, y, width: labels.get(place.name, false, true)!.width });
  }
  return islands;
}

/** Of the whole symbols, since dots stand among them: those that a name of one of the islands could touch. */
function vesselsBy(islands: readonly Island<PlaceName>[], list: DrawList, dpr: number): Point[] {
  const { px, py, order, wholeCount } = list;
  const near: Point[] = [];
  for (let n = 0; n < wholeCount; n++) {
    const i = order[n]!;
    const [x, y] = [px[i]! / dpr, py[i]! / dpr];
    for (const island of islands) {
      if (Math.abs(y - island.y) > REACH_PX || Math.abs(x - island.x) > island.width + REACH_PX) continue;
      near.push({ x, y });
      break;
    }
  }
  return near;
}

function isTouched({ x, y }: Point, { left, top, right, bottom }: Box): boolean {
  return x > left - SYMBOL_PX && x < right + SYMBOL_PX && y > top - SYMBOL_PX && y < bottom + SYMBOL_PX;
}

/** An alarmed vessel is never hidden, by a name as little as by anything else. */
function uncover(
  ctx: CanvasRenderingContext2D,
  image: ImageData,
  { left, top, right, bottom }: Box,
  dpr: number,
): void {
  const [x, y] = [Math.floor(left * dpr), Math.floor(top * dpr)];
  ctx.putImageData(image, 0, 0, x, y, Math.ceil(right * dpr) - x, Math.ceil(bottom * dpr) - y);
}
