/**
 * Which occurrence of one version is which of the other. A changed threshold moves the beginning and the end, a new
 * version number the id, so ids say nothing: two occurrences of one rule, vessel and zone that overlap in time are the
 * same happening, each at most once.
 */
import type { Occurrence } from '../types.ts';

export interface Paired {
  onlyNow: Occurrence[];
  onlyProposed: Occurrence[];
}

export function pair(now: readonly Occurrence[], proposed: readonly Occurrence[]): Paired {
  const before = bySubject(now);
  const after = bySubject(proposed);
  const paired: Paired = { onlyNow: [], onlyProposed: [] };
  for (const subject of new Set([...before.keys(), ...after.keys()])) {
    pairOne(before.get(subject) ?? [], after.get(subject) ?? [], paired);
  }
  return paired;
}

function bySubject(occurrences: readonly Occurrence[]): Map<string, Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const occurrence of [...occurrences].sort(byTime)) {
    const { ruleId, vesselId, otherVesselIds, zoneId } = occurrence;
    const key = [ruleId, vesselId, ...(otherVesselIds ?? []), zoneId ?? ''].join('\u0000');
    const group = groups.get(key);
    if (group) group.push(occurrence);
    else groups.set(key, [occurrence]);
  }
  return groups;
}

/** One version says of one vessel and zone one thing after the other, so going along both lists finds all pairs. */
function pairOne(now: readonly Occurrence[], proposed: readonly Occurrence[], paired: Paired): void {
  let i = 0;
  let j = 0;
  while (i < now.length && j < proposed.length) {
    const one = now[i]!;
    const other = proposed[j]!;
    if (endOf(one) < other.raisedAt) paired.onlyNow.push(now[i++]!);
    else if (endOf(other) < one.raisedAt) paired.onlyProposed.push(proposed[j++]!);
    else {
      i++;
      j++;
    }
  }
  paired.onlyNow.push(...now.slice(i));
  paired.onlyProposed.push(...proposed.slice(j));
}

function endOf(occurrence: Occurrence): number {
  return occurrence.clearedAt ?? Number.POSITIVE_INFINITY;
}

/** By the time of the event itself, then by id: equal input gives equal output. */
export function byTime(a: Occurrence, b: Occurrence): number {
  return a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1);
}
