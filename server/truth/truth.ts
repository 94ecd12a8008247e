/**
 * How true the data are: đúng (correct), đủ (complete), sạch (clean), sống (alive), by feed, provider or supplying unit. Pure.
 * What nobody can know counts for nothing: neither as good nor as bad, and is told.
 */
import type { Fix } from '../../geofences/fix.ts';
import type { Unit } from '../models/contact.ts';
import { doubtsOf } from '../models/doubts.ts';
import type { Vessel } from '../models/vessel.ts';
import { searchKey } from '../store/search-key.ts';
import { bandOf } from '../wall/figures.ts';

export const dimensions = ['correct', 'complete', 'clean', 'alive'] as const;
export type Dimension = (typeof dimensions)[number];
export const groupings = ['feed', 'provider', 'unit'] as const;
export type Grouping = (typeof groupings)[number];

/** `of` without `unknown`; absent where the grouping cannot be measured so. */
export interface Share {
  good: number;
  of: number;
  unknown: number;
}

export interface TruthGroup extends Partial<Record<Dimension, Share>> {
  /** Of the feed, the provider's name, the unit's id; empty: nobody is named. */
  id: string;
  name: string;
  /** Registered vessels; absent for a feed. */
  vessels?: number;
}

/** Why something does not count as good, in words that stand for themselves (web/truth). */
export interface Fault {
  what: FaultName;
  /** Field, alias, reason: never a person's name or number. */
  about?: string;
}
export const faultNames = [
  'timeEstimated',
  'future',
  'jump',
  'swapped',
  'placeAssumed',
  'overspeed',
  'missing',
  'shared',
  'badPhone',
  'late',
  'silent',
  'longSilent',
  'never',
  'noDuty',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface VesselFaults {
  vesselId: string;
  label: string;
  /** Of its newest fix, epoch ms. */
  fixTime?: number;
  faults: Fault[];
}

export interface Fleet {
  now: number;
  /** Registered ones. */
  vessels: readonly Vessel[];
  latest: ReadonlyMap<string, Fix>;
  /** When (epoch ms) a position of a vessel was last refused because its time lay ahead; absent: none was. */
  refusedAhead?: ReadonlyMap<string, number>;
  units: readonly Unit[];
}

/** What the registry has to say of every vessel so that an alert finds its people and a rule its case. */
const NEEDED = [
  'lengthM',
  'gear',
  'homePort',
  'province',
  'provider',
  'deviceId',
  'owner',
  'ownerPhone',
  'licenceUntil',
  'certificateUntil',
] as const satisfies readonly (keyof Vessel)[];
/** … of those of them that carry VMS: they owe reports, or are as long as those that must (NĐ 37/2024). */
const OF_VMS: ReadonlySet<string> = new Set(['provider', 'deviceId']);
const VMS_FROM_M = 15;
/** Identities that belong to one vessel alone. */
const UNIQUE = ['registration', 'mmsi', 'imo', 'callsign', 'deviceId'] as const satisfies readonly (keyof Vessel)[];
/** Vietnamese numbers: 10 digits that begin with 0, or 84 and 9. */
const PHONE = /^(0\d{9}|(\+|00)?84\d{9})$/;

/** The group that a vessel belongs to. */
export function groupOf(
  vessel: Pick<Vessel, 'provider' | 'homePort' | 'province'>,
  by: 'provider' | 'unit',
  units: readonly Unit[],
): { id: string; name: string } {
  if (by === 'provider') return { id: vessel.provider ?? '', name: vessel.provider ?? '' };
  const { homePort, province } = vessel;
  const unit =
    units.find(({ homePorts }) => homePort !== undefined && homePorts?.includes(homePort)) ??
    units.find(({ homePorts, provinces }) => !homePorts && province !== undefined && provinces?.includes(province));
  return { id: unit?.id ?? '', name: unit?.name ?? '' };
}

export function truthOfFleet(fleet: Fleet, by: 'provider' | 'unit'): TruthGroup[] {
  const shared = sharedIdentities(fleet.vessels);
  const groups = new Map<string, Required<TruthGroup>>();
  for (const vessel of fleet.vessels) {
    const { id, name } = groupOf(vessel, by, fleet.units);
    const group = groups.get(id) ?? { id, name, vessels: 0, ...noShares() };
    groups.set(id, group);
    group.vessels++;
    for (const dimension of dimensions) count(group[dimension], faultsOf(vessel, dimension, fleet, shared));
  }
  return [...groups.values()].sort((a, b) => b.vessels - a.vessels);
}

/** Rows that a number opens: those that are not good, or those of which nobody can know. */
export const parts = ['faulty', 'unknown'] as const;
export type Part = (typeof parts)[number];

/** The vessels of a group that are not good in one way, or of which that is not known, worst heard first. */
export function faultyVessels(
  fleet: Fleet,
  by: 'provider' | 'unit',
  id: string,
  dimension: Dimension,
  part: Part = 'faulty',
): VesselFaults[] {
  const shared = sharedIdentities(fleet.vessels);
  return fleet.vessels
    .filter((vessel) => groupOf(vessel, by, fleet.units).id === id)
    .flatMap((vessel) => {
      const faults = faultsOf(vessel, dimension, fleet, shared);
      if (part === 'unknown') return faults === 'unknown' ? [rowOf(vessel, fleet, [{ what: 'never' }])] : [];
      return typeof faults === 'string' || faults.length === 0 ? [] : [rowOf(vessel, fleet, faults)];
    })
    .sort(longestUnheardFirst);
}

export function rowOf({ id, label }: Vessel, { latest }: Fleet, faults: Fault[]): VesselFaults {
  const fixTime = latest.get(id)?.fixTime;
  return { vesselId: id, label, ...(fixTime !== undefined && { fixTime }), faults };
}

export function longestUnheardFirst(a: VesselFaults, b: VesselFaults): number {
  return (a.fixTime ?? 0) - (b.fixTime ?? 0);
}

function noShares(): Record<Dimension, Share> {
  const none = (): Share => ({ good: 0, of: 0, unknown: 0 });
  return { correct: none(), complete: none(), clean: none(), alive: none() };
}

function count(share: Share, faults: Fault[] | 'unknown' | 'not-asked'): void {
  if (faults === 'not-asked') return;
  if (faults === 'unknown') share.unknown++;
  else {
    share.of++;
    if (faults.length === 0) share.good++;
  }
}

function missingOf(vessel: Vessel): Fault[] {
  const { lengthM = VMS_FROM_M, reportingIntervalMin } = vessel;
  const carriesVms = reportingIntervalMin !== undefined || lengthM >= VMS_FROM_M;
  return NEEDED.filter((field) => carriesVms || !OF_VMS.has(field))
    .filter((field) => vessel[field] === undefined || vessel[field] === '')
    .map((about) => ({ what: 'missing', about }));
}

/** `unknown`: there is nothing to judge by · `not-asked`: it does not owe that. */
function faultsOf(
  vessel: Vessel,
  dimension: Dimension,
  fleet: Fleet,
  shared: ReadonlySet<string>,
): Fault[] | 'unknown' | 'not-asked' {
  const { now, latest } = fleet;
  const fix = latest.get(vessel.id);
  const ahead = isRefusedAhead(vessel, fleet) ? AHEAD : [];
  if (dimension === 'correct') {
    if (ahead.length > 0) return ahead;
    if (!fix) return 'unknown';
    return doubtsOf(fix.flags).map((what) => ({ what }));
  }
  if (dimension === 'complete') return missingOf(vessel);
  if (dimension === 'clean') return uncleanness(vessel, shared);
  if (vessel.reportingIntervalMin === undefined) return 'not-asked';
  const silence = silenceOf(now, vessel.reportingIntervalMin, fix);
  return silence.length > 0 ? [...silence, ...ahead] : silence;
}

const AHEAD: Fault[] = [{ what: 'future' }];

/** Her unit sends, and its clock is so far ahead that nothing since her newest position could be used: that is why she seems silent. */
function isRefusedAhead({ id }: Vessel, { latest, refusedAhead }: Fleet): boolean {
  const refusedAt = refusedAhead?.get(id);
  return refusedAt !== undefined && refusedAt > (latest.get(id)?.receivedAt ?? Number.NEGATIVE_INFINITY);
}

/** Empty: it was heard within its duty. @param latest its newest fix */
export function silenceOf(now: number, intervalMin: number, latest: Fix | undefined): Fault[] {
  const band = bandOf(now, intervalMin, latest?.fixTime);
  return band === 'reporting' ? [] : [{ what: band }];
}

function uncleanness(vessel: Vessel, shared: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = UNIQUE.filter((field) => shared.has(identityKey(field, vessel[field]))).map((about) => ({
    what: 'shared',
    about,
  }));
  for (const field of ['ownerPhone', 'captainPhone'] as const) {
    const phone = vessel[field]?.replace(/[\s.-]/g, '');
    if (phone && !PHONE.test(phone)) faults.push({ what: 'badPhone', about: field });
  }
  return faults;
}

/** Identities that more than one vessel has, however they are spelt. */
function sharedIdentities(vessels: readonly Vessel[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const vessel of vessels)
    for (const field of UNIQUE) {
      if (vessel[field] === undefined) continue;
      const key = identityKey(field, vessel[field]);
      if (seen.has(key)) shared.add(key);
      seen.add(key);
    }
  return shared;
}

function identityKey(field: string, value: string | number | undefined): string {
  return `${field}:${searchKey(String(value ?? ''))}`;
}
