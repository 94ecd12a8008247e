/** What both versions would have raised, counted: by day, by vessel, by rule, and the newest that only one of them tells of. */
import type { Occurrence } from '../types.ts';
import { alone, byTime } from './alone.ts';
import { type PlannedRule, VERSIONS, type Version } from './plan.ts';
import { dayOf, daysOf, type Span } from './span.ts';

export interface Counts {
  now: number;
  proposed: number;
}

export interface RuleCounts extends PlannedRule, Counts {
  onlyNow: number;
  onlyProposed: number;
}

/** Occurrences of one version that are held against those of the other at a time. Beyond it a rule says nothing to anybody. */
export const MOST_OCCURRENCES = 10_000;

export class Comparison {
  readonly span: Span;
  readonly rules: Map<string, RuleCounts>;
  readonly days: Map<string, Counts>;
  readonly vessels = new Map<string, Counts>();
  /** Newest first. */
  readonly examples: Record<Version, Occurrence[]> = { now: [], proposed: [] };
  /** Counted, but too many to be held against the other version's. */
  uncompared = 0;
  readonly #mostExamples: number;

  constructor(span: Span, rules: readonly PlannedRule[], mostExamples: number) {
    this.span = span;
    this.#mostExamples = mostExamples;
    this.rules = new Map(rules.map((rule) => [rule.id, { ...rule, now: 0, proposed: 0, onlyNow: 0, onlyProposed: 0 }]));
    this.days = new Map(daysOf(span).map((day) => [day, { now: 0, proposed: 0 }]));
  }

  /** All that both versions say of one vessel, or of all pairs of vessels. */
  settle(said: Record<Version, readonly Occurrence[]>): void {
    for (const version of VERSIONS) for (const occurrence of said[version]) this.#count(version, occurrence);
    for (const occurrence of alone(said.now, said.proposed)) this.#alone('now', occurrence);
    for (const occurrence of alone(said.proposed, said.now)) this.#alone('proposed', occurrence);
  }

  /** One too many to be held against anything. */
  count(version: Version, occurrence: Occurrence): void {
    if (!this.#isWithin(occurrence)) return;
    this.uncompared++;
    this.#count(version, occurrence);
  }

  #count(version: Version, occurrence: Occurrence): void {
    if (!this.#isWithin(occurrence)) return;
    const { ruleId, vesselId, otherVesselIds = [] } = occurrence;
    const rule = this.rules.get(ruleId);
    if (rule) rule[version]++;
    const day = this.days.get(dayOf(occurrence.raisedAt));
    if (day) day[version]++;
    for (const id of [vesselId, ...otherVesselIds]) {
      const vessel = this.vessels.get(id);
      if (vessel) vessel[version]++;
      else this.vessels.set(id, { now: 0, proposed: 0, [version]: 1 });
    }
  }

  /** The other version says nothing of it. */
  #alone(version: Version, occurrence: Occurrence): void {
    if (!this.#isWithin(occurrence)) return;
    const rule = this.rules.get(occurrence.ruleId);
    if (rule) rule[version === 'now' ? 'onlyNow' : 'onlyProposed']++;
    const examples = this.examples[version];
    const oldest = examples[examples.length - 1];
    if (oldest && examples.length >= this.#mostExamples && byTime(occurrence, oldest) < 0) return;
    examples.push(occurrence);
    examples.sort((a, b) => byTime(b, a));
    examples.length = Math.min(examples.length, this.#mostExamples);
  }

  #isWithin({ raisedAt }: Occurrence): boolean {
    return raisedAt >= this.span.from && raisedAt <= this.span.to;
  }
}
