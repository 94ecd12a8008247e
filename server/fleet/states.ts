/** In what state a vessel is, by its newest fix and what is normal for it. Pure. */
import { bandOf } from '../wall/figures.ts';
import type { FleetFix } from './entry.ts';

/**
 * `moving`, `stopped`, `reporting` (nobody knows how fast): heard within twice its interval · `late`: later than that, up to 6 h ·
 * `silent`: 6 h to 10 days · `long-silent`: longer · `never`: no position yet
 */
export const fleetStates = ['moving', 'stopped', 'reporting', 'late', 'silent', 'long-silent', 'never'] as const;
export type FleetState = (typeof fleetStates)[number];

/** Below it a vessel is stopped: AIS speed noise at anchor (web/map/looks.ts). */
const STOPPED_KN = 0.5;

/** @param now epoch ms */
export function stateOf(now: number, intervalMin: number, fix: FleetFix | undefined): FleetState {
  const band = bandOf(now, intervalMin, fix?.fixTime);
  if (band === 'longSilent') return 'long-silent';
  if (band !== 'reporting') return band;
  if (fix?.speedKn === undefined) return 'reporting';
  return fix.speedKn < STOPPED_KN ? 'stopped' : 'moving';
}

/** By length overall (NĐ 26/2019 Đ.42–44): in these, rights and duties differ. */
export const lengthClasses = ['below-6', '6-12', '12-15', '15-24', 'from-24', 'unknown'] as const;
export type LengthClass = (typeof lengthClasses)[number];

export function lengthClassOf(lengthM: number | undefined): LengthClass {
  if (lengthM === undefined) return 'unknown';
  if (lengthM < 6) return 'below-6';
  if (lengthM < 12) return '6-12';
  if (lengthM < 15) return '12-15';
  return lengthM < 24 ? '15-24' : 'from-24';
}
