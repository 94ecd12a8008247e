/**
 * The fleet of the bench and what arrives from it, in order of arrival: AIS every 10 s to 3 min, VMS every 2 or 3 h, some of
 * it late. The same seed gives the same fixes.
 */
import { type Fix, FixFlag, type VesselProfile } from '../../geofences/fix.ts';
import { gearKinds } from '../../geofences/judging/activity.ts';
import { HeldFix } from '../../geofences/judging/held-fix.ts';
import type { Zone } from '../../geofences/types.ts';
import { Boats, Mode } from './motion.ts';
import { Seeded } from './seeded.ts';

export const START_MS = Date.UTC(2026, 2, 1);
/** VMS has been reporting for so long when AIS begins: a window of it. */
const HISTORY_S = 48 * 3600;
/** Reports that are held back, one at a time each sender: of all that arrives 2 % is late then. */
const HELD_SHARE = 0.045;
const WILD_SHARE = 1 / 5000;
/** By share of the fleet: AIS only, both; the others have VMS only. */
const SHARES = { aisOnly: 0.3, both: 0.2 };
const CLASS_A_SHARE = 0.2;
const VIETNAMESE_SHARE = 0.7;
const PROVIDERS = ['vnpt', 'viettel', 'vishipel', 'zunibal', 'thuraya', 'binh-anh'];
/** A turn of the wheel, seconds: longer than anything waits. */
const WHEEL_S = 1 << 18;
/** Metres a degree. */
const DEGREE_M = 111_320;

export interface Arrival {
  /** Number of the boat, its place in `vessels`. */
  boat: number;
  fix: Fix;
  /** It comes after a newer one of its vessel. */
  isLate: boolean;
}

interface Sender {
  boat: number;
  source: 'ais' | 'vms';
  isClassA: boolean;
  /** VMS: seconds between reports. */
  everyS: number;
}

export class Fleet {
  readonly vessels: VesselProfile[];
  private readonly boats: Boats;
  private readonly seeded = new Seeded(2026);
  private readonly senders: Sender[] = [];
  /** Linked lists of what happens at a second: sender s reports (s), or what it held back arrives (s + number of senders). */
  private readonly wheel = new Int32Array(WHEEL_S).fill(-1);
  private readonly following: Int32Array;
  private readonly held = new Map<number, Fix>();
  private readonly newest: Float64Array;
  private second = 0;

  constructor(count: number, zones: readonly Zone[], shares = SHARES) {
    const { seeded } = this;
    this.boats = new Boats(count, zones, seeded, 0);
    this.vessels = Array.from({ length: count }, (_, boat) => this.commission(boat, shares));
    this.newest = new Float64Array(count);
    this.following = new Int32Array(2 * this.senders.length);
    this.senders.forEach(({ source, everyS }, sender) => {
      this.schedule(sender, source === 'vms' ? seeded.between(0, everyS) : HISTORY_S + seeded.between(0, 180));
    });
  }

  /** Epoch ms of what arrived last. */
  get now(): number {
    return START_MS + this.second * 1000;
  }

  /** What VMS has sent before AIS begins. */
  *history(): Generator<Arrival> {
    while (this.second < HISTORY_S) yield* this.ofNextSecond();
  }

  /** At least so many of the next fixes, by the second in which they arrive. */
  next(count: number): Arrival[][] {
    const seconds: Arrival[][] = [];
    for (let made = 0; made < count; ) {
      const arrivals = this.ofNextSecond();
      if (arrivals.length > 0) seconds.push(arrivals);
      made += arrivals.length;
    }
    return seconds;
  }

  private ofNextSecond(): Arrival[] {
    const arrivals: Arrival[] = [];
    const slot = this.second % WHEEL_S;
    let entry = this.wheel[slot]!;
    this.wheel[slot] = -1;
    while (entry >= 0) {
      const next = this.following[entry]!;
      const isHeld = entry >= this.senders.length;
      const fix = isHeld ? this.release(entry - this.senders.length) : this.report(entry);
      if (fix) arrivals.push(this.arrivalOf(this.senders[entry % this.senders.length]!.boat, fix));
      entry = next;
    }
    this.second++;
    return arrivals;
  }

