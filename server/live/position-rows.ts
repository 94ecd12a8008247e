/**
 * Where everybody is, one row a slot, as numbers side by side: as lists, of which every fix makes a new one, they would outlive
 * the collector's quick turns and fill the memory of old things.
 */
import type { PositionRow, SourceCode } from './protocol.ts';

/** Those of a row that fit 32 bits: all but the slot, which is its place, and the time. */
const WHOLE = 6;
const FIRST_ROOM = 1024;

export class PositionRows {
  #whole = new Int32Array(FIRST_ROOM * WHOLE);
  #times = new Float64Array(FIRST_ROOM);

  put([slot, lon, lat, speed, course, heading, fixTime, source]: PositionRow): void {
    while (slot >= this.#times.length) this.#grow();
    const whole = this.#whole;
    const at = slot * WHOLE;
    whole[at] = lon;
    whole[at + 1] = lat;
    whole[at + 2] = speed;
    whole[at + 3] = course;
    whole[at + 4] = heading;
    whole[at + 5] = source;
    this.#times[slot] = fixTime;
  }

  /** @param slot one that was put */
  at(slot: number): PositionRow {
    const whole = this.#whole;
    const at = slot * WHOLE;
    return [
      slot,
      whole[at]!,
      whole[at + 1]!,
      whole[at + 2]!,
      whole[at + 3]!,
      whole[at + 4]!,
      this.#times[slot]!,
      whole[at + 5] as SourceCode,
    ];
  }

  #grow(): void {
    const whole = new Int32Array(this.#whole.length * 2);
    whole.set(this.#whole);
    this.#whole = whole;
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
  }
}
