/** Which column of a table means what: guessed from its heading, Vietnamese or English, or said by a person. */
import { plainWords } from '../../decoders/tables/column-map.ts';
import type { ImportTable } from '../models/import.ts';
import type { RawRow } from './table.ts';

const importFields = [
  'registration',
  'name',
  'mmsi',
  'imo',
  'callsign',
  'deviceId',
  'provider',
  'lengthM',
  'powerKw',
  'powerCv',
  'grossTonnage',
  'gear',
  'homePort',
  'province',
  'flag',
  'reportingIntervalMin',
  'highRisk',
  'owner',
  'ownerPhone',
  'ownerAddress',
  'captain',
  'captainPhone',
  'licenceNumber',
  'licenceFrom',
  'licenceUntil',
  'certificateNumber',
  'certificateUntil',
  'code',
  'portName',
  'portNameEn',
  'portClass',
  'lat',
  'lon',
  'position',
  'radiusNm',
] as const;
export type ImportField = (typeof importFields)[number];

const owners = ['owner', 'ownerPhone', 'ownerAddress', 'captain', 'captainPhone'] as const;
const licences = ['licenceNumber', 'licenceFrom', 'licenceUntil', 'certificateNumber', 'certificateUntil'] as const;

/** What each table may hold; what stands first must be there. */
export const fieldsOf: Record<ImportTable, readonly ImportField[]> = {
  vessels: [...importFields.slice(0, importFields.indexOf('code'))],
  owners: ['registration', ...owners],
  licences: ['registration', ...licences, 'gear'],
  ports: ['portName', 'code', 'portNameEn', 'portClass', 'province', 'lat', 'lon', 'position', 'radiusNm'],
};

/** Names of columns as plain words (`plainWords`); a longer one wins over one that it contains. */
const words: Record<ImportField, string> = {
  registration:
    'so dang ky|so dang ki|so dk|sdk|so dang ky tau|so dang ky tau ca|so hieu tau|bien so|so tau|ma tau|registration|registration number|registration no|reg no|vessel registration',
  name: 'ten tau|ten tau ca|ten phuong tien|vessel name|ship name|boat name|name|name of vessel',
  mmsi: 'mmsi|so mmsi|ma mmsi|mmsi number',
  imo: 'imo|so imo|imo number',
  callsign: 'ho hieu|call sign|callsign|ircs',
  deviceId:
    'ma thiet bi|so thiet bi|id thiet bi|so seri thiet bi|seri thiet bi|so hieu thiet bi|ma thiet bi gsht|thiet bi giam sat hanh trinh|thiet bi gsht|imei|device id|device|vms id|terminal id',
  provider:
    'nha cung cap|don vi cung cap|nha cung cap thiet bi|don vi cung cap thiet bi|hang thiet bi|provider|supplier|vms provider',
  lengthM: 'chieu dai|lmax|chieu dai lon nhat|chieu dai lon nhat lmax|dai lon nhat|length|length overall|loa|length m',
  powerKw:
    'cong suat|cong suat may|cong suat kw|cong suat may kw|tong cong suat|tong cong suat kw|power|engine power|power kw',
  powerCv: 'cong suat cv|cong suat may cv|tong cong suat cv|cong suat hp|ma luc|power hp|horsepower',
  grossTonnage: 'tong dung tich|dung tich|gt|gross tonnage|tonnage',
  gear: 'nghe|nghe khai thac|nghe chinh|loai nghe|nghe nghiep|ngu cu|gear|fishing gear|gear type',
  homePort:
    'cang|cang ca|cang dang ky|cang ve|ben dau|noi dang ky|cang cap ben|cang xuat ben|ma cang|home port|port|port of registry',
  province: 'tinh|tinh tp|tinh thanh|tinh thanh pho|thanh pho|dia phuong|province',
  flag: 'quoc tich|flag|flag state',
  reportingIntervalMin:
    'chu ky bao vi tri|nhip bao vi tri|nhip bao|chu ky truyen tin|chu ky bao cao|tan suat|tan suat bao cao|reporting interval|interval min|interval',
  highRisk: 'nguy co cao|tau nguy co cao|nguy co cao vi pham|high risk',
  owner:
    'chu tau|ten chu tau|ho ten chu tau|ho va ten chu tau|chu phuong tien|chu so huu|owner|owner name|name of owner',
  ownerPhone:
    'dien thoai|so dien thoai|sdt|dien thoai chu tau|so dien thoai chu tau|sdt chu tau|owner phone|owner s telephone|phone|phone of owner|telephone',
  ownerAddress: 'dia chi|dia chi chu tau|noi o|noi thuong tru|owner address|owner s address|address',
  captain: 'thuyen truong|ten thuyen truong|ho ten thuyen truong|ho va ten thuyen truong|captain|master|captain name',
  captainPhone:
    'dien thoai thuyen truong|so dien thoai thuyen truong|sdt thuyen truong|captain phone|captain s telephone|captain telephone|master phone|phone of captain',
  licenceNumber:
    'so giay phep|giay phep|giay phep khai thac|so giay phep khai thac|so gpkt|gpkt|licence number|license number|licence no|licence|license',
  licenceFrom:
    'ngay cap|ngay cap giay phep|ngay cap gpkt|giay phep tu ngay|hieu luc tu|licence from|license from|licence issued|issue date|valid from',
  licenceUntil:
    'han giay phep|han gpkt|ngay het han|ngay het han giay phep|ngay het han gpkt|het han giay phep|giay phep den ngay|giay phep co gia tri den|hieu luc den|licence until|license until|licence expiry|license expiry|expiry date|valid until',
  certificateNumber:
    'so dang kiem|giay dang kiem|so giay chung nhan atkt|so gcn atkt|certificate number|certificate no',
  certificateUntil:
    'han dang kiem|ngay het han dang kiem|het han dang kiem|han giay chung nhan atkt|han gcn atkt|han an toan ky thuat|dang kiem den ngay|certificate until|certificate expiry',
  code: 'ma cang|ma|ma so cang|ma so|code|port code|locode',
  portName: 'ten cang|ten cang ca|cang|cang ca|ten|ten ben|port|port name|name',
  portNameEn: 'ten tieng anh|english name|name in english|name en',
  portClass: 'loai cang|loai|hang cang|class|port class',
  lat: 'vi do|lat|latitude',
  lon: 'kinh do|lon|lng|long|longitude',
  position: 'toa do|vi tri|position|coordinates',
  radiusNm: 'ban kinh|ban kinh nm|ban kinh hai ly|radius|radius nm',
};

