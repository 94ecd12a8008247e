/**
 * Which occurrences of one version the other says nothing of. A changed threshold moves the beginning and the end, a new
 * version number the id, so ids tell nothing: two occurrences of one rule, vessel and zone that overlap in time are about
 * the same happening. One version may tell in several alerts what the other tells in one.
 */
import type { Occurrence } from '../types.ts';

/** Those that overlap none of the others. */
export function alone(occurrences: readonly Occurrence[], others: readonly Occurrence[]): Occurrence[] {
  const told = bySubject(others);
  return occurrences.filter((occurrence) => !told.get(subjectOf(occurrence))?.overlaps(occurrence));
}

function bySubject(occurrences: readonly Occurrence[]): Map<string, Timetable> {
  const groups = new Map<string, Timetable>();
  for (const occurrence of [...occurrences].sort(byTime)) {
    const key = subjectOf(occurrence);
    const timetable = groups.get(key) ?? new Timetable();
    groups.set(key, timetable);
    timetable.add(occurrence);
  }
  return groups;
}

function subjectOf({ ruleId, vesselId, otherVesselIds = [], zoneId = '' }: Occurrence): string {
  return [ruleId, zoneId, vesselId, ...otherVesselIds].join('\u0000');
}

/** When something was told, in order of its beginning. */
class Timetable {
  readonly #starts: number[] = [];
  /** The latest end of all up to each of them. */
  readonly #ends: number[] = [];

  add(occurrence: Occurrence): void {
    this.#ends.push(Math.max(endOf(occurrence), this.#ends[this.#ends.length - 1] ?? Number.NEGATIVE_INFINITY));
    this.#starts.push(occurrence.raisedAt);
  }

  /** Does any begin before it ends, and end after it begins? */
  overlaps(occurrence: Occurrence): boolean {
    const end = endOf(occurrence);
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.#ends[low - 1]! >= occurrence.raisedAt;
  }
}

function endOf(occurrence: Occurrence): number {
  return occurrence.clearedAt ?? Number.POSITIVE_INFINITY;
}

/** By the time of the event itself, then by id: equal input gives equal output. */
export function byTime(a: Occurrence, b: Occurrence): number {
  return a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1);
}
