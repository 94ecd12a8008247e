/**
 * Which vessel may fish in which of Vietnam's three areas, by its length overall: the table of NĐ 26/2019 Đ.42–43
 * (domain.md §1.3). Dated data: NĐ 41/2026 may have replaced it, and a province may set it otherwise in a rule's params.
 */
import type { ZoneKind } from '../types.ts';

/** The three areas from the coast outwards; where two overlap (an island's belt in the open sea) the inner one holds. */
export const fishingAreas = ['coastal', 'inshore', 'offshore'] as const satisfies readonly ZoneKind[];
export type FishingArea = (typeof fishingAreas)[number];

/** How the registry names a vessel that serves others and does not fish (tàu hậu cần). */
export const LOGISTICS_GEAR = 'logistics';

export const lengthClassTable = {
  /** Below it a vessel keeps to the coast. Those under 6 m and from 6 m differ in licence and logbook, not in area. */
  coastalBelowM: 12,
  /** From `coastalBelowM` and below it a vessel fishes inshore, from it on offshore, with VMS. */
  inshoreBelowM: 15,
  /** Areas of each class. */
  small: ['coastal'],
  middle: ['inshore'],
  large: ['offshore'],
  /** Areas of vessels that serve others; smaller ones are not licensed for it. */
  logisticsMiddle: ['coastal', 'inshore'],
  logisticsLarge: ['coastal', 'inshore', 'offshore'],
} as const;
