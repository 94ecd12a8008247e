/**
 * One vessel's recent way on a grid of time: where it was every ten minutes, between its fixes. Vessels can only be held
 * against each other at the same moment, and they never report at the same moment. Of each ten minutes only the first
 * and the last fix are kept, which is all that the grid needs: the outcome does not depend on the order of arrival.
 */
import type { Fix } from '../fix.ts';
import { lonDifference, quickDistanceM } from '../geometry/ellipsoid.ts';
import { compareFixes } from '../judging/fix-order.ts';

/** Global Fishing Watch resamples tracks for encounters to this (ui.md §2). */
export const SLOT_MS = 10 * 60_000;

export interface Sample {
  lon: number;
  lat: number;
  /** Over the ground between the fixes around it; undefined at a single fix. */
  speedKn?: number;
}

interface Stretch {
  first: Fix;
  last: Fix;
}

/** Slots whose samples may have changed, both inclusive. */
export interface SlotRange {
  from: number;
  to: number;
}

export class SlotFixes {
  /** Stretches of ten minutes that have fixes, ascending; stretch `i` begins at slot `i`. */
  private readonly indices: number[] = [];
  private readonly stretches = new Map<number, Stretch>();

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
    const known = this.stretches.get(index);
    if (known) {
      const isFirst = compareFixes(fix, known.first) < 0;
      const isLast = compareFixes(fix, known.last) > 0;
      if (!isFirst && !isLast) return undefined;
      if (isFirst) known.first = fix;
      if (isLast) known.last = fix;
    } else {
      this.stretches.set(index, { first: fix, last: fix });
      this.indices.splice(this.after(index), 0, index);
    }
    const reach = Math.ceil(mostGapMs / SLOT_MS);
    const at = this.after(index) - 1;
    const before = this.indices[at - 1] ?? Number.NEGATIVE_INFINITY;
    const next = this.indices[at + 1] ?? Number.POSITIVE_INFINITY;
    return { from: Math.max(before + 1, index - reach), to: Math.min(next, index + 1 + reach) };
  }

  /** Where it was at a slot, if no more than `mostGapMs` lie between the fixes around it. */
  at(slot: number, mostGapMs: number): Sample | undefined {
    const place = this.after(slot - 1);
    const later = this.indices[place];
    const next = later === undefined ? undefined : this.stretches.get(later)!.first;
    const time = slot * SLOT_MS;
    const earlier = this.indices[place - 1];
    const before = earlier === undefined ? undefined : this.stretches.get(earlier)!.last;
    const isKnown = before && next && next.fixTime - before.fixTime <= mostGapMs;
    if (next?.fixTime === time && (next.speedKn !== undefined || !isKnown)) {
      return { lon: next.lon, lat: next.lat, speedKn: next.speedKn };
    }
    return isKnown ? between(before, next, time) : undefined;
  }

  /** Forgets what is older than `slot`, but for the last fix before it. */
  prune(slot: number): void {
    let old = 0;
    while (old + 1 < this.indices.length && this.indices[old + 1]! <= slot) this.stretches.delete(this.indices[old++]!);
    if (old > 0) this.indices.splice(0, old);
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

function between(before: Fix, next: Fix, time: number): Sample {
  const part = (time - before.fixTime) / (next.fixTime - before.fixTime);
  const hours = (next.fixTime - before.fixTime) / 3_600_000;
  return {
    lon: before.lon + lonDifference(before.lon, next.lon) * part,
    lat: before.lat + (next.lat - before.lat) * part,
    speedKn: quickDistanceM(before.lon, before.lat, next.lon, next.lat) / 1852 / hours,
  };
}
