/** The table of vessels that `haidang replay` may be given: what a registry would know of them. */
import type { BorrowedDevice, Permission, VesselProfile } from '../../geofences/fix.ts';
import { isCalendarDay } from '../../geofences/in-force.ts';
import { gearKindOf } from '../../geofences/regions/gear-names.ts';
import { bytesOf, cellsOf, type Header, headerOf, linesOf, numberIn, unusable } from './text-input.ts';

/** NĐ 37/2024 Annex VII: every two hours. */
export const DUTY_MIN = 120;

const vesselColumns = {
  id: ['id', 'vessel', 'registration'],
  mmsi: ['mmsi'],
  kind: ['kind'],
  flag: ['flag'],
  lengthM: ['lengthm', 'length'],
  reportingIntervalMin: ['reportingintervalmin', 'interval'],
  gear: ['gear'],
  provider: ['provider'],
  highRisk: ['highrisk'],
  licenceUntil: ['licenceuntil', 'licence'],
  certificateUntil: ['certificateuntil', 'certificate'],
  permissions: ['permissions', 'permission'],
  borrowed: ['borrowed'],
} as const;

type Cell = (name: keyof typeof vesselColumns) => string | undefined;

/** Profiles by id and by MMSI. @throws HaidangError for a table without ids, or with a permission that cannot be read */
export async function readVessels(path: string): Promise<Map<string, VesselProfile>> {
  const profiles = new Map<string, VesselProfile>();
  let header: Header | undefined;
  for await (const line of linesOf(bytesOf(path))) {
    if (line.trim() === '') continue;
    if (!header) {
      header = headerOf(line, vesselColumns);
      if (!header.columns.has('id') && !header.columns.has('mmsi')) {
        throw unusable(path, 'its header line has neither "id" nor "mmsi"');
      }
      continue;
    }
    const cells = cellsOf(line, header.separator);
    const { columns } = header;
    const cell: Cell = (name) => cells[columns.get(name) ?? -1]?.trim() || undefined;
    const id = cell('id') ?? cell('mmsi');
    if (!id) continue;
    const profile = profileIn(path, id, cell, columns.has('reportingIntervalMin'));
    profiles.set(id, profile);
    const mmsi = cell('mmsi');
    if (mmsi) profiles.set(mmsi, profile);
  }
  return profiles;
}

function profileIn(path: string, id: string, cell: Cell, saysInterval: boolean): VesselProfile {
  const profile: VesselProfile = { id, kind: cell('kind') ?? 'vessel', flag: cell('flag') ?? 'VNM' };
  const length = numberIn(cell('lengthM'));
  const interval = saysInterval ? numberIn(cell('reportingIntervalMin')) : DUTY_MIN;
  if (length !== undefined && length > 0) profile.lengthM = length;
  if (interval !== undefined && interval > 0) profile.reportingIntervalMin = interval;
  const gear = cell('gear');
  if (gear) profile.gear = gearKindOf(gear);
  const provider = cell('provider');
  if (provider) profile.provider = provider;
  if (cell('highRisk') === 'true') profile.highRisk = true;
  const licenceUntil = cell('licenceUntil');
  if (licenceUntil) profile.licenceUntil = licenceUntil;
  const certificateUntil = cell('certificateUntil');
  if (certificateUntil) profile.certificateUntil = certificateUntil;
  const permissions = cell('permissions');
  if (permissions) profile.permissions = permissions.split('+').map((text) => permissionIn(path, id, text.trim()));
  const borrowed = cell('borrowed');
  if (borrowed) profile.borrowed = borrowed.split('+').map((text) => borrowedIn(path, id, text.trim()));
  return profile;
}

/** `2026-03-01..2026-03-31@zone|zone decision 12/QĐ`. */
function permissionIn(path: string, id: string, text: string): Permission {
  const match = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)(?:@(\S+))?(?:\s+(.*))?$/.exec(text);
  if (!match || ![match[1]!, match[2]!].every(isCalendarDay)) {
    throw unusable(path, `"${id}" has the permission "${text}", which is not FROM..TO@zone|zone and what it is`);
  }
  const [, from, to, zones, basis] = match;
  const permission: Permission = { from: from!, to: to!, basis: basis ?? '' };
  if (zones) permission.zones = zones.split('|');
  return permission;
}

/** `2026-03-01T00:00Z..2026-03-01T12:00Z@vessel`. */
function borrowedIn(path: string, id: string, text: string): BorrowedDevice {
  const [, from, until, vessel] = /^(\S+?)\.\.([^@\s]+)@(.+)$/.exec(text) ?? [];
  const times = [from, until].map((time) => Date.parse(time ?? ''));
  if (!vessel || times.some(Number.isNaN) || times[0]! > times[1]!) {
    throw unusable(path, `"${id}" has borrowed the unit "${text}", which is not FROM..TO@vessel with two times`);
  }
  return { vessel, from: times[0]!, until: times[1]! };
}
