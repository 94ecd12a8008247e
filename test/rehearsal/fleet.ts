/**
 * A province's boats of 15 m and more on an ordinary day: the demonstration's boats and harbours, without its stories. What
 * goes wrong is in the script; the only faults of the others are single missed reports and units switched off in harbour.
 */
import type { Boat, Craft, State } from '../../server/simulator/craft.ts';
import { Registrar } from '../../server/simulator/identities.ts';
import { merchant, merchantState } from '../../server/simulator/merchants.ts';
import { unit } from '../../server/simulator/seeded.ts';
import { harbourSilence } from '../../server/simulator/silence.ts';
import { berthOf, moored, onTrip, planTrip, tripNumber } from '../../server/simulator/trips.ts';

const laidUpKey = 101;
const aisKey = 102;
/** Longer gaps than this are what the script decides about. */
const ONE_REPORT_MS = 2 * 3_600_000;

type Part = (time: number) => State;

export class RehearsalFleet {
  readonly seed: number;
  readonly crafts: readonly Craft[];
  readonly boats: readonly Boat[];
  /** By index of the boat: what the script has it do instead. */
  readonly parts = new Map<number, Part>();

  /** @param time epoch ms at which their papers have to hold */
  constructor(seed: number, time: number, boats: number, merchants: number) {
    this.seed = seed;
    const registrar = new Registrar(seed, time);
    this.boats = Array.from({ length: boats }, (_, index) => {
      const life = unit(seed, index, laidUpKey) < 0.12 ? 'laid-up' : 'offshore';
      return registrar.boat({ index, life, vms: true, ais: unit(seed, index, aisKey) < 0.2 });
    });
    this.crafts = [...this.boats, ...Array.from({ length: merchants }, (_, i) => merchant(seed, boats + i, i))];
  }

  stateAt(craft: Craft, time: number): State {
    if (craft.kind === 'merchant') return merchantState(this.seed, craft, time);
    const part = this.parts.get(craft.index);
    if (part) return part(time);
    return this.ordinary(craft as Boat, time);
  }

  ordinary(boat: Boat, time: number): State {
    const { seed } = this;
    if (boat.life === 'laid-up') return moored(berthOf(seed, boat), harbourSilence(seed, boat, undefined, time));
    const trip = planTrip(seed, boat, tripNumber(seed, boat, time));
    const { gap } = trip;
    return onTrip(seed, gap && gap.to - gap.from > ONE_REPORT_MS ? { ...trip, gap: undefined } : trip, time);
  }

  /** At its ground, out of harbour, all the time from `from` to `to`. */
  isAtWork(boat: Boat, from: number, to: number): boolean {
    if (boat.life === 'laid-up') return false;
    const trip = planTrip(this.seed, boat, tripNumber(this.seed, boat, from));
    return trip.fishingFrom < from && trip.fishingTo > to;
  }
}
