/** Where a vessel would be now had it kept its course and speed: dead reckoning, for two hours at most (ui.md §1). Pure. */
import { STOPPED_KN_E1 } from './looks.ts';
import type { VesselStore } from './VesselStore.ts';

/** Beyond that a fishing vessel has turned too often. */
const LONGEST_S = 2 * 3600;
/** A fix so new needs no estimate. */
const SHORTEST_S = 60;
const METRES_PER_NM = 1852;
/** Circumference of the earth by WGS 84's major axis, metres. */
const EQUATOR_M = 40_075_017;
const RAD = Math.PI / 180;

/**
 * On the mercator square; undefined when it lies still, nobody knows how fast or where to, or for too long, or when its place is
 * no fix but already that of this time. @param nowS epoch s
 */
export function estimateOf(store: VesselStore, slot: number, nowS: number): { x: number; y: number } | undefined {
  if (store.interpolated.has(slot)) return undefined;
  const ageS = nowS - store.fixTimeS[slot]!;
  const speedE1 = store.speedE1[slot]!;
  const courseE1 = store.courseE1[slot]!;
  if (ageS < SHORTEST_S || ageS > LONGEST_S || speedE1 < STOPPED_KN_E1 || courseE1 < 0) return undefined;
  const metres = (speedE1 / 10) * METRES_PER_NM * (ageS / 3600);
  const course = (courseE1 / 10) * RAD;
  // The square's scale where the vessel is; over so short a way it is the same all along.
  const along = metres / (EQUATOR_M * Math.cos((store.latE5[slot]! / 1e5) * RAD));
  return { x: store.x[slot]! + along * Math.sin(course), y: store.y[slot]! - along * Math.cos(course) };
}
