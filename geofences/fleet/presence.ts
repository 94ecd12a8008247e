/**
 * Who was in which waters, roughly: of every two hours the box in which a vessel was. One is then held only against those whose
 * boxes meet hers. Boxes only grow while they are kept: they say who may have been near, and nothing of who was.
 */
import type { Sample } from './slot-fixes.ts';

/** Slots of ten minutes to a box. */
const BLOCK_SLOTS = 12;
/** West, south, east, north; kept in 32 bits, which may be off by less than that. */
const SIDES = 4;
const ROUNDED_DEG = 0.0001;
/** Boxes are wide enough for neighbours up to this latitude. */
const MOST_LATITUDE = 80;

export class Presence {
  private readonly blocks = new Map<number, Block>();
  private readonly withinNm: number;

  constructor(withinNm: number) {
    this.withinNm = withinNm;
  }

  put(vessel: string, slot: number, { lon, lat }: Sample): void {
    const key = Math.floor(slot / BLOCK_SLOTS);
    let block = this.blocks.get(key);
    if (!block) {
      block = new Block();
      this.blocks.set(key, block);
    }
    block.put(vessel, lon, lat);
  }

  /** Adds all that may have been within the distance of one of these samples. */
  around(samples: ReadonlyMap<number, Sample>, found: Set<string>): void {
    const boxes = new Map<number, Box>();
    for (const [slot, { lon, lat }] of samples) {
      const key = Math.floor(slot / BLOCK_SLOTS);
      const box = boxes.get(key);
      if (!box) boxes.set(key, { west: lon, south: lat, east: lon, north: lat });
      else {
        box.west = Math.min(box.west, lon);
        box.east = Math.max(box.east, lon);
        box.south = Math.min(box.south, lat);
        box.north = Math.max(box.north, lat);
      }
    }
    for (const [key, box] of boxes) this.blocks.get(key)?.meeting(this.widened(box), found);
  }

  /** Forgets where a vessel was before `slot`. */
  prune(vessel: string, slot: number): void {
    for (const [key, block] of this.blocks) {
      if ((key + 1) * BLOCK_SLOTS > slot) continue;
      block.take(vessel);
      if (block.isEmpty) this.blocks.delete(key);
    }
  }

  private widened({ west, south, east, north }: Box): Box {
    const up = this.withinNm / 60 + ROUNDED_DEG;
    const latitude = Math.min(MOST_LATITUDE, Math.max(Math.abs(south), Math.abs(north)) + up);
    const aside = up / Math.cos((latitude * Math.PI) / 180);
    // Right round the earth for who is at the 180th meridian.
    if (west - aside < -180 || east + aside > 180)
      return { west: -180, south: south - up, east: 180, north: north + up };
    return { west: west - aside, south: south - up, east: east + aside, north: north + up };
  }
}

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/**
 * Two hours of a fleet: each vessel's box in the part of the sea where she was first seen in that time. Of a part, its own
 * box tells whether any of hers can meet another.
 */
class Block {
  /** Where each vessel's box is: the part's place, and hers in it. */
  private readonly places = new Map<string, number>();
  private readonly parts: Part[] = [];
  private readonly partAt = new Map<number, number>();

  get isEmpty(): boolean {
    return this.places.size === 0;
  }

  put(vessel: string, lon: number, lat: number): void {
    const place = this.places.get(vessel);
    if (place !== undefined) {
      this.parts[Math.floor(place / MOST_IN_PART)]!.widen(place % MOST_IN_PART, lon, lat);
      return;
    }
    const at = this.partOf(lon, lat);
    this.places.set(vessel, at * MOST_IN_PART + this.parts[at]!.add(vessel, lon, lat));
  }

  /** HOT. Looks at every part of the sea, and at every vessel of those that may be near: a fleet of 70,000 takes some 5 µs. */
  meeting(box: Box, found: Set<string>): void {
    for (const part of this.parts) if (meets(part.around, 0, box)) part.meeting(box, found);
  }

  take(vessel: string): void {
    const place = this.places.get(vessel);
    if (place === undefined) return;
    this.places.delete(vessel);
    const moved = this.parts[Math.floor(place / MOST_IN_PART)]!.take(place % MOST_IN_PART);
    if (moved !== vessel) this.places.set(moved, place);
  }

  private partOf(lon: number, lat: number): number {
    const key = Math.floor(lat / PART_DEG) * PARTS_ROUND + Math.floor(lon / PART_DEG);
    let at = this.partAt.get(key);
    if (at === undefined || this.parts[at]!.isFull) {
      at = this.parts.length;
      this.parts.push(new Part(lon, lat));
      this.partAt.set(key, at);
    }
    return at;
  }
}

/** Half a degree: so wide that a boat seldom leaves it within two hours, so small that a fleet is in hundreds of them. */
const PART_DEG = 0.5;
const PARTS_ROUND = 720;
const MOST_IN_PART = 4096;

class Part {
  private readonly ids: string[] = [];
  private boxes = new Float32Array(SIDES * 4);
  /** All the boxes that have been in it. */
  readonly around: Float32Array;

  constructor(lon: number, lat: number) {
    this.around = Float32Array.of(lon, lat, lon, lat);
  }

  get isFull(): boolean {
    return this.ids.length === MOST_IN_PART;
  }

  /** @returns the vessel's place in it */
  add(vessel: string, lon: number, lat: number): number {
    const place = this.ids.length;
    this.ids.push(vessel);
    const at = place * SIDES;
    if (at === this.boxes.length) {
      const larger = new Float32Array(this.boxes.length * 2);
      larger.set(this.boxes);
      this.boxes = larger;
    }
    this.boxes.set([lon, lat, lon, lat], at);
    widen(this.around, 0, lon, lat);
    return place;
  }

  widen(place: number, lon: number, lat: number): void {
    widen(this.boxes, place * SIDES, lon, lat);
    widen(this.around, 0, lon, lat);
  }

  meeting(box: Box, found: Set<string>): void {
    const { ids, boxes } = this;
    for (let i = 0; i < ids.length; i++) if (meets(boxes, i * SIDES, box)) found.add(ids[i]!);
  }

  /** @returns the vessel whose place that is from now on, or the one that was taken */
  take(place: number): string {
    const last = this.ids.length - 1;
    const moved = this.ids.pop()!;
    if (place === last) return moved;
    this.ids[place] = moved;
    this.boxes.copyWithin(place * SIDES, last * SIDES, (last + 1) * SIDES);
    return moved;
  }
}

function meets(boxes: Float32Array, at: number, { west, south, east, north }: Box): boolean {
  return boxes[at]! <= east && boxes[at + 2]! >= west && boxes[at + 1]! <= north && boxes[at + 3]! >= south;
}

function widen(boxes: Float32Array, at: number, lon: number, lat: number): void {
  if (lon < boxes[at]!) boxes[at] = lon;
  if (lat < boxes[at + 1]!) boxes[at + 1] = lat;
  if (lon > boxes[at + 2]!) boxes[at + 2] = lon;
  if (lat > boxes[at + 3]!) boxes[at + 3] = lat;
}
