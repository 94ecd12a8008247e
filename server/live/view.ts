/** Of which vessels a client that looks at a part of the sea is told at once. Knows no connection. */
import type { LivePicture } from './picture.ts';
import type { IdentityRow, PositionRow, View } from './protocol.ts';

/** Frames within which a client is told of everybody else: a minute. Each slot has its own of them, so that they come spread out. */
export const ELSEWHERE_FRAMES = 120;

const DISTRESS: ReadonlySet<IdentityRow['kind']> = new Set(['ais-sart', 'mob', 'epirb']);

/** What does not depend on where a client looks. */
interface Everywhere {
  picture: LivePicture;
  /** Has this vessel an open alert? */
  isAlarmed(vesselId: string): boolean;
}

/** @returns whether a row is of a vessel that the client is told of at once */
export function watcher({ box, vessels }: View, { picture, isAlarmed }: Everywhere): (row: PositionRow) => boolean {
  const named = new Set(vessels?.map((id) => picture.slotOf(id)));
  const [west, south, east, north] = (box ?? [1, 1, 0, 0]).map((degrees) => degrees * 1e5) as [
    number,
    number,
    number,
    number,
  ];
  return ([slot, lon, lat]) => {
    if (lon >= west && lon <= east && lat >= south && lat <= north) return true;
    const known = picture.identityOf(slot);
    return named.has(slot) || (known !== undefined && (DISTRESS.has(known.kind) || isAlarmed(known.id)));
  };
}
