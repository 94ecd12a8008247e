/** Where one vessel was, slot by slot, in memory that the next one's way is read into. */
import type { Sample, SlotRange } from './slot-fixes.ts';

const SIDES = 3;

export class Way {
  from = 0;
  /** The last slot of it. */
  to = -1;
  /** Degrees east and north and knots of each slot; not a number where it is not known. */
  private places = new Float64Array(32 * SIDES);

  /** Nothing is known yet of any slot of the range. */
  begin({ from, to }: SlotRange): void {
    this.from = from;
    this.to = to;
    const length = Math.max(0, to - from + 1) * SIDES;
    if (length > this.places.length) this.places = new Float64Array(2 * length);
    this.places.fill(Number.NaN, 0, length);
  }

  put(slot: number, lon: number, lat: number, speedKn = Number.NaN): void {
    const at = (slot - this.from) * SIDES;
    this.places[at] = lon;
    this.places[at + 1] = lat;
    this.places[at + 2] = speedKn;
  }

  /** Forgets the places that `isLeftOut`. */
  leaveOut(isLeftOut: (lon: number, lat: number) => boolean): void {
    for (let slot = this.from; slot <= this.to; slot++) {
      if (this.knows(slot) && isLeftOut(this.lonAt(slot), this.latAt(slot))) this.put(slot, Number.NaN, Number.NaN);
    }
  }

  /** Of a slot within the range. */
  knows(slot: number): boolean {
    return !Number.isNaN(this.places[(slot - this.from) * SIDES]!);
  }

  lonAt(slot: number): number {
    return this.places[(slot - this.from) * SIDES]!;
  }

  latAt(slot: number): number {
    return this.places[(slot - this.from) * SIDES + 1]!;
  }

  at(slot: number): Sample | undefined {
    if (!this.knows(slot)) return undefined;
    const speedKn = this.places[(slot - this.from) * SIDES + 2]!;
    return { lon: this.lonAt(slot), lat: this.latAt(slot), speedKn: Number.isNaN(speedKn) ? undefined : speedKn };
  }
}
