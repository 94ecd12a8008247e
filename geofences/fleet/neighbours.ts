/** Who was near whom at a slot: vessels by slot and cell, so that one is held only against those around it. */
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Sample } from './slot-fixes.ts';

/** Degrees of longitude are shorter towards the poles: cells are wide enough for neighbours up to 65° of latitude. */
const LON_STRETCH = 2.4;
/** Columns of a row of cells: more than 360° of the smallest cells. */
const COLUMNS = 10_000_000;

interface Neighbour {
  vessel: string;
  distanceNm: number;
  sample: Sample;
}

export class Neighbours {
  private readonly slots = new Map<number, Map<number, Map<string, Sample>>>();
  private readonly withinNm: number;
  private readonly cellDeg: number;

  constructor(withinNm: number) {
    this.withinNm = withinNm;
    this.cellDeg = withinNm / 60;
  }

  put(vessel: string, slot: number, sample: Sample): void {
    const cells = this.slots.get(slot) ?? new Map<number, Map<string, Sample>>();
    if (cells.size === 0) this.slots.set(slot, cells);
    const key = this.cell(sample.lon, sample.lat);
    const there = cells.get(key);
    if (there) there.set(vessel, sample);
    else cells.set(key, new Map([[vessel, sample]]));
  }

  take(vessel: string, slot: number, sample: Sample): void {
    const cells = this.slots.get(slot);
    const key = this.cell(sample.lon, sample.lat);
    const there = cells?.get(key);
    if (!cells || !there) return;
    there.delete(vessel);
    if (there.size === 0) cells.delete(key);
    if (cells.size === 0) this.slots.delete(slot);
  }

  /** All others within the distance at that slot. */
  around(vessel: string, slot: number, { lon, lat }: Sample): Neighbour[] {
    const cells = this.slots.get(slot);
    const found: Neighbour[] = [];
    if (!cells) return found;
    const row = Math.floor(lat / this.cellDeg);
    const column = Math.floor(lon / (this.cellDeg * LON_STRETCH));
    for (let r = row - 1; r <= row + 1; r++) {
      for (let c = column - 1; c <= column + 1; c++) {
        for (const [other, sample] of cells.get(r * COLUMNS + c) ?? NOBODY) {
          if (other === vessel) continue;
          const distanceNm = quickDistanceM(lon, lat, sample.lon, sample.lat) / 1852;
          if (distanceNm <= this.withinNm) found.push({ vessel: other, distanceNm, sample });
        }
      }
    }
    return found;
  }

  private cell(lon: number, lat: number): number {
    return Math.floor(lat / this.cellDeg) * COLUMNS + Math.floor(lon / (this.cellDeg * LON_STRETCH));
  }
}

const NOBODY: ReadonlyMap<string, Sample> = new Map();
