/**
 * What was not confirmed yet when a zone stopped being in force. Vessels that report every two hours are seen again only
 * after it: that fix tells where the vessel was going, and nothing that it does from then on counts.
 */
import type { Pair, Run, Sighting } from '../rules/kind.ts';
import { endedIn, momentBetween } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import type { Post } from './rulebook.ts';

/** When (epoch ms) a run began to be on its side. */
export function beganAt({ crossing, began, first }: Run): number {
  return crossing?.time ?? began?.time ?? first.fixTime;
}

/**
 * One fix after a zone was in force `until` (epoch ms), for a pair without anything open. What it shows to have begun before
 * goes to `closed`, ended then at the latest.
 * @returns the pair while its run still is to be confirmed
 */
export function settleUntil(
  until: number,
  post: Post,
  pair: Pair | undefined,
  sighting: Sighting,
  closed: Occurrence[],
): Pair | undefined {
  const found: Occurrence[] = [];
  const next = post.kind.step(pair, { ...sighting, countsUntil: until }, post, found);
  if (next?.open) found.push(next.open);
  const wasSeen = pair?.memo !== undefined || (pair?.run?.sure === true && pair.run.first.fixTime < until);
  for (const one of found) {
    if (one.raisedAt >= until) continue;
    const cut = endsBy(one, until, sighting);
    closed.push(wasSeen ? cut : { ...cut, details: { ...cut.details, confidence: 'low' } });
  }
  // What lies within its error up to here proves nothing by where it goes later, when it is free to.
  return next?.run?.sure && !next.open ? next : undefined;
}

function endsBy(occurrence: Occurrence, until: number, { previous, fix }: Sighting): Occurrence {
  if (occurrence.clearedAt !== undefined && occurrence.clearedAt <= until) return occurrence;
  const { clearedCrossing: _, ...open } = occurrence;
  const way = open.crossing && open.crossing.after.fixTime >= until ? open.crossing : undefined;
  return endedIn(open, momentBetween(way?.before ?? previous ?? fix, way?.after ?? fix, until));
}
