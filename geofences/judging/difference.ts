/** What has to be said when a vessel's occurrences are now these and were those. */
import type { Pair } from '../rules/kind.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../types.ts';
import type { Rerun } from './timeline.ts';

/**
 * Equal by content. `undefined` and absent are the same (JSON drops them), and when a fix reached us is no part of what
 * happened: the same fix may have come twice.
 */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) {
    if (key !== 'receivedAt' && !same(left[key], right[key])) return false;
  }
  for (const key in right) {
    if (left[key] === undefined && right[key] !== undefined && key !== 'receivedAt') return false;
  }
  return true;
}

/** Changes that lead from what was said to what holds, in an order of their own: by event time, then id. */
export function difference(
  said: readonly Occurrence[],
  holds: readonly Occurrence[],
  because: NonNullable<Occurrence['retractedBecause']>,
): OccurrenceChange[] {
  const before = new Map(said.map((occurrence) => [occurrence.id, occurrence]));
  const changes: OccurrenceChange[] = [];
  for (const occurrence of holds) {
    const known = before.get(occurrence.id);
    before.delete(occurrence.id);
    if (known && same(known, occurrence)) continue;
    if (!known) changes.push({ change: 'raised', occurrence: asRaised(occurrence) });
    if (occurrence.state === 'cleared' && known?.state !== 'cleared') changes.push({ change: 'cleared', occurrence });
    else if (known) changes.push({ change: 'updated', occurrence });
  }
  for (const occurrence of before.values()) {
    const retracted: Occurrence = { ...occurrence, state: 'retracted', retractedBecause: because };
    changes.push({ change: 'retracted', occurrence: retracted });
  }
  return changes.length > 1 ? changes.sort(inOrder) : changes;
}

/** The occurrence as it stood before it ended. */
function asRaised(occurrence: Occurrence): Occurrence {
  if (occurrence.state === 'raised') return occurrence;
  const { clearedAt, clearedLon, clearedLat, clearedCrossing, ...rest } = occurrence;
  return { ...rest, state: 'raised' };
}

const RANK = { retracted: 0, raised: 1, updated: 2, cleared: 3 };

/** Retractions first, then by the time of the event itself; ties by id, so that equal input gives equal output. */
export function inOrder(a: OccurrenceChange, b: OccurrenceChange): number {
  const retraction = Number(b.change === 'retracted') - Number(a.change === 'retracted');
  if (retraction !== 0) return retraction;
  const time = eventTime(a) - eventTime(b);
  if (time !== 0) return time;
  if (a.occurrence.id !== b.occurrence.id) return a.occurrence.id < b.occurrence.id ? -1 : 1;
  return RANK[a.change] - RANK[b.change];
}

function eventTime({ change, occurrence }: OccurrenceChange): number {
  return change === 'cleared' ? (occurrence.clearedAt ?? occurrence.raisedAt) : occurrence.raisedAt;
}

/** Ids of what was added, removed or altered in any way. */
export function changedIds(before: readonly (Zone | Rule)[], after: readonly (Zone | Rule)[]): Set<string> {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const changed = new Set<string>();
  for (const entry of after) {
    if (!same(known.get(entry.id), entry)) changed.add(entry.id);
    known.delete(entry.id);
  }
  for (const id of known.keys()) changed.add(id);
  return changed;
}

/** What was ended in this very batch has not been said yet: a re-run takes it out of `holds`, not out of what was said. */
export function joined(said: Occurrence[] | undefined, holds: Occurrence[] | undefined, rerun: Rerun) {
  const unsaid = new Set(holds?.map((occurrence) => occurrence.id));
  const redone = new Set(rerun.said.map((occurrence) => occurrence.id));
  return {
    said: [...(said ?? []), ...rerun.said.filter((occurrence) => !unsaid.has(occurrence.id))],
    holds: [...(holds ?? []).filter((occurrence) => !redone.has(occurrence.id)), ...rerun.holds],
  };
}

/** The same open occurrences; both lists are empty nearly always. */
export function sameOpen(a: readonly Occurrence[], b: readonly Occurrence[]): boolean {
  return a.length === 0 ? b.length === 0 : same(a, b);
}

/** HOT. Whether the very same occurrences stand open, whatever else the pairs remember. */
export function isSameOpen(a: readonly Pair[], b: readonly Pair[]): boolean {
  if (a === b) return true;
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    const { open } = a[i]!;
    if (!open) continue;
    while (j < b.length && !b[j]!.open) j++;
    if (j === b.length || b[j]!.open !== open) return false;
    j++;
  }
  while (j < b.length && !b[j]!.open) j++;
  return j === b.length;
}

/** What rules on one vessel say and what rules on several do, as one. */
export function together(own: OccurrenceChange[], ofFleet: OccurrenceChange[]): OccurrenceChange[] {
  return ofFleet.length === 0 ? own : [...own, ...ofFleet].sort(inOrder);
}
