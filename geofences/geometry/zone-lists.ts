/** Lists of zones, each once however often it is needed: its length and the zones, ascending, one list after another. */
import { GrowingInts } from './growing-ints.ts';

/** The place of the list of no zone. */
export const EMPTY_LIST = 0;

export class ZoneLists {
  readonly values = new GrowingInts();
  maxLength = 0;
  private readonly zoneCount: number;
  private readonly placeOf = new Map<string, number>();
  /** The list that has one zone more, by list and zone: mostly all that has to be looked up. */
  private readonly longer = new Map<number, number>();

  constructor(zoneCount: number) {
    this.zoneCount = zoneCount;
    this.put([]);
  }

  /** Place of the list of the same zones and one more, whichever way it came about; the same list when it has that zone. */
  and(list: number, zone: number): number {
    const key = list * this.zoneCount + zone;
    let longer = this.longer.get(key);
    if (longer === undefined) {
      const zones = this.values.values.subarray(list + 1, list + 1 + this.lengthOf(list));
      longer = zones.includes(zone) ? list : this.put([...zones, zone].sort((a, b) => a - b));
      this.longer.set(key, longer);
    }
    return longer;
  }

  lengthOf(list: number): number {
    return this.values.values[list]!;
  }

  private put(zones: readonly number[]): number {
    const key = zones.join();
    const known = this.placeOf.get(key);
    if (known !== undefined) return known;
    const place = this.values.length;
    this.placeOf.set(key, place);
    this.values.push(zones.length);
    for (const zone of zones) this.values.push(zone);
    this.maxLength = Math.max(this.maxLength, zones.length);
    return place;
  }
}
