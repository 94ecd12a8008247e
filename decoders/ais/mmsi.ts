/** What an MMSI says about its bearer: kind by its shape (ITU-R M.585-9), flag by the digits of its administration. */
import type { CraftKind } from '../report.ts';
import { flagOfMid } from './mid.ts';

interface Shape {
  kind: CraftKind;
  /** The maritime identification digits; absent where the identity has none. */
  mid?: number;
}

const unknown: Shape = { kind: 'unknown' };

/** Beginnings of devices that save lives: a maker's number follows, no administration's digits. */
const locators: ReadonlyMap<number, Shape> = new Map([
  [970, { kind: 'ais-sart' }],
  [972, { kind: 'mob' }],
  [974, { kind: 'epirb' }],
]);

/** Kind of craft or station that an identity of up to nine digits belongs to; `unknown` for what M.585 does not define. */
export function craftKind(mmsi: number): CraftKind {
  return shapeOf(mmsi).kind;
}

/** Maritime identification digits of an identity, assigned or not; undefined where its shape has none. */
export function midOf(mmsi: number): number | undefined {
  return shapeOf(mmsi).mid;
}

/**
 * Flag state (ISO 3166-1 alpha-3) of a ship, group of ships, coast station, SAR aircraft, aid to navigation, craft of a
 * mother ship or handheld; undefined for AIS-SART, MOB and EPIRB, which have none, and where the digits aren't assigned.
 */
export function flagOf(mmsi: number): string | undefined {
  const mid = shapeOf(mmsi).mid;
  return mid === undefined ? undefined : flagOfMid(mid);
}

function shapeOf(mmsi: number): Shape {
  if (!Number.isInteger(mmsi) || mmsi < 0 || mmsi > 999_999_999) return unknown;
  const million = Math.floor(mmsi / 1_000_000);
  const locator = locators.get(million);
  if (locator) return locator;
  if (million === 111) return withMid('sar-aircraft', Math.floor(mmsi / 1000) % 1000);
  const firstTwo = Math.floor(million / 10);
  if (firstTwo === 99) return withMid('aton', Math.floor(mmsi / 10_000) % 1000);
  if (firstTwo === 98) return withMid('craft-of-mother-ship', Math.floor(mmsi / 10_000) % 1000);
  const first = Math.floor(million / 100);
  if (first === 8) return withMid('handheld', Math.floor(mmsi / 100_000) % 1000);
  if (first !== 0) return withMid('vessel', million);
  if (firstTwo !== 0) return withMid('group', Math.floor(mmsi / 100_000));
  return withMid('coast-station', Math.floor(mmsi / 10_000));
}

/** Administration's digits begin with 2 to 7; anything else is no identity. */
function withMid(kind: CraftKind, mid: number): Shape {
  return mid >= 200 && mid <= 799 ? { kind, mid } : unknown;
}
