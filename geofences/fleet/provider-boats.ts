/**
 * The boats of one provider: who is at sea, and how many of them are overdue. Counted as they are heard and as their time
 * runs out, so that a look at the clock costs only what has changed since the last one.
 */
import type { Fix, VesselProfile } from '../fix.ts';
import { Deadlines } from '../judging/deadlines.ts';
import { compareFixes } from '../judging/fix-order.ts';

/** A boat that was not heard for longer than this before an outage has its own reason to be silent. */
const ACTIVE_MS = 24 * 3_600_000;

export interface Heard {
  profile: VesselProfile;
  receivedAt: number;
  last: Fix;
  atSea: boolean;
  /** How long it may be silent, ms. */
  graceMs: number;
}

/** All in one shape: they are met at every report and every look at the clock. */
class Boat implements Heard {
  profile!: VesselProfile;
  receivedAt = Number.NaN;
  last!: Fix;
  atSea = false;
  graceMs = Number.NaN;
  /** What it was counted as. */
  isActive = false;
  isOverdue = false;

  hear({ profile, receivedAt, last, atSea, graceMs }: Heard): void {
    this.profile = profile;
    this.receivedAt = receivedAt;
    this.last = last;
    this.atSea = atSea;
    this.graceMs = graceMs;
  }
}

export class ProviderBoats {
  /** At sea and heard within ACTIVE_MS; those of them that are past their grace. */
  active = 0;
  overdue = 0;
  /** Somebody was heard or forgotten since the last `settle`. */
  private hasMoved = false;
  private readonly boats = new Map<string, Boat>();
  private readonly deadlines = new Deadlines();
  private now = Number.NEGATIVE_INFINITY;

  get(id: string): Heard | undefined {
    return this.boats.get(id);
  }

  /**
   * The newest reception counts, of several at one time the newest fix; whether she is at sea goes by all that is known by now.
   * So a boat is the same by the same receptions, whichever of them was told first.
   */
  hear(heard: Heard): void {
    const { id } = heard.profile;
    const known = this.boats.get(id);
    if (known && isBefore(heard, known)) {
      this.isAtSea(id, heard.atSea);
      return;
    }
    this.hasMoved = true;
    const boat = known ?? new Boat();
    boat.hear(heard);
    if (!known) this.boats.set(id, boat);
    this.count(boat);
  }

  /** Where all that is known of her shows her, other sources than her provider's included. */
  isAtSea(id: string, atSea: boolean): void {
    const boat = this.boats.get(id);
    if (!boat || boat.atSea === atSea) return;
    this.hasMoved = true;
    boat.atSea = atSea;
    this.count(boat);
  }

  forget(id: string): void {
    const boat = this.boats.get(id);
    if (!boat) return;
    this.hasMoved = true;
    this.active -= Number(boat.isActive);
    this.overdue -= Number(boat.isOverdue);
    this.boats.delete(id);
    this.deadlines.forget(id);
  }

  /**
   * The clock is now `now`, epoch ms.
   * @returns whether anything may have changed since the last time
   */
  settle(now: number): boolean {
    this.now = now;
    let hasMoved = this.hasMoved;
    for (let id = this.deadlines.due(now); id !== undefined; id = this.deadlines.due(now)) {
      hasMoved = true;
      const boat = this.boats.get(id);
      if (boat) this.count(boat);
    }
    this.hasMoved = false;
    return hasMoved;
  }

  /** Those that `overdue` counts. */
  overdueBoats(): Heard[] {
    return [...this.boats.values()].filter(({ isOverdue }) => isOverdue);
  }

  private count(boat: Boat): void {
    const now = this.now;
    const { receivedAt, atSea, graceMs, profile } = boat;
    const isActive = atSea && now - receivedAt <= ACTIVE_MS;
    const isOverdue = isActive && now - receivedAt > graceMs;
    this.active += Number(isActive) - Number(boat.isActive);
    this.overdue += Number(isOverdue) - Number(boat.isOverdue);
    boat.isActive = isActive;
    boat.isOverdue = isOverdue;
    if (!isActive) return;
    this.deadlines.set(profile.id, receivedAt + (isOverdue || graceMs > ACTIVE_MS ? ACTIVE_MS : graceMs));
  }
}

function isBefore(a: Heard, b: Heard): boolean {
  return a.receivedAt < b.receivedAt || (a.receivedAt === b.receivedAt && compareFixes(a.last, b.last) < 0);
}
