/** What one redraw puts on the canvas, in columns that are used again for the next. */

/** Levels of the picture: what has a higher one is drawn above. */
const RANKS = 8;
/** The lowest of alarmed vessels, priority 4; each more urgent priority has the next. */
export const ALARM_RANK = 4;
/** Of alarms of priority 1 and senders of distress signals. */
export const TOP_RANK = RANKS - 1;

/** Rows of pixels that are drawn together: what they span stays in the processor's cache. */
const BAND_PX = 8;
const NOBODY = -1;

export class DrawList {
  /** Vessels in view. */
  length = 0;
  /** Canvas position in device pixels. */
  px = new Int32Array(0);
  py = new Int32Array(0);
  slot = new Int32Array(0);
  rank = new Uint8Array(0);
  /** Number of the look; the sprite's for whole symbols, the dot's for the others. */
  look = new Uint16Array(0);
  /** 1: drawn as a whole symbol, 0: thinned to a dot. */
  whole = new Uint8Array(0);
  /** Whole ones as they are to be drawn: by rank, and within a rank from the top of the canvas down. */
  order = new Int32Array(0);
  wholeCount = 0;
  /** Alarmed ones, and those that were asked to be kept. */
  marked: number[] = [];
  /** Entry that holds each cell of the thinning grid. */
  #cells = new Int32Array(0);
  #columns = 0;
  #ends = new Int32Array(0);

  /** Forgets all and makes room for `size` vessels. */
  begin(size: number): void {
    this.length = 0;
    this.wholeCount = 0;
    this.marked = [];
    if (size <= this.px.length) return;
    const capacity = Math.max(1024, 2 ** Math.ceil(Math.log2(size)));
    this.px = new Int32Array(capacity);
    this.py = new Int32Array(capacity);
    this.slot = new Int32Array(capacity);
    this.rank = new Uint8Array(capacity);
    this.look = new Uint16Array(capacity);
    this.whole = new Uint8Array(capacity);
    this.order = new Int32Array(capacity);
  }

  /**
   * Leaves one whole symbol a cell: that of the highest rank, of equals that of the lowest slot. Alarmed vessels and kept ones
   * stay whole wherever they are, and take no cell from others.
   * @param cellPx side of a cell, device pixels
   * @param shiftX `shiftY` distance of the canvas's corner from a corner of the grid: cells stay where they are when the map moves
   */
  thin(cellPx: number, shiftX: number, shiftY: number, width: number, height: number): void {
    this.#columns = Math.ceil(width / cellPx) + 2;
    const size = this.#columns * (Math.ceil(height / cellPx) + 2);
    if (this.#cells.length < size) this.#cells = new Int32Array(size);
    const cells = this.#cells.fill(NOBODY, 0, size);
    const { px, py, rank, whole } = this;
    for (let i = 0; i < this.length; i++) {
      if (whole[i] === 1) continue;
      const row = Math.floor((py[i]! + shiftY) / cellPx);
      const cell = row * this.#columns + Math.floor((px[i]! + shiftX) / cellPx);
      const holder = cells[cell]!;
      if (holder !== NOBODY && rank[holder]! >= rank[i]!) continue;
      if (holder !== NOBODY) whole[holder] = 0;
      whole[i] = 1;
      cells[cell] = i;
    }
  }

  /** `marked` as they are to be drawn: the most urgent above all. */
  markedFromBelow(): number[] {
    return this.marked.toSorted((a, b) => this.rank[a]! - this.rank[b]!);
  }

  /** Fills `order` by a counting sort. `height`: of the canvas in device pixels. */
  sort(height: number): void {
    const bands = Math.floor(height / BAND_PX) + 1;
    const buckets = RANKS * bands;
    if (this.#ends.length < buckets) this.#ends = new Int32Array(buckets);
    const ends = this.#ends.fill(0);
    const { py, rank, whole, order } = this;
    let count = 0;
    for (let i = 0; i < this.length; i++) {
      if (whole[i] === 0) continue;
      count++;
      const bucket = rank[i]! * bands + Math.floor(py[i]! / BAND_PX);
      ends[bucket] = ends[bucket]! + 1;
    }
    for (let bucket = 1; bucket < buckets; bucket++) ends[bucket] = ends[bucket]! + ends[bucket - 1]!;
    for (let i = this.length - 1; i >= 0; i--) {
      if (whole[i] === 0) continue;
      const bucket = rank[i]! * bands + Math.floor(py[i]! / BAND_PX);
      const place = ends[bucket]! - 1;
      ends[bucket] = place;
      order[place] = i;
    }
    this.wholeCount = count;
  }
}

/** The drawn vessel nearest to a canvas position (device pixels) within a radius; one drawn above goes before one below. */
export function hitTest(list: DrawList, px: number, py: number, radiusPx: number): number | undefined {
  const limit = radiusPx * radiusPx;
  const { px: xs, py: ys, rank, length } = list;
  // One comparison that is nearly always the same: of two, half of all vessels would pass the first, which no processor foresees.
  const left = Math.floor(px - radiusPx);
  const across = Math.ceil(2 * radiusPx) + 1;
  let best = -1;
  let bestRank = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    if ((xs[i]! - left) >>> 0 > across) continue;
    const dx = xs[i]! - px;
    const dy = ys[i]! - py;
    const distance = dx * dx + dy * dy;
    if (distance > limit) continue;
    if (rank[i]! < bestRank || (rank[i] === bestRank && distance >= bestDistance)) continue;
    best = i;
    bestRank = rank[i]!;
    bestDistance = distance;
  }
  return best < 0 ? undefined : list.slot[best]!;
}
