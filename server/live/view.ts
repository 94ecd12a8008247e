/** Of which vessels a client that looks at a part of the sea is told at once. Knows no connection. */
import type { LivePicture } from './picture.ts';
import type { IdentityRow, PositionRow, View } from './protocol.ts';

/** Frames within which a client is told of everybody else: a minute. Each slot has its own of them, so that they come spread out. */
export const ELSEWHERE_FRAMES = 120;

const DISTRESS: ReadonlySet<IdentityRow['kind']> = new Set(['ais-sart', 'mob', 'epirb']);

/** What does not depend on where a client looks. */
export interface Everywhere {
  slotOf(vesselId: string): number | undefined;
  /** Is it a vessel of which everybody is told at once? */
  isForAll(slot: number): boolean;
}

/** @param isAlarmed has this vessel an open alert? */
export function everywhere(picture: LivePicture, isAlarmed: (vesselId: string) => boolean): Everywhere {
  return {
    slotOf: (id) => picture.slotOf(id),
    isForAll(slot) {
      const known = picture.identityOf(slot);
      return known !== undefined && (DISTRESS.has(known.kind) || isAlarmed(known.id));
    },
  };
}

/** @returns whether a row is of a vessel that the client is told of at once */
export function watcher({ box, vessels }: View, { slotOf, isForAll }: Everywhere): (row: PositionRow) => boolean {
  const named = new Set(vessels?.map(slotOf));
  const [west, south, east, north] = (box ?? [1, 1, 0, 0]).map((degrees) => degrees * 1e5) as [
    number,
    number,
    number,
    number,
  ];
  return ([slot, lon, lat]) =>
    (lon >= west && lon <= east && lat >= south && lat <= north) || isForAll(slot) || named.has(slot);
}
