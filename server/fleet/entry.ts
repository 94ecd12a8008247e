/** What the fleet's table knows of one vessel: as much of registry and newest fix as it shows and searches. */
import type { Fix } from '../../geofences/fix.ts';
import type { Occurrence } from '../../geofences/types.ts';
import type { Seen } from '../auth/sight.ts';
import { expectedIntervalMin } from '../models/expected-interval.ts';
import type { Vessel } from '../models/vessel.ts';
import { searchKey } from '../store/search-key.ts';

interface FleetEntry {
  id: string;
  label: string;
  registered: boolean;
  kind: string;
  registration?: string;
  name?: string;
  mmsi?: number;
  callsign?: string;
  deviceId?: string;
  provider?: string;
  lengthM?: number;
  gear?: string;
  homePort?: string;
  province?: string;
  /** Minutes between reports that are normal for it. */
  intervalMin: number;
  licenceUntil?: string;
  certificateUntil?: string;
  highRisk?: boolean;
  /** Every name that it may be looked for by, spelt as `searchKey` has it. */
  search: string;
  /** What it is sorted by where nothing else tells. */
  labelKey: string;
}

/** One vessel of the fleet: what it is, where it was last, who covers it, what is open. */
export interface FleetRow {
  entry: FleetEntry;
  fix?: FleetFix;
  unit?: { id: string; name: string };
  /** Name of its home port. */
  port?: string;
  /** How many are open. */
  alerts: number;
  /** Of the most urgent, 1–4. */
  priority?: number;
  open?: readonly OpenAlert[];
}

/** As much of an alert as tells who may know of it, and how urgent it is. */
export interface OpenAlert extends Pick<Occurrence, 'vesselId' | 'lon' | 'lat' | 'raisedAt'> {
  /** 1–4. */
  priority: number;
}

export interface FleetFix {
  /** Epoch ms. */
  fixTime: number;
  lon: number;
  lat: number;
  speedKn?: number;
  courseDeg?: number;
  source: Fix['source'];
}

export function entryOf(vessel: Vessel): FleetEntry {
  const { id, label, registered, kind, registration, name, mmsi, imo, callsign, deviceId, owner } = vessel;
  const names = [registration, name, mmsi, imo, callsign, deviceId, owner].filter((one) => one !== undefined);
  const entry: FleetEntry = {
    ...{ id, label, registered, kind, registration, name, mmsi, callsign, deviceId },
    ...{ provider: vessel.provider, lengthM: vessel.lengthM, gear: vessel.gear, homePort: vessel.homePort },
    ...{ province: vessel.province, intervalMin: expectedIntervalMin(vessel) },
    ...{ licenceUntil: vessel.licenceUntil, certificateUntil: vessel.certificateUntil, highRisk: vessel.highRisk },
    search: names.map((one) => searchKey(String(one))).join(' '),
    labelKey: searchKey(label),
  };
  return entry;
}

/** What is open of a vessel, counted. */
export function counted(
  open: readonly OpenAlert[],
): Required<Pick<FleetRow, 'alerts' | 'open'>> & { priority?: number } {
  const priority = open.length === 0 ? undefined : Math.min(...open.map((one) => one.priority));
  return { open, alerts: open.length, priority };
}

/** Of a vessel that is only in an area, the alerts that were raised elsewhere are not told, nor counted. */
export function asSeen(row: FleetRow, seen: Seen): FleetRow {
  if (!seen || row.alerts === 0 || seen.own.has(row.entry.id)) return row;
  return { ...row, ...counted(row.open?.filter((alert) => seen.seesAlert(alert)) ?? []) };
}

export function fleetFixOf({ fixTime, lon, lat, speedKn, courseDeg, source }: Fix): FleetFix {
  return { fixTime, lon, lat, speedKn, courseDeg, source };
}
