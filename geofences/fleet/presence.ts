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

/** Two hours of a fleet. */
class Block {
  private readonly ids: string[] = [];
  private readonly places = new Map<string, number>();
  private boxes = new Float32Array(SIDES * 8);

  get isEmpty(): boolean {
    return this.ids.length === 0;
  }

  put(vessel: string, lon: number, lat: number): void {
    let at = this.places.get(vessel);
    if (at === undefined) {
      at = this.ids.length * SIDES;
      this.places.set(vessel, at);
      this.ids.push(vessel);
      if (at === this.boxes.length) {
        const larger = new Float32Array(this.boxes.length * 2);
        larger.set(this.boxes);
        this.boxes = larger;
      }
      this.boxes.set([lon, lat, lon, lat], at);
      return;
    }
    const { boxes } = this;
    if (lon < boxes[at]!) boxes[at] = lon;
    if (lat < boxes[at + 1]!) boxes[at + 1] = lat;
    if (lon > boxes[at + 2]!) boxes[at + 2] = lon;
    if (lat > boxes[at + 3]!) boxes[at + 3] = lat;
  }

  /** HOT. Looks at every vessel of the fleet: 30,000 boxes take some 50 µs. */
  meeting({ west, south, east, north }: Box, found: Set<string>): void {
    const { ids, boxes } = this;
    for (let i = 0, at = 0; i < ids.length; i++, at += SIDES) {
      if (boxes[at]! > east || boxes[at + 2]! < west || boxes[at + 1]! > north || boxes[at + 3]! < south) continue;
      found.add(ids[i]!);
    }
  }

  take(vessel: string): void {
    const at = this.places.get(vessel);
    if (at === undefined) return;
    const last = (this.ids.length - 1) * SIDES;
    const moved = this.ids.pop()!;
    this.places.delete(vessel);
    if (at === last) return;
    this.ids[at / SIDES] = moved;
    this.places.set(moved, at);
    this.boxes.copyWithin(at, last, last + SIDES);
  }
}
