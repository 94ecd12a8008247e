/**
 * Beacons on fishing gear. Net and longline markers send as class B or as aids to navigation, mostly under identities that
 * nobody assigned; many write the state of their battery into the name ("LISA BUOY 4 [42%]", "12345678-85%", "NET3-11.2V").
 * They are no vessels: they drift with the gear, and no rule for vessels fits them.
 */
import { flagOfMid } from './mid.ts';
import { craftKind, midOf } from './mmsi.ts';

/** What has been heard of a sender; more makes the answer surer. */
export interface HeardIdentity {
  mmsi: number;
  name?: string;
  /** AIS ship type. */
  shipType?: number;
  /** AIS message types heard from it. */
  types: readonly number[];
}

/**
 * Why it is taken for gear: battery level in its name; a name that says so; a nine-digit identity that M.585 doesn't
 * define or whose administration doesn't exist.
 */
export type GearSign = 'battery-in-name' | 'gear-name' | 'illegal-identity';

/** Class A and the long-range report that goes with it: no beacon carries that. */
const classA: ReadonlySet<number> = new Set([1, 2, 3, 5, 27]);
const AID_TO_NAVIGATION = 21;
/** What beacons send. */
const beaconTypes: ReadonlySet<number> = new Set([18, 19, 21, 24]);

/** Per cent, in brackets or not, at the end of a name. */
const percent = /(?:^|[^0-9.])(?:100|[0-9]{1,2})\s?%[\])]?$/;
/** 2.0–29.9 volts at the end of a name, set off from what stands before. */
const volts = /(?:^|[\s_[(-])(?:[2-9]|[12][0-9])(?:\.[0-9]{1,2})?\s?V[\])]?$/;
/** Whole words; digits may follow directly. */
const netWord = /(?:^|[^A-Z])(?:NETS?|NETMARK|FISHNET|FISHINGNET|GILLNET|LONGLINE)(?:[^A-Z]|$)/;
/** PHAO is Vietnamese for buoy and float. */
const buoyWord = /(?:^|[^A-Z])(?:BUOYS?|PHAO)(?:[^A-Z]|$)/;

/** Not said, fishing, or "other": whatever else a sender calls itself, it means to be a vessel. */
function isVague(shipType: number | undefined): boolean {
  return shipType === undefined || shipType === 0 || shipType === 30 || shipType >= 90;
}

/** Numbers that units are delivered with: whoever uses one is not set up, which says nothing about what he is. */
const factoryNumbers: ReadonlySet<number> = new Set([
  111_111_111, 123_456_789, 222_222_222, 333_333_333, 444_444_444, 555_555_555, 666_666_666, 777_777_777, 888_888_888,
  987_654_321, 999_999_999,
]);

/**
 * The surest sign that a sender is a beacon on fishing gear; undefined when nothing says so. An aid to navigation with an
 * administration's number (99MID…) is gear only when its name tells a battery level.
 */
export function gearSign(heard: HeardIdentity): GearSign | undefined {
  const { mmsi, shipType, types } = heard;
  const name = heard.name?.toUpperCase();
  const isClassA = types.some((type) => classA.has(type));
  if (name === undefined && isClassA) return undefined;
  const kind = craftKind(mmsi);
  if (kind === 'ais-sart' || kind === 'mob' || kind === 'epirb') return undefined;
  if (kind === 'coast-station' && isAssigned(mmsi)) return undefined;
  if (name !== undefined && (percent.test(name) || volts.test(name))) return 'battery-in-name';
  if (isClassA || !isVague(shipType) || !types.some((type) => beaconTypes.has(type))) return undefined;
  if (kind === 'aton' && isAssigned(mmsi)) return undefined;
  if (name !== undefined && isGearName(name, types)) return 'gear-name';
  // Beacons are numbered; a name of letters only is a boat's whose number was mistyped.
  const isNumbered = name === undefined || /[0-9]/.test(name);
  return isNumbered && isIllegal(mmsi) ? 'illegal-identity' : undefined;
}

/** True when a sender is a beacon on fishing gear, as far as can be told from what was heard. */
export function isGear(heard: HeardIdentity): boolean {
  return gearSign(heard) !== undefined;
}

/** An aid to navigation may well be a buoy. */
function isGearName(name: string, types: readonly number[]): boolean {
  return netWord.test(name) || (buoyWord.test(name) && !types.includes(AID_TO_NAVIGATION));
}

function isAssigned(mmsi: number): boolean {
  const mid = midOf(mmsi);
  return mid !== undefined && flagOfMid(mid) !== undefined;
}

function isIllegal(mmsi: number): boolean {
  if (mmsi < 100_000_000 || mmsi > 999_999_999 || factoryNumbers.has(mmsi)) return false;
  return !isAssigned(mmsi);
}