  private arrivalOf(boat: number, fix: Fix): Arrival {
    const isLate = fix.fixTime < this.newest[boat]!;
    if (!isLate) this.newest[boat] = fix.fixTime;
    return { boat, fix, isLate };
  }

  private release(sender: number): Fix {
    const fix = this.held.get(sender)!;
    this.held.delete(sender);
    return { ...fix, receivedAt: this.now };
  }

  private report(index: number): Fix | undefined {
    const { seeded } = this;
    const sender = this.senders[index]!;
    this.boats.moveTo(sender.boat, this.second);
    const fix = this.fixOf(sender);
    this.schedule(index, this.second + this.pauseS(sender));
    if (this.held.has(index) || !seeded.chance(HELD_SHARE)) return fix;
    this.held.set(index, fix);
    const waitS = sender.source === 'ais' ? 60 * 60 ** seeded.unit() : sender.everyS * seeded.between(1.05, 3);
    this.schedule(this.senders.length + index, this.second + waitS);
    return undefined;
  }

  /** Class A: 10 s under way, 3 min at rest; class B: 30 s and 3 min (ITU-R M.1371). */
  private pauseS({ boat, source, isClassA, everyS }: Sender): number {
    if (source === 'vms') return everyS + this.seeded.between(-60, 60);
    if (this.boats.mode[boat] === Mode.moored) return 180;
    return isClassA ? 10 : 30;
  }

  private fixOf({ boat, source, isClassA }: Sender): Fix {
    const { boats, seeded } = this;
    const errorDeg = (source === 'ais' ? 5 : 20) / DEGREE_M;
    const wildDeg = seeded.chance(WILD_SHARE) ? 3 : 0;
    const isMoored = boats.mode[boat] === Mode.moored;
    // As the product makes them.
    const fix = new HeldFix();
    fix.fixTime = this.now - Math.floor(seeded.unit() * 1000);
    fix.receivedAt = this.now;
    fix.lon = onGrid(boats.lon[boat]! + seeded.between(-errorDeg, errorDeg));
    fix.lat = onGrid(boats.lat[boat]! + seeded.between(-errorDeg, errorDeg) - wildDeg);
    fix.source = source;
    fix.speedKn = Math.round(boats.speedKn[boat]! * 10 + seeded.unit()) / 10;
    fix.courseDeg = Math.round((((boats.courseDeg[boat]! % 360) + 360) % 360) * 10) / 10;
    if (source === 'ais' && isClassA) fix.headingDeg = Math.round(((boats.courseDeg[boat]! % 360) + 360) % 360);
    if (isClassA && isMoored) fix.flags = FixFlag.atRest;
    else if (isClassA && boats.mode[boat] === Mode.fishing) fix.flags = FixFlag.fishing;
    return fix;
  }

  private schedule(entry: number, second: number): void {
    const slot = Math.max(this.second + 1, Math.round(second)) % WHEEL_S;
    this.following[entry] = this.wheel[slot]!;
    this.wheel[slot] = entry;
  }

  private commission(boat: number, { aisOnly, both }: typeof SHARES): VesselProfile {
    const { seeded } = this;
    const kind = seeded.unit();
    const hasVms = kind >= aisOnly;
    const everyS = seeded.chance(0.7) ? 7200 : 10_800;
    if (kind < aisOnly + both) {
      this.senders.push({ boat, source: 'ais', isClassA: seeded.chance(CLASS_A_SHARE), everyS: 0 });
    }
    if (hasVms) this.senders.push({ boat, source: 'vms', isClassA: false, everyS });
    const profile: VesselProfile = {
      id: `vessel-${boat}`,
      kind: 'vessel',
      flag: hasVms || seeded.chance(VIETNAMESE_SHARE) ? 'VNM' : 'CHN',
      lengthM: Math.round(seeded.between(12, 30) * 10) / 10,
      gear: seeded.pick(gearKinds),
    };
    if (hasVms) {
      profile.reportingIntervalMin = everyS / 60;
      profile.provider = seeded.pick(PROVIDERS);
      profile.licenceUntil = seeded.chance(0.95) ? '2027-12-31' : '2026-01-31';
    }
    return profile;
  }
}

function onGrid(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
