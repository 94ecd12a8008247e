/**
 * Who was in which waters, roughly: of every two hours the box in which a vessel was. One is then held only against those whose
 * boxes meet hers. Boxes only grow while they are kept: they say who may have been near, and nothing of who was.
 */
import type { Way } from './way.ts';

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

  /** HOT. Keeps where a vessel was, and adds all that may have been within the distance of it then. */
  meet(vessel: string, way: Way, found: Set<string>): void {
    for (let slot = way.from; slot <= way.to; ) {
      const key = Math.floor(slot / BLOCK_SLOTS);
      const end = Math.min(way.to, (key + 1) * BLOCK_SLOTS - 1);
      const box = boxOf(way, slot, end);
      slot = end + 1;
      if (!box) continue;
      const block = this.blockOf(key);
      block.meeting(this.widened(box), found);
      block.put(vessel, box);
    }
  }

  private blockOf(key: number): Block {
    let block = this.blocks.get(key);
    if (!block) {
      block = new Block();
      this.blocks.set(key, block);
    }
    return block;
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

type Boxes = Float32Array<ArrayBuffer>;

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

function boxOf(way: Way, from: number, to: number): Box | undefined {
  let box: Box | undefined;
  for (let slot = from; slot <= to; slot++) {
    if (!way.knows(slot)) continue;
    const [lon, lat] = [way.lonAt(slot), way.latAt(slot)];
    if (!box) box = { west: lon, south: lat, east: lon, north: lat };
    else {
      box.west = Math.min(box.west, lon);
      box.east = Math.max(box.east, lon);
      box.south = Math.min(box.south, lat);
      box.north = Math.max(box.north, lat);
    }
  }
  return box;
}

/**
 * Two hours of a fleet: each vessel's box in the part of the sea where she was first seen in that time. Of a part, its own
 * box tells whether any of hers can meet another.
 */
class Block {
  /** Where each vessel's box is: the part's place, and hers in it. */
  private readonly places = new Map<string, number>();
  private readonly parts: Part[] = [];
  /** Of each part all the boxes that have been in it, side by side: most are only passed over. */
  private arounds = new Float32Array(SIDES * 16);
  private readonly partAt = new Map<number, number>();

  get isEmpty(): boolean {
    return this.places.size === 0;
  }

  put(vessel: string, box: Box): void {
    const place = this.places.get(vessel);
    if (place !== undefined) {
      const at = Math.floor(place / MOST_IN_PART);
      this.parts[at]!.widen(place % MOST_IN_PART, box);
      widen(this.arounds, at * SIDES, box);
      return;
    }
    const at = this.partOf(box.west, box.south);
    this.places.set(vessel, at * MOST_IN_PART + this.parts[at]!.add(vessel, box));
    widen(this.arounds, at * SIDES, box);
  }

  /** HOT. Looks at every part of the sea, and at every vessel of those that may be near: a fleet of 70,000 takes some 5 µs. */
  meeting(box: Box, found: Set<string>): void {
    const { parts, arounds } = this;
    for (let i = 0; i < parts.length; i++) if (meets(arounds, i * SIDES, box)) parts[i]!.meeting(box, found);
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
      this.parts.push(new Part());
      this.arounds = roomFor(this.arounds, at);
      this.arounds.set(NOWHERE, at * SIDES);
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

  get isFull(): boolean {
    return this.ids.length === MOST_IN_PART;
  }

  /** @returns the vessel's place in it */
  add(vessel: string, box: Box): number {
    const place = this.ids.length;
    this.ids.push(vessel);
    const at = place * SIDES;
    this.boxes = roomFor(this.boxes, place);
    this.boxes[at] = box.west;
    this.boxes[at + 1] = box.south;
    this.boxes[at + 2] = box.east;
    this.boxes[at + 3] = box.north;
    return place;
  }

  widen(place: number, box: Box): void {
    widen(this.boxes, place * SIDES, box);
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

/** What any box widens. */
const NOWHERE = Float32Array.of(
  Number.POSITIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
);

/** @returns the boxes, with room for one more at that place */
function roomFor(boxes: Boxes, place: number): Boxes {
  if (place * SIDES < boxes.length) return boxes;
  const larger = new Float32Array(boxes.length * 2);
  larger.set(boxes);
  return larger;
}

function meets(boxes: Float32Array, at: number, { west, south, east, north }: Box): boolean {
  return boxes[at]! <= east && boxes[at + 2]! >= west && boxes[at + 1]! <= north && boxes[at + 3]! >= south;
}

function widen(boxes: Float32Array, at: number, { west, south, east, north }: Box): void {
  if (west < boxes[at]!) boxes[at] = west;
  if (south < boxes[at + 1]!) boxes[at + 1] = south;
  if (east > boxes[at + 2]!) boxes[at + 2] = east;
  if (north > boxes[at + 3]!) boxes[at + 3] = north;
}