/** Field → index of its column, from 0. */
export type ColumnChoice = Partial<Record<ImportField, number>>;

/** How many rows from the top the heading is looked for in. */
const LOOKED_AT = 30;

/**
 * The fields that a row of headings names. Each column is one field at most and each field one column: what fits best is
 * given first.
 */
export function guessChoice(table: ImportTable, headings: readonly string[]): ColumnChoice {
  const fits = headings.flatMap((heading, at) =>
    fieldsOf[table].map((field) => ({ field, at, fit: fitOf(field, wordsOf(heading)) })),
  );
  const choice: ColumnChoice = {};
  const taken = new Set<number>();
  for (const { field, at, fit } of fits.sort((a, b) => b.fit - a.fit)) {
    if (fit === 0 || choice[field] !== undefined || taken.has(at)) continue;
    choice[field] = at;
    taken.add(at);
  }
  return choice;
}

/** `Tỉnh/TP` is two words. */
function wordsOf(heading: string): string {
  return plainWords(heading.slice(0, 120).replaceAll('/', ' '));
}

/** 2 and more: the heading says just that · below: it says that among other words · 0: it does not. */
function fitOf(field: ImportField, heading: string): number {
  if (heading === '') return 0;
  let best = 0;
  for (const phrase of words[field].split('|')) {
    if (phrase === heading) best = Math.max(best, 2 + phrase.length / 1000);
    // Words of one or two letters stand inside too many others.
    else if (phrase.length > 2 && ` ${heading} `.includes(` ${phrase} `)) {
      best = Math.max(best, phrase.length / heading.length);
    }
  }
  return best;
}

/** The row that names most fields; the first one when none names the field that must be there and another. */
export function headingRow(table: ImportTable, rows: readonly RawRow[]): number {
  const must = fieldsOf[table][0]!;
  let best = { at: -1, named: 1 };
  rows.slice(0, LOOKED_AT).forEach(({ cells }, at) => {
    const choice = guessChoice(table, cells);
    const named = Object.keys(choice).length;
    if (choice[must] !== undefined && named > best.named) best = { at, named };
  });
  return best.at;
}
