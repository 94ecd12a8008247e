/**
 * What only the way between two fixes shows: nobody saw the vessel there. It is the shortest way, and she may have gone
 * round; so it is told once, as over when it is told, with low confidence, and is never more urgent than to look into.
 */
import { quickDistanceM } from '../geometry/ellipsoid.ts';
import type { Occurrence, Priority } from '../types.ts';
import type { PairContext, Run, Sighting } from './kind.ts';
import { crossingAt, ended, momentDetails, opened } from './occurrences.ts';
import { hysteresisNm } from './params.ts';

/** What was passed between two fixes is believed up to this speed (ui.md §2: fishing vessels beyond 25 kn are suspicious). */
export const HOP_MAX_KN = 25;

/** Look into it: a guess calls nobody to act at once (own choice). */
const LOOK_INTO: Priority = 3;

interface Stretch {
  fraction: number;
  endFraction?: number;
}

/**
 * The stretch of the way to a fix on which the vessel must have been on the other side, both fixes being on this one: an
 * occurrence that began and ended there, given to `closed`. None where she would have been too fast for it.
 */
export function passUnseen(
  sighting: Sighting,
  stretch: Stretch | undefined,
  context: PairContext,
  closed: Occurrence[],
  more: Occurrence['details'] = {},
): void {
  const { previous, fix } = sighting;
  if (!previous || stretch?.endFraction === undefined) return;
  const hours = (fix.fixTime - previous.fixTime) / 3_600_000;
  const speedKn = quickDistanceM(previous.lon, previous.lat, fix.lon, fix.lat) / 1852 / hours;
  if (!(speedKn <= HOP_MAX_KN)) return;
  const way = (fraction: number): Run => ({
    count: 1,
    first: fix,
    times: [fix.fixTime],
    sure: false,
    crossing: crossingAt(previous, fix, fraction),
  });
  const start = way(stretch.fraction);
  const details = { ...momentDetails(sighting, start), ...more, unseen: 'between-fixes' };
  const open = opened(context, sighting.vesselId, start, details);
  const priority = open.priority < LOOK_INTO ? LOOK_INTO : open.priority;
  closed.push(ended({ ...open, priority }, way(stretch.endFraction)));
}

/**
 * Out and back between two fixes, farther beyond the edge than the errors of both: along an edge the way between two places
 * on it is off it by what it bends, and by what they are wrong, and that shows nothing.
 * @returns how far beyond, nautical miles; undefined: nothing is shown
 */
export function unseenBeyondNm(sighting: Sighting, { ready }: PairContext): number | undefined {
  const { previous, fix, returned } = sighting;
  if (!previous || !returned) return undefined;
  const beyondNm = returned.beyondNm();
  const leastNm = Math.max(hysteresisNm(ready.params, previous), hysteresisNm(ready.params, fix));
  return beyondNm > 0 && beyondNm >= leastNm ? Math.round(beyondNm * 100) / 100 : undefined;
}
