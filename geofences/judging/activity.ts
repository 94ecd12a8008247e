/**
 * What a vessel seems to be doing, by how fast it gets ahead: a boat that fishes goes slowly for some time, out of port.
 * Speed is taken over the ground between fixes, since VMS units often send none and AIS ones send it for the moment only;
 * what the sender says of its own speed helps where the way is not straight.
 *
 * A leg runs from one fix to the first that is at least LEG_MS later, so AIS every few seconds and VMS every two hours
 * are judged alike. Two slow legs in a row, so three fixes, are fishing, as in MonitorFish (ui.md §2).
 */
import { type Fix, FixFlag, type VesselProfile } from '../fix.ts';
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
  /** Where the first of them began. */
  slowFrom?: { lon: number; lat: number };
  /** Fix time of its first fix out of port; 0 while it has not been seen in one. */
  leftPort: number;
}

/** Activities as the engine holds them: in one shape, see `HeldState`. */
export class HeldActivity implements Activity {
  readonly kind: Activity['kind'];
  readonly since: number;
  readonly from: Fix | undefined;
  readonly slowLegs: number;
  readonly slowSince: number;
  readonly slowFrom: Activity['slowFrom'];
  readonly leftPort: number;

  constructor({ kind, since, from, slowLegs, slowSince, slowFrom, leftPort }: Activity) {
    this.kind = kind;
    this.since = since;
    this.from = from;
    this.slowLegs = slowLegs;
    this.slowSince = slowSince;
    this.slowFrom = slowFrom;
    this.leftPort = leftPort;
  }

  /** Begun with a fix, after nothing that is known. */
  static begun(kind: Activity['kind'], since: number, from: Fix | undefined, leftPort: number): HeldActivity {
    return new HeldActivity({ kind, since, from, slowLegs: 0, slowSince: 0, leftPort });
  }
}

export const unknownActivity: Activity = HeldActivity.begun('unknown', 0, undefined, 0);

/** Shorter legs say more of the sea state and the position's error than of the vessel. */
export const LEG_MS = 10 * 60_000;
/** Over a longer gap nobody knows what it did: MonitorFish draws hops over 4 h as unknown (ui.md §1); two duties of 2 h are 4. */
export const LONGEST_LEG_MS = 4 * 3_600_000;
const FISHING_LEGS = 2;
/** MonitorFish: at sea for an hour (ui.md §2); before that, slow means leaving harbour. */
const AT_SEA_MS = 3_600_000;
/** Slower is a vessel that lies still: 500 m of error within two hours look like 0.13 kn. */
export const STILL_KN = 0.2;
/** Nobody fishes faster than this, whatever status is left on (MonitorFish’s 5.5 kn and the longliners’ 6 kn). */
const STATUS_MAX_KN = 6;

/**
 * Knots between which a vessel of this gear gets ahead while it fishes.
 * trawl: 2.5–5.0 kn by VMS against logbooks (Wang, Wang, Zheng 2015, J. Ocean Univ. China 14:89), band 1–6 kn in Mills et al.
 * 2007 (ICES J. Mar. Sci. 64:248), top 5.5 kn in MonitorFish (ui.md §2); less over the ground when it turns.
 * longline: sets at 4–6 kn, hauls at 2.5–3.5 kn (SEAFDEC monograph of fishing gear, Vietnam), drifts in between.
 * purse-seine: hauls back at very low speed for hours, which is what marks it (Campos et al., Portuguese seiners by VMS).
 * The others drift or work along their gear; their bands are own choice within the 0.5–5 kn of domain.md §1.3, lower for
 * those that drift with lights or nets.
 */
const gearSpeeds: Readonly<Record<string, readonly [number, number]>> = {
  trawl: [1, 5.5],
  longline: [0.3, 6],
  'purse-seine': [0.2, 4],
  gillnet: [0.2, 4],
  'falling-net': [0.2, 3],
  'squid-jig': [0.2, 3],
  handline: [0.2, 3],
  traps: [0.2, 4],
};
/** The kinds of gear that a profile may name. */
export const gearKinds: readonly string[] = Object.keys(gearSpeeds);
/** domain.md §1.3: 0.5–5 kn sustained over several fixes. */
const ANY_GEAR: readonly [number, number] = [0.5, 5];

