/**
 * When a boat is not heard: gaps at sea (a lost signal, for the rules to find) and units that are switched off in
 * harbour (nobody's fault, and no alarm).
 */
import type { Boat } from './craft.ts';
import { between, unit } from './seeded.ts';
import type { Trip } from './trips.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Nothing is heard from `from` up to `to` (epoch ms). */
export interface SignalGap {
  from: number;
  to: number;
}

const key = { gap: 21, length: 22, place: 23, switchedOff: 24 };

/**
 * Chance of a trip to lose the signal for long. Vĩnh Long counted 4,550 losses of 6 h to 10 days in 2024 on 2,264
 * boats: two a boat and year; a demonstration of two days shows about three times as many, so that there is work.
 */
const longGapChance = 0.08;
const golden = 0.618034;
/** One missed report: late, but no loss. */
const shortGapChance = 0.12;

export function gapOf(seed: number, trip: Trip): SignalGap | undefined {
  if (!trip.boat.vms) return undefined;
  const keys = [seed, trip.boat.index, trip.number] as const;
  // Multiples of the golden ratio: spread evenly over the boats, so that no two days are much better or worse.
  const chance = (unit(seed, key.gap) + trip.boat.index * golden + trip.number * 0.3547) % 1;
  // Less than two intervals of two hours less jitter, so that it costs one report and never five hours.
  let lengthMs = 105 * MINUTE;
  if (chance < longGapChance) lengthMs = between(6.5, 34, ...keys, key.length) * HOUR;
  else if (chance > longGapChance + shortGapChance) return undefined;
  const room = trip.fishingTo - trip.fishingFrom - lengthMs;
  if (room < 0) return undefined;
  const from = trip.fishingFrom + room * unit(...keys, key.place);
  return { from, to: from + lengthMs };
}

/** Long enough after mooring for a report from the harbour to have been sent, long enough before leaving for another. */
const switchOffAfterMs = 5 * HOUR;
const switchOnBeforeMs = 4 * HOUR;

/** Half the boats switch off in harbour; one that is laid up wakes for two hours twice a day. */
export function harbourSilence(seed: number, boat: Boat, trip: Trip | undefined, time: number): boolean {
  const switchesOff = unit(seed, boat.index, key.switchedOff) < 0.5;
  if (!switchesOff) return false;
  if (!trip) return (Math.floor(time / (2 * HOUR)) + boat.index) % 6 !== 0;
  return time > trip.begins + switchOffAfterMs && time < trip.departs - switchOnBeforeMs;
}
