/** Greedy placement of text on a canvas: what comes first stays, what would cover it is left out. Pure. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Cells of this many pixels keep the search near: 150 labels on a full screen touch a handful each. */
const CELL = 64;

export class Placement {
  readonly #cells = new Map<number, Box[]>();

  /** Whether nothing is there yet. */
  isFree(box: Box): boolean {
    return !cellsOf(box).some((key) => this.#cells.get(key)?.some((other) => overlap(box, other)));
  }

  /** True, and the place is taken, when nothing is there yet. */
  take(box: Box): boolean {
    const isFree = this.isFree(box);
    if (isFree) this.force(box);
    return isFree;
  }

  /** The first of several places for the same thing where nothing is yet, taken; undefined when there is none. */
  takeFirst(boxes: readonly Box[]): Box | undefined {
    return boxes.find((box) => this.take(box));
  }

  /** Takes the place whatever is there: for text that must be shown. */
  force(box: Box): void {
    for (const key of cellsOf(box)) {
      const boxes = this.#cells.get(key);
      if (boxes) boxes.push(box);
      else this.#cells.set(key, [box]);
    }
  }
}

/** Whether they have any area in common. */
export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function cellsOf(box: Box): number[] {
  const keys: number[] = [];
  for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row++) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++) {
      keys.push(row * 4096 + column);
    }
  }
  return keys;
}
