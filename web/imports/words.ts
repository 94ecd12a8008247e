/** How fields of the registry and of ports are called, and their values written. */
import type { ImportTable } from '../../server/models/import.ts';
import type { ImportField } from '../../server/registry-import/columns.ts';
import type { Scalar } from '../../server/registry-import/preview.ts';
import { type FleetKey, ft } from '../i18n/fleet-texts.ts';
import { formatDecimal } from '../i18n/t.ts';

export const TABLES: Record<ImportTable, FleetKey> = {
  vessels: 'imports.vessels',
  owners: 'imports.owners',
  licences: 'imports.licences',
  ports: 'imports.ports',
};

export const FIELDS: Record<ImportField, FleetKey> = {
  registration: 'column.registration',
  name: 'column.name',
  mmsi: 'column.mmsi',
  imo: 'column.imo',
  callsign: 'column.callsign',
  deviceId: 'column.deviceId',
  provider: 'column.provider',
  lengthM: 'column.lengthM',
  powerKw: 'column.powerKw',
  powerCv: 'column.powerCv',
  grossTonnage: 'column.grossTonnage',
  gear: 'column.gear',
  homePort: 'column.homePort',
  province: 'column.province',
  flag: 'column.flag',
  reportingIntervalMin: 'column.reportingIntervalMin',
  highRisk: 'column.highRisk',
  owner: 'column.owner',
  ownerPhone: 'column.ownerPhone',
  ownerAddress: 'column.ownerAddress',
  captain: 'column.captain',
  captainPhone: 'column.captainPhone',
  licenceNumber: 'column.licenceNumber',
  licenceFrom: 'column.licenceFrom',
  licenceUntil: 'column.licenceUntil',
  certificateNumber: 'column.certificateNumber',
  certificateUntil: 'column.certificateUntil',
  code: 'column.code',
  portName: 'column.portName',
  portNameEn: 'column.portNameEn',
  portClass: 'column.portClass',
  lat: 'column.lat',
  lon: 'column.lon',
  position: 'column.position',
  radiusNm: 'column.radiusNm',
};

/** Headings of an empty table to be filled in; what is guessed from them is what they are (test/web/imports.test.ts). */
export const TEMPLATES: Record<ImportTable, readonly ImportField[]> = {
  vessels: [
    ...(['registration', 'name', 'lengthM', 'powerKw', 'grossTonnage', 'gear', 'homePort', 'province'] as const),
    ...(['mmsi', 'callsign', 'deviceId', 'provider', 'reportingIntervalMin', 'highRisk'] as const),
    ...(['owner', 'ownerPhone', 'ownerAddress', 'captain', 'captainPhone'] as const),
    ...(['licenceNumber', 'licenceFrom', 'licenceUntil', 'certificateNumber', 'certificateUntil'] as const),
  ],
  owners: ['registration', 'owner', 'ownerPhone', 'ownerAddress', 'captain', 'captainPhone'],
  licences: [
    ...(['registration', 'licenceNumber', 'licenceFrom', 'licenceUntil'] as const),
    ...(['certificateNumber', 'certificateUntil', 'gear'] as const),
  ],
  ports: ['portName', 'code', 'province', 'portClass', 'lat', 'lon', 'radiusNm'],
};

export function fieldName(field: string): string {
  return field in FIELDS ? ft(FIELDS[field as ImportField]) : field;
}

/** Identities are no amounts: their digits are not grouped. */
const DIGITS = ['mmsi', 'imo'];

export function valueWords(field: string, value: Scalar): string {
  if (typeof value === 'boolean') return ft(value ? 'imports.yes' : 'imports.no');
  if (typeof value === 'number') return DIGITS.includes(field) ? String(value) : formatDecimal(value);
  return dayWords(value);
}

/** `31/12/2026` for an ISO day; anything else as it is. */
export function dayWords(text: string): string {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return day ? `${day[3]}/${day[2]}/${day[1]}` : text;
}
