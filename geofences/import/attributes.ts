/** Attribute names and values as files of many origins have them → ours. Says nothing about whether a value is good. */
import { neighbourFrom } from '../neighbour.ts';
import { foldName } from '../regions/fold-name.ts';
import type { ZoneKind } from '../types.ts';
import { type AttributeName, type Attributes, attributeNames } from './draft.ts';

/** Beside our own names, folded: English and Vietnamese ones, and what ten letters of a dBASE header leave of them. */
const SYNONYMS: Readonly<Record<string, AttributeName>> = {
  'zone-id': 'id',
  'ma-vung': 'id',
  ten: 'name',
  'ten-vung': 'name',
  tenvung: 'name',
  'ten-khu-vuc': 'name',
  vung: 'name',
  zone: 'name',
  title: 'name',
  label: 'name',
  'name-en': 'nameEn',
  'ten-en': 'nameEn',
  'ten-tieng-anh': 'nameEn',
  loai: 'kind',
  'loai-vung': 'kind',
  loaivung: 'kind',
  'phia-ta': 'ourSide',
  'our-side': 'ourSide',
  nguon: 'source',
  'can-cu': 'source',
  'can-cu-phap-ly': 'legalBasis',
  'legal-basis': 'legalBasis',
  'valid-from': 'validFrom',
  'tu-ngay': 'validFrom',
  tungay: 'validFrom',
  begin: 'validFrom',
  'valid-to': 'validTo',
  'den-ngay': 'validTo',
  denngay: 'validTo',
  end: 'validTo',
  mua: 'season',
  'mua-vu': 'season',
  'radius-nm': 'radiusNm',
  'ban-kinh': 'radiusNm',
  'ban-kinh-hai-ly': 'radiusNm',
  'corridor-nm': 'corridorNm',
  'be-rong-hai-ly': 'corridorNm',
  'ma-so': 'code',
  ma: 'code',
  tinh: 'province',
};

const BY_FOLDED_NAME: ReadonlyMap<string, AttributeName> = new Map([
  ...Object.entries(SYNONYMS),
  ...attributeNames.map((name): [string, AttributeName] => [foldName(name), name]),
]);

const KINDS: Readonly<Record<string, ZoneKind>> = {
  port: 'port',
  cang: 'port',
  'cang-ca': 'port',
  'ben-ca': 'port',
  coastal: 'coastal',
  'ven-bo': 'coastal',
  'vung-ven-bo': 'coastal',
  inshore: 'inshore',
  long: 'inshore',
  'vung-long': 'inshore',
  offshore: 'offshore',
  khoi: 'offshore',
  'vung-khoi': 'offshore',
  boundary: 'boundary',
  'ranh-gioi': 'boundary',
  'duong-phan-dinh': 'boundary',
  closed: 'closed',
  cam: 'closed',
  'cam-khai-thac': 'closed',
  'khu-vuc-cam': 'closed',
  'khu-vuc-cam-khai-thac': 'closed',
  'vung-cam': 'closed',
  'khu-bao-ton-bien': 'closed',
  monitored: 'monitored',
  'theo-doi': 'monitored',
  'vung-theo-doi': 'monitored',
  shelter: 'shelter',
  'khu-neo-dau': 'shelter',
  'khu-neo-dau-tranh-tru-bao': 'shelter',
};

const MAX_TEXT = 2_000;

/** Ours among a file's attributes. Our own name wins over a synonym; what is empty or no plain value is left out. */
export function attributesOf(entries: Iterable<readonly [string, unknown]>): Attributes {
  const attributes: Attributes = {};
  const exact = new Set<AttributeName>();
  for (const [given, value] of entries) {
    const name = attributeNameOf(given);
    const usable = name === undefined ? undefined : usableValue(name, value);
    if (name === undefined || usable === undefined) continue;
    const isExact = given === name;
    if (attributes[name] !== undefined && (exact.has(name) || !isExact)) continue;
    if (isExact) exact.add(name);
    attributes[name] = usable;
  }
  return attributes;
}

export function attributeNameOf(header: string): AttributeName | undefined {
  return BY_FOLDED_NAME.get(foldName(header.slice(0, 80)));
}

/** Texts trimmed and bounded; of objects only a season's two days and a neighbour's names. Undefined: not worth keeping. */
function usableValue(name: AttributeName, value: unknown): unknown {
  if (typeof value === 'string') return value.trim().slice(0, MAX_TEXT) || undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (name === 'neighbour') return neighbourFrom(value) ?? {};
  if (name !== 'season' || typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as { from?: unknown; to?: unknown };
  return { from: String(from).slice(0, 20), to: String(to).slice(0, 20) };
}

/** `closed`, `Khu vực cấm khai thác` → `closed`. */
export function zoneKindOf(text: string): ZoneKind | undefined {
  const folded = foldName(text.slice(0, 80));
  return Object.hasOwn(KINDS, folded) ? KINDS[folded] : undefined;
}