/** Knots between which a vessel of this gear fishes; unknown gear: 0.5–5. */
export function fishingSpeedKn(gear: string | undefined): readonly [number, number] {
  return (gear === undefined ? undefined : gearSpeeds[gear]) ?? ANY_GEAR;
}

/** HOT. The activity with one more believed fix; the same object until a leg ends. */
export function nextActivity(before: Activity, fix: Fix, inPort: boolean, profile: VesselProfile): Activity {
  if (inPort) return before.kind === 'in-port' ? before : HeldActivity.begun('in-port', fix.fixTime, undefined, 0);
  const { from } = before;
  if (before.kind === 'in-port') return HeldActivity.begun('unknown', fix.fixTime, fix, fix.fixTime);
  if (!from) return HeldActivity.begun('unknown', fix.fixTime, fix, 0);
  const elapsed = fix.fixTime - from.fixTime;
  if (elapsed < LEG_MS) return before;
  if (elapsed > LONGEST_LEG_MS) return HeldActivity.begun('unknown', fix.fixTime, fix, before.leftPort);
  const speedKn = legKn(elapsed, from.lon, from.lat, fix.lon, fix.lat);
  const [slowest, fastest] = fishingSpeedKn(profile.gear);
  const [fromKn, toKn] = [from.speedKn ?? Number.NaN, fix.speedKn ?? Number.NaN];
  const isSlow = isSlowLeg(speedKn, from.flags & fix.flags, fromKn, toKn, slowest, fastest);
  return afterLeg(before, from, fix, speedKn, isSlow);
}

/** Knots over the ground in so many ms. */
export function legKn(elapsedMs: number, fromLon: number, fromLat: number, lon: number, lat: number): number {
  return quickDistanceM(fromLon, fromLat, lon, lat) / 1852 / (elapsedMs / 3_600_000);
}

/**
 * HOT. Whether a leg done at `speedKn` over the ground is one of fishing, by gear and by what the sender says of itself.
 * @param flags those that the fixes at both ends have
 * @param fromKn, toKn what they give as their speed; NaN: nothing
 */
export function isSlowLeg(
  speedKn: number,
  flags: number,
  fromKn: number,
  toKn: number,
  slowest: number,
  fastest: number,
): boolean {
  if ((flags & FixFlag.atRest) !== 0) return false;
  if ((flags & FixFlag.fishing) !== 0 && speedKn <= STATUS_MAX_KN) return true;
  if (speedKn > fastest) return false;
  // Out and back at full speed is no fishing, although it gets nowhere.
  if (fromKn > fastest && toKn > fastest) return false;
  if (speedKn >= slowest) return true;
  // Turning over its gear it gets ahead more slowly than it goes.
  return fromKn >= slowest && fromKn <= fastest && toKn >= slowest && toKn <= fastest;
}

function afterLeg(before: Activity, from: Fix, fix: Fix, speedKn: number, isSlow: boolean): Activity {
  const { leftPort } = before;
  const slowLegs = isSlow ? before.slowLegs + 1 : 0;
  const slowSince = !isSlow ? 0 : before.slowLegs > 0 ? before.slowSince : from.fixTime;
  const isFishing = slowLegs >= FISHING_LEGS && fix.fixTime - leftPort >= AT_SEA_MS;
  const kind = isFishing ? 'fishing' : speedKn < STILL_KN ? 'stopped' : 'under-way';
  const began = isFishing ? slowSince : from.fixTime;
  const since = kind === before.kind ? before.since : began;
  const slowFrom = isSlow ? (before.slowFrom ?? { lon: from.lon, lat: from.lat }) : undefined;
  return new HeldActivity({ kind, since, from: fix, slowLegs, slowSince, slowFrom, leftPort });
}

/** The activity after so many more legs of the same sort, the last of which ended with a fix. */
export function afterAlikeLegs(before: Activity, from: Fix, legs: number): Activity {
  const { kind, since, slowLegs, slowSince, slowFrom, leftPort } = before;
  return new HeldActivity({
    kind,
    since,
    from,
    slowLegs: slowLegs > 0 ? slowLegs + legs : 0,
    slowSince,
    slowFrom,
    leftPort,
  });
}
