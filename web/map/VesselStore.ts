/**
 * Every vessel on the map as columns of numbers, by the slot that the server gave it. Positions are projected once, when
 * they arrive. Knows no Leaflet, no canvas and no clock.
 */
import type { IdentityRow, PositionRow, SourceCode } from '../../server/live/protocol.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** What a symbol says about who it is. The number is part of the sprite's index. */
export const CraftClass = { own: 0, fishing: 1, other: 2, aid: 3, distress: 4 } as const;
export type CraftClass = (typeof CraftClass)[keyof typeof CraftClass];

/** AIS ship type of a fishing vessel (ITU-R M.1371, table 53). */
const SHIP_TYPE_FISHING = 30;
const AIDS = new Set(['aton', 'coast-station', 'gear']);
const DISTRESS = new Set(['ais-sart', 'mob', 'epirb']);

/** Minutes between reports that are normal by AIS; also of what came before its identity. */
export const DEFAULT_INTERVAL_MIN = 6;
const FIRST_CAPACITY = 1024;
/** Bit of an alarm code that says nobody has acknowledged it; the bits below are the priority 1..4. */
export const UNACKNOWLEDGED = 8;

export class VesselStore {
  /** Grows with every change; a drawer compares it with the one that it drew. */
  version = 0;
  /** Vessels that have a position. */
  count = 0;
  /** One more than the highest slot in use. */
  end = 0;

  x = new Float64Array(FIRST_CAPACITY);
  y = new Float64Array(FIRST_CAPACITY);
  lonE5 = new Int32Array(FIRST_CAPACITY);
  latE5 = new Int32Array(FIRST_CAPACITY);
  speedE1 = new Int16Array(FIRST_CAPACITY);
  courseE1 = new Int16Array(FIRST_CAPACITY);
  heading = new Int16Array(FIRST_CAPACITY);
  fixTimeS = new Float64Array(FIRST_CAPACITY);
  source = new Uint8Array(FIRST_CAPACITY);
  present = new Uint8Array(FIRST_CAPACITY);
  craft = new Uint8Array(FIRST_CAPACITY);
  intervalMin = new Uint16Array(FIRST_CAPACITY);
  /** 0, or priority 1..4, plus UNACKNOWLEDGED. */
  alarm = new Uint8Array(FIRST_CAPACITY);

  /** Slots whose place is that of the time which is shown, not of their last fix: nobody is estimated from there. */
  readonly interpolated = new Set<number>();

  readonly identities: (IdentityRow | undefined)[] = [];
  readonly #slotById = new Map<string, number>();
  #alarmed: number[] = [];

  slotOf(id: string): number | undefined {
    return this.#slotById.get(id);
  }

  identityOf(id: string): IdentityRow | undefined {
    const slot = this.#slotById.get(id);
    return slot === undefined ? undefined : this.identities[slot];
  }

  clear(): void {
    this.present.fill(0);
    this.alarm.fill(0);
    this.identities.length = 0;
    this.#slotById.clear();
    this.#alarmed = [];
    this.count = 0;
    this.end = 0;
    this.version++;
  }

  /** Whoever was in this slot is not to be seen any more. */
  remove(slot: number): void {
    const identity = this.identities[slot];
    if (!identity) return;
    this.identities[slot] = undefined;
    this.#slotById.delete(identity.id);
    if (this.present[slot] === 1) this.count--;
    this.present[slot] = 0;
    this.alarm[slot] = 0;
    this.version++;
  }

  applyIdentity(row: IdentityRow): void {
    this.#reserve(row.slot);
    const before = this.identities[row.slot];
    if (before && before.id !== row.id) this.#slotById.delete(before.id);
    this.identities[row.slot] = row;
    this.#slotById.set(row.id, row.slot);
    this.craft[row.slot] = classify(row);
    this.intervalMin[row.slot] = Math.max(1, row.expectedIntervalMin);
    this.version++;
  }

  applyPosition(row: PositionRow): void {
    const [slot, lonE5, latE5, speedE1, courseE1, heading, fixTimeS, source] = row;
    this.#reserve(slot);
    if (this.present[slot] === 0) {
      this.present[slot] = 1;
      this.count++;
    }
    this.lonE5[slot] = lonE5;
    this.latE5[slot] = latE5;
    this.x[slot] = mercatorX(lonE5 / 1e5);
    this.y[slot] = mercatorY(latE5 / 1e5);
    this.speedE1[slot] = speedE1;
    this.courseE1[slot] = courseE1;
    this.heading[slot] = heading;
    this.fixTimeS[slot] = fixTimeS;
    this.source[slot] = source;
    this.version++;
  }

  /** As it came from the server. */
  positionAt(slot: number): PositionRow {
    return [
      slot,
      this.lonE5[slot]!,
      this.latE5[slot]!,
      this.speedE1[slot]!,
      this.courseE1[slot]!,
      this.heading[slot]!,
      this.fixTimeS[slot]!,
      this.source[slot] as SourceCode,
    ];
  }

  /** Sets who is alarmed; everybody else is not. Codes as in `alarm`, by vessel id. */
  setAlarms(codes: ReadonlyMap<string, number>): void {
    for (const slot of this.#alarmed) this.alarm[slot] = 0;
    this.#alarmed = [];
    for (const [id, code] of codes) {
      const slot = this.#slotById.get(id);
      if (slot === undefined) continue;
      this.alarm[slot] = code;
      this.#alarmed.push(slot);
    }
    this.version++;
  }

  #reserve(slot: number): void {
    if (slot >= this.end) this.end = slot + 1;
    if (slot < this.x.length) return;
    let capacity = this.x.length;
    while (capacity <= slot) capacity *= 2;
    this.x = grown(this.x, new Float64Array(capacity));
    this.y = grown(this.y, new Float64Array(capacity));
    this.lonE5 = grown(this.lonE5, new Int32Array(capacity));
    this.latE5 = grown(this.latE5, new Int32Array(capacity));
    this.speedE1 = grown(this.speedE1, new Int16Array(capacity));
    this.courseE1 = grown(this.courseE1, new Int16Array(capacity));
    this.heading = grown(this.heading, new Int16Array(capacity));
    this.fixTimeS = grown(this.fixTimeS, new Float64Array(capacity));
    this.source = grown(this.source, new Uint8Array(capacity));
    this.present = grown(this.present, new Uint8Array(capacity));
    this.craft = grown(this.craft, new Uint8Array(capacity));
    const filledTo = this.intervalMin.length;
    this.intervalMin = grown(this.intervalMin, new Uint16Array(capacity)).fill(DEFAULT_INTERVAL_MIN, filledTo);
    this.alarm = grown(this.alarm, new Uint8Array(capacity));
  }

  constructor() {
    this.intervalMin.fill(DEFAULT_INTERVAL_MIN);
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

function classify(row: IdentityRow): CraftClass {
  if (DISTRESS.has(row.kind)) return CraftClass.distress;
  if (AIDS.has(row.kind)) return CraftClass.aid;
  if (row.registered) return CraftClass.own;
  return row.shipType === SHIP_TYPE_FISHING ? CraftClass.fishing : CraftClass.other;
}
