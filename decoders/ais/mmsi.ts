/** What an MMSI says about its bearer: kind by its shape (ITU-R M.585-9), flag by the digits of its administration. */
import type { CraftKind } from '../report.ts';
import { flagOfMid } from './mid.ts';

/** Kind of craft or station that an identity of up to nine digits belongs to; `unknown` for what M.585 does not define. */
export function craftKind(mmsi: number): CraftKind {
  return kinds[Math.floor(shapeOf(mmsi) / 1000)]!;
}

/** Maritime identification digits of an identity, assigned or not; undefined where its shape has none. */
export function midOf(mmsi: number): number | undefined {
  return shapeOf(mmsi) % 1000 || undefined;
}

/**
 * Flag state (ISO 3166-1 alpha-3) of a ship, group of ships, coast station, SAR aircraft, aid to navigation, craft of a
 * mother ship or handheld; undefined for AIS-SART, MOB and EPIRB, which have none, and where the digits aren't assigned.
 */
export function flagOf(mmsi: number): string | undefined {
  return flagOfMid(shapeOf(mmsi) % 1000);
}

const kinds = [
  'unknown',
  'vessel',
  'group',
  'coast-station',
  'sar-aircraft',
  'aton',
  'craft-of-mother-ship',
  'handheld',
  'ais-sart',
  'mob',
  'epirb',
] as const satisfies readonly CraftKind[];
const UNKNOWN = 0;
const VESSEL = kinds.indexOf('vessel') * 1000;
const GROUP = kinds.indexOf('group') * 1000;
const COAST_STATION = kinds.indexOf('coast-station') * 1000;
const SAR_AIRCRAFT = kinds.indexOf('sar-aircraft') * 1000;
const AID = kinds.indexOf('aton') * 1000;
const CRAFT_OF_MOTHER_SHIP = kinds.indexOf('craft-of-mother-ship') * 1000;
const HANDHELD = kinds.indexOf('handheld') * 1000;

/** Number of the kind × 1000 + the administration's digits, 0 where the identity has none. Asked for every message. */
function shapeOf(mmsi: number): number {
  if (!Number.isInteger(mmsi) || mmsi < 0 || mmsi > 999_999_999) return UNKNOWN;
  const million = Math.floor(mmsi / 1_000_000);
  if (million >= 200 && million <= 799) return VESSEL + million;
  // Devices that save lives have a maker's number behind these three digits.
  if (million === 970) return kinds.indexOf('ais-sart') * 1000;
  if (million === 972) return kinds.indexOf('mob') * 1000;
  if (million === 974) return kinds.indexOf('epirb') * 1000;
  if (million === 111) return withMid(SAR_AIRCRAFT, Math.floor(mmsi / 1000) % 1000);
  if (million >= 990) return withMid(AID, Math.floor(mmsi / 10_000) % 1000);
  if (million >= 980) return withMid(CRAFT_OF_MOTHER_SHIP, Math.floor(mmsi / 10_000) % 1000);
  if (million >= 800 && million <= 899) return withMid(HANDHELD, Math.floor(mmsi / 100_000) % 1000);
  if (million >= 100) return UNKNOWN;
  return million >= 10 ? withMid(GROUP, Math.floor(mmsi / 100_000)) : withMid(COAST_STATION, Math.floor(mmsi / 10_000));
}

/** Administration's digits begin with 2 to 7; anything else is no identity. */
function withMid(kind: number, mid: number): number {
  return mid >= 200 && mid <= 799 ? kind + mid : UNKNOWN;
}
