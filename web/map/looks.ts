/** What symbols can say, as numbers: craft, source, age and direction. Pure. */
import { type CraftClass, DEFAULT_INTERVAL_MIN, type VesselStore } from './VesselStore.ts';

/** Directions a triangle can point in: 5.6° steps. */
export const HEADINGS = 64;
/** Sprites of one look: every heading, then the circle. */
const MOTIONS = HEADINGS + 1;
const CIRCLE = HEADINGS;
/** SourceCode. */
const AIS = 0;

export const Age = { fresh: 0, fading: 1, lost: 2 } as const;
export type Age = (typeof Age)[keyof typeof Age];

/** Fading begins at one expected interval of the source, the cross at two (IMO SN.1/Circ.243 "lost", applied per source). */
const FADING_AT = 1;
const LOST_AT = 2;
/** Below this a vessel is stopped: AIS speed noise at anchor. */
export const STOPPED_KN_E1 = 5;

export const SPRITES = 5 * 2 * 3 * MOTIONS;

/** What a sprite's number says. */
export interface SpriteLook {
  craft: CraftClass;
  vms: boolean;
  age: Age;
  /** Degrees, or undefined: a circle. */
  headingDeg: number | undefined;
}

export function spriteIndex(craft: number, vms: boolean, age: number, motion: number): number {
  return ((craft * 2 + (vms ? 1 : 0)) * 3 + age) * MOTIONS + motion;
}

export function spriteLook(index: number): SpriteLook {
  const motion = index % MOTIONS;
  const look = (index - motion) / MOTIONS;
  return {
    craft: Math.floor(look / 6) as CraftClass,
    vms: Math.floor(look / 3) % 2 === 1,
    age: (look % 3) as Age,
    headingDeg: motion === CIRCLE ? undefined : (motion * 360) / HEADINGS,
  };
}

/**
 * Age of a fix against what is normal for its source: what came by AIS fades by the interval of AIS. Whoever owes VMS reports as
 * well is lost only when those are overdue, too: no newer one has come than this fix.
 */
export function ageOf(store: VesselStore, slot: number, nowS: number): Age {
  const ageS = nowS - store.fixTimeS[slot]!;
  const intervalS = store.intervalMin[slot]! * 60;
  if (ageS > LOST_AT * intervalS) return Age.lost;
  const ownS = store.source[slot] === AIS ? Math.min(intervalS, DEFAULT_INTERVAL_MIN * 60) : intervalS;
  return ageS > FADING_AT * ownS ? Age.fading : Age.fresh;
}

/** 0..63, or the circle when it is stopped or nobody knows where it points. Heading goes before course. */
export function motionOf(store: VesselStore, slot: number): number {
  const speedE1 = store.speedE1[slot]!;
  if (speedE1 >= 0 && speedE1 < STOPPED_KN_E1) return CIRCLE;
  const heading = store.heading[slot]!;
  const degrees = heading >= 0 ? heading : store.courseE1[slot]! / 10;
  if (degrees < 0) return CIRCLE;
  return Math.round((degrees * HEADINGS) / 360) % HEADINGS;
}
