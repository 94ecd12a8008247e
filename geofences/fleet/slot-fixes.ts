/**
 * One vessel's recent way on a grid of time: where it was every ten minutes, between its fixes. Vessels can only be held
 * against each other at the same moment, and they never report at the same moment. Of each ten minutes only the first
 * and the last fix are kept, which is all that the grid needs: the outcome does not depend on the order of arrival.
 */
import type { Fix } from '../fix.ts';
import { lonDifference, quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Way } from './way.ts';

/** Global Fishing Watch resamples tracks for encounters to this (ui.md §2). */
export const SLOT_MS = 10 * 60_000;

export interface Sample {
  lon: number;
  lat: number;
  /** Over the ground between the fixes around it; undefined at a single fix. */
  speedKn?: number;
}

/** As much of a fix as the grid needs: a fleet's memory is made of these. */
interface Kept {
  fixTime: number;
  lon: number;
  lat: number;
  speedKn: number | undefined;
  source: Fix['source'];
}

/** Slots whose samples may have changed, both inclusive. */
export interface SlotRange {
  from: number;
  to: number;
}

export class SlotFixes {
  /** Stretches of ten minutes that have fixes, ascending; stretch `i` begins at slot `i`. */
  private readonly indices: number[] = [];
  private readonly firsts: Kept[] = [];
  private readonly lasts: Kept[] = [];

  /** Slot of the newest fix, rounded down; undefined before the first. */
  get newest(): number | undefined {
    return this.indices[this.indices.length - 1];
  }

  /** Slot of the oldest fix that is kept, rounded down. */
  get oldest(): number | undefined {
    return this.indices[0];
  }

  /** @returns the slots that the fix may have changed; undefined when it says nothing new to the grid */
  add(fix: Fix, mostGapMs: number): SlotRange | undefined {
    const index = Math.floor(fix.fixTime / SLOT_MS);
    const after = this.after(index);
    const kept = keptOf(fix);
    const isNew = this.indices[after - 1] !== index;
    const at = isNew ? after : after - 1;
    const isFirst = isNew || compareKept(kept, this.firsts[at]!) < 0;
    const isLast = isNew || compareKept(kept, this.lasts[at]!) > 0;
    if (!isFirst && !isLast) return undefined;
    if (isNew) {
      this.indices.splice(at, 0, index);
      this.firsts.splice(at, 0, kept);
      this.lasts.splice(at, 0, kept);
    }
    if (isFirst) this.firsts[at] = kept;
    if (isLast) this.lasts[at] = kept;
    // What lies between two fixes changes with either of them; beyond the newest nothing is known, and nothing changes.
    const next = this.firsts[at + 1];
    if (!isFirst && !next) return undefined;
    const reach = Math.ceil(mostGapMs / SLOT_MS);
    const before = this.lasts[at - 1];
    const from = isFirst ? Math.max(before ? slotAfter(before) : index, index - reach) : index;
    const to = isLast && next ? Math.min(Math.floor(next.fixTime / SLOT_MS), index + 1 + reach) : index;
    return { from, to };
  }

  /** Where it was at a slot, if no more than `mostGapMs` lie between the fixes around it. */
  at(slot: number, mostGapMs: number): Sample | undefined {
    const place = this.after(slot - 1);
    const next = this.firsts[place];
    const time = slot * SLOT_MS;
    const before = this.lasts[place - 1];
    const isKnown = before && next && next.fixTime - before.fixTime <= mostGapMs;
    if (next?.fixTime === time && (next.speedKn !== undefined || !isKnown)) {
      return { lon: next.lon, lat: next.lat, speedKn: next.speedKn };
    }
    return isKnown ? between(before, next, time) : undefined;
  }

  /** HOT. Reads all slots of a range into `way`, as `at` tells each: the speed between two fixes is taken once. */
  read(way: Way, range: SlotRange, mostGapMs: number): void {
    way.begin(range);
    let place = this.after(range.from - 1);
    let speedKn: number | undefined;
    for (let slot = range.from; slot <= range.to; slot++) {
      if (this.indices[place]! < slot) {
        place++;
        speedKn = undefined;
      }
      const next = this.firsts[place];
      if (!next) return;
      const before = this.lasts[place - 1];
      const time = slot * SLOT_MS;
      const isKnown = before !== undefined && next.fixTime - before.fixTime <= mostGapMs;
      if (next.fixTime === time && (next.speedKn !== undefined || !isKnown)) {
        way.put(slot, next.lon, next.lat, next.speedKn);
      } else if (isKnown) {
        speedKn ??= speedBetween(before, next);
        const part = partOf(before, next, time);
        way.put(slot, lonBetween(before, next, part), latBetween(before, next, part), speedKn);
      }
    }
  }

  /** Forgets what is older than `slot`, but for the last fix before it. */
  prune(slot: number): void {
    let old = 0;
    while (old + 1 < this.indices.length && this.indices[old + 1]! <= slot) old++;
    if (old === 0) return;
    this.indices.splice(0, old);
    this.firsts.splice(0, old);
    this.lasts.splice(0, old);
  }

  /** Place of the first index greater than `index`. */
  private after(index: number): number {
    let low = 0;
    let high = this.indices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.indices[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function keptOf({ fixTime, lon, lat, speedKn, source }: Fix): Kept {
  return { fixTime, lon, lat, speedKn, source };
}

/** First slot that is not before the fix. */
function slotAfter({ fixTime }: Kept): number {
  return Math.ceil(fixTime / SLOT_MS);
}

/** Total order of what is kept of fixes: two that are equal in it are the same to the grid. */
function compareKept(a: Kept, b: Kept): number {
  if (a.fixTime !== b.fixTime) return a.fixTime - b.fixTime;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.lon - b.lon || a.lat - b.lat || (a.speedKn ?? -1) - (b.speedKn ?? -1);
}

function between(before: Kept, next: Kept, time: number): Sample {
  const part = partOf(before, next, time);
  return {
    lon: lonBetween(before, next, part),
    lat: latBetween(before, next, part),
    speedKn: speedBetween(before, next),
  };
}

function partOf(before: Kept, next: Kept, time: number): number {
  return (time - before.fixTime) / (next.fixTime - before.fixTime);
}

function lonBetween(before: Kept, next: Kept, part: number): number {
  return before.lon + lonDifference(before.lon, next.lon) * part;
}

function latBetween(before: Kept, next: Kept, part: number): number {
  return before.lat + (next.lat - before.lat) * part;
}

function speedBetween(before: Kept, next: Kept): number {
  const hours = (next.fixTime - before.fixTime) / 3_600_000;
  return quickDistanceM(before.lon, before.lat, next.lon, next.lat) / 1852 / hours;
}
