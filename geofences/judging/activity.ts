/**
 * What a vessel seems to be doing, by how fast it gets ahead: a boat that fishes goes slowly for some time, out of port.
 * Speed is taken over the ground between fixes, since VMS units often send none and AIS ones send it for the moment only.
 */
import type { Fix, VesselProfile } from '../fix.ts';
import { quickDistanceM } from '../geometry/ellipsoid.ts';

/** Immutable and JSON-safe; part of a vessel's state. */
export interface Activity {
  kind: 'unknown' | 'in-port' | 'stopped' | 'fishing' | 'under-way';
  /** Fix time since which it has been doing that; 0 before the first fix. */
  since: number;
  /** Where the leg that is being measured began. */
  from?: Fix;
  /** Legs in a row at fishing speed, and when the first of them began (0: there is none). */
  slowLegs: number;
  slowSince: number;
}

export const unknownActivity: Activity = Object.freeze({
  kind: 'unknown',
  since: 0,
  slowLegs: 0,
  slowSince: 0,
});

/** Shorter legs say more of the sea state and the position's error than of the vessel. */
const LEG_MS = 10 * 60_000;
/** Over a longer gap nobody knows what it did (loss of signal begins at 6 h; two duties of 2 h are 4). */
const LONGEST_LEG_MS = 4 * 3_600_000;
/** Two legs, so three fixes, at fishing speed: MonitorFish's rule (ui.md §2). */
const FISHING_LEGS = 2;
/** Slower is a vessel that lies still: 500 m of error within two hours look like 0.13 kn. */
const STILL_KN = 0.2;

/** Fishing speeds over the ground in knots by gear; own choice after domain.md §1.3 (0.5–5 kn, to be set per gear). */
const gearSpeeds: Readonly<Record<string, readonly [number, number]>> = {
  trawl: [1.5, 5.5],
  'purse-seine': [0.3, 4],
  gillnet: [0.2, 4],
  'falling-net': [0.2, 3],
  longline: [0.3, 6],
  'squid-jig': [0.2, 3],
  traps: [0.2, 4],
};
const ANY_GEAR: readonly [number, number] = [0.5, 5];

/** Knots between which a vessel of this gear fishes. */
export function fishingSpeedKn(gear: string | undefined): readonly [number, number] {
  return (gear === undefined ? undefined : gearSpeeds[gear]) ?? ANY_GEAR;
}

/** The activity with one more believed fix. */
export function nextActivity(before: Activity, fix: Fix, inPort: boolean, profile: VesselProfile): Activity {
  if (inPort) return before.kind === 'in-port' ? before : { ...unknownActivity, kind: 'in-port', since: fix.fixTime };
  const { from } = before;
  if (!from || before.kind === 'in-port') return { ...unknownActivity, since: fix.fixTime, from: fix };
  const elapsed = fix.fixTime - from.fixTime;
  if (elapsed < LEG_MS) return before;
  if (elapsed > LONGEST_LEG_MS) return { ...unknownActivity, since: fix.fixTime, from: fix };
  const speedKn = quickDistanceM(from.lon, from.lat, fix.lon, fix.lat) / 1852 / (elapsed / 3_600_000);
  return afterLeg(before, from, fix, speedKn, fishingSpeedKn(profile.gear));
}

function afterLeg(
  before: Activity,
  from: Fix,
  fix: Fix,
  speedKn: number,
  [slowest, fastest]: readonly [number, number],
): Activity {
  const isSlow = speedKn >= slowest && speedKn <= fastest;
  const slowLegs = isSlow ? before.slowLegs + 1 : 0;
  const slowSince = !isSlow ? 0 : before.slowLegs > 0 ? before.slowSince : from.fixTime;
  const kind = slowLegs >= FISHING_LEGS ? 'fishing' : speedKn < STILL_KN ? 'stopped' : 'under-way';
  const began = kind === 'fishing' ? slowSince : from.fixTime;
  return { kind, since: kind === before.kind ? before.since : began, from: fix, slowLegs, slowSince };
}
