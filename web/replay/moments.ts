/**
 * A fleet between two moments that are known, in a vessel store of its own. Each vessel goes straight from where it was at the
 * first to where it was at the second; its age is that of its last fix, or, where the moments lie further apart than the vessel's
 * reports, goes from its age at the first to that at the second. Knows no clock and no network.
 */
import type { ReplayMoment } from '../../server/api/replay.ts';
import type { IdentityRow, PositionRow } from '../../server/live/protocol.ts';
import { Age, ageOf } from '../map/looks.ts';
import { mercatorX, mercatorY } from '../map/mercator.ts';
import { DEFAULT_INTERVAL_MIN, VesselStore } from '../map/VesselStore.ts';

/** Columns of a PositionRow. */
const LON = 1;
const LAT = 2;
const FIX_TIME = 6;
const NOT_SHOWN = -1;

interface Leg {
  slot: number;
  from: PositionRow | undefined;
  to: PositionRow | undefined;
  /** Mercator. */
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** Which of the two the store's columns hold. */
  held: PositionRow | undefined;
  /**
   * It owed reports between the moments and was not silent at the first: those were not asked for, and a cross through a vessel
   * that was heard all the while would be wrong.
   */
  wasHeard: boolean;
}

export class ReplayFleet {
  readonly store = new VesselStore();
  readonly #identityOf: (id: string) => IdentityRow | undefined;
  readonly #slots = new Map<string, number>();
  #legs: Leg[] = [];
  #from: ReplayMoment | undefined;
  #to: ReplayMoment | undefined;

  /** @param identityOf who a vessel is, as the live map knows it */
  constructor(identityOf: (id: string) => IdentityRow | undefined) {
    this.#identityOf = identityOf;
  }

  get from(): ReplayMoment | undefined {
    return this.#from;
  }

  get to(): ReplayMoment | undefined {
    return this.#to;
  }

  /** Between which moments it goes from now on. Without a second one, all stand where they were. */
  between(from: ReplayMoment, to: ReplayMoment | undefined): void {
    if (from === this.#from && to === this.#to) return;
    this.#from = from;
    this.#to = to;
    this.store.present.fill(0);
    this.store.count = 0;
    this.store.interpolated.clear();
    const legs = new Map<string, Leg>();
    from.rows.forEach((row, i) => {
      const id = from.ids[i]!;
      legs.set(id, this.#leg(id, row, undefined));
    });
    to?.rows.forEach((row, i) => {
      const id = to.ids[i]!;
      legs.set(id, this.#leg(id, legs.get(id)?.from, row));
    });
    this.#legs = [...legs.values()];
    for (const leg of this.#legs) if (hasNewFix(leg)) this.store.interpolated.add(leg.slot);
    if (to) for (const leg of this.#legs) leg.wasHeard = this.#wasHeard(leg, from, to);
  }

  /** Puts everybody where they were. @param time epoch ms, between the two moments */
  advance(time: number): void {
    const { store } = this;
    if (!this.#from) return;
    const span = this.#to ? this.#to.time - this.#from.time : 0;
    const part = span > 0 ? Math.max(0, Math.min(1, (time - this.#from.time) / span)) : 0;
    for (const leg of this.#legs) {
      const { slot, from, to } = leg;
      const row = to && to[FIX_TIME] * 1000 <= time ? to : from;
      if (!row) continue;
      if (row !== leg.held) {
        store.applyPosition([slot, row[1], row[2], row[3], row[4], row[5], row[FIX_TIME], row[7]]);
        leg.held = row;
      }
      if (!from || !to) continue;
      store.x[slot] = leg.x + leg.dx * part;
      store.y[slot] = leg.y + leg.dy * part;
      store.lonE5[slot] = from[LON] + lonStep(from, to) * part;
      store.latE5[slot] = from[LAT] + (to[LAT] - from[LAT]) * part;
      if (leg.wasHeard) store.fixTimeS[slot] = from[FIX_TIME] + (to[FIX_TIME] - from[FIX_TIME]) * part;
    }
    store.version++;
  }

  #leg(id: string, from: PositionRow | undefined, to: PositionRow | undefined): Leg {
    const start = (from ?? to)!;
    const x = mercatorX(start[LON] / 1e5);
    const y = mercatorY(start[LAT] / 1e5);
    const isMoving = from !== undefined && to !== undefined;
    return {
      slot: this.#slotOf(id),
      from,
      to,
      x,
      y,
      dx: isMoving ? lonStep(from, to) / 360e5 : 0,
      dy: isMoving ? mercatorY(to[LAT] / 1e5) - y : 0,
      held: undefined,
      wasHeard: false,
    };
  }

  #wasHeard({ slot, from: row, to: next }: Leg, from: ReplayMoment, to: ReplayMoment): boolean {
    const { store } = this;
    if (!row || !next || !hasNewFix({ from: row, to: next })) return false;
    if (to.time - from.time <= store.intervalMin[slot]! * 60_000) return false;
    store.fixTimeS[slot] = row[FIX_TIME];
    return ageOf(store, slot, from.time / 1000) !== Age.lost;
  }

  #slotOf(id: string): number {
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const slot = this.#slots.size;
    this.#slots.set(id, slot);
    const identity = this.#identityOf(id) ?? nameless(id);
    this.store.applyIdentity({ ...identity, slot });
    return slot;
  }
}

/** It was heard between the moments, so that it goes from one place to the other. */
function hasNewFix({ from, to }: Pick<Leg, 'from' | 'to'>): boolean {
  return from !== undefined && to !== undefined && to[FIX_TIME] > from[FIX_TIME];
}

/** The short way, also over the date line. */
function lonStep(from: PositionRow, to: PositionRow): number {
  const step = to[LON] - from[LON];
  return step > 180e5 ? step - 360e5 : step < -180e5 ? step + 360e5 : step;
}

/** Known to the store of tracks, and not yet to the live map. */
function nameless(id: string): IdentityRow {
  return {
    slot: NOT_SHOWN,
    id,
    label: id,
    kind: 'unknown',
    registered: false,
    expectedIntervalMin: DEFAULT_INTERVAL_MIN,
  };
}
